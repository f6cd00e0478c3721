//! The phrases of each language with its plural forms. Only this file uses Fluent.
//!
//! Which phrases there are is for `phrase`.

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use icu_locale_core::LanguageIdentifier;

/// The languages of films.
pub(super) const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "it", "pt", "ja"];

const FILES: [&str; LANGUAGES.len()] = [
    include_str!("../../assets/words/en.ftl"),
    include_str!("../../assets/words/de.ftl"),
    include_str!("../../assets/words/fr.ftl"),
    include_str!("../../assets/words/es.ftl"),
    include_str!("../../assets/words/it.ftl"),
    include_str!("../../assets/words/pt.ftl"),
    include_str!("../../assets/words/ja.ftl"),
];

/// The phrases of the page beside a film.
const PAGES: [&str; LANGUAGES.len()] = [
    include_str!("../../assets/words/page/en.ftl"),
    include_str!("../../assets/words/page/de.ftl"),
    include_str!("../../assets/words/page/fr.ftl"),
    include_str!("../../assets/words/page/es.ftl"),
    include_str!("../../assets/words/page/it.ftl"),
    include_str!("../../assets/words/page/pt.ftl"),
    include_str!("../../assets/words/page/ja.ftl"),
];

/// The sentences of mails.
const MAILS: [&str; LANGUAGES.len()] = [
    include_str!("../../assets/words/mail/en.ftl"),
    include_str!("../../assets/words/mail/de.ftl"),
    include_str!("../../assets/words/mail/fr.ftl"),
    include_str!("../../assets/words/mail/es.ftl"),
    include_str!("../../assets/words/mail/it.ftl"),
    include_str!("../../assets/words/mail/pt.ftl"),
    include_str!("../../assets/words/mail/ja.ftl"),
];

pub(super) struct Messages(FluentBundle<FluentResource>);

/// The values that are filled into a phrase.
#[derive(Default)]
pub(super) struct Blanks(FluentArgs<'static>);

impl Blanks {
    /// A text to insert, or a word that chooses between forms.
    pub(super) fn text(mut self, blank: &'static str, text: impl Into<String>) -> Self {
        self.0.set(blank, text.into());
        self
    }

    /// `$n`, which only chooses between singular and plural, and `$number`, which is shown.
    pub(super) fn count(mut self, n: u64, written: String) -> Self {
        self.0.set("n", n);
        self.0.set("number", written);
        self
    }
}

impl Messages {
    /// The messages of a language; `None` if there is no such language.
    pub(super) fn of(tag: &LanguageIdentifier) -> Option<Self> {
        let at = LANGUAGES.iter().position(|language| *language == tag.language.as_str())?;
        let files = [FILES[at], PAGES[at], MAILS[at]].map(|file| {
            let file = FluentResource::try_new(file.to_owned());
            file.expect("every file of words can be read, as a test checks")
        });
        let tag = tag.to_string().parse().expect("a tag of a language and a region is one");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // No font draws the marks that isolate names in another direction, and `render` handles directions.
        bundle.set_use_isolating(false);
        for file in files {
            bundle.add_resource_overriding(file);
        }
        Some(Self(bundle))
    }

    /// The phrase, or its name if it is missing, which a test rules out.
    pub(super) fn say(&self, phrase: &'static str, blanks: &Blanks) -> String {
        let Some(pattern) = self.0.get_message(phrase).and_then(|message| message.value()) else {
            return phrase.to_owned();
        };
        // An error would be marked in the text; a test looks for such marks.
        self.0.format_pattern(pattern, Some(&blanks.0), &mut Vec::new()).into_owned()
    }
}

/// The names of a language's messages, in the order of its file, for tests.
#[cfg(test)]
pub(super) fn messages(language: &str) -> Vec<&'static str> {
    heads(FILES[LANGUAGES.iter().position(|other| *other == language).unwrap()])
}

/// The same of the file for pages.
#[cfg(test)]
pub(super) fn page_messages(language: &str) -> Vec<&'static str> {
    heads(PAGES[LANGUAGES.iter().position(|other| *other == language).unwrap()])
}

/// The same of the file for mails.
#[cfg(test)]
pub(super) fn mail_messages(language: &str) -> Vec<&'static str> {
    heads(MAILS[LANGUAGES.iter().position(|other| *other == language).unwrap()])
}

#[cfg(test)]
fn heads(file: &'static str) -> Vec<&'static str> {
    let heads = file.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    heads.filter_map(|line| Some(line.split_once(" =")?.0)).collect()
}
