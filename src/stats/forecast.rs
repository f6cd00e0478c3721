//! When a job will be done, at the pace of its team.
//!
//! A forecast is made at the end of a day: [`SoFar::through`] is the last day that is over, and what was done since
//! then still counts as to be done, in the working days that follow. A pace is what was done in a period, weekends
//! included, for each working day of it. `docs/forecast.md` has every definition and how often the range held.
//!
//! How many labels are left is for those who know the job; sentences are for those who tell people.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    calendar::{WorkCalendar, monday},
    count::Count,
};

/// In fewer working days a team shows no pace.
const FEWEST_DAYS: u32 = 3;

/// The pace of a week that has just begun is that of so many working days.
const DAYS_OF_PACE: usize = 5;

/// So many full weeks are looked at.
const WEEKS: usize = 4;

/// The range goes from a pace this much faster than the fastest week to one this much slower than the slowest, in
/// parts of 4: without these quarters it would hold the end of only two jobs in three.
const MARGIN: u128 = 1;
const PARTS: u128 = 4;

/// How much work a job is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Workload {
    /// What the whole job takes, in `unit`.
    pub total: u64,
    /// What was done until now, whenever the forecast was made.
    pub done: u64,
    /// What is left: the total less what is done.
    pub left: u64,
    /// Whether these are labels or annotations.
    pub unit: Count,
    /// Objects that still wait for a person; `None` where the total was said and not counted.
    pub open_objects: Option<u64>,
    /// How many people label each object; `None` where the total was said and not counted.
    pub per_object: Option<u32>,
}

/// What a forecast is made of.
#[derive(Clone, Copy, Debug)]
pub struct SoFar<'a> {
    /// How much was done on each day; days without anything may be missing.
    pub days: &'a BTreeMap<NaiveDate, u64>,
    /// How much there is to do.
    pub workload: Workload,
    /// The last day that is over.
    pub through: NaiveDate,
    /// When people work.
    pub calendar: &'a WorkCalendar,
    /// The day at whose end the job is to be done.
    pub deadline: Option<NaiveDate>,
}

/// What was done in a period, and when the job is done at that pace.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct WorkPace {
    /// The first day of the period.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Its working days; never 0.
    pub working_days: u32,
    /// What was done in it.
    pub labels: u64,
    /// The same for each working day.
    pub per_day: f64,
    /// The day on which the job is done at this pace; `None` if that is never, or more than ten years away.
    pub end: Option<NaiveDate>,
}

/// The days between which the job is likely to be done.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct EndRange {
    /// The first of them.
    pub earliest: NaiveDate,
    /// The last of them; `None` if that is never, or more than ten years away.
    pub latest: Option<NaiveDate>,
}

/// What a deadline asks for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct DeadlineNeed {
    /// The day at whose end the job is to be done.
    pub date: NaiveDate,
    /// Working days that are left until then.
    pub working_days: u32,
    /// What has to be done on each of them; `None` if there are none.
    pub per_day: Option<f64>,
}

/// Whether the job ends in time.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// Nothing is left to do.
    Done,
    /// Too few working days to tell a pace.
    NotEnoughData,
    /// Nobody named a deadline.
    NoDeadline,
    /// In time even at the slowest of the recent weeks.
    OnTime,
    /// In time at this week's pace, but not at the slowest.
    LittleReserve,
    /// Not in time at this week's pace.
    Late,
    /// The deadline has passed.
    Passed,
    /// The deadline is ahead, with no working day until then.
    NoWorkingDays,
}

/// When a job will be done.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Forecast {
    /// The last day that is over; all days are those of `time_zone`.
    pub through: NaiveDate,
    /// The time zone of days, as an IANA name.
    pub time_zone: String,
    /// How much there is to do.
    #[serde(flatten)]
    pub workload: Workload,
    /// Working days since the first label.
    pub working_days: u32,
    /// Whether it ends in time.
    pub standing: Timeliness,
    /// This week's pace, or, until it has three working days, that of the last five. This and the next two are `None`
    /// if there is not enough data, or nothing left to do.
    pub pace: Option<WorkPace>,
    /// The slowest of the last four full weeks; `None` also if no week is full yet.
    pub slowest: Option<WorkPace>,
    /// How many full weeks that was chosen from.
    pub full_weeks: usize,
    /// When the job is likely to be done.
    pub range: Option<EndRange>,
    /// What the deadline asks for.
    pub deadline: Option<DeadlineNeed>,
}

/// The forecast with more people, or fewer.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct WithPeople {
    /// How many more.
    pub more: i32,
    /// How many people worked in the time of the pace.
    pub people: usize,
    /// What so many people do on a working day, at the same pace for each.
    pub per_day: f64,
    /// The day on which the job is done then.
    pub end: Option<NaiveDate>,
}

impl WorkPace {
    /// Whether it is that of the calendar's week, as far as it has come on this day.
    pub fn is_of_week_of(&self, day: NaiveDate) -> bool {
        monday(self.from) == monday(day)
    }
}

impl Forecast {
    /// By how much this pace is below what the deadline needs on each working day; `None` if it is not.
    pub fn missing(&self) -> Option<f64> {
        let need = self.deadline?.per_day?;
        Some(need - self.pace?.per_day).filter(|missing| 0.0 < *missing)
    }
}

/// When the job will be done, in a `time_zone` that only names the days.
pub fn forecast(known: SoFar<'_>, time_zone: String) -> Forecast {
    let SoFar { days, workload, through, calendar, deadline } = known;
    let worked_days = days.iter().filter(|(_, labels)| 0 < **labels).map(|(date, _)| *date);
    let first = worked_days.min().unwrap_or(through);
    let working_days = calendar.worked(first, through);
    let left = left_after(&known);
    let need = deadline.map(|date| {
        let until = through.succ_opt().map_or(0, |next| calendar.worked(next, date));
        let per_day = (0 < until).then(|| float(left.into()) / f64::from(until));
        DeadlineNeed { date, working_days: until, per_day }
    });
    let mut forecast = Forecast {
        through,
        time_zone,
        workload,
        working_days,
        standing: Timeliness::Done,
        pace: None,
        slowest: None,
        full_weeks: 0,
        range: None,
        deadline: need,
    };
    if workload.left == 0 {
        return forecast;
    }
    if FEWEST_DAYS <= working_days {
        let week = monday(through).max(first);
        let from = if calendar.worked(week, through) < FEWEST_DAYS {
            calendar.last_worked(DAYS_OF_PACE, through, first)
        } else {
            week
        };
        let pace = known.pace(from, through);
        let weeks = known.full_weeks(first);
        forecast.pace = pace;
        forecast.slowest = weeks.iter().copied().min_by(slower);
        forecast.full_weeks = weeks.len();
        forecast.range = known.range(pace.into_iter().chain(weeks));
    }
    forecast.standing = standing(&forecast);
    forecast
}

/// What is to be done after the last day that is over.
fn left_after(known: &SoFar<'_>) -> u64 {
    let since = known.days.range(known.through..).skip_while(|(date, _)| **date <= known.through);
    known.workload.left + since.map(|(_, labels)| labels).sum::<u64>()
}

fn standing(forecast: &Forecast) -> Timeliness {
    let Forecast { through, pace, slowest, deadline, .. } = forecast;
    let Some(pace) = pace else { return Timeliness::NotEnoughData };
    let Some(deadline) = deadline else { return Timeliness::NoDeadline };
    if deadline.date <= *through {
        return Timeliness::Passed;
    }
    if deadline.working_days == 0 {
        return Timeliness::NoWorkingDays;
    }
    let is_in_time = |pace: &WorkPace| pace.end.is_some_and(|end| end <= deadline.date);
    match (is_in_time(pace), slowest.as_ref().is_none_or(is_in_time)) {
        (true, true) => Timeliness::OnTime,
        (true, false) => Timeliness::LittleReserve,
        (false, _) => Timeliness::Late,
    }
}

/// The order of paces, slowest first.
fn slower(a: &WorkPace, b: &WorkPace) -> std::cmp::Ordering {
    let rate = |a: &WorkPace, b: &WorkPace| u128::from(a.labels) * u128::from(b.working_days);
    rate(a, b).cmp(&rate(b, a))
}

impl SoFar<'_> {
    /// What was done from one day to another, both included; `None` without a working day.
    fn pace(&self, from: NaiveDate, to: NaiveDate) -> Option<WorkPace> {
        let working_days = self.calendar.worked(from, to);
        let labels = self.days.range(from..=to).map(|(_, labels)| labels).sum();
        let mut pace = WorkPace {
            from,
            to,
            working_days,
            labels,
            per_day: float(u128::from(labels)) / f64::from(working_days),
            end: None,
        };
        pace.end = self.end(&pace, (1, 1));
        (0 < working_days).then_some(pace)
    }

    /// The day on which the job is done at a pace times a fraction.
    fn end(&self, pace: &WorkPace, (times, by): (u128, u128)) -> Option<NaiveDate> {
        let work = u128::from(left_after(self)) * u128::from(pace.working_days) * by;
        let a_day = u128::from(pace.labels) * times;
        let days = (0 < a_day).then(|| work.div_ceil(a_day))?;
        self.calendar.after(self.through, u64::try_from(days).ok()?)
    }

    /// The last full weeks, in no order: all their working days are over and came after the first label, there are at
    /// least three of them, and anything was done.
    fn full_weeks(&self, first: NaiveDate) -> Vec<WorkPace> {
        let week = |monday: NaiveDate| {
            let sunday = monday.checked_add_days(Days::new(6))?;
            let days: Vec<NaiveDate> =
                monday.iter_days().take(7).filter(|date| self.calendar.is_worked(*date)).collect();
            let (begins, ends) = (*days.first()?, *days.last()?);
            let pace = self.pace(monday, sunday.min(self.through))?;
            let is_full = first <= begins && ends <= self.through;
            (is_full && FEWEST_DAYS <= pace.working_days && 0 < pace.labels).then_some(pace)
        };
        let mondays =
            std::iter::successors(Some(monday(self.through)), |monday| monday.checked_sub_days(Days::new(7)));
        mondays.take_while(|week| monday(first) <= *week).filter_map(week).take(WEEKS).collect()
    }

    fn range(&self, paces: impl Iterator<Item = WorkPace> + Clone) -> Option<EndRange> {
        let fastest = paces.clone().max_by(slower)?;
        let slowest = paces.min_by(slower)?;
        let earliest = self.end(&fastest, (PARTS + MARGIN, PARTS))?;
        Some(EndRange { earliest, latest: self.end(&slowest, (PARTS - MARGIN, PARTS)) })
    }

    /// The same forecast if so many `more` people than the `people` of its pace worked as these do; `None` without a
    /// pace, or where nobody would be left.
    pub fn with_people(&self, forecast: &Forecast, more: i32, people: usize) -> Option<WithPeople> {
        let pace = forecast.pace?;
        let then =
            u32::try_from(i64::try_from(people).ok()? + i64::from(more)).ok().filter(|then| 0 < *then)?;
        let now = u32::try_from(people).ok().filter(|now| 0 < *now)?;
        Some(WithPeople {
            more,
            people,
            per_day: pace.per_day * f64::from(then) / f64::from(now),
            end: self.end(&pace, (then.into(), now.into())),
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn float(n: u128) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests;
