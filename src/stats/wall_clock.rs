//! The moment at which the clocks of a time zone show a time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Clocks are put forward by a multiple of this, in minutes.
const STEP: i64 = 15;

/// The longest time that they have skipped at once, a whole day, in minutes.
const LONGEST: i64 = 24 * 60;

/// The first moment at which clocks show this time; where they skip it, as midnight in some zones, the moment at which
/// they do. `None` beyond what can be told.
pub fn moment_of(wall: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let mut later =
        (0..=LONGEST / STEP).filter_map(|n| wall.checked_add_signed(TimeDelta::minutes(STEP * n)));
    let moment = later.find_map(|wall| zone.from_local_datetime(&wall).earliest());
    moment.map(|moment| moment.to_utc())
}

/// When a day begins in this zone.
pub fn day_begins(date: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    moment_of(date.and_time(NaiveTime::MIN), zone)
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Africa::Cairo, America::Sao_Paulo, Asia::Beirut, Europe::Berlin, Pacific::Apia};

    use super::*;

    #[test]
    fn a_time_that_clocks_skip_is_when_they_skip_it() {
        let is = |wall: &str, zone: Tz, expected: &str| {
            let moment = moment_of(wall.parse().unwrap(), zone).unwrap();
            assert_eq!(moment, expected.parse::<DateTime<Utc>>().unwrap(), "{wall} in {zone}");
        };
        is("2018-11-04T00:00:00", Sao_Paulo, "2018-11-04T03:00:00Z");
        // Samoa had no 30 December 2011.
        is("2011-12-30T00:00:00", Apia, "2011-12-30T10:00:00Z");
        // What they show twice, they show first in summer.
        is("2024-10-27T02:30:00", Berlin, "2024-10-27T00:30:00Z");
    }

    #[test]
    fn a_day_begins_at_midnight_or_when_clocks_have_skipped_it() {
        let begins = |date: &str, zone: Tz| day_begins(date.parse().unwrap(), zone).unwrap().to_rfc3339();
        assert_eq!(begins("2026-03-02", Berlin), "2026-03-01T23:00:00+00:00");
        assert_eq!(begins("2026-03-14", Berlin), "2026-03-13T23:00:00+00:00");
        // In Beirut the clocks went from midnight to one.
        assert_eq!(begins("2021-03-28", Beirut), "2021-03-27T22:00:00+00:00");
        assert_eq!(begins("2024-04-26", Cairo), "2024-04-25T22:00:00+00:00");
    }
}
