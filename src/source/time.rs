//! Times, in every form that Ground Truth has ever written them.

use std::time::Duration;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::skipped::{Reason, Skip};

/// Mechanical Turk, the oldest tool whose answers are read, opened in November 2005; nothing before that year is real.
const FIRST_YEAR: i32 = 2005;

/// How exactly answers are timed.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Times {
    /// By their submission.
    #[default]
    Submitted,
    /// By their submission, but in a time zone that somebody has to know: the source names none.
    Zoneless,
    /// By the consolidation of their object, since nothing better was there.
    Consolidated,
    /// By the age of the file that has them, which a copy may have changed.
    File,
}

/// Reads `2022-08-21T07:20:10.430Z`. The fraction may be missing or of any length, and instead of `Z` there
/// may be an offset with or without a colon, or nothing, which means UTC.
pub fn parse(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    if let Ok(time) = DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z") {
        return Some(time.to_utc());
    }
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok().map(|time| time.and_utc())
}

/// Reads a time of the log of the workers' activity: in the form of [`parse`], or as Java writes dates,
/// `Wed Aug 14 16:01:04 UTC 2019`, with or without a fraction and a zone. Another zone than UTC has only a name there,
/// which many zones share, so it is no time.
pub fn parse_logged(text: &str) -> Option<DateTime<Utc>> {
    if let Some(time) = parse(text) {
        return Some(time);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (month, day, time, zone, year) = match words[..] {
        [_, month, day, time, zone, year] => (month, day, time, zone, year),
        [_, month, day, time, year] => (month, day, time, "UTC", year),
        _ => return None,
    };
    let time = format!("{month} {day} {time} {year}");
    if matches!(zone, "UTC" | "GMT" | "Z") {
        return NaiveDateTime::parse_from_str(&time, "%b %d %H:%M:%S%.f %Y").ok().map(|time| time.and_utc());
    }
    let time = DateTime::parse_from_str(&format!("{time} {zone}"), "%b %d %H:%M:%S%.f %Y %z");
    time.ok().map(|time| time.to_utc())
}

/// Reads seconds since 1970, or milliseconds if as seconds they would be thousands of years away.
pub fn parse_epoch(text: &str) -> Option<DateTime<Utc>> {
    let seconds: f64 = text.parse().ok()?;
    let milliseconds = if seconds.abs() < 1e11 { seconds * 1000.0 } else { seconds };
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    DateTime::from_timestamp_millis(milliseconds.round() as i64)
}

/// Reads the time in a file's name: `2022-08-21_07:20:10`. Copies have something else for a colon, or nothing:
/// `_`, `-`, `.`, `%3A`, the full-width `：`, or any other sign. Always UTC.
pub fn parse_file_name(text: &str) -> Option<DateTime<Utc>> {
    if let Some(time) = parse_usual_file_name(text) {
        return Some(time);
    }
    let (date, clock) = text.split_at_checked("2022-08-21".len())?;
    let clock = clock.replace("%3A", ":").replace("%3a", ":");
    let is_known = |c: char| c.is_ascii_digit() || !c.is_alphanumeric();
    let digits: String = clock.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 6 || !clock.starts_with(['_', '-', 'T', ':', ' ']) || !clock[1..].chars().all(is_known)
    {
        return None;
    }
    NaiveDateTime::parse_from_str(&format!("{date} {digits}"), "%Y-%m-%d %H%M%S")
        .ok()
        .map(|time| time.and_utc())
}

/// The same of `2022-08-21_07:20:10` alone, as it is in all files that were not copied: there may be a million of them.
fn parse_usual_file_name(text: &str) -> Option<DateTime<Utc>> {
    let text: &[u8; 19] = text.as_bytes().try_into().ok()?;
    let signs = [text[4], text[7], text[10], text[13], text[16]];
    if signs != *b"--_::" {
        return None;
    }
    let number = |digits: &[u8]| {
        let add = |sum: u32, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'));
        digits.iter().try_fold(0, add)
    };
    let year = i32::try_from(number(&text[..4])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(&text[5..7])?, number(&text[8..10])?)?;
    let time = date.and_hms_opt(number(&text[11..13])?, number(&text[14..16])?, number(&text[17..])?)?;
    Some(time.and_utc())
}

/// Seconds, as many tools write how long something took, in whole milliseconds; `None` for what is no length of time.
pub(crate) fn milliseconds(seconds: f64) -> Option<u64> {
    u64::try_from(Duration::try_from_secs_f64(seconds).ok()?.as_millis()).ok()
}

/// The time of a submission, if a job that exists at `now` can have it.
pub(crate) fn submitted(text: Option<&str>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Skip> {
    let text = text.ok_or_else(|| Skip::new(Reason::BadTime, "no submission time"))?;
    let time = parse(text).ok_or_else(|| Skip::new(Reason::BadTime, "unreadable submission time"))?;
    plausible(time, now)
}

/// The time that was read from a tool's own form, if a job that exists at `now` can have it.
pub(crate) fn readable(time: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Skip> {
    plausible(time.ok_or_else(|| Skip::new(Reason::BadTime, "unreadable time"))?, now)
}

/// The same time, if a job that exists at `now` can have it.
pub(crate) fn plausible(time: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Skip> {
    if time.year() < FIRST_YEAR {
        return Err(Skip::new(Reason::ImplausibleTime, "submitted before 2005"));
    }
    if now + TimeDelta::days(1) < time {
        return Err(Skip::new(Reason::ImplausibleTime, "submitted more than a day from now"));
    }
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_one_time_is_that_time() {
        let expected = parse("2022-08-21T07:20:10Z");
        assert!(expected.is_some());
        for text in [
            "2022-08-21T07:20:10.000Z",
            "2022-08-21T07:20:10",
            "2022-08-21T07:20:10.000000",
            "2022-08-21T07:20:10+0000",
            "2022-08-21T09:20:10+02:00",
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        for colon in
            [":", "_", "-", ".", "%3A", "%3a", "\u{FF1A}", "\u{F03A}", "\u{A789}", "\u{2236}", " ", ""]
        {
            let text = format!("2022-08-21_07{colon}20{colon}10");
            assert_eq!(parse_file_name(&text), expected, "{text}");
        }
        for text in
            ["2022-08-21", "2022-08-21_07:20", "2022-08-21_07:20:10 (1)", "2022-08-21_7:20:10", "é", ""]
        {
            assert_eq!(parse_file_name(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_time_is_refused() {
        for text in ["", "yesterday", "1661066410", "2022-13-01T00:00:00Z", "2022-08-21"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn both_styles_of_the_log_are_read() {
        let expected = parse("2019-08-14T16:01:04Z");
        for text in [
            "Wed Aug 14 16:01:04 UTC 2019",
            "Wed Aug 14 16:01:04 GMT 2019",
            "Wed Aug 14 16:01:04 2019",
            "Wed Aug 14 18:01:04 +0200 2019",
            "2019-08-14T16:01:04",
            "2019-08-14T16:01:04.000",
            "2019-08-14T18:01:04+02:00",
        ] {
            assert_eq!(parse_logged(text), expected, "{text}");
        }
        assert_eq!(parse_logged("Wed Aug 14 16:01:04.250 UTC 2019"), parse("2019-08-14T16:01:04.25Z"));
        for text in ["", "Wed Aug 14 16:01:04 PDT 2019", "Wed Aug 34 16:01:04 UTC 2019", "1565798464"] {
            assert_eq!(parse_logged(text), None, "{text}");
        }
        for text in ["1565798464", "1565798464000", "1565798464.0"] {
            assert_eq!(parse_epoch(text), expected, "{text}");
        }
        for text in ["", "soon", "NaN", "1e300", "-1e300"] {
            assert!(parse_epoch(text).is_none_or(|time| plausible(time, time).is_err()), "{text}");
        }
    }

    #[test]
    fn a_time_must_be_possible() {
        let now = parse("2026-01-01T00:00:00Z").unwrap();
        let reason = |text: &str| submitted(Some(text), now).map_err(|skip| skip.reason).err();
        assert_eq!(reason("2004-12-31T23:59:59Z"), Some(Reason::ImplausibleTime));
        assert_eq!(reason("2005-01-01T00:00:00Z"), None);
        assert_eq!(reason("2026-01-02T00:00:00Z"), None);
        assert_eq!(reason("2026-01-02T00:00:00.001Z"), Some(Reason::ImplausibleTime));
        assert_eq!(reason("soon"), Some(Reason::BadTime));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_time_or_none(text in ".{0,40}", year in -3000i32..12000, rest in "[-T:._Z+0-9]{0,20}") {
            for text in [text, format!("{year}-{rest}")] {
                let _ = (parse(&text), parse_file_name(&text), parse_logged(&text), parse_epoch(&text));
            }
        }
    }
}
