//! Everything that a source holds, read once: list, get, parse.
//!
//! Files are fetched side by side while the listing still runs, and each is parsed and dropped at once.
//! What cannot be used is skipped with its reason and counted; what was read twice counts once; whose an
//! answer is, is settled when all of them are there. Nothing here knows buckets, people's names or time zones.

mod fetch;
mod reader;
mod manifests;
mod settle;
mod skipped;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use self::reader::Reader;
pub use self::skipped::{Skipped, SkippedReason};
use crate::{
    source::{
        answer::{Answer, WorkerId},
        formats::manifest::Progress,
        keys,
    },
    store::{Store, StoreError},
};

/// How many files are fetched side by side unless somebody says otherwise.
pub const DEFAULT_PARALLEL: usize = 64;

/// A file over this size is skipped unread, unless it is a manifest, which is read line by line.
pub const LARGEST_FILE: u64 = 64 << 20;

/// What is to be read of a store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Source {
    /// The folder's key with a slash at its end (empty: everything), or the whole key of one file.
    pub key: String,
    /// Whether `key` is one file.
    pub is_file: bool,
    /// The bucket, where the store is one.
    pub bucket: Option<String>,
    /// How a person writes it.
    pub shown: String,
}

impl Source {
    /// A prefix of a bucket, or one of the files that answers come in.
    pub fn in_bucket(bucket: &str, prefix: &str) -> Self {
        let is_file = [".json", ".jsonl", ".manifest"].iter().any(|end| prefix.ends_with(end));
        let whole = is_file || prefix.is_empty();
        let key = if whole { prefix.to_owned() } else { format!("{prefix}/") };
        let shown = format!("s3://{bucket}/{prefix}");
        Self { key, is_file, bucket: Some(bucket.to_owned()), shown }
    }

    /// What the job is called, as far as its place tells before anything has been read; for the place of
    /// several jobs what that is called.
    pub fn name(&self) -> &str {
        let folder =
            if self.is_file { self.key.rsplit_once('/').map_or("", |(folder, _)| folder) } else { &self.key };
        let folder = folder.trim_end_matches('/');
        let root = keys::root_above(folder).map_or(folder.len(), |root| root.len());
        match (last_part(&folder[..root]), &self.bucket) {
            ("", Some(bucket)) => bucket,
            (name, _) => name,
        }
    }
}

/// How it is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Files that are fetched side by side; at least 1.
    pub parallel: usize,
    /// Whether several jobs make one race; else they are refused.
    pub jobs: Jobs,
    /// Whether a file or answer that had to be skipped is a failure.
    pub strictness: Strictness,
    /// The present, which decides what time is plausible.
    pub now: DateTime<Utc>,
}

/// What to do where a source holds several jobs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Jobs {
    /// Refuse and name them.
    One,
    /// Take them together.
    All,
    /// Take the one that is named, and only where the source is no job itself, all below it together.
    Any,
}

/// What to do about what had to be skipped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Strictness {
    /// Count it and go on.
    Lenient,
    /// Fail.
    Strict,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Seen {
    /// Keys listed.
    pub listed: u64,
    /// Files to be read, as far as the listing is.
    pub to_read: u64,
    /// Files read and parsed.
    pub read: u64,
    /// Answers found in them.
    pub answers: u64,
}

/// What a source holds.
#[derive(Debug)]
pub struct Gathered {
    /// The job's name; for several jobs that of the source.
    pub name: String,
    /// The jobs, in the order of their places.
    pub jobs: Vec<Job>,
    /// The answers, in the order of time.
    pub answers: Vec<Answer>,
    /// For everybody the ids without prefix that stand beside the stable one in the source.
    pub also_known_as: BTreeMap<WorkerId, BTreeSet<WorkerId>>,
    /// Answers that were read twice, and counted once.
    pub duplicates: u64,
    /// What could not be used.
    pub skipped: Skipped,
    /// The newest time in the source: it is complete up to there.
    pub as_of: DateTime<Utc>,
    key: String,
}

/// One labeling job.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Job {
    /// Its folder as it is in [`Answer::job`].
    pub root: Arc<str>,
    /// Its name: the last part of the folder.
    pub name: String,
    /// What its manifest says, where there is one.
    pub progress: Option<Progress>,
    /// When each of its labeled objects was done, in the order of time: with the last of its answers, or
    /// where there are none, at its consolidation.
    pub done: Vec<DateTime<Utc>>,
    /// Where its answers come from.
    pub times: Times,
}

/// How exactly answers are timed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Times {
    /// By their submission.
    Submitted,
    /// By the consolidation of their object, since nothing better was there.
    Consolidated,
}

impl Gathered {
    /// The sum over the jobs that have a manifest; `None` where none has.
    pub fn progress(&self) -> Option<Progress> {
        let mut all = self.jobs.iter().filter_map(|job| job.progress).peekable();
        all.peek()?;
        Some(all.fold(Progress::default(), |mut sum, progress| {
            sum += progress;
            sum
        }))
    }

    /// When the labeled objects of all jobs that have a manifest were done, in the order of time.
    pub fn done(&self) -> Vec<DateTime<Utc>> {
        let mut done: Vec<_> = self.jobs.iter().flat_map(|job| job.done.iter().copied()).collect();
        done.sort_unstable();
        done
    }

    /// The root of a job as a path below the source; its name where it is the source or lies above.
    pub fn below<'r>(&self, root: &'r str) -> &'r str {
        root.strip_prefix(&self.key).filter(|below| !below.is_empty()).unwrap_or_else(|| last_part(root))
    }

    /// How many answers each job has, by its root.
    pub fn answers_per_job(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        for answer in &self.answers {
            *counts.entry(answer.job.to_string()).or_default() += 1;
        }
        counts
    }

    /// Leaves out the jobs that `keep`, told their root, does not want. Their people stay known. What is left
    /// is called by its own name if it is a single job.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.jobs.retain(|job| keep(&job.root));
        self.answers.retain(|answer| keep(&answer.job));
        if let [job] = self.jobs.as_slice()
            && !job.name.is_empty()
        {
            self.name.clone_from(&job.name);
        }
    }

    /// Whether any answer's time is only that of a consolidation.
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
    /// Nothing at all, which in a bucket also is what a wrong address looks like.
    #[error(
        "there is nothing in {shown}; is that where the job writes to? Its first file appears when all workers of an object have answered or the task has expired"
    )]
    Empty {
        /// The source.
        shown: String,
    },
    /// A job, and no answer in it so far.
    #[error(
        "{shown} holds no answers yet; a worker-response file appears when all workers of its object have answered or the task has expired"
    )]
    NothingYet {
        /// The source.
        shown: String,
    },
    /// A manifest of a task type that names no worker.
    #[error(
        "{shown} names no workers, as manifests of built-in task types do not; give the job's folder instead"
    )]
    NoWorkers {
        /// The source.
        shown: String,
    },
    /// Nothing that Ground Truth writes.
    #[error(
        "{shown} is no Ground Truth output; give a job's folder (the one that holds annotations/), a folder of worker-response files, or an output.manifest"
    )]
    NotAJob {
        /// The source.
        shown: String,
    },
    /// Files that should hold answers, and none could be used.
    #[error("none of the files in {shown} could be used: {skipped}")]
    OnlyBroken {
        /// The source.
        shown: String,
        /// What is wrong with them.
        skipped: Skipped,
    },
    /// Something was skipped although nothing may be.
    #[error("not everything in {shown} could be used, and --strict allows no exception: {skipped}")]
    Strict {
        /// The source.
        shown: String,
        /// What was skipped.
        skipped: Skipped,
    },
}

/// Reads everything that `source` holds. `tell` hears now and then how far it is.
///
/// # Errors
/// When the store fails for more than single files, when there is nothing to count, and when there
/// is more than was asked for.
pub async fn gather<S: Store + 'static>(
    store: Arc<S>,
    source: &Source,
    reading: Reading,
    tell: &(dyn Fn(Seen) + Send + Sync),
) -> Result<Gathered, GatherError> {
    let gathered = survey(store, source, reading, tell).await?;
    if gathered.answers.is_empty() {
        return Err(GatherError::NothingYet { shown: source.shown.clone() });
    }
    Ok(gathered)
}

/// The same, where a job without an answer is worth knowing too.
///
/// # Errors
/// Those of [`gather`], except that there may be jobs and no answer in them yet.
pub async fn survey<S: Store + 'static>(
    store: Arc<S>,
    source: &Source,
    reading: Reading,
    tell: &(dyn Fn(Seen) + Send + Sync),
) -> Result<Gathered, GatherError> {
    let mut reader = Reader::new(store, source, reading, tell);
    if source.is_file {
        reader.read_file().await?;
    } else {
        reader.list().await?;
        reader.read_the_rest().await?;
    }
    reader.settle()
}

fn last_part(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}
