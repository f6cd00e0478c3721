//! What a run made and what it counted, for programs.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    race::Race,
    render::style::Size,
    source::{Gathered, LogUse, Skipped, Times},
    stats::{Count, Forecast, Measure, Reach, Tally, Throughput, rfc3339},
};

/// The outcome of a run, as it is printed, kept and read again. Times are RFC 3339 with the offset of the time zone.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Receipt {
    /// The job's name; for several jobs the name of the source.
    pub job: String,
    /// Where the film is: a path, or an `s3://` address once it is uploaded.
    pub video: String,
    /// Where the picture of its last frame is, if one was asked for.
    pub poster: Option<String>,
    /// Where the small moving picture of the film is; this and the next are absent if none was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<String>,
    /// How large and how long that is, and whether it had to be made smaller, as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview_note: Option<String>,
    /// Where the page around it is, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Where the table of counts is, if it was uploaded beside the film.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<String>,
    /// Frames of the film.
    pub frames: usize,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Frames per second.
    pub fps: u32,
    /// Length of the film in seconds.
    pub seconds: f64,
    /// Size of the film in bytes.
    pub bytes: u64,
    /// How much was counted: labels, or annotations if those were asked for.
    pub labels: u64,
    /// People with an answer that counts, whether bars are people or groups.
    pub workers: usize,
    /// Dataset objects with an answer that counts; null where no answer tells its object, as in a log of the workers'
    /// activity.
    pub objects: Option<usize>,
    /// Objects of the job; this and the next four are null without a manifest.
    pub objects_total: Option<u64>,
    /// Objects that are neither labeled nor failed yet.
    pub objects_open: Option<u64>,
    /// Objects labeled by people.
    pub human_labeled: Option<u64>,
    /// Objects labeled by a machine.
    pub machine_labeled: Option<u64>,
    /// Objects that failed or expired.
    pub failed: Option<u64>,
    /// How much of the job is done at the end of the film, in `progress_unit`; this and the next two are null
    /// with neither a manifest nor `--total`.
    pub progress_done: Option<u64>,
    /// The whole job, in `progress_unit`.
    pub progress_total: Option<u64>,
    /// What progress is measured in.
    pub progress_unit: Option<ProgressUnit>,
    /// People, or teams, with a picture; null if no pictures were asked for.
    pub pictures: Option<usize>,
    /// Length of a time bucket.
    pub interval: String,
    /// Buckets from the first answer to the last.
    pub buckets: usize,
    /// Answers that were found twice and counted once.
    pub duplicates: u64,
    /// Later answers of a person for an object that she had answered already; they do not count.
    #[serde(default)]
    pub resubmitted: u64,
    /// Files and answers that could not be used.
    pub skipped: Skipped,
    /// Where the first bucket begins.
    pub from: String,
    /// Where the last bucket ends.
    pub to: String,
    /// The newest time in the source.
    pub as_of: String,
    /// The time zone of days and hours, as an IANA name.
    pub time_zone: String,
    /// Which times answers have: `submitted`; `consolidated` if they have none of their own; `file` if some have
    /// only that of their file, which a copy may have changed.
    pub times: Times,
    /// What the log of the workers' activity was used for, and how far it and the responses differ; absent if there was
    /// none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<LogUse>,
    /// The same as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_note: Option<String>,
    /// Events of the log whose kind is not known, by their names; absent if there are none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other_events: BTreeMap<String, u64>,
    /// How files were understood where that has to be said: whether the numbers of a race table are sums; absent if
    /// there is nothing to say.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub notes: BTreeSet<String>,
    /// Characters of names and title that no font has, at most [`MISSING`]; usually none.
    #[serde(default)]
    pub missing_characters: String,
    /// Why people are without the names that were to be shown; absent if nothing is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names_warning: Option<String>,
    /// How much was done and how fast; receipts of early versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stats: Option<Throughput>,
    /// Which rules hold for what is shown of people, as sentences; absent where everybody may be seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub showing_rules: Vec<String>,
    /// When the job will be done; absent if nothing says how much work it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<Forecast>,
    /// Why there is no forecast although one was asked for; absent if nothing is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast_warning: Option<String>,
}

/// How many missing characters a receipt lists.
pub const MISSING: usize = 50;

/// What the progress of a job is measured in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProgressUnit {
    /// Dataset objects, as a manifest counts them.
    Objects,
    /// Labels.
    Labels,
    /// Annotations.
    Annotations,
}

/// The places of a film that is in a bucket, as `s3://` addresses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Addresses {
    /// The film.
    pub video: String,
    /// Its last frame.
    pub poster: String,
    /// The page around it.
    pub page: String,
    /// The table of counts.
    pub tally: String,
}

impl Receipt {
    /// The receipt of a film of `race` at `video`.
    pub fn new(
        gathered: &Gathered,
        tally: &Tally,
        (people, objects): (usize, Option<usize>),
        (race, count): (&Race, Count),
        size: Size,
        (video, bytes): (String, u64),
        poster: Option<String>,
    ) -> Self {
        let progress = gathered.progress();
        let edges = tally.edges();
        let shown = |time| rfc3339(time, tally.zone());
        Self {
            job: gathered.name.clone(),
            video,
            poster,
            preview: None,
            preview_note: None,
            page: None,
            tally: None,
            frames: race.len(),
            width: size.width(),
            height: size.height(),
            fps: race.fps(),
            seconds: race.seconds(),
            bytes,
            labels: tally.total(),
            workers: people,
            objects,
            objects_total: progress.map(|progress| progress.total),
            objects_open: progress.map(|progress| progress.open()),
            human_labeled: progress.map(|progress| progress.human),
            machine_labeled: progress.map(|progress| progress.machine),
            failed: progress.map(|progress| progress.failed),
            progress_done: race.course().reach.as_ref().map(Reach::done),
            progress_total: race.course().reach.as_ref().map(|reach| reach.total),
            progress_unit: race.course().reach.as_ref().map(|reach| match reach.measure {
                Measure::Objects => ProgressUnit::Objects,
                Measure::Counted => match count {
                    Count::Labels => ProgressUnit::Labels,
                    Count::Annotations => ProgressUnit::Annotations,
                },
            }),
            pictures: None,
            interval: tally.interval().to_string(),
            buckets: tally.len(),
            duplicates: gathered.duplicates,
            resubmitted: gathered.resubmitted,
            skipped: gathered.skipped.clone(),
            from: shown(edges[0]),
            to: shown(edges[edges.len() - 1]),
            as_of: shown(gathered.as_of),
            time_zone: tally.zone().to_string(),
            times: gathered.times(),
            log: gathered.log.clone(),
            log_note: gathered.log.as_ref().map(LogUse::sentence),
            other_events: gathered.other_events.clone(),
            notes: gathered.notes.clone(),
            missing_characters: String::new(),
            names_warning: None,
            stats: None,
            showing_rules: Vec::new(),
            forecast: None,
            forecast_warning: None,
        }
    }

    /// The same, with how much was done and how fast.
    #[must_use]
    pub fn with_stats(self, stats: Option<Throughput>) -> Self {
        Self { stats, ..self }
    }

    /// The same, of a film for which these rules hold.
    #[must_use]
    pub fn with_rules(self, showing_rules: Vec<String>) -> Self {
        Self { showing_rules, ..self }
    }

    /// The same, with when the job will be done, or why that is not known.
    #[must_use]
    pub fn with_forecast(self, forecast: Option<Forecast>, warning: Option<String>) -> Self {
        Self { forecast, forecast_warning: warning, ..self }
    }

    /// The same, of a film with pictures of so many people.
    #[must_use]
    pub fn with_pictures(self, pictures: usize) -> Self {
        Self { pictures: Some(pictures), ..self }
    }

    /// The same, of a film with this preview.
    #[must_use]
    pub fn with_preview(self, preview: String, note: String) -> Self {
        Self { preview: Some(preview), preview_note: Some(note), ..self }
    }

    /// The same, of a film with a page around it.
    #[must_use]
    pub fn with_page(self, page: Option<String>) -> Self {
        Self { page, ..self }
    }

    /// The same, of a film that lacks these characters.
    #[must_use]
    pub fn lacking(self, missing: &BTreeSet<char>) -> Self {
        Self { missing_characters: missing.iter().take(MISSING).collect(), ..self }
    }

    /// The same, of a film some of whose names could not be read.
    #[must_use]
    pub fn with_names_warning(self, warning: Option<String>) -> Self {
        Self { names_warning: warning, ..self }
    }

    /// The same, of a film that was uploaded.
    #[must_use]
    pub fn uploaded(self, Addresses { video, poster, page, tally }: Addresses) -> Self {
        Self { video, poster: Some(poster), page: Some(page), tally: Some(tally), ..self }
    }

    /// As JSON with its fields in alphabetical order, the form in which buckets and functions have it.
    pub fn to_value(&self) -> Value {
        json!(self)
    }
}
