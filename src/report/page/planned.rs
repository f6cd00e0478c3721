//! The plan of a job: what has to be done by when, so that all of it is done at its deadline.
//!
//! It is a straight line over working days, from nothing when the first day with a label begins to everything when the
//! day of the deadline ends. Whether the team keeps up with it is for whoever looks at the chart, and for the forecast.

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

use crate::stats::{Counted, Forecast, WorkCalendar};

/// Seconds of a day, as clocks have them.
const DAY: u128 = 24 * 60 * 60;

/// A plan that can be followed: it has a working day.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlannedCourse<'a> {
    calendar: &'a WorkCalendar,
    zone: Tz,
    first: NaiveDate,
    /// The day at whose end all is done.
    pub(super) deadline: NaiveDate,
    /// What the whole job takes.
    pub(super) total: u64,
    /// Working days from the first day to the deadline.
    days: u32,
}

impl<'a> PlannedCourse<'a> {
    /// The plan of a job with a deadline and a known size. `None` where a page counts something else than the forecast
    /// does, or begins after the job did: then its sums are not what the plan is about.
    pub(super) fn new(counted: &Counted, forecast: &Forecast, calendar: &'a WorkCalendar) -> Option<Self> {
        let deadline = forecast.deadline?.date;
        let zone = counted.counting.zone;
        if !counted.is_from_the_beginning() || forecast.workload.unit != counted.counting.count {
            return None;
        }
        let first = counted.tally.first_and_last().0.with_timezone(&zone).date_naive();
        let days = calendar.worked(first, deadline);
        let total = forecast.workload.total;
        (0 < days).then_some(Self { calendar, zone, first, deadline, total, days })
    }

    /// What has to be done at this time.
    pub(super) fn at(&self, time: DateTime<Utc>) -> u64 {
        let local = time.with_timezone(&self.zone).naive_local();
        let date = local.date();
        let today = if self.calendar.is_worked(date) && (self.first..=self.deadline).contains(&date) {
            u128::from(local.num_seconds_from_midnight())
        } else {
            0
        };
        let before = date.pred_opt().map_or(0, |before| self.worked(before));
        self.part(before * DAY + today)
    }

    /// What has to be done at the end of this day.
    pub(super) fn at_end_of(&self, date: NaiveDate) -> u64 {
        self.part(self.worked(date) * DAY)
    }

    fn worked(&self, until: NaiveDate) -> u128 {
        self.calendar.worked(self.first, until.min(self.deadline)).into()
    }

    /// The share of the total after so many seconds of working days, rounded up: nothing less is on plan.
    fn part(&self, seconds: u128) -> u64 {
        let all = u128::from(self.days) * DAY;
        u64::try_from((u128::from(self.total) * seconds.min(all)).div_ceil(all)).unwrap_or(self.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(calendar: &WorkCalendar) -> PlannedCourse<'_> {
        let [first, deadline] = ["2026-03-05", "2026-03-10"].map(|date| date.parse().unwrap());
        let days = calendar.worked(first, deadline);
        PlannedCourse { calendar, zone: Tz::Europe__Berlin, first, deadline, total: 1000, days }
    }

    #[test]
    fn a_plan_rises_on_working_days_and_rests_on_others() {
        let calendar = WorkCalendar::default();
        let plan = planned(&calendar);
        let at = |time: &str| plan.at(time.parse().unwrap());
        assert_eq!(at("2026-03-01T12:00:00Z"), 0, "before the job");
        assert_eq!(at("2026-03-04T23:00:00Z"), 0, "midnight in Berlin");
        assert_eq!(at("2026-03-05T11:00:00Z"), 125, "noon of the first of four working days");
        assert_eq!(at("2026-03-06T23:00:00Z"), 500);
        assert_eq!(at("2026-03-08T15:00:00Z"), 500, "a Sunday");
        assert_eq!(at("2026-03-10T23:00:00Z"), 1000);
        assert_eq!(at("2027-01-01T00:00:00Z"), 1000, "after the deadline");
    }

    #[test]
    fn the_end_of_a_day_is_the_beginning_of_the_next() {
        let calendar = WorkCalendar::default();
        let plan = planned(&calendar);
        let first: NaiveDate = "2026-03-02".parse().unwrap();
        for date in first.iter_days().take(12) {
            let midnight = date.succ_opt().unwrap().and_hms_opt(0, 0, 0).unwrap();
            let midnight = midnight.and_local_timezone(Tz::Europe__Berlin).unwrap().to_utc();
            assert_eq!(plan.at_end_of(date), plan.at(midnight), "{date}");
        }
    }
}
