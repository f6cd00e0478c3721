//! What was added, and who has climbed, since the day of the clock began; or its week or month, where days
//! are too short to be read.

use chrono::{Datelike, NaiveDate};

use super::{idle::Timeline, math::real};
use crate::{locale::Period, stats::Tally};

/// How long a number takes to begin anew with a day, in seconds.
pub(super) const ANEW: f64 = 0.35;

/// A period is shown only if it takes at least so long on average, in seconds.
const SHORTEST: f64 = 1.2;

/// The periods of a film that are long enough to be told apart.
#[derive(Clone, Debug)]
pub(super) struct Periods {
    pub(super) kind: Period,
    /// At least two, in the order of time.
    starts: Vec<Start>,
}

/// Where a period begins, in buckets that are over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Start {
    /// Where the clock first shows it: before the idle time that is cut short.
    pub(super) shown: f64,
    /// Where it begins.
    pub(super) from: f64,
}

impl Periods {
    /// The shortest of days, weeks and months of which the film shows several, in `seconds` all together;
    /// `None` where there is no such.
    pub(super) fn new(tally: &Tally, timeline: &Timeline, seconds: f64) -> Option<Self> {
        let kinds = [Period::Day, Period::Week, Period::Month];
        let periods = kinds.into_iter().filter_map(|kind| Self::of(kind, tally, timeline));
        periods.into_iter().find(|periods| SHORTEST * real(periods.starts.len()) <= seconds)
    }

    fn of(kind: Period, tally: &Tally, timeline: &Timeline) -> Option<Self> {
        let date = |bucket: usize| tally.edges()[bucket].with_timezone(&tally.zone()).date_naive();
        // A bucket that is longer than the period has no such periods in it.
        if kind == Period::Day && tally.len() > 1 && 1 < (date(1) - date(0)).num_days() {
            return None;
        }
        let mut starts: Vec<Start> = Vec::new();
        for bucket in 0..tally.len() {
            if 0 < bucket && name(kind, date(bucket)) == name(kind, date(bucket - 1)) {
                continue;
            }
            let from = real(bucket);
            let start = Start { shown: timeline.skipped_from(from).unwrap_or(from), from };
            // Of days that are cut short together the clock shows the last one only.
            if starts.last().is_some_and(|last| start.shown <= last.shown) && 1 < starts.len() {
                starts.pop();
            }
            starts.push(start);
        }
        (1 < starts.len()).then_some(Self { kind, starts })
    }

    /// The period that the clock shows when `u` buckets are over, and the one before.
    pub(super) fn at(&self, u: f64) -> (Start, Option<Start>) {
        let k = self.starts.partition_point(|start| start.shown <= u).max(1) - 1;
        (self.starts[k], k.checked_sub(1).map(|before| self.starts[before]))
    }
}

/// What tells one period from the next.
fn name(kind: Period, date: NaiveDate) -> (i32, u32) {
    match kind {
        Period::Day => (date.year(), date.ordinal()),
        Period::Week => (date.iso_week().year(), date.iso_week().week()),
        Period::Month => (date.year(), date.month()),
    }
}
