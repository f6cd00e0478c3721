//! The language of a film: how its numbers, its dates and its own phrases are written.
//!
//! Enters: a tag such as `pt-BR`, and numbers, dates and phrases. Leaves: text. Months, weekdays and the order of
//! dates come from CLDR; the phrases are in one file per language in `assets/words`. Where a text goes, and whether
//! a font can draw it, is for `render`. Names are never translated. Tables are in English.
//!
//! Rooms: `spelling` (texts that are compared), `plain` (text from elsewhere made harmless), `chain` (an error in one
//! line), `dates`, `numbers`, `words` (the files of phrases), `phrase` (what a film can say), `page_phrase` (what the page beside it can), `language`
//! (all of it), `mail_phrase` (what mails can say).

pub mod spelling;
pub mod plain;
pub mod chain;
mod dates;
mod numbers;
mod words;
mod phrase;
mod page_phrase;
mod language;
mod mail_phrase;

pub use self::{
    language::{Locale, LocaleError, beginning, counted, thousands},
    mail_phrase::{MailPhrase, MailWord},
    page_phrase::{PageCounted, PagePhrase, PageWord},
    phrase::{Per, Period, Phrase, Side, Unit, WithoutPace},
};

#[cfg(test)]
mod tests;
