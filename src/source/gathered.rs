//! What a source holds, or why there is nothing to count in it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    answer::{Answer, WorkerId},
    event::TaskEvent,
    formats, keys,
    log_use::LogUse,
    place::name_for_others,
    pool::UserPool,
    progress::{Fate, Progress},
    skipped::{Skipped, SkippedReason},
    time::Times,
};
use crate::{locale::thousands, store::StoreError};

/// What a source holds.
#[derive(Debug)]
pub struct Gathered {
    /// The job's name as others see it; for several jobs, the name of the source.
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
    /// Later answers of a person for an object of a job that she had answered already; they do not count.
    pub resubmitted: u64,
    /// The names of people that the source shows itself, by their ids: those of a race table.
    pub names: BTreeMap<WorkerId, String>,
    /// How files were understood, where that has to be said.
    pub notes: BTreeSet<String>,
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
    /// The tool that it is a job of, such as `Ground Truth` or `Label Studio`.
    pub tool: &'static str,
    /// What its list of objects says, if there is one.
    pub progress: Option<Progress>,
    /// Its objects, if it has a list of them.
    pub(super) objects: Vec<JobObject>,
    /// The label attribute that it writes, if it has written any.
    pub(super) attribute: Option<String>,
    /// How exactly its answers are timed.
    pub times: Times,
    /// Whether its answers come from the log of the workers' activity, which does not tell their objects.
    pub is_logged: bool,
    /// Whether it is a project of a tool, of which there may be several in one file.
    pub is_project: bool,
    /// Whether its answers are numbers of a race table, and not tasks that somebody submitted.
    pub tells_no_tasks: bool,
}

/// An object of a job, and when it was labeled.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct JobObject {
    /// Its number in the list of the job, which is its id there.
    pub(super) line: u64,
    /// A hash of what is labeled, if that is known.
    pub(super) source: Option<u64>,
    /// What became of it; `None` while it is open.
    pub(super) fate: Option<Fate>,
    /// When it was labeled: with the last of its answers, or, if there are none, at its consolidation.
    pub(super) done: Option<DateTime<Utc>>,
}

impl JobObject {
    /// The same object in another job of the chain: labeled if it is labeled in any, and since then.
    fn merge(&mut self, other: &Self) {
        let labeled = |object: &Self| matches!(object.fate, Some(Fate::Human | Fate::Machine));
        if labeled(self) && labeled(other) {
            self.done = self.done.min(other.done);
        } else if labeled(other) || self.fate.is_none() {
            (self.fate, self.done) = (other.fate, other.done);
        }
    }
}

impl Gathered {
    /// What became of the objects of all jobs that have a list of them; `None` if none has.
    ///
    /// Jobs of a chain list the same objects: one that is labeled under the same attribute counts once.
    pub fn progress(&self) -> Option<Progress> {
        self.jobs.iter().find(|job| job.progress.is_some())?;
        Some(Progress::of(self.objects().iter().map(|object| object.fate)))
    }

    /// Why there is no answer, in a source `shown` like this that has none.
    pub fn why_nothing(&self, shown: String) -> GatherError {
        match self.progress() {
            Some(Progress { human, total, .. }) if 0 < human => {
                GatherError::NoWorkers { shown, labeled: human, total }
            }
            _ => GatherError::NothingYet { shown },
        }
    }

    /// When the labeled objects of all jobs that have a list of objects were done, in the order of time.
    pub fn done(&self) -> Vec<DateTime<Utc>> {
        let mut done: Vec<_> = self.objects().iter().filter_map(|object| object.done).collect();
        done.sort_unstable();
        done
    }

    /// The objects that people still had to label at the end of a time, or have to now: each as the place of its job
    /// among the jobs, and its id there. Objects for machines and those that failed are not among them. `None` if no job
    /// has a list of objects.
    pub fn waiting(&self, until: Option<DateTime<Utc>>) -> Option<Vec<(usize, String)>> {
        self.jobs.iter().find(|job| job.progress.is_some())?;
        let is_waiting = |object: &JobObject| match object.fate {
            None => true,
            Some(Fate::Human) => until.is_some_and(|until| object.done.is_some_and(|done| until <= done)),
            Some(Fate::Machine | Fate::Failed) => false,
        };
        let objects = self.placed_objects().into_iter().filter(|(_, object)| is_waiting(object));
        Some(objects.map(|(job, object)| (job, object.line.to_string())).collect())
    }

    /// The objects of all jobs, each once.
    fn objects(&self) -> Vec<JobObject> {
        self.placed_objects().into_iter().map(|(_, object)| object).collect()
    }

    /// The objects of all jobs, each once, with the place of its first job among them.
    fn placed_objects(&self) -> Vec<(usize, JobObject)> {
        let mut objects: Vec<(usize, JobObject)> = Vec::new();
        let mut known: HashMap<(&str, u64, u32), usize> = HashMap::new();
        for (place, job) in self.jobs.iter().enumerate() {
            // A list may have the same text twice, as two objects.
            let mut n_times: HashMap<u64, u32> = HashMap::new();
            for object in &job.objects {
                let same = object.source.zip(job.attribute.as_deref()).and_then(|(source, attribute)| {
                    let n = n_times.entry(source).or_default();
                    *n += 1;
                    let next = objects.len();
                    let at = *known.entry((attribute, source, *n)).or_insert(next);
                    (at < next).then_some(at)
                });
                match same.and_then(|at| objects.get_mut(at)) {
                    Some((_, known)) => known.merge(object),
                    None => objects.push((place, *object)),
                }
            }
        }
        objects
    }

    /// The root of a job as a path below the source; its name if it is the source itself or lies above. A job of a log
    /// is called as `--labeling-job` takes it: by its name, with the region before it where two have one name.
    pub fn below<'r>(&self, root: &'r str) -> &'r str {
        if self.jobs.iter().any(|job| job.is_logged && *job.root == *root) {
            return root;
        }
        let below = root.strip_prefix(&self.key).filter(|below| !below.is_empty());
        below.unwrap_or_else(|| keys::last_part(root))
    }

    /// Everybody who worked on a task, as often as that happened: first whoever answered, in the order of time, and then
    /// whoever did anything else.
    pub fn workers(&self) -> impl Iterator<Item = &WorkerId> {
        let answered = self.answers.iter().map(|answer| &answer.worker);
        answered.chain(self.events.iter().map(|event| &event.worker))
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
            self.name = name_for_others(&job.name).into_owned();
        }
    }

    /// The same source as if it had this one job only, called with its root.
    #[must_use]
    pub fn of_job(&self, root: &str) -> Self {
        let mut one = Self {
            name: self.name.clone(),
            jobs: self.jobs.iter().filter(|job| *job.root == *root).cloned().collect(),
            answers: self.answers.iter().filter(|answer| *answer.job == *root).cloned().collect(),
            events: self.events.iter().filter(|event| *event.job == *root).cloned().collect(),
            other_events: BTreeMap::new(),
            also_known_as: self.also_known_as.clone(),
            pools: self.pools.clone(),
            // How a log and the responses differ, and what was skipped, is told of all jobs together.
            log: self.log.clone().filter(|log| *log == LogUse::Alone),
            duplicates: 0,
            resubmitted: 0,
            names: self.names.clone(),
            notes: BTreeSet::new(),
            skipped: Skipped::default(),
            as_of: self.as_of,
            key: self.key.clone(),
        };
        one.retain(|_| true);
        one
    }

    /// Whether the last days may still grow: Ground Truth writes an answer when its object is finished, and other tools
    /// write it at once.
    pub fn may_grow(&self) -> bool {
        self.jobs.iter().any(|job| job.tool == formats::worker_response::FORMAT.tool)
    }

    /// How exactly the answers are timed: as the coarsest of them.
    pub fn times(&self) -> Times {
        self.jobs.iter().map(|job| job.times).max().unwrap_or_default()
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
    /// No project has the name that was asked for.
    #[error("{shown} holds no job called `{wanted}`; without --labeling-job the jobs in it are listed")]
    NoSuchJob {
        /// The source.
        shown: String,
        /// The name that was asked for.
        wanted: String,
    },
    /// Nothing at all, which in a bucket is also what a wrong address looks like.
    #[error(
        "there is nothing in {shown}; is that where the job writes to? Its first file appears when all workers of an object have answered or the task has expired"
    )]
    Empty {
        /// The source.
        shown: String,
    },
    /// A folder that is no job's: a whole disk, or one that links back into itself.
    #[error(
        "{shown} holds more than {} files, {}; name the folder of a job, or one above it that is smaller",
        thousands(*entries),
        if *has_jobs { "too many for one folder" } else { "and none of them belongs to a labeling job" }
    )]
    Endless {
        /// The source.
        shown: String,
        /// How many files were listed.
        entries: u64,
        /// Whether some of them belong to a job.
        has_jobs: bool,
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
        "{shown} has {labeled} of {total} {} labeled, but does not say by whom: manifests of built-in task types never do. Who answered is in annotations/worker-response beside manifests/; give the job's folder with both",
        if *total == 1 { "object" } else { "objects" }
    )]
    NoWorkers {
        /// The source.
        shown: String,
        /// Objects that people labeled.
        labeled: u64,
        /// All objects.
        total: u64,
    },
    /// Nothing that a labeling tool writes.
    #[error(
        "{shown} holds nothing that can be counted; give {}, or what another tool wrote (labelrace formats lists them){}",
        formats::worker_response::FORMAT.give.unwrap_or_default(),
        if unlisted.is_empty() { String::new() } else { format!("; skipped {unlisted}") }
    )]
    NotAJob {
        /// The source.
        shown: String,
        /// Entries of folders that lead nowhere, or whose names are no text.
        unlisted: Skipped,
    },
    /// Files that should hold answers, none of which could be used.
    #[error("none of the files in {shown} could be used: {skipped}")]
    OnlyBroken {
        /// The source.
        shown: String,
        /// What is wrong with them.
        skipped: Skipped,
    },
    /// Files that do not say who and when, and nothing else.
    #[error("nothing in {shown} can be counted: {}{}", refused.examples.join(", "), refused.more())]
    NobodySaid {
        /// The source.
        shown: String,
        /// The files, each with what is the matter with it and what to give instead.
        refused: SkippedReason,
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
