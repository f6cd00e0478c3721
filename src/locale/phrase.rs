//! Every phrase that a film can show by itself.
//!
//! How a phrase is worded is in the files of `words`; each phrase here is one message there.

use chrono::NaiveDateTime;

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

/// Whose labels a bar shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Per {
    /// One person has one bar.
    Person,
    /// A team has one bar.
    Team,
}

/// The period in which something was added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Period {
    /// Since midnight.
    Day,
    /// Since the week began.
    Week,
    /// Since the first of the month.
    Month,
}

/// A phrase that a film can show.
///
/// Phrases that begin a line begin with a capital letter; others are written as inside a sentence. *A noun alone*
/// does not include its number, which is written above it, but has the form that goes with that number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phrase<'a> {
    /// `labels` or `label`: a noun alone.
    CountedBelow {
        /// The unit of the number.
        what: Unit,
        /// The number above.
        n: u64,
    },
    /// `Cumulative labels per person`, which begins a line.
    Cumulative {
        /// What is counted.
        what: Unit,
        /// Whose labels a bar shows.
        per: Per,
    },
    /// `labels by 12 people`, below how many labels.
    By {
        /// What the number above counts.
        what: Unit,
        /// The number above.
        n: u64,
        /// How many people made them.
        people: u64,
    },
    /// `36 labels by 12 people`, in a sentence.
    MadeBy {
        /// What is counted.
        what: Unit,
        /// How many.
        n: u64,
        /// How many people made them.
        people: u64,
    },
    /// `12,360 of 20,000 labels`.
    Of {
        /// How many there are.
        done: u64,
        /// How many there will be.
        total: u64,
        /// Their unit.
        what: Unit,
    },
    /// `227 objects left`, or `nothing left`.
    Left {
        /// How many there are to do.
        n: u64,
        /// Their unit.
        what: Unit,
    },
    /// `Friday: 1,010 labels`, which begins a line.
    Headline {
        /// The day, as it begins a line.
        day: &'a str,
        /// How many were made on it.
        n: u64,
        /// Their unit.
        what: Unit,
    },
    /// `best day so far`, below a [`Headline`](Self::Headline).
    BestSoFar,
    /// `best day: 24 Feb`, below how many labels were made on it.
    BestDay(&'a str),
    /// `biggest climb: Blue Heron`, below how many rows; the name is used unchanged.
    BiggestClimb(&'a str),
    /// `7 of 12`: people.
    OutOf {
        /// How many of them.
        n: u64,
        /// How many there are.
        all: u64,
    },
    /// `reached the goal`, below how many people.
    ReachedTheGoal,
    /// `5,000 labels`.
    Milestone {
        /// The round number that has been reached.
        n: u64,
        /// Their unit.
        what: Unit,
    },
    /// `goal 1,500`.
    Goal(u64),
    /// `As of 14 Mar 2026, 17:53`, which begins a line.
    AsOf(NaiveDateTime),
    /// `120 objects open`, or `no object open`: objects that still lack an answer.
    Open(u64),
    /// `times are those of consolidation, not of submission`.
    Consolidated,
    /// `counts submitted tasks of the activity log`.
    Logged,
    /// `takes the lead`: beside a name.
    TakesTheLead,
    /// `reaches the goal`: beside a name.
    ReachesTheGoal,
    /// `up 3 places in a day`: beside a name.
    Climbed {
        /// How many places.
        rows: u64,
        /// In which time.
        period: Period,
    },
    /// `best day yet`: beside what somebody made on that day.
    BestYet(Period),
    /// `everyone else (30)`: the bar of people who have no bar of their own.
    EveryoneElse(u64),
    /// `no team`: the bar of people who are in no team.
    NoTeam,
    /// `the team`: the bar of everybody, where nobody has one.
    TheTeam,
    /// `a race of the whole team, so that nobody stands out`.
    OneBar,
    /// `labels count by name unless agreement with colleagues is low`.
    Gated,
    /// `strict privacy`: which rules hold.
    Strict,
    /// `in the bars: added that day`: explains the number inside a bar.
    Since(Period),
    /// `Cumulative labels of the team`, which begins a line.
    OfTheTeam(Unit),
    /// `pace car`: the bar of what the deadline needs.
    PaceCar,
    /// `pace car: 988 labels a working day until 12 Dec`.
    Needed {
        /// How many a day, rounded up.
        n: u64,
        /// Their unit.
        what: Unit,
        /// The last day.
        day: &'a str,
    },
    /// `no pace car: no deadline is set`.
    NoPaceCar(WithoutPace),
    /// `ahead of the pace car`, below or behind by how much.
    AgainstPace(Side),
    /// `last week`: the bar of what was done so many weeks before.
    Ghost(u32),
    /// `no labels on the same days of the week before`.
    NoGhost,
    /// `more than last week`, below or behind how many.
    AgainstGhost {
        /// On which side of it.
        side: Side,
        /// So many weeks before.
        weeks: u32,
    },
    /// `all done then, at this pace`, below a date.
    DoneThen,
}

/// On which side of a rival a team is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// It has more.
    Ahead,
    /// It has as much.
    Level,
    /// It has less.
    Behind,
}

/// Why a film has no pace car.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WithoutPace {
    /// Nobody named a deadline.
    Deadline,
    /// Nothing was left to do.
    Left,
    /// The deadline was over.
    Passed,
    /// What it takes is not known.
    Unknown,
}

impl Side {
    pub(super) fn form(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Level => "level",
            Self::Behind => "behind",
        }
    }
}

impl WithoutPace {
    pub(super) fn form(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Left => "left",
            Self::Passed => "passed",
            Self::Unknown => "unknown",
        }
    }
}

/// The names that the files of words use for each form.
impl Unit {
    pub(super) fn form(self) -> &'static str {
        match self {
            Self::Labels => "labels",
            Self::Annotations => "annotations",
            Self::Objects => "objects",
        }
    }
}

impl Per {
    pub(super) fn form(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
        }
    }
}

impl Period {
    pub(super) fn form(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}
