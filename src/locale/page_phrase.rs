//! Every phrase of the page beside a film, and of the captions of the film on it.
//!
//! How a phrase is worded is in the files of `words`, below `page/`; each phrase here is one message there.

use strum::IntoStaticStr;

use super::phrase::Unit;

/// A phrase of a page. A heading begins with a small letter where what is counted comes first.
#[derive(Clone, Copy, Debug, Eq, IntoStaticStr, PartialEq)]
#[cfg_attr(test, derive(strum::VariantArray))]
#[strum(serialize_all = "kebab-case", prefix = "page-")]
#[expect(missing_docs, reason = "each is a message of assets/words/page/en.ftl, which says it best")]
pub enum PageWord {
    Film,
    NoFilm,
    Jump,
    Everybody,
    Hours,
    Standings,
    Forecast,
    Quality,
    Counting,
    YourData,
    Downloads,
    Place,
    Name,
    Share,
    LastWeek,
    BestDay,
    Day,
    Week,
    Month,
    Total,
    Sort,
    Copy,
    Copied,
    NotCopied,
    Fewer,
    More,
    Numbers,
    Keys,
    Poster,
    Captions,
    Table,
    AllNumbers,
    OneLabel,
    OneTask,
    OneAnnotation,
    MayGrow,
    Grouped,
    TeamHours,
    Purpose,
    Quiet,
    AskOwner,
    Through,
    Done,
    ThisWeek,
    TooEarly,
    Likely,
    Deadline,
    NoEnd,
    OnTime,
    OnTimeSlowest,
    Reserve,
    Late,
    Passed,
    NoDays,
    Paces,
    Agreement,
    Disagreed,
    Confused,
    OneClass,
    Team,
    Planned,
}

/// A phrase of a page that names what is counted.
#[derive(Clone, Copy, Debug, Eq, IntoStaticStr, PartialEq)]
#[cfg_attr(test, derive(strum::VariantArray))]
#[strum(serialize_all = "kebab-case", prefix = "page-")]
#[expect(missing_docs, reason = "as above")]
pub enum PageCounted {
    OverTime,
    PerDay,
    PerWeek,
    PerMonth,
    HoursIs,
    Shares,
    Holds,
}

/// A phrase of a page, or of the captions on it, with blanks to fill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PagePhrase<'a> {
    /// What somebody who cannot see the film has to know.
    FilmIs {
        /// The title of the film.
        title: &'a str,
        /// Its length.
        seconds: u64,
        /// What it counts.
        what: Unit,
        /// How many of that.
        n: u64,
    },
    /// `target 36,000`.
    Target(u64),
    /// How many rows of the table are printed.
    FirstRows(u64),
    /// The time zone.
    Zone(&'a str),
    /// Who is named: at most so many.
    Named(u64),
    /// Whom to ask for another name.
    Ask(&'a str),
    /// `Mon 14 Mar: 2,345 labels so far.`
    SoFar {
        /// The day or time, as it begins a line.
        day: &'a str,
        /// What is counted.
        what: Unit,
        /// How many of that.
        n: u64,
    },
    /// `At the end: 2,345 labels.`
    AtTheEnd {
        /// What is counted.
        what: Unit,
        /// How many of that.
        n: u64,
    },
    /// `Blue Heron has 812.`
    Alone(&'a str, u64),
    /// `Blue Heron leads with 812, ahead of Red Fox with 745.`
    Leads((&'a str, u64), (&'a str, u64)),
    /// `Blue Heron and Red Fox are level at 812.`
    Level(&'a str, &'a str, u64),
    /// `Tall Pine follows with 655.`
    Third(&'a str, u64),
    /// `At the pace of the last 5 working days`.
    LastDays(u64),
    /// `At the slowest of the last 4 full weeks`.
    Slowest(u64),
    /// `11 Dec 2025 (1,042 a day)`.
    DoneOn {
        /// The day, or why there is none.
        day: &'a str,
        /// The pace for each working day.
        rate: f64,
    },
    /// `from 9 Dec 2025 on, with no end in sight`.
    FromOn(&'a str),
    /// `12 Dec 2025 needs 970 a day`.
    Needs {
        /// The deadline.
        day: &'a str,
        /// What it needs for each working day.
        rate: f64,
    },
    /// `late: 12 a day are missing`.
    LateBy(f64),
    /// `3 working days left`.
    DaysLeft(u64),
    /// `2 whole working days so far; a forecast needs 3`.
    DaysSoFar(u64),
    /// `Week from 2 Mar 2026`.
    WeekFrom(&'a str),
    /// `Duck / Goose (61.8 % of all disagreements)`.
    OfDisagreements {
        /// The two classes.
        classes: &'a str,
        /// Their part, 0 to 1.
        part: f64,
    },
    /// `plan: 36,000 by 12 Dec 2025`.
    Plan(u64, &'a str),
}
