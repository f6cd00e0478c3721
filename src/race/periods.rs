//! The periods that gains and climbs refer to: days, or weeks or months where days would pass too quickly to
//! be read.
//!
//! What somebody gained since a period began is for `frame`.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{math::real, timeline::Timeline};
use crate::{
    locale::Period,
    stats::{DayCounts, Tally},
};

/// The shortest average length of a period that is shown, in seconds of the film.
const SHORTEST: f64 = 1.2;

/// The periods of a film, each long enough to be noticed.
#[derive(Clone, Debug)]
pub(super) struct Periods {
    pub(super) kind: Period,
    /// At least two, in order of time.
    starts: Vec<PeriodStart>,
}

/// The beginning of a period, in buckets that have passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PeriodStart {
    /// When the clock first shows it, which is before any idle time that is cut short.
    pub(super) shown: f64,
    /// When it begins.
    pub(super) from: f64,
}

impl Periods {
    /// The shortest of days, weeks and months that are long enough, when `seconds` of the film show all of them;
    /// `None` where none is, or where the film shows a single period.
    pub(super) fn new(tally: &Tally, timeline: &Timeline, seconds: f64) -> Option<Self> {
        let kinds = [Period::Day, Period::Week, Period::Month];
        let periods = kinds.into_iter().filter_map(|kind| Self::of(kind, tally, timeline));
        periods.into_iter().find(|periods| SHORTEST * real(periods.starts.len()) <= seconds)
    }

    fn of(kind: Period, tally: &Tally, timeline: &Timeline) -> Option<Self> {
        let date = |bucket: usize| tally.edges()[bucket].with_timezone(&tally.zone()).date_naive();
        // Buckets longer than a day cannot tell days apart.
        if kind == Period::Day && !tally.interval().tells_days() {
            return None;
        }
        let mut starts: Vec<PeriodStart> = Vec::new();
        for bucket in 0..tally.len() {
            if 0 < bucket && name_of(kind, date(bucket)) == name_of(kind, date(bucket - 1)) {
                continue;
            }
            let from = real(bucket);
            let start = PeriodStart { shown: timeline.skipped_from(from).unwrap_or(from), from };
            // Where several days are cut short together, the clock shows only the last one.
            if starts.last().is_some_and(|last| start.shown <= last.shown) && 1 < starts.len() {
                starts.pop();
            }
            starts.push(start);
        }
        (1 < starts.len()).then_some(Self { kind, starts })
    }

    /// The number of the period that the clock shows when `u` buckets have passed.
    pub(super) fn at(&self, u: f64) -> usize {
        self.starts.partition_point(|start| start.shown <= u).max(1) - 1
    }

    /// When they begin, in order of time.
    pub(super) fn starts(&self) -> &[PeriodStart] {
        &self.starts
    }
}

/// When the clock first shows the last day, in buckets; `None` where the buckets are of one day, or longer than days.
pub(super) fn last_day(tally: &Tally, timeline: &Timeline) -> Option<f64> {
    let days = Periods::of(Period::Day, tally, timeline)?;
    days.starts.last().map(|start| start.shown)
}

/// A value that differs from one period to the next.
pub(super) fn name_of(kind: Period, date: NaiveDate) -> (i32, u32) {
    match kind {
        Period::Day => (date.year(), date.ordinal()),
        Period::Week => (date.iso_week().year(), date.iso_week().week()),
        Period::Month => (date.year(), date.month()),
    }
}

/// The labels of each period, from those of its days.
pub(super) fn sums(kind: Period, days: &DayCounts) -> BTreeMap<(i32, u32), u64> {
    let mut sums = BTreeMap::new();
    for (date, labels) in days {
        *sums.entry(name_of(kind, *date)).or_default() += labels;
    }
    sums
}
