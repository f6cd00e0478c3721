//! The moment at which the clocks of a time zone show a time.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc};
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

#[cfg(test)]
mod tests {
    use chrono_tz::{America::Sao_Paulo, Asia::Beirut, Europe::Berlin, Pacific::Apia};

    use super::*;

    #[test]
    fn a_time_that_clocks_skip_is_when_they_skip_it() {
        let is = |wall: &str, zone: Tz, expected: &str| {
            let moment = moment_of(wall.parse().unwrap(), zone).unwrap();
            assert_eq!(moment, expected.parse::<DateTime<Utc>>().unwrap(), "{wall} in {zone}");
        };
        is("2026-03-02T00:00:00", Berlin, "2026-03-01T23:00:00Z");
        is("2021-03-28T00:00:00", Beirut, "2021-03-27T22:00:00Z");
        is("2018-11-04T00:00:00", Sao_Paulo, "2018-11-04T03:00:00Z");
        // Samoa had no 30 December 2011.
        is("2011-12-30T00:00:00", Apia, "2011-12-30T10:00:00Z");
        // What they show twice, they show first in summer.
        is("2024-10-27T02:30:00", Berlin, "2024-10-27T00:30:00Z");
    }
}
