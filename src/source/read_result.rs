//! What was read, wherever it was read from, before anything is decided about it.
//!
//! `reading` fills it from the files of a store. A source without files fills it itself and enters at `settle`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, btree_map::Entry},
    num::NonZeroU64,
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    activity::{LogContents, LoggedAnswer, LoggedStep},
    answer::{KnownIds, Project, Submission, WorkerId},
    keys,
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
    /// Entries of folders that cannot be anything: they are skipped, and not the reason if in the end there is nothing.
    pub unlisted: Skipped,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about what was there")]
pub struct ReadJob {
    /// The tool that it is a job of.
    pub tool: &'static str,
    /// What is known of it if it is a project of a tool, and not a place.
    pub project: Option<ReadProject>,
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
    /// Whether its answers are numbers of a table, and not tasks that somebody submitted.
    pub tells_no_tasks: bool,
}

impl ReadJob {
    /// The same project, of which other files were taken for a job of their own.
    fn merge(&mut self, mut other: Self) {
        self.times = self.times.max(other.times);
        if let (Some(project), Some(other)) = (&mut self.project, &mut other.project) {
            if project.may_be_another {
                std::mem::swap(project, other);
            }
            project.folder.truncate(common(&project.folder, &other.folder));
            project.is_one_file = false;
            project.is_mixed |= other.is_mixed;
        }
    }
}

/// A project of a tool, of which files may be anywhere.
#[derive(Debug)]
pub struct ReadProject {
    /// What its files call it, so that somebody can ask for it. `None` if they name no project.
    pub called: Option<Arc<Project>>,
    /// When the answers of some number were submitted. Two files in which one number has two times are of two projects,
    /// whatever they are called.
    pub numbers: HashMap<NonZeroU64, DateTime<Utc>>,
    /// Whether it has two answers of one number.
    pub is_mixed: bool,
    /// The deepest folder that has all its files, or the one file.
    pub folder: String,
    /// Whether all its answers are from one file.
    pub is_one_file: bool,
    /// Whether its answers may be those of another project, whose name is elsewhere.
    pub may_be_another: bool,
}

impl ReadProject {
    /// What people call it.
    pub fn name(&self) -> Option<&str> {
        self.called.as_ref().map(|called| called.name.as_str())
    }

    /// Whether an answer of this number that was submitted then can be one of this project.
    pub fn allows(&self, number: NonZeroU64, submitted: DateTime<Utc>) -> bool {
        self.numbers.get(&number).is_none_or(|&known| known == submitted)
    }
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
    /// Counts the entries of folders that cannot be anything among what was skipped.
    pub fn skip_unlisted(&mut self) {
        self.skipped.merge(std::mem::take(&mut self.unlisted));
    }

    /// Adds answers of one job, all timed alike.
    pub fn add(&mut self, job: &Arc<str>, times: Times, answers: Vec<(Arc<str>, Submission)>) {
        let read = self.jobs.entry(Arc::clone(job)).or_default();
        if !answers.is_empty() {
            read.times = read.times.max(times);
        }
        let first = self.answers.len();
        self.answers.reserve(answers.len());
        from_the_end(answers, |(object, mut submission)| {
            self.ids.share(&mut submission);
            self.answers.push(ReadAnswer { job: Arc::clone(job), object, submission });
        });
        self.answers[first..].reverse();
    }

    /// Adds answers from the file at `key` to the projects that they name, one for each folder until it is known which
    /// are the same. Those that name none are a project too: one of all files of the tool, or one for each file that may
    /// be part of another project.
    pub fn add_to_projects(
        &mut self,
        (tool, key): (&'static str, &str),
        times: Times,
        may_be_another: bool,
        answers: Vec<(Arc<str>, Submission)>,
    ) {
        let mut of_projects: HashMap<Option<Arc<Project>>, Vec<_>> = HashMap::new();
        from_the_end(answers, |(object, mut submission)| {
            of_projects.entry(submission.project.take()).or_default().push((object, submission));
        });
        for (called, mut answers) in of_projects {
            answers.reverse();
            let id = called.as_ref().map_or("", |called| called.id.as_str());
            let place = match called {
                _ if may_be_another => key,
                Some(_) => keys::folder(key),
                None => "",
            };
            let root: Arc<str> = format!("{tool}\n{id}\n{place}").into();
            let job =
                self.jobs.entry(Arc::clone(&root)).or_insert_with(|| ReadJob { tool, ..ReadJob::default() });
            let project = job.project.get_or_insert_with(|| ReadProject {
                called,
                numbers: HashMap::new(),
                is_mixed: false,
                folder: key.to_owned(),
                is_one_file: true,
                may_be_another,
            });
            project.is_one_file &= project.folder == key;
            project.folder.truncate(common(&project.folder, key));
            let numbered = answers.iter().filter(|_| !may_be_another);
            let numbered = numbered.filter_map(|(_, answer)| Some((answer.number?, answer.submitted)));
            for (number, submitted) in numbered {
                project.is_mixed |= !project.allows(number, submitted);
                project.numbers.insert(number, submitted);
            }
            self.add(&root, times, answers);
        }
    }

    /// Adds what a log tells. The jobs are those that its events name.
    pub fn add_log(&mut self, tool: &'static str, log: LogContents) {
        let LogContents { answers, steps, pools, other_events, .. } = log;
        self.pools.extend(pools);
        for (name, count) in other_events {
            *self.other_events.entry(name).or_default() += count;
        }
        let jobs = answers.iter().map(|answer| &answer.job).chain(steps.iter().map(|step| &step.job));
        for job in jobs {
            if !self.jobs.contains_key(job) {
                self.jobs.insert(
                    Arc::clone(job),
                    ReadJob { tool, is_logged: true, tells_no_objects: true, ..ReadJob::default() },
                );
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
        self.rename(&short);
    }

    /// Gives jobs other roots. Those that get the same one are one job from then on.
    pub fn rename(&mut self, names: &HashMap<Arc<str>, Arc<str>>) {
        let rename = |job: &mut Arc<str>| {
            if let Some(name) = names.get(job) {
                *job = Arc::clone(name);
            }
        };
        self.answers.iter_mut().for_each(|answer| rename(&mut answer.job));
        self.steps.iter_mut().for_each(|step| rename(&mut step.job));
        for (mut root, job) in std::mem::take(&mut self.jobs) {
            rename(&mut root);
            match self.jobs.entry(root) {
                Entry::Vacant(entry) => _ = entry.insert(job),
                Entry::Occupied(mut entry) => {
                    entry.get_mut().merge(job);
                }
            }
        }
    }

    /// Forgets all jobs but those for which `keep` says yes.
    pub fn retain(&mut self, keep: impl Fn(&str, &ReadJob) -> bool) {
        self.jobs.retain(|root, job| keep(root, job));
        let jobs = &self.jobs;
        self.answers.retain(|answer| jobs.contains_key(&answer.job));
        self.steps.retain(|step| jobs.contains_key(&step.job));
    }
}

/// Takes a list apart from its end, and gives its memory back on the way: a file may have a million answers, which are
/// not to be in memory twice.
fn from_the_end<T>(mut items: Vec<T>, mut take: impl FnMut(T)) {
    while let Some(item) = items.pop() {
        take(item);
        if items.len().is_multiple_of(GIVEN_BACK) {
            items.shrink_to_fit();
        }
    }
}

/// In items.
const GIVEN_BACK: usize = 1 << 16;

/// The length of the deepest folder that both keys are in, or of the key if they are the same. A key may be a folder
/// itself.
fn common(folder: &str, key: &str) -> usize {
    if folder == key {
        return folder.len();
    }
    let ends = folder.match_indices('/').map(|(slash, _)| slash).chain([folder.len()]);
    let is_above = |&end: &usize| {
        key.strip_prefix(&folder[..end]).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    ends.filter(is_above).max().unwrap_or(0)
}

/// `name`, `region/name` and `account/region/name`, from the shortest on.
fn ends(root: &str) -> impl Iterator<Item = &str> {
    let slashes = root.rmatch_indices('/').map(|(slash, _)| slash + 1);
    slashes.chain([0]).map(|start| &root[start..])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_folder_of_a_project_has_all_its_files() {
        let common = |a: &str, b: &str| a[..super::common(a, b)].to_owned();
        assert_eq!(common("a/b/1.json", "a/b/1.json"), "a/b/1.json");
        assert_eq!(common("a/b/1.json", "a/b/2.json"), "a/b");
        assert_eq!(common("a/b", "a/bc/2.json"), "a");
        assert_eq!(common("a/b", "a/b/2.json"), "a/b");
        assert_eq!(common("a/b/2.json", "a"), "a");
        assert_eq!(common("1.json", "2.json"), "");
        assert_eq!(common("é/1", "è/1"), "");
    }
}
