//! Labels per day, and per hour of the week.
//!
//! They are those of everybody together. A job of years has weeks or months instead of days, so that a chart of them
//! can be read.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use serde::Serialize;

use crate::{locale::Period, source::Times, stats::Counted};

/// The most bars in a chart of days, or of weeks.
const MOST_BARS_OF_A_CHART: usize = 366;

/// What was made in one day, week or month.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct PeriodLabels {
    /// Its first day.
    pub from: NaiveDate,
    /// How many labels were made in it.
    pub labels: u64,
}

impl PeriodLabels {
    /// Its last day.
    pub(super) fn last_day(&self, period: Period) -> NaiveDate {
        next(self.from, period).and_then(|next| next.pred_opt()).unwrap_or(self.from)
    }
}

/// All days from the first with a label to the last, or all weeks or months.
#[derive(Clone, Debug, PartialEq)]
pub struct PerDays {
    /// What each is.
    pub period: Period,
    /// In order, without a gap.
    pub each: Vec<PeriodLabels>,
}

/// The hours of a day.
pub type DayPart = [u64; 24];

/// What each answer in the span counts, with the date and hour of its submission.
fn answers(counted: &Counted) -> impl Iterator<Item = (chrono::NaiveDateTime, u64)> {
    let counting = counted.counting;
    let answers = counted.gathered.answers.iter();
    let answers = answers.filter(move |answer| counting.span.contains(answer.submitted));
    answers.map(move |answer| (local(answer.submitted, counting.zone), counting.count.of(answer)))
}

fn local(time: DateTime<Utc>, zone: chrono_tz::Tz) -> chrono::NaiveDateTime {
    time.with_timezone(&zone).naive_local()
}

/// Labels per day; per week or month where there are too many days to look at.
pub(super) fn per_days(counted: &Counted) -> PerDays {
    let mut days: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    for (at, labels) in answers(counted) {
        *days.entry(at.date()).or_default() += labels;
    }
    let per = |period| per_period(&days, period);
    let small = |per: &PerDays| per.each.len() <= MOST_BARS_OF_A_CHART;
    Some(per(Period::Day)).filter(small).or_else(|| Some(per(Period::Week)).filter(small)).unwrap_or_else(
        || {
            let mut months = per(Period::Month);
            // Of a job of many decades the last months are shown, which nobody will ever see.
            let surplus = months.each.len().saturating_sub(MOST_BARS_OF_A_CHART);
            months.each.drain(..surplus);
            months
        },
    )
}

fn per_period(days: &BTreeMap<NaiveDate, u64>, period: Period) -> PerDays {
    let mut labels: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    for (date, n) in days {
        *labels.entry(first_day(*date, period)).or_default() += n;
    }
    let mut each = Vec::new();
    let ends = labels.keys().next().copied().zip(labels.keys().next_back().copied());
    if let Some((mut from, last)) = ends {
        // One more than is shown, which says that it is too many.
        while from <= last && (each.len() <= MOST_BARS_OF_A_CHART || period == Period::Month) {
            each.push(PeriodLabels { from, labels: labels.get(&from).copied().unwrap_or(0) });
            let Some(next) = next(from, period) else { break };
            from = next;
        }
    }
    PerDays { period, each }
}

fn first_day(date: NaiveDate, period: Period) -> NaiveDate {
    let first = match period {
        Period::Day => Some(date),
        Period::Week => {
            date.checked_sub_signed(TimeDelta::days(date.weekday().num_days_from_monday().into()))
        }
        Period::Month => date.with_day(1),
    };
    first.unwrap_or(date)
}

fn next(from: NaiveDate, period: Period) -> Option<NaiveDate> {
    match period {
        Period::Day => from.succ_opt(),
        Period::Week => from.checked_add_signed(TimeDelta::days(7)),
        Period::Month => from.checked_add_months(chrono::Months::new(1)),
    }
}

/// Labels of everybody together per weekday, Monday first, and hour of the day; `None` where they are too few people,
/// or nothing says in which hour answers were submitted.
pub(super) fn hours(counted: &Counted) -> Option<Vec<DayPart>> {
    // A race table has sums between two of its times, and no answers.
    let has_answers = || counted.whole_throughput().is_some_and(|all| all.submitted.is_some());
    if !counted.tells_of_hours() || Times::Zoneless < counted.gathered.times() || !has_answers() {
        return None;
    }
    let mut hours = vec![[0; 24]; 7];
    for (at, labels) in answers(counted) {
        hours[at.weekday().num_days_from_monday() as usize][at.hour() as usize] += labels;
    }
    hours.iter().flatten().any(|labels| 0 < *labels).then_some(hours)
}

/// What each of these people made on each day, by the index of their row.
pub(super) fn days_of(
    counted: &Counted,
    row_of: impl Fn(&crate::source::WorkerId) -> Option<usize>,
) -> BTreeMap<usize, BTreeMap<NaiveDate, u64>> {
    let counting = counted.counting;
    let mut days: BTreeMap<usize, BTreeMap<NaiveDate, u64>> = BTreeMap::new();
    for answer in &counted.gathered.answers {
        if counting.span.contains(answer.submitted)
            && let Some(row) = row_of(&answer.worker)
        {
            let date = local(answer.submitted, counting.zone).date();
            *days.entry(row).or_default().entry(date).or_default() += counting.count.of(answer);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, n: u64) -> BTreeMap<NaiveDate, u64> {
        let first: NaiveDate = first.parse().unwrap();
        first.iter_days().zip(1..=n).collect()
    }

    #[test]
    fn days_without_a_label_are_there_too() {
        let mut some = days("2026-03-06", 1);
        some.extend(days("2026-03-09", 2));
        let per = per_period(&some, Period::Day);
        let labels: Vec<u64> = per.each.iter().map(|day| day.labels).collect();
        assert_eq!(labels, [1, 0, 0, 1, 2]);
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_their_first() {
        let per = |period| per_period(&days("2026-03-01", 40), period);
        let weeks = per(Period::Week);
        assert_eq!(weeks.each[0].from.to_string(), "2026-02-23");
        assert_eq!(weeks.each[0].labels, 1, "the Sunday before");
        let months = per(Period::Month);
        assert_eq!(months.each.len(), 2);
        assert_eq!(months.each.iter().map(|month| month.labels).sum::<u64>(), 40 * 41 / 2);
        assert_eq!(months.each[1].from.to_string(), "2026-04-01");
    }
}
