//! What will be read and how it will be counted.
//!
//! A [`Plan`] is what the settings of a `CountRequest` mean together, and is always valid.

use std::{collections::BTreeSet, path::PathBuf};

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{
    moment::{Moment, MomentError},
    privacy::Privacy,
};
use crate::{
    locale::Locale,
    people::{Aliases, Colors, Groups, ListError, Naming},
    race::{Bars, RaceOf},
    render::style::ThemeError,
    source::{ComparedSpan, EventFilter, Gathered, Reading, Records, UserPool},
    stats::{Choice, Count, HolidaysError, IdleCap, Span},
    store::Location,
};

/// The bytes of the files that settings name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Files {
    /// Names that people chose.
    pub aliases: Option<Vec<u8>>,
    /// Who is in which group.
    pub groups: Option<Vec<u8>>,
    /// Who has which color.
    pub colors: Option<Vec<u8>>,
    /// A theme.
    pub theme: Option<Vec<u8>>,
    /// Lists of holidays, in the order in which they are named.
    pub holidays: Vec<Vec<u8>>,
}

/// What will be read.
#[derive(Clone, Debug)]
pub struct Input<P = PathBuf> {
    /// Where the answers are.
    pub source: Location<P>,
    /// How they are read.
    pub reading: Reading,
    /// What a log of the workers' activity is for.
    pub log: LogInput<P>,
}

impl<P> Input<P> {
    /// A source without a log.
    pub fn new(source: Location<P>, reading: Reading) -> Self {
        Self { source, reading, log: LogInput::default() }
    }
}

/// What a log of the workers' activity is for. By default there is none, unless the source turns out to be one.
#[derive(Clone, Debug)]
pub struct LogInput<P = PathBuf> {
    /// What tells who did how much; `None` if nobody said.
    pub records: Option<Records>,
    /// Where the log is, if it is not the source.
    pub place: Option<Location<P>>,
    /// Which of its events count.
    pub only: EventFilter,
    /// The time of which it is read, as far as the log itself can tell.
    pub span: ComparedSpan,
}

impl<P> Default for LogInput<P> {
    fn default() -> Self {
        Self { records: None, place: None, only: EventFilter::default(), span: ComparedSpan::default() }
    }
}

/// What will be read and how it will be counted.
#[derive(Clone, Debug)]
pub struct Plan<P = PathBuf> {
    /// What will be read.
    pub input: Input<P>,
    /// Length of a bucket.
    pub interval: Choice,
    /// Whose days they are.
    pub zone: Tz,
    /// Which answers count.
    pub span: AskedSpan,
    /// What of them counts.
    pub count: Count,
    /// The longest pause that still counts as work.
    pub idle_cap: IdleCap,
    /// Names that people chose.
    pub aliases: Aliases,
    /// Names of everybody else.
    pub naming: Naming,
    /// The user pools to be read for names; if there are none, those that the answers name.
    pub user_pools: BTreeSet<UserPool>,
    /// Who is in which group.
    pub groups: Groups,
    /// Whose bars they are.
    pub bars: Bars,
    /// Who races.
    pub race: RaceOf,
    /// How many people have to be seen, or else all are shown as one team; `None` if nobody said.
    pub min_people: Option<usize>,
    /// How much is shown of people; `min_people` is as it says.
    pub privacy: Privacy,
    /// Whether labels count by name only where agreement with the others is not plainly low.
    pub gate: bool,
    /// Colors that somebody chose.
    pub colors: Colors,
    /// How numbers, dates and words are written.
    pub locale: Locale,
    /// The key of pseudonyms, if it is not the job's name.
    pub pseudonym_key: Option<String>,
}

/// Which answers count, as far as it is known before they are read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct AskedSpan {
    /// The first moment that counts; `None`: from the beginning, or what `back` says.
    pub since: Option<DateTime<Utc>>,
    /// How long before the newest answer counting begins.
    pub back: Option<Moment>,
    /// The first moment that does not count any more.
    pub until: Option<DateTime<Utc>>,
}

/// Why settings do not fit together.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A moment that the zone's calendar does not have, or too far away.
    #[error("--since or --until cannot be used")]
    Moment(#[from] MomentError),
    /// Nothing lies between.
    #[error("--since {since} is not before --until {until}, so there is nothing to count; {way_out}")]
    EmptySpan {
        /// The first moment.
        since: String,
        /// The last moment.
        until: String,
        /// What to type instead.
        way_out: String,
    },
    /// A file of names, groups or colors cannot be used.
    #[error("{file}")]
    List {
        /// Where it is.
        file: Location,
        /// What is wrong with it.
        #[source]
        source: ListError,
    },
    /// A theme cannot be used.
    #[error("the theme {file}")]
    Theme {
        /// Where it is.
        file: Location,
        /// What is wrong with it.
        #[source]
        source: ThemeError,
    },
    /// A list of holidays cannot be used.
    #[error("the holidays in {file}")]
    Holidays {
        /// Where it is.
        file: Location,
        /// What is wrong with it.
        #[source]
        source: HolidaysError,
    },
    /// User names, and no user pool to take them from.
    #[error(
        "--show-usernames needs --names cognito: user names are in the user pool that people sign in with"
    )]
    NoUsernames,
    /// Rows of the statistics, and another table.
    #[error("--by needs --what stats: only that table has rows of a choice")]
    ByOfNoStats,
    /// A log where the folder of a job is needed.
    #[error("--source {asked} needs the folder of a job as SOURCE; name the log with --log-group instead")]
    LogAsJob {
        /// What was asked for.
        asked: &'static str,
    },
    /// One bar per group, and no groups.
    #[error("--bars groups needs --group FILE, which says who is in which group")]
    NoGroups,
    /// Groups against each other, and all of them as one.
    #[error(
        "--race team shows the whole team as one, so it does not go with --bars groups; leave out one of them"
    )]
    TeamOfGroups,
}

impl<P> Plan<P> {
    /// What is done with an input if nobody asks for anything.
    pub fn plain(input: Input<P>) -> Self {
        Self {
            input,
            interval: Choice::default(),
            zone: Tz::UTC,
            span: AskedSpan::default(),
            count: Count::default(),
            idle_cap: IdleCap::default(),
            aliases: Aliases::default(),
            naming: Naming::default(),
            user_pools: BTreeSet::new(),
            groups: Groups::default(),
            bars: Bars::default(),
            race: RaceOf::default(),
            min_people: None,
            privacy: Privacy::default(),
            gate: false,
            colors: Colors::default(),
            locale: Locale::default(),
            pseudonym_key: None,
        }
    }
}

impl<P> Plan<P> {
    /// Which of these answers count, now that they are known.
    pub fn span_of(&self, gathered: &Gathered) -> Span {
        let AskedSpan { since, back, until } = self.span;
        let answered = gathered.answers.last().map(|answer| answer.submitted);
        let newest = answered.or_else(|| gathered.events.last().map(|event| event.at));
        // Whoever asks for more years than there are gets all of them.
        let counted_back = back.zip(newest).and_then(|(back, newest)| back.resolve(newest, self.zone).ok());
        Span { since: since.or(counted_back), until }
    }
}

/// The error for a span that ends before it begins, with the two turned round as the way out.
pub(super) fn empty_span(since: DateTime<Utc>, until: DateTime<Utc>, zone: Tz) -> PlanError {
    let shown = |time: DateTime<Utc>| {
        let time = time.with_timezone(&zone).naive_local();
        let is_midnight = time.time() == NaiveTime::MIN;
        time.format(if is_midnight { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M" }).to_string()
    };
    let (since, until) = (shown(since), shown(until));
    let way_out = if since == until {
        "--until is the first moment that does not count, so a day ends with the next one".to_owned()
    } else {
        format!("did you mean --since {until} --until {since}?")
    };
    PlanError::EmptySpan { since, until, way_out }
}
