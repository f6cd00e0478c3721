//! Everything that a film says of its own accord.
//!
//! How it is said is in the files of `words`; each phrase here is one message there.

use chrono::NaiveDateTime;

use super::{Locale, words::Blanks};

/// What is counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    /// Submitted answers.
    Labels,
    /// Marks inside answers.
    Annotations,
    /// Objects of the dataset.
    Objects,
}

/// Whose bars they are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Per {
    /// One person has one bar.
    Person,
    /// A team has one bar.
    Team,
}

/// Since when something was added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Period {
    /// Since midnight.
    Day,
    /// Since the week began.
    Week,
    /// Since the first of the month.
    Month,
}

/// Something that a film says.
///
/// Phrases begin with a capital letter where they begin a line, and as inside a sentence else. *A noun
/// alone* has no number in it, but the form for one: the number stands above, on its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phrase<'a> {
    /// `labels`, of no certain number.
    Counted(Unit),
    /// `labels` or `label`: a noun alone.
    CountedBelow {
        /// What there are `n` of.
        what: Unit,
        /// The number above.
        n: u64,
    },
    /// `people`: a noun alone.
    People(u64),
    /// `teams`: a noun alone.
    Teams(u64),
    /// `Cumulative labels per person`, which begins a line.
    Cumulative {
        /// What is added up.
        what: Unit,
        /// Whose it is.
        per: Per,
    },
    /// `labels by 12 people`, below how many labels.
    By {
        /// What the number above counts.
        what: Unit,
        /// By how many.
        people: u64,
    },
    /// `12,360 of 20,000 labels`.
    Of {
        /// How many there are.
        done: u64,
        /// How many there will be.
        total: u64,
        /// Of what.
        what: Unit,
    },
    /// `of the job`, below a percentage.
    OfTheJob,
    /// `5,000 labels`.
    Milestone {
        /// The round number that was reached.
        n: u64,
        /// Of what.
        what: Unit,
    },
    /// `goal 1,500`.
    Goal(u64),
    /// `As of 14 Mar 2026, 17:53`, which begins a line.
    AsOf(NaiveDateTime),
    /// `120 objects open`, or `no object open`: those that still lack an answer.
    Open(u64),
    /// `times are those of consolidation, not of submission`.
    Consolidated,
    /// `Blue Heron takes the lead`, with the name as it is.
    TakesTheLead(&'a str),
    /// `everyone else (30)`: the bar of those who have none of their own.
    EveryoneElse(u64),
    /// `no team`: the bar of those who are in none.
    NoTeam,
    /// `in the bars: added that day`: what a number inside a bar is.
    Since(Period),
}

impl Locale {
    /// A phrase in this language. It is never empty, and has no line break.
    pub fn say(&self, phrase: Phrase<'_>) -> String {
        let (message, blanks) = match phrase {
            Phrase::Counted(what) => ("counted", of(what)),
            Phrase::CountedBelow { what, n } => ("counted-below", self.count(of(what), n)),
            Phrase::People(n) => ("people", self.count(none(), n)),
            Phrase::Teams(n) => ("teams", self.count(none(), n)),
            Phrase::Cumulative { what, per } => ("cumulative", of(what).text("per", per.form())),
            Phrase::By { what, people } => ("by", self.count(of(what), people)),
            Phrase::Of { done, total, what } => {
                ("of", self.count(of(what), total).text("done", self.number(done)))
            }
            Phrase::OfTheJob => ("of-the-job", none()),
            Phrase::Milestone { n, what } => ("milestone", self.count(of(what), n)),
            Phrase::Goal(n) => ("goal", self.count(none(), n)),
            Phrase::AsOf(at) => ("as-of", none().text("time", self.day_and_time(at))),
            Phrase::Open(n) => ("open", self.count(none(), n)),
            Phrase::Consolidated => ("consolidated", none()),
            Phrase::TakesTheLead(name) => ("takes-the-lead", none().text("name", name)),
            Phrase::EveryoneElse(n) => ("everyone-else", self.count(none(), n)),
            Phrase::NoTeam => ("no-team", none()),
            Phrase::Since(period) => ("since", none().text("period", period.form())),
        };
        self.parts.words.say(message, &blanks)
    }

    fn count(&self, blanks: Blanks, n: u64) -> Blanks {
        blanks.count(n, self.number(n))
    }
}

fn none() -> Blanks {
    Blanks::default()
}

fn of(what: Unit) -> Blanks {
    none().text("what", what.form())
}

/// The names by which the files of words tell forms apart.
impl Unit {
    fn form(self) -> &'static str {
        match self {
            Self::Labels => "labels",
            Self::Annotations => "annotations",
            Self::Objects => "objects",
        }
    }
}

impl Per {
    fn form(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
        }
    }
}

impl Period {
    fn form(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}
