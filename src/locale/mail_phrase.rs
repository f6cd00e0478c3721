//! Every sentence of the mails.
//!
//! How a sentence is worded is in the files of `words`, below `mail/`; each word here is one message there. What fills
//! its blanks is for whoever writes mails.

use strum::IntoStaticStr;

use super::{language::Locale, phrase::Unit, words::Blanks};

/// A sentence of a mail, or a part of one.
#[derive(Clone, Copy, Debug, Eq, IntoStaticStr, PartialEq)]
#[cfg_attr(test, derive(strum::VariantArray))]
#[strum(serialize_all = "kebab-case", prefix = "mail-")]
#[expect(missing_docs, reason = "each is a message of assets/words/mail/en.ftl, which says it best")]
pub enum MailWord {
    OnTime,
    Progress,
    Week,
    Effort,
    Quality,
    ToDo,
    Health,
    Lead,
    Race,
    Day,
    Moment,
    CountedPeople,

    CountedAnswers,
    WeekOf,
    Jobs,
    MoreJobs,
    SoFar,
    SoFarBy,
    Standing,
    Pace,
    PaceOfDays,
    Slowest,
    DoneOn,
    NoEnd,
    Likely,
    LikelyOn,
    LikelyFrom,
    Deadline,
    DeadlineNeeds,
    Missing,
    NoForecast,
    Job,
    Of,
    ObjectsElse,
    ThisWeek,
    Each,
    Before,
    Untold,
    Compared,
    Active,
    Median,
    Returned,
    Alpha,
    AlphaOfJob,
    Alarm,
    Disagreed,
    Confused,
    Lacking,
    TodoLate,
    TodoPassed,
    TodoNoWorkingDays,
    TodoTotalBelow,
    TodoTotalMissing,
    TodoConfused,
    TodoAgreement,
    TodoQuiet,
    TodoLog,
    TodoNames,
    TodoSkipped,
    TodoFailed,
    NothingToDo,
    Used,
    LogBeside,
    LogLater,
    LogAlone,
    LogUnread,
    MayGrow,
    NamesWarning,
    Purpose,
    Hello,
    OnDay,
    OnDayBy,
    GoalReached,
    Goal,
    Today,
    TeamNow,
    PaceCar,
    SameDays,
    Ahead,
    Behind,
    Level,
    Keeps,
    SameDaysIs,
    TookPart,
    BestJump,
    EveryoneElse,
    OtherTeams,
    SomeNames,
    Watch,
    Rule,
    AskWhich,
    AskName,
    AskTeam,
    AskOwner,
    NothingNew,
    ItHas,
    NoAnswers,
    FleetOf,
    FleetFilms,
    FleetSame,
    FleetFailed,
    FleetDay,
    FleetInAll,
    FleetNoFilm,
    FleetTable,
    FleetColumnJob,
    FleetColumnDone,
    FleetColumnLabels,
    FleetColumnNew,
    FleetState,
    FleetNewFilms,
    FleetNewFilmsUntil,
    FleetOwner,
    SubjectStanding,
    SubjectEnd,
    SubjectEndOn,
    SubjectPercent,
    SubjectWeek,
    SubjectDay,
    SubjectNothing,
    SubjectJobs,
    SubjectFailed,
}

/// A sentence of a mail whose blanks are being filled.
#[must_use]
pub struct MailPhrase<'a> {
    locale: &'a Locale,
    word: MailWord,
    blanks: Blanks,
}

impl std::fmt::Debug for MailPhrase<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailPhrase").field("word", &self.word).finish_non_exhaustive()
    }
}

impl<'a> MailPhrase<'a> {
    fn new(locale: &'a Locale, word: MailWord) -> Self {
        Self { locale, word, blanks: Blanks::default() }
    }

    /// Fills the blank of this name.
    pub fn with(self, blank: &'static str, text: impl Into<String>) -> Self {
        Self { blanks: self.blanks.text(blank, text), ..self }
    }

    /// Fills the blank of this name with a number.
    pub fn number(self, blank: &'static str, n: u64) -> Self {
        let written = self.locale.number(n);
        self.with(blank, written)
    }

    /// Chooses the form for so many, and fills the blank `$number` with it.
    pub fn count(self, n: u64) -> Self {
        let written = self.locale.number(n);
        Self { blanks: self.blanks.count(n, written), ..self }
    }

    /// Fills the blank of this name with a number and its noun: `1,010 labels`.
    pub fn counted(self, blank: &'static str, n: u64, what: Unit) -> Self {
        let written = self.locale.say(super::phrase::Phrase::Milestone { n, what });
        self.with(blank, written)
    }

    /// The sentence, on one line and with plain spaces.
    pub fn say(self) -> String {
        let said = self.locale.said(self.word.into(), &self.blanks);
        said.replace(['\u{a0}', '\u{202f}'], " ")
    }
}

impl Locale {
    /// A sentence of a mail in this language, to be filled.
    pub fn mail(&self, word: MailWord) -> MailPhrase<'_> {
        MailPhrase::new(self, word)
    }
}
