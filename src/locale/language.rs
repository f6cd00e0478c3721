//! A locale: how one language writes numbers, dates and phrases.

use std::{
    fmt,
    str::FromStr,
    sync::{Arc, LazyLock},
};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use icu_locale_core::LanguageIdentifier;

use super::{
    dates::Dates,
    numbers::Numbers,
    page_phrase::{PageCounted, PagePhrase, PageWord},
    phrase::{Phrase, Unit},
    words::{self, Blanks, Messages},
};

/// A language, and the region whose conventions it follows: `en`, `de`, `pt-BR`.
///
/// Creating one takes less than a millisecond, and clones share their data. Two locales are equal if their tags
/// are. Formatting never fails: a date beyond the years that CLDR covers is written as the nearest one that it does.
#[derive(Clone)]
pub struct Locale {
    data: Arc<LocaleData>,
}

struct LocaleData {
    tag: String,
    dates: Dates,
    numbers: Numbers,
    words: Messages,
}

/// A text that is not a locale.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "`{0}` is not a language that films are made in; write one of {languages}, with or without a region, as in pt-BR",
    languages = words::LANGUAGES.join(", ")
)]
pub struct LocaleError(String);

/// The conventions of `en` without a region: the day before the month, and a 24-hour clock, as in most of the
/// world.
const PLAIN_ENGLISH: &str = "en-GB";

impl FromStr for Locale {
    type Err = LocaleError;

    /// Reads `de`, `de-AT`, and `de_AT` as in environment variables, in upper or lower case.
    fn from_str(text: &str) -> Result<Self, LocaleError> {
        let refused = || LocaleError(text.to_owned());
        let tag = LanguageIdentifier::try_from_str(&text.trim().replace('_', "-")).map_err(|_| refused())?;
        if tag.script.is_some() || !tag.variants.is_empty() {
            return Err(refused());
        }
        let words = Messages::of(&tag).ok_or_else(refused)?;
        Ok(Self::new(&tag, words))
    }
}

impl Default for Locale {
    /// English, with the day before the month.
    fn default() -> Self {
        // Numbers for people are written in it, sometimes for each file that is read, and to make it takes longer than
        // to read a file.
        static ENGLISH: LazyLock<Locale> =
            LazyLock::new(|| "en".parse().expect("English is one of the languages"));
        ENGLISH.clone()
    }
}

impl fmt::Display for Locale {
    /// The tag in the spelling of BCP 47.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.data.tag)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Locale").field(&self.data.tag).finish()
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.data.tag == other.data.tag
    }
}

impl Eq for Locale {}

impl Locale {
    fn new(tag: &LanguageIdentifier, words: Messages) -> Self {
        let tag = tag.to_string();
        let written = if tag == "en" { PLAIN_ENGLISH } else { &tag };
        let habits = written.parse().expect("a tag that was read is one that can be read");
        let data = LocaleData { dates: Dates::of(&habits), numbers: Numbers::of(&habits), words, tag };
        Self { data: Arc::new(data) }
    }

    /// The tags of all languages of films.
    pub fn languages() -> &'static [&'static str] {
        &words::LANGUAGES
    }

    /// A count with its digits in groups: `12,360`, `12.360`.
    pub fn number(&self, n: u64) -> String {
        self.data.numbers.number(n)
    }

    /// A count with its unit: `12.4K`, `12,4 Tsd.`; below 10,000 it is written in full.
    pub fn short_number(&self, n: u64) -> String {
        self.data.numbers.short(n)
    }

    /// A count that was added: `+126`.
    pub fn signed(&self, n: u64) -> String {
        self.data.numbers.signed(n)
    }

    /// A number with so many decimals: `0.78`, `61,3`. What is no number is written as 0.
    pub fn decimal(&self, number: f64, decimals: u8) -> String {
        self.data.numbers.decimal(number, decimals)
    }

    /// A part of 1 as `61.8 %`, rounded down, with a no-break space; `100 %` only from 1 on. NaN is `0 %`.
    pub fn percent(&self, part: f64) -> String {
        self.data.numbers.percent(part)
    }

    /// So many for each day, hour and so on: `1,042`, and below 100 with a decimal, as in `12.3`, unless it is whole.
    pub fn rate(&self, n: f64) -> String {
        self.data.numbers.rate(n)
    }

    /// A number with two decimals: `0.71`.
    pub fn hundredths(&self, n: f64) -> String {
        self.data.numbers.decimal(n, 2)
    }

    /// `14 Mar`.
    pub fn day(&self, date: NaiveDate) -> String {
        self.data.dates.day(date)
    }

    /// `14 Mar 2026`.
    pub fn day_and_year(&self, date: NaiveDate) -> String {
        self.data.dates.day_and_year(date)
    }

    /// `2 Mar – 14 Mar 2026`: a range of dates. The year is written once if both ends share it, and equal ends are
    /// written as one date.
    pub fn days(&self, first: NaiveDate, last: NaiveDate) -> String {
        self.data.dates.days(first, last)
    }

    /// `Mar 2026`.
    pub fn month(&self, date: NaiveDate) -> String {
        self.data.dates.month(date)
    }

    /// `Monday`, in lower case where the language writes it so.
    pub fn weekday(&self, date: NaiveDate) -> String {
        self.data.dates.weekday(date)
    }

    /// `Mon`.
    pub fn short_weekday(&self, date: NaiveDate) -> String {
        self.data.dates.short_weekday(date)
    }

    /// `08:00`, or `8:00 AM` where clocks have twelve hours.
    pub fn time(&self, time: NaiveTime) -> String {
        self.data.dates.time(time)
    }

    /// `Mon 08:00`.
    pub fn weekday_and_time(&self, at: NaiveDateTime) -> String {
        self.data.dates.weekday_and_time(at)
    }

    /// `14 Mar 2026, 17:53`.
    pub fn day_and_time(&self, at: NaiveDateTime) -> String {
        self.data.dates.day_and_time(at)
    }
}

impl Locale {
    /// A phrase in this language. It is never empty and has no line break.
    pub fn say(&self, phrase: Phrase<'_>) -> String {
        let (message, blanks) = match phrase {
            Phrase::CountedBelow { what, n } => ("counted-below", self.count(of(what), n)),
            Phrase::Cumulative { what, per } => ("cumulative", of(what).text("per", per.form())),
            Phrase::By { what, n, people } => {
                let counted = self.say(Phrase::CountedBelow { what, n });
                ("by", self.count(none().text("counted", counted), people))
            }
            Phrase::MadeBy { what, n, people } => {
                let counted = self.say(Phrase::Milestone { n, what });
                ("by", self.count(none().text("counted", counted), people))
            }
            Phrase::Of { done, total, what } => {
                ("of", self.count(of(what), total).text("done", self.number(done)))
            }
            Phrase::Left { n, what } => ("left", self.count(of(what), n)),
            Phrase::Headline { day, n, what } => ("headline", self.count(of(what), n).text("day", day)),
            Phrase::BestSoFar => ("best-so-far", none()),
            Phrase::BestDay(day) => ("best-day", none().text("day", day)),
            Phrase::BiggestClimb(name) => ("biggest-climb", none().text("name", name)),
            Phrase::OutOf { n, all } => ("out-of", self.count(none(), all).text("part", self.number(n))),
            Phrase::ReachedTheGoal => ("reached-the-goal", none()),
            Phrase::Milestone { n, what } => ("milestone", self.count(of(what), n)),
            Phrase::Goal(n) => ("goal", self.count(none(), n)),
            Phrase::AsOf(at) => ("as-of", none().text("time", self.day_and_time(at))),
            Phrase::Open(n) => ("open", self.count(none(), n)),
            Phrase::Consolidated => ("consolidated", none()),
            Phrase::Logged => ("logged", none()),
            Phrase::TakesTheLead => ("takes-the-lead", none()),
            Phrase::ReachesTheGoal => ("reaches-the-goal", none()),
            Phrase::Climbed { rows, period } => {
                ("climbed", self.count(none(), rows).text("period", period.form()))
            }
            Phrase::BestYet(period) => ("best-yet", none().text("period", period.form())),
            Phrase::EveryoneElse(n) => ("everyone-else", self.count(none(), n)),
            Phrase::NoTeam => ("no-team", none()),
            Phrase::TheTeam => ("the-team", none()),
            Phrase::OneBar => ("one-bar", none()),
            Phrase::Gated => ("gated", none()),
            Phrase::Strict => ("strict", none()),
            Phrase::Since(period) => ("since", none().text("period", period.form())),
            Phrase::OfTheTeam(what) => ("of-the-team", of(what)),
            Phrase::PaceCar => ("pace-car", none()),
            Phrase::Needed { n, what, day } => ("needed", self.count(of(what), n).text("day", day)),
            Phrase::NoPaceCar(why) => ("no-pace-car", none().text("why", why.form())),
            Phrase::AgainstPace(side) => ("against-pace", none().text("side", side.form())),
            Phrase::Ghost(weeks) => ("ghost", self.count(none(), weeks.into())),
            Phrase::NoGhost => ("no-ghost", none()),
            Phrase::AgainstGhost { side, weeks } => {
                ("against-ghost", self.count(none(), weeks.into()).text("side", side.form()))
            }
            Phrase::DoneThen => ("done-then", none()),
        };
        self.data.words.say(message, &blanks)
    }

    /// A phrase of a page in this language, which has no blanks.
    pub fn page(&self, word: PageWord) -> String {
        self.data.words.say(word.into(), &none())
    }

    /// A phrase of a page about what is counted, as it begins a line.
    pub fn page_counted(&self, phrase: PageCounted, what: Unit) -> String {
        beginning(&self.data.words.say(phrase.into(), &of(what)))
    }

    /// A phrase of a page, or of the captions on it, in this language.
    pub fn say_on_page(&self, phrase: PagePhrase<'_>) -> String {
        let name = |name: &str| none().text("name", name);
        let on = |day: &str| none().text("day", day);
        let (message, blanks) = match phrase {
            PagePhrase::FilmIs { title, seconds, what, n } => (
                "page-film-is",
                self.count(of(what), n).text("title", title).text("seconds", self.number(seconds)),
            ),
            PagePhrase::Target(n) => ("page-target", self.count(none(), n)),
            PagePhrase::FirstRows(n) => ("page-first-rows", self.count(none(), n)),
            PagePhrase::Zone(zone) => ("page-zone", none().text("zone", zone)),
            PagePhrase::Named(n) => ("page-named", self.count(none(), n)),
            PagePhrase::Ask(contact) => ("page-ask", none().text("contact", contact)),
            PagePhrase::SoFar { day, what, n } => ("page-so-far", self.count(of(what), n).text("day", day)),
            PagePhrase::AtTheEnd { what, n } => ("page-at-the-end", self.count(of(what), n)),
            PagePhrase::Alone(first, n) => ("page-alone", name(first).text("first", self.number(n))),
            PagePhrase::Leads((first, n), (second, next)) => (
                "page-leads",
                name(first)
                    .text("first", self.number(n))
                    .text("second", second)
                    .text("next", self.number(next)),
            ),
            PagePhrase::Level(first, second, n) => {
                ("page-level", name(first).text("second", second).text("first", self.number(n)))
            }
            PagePhrase::Third(third, n) => ("page-third", name(third).text("first", self.number(n))),
            PagePhrase::LastDays(n) => ("page-last-days", self.count(none(), n)),
            PagePhrase::Slowest(n) => ("page-slowest", self.count(none(), n)),
            PagePhrase::DoneOn { day, rate } => ("page-done-on", on(day).text("rate", self.rate(rate))),
            PagePhrase::FromOn(day) => ("page-from-on", on(day)),
            PagePhrase::Needs { day, rate } => ("page-needs", on(day).text("rate", self.rate(rate))),
            PagePhrase::LateBy(rate) => ("page-late-by", none().text("rate", self.rate(rate))),
            PagePhrase::DaysLeft(n) => ("page-days-left", self.count(none(), n)),
            PagePhrase::DaysSoFar(n) => ("page-days-so-far", self.count(none(), n)),
            PagePhrase::WeekFrom(day) => ("page-week-from", on(day)),
            PagePhrase::OfDisagreements { classes, part } => {
                ("page-of-disagreements", none().text("classes", classes).text("part", self.percent(part)))
            }
            PagePhrase::Plan(n, day) => ("page-plan", self.count(on(day), n)),
        };
        self.data.words.say(message, &blanks)
    }

    /// A message by its name, for `mail_phrase`.
    pub(super) fn said(&self, message: &'static str, blanks: &Blanks) -> String {
        self.data.words.say(message, blanks)
    }

    fn count(&self, blanks: Blanks, n: u64) -> Blanks {
        blanks.count(n, self.number(n))
    }
}

/// A text as it begins a line.
pub fn beginning(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn none() -> Blanks {
    Blanks::default()
}

fn of(what: Unit) -> Blanks {
    none().text("what", what.form())
}

/// A count in English, for terminals and mails: `12,360`.
pub fn thousands(n: u64) -> String {
    Locale::default().number(n)
}

/// A count in English and what it counts: `1 person`, `1,024 people`.
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}
