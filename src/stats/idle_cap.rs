//! How long a pause may be before it no longer counts as work.

use std::{fmt, str::FromStr, time::Duration};

const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_hours(24);

/// The longest pause that still counts as work. A task that took longer counts as this long, and only a gap between
/// two tasks that is no longer than this is part of the active hours. `None`: every pause is work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct IdleCap(Option<Duration>);

/// A text that is not an idle cap.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is not an idle cap; write none, or a length from 1s to 1d, such as 5m or 90s")]
pub struct IdleCapError(String);

impl IdleCap {
    /// No cap.
    pub const NONE: Self = Self(None);

    /// The cap in milliseconds; `None` where there is none.
    pub(super) fn milliseconds(self) -> Option<u64> {
        self.0.map(|cap| u64::try_from(cap.as_millis()).unwrap_or(u64::MAX))
    }
}

impl Default for IdleCap {
    /// Five minutes.
    fn default() -> Self {
        Self(Some(Duration::from_mins(5)))
    }
}

impl FromStr for IdleCap {
    type Err = IdleCapError;

    fn from_str(text: &str) -> Result<Self, IdleCapError> {
        if text.trim() == "none" {
            return Ok(Self::NONE);
        }
        let length = humantime::parse_duration(text.trim()).ok();
        let length = length.filter(|length| (SHORTEST..=LONGEST).contains(length));
        length.map(|length| Self(Some(length))).ok_or_else(|| IdleCapError(text.to_owned()))
    }
}

impl fmt::Display for IdleCap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(length) => write!(f, "{}", humantime::format_duration(length)),
            None => f.write_str("none"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_is_none_or_a_length_of_at_most_a_day() {
        for (text, shown) in
            [("none", "none"), ("5m", "5m"), (" 90s ", "1m 30s"), ("1s", "1s"), ("24h", "1day")]
        {
            let cap: IdleCap = text.parse().unwrap();
            assert_eq!((cap.to_string().as_str(), cap.to_string().parse()), (shown, Ok(cap)));
        }
        for text in ["", "0s", "999ms", "25h", "-5m", "5", "never", "99999999999999999999y"] {
            let error = text.parse::<IdleCap>().unwrap_err();
            assert!(error.to_string().contains("write none, or a length"), "{error}");
        }
        assert_eq!(IdleCap::default().milliseconds(), Some(300_000));
    }
}
