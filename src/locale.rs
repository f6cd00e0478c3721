//! The language of a film: how its numbers, its dates and its own words are written.
//!
//! Months, weekdays and the order of a date are those of CLDR, the phrases are one file for each
//! language in `assets/words`. Where a text stands is for `scene`, and whether a face can draw it for
//! `text`; names of people and of jobs are nobody's to translate. Mails and tables are English, and
//! need none of this.

mod dates;
mod numbers;
mod phrase;
mod words;

use std::{fmt, str::FromStr, sync::Arc};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use icu_locale_core::LanguageIdentifier;

use self::{dates::Dates, numbers::Numbers, words::Words};

pub use self::phrase::{Per, Period, Phrase, Unit};

/// A language, and the region whose habits it follows: `en`, `de`, `pt-BR`.
///
/// Making one takes less than a millisecond, a copy shares all of it. Two are equal if their tags are.
/// Writing never fails: of a date beyond the years that CLDR knows, the nearest that it does is written.
#[derive(Clone)]
pub struct Locale {
    parts: Arc<Parts>,
}

struct Parts {
    tag: String,
    dates: Dates,
    numbers: Numbers,
    words: Words,
}

/// Why a text is no locale.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "`{0}` is no language of a film; there are {languages}, with or without a region, as in pt-BR",
    languages = words::LANGUAGES.join(", ")
)]
pub struct LocaleError(String);

/// What is written where somebody asks for English and no more: the day before the month, and a clock
/// of 24 hours, as most of the world has them.
const PLAIN_ENGLISH: &str = "en-GB";

impl FromStr for Locale {
    type Err = LocaleError;

    /// Takes `de`, `de-AT` and, as environments spell it, `de_AT`, in upper or lower case.
    fn from_str(text: &str) -> Result<Self, LocaleError> {
        let refused = || LocaleError(text.to_owned());
        let tag = LanguageIdentifier::try_from_str(&text.trim().replace('_', "-")).map_err(|_| refused())?;
        if tag.script.is_some() || !tag.variants.is_empty() {
            return Err(refused());
        }
        let words = Words::of(&tag).ok_or_else(refused)?;
        Ok(Self::new(&tag, words))
    }
}

impl Default for Locale {
    /// English, with the day before the month.
    fn default() -> Self {
        let english = "en".parse();
        english.expect("English is one of the languages")
    }
}

impl fmt::Display for Locale {
    /// The tag, as BCP 47 spells it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parts.tag)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Locale").field(&self.parts.tag).finish()
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.parts.tag == other.parts.tag
    }
}

impl Eq for Locale {}

impl Locale {
    fn new(tag: &LanguageIdentifier, words: Words) -> Self {
        let tag = tag.to_string();
        let written = if tag == "en" { PLAIN_ENGLISH } else { &tag };
        let habits = written.parse().expect("a tag that was read is one that can be read");
        let parts = Parts { dates: Dates::of(&habits), numbers: Numbers::of(&habits), words, tag };
        Self { parts: Arc::new(parts) }
    }

    /// The languages there are, as their tags.
    pub fn languages() -> &'static [&'static str] {
        &words::LANGUAGES
    }

    /// A count in groups of digits: `12,360`, `12.360`.
    pub fn number(&self, n: u64) -> String {
        self.parts.numbers.number(n)
    }

    /// What was added: `+126`.
    pub fn signed(&self, n: u64) -> String {
        self.parts.numbers.signed(n)
    }

    /// A part of 1 as `61.8 %`, rounded down, with a no-break space; `100 %` from 1 on and never before.
    /// What is no number is none of it.
    pub fn percent(&self, part: f64) -> String {
        self.parts.numbers.percent(part)
    }

    /// `14 Mar`.
    pub fn day(&self, date: NaiveDate) -> String {
        self.parts.dates.day(date)
    }

    /// `14 Mar 2026`.
    pub fn day_and_year(&self, date: NaiveDate) -> String {
        self.parts.dates.day_and_year(date)
    }

    /// `2 Mar – 14 Mar 2026`: both ends, the year once where it is the same, one date where they are.
    pub fn days(&self, first: NaiveDate, last: NaiveDate) -> String {
        self.parts.dates.days(first, last)
    }

    /// `Mar 2026`.
    pub fn month(&self, date: NaiveDate) -> String {
        self.parts.dates.month(date)
    }

    /// `Monday`, in lower case where the language has it so.
    pub fn weekday(&self, date: NaiveDate) -> String {
        self.parts.dates.weekday(date)
    }

    /// `Mon`.
    pub fn short_weekday(&self, date: NaiveDate) -> String {
        self.parts.dates.short_weekday(date)
    }

    /// `08:00`, or `8:00 AM` where clocks have twelve hours.
    pub fn time(&self, time: NaiveTime) -> String {
        self.parts.dates.time(time)
    }

    /// `Mon 08:00`.
    pub fn weekday_and_time(&self, at: NaiveDateTime) -> String {
        self.parts.dates.weekday_and_time(at)
    }

    /// `14 Mar 2026, 17:53`.
    pub fn day_and_time(&self, at: NaiveDateTime) -> String {
        self.parts.dates.day_and_time(at)
    }
}

/// A count as English writes it, for terminals and mails: `12,360`.
pub fn thousands(n: u64) -> String {
    Locale::default().number(n)
}

#[cfg(test)]
mod tests;
