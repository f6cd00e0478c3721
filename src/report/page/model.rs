//! A page: what it shows, and where its files are.
//!
//! How it is written as HTML is for the files after this.

use super::numbers::PageNumbers;
use crate::locale::{Locale, PageWord, Phrase, Unit, beginning};

/// Where the files of a page are: names beside it, or addresses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PagePlaces {
    /// The film.
    pub film: String,
    /// Its picture.
    pub poster: String,
    /// Its captions.
    pub captions: String,
    /// The table as CSV.
    pub table: String,
    /// The numbers as JSON.
    pub numbers: String,
    /// Sites other than that of the page which these are at, such as `https://films.example.com`.
    pub sites: Vec<String>,
}

/// The film of a page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PageFilm {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// A section of a page that is words only: facts, each with its name, and sentences about them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PageSection {
    /// What is told, in order: its name, and what it is.
    pub facts: Vec<(String, String)>,
    /// Whatever has to be known about it.
    pub notes: Vec<String>,
}

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct FilmPage<'a> {
    /// What it shows.
    pub numbers: &'a PageNumbers,
    /// The language.
    pub locale: &'a Locale,
    /// The film.
    pub film: PageFilm,
    /// Where its files are.
    pub places: &'a PagePlaces,
    /// Whom readers can ask.
    pub contact: Option<&'a str>,
}

impl FilmPage<'_> {
    pub(super) fn word(&self, word: PageWord) -> String {
        self.locale.page(word)
    }

    pub(super) fn unit(&self) -> Unit {
        self.numbers.counts.into()
    }

    /// `Labels`, as it heads a column.
    pub(super) fn counted(&self) -> String {
        beginning(&self.locale.say(Phrase::CountedBelow { what: self.unit(), n: 2 }))
    }
}
