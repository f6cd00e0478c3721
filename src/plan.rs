//! What was asked becomes what will be done.
//!
//! A [`CountRequest`] and a [`FilmRequest`] hold settings as somebody wrote them, each a text of its own
//! type; a [`Plan`] and a [`Film`] are what they mean together, and are always valid. A flag of the command
//! line is a field of a request, so whatever else takes requests refuses the same things in the same words.

mod moment;

use std::{fmt::Display, path::PathBuf, str::FromStr};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::Args;

pub use self::moment::{Length, LengthError, Moment, MomentError};
use crate::{
    gather::{DEFAULT_PARALLEL, Jobs, Reading, Strictness},
    people::{AliasError, Aliases, Naming},
    store::Location,
    style::{Size, ThemeName},
    tally::{Choice, Count, Span},
};

/// What is read.
#[derive(Args, Clone, Debug)]
#[expect(clippy::doc_markdown, reason = "the comments of its fields are what --help prints")]
pub struct SourceRequest {
    /// A labeling job's folder or file, or s3://bucket/prefix/job-name/
    ///
    /// A folder or an s3:// (or Ground Truth's https://) address of a job's root, its annotations/, its
    /// annotations/worker-response/, or any folder of worker-response files; also an output.manifest.
    #[arg(help_heading = "Arguments")]
    pub source: Location,

    /// Fail if any file or answer has to be skipped
    #[arg(long, help_heading = "Reading")]
    pub strict: bool,

    /// Files to fetch at once
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PARALLEL, value_parser = parallel, help_heading = "Reading")]
    pub parallel: usize,

    /// Whose days and hours count, as an IANA name such as Europe/Berlin
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone, help_heading = "Counting")]
    pub time_zone: Tz,
}

/// What is read and how it is counted.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Counting")]
pub struct CountRequest {
    /// What is read.
    #[command(flatten)]
    pub source: SourceRequest,

    /// Make one race of all jobs in SOURCE, where it holds several
    #[arg(long, help_heading = "Reading")]
    pub all_jobs: bool,

    /// Length of a time bucket: auto, 1w, 1d, or what divides a day (12h, 1h, 15m, 1m)
    ///
    /// auto takes the longest of 1d, 6h, 1h, 15m, 5m and 1m that gives at least 60 buckets.
    #[arg(long, value_name = "LENGTH", default_value = "auto")]
    pub interval: Choice,

    /// Count from here: 2024-03-04, 2024-03-04T08:00, or 7d before --until (or now)
    #[arg(long, value_name = "WHEN")]
    pub since: Option<Moment>,

    /// Count up to here, not included: 2024-03-11, 2024-03-11T18:00, or 1d before now
    #[arg(long, value_name = "WHEN")]
    pub until: Option<Moment>,

    /// What counts: labels (submitted answers) or annotations (boxes, entities, frames in them)
    #[arg(long, value_name = "WHAT", default_value = "labels", value_parser = count)]
    pub count: Count,

    /// Names people chose: a CSV file of id,name, also in S3 (`s3://bucket/key`)
    ///
    /// An id is a worker's sub, or the worker id with or without its prefix. Two ids with one name are one
    /// person.
    #[arg(long, value_name = "FILE", help_heading = "Names")]
    pub aliases: Option<Location>,

    /// Names for everybody else: pseudonym (Blue Heron) or id (the first 8 characters)
    #[arg(long, value_name = "HOW", default_value = "pseudonym", value_parser = naming, help_heading = "Names")]
    pub names: Naming,

    /// Draw pseudonyms with this key instead of the job's name
    ///
    /// The same key gives a person the same pseudonym in several jobs.
    #[arg(long, value_name = "TEXT", help_heading = "Names")]
    pub pseudonym_key: Option<String>,
}

/// How the film is made.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Film")]
pub struct FilmRequest {
    /// Size of a frame in pixels
    #[arg(long, value_name = "WxH", default_value_t = Size::DEFAULT, allow_hyphen_values = true)]
    pub size: Size,

    /// Frames per second, 1 to 60
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = fps, allow_negative_numbers = true)]
    pub fps: u32,

    /// Length of the whole film, the hold at its end included
    #[arg(long, value_name = "TIME", default_value = "30s", allow_hyphen_values = true)]
    pub duration: Length,

    /// Instead of --duration: a length for each time bucket, as 0.5s, from 0.01s to 60s
    #[arg(long, value_name = "TIME", conflicts_with = "duration", value_parser = per_bucket, allow_hyphen_values = true)]
    pub per_bucket: Option<f64>,

    /// How long the film stands still at its end, to 60s; of --duration no more than a quarter
    #[arg(long, value_name = "TIME", default_value = "3s", value_parser = hold, allow_hyphen_values = true)]
    pub hold: f64,

    /// How long two take to change places, 0.1s to 5s
    #[arg(long, value_name = "TIME", default_value = "0.5s", value_parser = swap, allow_hyphen_values = true)]
    pub swap: f64,

    /// Nights and weekends, when nobody labels: compress (a short beat) or keep
    #[arg(long, value_name = "HOW", default_value = "compress", value_parser = idle)]
    pub idle: Idle,

    /// How many people are shown at once, 1 to 30
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = top, allow_negative_numbers = true)]
    pub top: usize,

    /// Title [default: the job's name]
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// Colours: light or dark
    #[arg(long, value_name = "NAME", default_value_t)]
    pub theme: ThemeName,

    /// A font for characters that the embedded one lacks (.ttf, .otf, .ttc); may be given again
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,

    /// Take the fonts of this machine where no other has a character
    ///
    /// The film may then look different on another machine.
    #[arg(long)]
    pub system_fonts: bool,
}

/// What becomes of stretches in which nobody labels.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Idle {
    /// Each is a short beat, and a gap in the timeline.
    #[default]
    Compress,
    /// They take as long as any other time.
    Keep,
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
    /// `None`: the job's name.
    pub title: Option<String>,
    /// The colours.
    pub theme: ThemeName,
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
    /// The alias file cannot be read.
    #[error("could not read the alias file {}", path.display())]
    NoAliases {
        /// Where it should be.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The alias file cannot be used.
    #[error("{file}")]
    Aliases {
        /// Where it is.
        file: Location,
        /// What is wrong with it.
        #[source]
        source: AliasError,
    },
}

impl SourceRequest {
    /// The input for this request at the moment `now`.
    pub fn plan(self, jobs: Jobs, now: DateTime<Utc>) -> Input {
        let strictness = if self.strict { Strictness::Strict } else { Strictness::Lenient };
        Input { source: self.source, reading: Reading { parallel: self.parallel, jobs, strictness, now } }
    }
}

impl CountRequest {
    /// The plan for this request at the moment `now`. `names` are the bytes of the alias file.
    ///
    /// # Errors
    /// When the settings do not fit together, or the alias file cannot be used.
    pub fn plan(self, now: DateTime<Utc>, names: Option<&[u8]>) -> Result<Plan, PlanError> {
        let zone = self.source.time_zone;
        let until = self.until.map(|until| until.resolve(now, zone)).transpose()?;
        let since = self.since.map(|since| since.resolve(until.unwrap_or(now), zone)).transpose()?;
        if let (Some(since), Some(until)) = (since, until)
            && until <= since
        {
            let shown = |time| crate::tally::rfc3339(time, zone);
            return Err(PlanError::EmptySpan { since: shown(since), until: shown(until) });
        }
        let aliases = match (self.aliases, names) {
            (Some(file), Some(bytes)) => {
                Aliases::parse(bytes).map_err(|source| PlanError::Aliases { file, source })?
            }
            _ => Aliases::default(),
        };
        Ok(Plan {
            input: self.source.plan(if self.all_jobs { Jobs::All } else { Jobs::One }, now),
            interval: self.interval,
            zone,
            span: Span { since, until },
            count: self.count,
            aliases,
            naming: self.names,
            pseudonym_key: self.pseudonym_key,
        })
    }
}

impl FilmRequest {
    /// The film for this request.
    pub fn plan(self) -> Film {
        Film {
            size: self.size,
            fps: self.fps,
            seconds: self.duration.seconds(),
            per_bucket: self.per_bucket,
            hold: self.hold,
            swap: self.swap,
            idle: self.idle,
            top: self.top,
            title: self
                .title
                .map(|title| crate::people::presentable(&title))
                .filter(|title| !title.is_empty()),
            theme: self.theme,
            fonts: self.font,
            system_fonts: self.system_fonts,
        }
    }
}

fn zone(text: &str) -> Result<Tz, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("`{text}` is no time zone; write an IANA name such as Europe/Berlin or UTC"))
}

fn count(text: &str) -> Result<Count, String> {
    match text {
        "labels" => Ok(Count::Labels),
        "annotations" => Ok(Count::Annotations),
        _ => Err(format!("`{text}` cannot be counted; there are labels and annotations")),
    }
}

fn naming(text: &str) -> Result<Naming, String> {
    match text {
        "pseudonym" => Ok(Naming::Pseudonym),
        "id" => Ok(Naming::Id),
        _ => Err(format!("`{text}` is no kind of name; there are pseudonym and id")),
    }
}

fn idle(text: &str) -> Result<Idle, String> {
    match text {
        "compress" => Ok(Idle::Compress),
        "keep" => Ok(Idle::Keep),
        _ => Err(format!("`{text}` cannot be done with idle time; there are compress and keep")),
    }
}

fn per_bucket(text: &str) -> Result<f64, LengthError> {
    moment::within(text, 0.01, 60.0)
}

fn hold(text: &str) -> Result<f64, LengthError> {
    moment::within(text, 0.0, 60.0)
}

fn swap(text: &str) -> Result<f64, LengthError> {
    moment::within(text, 0.1, 5.0)
}

fn within<N: Copy + FromStr + PartialOrd + Display>(text: &str, least: N, most: N) -> Result<N, String> {
    let refuse = || format!("`{text}` is not a whole number from {least} to {most}");
    let n: N = text.trim().parse().map_err(|_| refuse())?;
    if n < least || most < n { Err(refuse()) } else { Ok(n) }
}

fn fps(text: &str) -> Result<u32, String> {
    within(text, 1, 60)
}

fn top(text: &str) -> Result<usize, String> {
    within(text, 1, 30)
}

fn parallel(text: &str) -> Result<usize, String> {
    within(text, 1, 1024)
}
