//! Where the time of a run goes.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use strum::{IntoStaticStr, VariantArray};

/// A part of a run.
#[derive(Clone, Copy, Debug, Eq, IntoStaticStr, Ord, PartialEq, PartialOrd, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Stage {
    /// Listing the source, from the start of the reading. Files are fetched meanwhile.
    List,
    /// Reading, the listing included.
    Read,
    /// Counting, from answers to the first frame as numbers.
    Count,
    /// Drawing frames. ffmpeg works meanwhile.
    Draw,
    /// Waiting for ffmpeg, while it takes frames, closes the film and reads it again.
    Wait,
    /// Uploading.
    Upload,
}

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Count => "count",
            Self::Draw => "draw",
            Self::Wait => "wait for ffmpeg",
            Self::Upload => "upload",
        }
    }
}

/// How long each part of a run took, by the clock on the wall. Parts that run side by side overlap.
#[derive(Debug)]
pub struct Timings {
    clock: fn() -> DateTime<Utc>,
    spent: Mutex<BTreeMap<Stage, Duration>>,
}

impl Timings {
    /// Nothing so far; `clock` tells the time.
    pub fn new(clock: fn() -> DateTime<Utc>) -> Self {
        Self { clock, spent: Mutex::default() }
    }

    /// What tells the time.
    pub(super) fn clock(&self) -> fn() -> DateTime<Utc> {
        self.clock
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// What has passed since `began` belongs to this part.
    pub fn since(&self, stage: Stage, began: DateTime<Utc>) {
        // A clock that is set back makes no time.
        self.add(stage, (self.now() - began).to_std().unwrap_or_default());
    }

    /// So much more belongs to this part.
    pub fn add(&self, stage: Stage, time: Duration) {
        *self.spent.lock().unwrap_or_else(PoisonError::into_inner).entry(stage).or_default() += time;
    }

    /// How long this part took, in milliseconds; 0 if there was none.
    pub fn ms(&self, stage: Stage) -> u64 {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.get(&stage).map_or(0, |time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
    }
}

/// `list 0.41 s, read 1.20 s, ...`
impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        for (n, (stage, time)) in spent.iter().enumerate() {
            let comma = if n == 0 { "" } else { ", " };
            write!(f, "{comma}{} {:.2} s", stage.words(), time.as_secs_f64())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_summed_and_told_in_the_order_of_a_run() {
        let timings = Timings::new(|| DateTime::UNIX_EPOCH);
        timings.add(Stage::Wait, Duration::from_millis(1500));
        timings.add(Stage::List, Duration::from_millis(100));
        timings.add(Stage::Wait, Duration::from_millis(500));
        timings.since(Stage::Read, "2026-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(timings.to_string(), "list 0.10 s, read 0.00 s, wait for ffmpeg 2.00 s");
        assert_eq!((timings.ms(Stage::Wait), timings.ms(Stage::Upload)), (2000, 0));
    }
}
