//! How much work the job is, and when people work: what a forecast needs beside the answers.

use std::{fmt, path::PathBuf, str::FromStr};

use chrono::NaiveDate;
use clap::Args;

use super::{
    limits::Whole,
    plan::{Files, PlanError},
};
use crate::{
    stats::{Holidays, Region, WorkCalendar, Workdays},
    store::{LocalPath, Location, LocationError},
};

const LABELS: Whole<u64> = Whole::new(1, 1_000_000_000_000);
const PER_OBJECT: Whole<u32> = Whole::new(1, 1000);

/// What somebody says about the work and the calendar.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Forecast")]
pub struct ForecastRequest<P: LocalPath = PathBuf> {
    /// Day at whose end the job is to be done, such as 2026-12-12
    #[arg(long, value_name = "DAY", value_parser = day)]
    deadline: Option<NaiveDate>,

    /// Labels that the whole job takes, for its progress and forecast [default: objects, as the job's manifest has them]
    #[arg(long, value_name = "N", value_parser = LABELS, allow_negative_numbers = true)]
    total: Option<u64>,

    /// How many people label each object, for the forecast [default: as many as most finished objects have]
    #[arg(long, value_name = PER_OBJECT.shown(), value_parser = PER_OBJECT, allow_negative_numbers = true)]
    per_object: Option<u32>,

    /// When people work.
    #[command(flatten)]
    calendar: CalendarRequest<P>,
}

/// When people work.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Forecast")]
pub struct CalendarRequest<P: LocalPath = PathBuf> {
    /// Days of the week on which people work: mon-fri, sun-thu or mon,wed,fri
    #[arg(long, value_name = "DAYS", default_value_t)]
    workdays: Workdays,

    /// Days on which nobody works: the public holidays of Germany (de) or of one of its states (de-BY), or a file: an
    /// .ics calendar, or CSV with a date in each line; can be given more than once
    ///
    /// On disk or in S3 (`s3://bucket/key`). A second date in a line is the last day of a longer break.
    #[arg(long, value_name = "FILE|CODE")]
    holidays: Vec<HolidaysChoice<P>>,
}

/// Which days somebody calls holidays.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum HolidaysChoice<P = PathBuf> {
    /// Those of a region, and its code.
    Of(Region, String),
    /// Those that a file lists.
    File(Location<P>),
}

impl<P: LocalPath> FromStr for HolidaysChoice<P> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if Region::is_code(text) {
            let region = text.parse().map_err(|error: crate::stats::RegionError| error.to_string())?;
            return Ok(Self::Of(region, text.to_owned()));
        }
        text.parse().map(Self::File).map_err(|error: LocationError| error.to_string())
    }
}

impl<P: LocalPath> fmt::Display for HolidaysChoice<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(_, code) => f.write_str(code),
            Self::File(place) => place.fmt(f),
        }
    }
}

/// What is known of the work and the calendar beside the answers.
#[derive(Clone, Debug, Default)]
pub struct ForecastPlan {
    /// The day at whose end the job is to be done.
    pub deadline: Option<NaiveDate>,
    /// What the whole job takes; `None`: its manifest says how many objects wait for people.
    pub total: Option<u64>,
    /// How many people label each object; `None`: as many as most finished objects have.
    pub per_object: Option<u32>,
    /// When people work.
    pub calendar: WorkCalendar,
    /// Why that is not known, as a sentence: then there is no forecast.
    pub no_calendar: Option<String>,
}

impl ForecastPlan {
    /// Whether somebody asked for a forecast: by a deadline, a total, or holidays that turned out to be none.
    pub fn is_wanted(&self) -> bool {
        self.deadline.is_some() || self.total.is_some() || self.no_calendar.is_some()
    }
}

impl<P: LocalPath> ForecastRequest<P> {
    /// What it says of the days on which people work.
    pub fn calendar(&self) -> &CalendarRequest<P> {
        &self.calendar
    }

    /// What it says. `files` has those that it names, in their order.
    ///
    /// # Errors
    /// When a file is no list of holidays.
    pub fn plan(self, files: &Files) -> Result<ForecastPlan, PlanError> {
        Ok(ForecastPlan {
            deadline: self.deadline,
            total: self.total,
            per_object: self.per_object,
            calendar: self.calendar.plan(files)?,
            no_calendar: None,
        })
    }

    /// The same without the holidays that it names.
    #[must_use]
    pub fn without_holidays(self) -> Self {
        Self { calendar: CalendarRequest { holidays: Vec::new(), ..self.calendar }, ..self }
    }
}

impl<P: LocalPath> CalendarRequest<P> {
    /// The files with holidays that it names.
    pub fn files(&self) -> impl Iterator<Item = &Location<P>> {
        self.holidays.iter().filter_map(|choice| match choice {
            HolidaysChoice::File(file) => Some(file),
            HolidaysChoice::Of(..) => None,
        })
    }

    /// The calendar. `files` has those that it names, in their order.
    ///
    /// # Errors
    /// When a file is no list of holidays.
    pub fn plan(self, files: &Files) -> Result<WorkCalendar, PlanError> {
        let mut bytes = files.holidays.iter();
        let mut holidays = Holidays::default();
        for choice in self.holidays {
            holidays = holidays.and(match choice {
                HolidaysChoice::Of(region, _) => Holidays::of(region),
                HolidaysChoice::File(file) => {
                    let bytes = bytes.next().map(Vec::as_slice).unwrap_or_default();
                    Holidays::parse(bytes)
                        .map_err(|source| PlanError::Holidays { file: file.to_any(), source })?
                }
            });
        }
        Ok(WorkCalendar { workdays: self.workdays, holidays })
    }
}

/// A day on the team's calendar.
///
/// # Errors
/// When it is none, with what one looks like.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
        .map_err(|_| format!("'{text}' is not a day; write it like 2026-12-12"))
}
