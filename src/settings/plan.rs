//! What was asked becomes what will be done.
//!
//! A [`CountRequest`] and a [`FilmRequest`] hold settings as somebody wrote them, each a text of its own
//! type; a [`Plan`] and a [`Film`] are what they mean together, and are always valid. A flag of the command
//! line is a field of a request, so whatever else takes requests refuses the same things in the same words.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    asked::{CountRequest, FilmRequest, SourceRequest},
    moment::MomentError,
    theme::ThemeChoice,
};
use crate::{
    locale::Locale,
    people::{Aliases, Colors, Groups, ListError, Naming, portraits::Portraits, presentable},
    race::{Announce, Bars, Idle},
    render::style::{Size, Theme, ThemeError},
    source::{Jobs, Reading, Strictness},
    stats::{Choice, Count, Span},
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
}

/// What will be read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where the answers are.
    pub source: Location,
    /// How they are read.
    pub reading: Reading,
}

/// What will be read and how it will be counted.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What will be read.
    pub input: Input,
    /// Length of a bucket.
    pub interval: Choice,
    /// Whose days they are.
    pub zone: Tz,
    /// Which answers count.
    pub span: Span,
    /// What of them counts.
    pub count: Count,
    /// Names that people chose.
    pub aliases: Aliases,
    /// Names of everybody else.
    pub naming: Naming,
    /// Who is in which group.
    pub groups: Groups,
    /// Whose bars they are.
    pub bars: Bars,
    /// Colors that somebody chose.
    pub colors: Colors,
    /// How numbers, dates and words are written.
    pub locale: Locale,
    /// The key of pseudonyms, if it is not the job's name.
    pub pseudonym_key: Option<String>,
}

/// How the film will be made.
#[derive(Clone, Debug)]
pub struct Film {
    /// Of a frame.
    pub size: Size,
    /// Frames per second.
    pub fps: u32,
    /// The whole film, in seconds, unless buckets have a length.
    pub seconds: f64,
    /// The length of a bucket in seconds, if it decides that of the film.
    pub per_bucket: Option<f64>,
    /// At the end, in seconds.
    pub hold: f64,
    /// Of two places, in seconds.
    pub swap: f64,
    /// Nights and weekends.
    pub idle: Idle,
    /// People shown at once.
    pub top: usize,
    /// Whether there is a row for all who are not shown.
    pub others: bool,
    /// Labels that each person is to make.
    pub goal: Option<u64>,
    /// Labels that the whole job takes; `None`: its manifest tells how far it is.
    pub total: Option<u64>,
    /// What the film tells.
    pub announce: Announce,
    /// Whether there is a summary at the end.
    pub card: bool,
    /// `None`: the job's name.
    pub title: Option<String>,
    /// `None`: what is counted, and the days.
    pub subtitle: Option<String>,
    /// `None`: as of when the film is true.
    pub caption: Option<String>,
    /// The colors.
    pub theme: Theme,
    /// Where pictures of people are.
    pub images: Option<Location>,
    /// The pictures, once they have been read.
    pub portraits: Portraits,
    /// Fonts for what the embedded faces lack, first come first.
    pub fonts: Vec<PathBuf>,
    /// Whether those of the machine may be used too.
    pub system_fonts: bool,
}

/// Why settings do not fit together.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A moment that the zone's calendar does not have, or too far away.
    #[error(transparent)]
    Moment(#[from] MomentError),
    /// Nothing lies between.
    #[error("--since {since} is not before --until {until}, so nothing could be counted")]
    EmptySpan {
        /// The first moment.
        since: String,
        /// The last moment.
        until: String,
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
    /// Bars of groups that there are not.
    #[error("--bars groups needs --group FILE, which says who is in which")]
    NoGroups,
}

impl Plan {
    /// What is done with an input if nobody asks for anything.
    pub fn plain(input: Input) -> Self {
        Self {
            input,
            interval: Choice::Auto,
            zone: Tz::UTC,
            span: Span::default(),
            count: Count::Labels,
            aliases: Aliases::default(),
            naming: Naming::Pseudonym,
            groups: Groups::default(),
            bars: Bars::People,
            colors: Colors::default(),
            locale: Locale::default(),
            pseudonym_key: None,
        }
    }
}

impl SourceRequest {
    /// The input for this request at the moment `now`.
    pub fn plan(self, jobs: Jobs, now: DateTime<Utc>) -> Input {
        let strictness = if self.strict { Strictness::Strict } else { Strictness::Lenient };
        Input { source: self.source, reading: Reading { parallel: self.parallel, jobs, strictness, now } }
    }
}

impl CountRequest {
    /// The plan for this request at the moment `now`. `files` has those that it names.
    ///
    /// # Errors
    /// When the settings do not fit together, or a file cannot be used.
    pub fn plan(self, now: DateTime<Utc>, files: &Files) -> Result<Plan, PlanError> {
        let zone = self.source.time_zone;
        let until = self.until.map(|until| until.resolve(now, zone)).transpose()?;
        let since = self.since.map(|since| since.resolve(until.unwrap_or(now), zone)).transpose()?;
        if let (Some(since), Some(until)) = (since, until)
            && until <= since
        {
            let shown = |time| crate::stats::rfc3339(time, zone);
            return Err(PlanError::EmptySpan { since: shown(since), until: shown(until) });
        }
        if self.bars == Bars::Groups && self.group.is_none() {
            return Err(PlanError::NoGroups);
        }
        let aliases = list(self.aliases, files.aliases.as_deref(), Aliases::parse)?;
        let groups = list(self.group, files.groups.as_deref(), Groups::parse)?;
        let colors = list(self.colors, files.colors.as_deref(), Colors::parse)?;
        Ok(Plan {
            input: self.source.plan(if self.all_jobs { Jobs::All } else { Jobs::One }, now),
            interval: self.interval,
            zone,
            span: Span { since, until },
            count: self.count,
            aliases,
            naming: self.names,
            groups,
            bars: self.bars,
            colors,
            locale: self.language,
            pseudonym_key: self.pseudonym_key,
        })
    }
}

impl FilmRequest {
    /// The film for this request. `files` has those that it names; pictures are read later.
    ///
    /// # Errors
    /// When the theme cannot be used.
    pub fn plan(self, files: &Files) -> Result<Film, PlanError> {
        let said = |text: Option<String>| text.map(|text| presentable(&text));
        Ok(Film {
            size: self.size,
            fps: self.fps,
            seconds: self.duration.seconds(),
            per_bucket: self.per_bucket,
            hold: self.hold,
            swap: self.swap,
            idle: self.idle,
            top: self.top,
            others: self.others,
            goal: self.goal,
            total: self.total,
            announce: self.announce,
            card: !self.no_card,
            title: said(self.title).filter(|title| !title.is_empty()),
            subtitle: said(self.subtitle),
            caption: said(self.caption),
            theme: match (self.theme, &files.theme) {
                (ThemeChoice::Light, _) => Theme::light(),
                (ThemeChoice::Dark, _) => Theme::dark(),
                (ThemeChoice::File(file), bytes) => Theme::parse(bytes.as_deref().unwrap_or_default())
                    .map_err(|source| PlanError::Theme { file, source })?,
            },
            images: self.images,
            portraits: Portraits::default(),
            fonts: self.font,
            system_fonts: self.system_fonts,
        })
    }
}

/// What a file says; without one, nothing.
fn list<T: Default>(
    file: Option<Location>,
    bytes: Option<&[u8]>,
    parse: impl FnOnce(&[u8]) -> Result<T, ListError>,
) -> Result<T, PlanError> {
    match (file, bytes) {
        (Some(file), Some(bytes)) => parse(bytes).map_err(|source| PlanError::List { file, source }),
        _ => Ok(T::default()),
    }
}
