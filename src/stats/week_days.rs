//! What everybody did on each day of a few weeks, for the numbers of a mail.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::{counted::Counted, span::Span};

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
    Span { since: beginning(from, zone), until: beginning(to, zone) }
}

/// The first moment of a day. Where clocks skip midnight, it is later; `None` beyond what can be told.
fn beginning(date: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = date.and_hms_opt(0, 0, 0)?;
    let mut quarters = (0..12).filter_map(|n| midnight.checked_add_signed(TimeDelta::minutes(15 * n)));
    let first = quarters.find_map(|time| zone.from_local_datetime(&time).earliest());
    first.map(|time| time.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_or_when_clocks_have_skipped_it() {
        let begins = |date: &str, zone: Tz| beginning(date.parse().unwrap(), zone).unwrap().to_rfc3339();
        assert_eq!(begins("2026-03-02", chrono_tz::Europe::Berlin), "2026-03-01T23:00:00+00:00");
        // In Beirut the clocks went from midnight to one.
        assert_eq!(begins("2021-03-28", chrono_tz::Asia::Beirut), "2021-03-27T22:00:00+00:00");
    }
}
