//! What everybody did on each day of a few weeks, for the numbers of a mail.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{counted::Counted, span::Span, wall_clock::day_begins};

/// How much each person, by the place in the cast, did on each day of a period.
#[derive(Debug)]
pub(super) struct WeekDays(BTreeMap<NaiveDate, BTreeMap<Option<usize>, u64>>);

impl WeekDays {
    /// The days from `from` until the day before `to`, those before the film begins included.
    pub(super) fn new(counted: &Counted, from: NaiveDate, to: NaiveDate) -> Self {
        let Counted { gathered, cast, counting, .. } = counted;
        let (span, zone) = (days(from, to, counting.zone), counting.zone);
        let until = counting.span.until.into_iter().chain(span.until).min();
        let span = Span { until, ..span };
        // Answers are in the order of time.
        let first = gathered
            .answers
            .partition_point(|answer| span.since.is_some_and(|since| answer.submitted < since));
        let mut days: BTreeMap<NaiveDate, BTreeMap<Option<usize>, u64>> = BTreeMap::new();
        for answer in gathered.answers[first..].iter().take_while(|answer| span.contains(answer.submitted)) {
            let date = answer.submitted.with_timezone(&zone).date_naive();
            let person = cast.index_of(&answer.worker);
            *days.entry(date).or_default().entry(person).or_default() += counting.count.of(answer);
        }
        Self(days)
    }

    /// How much everybody did on a day.
    pub(super) fn on(&self, date: NaiveDate) -> BTreeMap<Option<usize>, u64> {
        self.0.get(&date).cloned().unwrap_or_default()
    }

    /// How much each person did from `from` until the day before `to`.
    pub(super) fn between(&self, from: NaiveDate, to: NaiveDate) -> BTreeMap<Option<usize>, u64> {
        let mut totals = BTreeMap::new();
        if to <= from {
            return totals;
        }
        for (person, n) in self.0.range(from..to).flat_map(|(_, day)| day) {
            *totals.entry(*person).or_default() += n;
        }
        totals
    }

    /// How much that is together.
    pub(super) fn total(&self, from: NaiveDate, to: NaiveDate) -> u64 {
        self.between(from, to).values().sum()
    }
}

/// The time from the beginning of `from` to the end of the day before `to`.
pub(super) fn days(from: NaiveDate, to: NaiveDate, zone: Tz) -> Span {
    Span { since: day_begins(from, zone), until: day_begins(to, zone) }
}
