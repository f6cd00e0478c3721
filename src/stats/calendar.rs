//! The days on which a team works: weekdays, less holidays.
//!
//! Days here are dates on the team's calendar; which moments belong to a date is for those who count.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate, Weekday};

use super::holidays::Holidays;

/// So far ahead a forecast looks, in days: ten years.
const HORIZON: usize = 3653;

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Which days of the week are worked on; at least one is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Workdays([bool; 7]);

/// A text that names no days of the week.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("'{0}' is not a list of weekdays; write it like mon-fri, sun-thu or mon,wed,fri")]
pub struct WorkdaysError(String);

impl Default for Workdays {
    /// From Monday to Friday.
    fn default() -> Self {
        Self([true, true, true, true, true, false, false])
    }
}

impl FromStr for Workdays {
    type Err = WorkdaysError;

    fn from_str(text: &str) -> Result<Self, WorkdaysError> {
        let refuse = || WorkdaysError(text.to_owned());
        let day = |name: &str| {
            let name = name.trim().to_lowercase();
            let is_day = |short: &&str| 3 <= name.len() && long(short).starts_with(&name);
            NAMES.iter().position(is_day).ok_or_else(refuse)
        };
        let mut days = [false; 7];
        for part in text.split(',') {
            let (first, last) = match part.split_once('-') {
                Some((first, last)) => (day(first)?, day(last)?),
                None => (day(part)?, day(part)?),
            };
            // A week that begins on Sunday goes on after it.
            let n_days = (last + 7 - first) % 7 + 1;
            for n in 0..n_days {
                days[(first + n) % 7] = true;
            }
        }
        Ok(Self(days))
    }
}

/// The whole name of a day.
fn long(short: &str) -> String {
    let rest = match short {
        "tue" => "sday",
        "wed" => "nesday",
        "thu" => "rsday",
        "sat" => "urday",
        _ => "day",
    };
    format!("{short}{rest}")
}

impl fmt::Display for Workdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let worked: Vec<usize> = (0..7).filter(|day| self.0[*day]).collect();
        match worked.as_slice() {
            [first, .., last] if last - first + 1 == worked.len() && 2 < worked.len() => {
                write!(f, "{}-{}", NAMES[*first], NAMES[*last])
            }
            days => f.write_str(&days.iter().map(|day| NAMES[*day]).collect::<Vec<_>>().join(",")),
        }
    }
}

/// The working days of a team.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct WorkCalendar {
    /// Days of the week.
    pub workdays: Workdays,
    /// Days on which nobody works all the same.
    pub holidays: Holidays,
}

impl WorkCalendar {
    /// Whether people work on this day.
    pub fn is_worked(&self, date: NaiveDate) -> bool {
        self.workdays.0[date.weekday().num_days_from_monday() as usize] && !self.holidays.contains(date)
    }

    /// How many working days there are from `first` to `last`, both included; 0 if `last` is earlier.
    pub fn worked(&self, first: NaiveDate, last: NaiveDate) -> u32 {
        let days = first.iter_days().take_while(|date| *date <= last);
        u32::try_from(days.filter(|date| self.is_worked(*date)).count()).unwrap_or(u32::MAX)
    }

    /// The `n`-th working day after `date`, from 1; `date` itself for 0. `None` if it is more than ten years away.
    pub fn after(&self, date: NaiveDate, n: u64) -> Option<NaiveDate> {
        let Some(n) = usize::try_from(n).unwrap_or(usize::MAX).checked_sub(1) else { return Some(date) };
        date.iter_days().skip(1).take(HORIZON).filter(|date| self.is_worked(*date)).nth(n)
    }

    /// The first of the `n` last working days up to `date`, but none before `first`.
    pub(super) fn last_worked(&self, n: usize, date: NaiveDate, first: NaiveDate) -> NaiveDate {
        let back = std::iter::successors(Some(date), NaiveDate::pred_opt).take_while(|date| first <= *date);
        back.filter(|date| self.is_worked(*date)).take(n).last().unwrap_or(first)
    }
}

/// The Monday of the week that has this day.
pub(super) fn monday(date: NaiveDate) -> NaiveDate {
    date.week(Weekday::Mon).first_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weekdays_are_written_as_people_write_them() {
        for (text, shown) in [
            ("mon-fri", "mon-fri"),
            ("Mon - Sat", "mon-sat"),
            ("mon,wed,fri", "mon,wed,fri"),
            ("sun-thu", "mon,tue,wed,thu,sun"),
            ("monday-sunday", "mon-sun"),
            ("tues", "tue"),
            ("sat,sun", "sat,sun"),
        ] {
            assert_eq!(text.parse::<Workdays>().unwrap().to_string(), shown, "{text}");
        }
        assert_eq!(Workdays::default(), "mon-fri".parse().unwrap());
        for text in ["", "mo-fr", "mon-", "mon-xyz", "1-5", "mon;tue", "weekdays"] {
            let error = text.parse::<Workdays>().unwrap_err().to_string();
            assert!(error.contains("mon-fri") && error.contains(text), "{error}");
        }
    }

    #[test]
    fn working_days_are_weekdays_without_holidays() {
        let holidays = Holidays::parse(b"2026-12-25,Christmas").unwrap();
        let calendar = WorkCalendar { holidays, ..WorkCalendar::default() };
        assert_eq!(calendar.worked(date("2026-12-21"), date("2026-12-27")), 4);
        assert_eq!(calendar.worked(date("2026-12-27"), date("2026-12-21")), 0);
        assert_eq!(calendar.after(date("2026-12-24"), 1), Some(date("2026-12-28")));
        assert_eq!(calendar.after(date("2026-12-24"), 0), Some(date("2026-12-24")));
        assert_eq!(calendar.after(date("2026-12-24"), 100_000), None);
        assert_eq!(calendar.last_worked(3, date("2026-12-27"), date("2026-01-01")), date("2026-12-22"));
        assert_eq!(calendar.last_worked(9, date("2026-12-27"), date("2026-12-23")), date("2026-12-23"));
    }
}
