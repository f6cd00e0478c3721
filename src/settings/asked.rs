//! Settings as somebody wrote them: the flags of the command line, which are the fields of an event too.

use std::{fmt::Display, path::PathBuf, str::FromStr};

use chrono_tz::Tz;
use clap::Args;

use super::{
    moment::{self, Length, LengthError, Moment},
    theme::ThemeChoice,
};
use crate::{
    locale::Locale,
    people::Naming,
    race::{Announce, Bars, Idle},
    render::style::Size,
    source::DEFAULT_PARALLEL,
    stats::{Choice, Count},
    store::Location,
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

    /// Teams: a CSV file of id,group, also in S3; bars get the color of their team, and there is a legend
    ///
    /// An id as in the alias file, or a name.
    #[arg(long, value_name = "FILE", help_heading = "Names")]
    pub group: Option<Location>,

    /// Whose bars they are: people, or groups of --group
    #[arg(long, value_name = "WHOSE", default_value = "people", value_parser = bars, help_heading = "Names")]
    pub bars: Bars,

    /// Colors of one's own: a CSV file of id,color (#2476D8), also in S3
    ///
    /// An id as in the alias file, or the name of a person or group.
    #[arg(long, value_name = "FILE", alias = "colours", help_heading = "Names")]
    pub colors: Option<Location>,

    /// Language of dates, numbers and words: en, de, fr, es, it, pt or ja, also as pt-BR
    #[arg(long, value_name = "TAG", default_value_t, help_heading = "Names")]
    pub language: Locale,

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

    /// One more row for all who are not shown: "everyone else (12)"
    #[arg(long)]
    pub others: bool,

    /// Labels that each person is to make: a line to run for
    #[arg(long, value_name = "N", value_parser = count_of, allow_negative_numbers = true)]
    pub goal: Option<u64>,

    /// Labels that the whole job takes, for its progress [default: objects, as the job's manifest has them]
    #[arg(long, value_name = "N", value_parser = count_of, allow_negative_numbers = true)]
    pub total: Option<u64>,

    /// What the film tells: all, leads (who takes the lead), milestones (5,000 labels), or none
    #[arg(long, value_name = "WHAT", default_value = "all", value_parser = announce)]
    pub announce: Announce,

    /// No summary beside the bars at the end
    #[arg(long)]
    pub no_card: bool,

    /// Title [default: the job's name]
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// The line below the title [default: what is counted, and the days]
    #[arg(long, value_name = "TEXT")]
    pub subtitle: Option<String>,

    /// The line at the bottom [default: as of when this is true]
    #[arg(long, value_name = "TEXT")]
    pub caption: Option<String>,

    /// Colors: light, dark, or a theme of your own (a .toml file, also in S3; see docs/themes.md)
    #[arg(long, value_name = "NAME", default_value_t)]
    pub theme: ThemeChoice,

    /// Pictures of people: a folder (or S3 prefix) of PNG or JPEG files called by worker id or name
    #[arg(long, value_name = "DIR")]
    pub images: Option<Location>,

    /// A font for characters that the embedded one lacks (.ttf, .otf, .ttc); may be given again
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,

    /// Take the fonts of this machine where no other has a character
    ///
    /// The film may then look different on another machine.
    #[arg(long)]
    pub system_fonts: bool,
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

fn bars(text: &str) -> Result<Bars, String> {
    match text {
        "people" => Ok(Bars::People),
        "groups" => Ok(Bars::Groups),
        _ => Err(format!("`{text}` have no bars; there are people and groups")),
    }
}

fn announce(text: &str) -> Result<Announce, String> {
    match text {
        "all" => Ok(Announce::All),
        "leads" => Ok(Announce::Leads),
        "milestones" => Ok(Announce::Milestones),
        "none" => Ok(Announce::None),
        _ => Err(format!("`{text}` cannot be told; there are all, leads, milestones and none")),
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

fn count_of(text: &str) -> Result<u64, String> {
    within(text, 1, 1_000_000_000_000)
}
