//! How tables and receipts write a time, and how errors do, which people read.

use chrono::{DateTime, Days, NaiveTime, SecondsFormat, Utc};
use chrono_tz::Tz;

/// A time as all outputs write it: RFC 3339 with a numeric offset.
pub fn rfc3339(time: DateTime<Utc>, zone: Tz) -> String {
    time.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

/// A time as sentences write it: `4 Mar 2024, 08:10`, and a midnight as its day alone. The zone is for the sentence.
pub fn in_words(time: DateTime<Utc>, zone: Tz) -> String {
    let time = time.with_timezone(&zone).naive_local();
    let is_midnight = time.time() == NaiveTime::MIN;
    time.format(if is_midnight { "%-d %b %Y" } else { "%-d %b %Y, %H:%M" }).to_string()
}

/// The day of a time, as `--since` and `--until` take it; `later` days after it.
pub(super) fn day(time: DateTime<Utc>, zone: Tz, later: u64) -> String {
    let day = time.with_timezone(&zone).date_naive();
    day.checked_add_days(Days::new(later)).unwrap_or(day).to_string()
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Berlin;

    use super::*;

    #[test]
    fn people_read_days_and_minutes() {
        let time = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(in_words(time("2026-02-23T08:08:56.267Z"), Berlin), "23 Feb 2026, 09:08");
        assert_eq!(in_words(time("2026-02-22T23:00:00Z"), Berlin), "23 Feb 2026");
        assert_eq!(
            (day(time("2026-02-22T23:30:00Z"), Berlin, 0), day(time("2026-02-28T22:00:00Z"), Berlin, 1)),
            ("2026-02-23".to_owned(), "2026-03-01".to_owned())
        );
    }
}
