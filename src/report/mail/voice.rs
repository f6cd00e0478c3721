//! Numbers, days and sentences in the language of a digest.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::{
    locale::{Locale, MailPhrase, MailWord, Phrase, Unit},
    stats::{Digest, Timeliness},
};

/// The language of a mail.
#[derive(Debug)]
pub(super) struct Voice {
    pub(super) locale: Locale,
    zone: Tz,
    what: Unit,
}

impl Voice {
    /// The language of this digest; English for those of early versions, which had no other.
    pub(super) fn of(digest: &Digest) -> Self {
        let locale = digest.language.parse().unwrap_or_default();
        Self { locale, zone: digest.time_zone.parse().unwrap_or(Tz::UTC), what: digest.unit() }
    }

    /// A language, for a mail without a digest. Its moments are in this time zone.
    pub(super) fn new(locale: Locale, zone: Tz) -> Self {
        Self { locale, zone, what: Unit::Labels }
    }

    /// The same in English, for what has to be ASCII: a language that has no Latin letters cannot be read in it.
    pub(super) fn in_ascii(&self) -> Self {
        let is_latin = !self.locale.to_string().starts_with("ja");
        let locale = if is_latin { self.locale.clone() } else { Locale::default() };
        Self { locale, ..*self }
    }

    pub(super) fn word(&self, word: MailWord) -> MailPhrase<'_> {
        self.locale.mail(word)
    }

    /// A sentence without blanks.
    pub(super) fn say(&self, word: MailWord) -> String {
        self.word(word).say()
    }

    /// `1,010 labels`.
    pub(super) fn counted(&self, n: u64) -> String {
        self.of_unit(n, self.what)
    }

    /// `12 objects`.
    pub(super) fn objects(&self, n: u64) -> String {
        self.of_unit(n, Unit::Objects)
    }

    pub(super) fn of_unit(&self, n: u64, what: Unit) -> String {
        plain(&self.locale.say(Phrase::Milestone { n, what }))
    }

    /// `12 of 20 objects`.
    pub(super) fn part_of(&self, done: u64, total: u64, what: Unit) -> String {
        let of = plain(&self.locale.say(Phrase::Of { done, total, what }));
        self.word(MailWord::Of).with("of", of).with("percent", self.percent(done, total)).say()
    }

    /// `9 people`.
    pub(super) fn people(&self, n: usize) -> String {
        self.word(MailWord::CountedPeople).count(n as u64).say()
    }

    pub(super) fn number(&self, n: u64) -> String {
        plain(&self.locale.number(n))
    }

    /// A number of labels a day or an hour: whole, or with one decimal where that matters.
    pub(super) fn rate(&self, n: f64) -> String {
        let is_whole = 100.0 <= n || (n - n.round()).abs() <= 0.05;
        plain(&self.locale.decimal(n, u8::from(!is_whole)))
    }

    pub(super) fn decimal(&self, n: f64, decimals: u8) -> String {
        plain(&self.locale.decimal(n, decimals))
    }

    /// A percentage, rounded down so that all means that everything is done.
    pub(super) fn percent(&self, part: u64, of: u64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let part = if of == 0 { 0.0 } else { part as f64 / of as f64 };
        plain(&self.locale.percent(part))
    }

    /// `Thu 11 Dec`.
    pub(super) fn day(&self, date: NaiveDate) -> String {
        let weekday = self.locale.short_weekday(date);
        self.word(MailWord::Day).with("weekday", weekday).with("day", self.locale.day(date)).say()
    }

    /// `Thu 11 Dec 2025`.
    pub(super) fn day_and_year(&self, date: NaiveDate) -> String {
        let weekday = self.locale.short_weekday(date);
        self.word(MailWord::Day).with("weekday", weekday).with("day", self.locale.day_and_year(date)).say()
    }

    pub(super) fn days(&self, first: NaiveDate, last: NaiveDate) -> String {
        plain(&self.locale.days(first, last))
    }

    /// `Mon 23 Nov 2026, 07:12`.
    pub(super) fn moment(&self, time: DateTime<Utc>) -> String {
        let time = time.with_timezone(&self.zone).naive_local();
        let weekday = self.locale.short_weekday(time.date());
        self.word(MailWord::Moment)
            .with("weekday", weekday)
            .with("time", self.locale.day_and_time(time))
            .say()
    }

    /// The newest time in the source.
    pub(super) fn as_of(&self, digest: &Digest) -> String {
        DateTime::parse_from_rfc3339(&digest.as_of)
            .map_or_else(|_| digest.as_of.clone(), |time| self.moment(time.to_utc()))
    }
}

/// The form that the words have for whether a job ends in time.
pub(super) fn form(standing: Timeliness) -> &'static str {
    match standing {
        Timeliness::Done => "done",
        Timeliness::NotEnoughData => "not-enough-data",
        Timeliness::NoDeadline => "no-deadline",
        Timeliness::OnTime => "on-time",
        Timeliness::LittleReserve => "little-reserve",
        Timeliness::Late => "late",
        Timeliness::Passed => "passed",
        Timeliness::NoWorkingDays => "no-working-days",
    }
}

/// Mail has plain spaces.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
