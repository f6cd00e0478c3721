//! What a source holds, or why there is nothing to count in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    answer::{Answer, WorkerId},
    event::TaskEvent,
    formats, keys,
    log_use::LogUse,
    pool::UserPool,
    progress::Progress,
    skipped::{Skipped, SkippedReason},
    time::Times,
};
use crate::store::StoreError;

/// What a source holds.
#[derive(Debug)]
pub struct Gathered {
    /// The job's name; for several jobs, the name of the source.
    pub name: String,
    /// The jobs, in the order of their places.
    pub jobs: Vec<Job>,
    /// The answers, in the order of time.
    pub answers: Vec<Answer>,
    /// What else happened to tasks, in the order of time; empty unless a log of the workers' activity tells it.
    pub events: Vec<TaskEvent>,
    /// Events of such a log whose kind is not known, by their names.
    pub other_events: BTreeMap<String, u64>,
    /// For everybody the ids without prefix that the source has beside the stable one.
    pub also_known_as: BTreeMap<WorkerId, BTreeSet<WorkerId>>,
    /// The user pools of Amazon Cognito that the people sign in with, as far as the source names them.
    pub pools: BTreeSet<UserPool>,
    /// What a log of the workers' activity was used for, if there was one.
    pub log: Option<LogUse>,
    /// Answers that were read twice and counted once.
    pub duplicates: u64,
    /// What could not be used or does not count.
    pub skipped: Skipped,
    /// The newest time in the source: it is complete up to there.
    pub as_of: DateTime<Utc>,
    /// What all keys of the source begin with, or the key of its one file.
    pub(super) key: String,
}

/// One labeling job.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Job {
    /// Its folder or file, as it is in [`Answer::job`].
    pub root: Arc<str>,
    /// Its name: the last part of the folder, or the file's name without its extension.
    pub name: String,
    /// What its list of objects says, if there is one.
    pub progress: Option<Progress>,
    /// When each of its labeled objects was done, in the order of time: with the last of its answers, or,
    /// if there are none, at its consolidation.
    pub done: Vec<DateTime<Utc>>,
    /// How exactly its answers are timed.
    pub times: Times,
    /// Whether its answers come from the log of the workers' activity, which does not tell their objects.
    pub is_logged: bool,
}

impl Gathered {
    /// The sum over the jobs that have a list of objects; `None` if none has.
    pub fn progress(&self) -> Option<Progress> {
        let mut all = self.jobs.iter().filter_map(|job| job.progress).peekable();
        all.peek()?;
        Some(all.fold(Progress::default(), |mut sum, progress| {
            sum += progress;
            sum
        }))
    }

    /// When the labeled objects of all jobs that have a list of objects were done, in the order of time.
    pub fn done(&self) -> Vec<DateTime<Utc>> {
        let mut done: Vec<_> = self.jobs.iter().flat_map(|job| job.done.iter().copied()).collect();
        done.sort_unstable();
        done
    }

    /// The root of a job as a path below the source; its name if it is the source itself or lies above.
    pub fn below<'r>(&self, root: &'r str) -> &'r str {
        let below = root.strip_prefix(&self.key).filter(|below| !below.is_empty());
        below.unwrap_or_else(|| keys::last_part(root))
    }

    /// How many answers each job has, by its root.
    pub fn answers_per_job(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for answer in &self.answers {
            *counts.entry(answer.job.to_string()).or_default() += 1;
        }
        counts
    }

    /// Keeps only the jobs for which `keep`, called with their root, says yes. Their people stay known. If a
    /// single job is left, the source takes its name.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.jobs.retain(|job| keep(&job.root));
        self.answers.retain(|answer| keep(&answer.job));
        self.events.retain(|event| keep(&event.job));
        if let [job] = self.jobs.as_slice()
            && !job.name.is_empty()
        {
            self.name.clone_from(&job.name);
        }
    }

    /// Whether the time of any answer is only that of a consolidation.
    pub fn times(&self) -> Times {
        let coarse = self.jobs.iter().any(|job| job.times == Times::Consolidated);
        if coarse { Times::Consolidated } else { Times::Submitted }
    }
}

/// Why there is nothing to count.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// The source could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Several jobs, and nobody said that they are to be one race.
    #[error(
        "{shown} holds {} jobs; name one of them, or make one race of all with --all-jobs:\n  {}",
        jobs.len(),
        jobs.join("\n  ")
    )]
    Several {
        /// The source.
        shown: String,
        /// Each job, as it can be given as the source.
        jobs: Vec<String>,
    },
    /// Nothing at all, which in a bucket is also what a wrong address looks like.
    #[error(
        "there is nothing in {shown}; is that where the job writes to? Its first file appears when all workers of an object have answered or the task has expired"
    )]
    Empty {
        /// The source.
        shown: String,
    },
    /// A job without an answer so far.
    #[error(
        "{shown} holds no answers yet; a worker-response file appears when all workers of its object have answered or the task has expired"
    )]
    NothingYet {
        /// The source.
        shown: String,
    },
    /// A log without an event that counts.
    #[error(
        "there are no events of submitted tasks in {shown} that were asked for{}; the log begins only where the work team was made after August 2019 and the job's role may write to it",
        other_events(others)
    )]
    NoEvents {
        /// The log.
        shown: String,
        /// Events of a kind that is not known, by their names.
        others: BTreeMap<String, u64>,
    },
    /// Answers, none of which counts.
    #[error("none of the answers in {shown} count: {not_counted}")]
    NothingCounts {
        /// The source.
        shown: String,
        /// What does not count.
        not_counted: SkippedReason,
    },
    /// A list of objects that names no worker.
    #[error(
        "{shown} does not name the workers, since manifests of built-in task types never do; give the job's folder instead"
    )]
    NoWorkers {
        /// The source.
        shown: String,
    },
    /// Nothing that a labeling tool writes.
    #[error("{shown} is not {} output; give {}", formats::tools(), formats::what_to_give())]
    NotAJob {
        /// The source.
        shown: String,
    },
    /// Files that should hold answers, none of which could be used.
    #[error("none of the files in {shown} could be used: {skipped}")]
    OnlyBroken {
        /// The source.
        shown: String,
        /// What is wrong with them.
        skipped: Skipped,
    },
    /// Something was skipped although nothing may be.
    #[error("not everything in {shown} could be used, and --strict makes that an error: {skipped}")]
    Strict {
        /// The source.
        shown: String,
        /// What was skipped.
        skipped: Skipped,
    },
}

/// Events of a kind that is not known, as a part of a sentence.
fn other_events(others: &BTreeMap<String, u64>) -> String {
    if others.is_empty() {
        return String::new();
    }
    let counted = others.iter().map(|(name, count)| format!("{count} {name}"));
    format!(" (but others: {})", counted.collect::<Vec<_>>().join(", "))
}
