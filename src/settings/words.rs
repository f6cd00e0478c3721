//! Settings that take one word of a list.
//!
//! The list is an enum, and its variants are the words, so each word is written once. Help, completions and
//! refusals read them from there.

use std::ffi::OsStr;

use clap::{
    Arg, Command,
    builder::{PossibleValue, TypedValueParser},
    error::{ContextKind, ContextValue, ErrorKind},
};
use strum::VariantArray;

/// Parses one word of a list.
#[derive(Clone, Debug)]
pub struct OneOf<T> {
    choices: Vec<(&'static str, T)>,
}

/// Parses a word of this enum.
pub fn one_of<T: VariantArray + Copy + Into<&'static str>>() -> OneOf<T> {
    OneOf::new(T::VARIANTS.iter().map(|&choice| (choice.into(), choice)))
}

/// The word for a value, as `default_value` takes it.
pub(super) fn word(value: impl Into<&'static str>) -> &'static str {
    value.into()
}

impl<T> OneOf<T> {
    /// Parses one of these words; each stands for its value.
    pub fn new(choices: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        Self { choices: choices.into_iter().collect() }
    }
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for OneOf<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, clap::Error> {
        let text = value.to_string_lossy();
        if let Some((_, choice)) = self.choices.iter().find(|(word, _)| *word == text) {
            return Ok(choice.clone());
        }
        let words: Vec<String> = self.choices.iter().map(|(word, _)| (*word).to_owned()).collect();
        // Clap makes the sentence of these, and an event its own about its field.
        let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(command);
        error.insert(
            ContextKind::InvalidArg,
            ContextValue::String(arg.map(ToString::to_string).unwrap_or_default()),
        );
        error.insert(ContextKind::InvalidValue, ContextValue::String(shortened(&text)));
        if let Some(meant) = nearest(&text, &words) {
            error.insert(ContextKind::SuggestedValue, ContextValue::String(meant.clone()));
        }
        error.insert(ContextKind::ValidValue, ContextValue::Strings(words));
        Err(error)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.choices.iter().map(|(word, _)| PossibleValue::new(*word))))
    }
}

/// The sentence that refuses a word: what was written, for which setting, and what to write instead.
pub(super) fn refusal(written: &str, setting: &str, words: &[String]) -> String {
    let meant = nearest(written, words).map_or_else(String::new, |word| format!(" Did you mean {word}?"));
    format!("'{}' is not a value for {setting}; use {}.{meant}", shortened(written), either(words))
}

/// `compress or keep`, `all, leads or none`.
pub(super) fn either(words: &[String]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        words => words.concat(),
    }
}

/// The word that somebody may have meant, if one is close enough.
pub fn nearest<'a>(written: &str, words: &'a [String]) -> Option<&'a String> {
    let written = written.to_lowercase();
    let other = OTHER_WORDS
        .iter()
        .filter(|(said, _)| *said == written)
        .find_map(|(_, meant)| words.iter().find(|word| word == meant));
    if other.is_some() {
        return other;
    }
    let similarity = |word: &str| strsim::jaro_winkler(&written, &word.to_lowercase());
    let most = words.iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)));
    most.filter(|word| SIMILAR < similarity(word))
}

/// What people call things that have another name here. It is offered where the list of a setting has it.
const OTHER_WORDS: [(&str, &str); 26] = [
    ("deutsch", "de"),
    ("german", "de"),
    ("english", "en"),
    ("french", "fr"),
    ("fran\u{E7}ais", "fr"),
    ("spanish", "es"),
    ("espa\u{F1}ol", "es"),
    ("italian", "it"),
    ("italiano", "it"),
    ("portuguese", "pt"),
    ("japanese", "ja"),
    ("jp", "ja"),
    ("weekly", "1w"),
    ("daily", "1d"),
    ("hourly", "1h"),
    ("mobile", "phone"),
    ("vertical", "phone"),
    ("fullhd", "1080p"),
    ("hd", "720p"),
    ("person", "worker"),
    ("people", "worker"),
    ("group", "team"),
    ("teams", "groups"),
    ("alias", "pseudonym"),
    ("off", "none"),
    ("black", "dark"),
];

/// From here on, one word may be a slip of another; 1 is the same word.
const SIMILAR: f64 = 0.85;

/// As much of a text as it takes to find it again.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_QUOTED).collect()
}

/// In characters.
const LONGEST_QUOTED: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, Eq, PartialEq, VariantArray, strum::IntoStaticStr)]
    #[strum(serialize_all = "lowercase")]
    enum Meal {
        Breakfast,
        Lunch,
        Dinner,
    }

    fn parse(text: &str) -> Result<Meal, String> {
        let arg = Arg::new("meal").long("meal").value_parser(one_of::<Meal>());
        let matches =
            Command::new("eat").no_binary_name(true).arg(arg).try_get_matches_from(["--meal", text]);
        let mut matches = matches.map_err(|error| error.to_string())?;
        Ok(matches.remove_one("meal").unwrap())
    }

    #[test]
    fn a_word_of_the_list_is_its_value() {
        assert_eq!(parse("lunch"), Ok(Meal::Lunch));
        assert_eq!(word(Meal::Dinner), "dinner");
    }

    #[test]
    fn another_word_is_refused_with_the_list_and_what_was_probably_meant() {
        let near = parse("Brekfast").unwrap_err();
        let sentence = "invalid value 'Brekfast' for '--meal <meal>'\n  [possible values: breakfast, lunch, dinner]\n\n  \
                        tip: a similar value exists: 'breakfast'";
        assert!(near.contains(sentence), "{near}");
        let words = ["groups", "people", "Europe/Berlin"].map(str::to_owned);
        assert_eq!(nearest("teams", &words).map(String::as_str), Some("groups"));
        assert_eq!(nearest("europe/berln", &words).map(String::as_str), Some("Europe/Berlin"));
        let far = parse("xyz").unwrap_err();
        assert!(far.contains("breakfast, lunch, dinner") && !far.contains("tip"), "{far}");
    }
}
