//! What was read, wherever it was read from, before anything is decided about it.
//!
//! `reading` fills it from the files of a store. A source without files fills it itself and enters at `settle`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    activity::{LogContents, LoggedAnswer, LoggedStep},
    answer::{KnownIds, Submission, WorkerId},
    pool::UserPool,
    progress::ObjectList,
    skipped::Skipped,
    time::Times,
};
use crate::store::StoreError;

/// Everything that was read.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what was there")]
pub struct ReadResult {
    /// The jobs, by their root.
    pub jobs: BTreeMap<Arc<str>, ReadJob>,
    /// Every answer, in any order. Its job is one of `jobs`.
    pub answers: Vec<ReadAnswer>,
    /// What else happened to tasks, in any order. Their jobs are among `jobs` too.
    pub steps: Vec<LoggedStep>,
    /// Events of a log whose kind is not known, by their names.
    pub other_events: BTreeMap<String, u64>,
    /// See [`Gathered::pools`](super::Gathered::pools).
    pub pools: BTreeSet<UserPool>,
    /// The names of people that files show themselves, by their ids.
    pub names: BTreeMap<WorkerId, String>,
    /// How files were understood, where that has to be said.
    pub notes: BTreeSet<String>,
    /// What could not be used or does not count.
    pub skipped: Skipped,
    /// The newest time that a file name or a list of objects tells.
    pub as_of: Option<DateTime<Utc>>,
    /// Whether there was nothing at all to be read, not even something of another kind.
    pub is_empty: bool,
    /// Whether something was there that only jobs have, with or without answers.
    pub is_inside_a_job: bool,
    /// Whether a log was among it, with or without events that count.
    pub is_log: bool,
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
    /// Whether its answers come from a log, which does not tell their objects.
    pub is_logged: bool,
    /// Whether the objects of its answers only tell them apart.
    pub tells_no_objects: bool,
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

    /// Adds what a log tells. The jobs are those that its events name.
    pub fn add_log(&mut self, log: LogContents) {
        let LogContents { answers, steps, pools, other_events, .. } = log;
        self.pools.extend(pools);
        for (name, count) in other_events {
            *self.other_events.entry(name).or_default() += count;
        }
        let jobs = answers.iter().map(|answer| &answer.job).chain(steps.iter().map(|step| &step.job));
        for job in jobs {
            if !self.jobs.contains_key(job) {
                self.jobs.insert(Arc::clone(job), ReadJob { is_logged: true, ..ReadJob::default() });
            }
        }
        self.as_of = self.as_of.max(steps.iter().map(|step| step.at).max());
        for LoggedAnswer { job, id, mut submission } in answers {
            self.ids.share(&mut submission);
            self.answers.push(ReadAnswer { job, object: id, submission });
        }
        self.steps.extend(steps);
    }

    /// Calls each job of a log by its name alone where no other has that name, and otherwise by as much of
    /// `account/region/name` as it takes.
    pub fn shorten_jobs_of_logs(&mut self) {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for root in self.jobs.keys() {
            for end in ends(root) {
                *counts.entry(end).or_default() += 1;
            }
        }
        let short = |(root, job): (&Arc<str>, &ReadJob)| {
            let end = ends(root).find(|end| counts[end] == 1).filter(|_| job.is_logged)?;
            Some((Arc::clone(root), Arc::from(end)))
        };
        let short: HashMap<Arc<str>, Arc<str>> = self.jobs.iter().filter_map(short).collect();
        let shorten = |job: &mut Arc<str>| {
            if let Some(short) = short.get(job) {
                *job = Arc::clone(short);
            }
        };
        self.answers.iter_mut().for_each(|answer| shorten(&mut answer.job));
        self.steps.iter_mut().for_each(|step| shorten(&mut step.job));
        let jobs = std::mem::take(&mut self.jobs).into_iter();
        self.jobs = jobs
            .map(|(mut root, job)| {
                shorten(&mut root);
                (root, job)
            })
            .collect();
    }
}

/// `name`, `region/name` and `account/region/name`, from the shortest on.
fn ends(root: &str) -> impl Iterator<Item = &str> {
    let slashes = root.rmatch_indices('/').map(|(slash, _)| slash + 1);
    slashes.chain([0]).map(|start| &root[start..])
}
