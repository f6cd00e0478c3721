//! How the clock and the timeline write times.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{layout::Layout, narrow};
use crate::{
    race::Race,
    text::{Text, Weight},
};

/// How the clock is written, which depends on how long a bucket is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Dates {
    /// Buckets are days or longer.
    Days,
    /// Buckets are hours.
    Hours,
    /// Buckets are parts of an hour.
    Minutes,
}

impl Dates {
    /// As fits the buckets of a race.
    pub(super) fn of(race: &Race) -> Self {
        match race.edges() {
            [first, second, ..] if *second - *first < TimeDelta::hours(1) => Self::Minutes,
            [first, second, ..] if *second - *first < TimeDelta::hours(20) => Self::Hours,
            _ => Self::Days,
        }
    }

    /// The large and the small line of the clock.
    pub(super) fn clock(self, time: DateTime<Utc>, zone: Tz) -> (String, String) {
        let time = time.with_timezone(&zone);
        let small = match self {
            Self::Days => time.format("%A"),
            Self::Hours => time.format("%a %H:00"),
            Self::Minutes => time.format("%a %H:%M"),
        };
        (time.format("%-d %b").to_string(), small.to_string())
    }
}

/// The dates under the timeline: at most five, each once, none beside the frame.
pub(super) fn marks(race: &Race, zone: Tz, layout: &Layout, text: &mut Text) -> Vec<(f64, String)> {
    let edges = race.edges();
    let (first, last) = (edges[0], edges[edges.len() - 1] - TimeDelta::seconds(1));
    let days =
        2 <= (last.with_timezone(&zone).date_naive() - first.with_timezone(&zone).date_naive()).num_days();
    let mut marks: Vec<(f64, String)> = Vec::new();
    for part in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let time = race.bucket_at(part).min(last).with_timezone(&zone);
        let mark = time.format(if days { "%-d %b" } else { "%H:%M" }).to_string();
        if marks.last().is_none_or(|(_, before)| *before != mark) {
            marks.push((part, mark));
        }
    }
    // A narrow frame has room for the ends only.
    let widest = marks.iter().map(|(_, mark)| text.width(mark, narrow(layout.tick_size), Weight::Regular));
    let widest = f64::from(widest.fold(0.0, f32::max));
    if 2 < marks.len() && (layout.timeline_end - layout.timeline_start) / 4.0 < widest * 1.3 {
        marks.drain(1..marks.len() - 1);
    }
    marks
}
