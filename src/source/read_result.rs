//! What was read, wherever it was read from, before anything is decided about it.
//!
//! `reading` fills it from the files of a store. A source without files fills it itself and enters at `settle`.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    answer::{KnownIds, Submission},
    pool::UserPool,
    progress::ObjectList,
    skipped::Skipped,
    time::Times,
};
use crate::store::StoreError;

/// Everything that was read.
#[derive(Debug, Default)]
pub struct ReadResult {
    /// The jobs, by their root.
    pub jobs: BTreeMap<Arc<str>, ReadJob>,
    /// Every answer, in any order. Its job is one of `jobs`.
    pub answers: Vec<ReadAnswer>,
    /// See [`Gathered::pools`](super::Gathered::pools).
    pub pools: BTreeSet<UserPool>,
    /// What could not be used or does not count.
    pub skipped: Skipped,
    /// The newest time that a file name or a list of objects tells.
    pub as_of: Option<DateTime<Utc>>,
    /// Whether there was nothing at all to be read, not even something of another kind.
    pub is_empty: bool,
    /// Whether something was there that only jobs have, with or without answers.
    pub is_inside_a_job: bool,
    /// Whether anything was in a format that is known.
    pub is_recognized: bool,
    /// The first thing that could not be read, which is the reason if in the end there is nothing.
    pub first_trouble: Option<StoreError>,
    ids: KnownIds,
}

/// A job that was read.
#[derive(Debug, Default)]
pub struct ReadJob {
    /// Whether the job is one file, and its root the key of that file.
    pub is_file: bool,
    /// Its list of objects, if it has one.
    pub objects: Option<ObjectList>,
    /// How exactly its answers are timed: as the coarsest of them.
    pub times: Times,
}

/// An answer whose worker is not known for certain yet.
#[derive(Debug)]
pub struct ReadAnswer {
    /// The root of its job.
    pub job: Arc<str>,
    /// Its object.
    pub object: Arc<str>,
    /// What its file says.
    pub submission: Submission,
}

impl ReadResult {
    /// Adds answers of one job, all timed alike.
    pub fn add(&mut self, job: &Arc<str>, times: Times, answers: Vec<(Arc<str>, Submission)>) {
        let read = self.jobs.entry(Arc::clone(job)).or_default();
        if !answers.is_empty() {
            read.times = read.times.max(times);
        }
        for (object, mut submission) in answers {
            self.ids.share(&mut submission);
            self.answers.push(ReadAnswer { job: Arc::clone(job), object, submission });
        }
    }
}
