//! How far a job is: its objects, and what became of them.
//!
//! [`ObjectList`] collects what a job's list of objects says, and tells jobs apart: a line of a chained job
//! carries the labels of earlier jobs too. How such a list is written is for `formats`.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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

impl Progress {
    /// The sums over these objects.
    pub fn of(fates: impl IntoIterator<Item = Option<Fate>>) -> Self {
        let mut progress = Self::default();
        for fate in fates {
            progress.total += 1;
            match fate {
                None => {}
                Some(Fate::Human) => progress.human += 1,
                Some(Fate::Machine) => progress.machine += 1,
                Some(Fate::Failed) => progress.failed += 1,
            }
        }
        progress
    }
}

/// A label attribute, and the job that wrote it where the line says so: two jobs of a chain may use one name.
pub type Writer = (String, Option<String>);

/// What became of an object, in the words of one label attribute.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Fate {
    /// Labeled by people.
    Human,
    /// Labeled by machine.
    Machine,
    /// Failed or expired.
    Failed,
}

/// What all lines say about one label attribute, which is what one job writes.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Attribute {
    /// How many objects are labeled.
    labeled: u64,
    last: Option<DateTime<Utc>>,
    /// The objects by number, what became of each, and when it was consolidated.
    told: Vec<(u64, Fate, Option<DateTime<Utc>>)>,
}

/// An object of a job: one that the job labeled or still has to label.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OwnObject {
    /// Its number in the list, from 0, which is its id in the job.
    pub line: u64,
    /// A hash of what is labeled, the same in the lists of other jobs, if its line says so.
    pub source: Option<u64>,
    /// What became of it; `None` while it is open.
    pub fate: Option<Fate>,
    /// When it was consolidated, if it was and the line says so.
    pub time: Option<DateTime<Utc>>,
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
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct LineAnswers {
    /// The line's number from 0, which is the id of its object.
    pub line: u64,
    /// The answers themselves, with the time of the line. A ledger does not keep them.
    #[serde(skip)]
    pub embedded: Option<Annotations>,
    /// The file that has the answers (`s3://...`), which is better.
    pub reference: Option<String>,
}

/// A list in which more lines than this are broken, and more than half of them, is none.
const MANY_BROKEN: u64 = 10_000;

/// A job's list of its objects, as far as it has been read.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct ObjectList {
    /// For each line a hash of what is labeled, if it says so.
    sources: Vec<Option<u64>>,
    broken: u64,
    writers: BTreeMap<Writer, Attribute>,
    answers: Vec<(Writer, LineAnswers)>,
    last: Option<DateTime<Utc>>,
}

impl ObjectList {
    /// Counts one more object and returns its number, from 0. `source` is what its line says is labeled.
    pub fn add(&mut self, source: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        source.hash(&mut hasher);
        self.sources.push(Some(hasher.finish()));
        self.len() - 1
    }

    /// Counts one more object whose line does not say what is labeled.
    pub fn add_unnamed(&mut self) -> u64 {
        self.sources.push(None);
        self.len() - 1
    }

    /// Counts one more object whose line cannot be read.
    pub fn add_broken(&mut self) {
        self.broken += 1;
        self.add_unnamed();
    }

    /// Adds what the line of an object says about one label attribute, and when that was.
    pub fn tell(&mut self, object: u64, writer: &Writer, fate: Fate, time: Option<DateTime<Utc>>) {
        let attribute = self.writers.entry(writer.clone()).or_default();
        attribute.labeled += u64::from(fate != Fate::Failed);
        attribute.told.push((object, fate, time));
        attribute.last = attribute.last.max(time);
        self.last = self.last.max(time);
    }

    /// Adds the answers in a line.
    pub fn add_answers(&mut self, writer: Writer, answers: LineAnswers) {
        self.answers.push((writer, answers));
    }

    /// Whether any line has answers itself.
    pub fn has_embedded(&self) -> bool {
        self.answers.iter().any(|(_, line)| line.embedded.is_some())
    }

    /// Whether it lists objects, and neither has their answers nor points to them.
    pub fn names_nobody(&self) -> bool {
        !self.is_empty() && self.answers.is_empty()
    }

    /// Whether a labeling job has written anything into it.
    pub fn is_told(&self) -> bool {
        !self.writers.is_empty()
    }

    /// Objects so far.
    pub fn len(&self) -> u64 {
        self.sources.len() as u64
    }

    /// Whether there is no object so far.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The latest time of consolidation in it.
    pub fn last(&self) -> Option<DateTime<Utc>> {
        self.last
    }

    /// Whether any line of it could be read.
    pub fn is_sound(&self) -> bool {
        self.broken < self.len()
    }

    /// Whether so many lines could not be read that this is another file, whatever the rest of it says.
    pub fn is_hopeless(&self) -> bool {
        MANY_BROKEN < self.broken && self.len() < 2 * self.broken
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
        named.max_by_key(|(_, attribute)| attribute.labeled).or_else(|| {
            let possible = |last| first_answer.is_none_or(|first| first <= last);
            let labeled = self.writers.iter().filter(|(_, attribute)| attribute.last.is_some_and(possible));
            labeled.max_by_key(|(_, attribute)| attribute.last)
        })
    }

    /// The objects of the job named `job`, whose first answer was submitted at `first_answer`, and the label
    /// attribute that it writes, if it has written any.
    ///
    /// A chained job lists the objects that earlier jobs labeled under the same attribute; they are not its own.
    pub fn own(&self, job: &str, first_answer: Option<DateTime<Utc>>) -> (Vec<OwnObject>, Option<&str>) {
        let open = |(line, source): (usize, &Option<u64>)| {
            Some(OwnObject { line: line as u64, source: *source, fate: None, time: None })
        };
        let mut objects: Vec<Option<OwnObject>> = self.sources.iter().enumerate().map(open).collect();
        let mut tell = |attribute: &Attribute, only: fn(Fate) -> bool| {
            for &(line, fate, time) in attribute.told.iter().filter(|(_, fate, _)| only(*fate)) {
                let object = usize::try_from(line).ok().and_then(|line| objects.get_mut(line)?.as_mut());
                if let Some(object) = object {
                    (object.fate, object.time) = (Some(fate), time);
                }
            }
        };
        let Some(((name, ours), attribute)) = self.writer(job, first_answer) else {
            // Whoever failed here is the job that has nothing else to show yet.
            let elsewhere = |name: &str| self.writers.keys().any(|(n, job)| n == name && job.is_some());
            let failed = self.writers.iter().filter(|((name, job), _)| job.is_none() && !elsewhere(name));
            if let Some((_, attribute)) = failed.max_by_key(|(_, attribute)| attribute.told.len()) {
                tell(attribute, |fate| fate == Fate::Failed);
            }
            return (objects.into_iter().flatten().collect(), None);
        };
        // A failed line names its attribute and no job.
        for ((_, job), attribute) in self.writers.iter().filter(|((other, _), _)| other == name) {
            if job.is_none() && ours.is_some() {
                tell(attribute, |fate| fate == Fate::Failed);
            }
        }
        tell(attribute, |_| true);
        for ((_, job), attribute) in self.writers.iter().filter(|((other, _), _)| other == name) {
            if job.is_some() && job != ours {
                for &(line, ..) in attribute.told.iter().filter(|(_, fate, _)| *fate != Fate::Failed) {
                    if let Some(object) = usize::try_from(line).ok().and_then(|line| objects.get_mut(line)) {
                        *object = None;
                    }
                }
            }
        }
        (objects.into_iter().flatten().collect(), Some(name))
    }
}
