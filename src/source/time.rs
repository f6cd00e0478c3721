//! Times, in every form that Ground Truth has ever written them.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::skipped::{Reason, Skip};

/// Ground Truth was announced in November 2018, so nothing submitted before that year is real.
const FIRST_PLAUSIBLE: &str = "2018-01-01T00:00:00Z";

/// How exactly answers are timed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Times {
    /// By their submission.
    Submitted,
    /// By the consolidation of their object, since nothing better was there.
    Consolidated,
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

/// Reads the time in a file's name: `2022-08-21_07:20:10`, where a copy may have `_` or U+F03A for a colon.
/// Always UTC.
pub fn parse_file_name(text: &str) -> Option<DateTime<Utc>> {
    let text: String = text.chars().map(|c| if c == '_' || c == '\u{F03A}' { ':' } else { c }).collect();
    NaiveDateTime::parse_from_str(&text, "%Y-%m-%d:%H:%M:%S").ok().map(|time| time.and_utc())
}

/// The time of a submission, if a job that exists at `now` can have it.
pub(crate) fn submitted(text: Option<&str>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Skip> {
    let text = text.ok_or_else(|| Skip::new(Reason::BadTime, "no submission time"))?;
    let time = parse(text).ok_or_else(|| Skip::new(Reason::BadTime, "unreadable submission time"))?;
    plausible(time, now)
}

/// The same time, if a job that exists at `now` can have it.
pub(crate) fn plausible(time: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Skip> {
    let first = parse(FIRST_PLAUSIBLE).unwrap_or_default();
    if time < first {
        return Err(Skip::new(Reason::ImplausibleTime, "submitted before 2018"));
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
        for text in ["2022-08-21_07:20:10", "2022-08-21_07_20_10", "2022-08-21_07\u{F03A}20\u{F03A}10"] {
            assert_eq!(parse_file_name(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_time_is_refused() {
        for text in ["", "yesterday", "1661066410", "2022-13-01T00:00:00Z", "2022-08-21"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_must_be_possible() {
        let now = parse("2026-01-01T00:00:00Z").unwrap();
        let reason = |text: &str| submitted(Some(text), now).map_err(|skip| skip.reason).err();
        assert_eq!(reason("2017-12-31T23:59:59Z"), Some(Reason::ImplausibleTime));
        assert_eq!(reason("2018-01-01T00:00:00Z"), None);
        assert_eq!(reason("2026-01-02T00:00:00Z"), None);
        assert_eq!(reason("2026-01-02T00:00:00.001Z"), Some(Reason::ImplausibleTime));
        assert_eq!(reason("soon"), Some(Reason::BadTime));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_time_or_none(text in ".{0,40}", year in -3000i32..12000, rest in "[-T:._Z+0-9]{0,20}") {
            for text in [text, format!("{year}-{rest}")] {
                let _ = (parse(&text), parse_file_name(&text));
            }
        }
    }
}
