//! Settings with well-known values among others: a theme is light, dark or a file; a zone is one of six hundred.
//!
//! Completions offer the well-known values, and a slip of one is told with what was meant.

use std::ffi::OsStr;

use chrono_tz::TZ_VARIANTS;
use clap::{
    Arg, Command,
    builder::{PossibleValue, StringValueParser, TypedValueParser},
    error::{ContextKind, ContextValue},
};

use super::words::nearest;

/// Parses a text that may be one of these words.
#[derive(Clone)]
pub(super) struct Hinted<T> {
    parse: fn(&str) -> Result<T, String>,
    words: fn() -> Vec<String>,
}

impl<T> Hinted<T> {
    /// A text that `parse` understands; `words` are well-known ones.
    pub(super) fn new(parse: fn(&str) -> Result<T, String>, words: fn() -> Vec<String>) -> Self {
        Self { parse, words }
    }
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Hinted<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, clap::Error> {
        let parse = self.parse;
        let parsed =
            StringValueParser::new().try_map(move |text| parse(&text)).parse_ref(command, arg, value);
        parsed.map_err(|mut error| {
            if let Some(word) = meant(&value.to_string_lossy(), &(self.words)()) {
                error.insert(ContextKind::SuggestedValue, ContextValue::String(word));
            }
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.words)().into_iter().map(PossibleValue::new)))
    }
}

/// The word that was probably meant; of a path such as a time zone, its last part is enough.
fn meant(written: &str, words: &[String]) -> Option<String> {
    let whole = nearest(written, words).cloned();
    whole.or_else(|| {
        let last = |word: &String| word.rsplit('/').next().unwrap_or_default().to_owned();
        let cities: Vec<String> = words.iter().map(last).collect();
        let city = nearest(&written.replace(' ', "_"), &cities)?;
        words.iter().find(|word| last(word) == *city).cloned()
    })
}

/// The names of all time zones.
pub(super) fn zones() -> Vec<String> {
    TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_with_what_was_meant() {
        let meant = |text: &str| meant(text, &zones());
        assert_eq!(meant("Europe/Berln").as_deref(), Some("Europe/Berlin"));
        assert_eq!(meant("europe/berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(meant("New York").as_deref(), Some("America/New_York"));
        assert_eq!(meant("Middle-earth"), None);
        let number =
            Hinted::new(|text| text.parse::<u8>().map_err(|_| "no".to_owned()), || vec!["12".to_owned()]);
        let error = number.parse_ref(&Command::new("x"), None, OsStr::new("12x")).unwrap_err();
        assert!(error.to_string().contains("a similar value exists: '12'"), "{error}");
        assert_eq!(number.possible_values().unwrap().count(), 1);
    }
}
