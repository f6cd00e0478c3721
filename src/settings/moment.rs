//! Moments as people write them: a day, a time, or how long ago.

use std::{str::FromStr, time::Duration};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A point in time: a day, a day and an hour, or how long ago.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Moment {
    /// On the clock on the wall of the team; a day alone means its midnight.
    Wall(NaiveDateTime),
    /// With an offset, the same everywhere.
    Instant(DateTime<Utc>),
    /// Before another moment.
    Back(Duration),
}

/// Why a text is not a moment.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MomentError {
    /// Of no known form.
    #[error(
        "'{0}' is not a point in time; write a day (2024-03-04), a time (2024-03-04T08:00), or how long ago (7d)"
    )]
    Form(String),
    /// Further away than calendars go.
    #[error("the point in time is further away than a calendar reaches")]
    TooFar,
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let text = text.trim();
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return Ok(Self::Wall(day.into()));
        }
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::Instant(time.to_utc()));
        }
        for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"] {
            if let Ok(time) = NaiveDateTime::parse_from_str(text, form) {
                return Ok(Self::Wall(time));
            }
        }
        humantime::parse_duration(text).map(Self::Back).map_err(|_| MomentError::Form(text.to_owned()))
    }
}

impl Moment {
    /// The moment itself, where a length counts back from `from` and a wall's clock is that of `zone`.
    ///
    /// Whole days back end at the same time of that day, also across a change of the clocks. A time that
    /// comes twice means the first one; a time that is left out means the moment of the jump.
    ///
    /// # Errors
    /// When it lies further away than calendars go.
    pub fn resolve(self, from: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, MomentError> {
        match self {
            Self::Instant(time) => Ok(time),
            Self::Wall(time) => on_the_wall(time, zone).ok_or(MomentError::TooFar),
            Self::Back(length) => {
                let days = Days::new(length.as_secs() / 86_400);
                let rest = TimeDelta::seconds(i64::try_from(length.as_secs() % 86_400).unwrap_or(0));
                let wall = from.with_timezone(&zone).naive_local().checked_sub_days(days);
                let moment = wall.and_then(|wall| on_the_wall(wall, zone));
                moment.and_then(|moment| moment.checked_sub_signed(rest)).ok_or(MomentError::TooFar)
            }
        }
    }
}

fn on_the_wall(time: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    if let Some(time) = zone.from_local_datetime(&time).earliest() {
        return Some(time.to_utc());
    }
    // Left out: the clock jumps from before to after, so the offset of an hour ago leads to the jump.
    let earlier = zone.from_local_datetime(&time.checked_sub_signed(TimeDelta::hours(3))?).latest()?;
    Some(earlier.to_utc() + TimeDelta::hours(3))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Berlin;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let now: DateTime<Utc> = "2024-04-03T10:00:00Z".parse().unwrap();
        let moment: Moment = text.parse().unwrap();
        assert_eq!(crate::stats::rfc3339(moment.resolve(now, Berlin).unwrap(), Berlin), expected);
    }

    #[test]
    fn every_form_of_a_moment_is_understood() {
        check("2024-03-04", "2024-03-04T00:00:00+01:00");
        check("2024-03-04T08:30", "2024-03-04T08:30:00+01:00");
        check("2024-03-04 08:30:15", "2024-03-04T08:30:15+01:00");
        check("2024-03-04T08:30:00Z", "2024-03-04T09:30:00+01:00");
        check("2h", "2024-04-03T10:00:00+02:00");
    }

    #[test]
    fn days_back_keep_the_time_of_day_when_clocks_change() {
        check("7d", "2024-03-27T12:00:00+01:00");
        check("2024-03-31T02:30", "2024-03-31T03:30:00+02:00");
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for text in ["", "yesterday", "2024-13-01", "-7d", "08:30"] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
        let far: Moment = "99999999999d".parse().unwrap();
        assert_eq!(far.resolve(Utc::now(), Berlin), Err(MomentError::TooFar));
    }
}
