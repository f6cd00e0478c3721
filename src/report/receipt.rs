//! What a run made and what it counted, for machines.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    race::Race,
    render::style::Size,
    source::{Gathered, Skipped, Times},
    stats::{Count, Measure, Reach, Tally, rfc3339},
};

/// The outcome of a run. Times are RFC 3339 with the offset of the time zone.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    /// The job's name; for several jobs that of the source.
    pub job: String,
    /// Where the film is.
    pub video: String,
    /// Where its last frame is, if one was wanted.
    pub poster: Option<String>,
    /// Frames of the film.
    pub frames: usize,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Frames per second.
    pub fps: u32,
    /// Length of the film.
    pub seconds: f64,
    /// Size of the film.
    pub bytes: u64,
    /// What was counted: labels, or annotations where those were asked for.
    pub labels: u64,
    /// People with an answer that counts, whoever's bars they are.
    pub workers: usize,
    /// Dataset objects with an answer that counts.
    pub objects: usize,
    /// Objects of the job; this and the next four are null where no manifest tells.
    pub objects_total: Option<u64>,
    /// Objects that are neither labeled nor failed.
    pub objects_open: Option<u64>,
    /// Objects labeled by people.
    pub human_labeled: Option<u64>,
    /// Objects labeled by machine.
    pub machine_labeled: Option<u64>,
    /// Objects that failed or expired.
    pub failed: Option<u64>,
    /// What of the job is done at the end of the film, in `progress_unit`; this and the next two are null
    /// where neither a manifest nor `--total` tells.
    pub progress_done: Option<u64>,
    /// When all of it is.
    pub progress_total: Option<u64>,
    /// `objects`, or what is counted.
    pub progress_unit: Option<&'static str>,
    /// People, or teams, with a picture; null where no pictures were asked for.
    pub pictures: Option<usize>,
    /// Length of a bucket.
    pub interval: String,
    /// Buckets from the first answer to the last.
    pub buckets: usize,
    /// Answers that were read twice and counted once.
    pub duplicates: u64,
    /// Files and answers that could not be used.
    pub skipped: Skipped,
    /// Where the first bucket begins.
    pub from: String,
    /// Where the last bucket ends.
    pub to: String,
    /// The newest time in the source.
    pub as_of: String,
    /// Whose days and hours these are.
    pub time_zone: String,
    /// `submitted`, or `consolidated` where answers have no times of their own.
    pub times: &'static str,
    /// Characters of names and title that no font has, at most [`MISSING`]; most often none.
    pub missing_characters: String,
}

/// How many missing characters are told of.
pub const MISSING: usize = 50;

impl Receipt {
    /// The receipt of a film of `race` at `video`.
    pub fn new(
        gathered: &Gathered,
        tally: &Tally,
        (people, objects): (usize, usize),
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
                Measure::Objects => "objects",
                Measure::Counted => count.name(),
            }),
            pictures: None,
            interval: tally.interval().to_string(),
            buckets: tally.len(),
            duplicates: gathered.duplicates,
            skipped: gathered.skipped.clone(),
            from: shown(edges[0]),
            to: shown(edges[edges.len() - 1]),
            as_of: shown(gathered.as_of),
            time_zone: tally.zone().to_string(),
            times: match gathered.times() {
                Times::Submitted => "submitted",
                Times::Consolidated => "consolidated",
            },
            missing_characters: String::new(),
        }
    }

    /// The receipt of a film with pictures of so many people.
    #[must_use]
    pub fn with_pictures(self, pictures: usize) -> Self {
        Self { pictures: Some(pictures), ..self }
    }

    /// The receipt of a film in which these characters could not be drawn.
    #[must_use]
    pub fn lacking(self, missing: &BTreeSet<char>) -> Self {
        Self { missing_characters: missing.iter().take(MISSING).collect(), ..self }
    }
}
