//! How far a job is: its objects, and what became of them.
//!
//! [`ObjectList`] collects what a job's list of objects says, and tells jobs apart: a line of a chained job
//! carries the labels of earlier jobs too. How such a list is written is for `formats`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{answer::Submission, skipped::Skip};

/// What became of the objects of one job. Objects, never answers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Progress {
    /// All objects.
    pub total: u64,
    /// Labeled by people.
    pub human: u64,
    /// Labeled by machine.
    pub machine: u64,
    /// Failed or expired.
    pub failed: u64,
}

impl Progress {
    /// Objects that are neither labeled nor failed.
    pub fn open(&self) -> u64 {
        self.total.saturating_sub(self.human + self.machine + self.failed)
    }
}

impl std::ops::AddAssign for Progress {
    fn add_assign(&mut self, other: Self) {
        self.total += other.total;
        self.human += other.human;
        self.machine += other.machine;
        self.failed += other.failed;
    }
}

/// A label attribute, and the job that wrote it where the line says so: two jobs of a chain may use one name.
pub type Writer = (String, Option<String>);

/// What became of an object, in the words of one label attribute.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// Labeled by people.
    Human,
    /// Labeled by machine.
    Machine,
    /// Failed or expired.
    Failed,
}

/// What all lines say about one label attribute, which is what one job writes.
#[derive(Debug, Default)]
struct Attribute {
    human: u64,
    machine: u64,
    failed: u64,
    last: Option<DateTime<Utc>>,
    /// The labeled objects, and when each was labeled.
    done: Vec<(u64, Option<DateTime<Utc>>)>,
}

/// Answers without times of their own, and what was wrong with others beside them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Annotations {
    /// Those that can be used.
    pub submissions: Vec<Submission>,
    /// One entry for each that cannot.
    pub skipped: Vec<Skip>,
}

/// What a line of the list knows about the answers to its object.
#[derive(Debug, Eq, PartialEq)]
pub struct LineAnswers {
    /// The line's number from 0, which is the id of its object.
    pub line: u64,
    /// The answers themselves, with the time of the line.
    pub embedded: Option<Annotations>,
    /// The file that has the answers (`s3://...`), which is better.
    pub reference: Option<String>,
}

/// A job's list of its objects, as far as it has been read.
#[derive(Debug, Default)]
pub struct ObjectList {
    lines: u64,
    broken: u64,
    writers: BTreeMap<Writer, Attribute>,
    answers: Vec<(Writer, LineAnswers)>,
    last: Option<DateTime<Utc>>,
}

impl ObjectList {
    /// Counts one more object and returns its number, from 0.
    pub fn add(&mut self) -> u64 {
        self.lines += 1;
        self.lines - 1
    }

    /// Counts one more object whose line cannot be read.
    pub fn add_broken(&mut self) -> u64 {
        self.broken += 1;
        self.add()
    }

    /// Adds what the line of an object says about one label attribute, and when that was.
    pub fn tell(&mut self, object: u64, writer: &Writer, fate: Fate, time: Option<DateTime<Utc>>) {
        let attribute = self.writers.entry(writer.clone()).or_default();
        match fate {
            Fate::Human => attribute.human += 1,
            Fate::Machine => attribute.machine += 1,
            Fate::Failed => attribute.failed += 1,
        }
        if fate != Fate::Failed {
            attribute.done.push((object, time));
        }
        attribute.last = attribute.last.max(time);
        self.last = self.last.max(time);
    }

    /// Adds the answers in a line.
    pub fn add_answers(&mut self, writer: Writer, answers: LineAnswers) {
        self.answers.push((writer, answers));
    }

    /// Objects so far.
    pub fn len(&self) -> u64 {
        self.lines
    }

    /// Whether there is no object so far.
    pub fn is_empty(&self) -> bool {
        self.lines == 0
    }

    /// The latest time of consolidation in it.
    pub fn last(&self) -> Option<DateTime<Utc>> {
        self.last
    }

    /// Whether any line of it could be read.
    pub fn is_sound(&self) -> bool {
        self.broken < self.lines
    }

    /// The lines of the job named `job` that have its answers or point to them.
    pub fn take_answers(&mut self, job: &str) -> Vec<LineAnswers> {
        let ours = self.writer(job, None).map(|(writer, _)| writer.clone());
        let lines = std::mem::take(&mut self.answers).into_iter();
        lines.filter(|(writer, _)| Some(writer) == ours.as_ref()).map(|(_, line)| line).collect()
    }

    /// Which label attribute belongs to the job named `job`.
    ///
    /// Manifests write job names in lower case, so case is ignored. If no line names the job, either its
    /// folder was renamed, or it is a chained job that has not finished an object yet: labels made before
    /// the job's first answer belong to another job.
    fn writer(&self, job: &str, first_answer: Option<DateTime<Utc>>) -> Option<(&Writer, &Attribute)> {
        let job = job.to_lowercase();
        let named = self.writers.iter().filter(|((_, name), _)| name.as_ref() == Some(&job));
        named.max_by_key(|(_, attribute)| attribute.human + attribute.machine).or_else(|| {
            let possible = |last| first_answer.is_none_or(|first| first <= last);
            let labeled = self.writers.iter().filter(|(_, attribute)| attribute.last.is_some_and(possible));
            labeled.max_by_key(|(_, attribute)| attribute.last)
        })
    }

    /// The objects, by number, that the job named `job` has labeled, and when they were consolidated, if
    /// that is known. There are as many as people and machines have labeled together.
    pub fn done(&self, job: &str, first_answer: Option<DateTime<Utc>>) -> &[(u64, Option<DateTime<Utc>>)] {
        self.writer(job, first_answer).map_or(&[], |(_, attribute)| &attribute.done)
    }

    /// The sums for the job named `job`, whose first answer was submitted at `first_answer`.
    pub fn progress(&self, job: &str, first_answer: Option<DateTime<Utc>>) -> Progress {
        let total = self.lines;
        let ours = self.writer(job, first_answer);
        let mut progress = Progress { total, ..Progress::default() };
        // A failed line names its attribute and no job.
        let failed_in = |name: &str| -> u64 {
            self.writers
                .iter()
                .filter(|((n, job), _)| n == name && job.is_none())
                .map(|(_, a)| a.failed)
                .sum()
        };
        if let Some(((name, job), attribute)) = ours {
            progress.human = attribute.human;
            progress.machine = attribute.machine;
            progress.failed = attribute.failed + if job.is_some() { failed_in(name) } else { 0 };
        } else {
            let elsewhere = |name: &str| self.writers.keys().any(|(n, job)| n == name && job.is_some());
            progress.failed = self
                .writers
                .iter()
                .filter(|((name, job), _)| job.is_none() && !elsewhere(name))
                .map(|(_, attribute)| attribute.failed)
                .max()
                .unwrap_or(0);
        }
        progress
    }
}
