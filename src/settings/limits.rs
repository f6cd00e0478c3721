//! Numbers, lengths of time and texts within limits. The limits are written once, and help and refusals name them.

use std::{ffi::OsStr, fmt::Display, str::FromStr};

use clap::{
    Arg, Command,
    builder::{StringValueParser, TypedValueParser},
};

use crate::{
    locale::plain::{holds_address, quotable},
    people::presentable,
};

/// Parses a whole number within limits, both included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole<N> {
    least: N,
    most: N,
}

/// Parses a length of time within limits, both included, as seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seconds {
    least: f64,
    most: f64,
}

impl<N: Copy + Display + FromStr + PartialOrd> Whole<N> {
    /// From the least to the most.
    pub(super) const fn new(least: N, most: N) -> Self {
        Self { least, most }
    }

    /// The limits as help shows them: `1-60`.
    pub(super) fn shown(self) -> String {
        format!("{}-{}", self.least, self.most)
    }

    fn parse(self, text: &str) -> Result<N, String> {
        let n: Option<N> = text.trim().parse().ok();
        n.filter(|n| (self.least..=self.most).contains(n))
            .ok_or_else(|| format!("'{text}' is not a whole number from {} to {}", self.least, self.most))
    }
}

impl<N: Copy + Display + FromStr + PartialOrd + Send + Sync + 'static> TypedValueParser for Whole<N> {
    type Value = N;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<N, clap::Error> {
        let limits = *self;
        StringValueParser::new().try_map(move |text| limits.parse(&text)).parse_ref(command, arg, value)
    }
}

impl Seconds {
    /// From the least to the most, in seconds.
    pub(super) const fn new(least: f64, most: f64) -> Self {
        Self { least, most }
    }

    /// The limits as help shows them: `0.1s-5s`.
    pub(super) fn shown(self) -> String {
        format!("{}-{}", seconds_shown(self.least), seconds_shown(self.most))
    }

    fn parse(self, text: &str) -> Result<f64, String> {
        let seconds = seconds(text)
            .ok_or_else(|| format!("'{text}' is not a length of time; write it like 30s or 1m 30s"))?;
        if (self.least..=self.most).contains(&seconds) {
            return Ok(seconds);
        }
        Err(format!("'{text}' is not from {} to {}", seconds_shown(self.least), seconds_shown(self.most)))
    }
}

impl TypedValueParser for Seconds {
    type Value = f64;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<f64, clap::Error> {
        let limits = *self;
        StringValueParser::new().try_map(move |text| limits.parse(&text)).parse_ref(command, arg, value)
    }
}

/// Parses a text of one line that has at most this many characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineLimit {
    most: usize,
    /// Whether films show it, to everybody.
    is_shown: bool,
}

/// So many characters of a text are quoted when it is refused.
const QUOTED: usize = 40;

impl LineLimit {
    /// With at most this many characters.
    pub(super) const fn new(most: usize) -> Self {
        Self { most, is_shown: false }
    }

    /// With at most this many characters, and nothing in it that may be an e-mail address: films show it.
    pub(super) const fn in_film(most: usize) -> Self {
        Self { most, is_shown: true }
    }

    /// The limit as help shows it: `TEXT, up to 200 characters`.
    pub(super) fn shown(self) -> String {
        format!("TEXT, up to {} characters", self.most)
    }

    fn within(self, text: &str) -> Result<String, String> {
        let text = presentable(text);
        match text.chars().count() {
            _ if self.is_shown && holds_address(&text) => {
                Err("it may have an e-mail address in it, and a film shows it to everybody".to_owned())
            }
            n if n <= self.most => Ok(text),
            n => Err(format!("it has {n} characters, and at most {} are possible", self.most)),
        }
    }
}

impl TypedValueParser for LineLimit {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        let read = StringValueParser::new().parse_ref(command, arg, value)?;
        let parsed = self.within(&read);
        // An error quotes the value, of which the beginning is enough.
        let quoted = match &parsed {
            Ok(_) => read,
            Err(_) => format!("{}...", quotable(&read).chars().take(QUOTED).collect::<String>()),
        };
        let parser = StringValueParser::new().try_map(move |_| parsed.clone());
        parser.parse_ref(command, arg, OsStr::new(&quoted))
    }
}

/// A length of time as people write it: `30s`.
pub(super) fn seconds_shown(seconds: f64) -> String {
    format!("{seconds}s")
}

/// What a text means in seconds, if it means any. With a sign it is less than zero, which no limits allow.
fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    // A bare number means seconds, and so does a decimal one, which humantime does not read.
    let plain = unsigned.strip_suffix('s').unwrap_or(unsigned).parse().ok();
    let plain = plain.filter(|seconds: &f64| seconds.is_finite());
    let seconds =
        plain.or_else(|| humantime::parse_duration(unsigned).ok().map(|length| length.as_secs_f64()))?;
    Some(if unsigned == text { seconds } else { -1.0 - seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_within_its_limits() {
        let limits = Whole::new(1, 60);
        assert_eq!((limits.shown().as_str(), limits.parse(" 7 ")), ("1-60", Ok(7)));
        for text in ["0", "61", "-3", "7.5", "many", ""] {
            let refused = limits.parse(text).unwrap_err();
            assert_eq!(refused, format!("'{text}' is not a whole number from 1 to 60"));
        }
    }

    #[test]
    fn a_text_is_a_line_within_its_limit() {
        let limit = LineLimit::new(5);
        assert_eq!(limit.shown(), "TEXT, up to 5 characters");
        assert_eq!(limit.within(" a\n b\u{1B} "), Ok("a b".to_owned()));
        assert_eq!(limit.within("ééééé"), Ok("ééééé".to_owned()));
        assert_eq!(limit.within("éééééé"), Err("it has 6 characters, and at most 5 are possible".to_owned()));
    }

    #[test]
    fn a_length_of_time_is_within_its_limits() {
        let film = Seconds::new(1.0, 3600.0);
        for (text, seconds) in [("30s", 30.0), ("1m 30s", 90.0), ("2.5s", 2.5), ("20", 20.0), ("1h", 3600.0)]
        {
            assert_eq!(film.parse(text).unwrap().to_bits(), f64::to_bits(seconds), "{text}");
        }
        for text in ["-5s", "0s", "0", "2h", "soon", "", "inf", "NaN"] {
            assert!(film.parse(text).is_err(), "{text}");
        }
        let swap = Seconds::new(0.1, 5.0);
        assert_eq!((swap.shown().as_str(), swap.parse("500ms")), ("0.1s-5s", Ok(0.5)));
        assert_eq!(swap.parse("6s"), Err("'6s' is not from 0.1s to 5s".to_owned()));
        assert!(Seconds::new(0.0, 5.0).parse("-0s").is_err());
    }
}
