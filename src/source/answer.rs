//! One submitted answer: who gave it, when, how long it took, and to which object.
//!
//! The files in `formats` turn bytes into [`Submission`]s. Which job and object a file belongs to is written
//! in its key, which `keys` reads. Who is behind a worker id is decided by `settle`, once everything has
//! been read.

use std::{cmp::Ordering, collections::HashSet, fmt, hash::Hash, num::NonZeroU64, sync::Arc};

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::class::Class;
use crate::locale::{plain::holds_address, spelling};

/// An answer that counts: one dataset object, labeled by one person, once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The labeling job: the key of its folder, or of its file where a job is one file.
    pub job: Arc<str>,
    /// The dataset object within the job. Any text, though mostly a number.
    pub object: Arc<str>,
    /// Who answered.
    pub worker: WorkerId,
    /// When the answer was submitted, or when its object was consolidated where only that is known.
    pub submitted: DateTime<Utc>,
    /// When the task was accepted. Ground Truth has written this since about autumn 2020.
    pub accepted: Option<DateTime<Utc>>,
    /// Active time spent on it in milliseconds, where it was recorded.
    pub spent_ms: Option<u64>,
    /// How many labels it is: 1, except for a step of a race table.
    pub labels: u32,
    /// How many annotations it holds: boxes, entities, frames; 1 for a plain class. `None` where the source tells only
    /// that there is an answer, as the log of the workers' activity does.
    pub inside: Option<u32>,
    /// The class that it gives the whole object, where the task is to choose one of several; `None` for all else.
    pub class: Option<Class>,
    /// The name of the work team, where the source tells it.
    pub team: Option<Arc<str>>,
}

impl Answer {
    /// An answer with one annotation inside, of which nothing else is known.
    pub fn new(job: &str, object: &str, worker: WorkerId, submitted: DateTime<Utc>) -> Self {
        let (job, object) = (job.into(), object.into());
        Self {
            job,
            object,
            worker,
            submitted,
            accepted: None,
            spent_ms: None,
            labels: 1,
            inside: Some(1),
            class: None,
            team: None,
        }
    }

    /// The order of answers: by time, and by what they are where two have the same. Equal ones are the same answer.
    pub(super) fn in_time(&self, other: &Self) -> Ordering {
        (self.submitted, &self.job, &self.object, &self.worker).cmp(&(
            other.submitted,
            &other.job,
            &other.object,
            &other.worker,
        ))
    }
}

/// The stable id of a worker, the same in all outputs: the `sub` of the identity provider, or else the
/// worker id without its `private.<region>.` or `public.<region>.` prefix. Never empty or longer than
/// [`LONGEST`](Self::LONGEST), with its letters composed, and never an e-mail address: of an id that has one in it only
/// a hash is kept. Upper and lower case are different ids, since some tools draw them from both.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String")]
pub struct WorkerId(Arc<str>);

impl WorkerId {
    /// The most bytes that an id has. Those of Ground Truth have a hundred, some tools make longer ones; a cell of a
    /// broken table may have millions, which would be in memory and in each line about its worker.
    pub const LONGEST: usize = 64 << 10;

    /// The id in this text, without the prefix of a workforce; `None` if nothing is left, or too much.
    pub fn new(text: &str) -> Option<Self> {
        let bare = without_workforce(text).trim();
        if Self::LONGEST < bare.len() {
            return None;
        }
        let bare = spelling::composed(bare);
        if bare.is_empty() {
            return None;
        }
        Some(Self(if holds_address(&bare) { hash(&bare).into() } else { bare.into() }))
    }

    /// The id that [`as_str`](Self::as_str) gave; `None` if it cannot have given this.
    pub(super) fn kept(text: &str) -> Option<Self> {
        (!text.is_empty() && !holds_address(text)).then(|| Self(text.into()))
    }

    /// The id as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A record may have been written by anybody, so an id in it is made like all others.
impl TryFrom<String> for WorkerId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text).ok_or("an empty id, or one that is too long")
    }
}

impl fmt::Display for WorkerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `private.eu-west-1.0123` and a bare `0123`, as Amazon A2I and the activity log write it, are the same id.
fn without_workforce(text: &str) -> &str {
    let mut parts = text.splitn(3, '.');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("private" | "public"), Some(_region), Some(id)) => id,
        _ => text,
    }
}

/// What stands for an id with an address in it, in films, receipts and logs alike. An alias file may have the
/// address all the same, since its ids are made here too.
///
/// The key is no secret. It is the same for all jobs, so that a person is one person in all of them, and an alias file
/// with the ids of one job is good for the next. So nobody can read an address off, but whoever has a list of addresses
/// can hash them and compare.
pub(super) fn hash(address: &str) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac =
        Hmac::<Sha256>::new_from_slice(b"labelrace address").expect("HMAC takes a key of any length");
    mac.update(spelling::folded(address).as_bytes());
    hex::encode(&mac.finalize().into_bytes()[..16])
}

/// An answer as its file has it, before it is known who gave it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Submission {
    /// The worker id without prefix; `None` if the file has none.
    pub worker_id: Option<WorkerId>,
    /// The `sub` of the identity, where the workforce is private and the file recent enough.
    pub sub: Option<WorkerId>,
    /// See [`Answer::submitted`].
    pub submitted: DateTime<Utc>,
    /// See [`Answer::accepted`].
    pub accepted: Option<DateTime<Utc>>,
    /// See [`Answer::spent_ms`].
    pub spent_ms: Option<u64>,
    /// See [`Answer::labels`].
    pub labels: u32,
    /// See [`Answer::inside`].
    pub inside: Option<u32>,
    /// See [`Answer::class`].
    pub class: Option<Class>,
    /// See [`Answer::team`].
    pub team: Option<Arc<str>>,
    /// The project that it belongs to, where a file may have answers of several.
    pub project: Option<Arc<Project>>,
    /// Its own number, where the tool gives each answer another one.
    pub number: Option<NonZeroU64>,
}

/// A project of a tool, as a file names it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Project {
    /// What tells it from all others of the tool.
    pub id: String,
    /// What people call it.
    pub name: String,
}

impl Submission {
    /// An answer with one annotation inside, of which nothing else is known.
    pub fn new(submitted: DateTime<Utc>) -> Self {
        Self {
            worker_id: None,
            sub: None,
            submitted,
            accepted: None,
            spent_ms: None,
            labels: 1,
            inside: Some(1),
            class: None,
            team: None,
            project: None,
            number: None,
        }
    }
}

/// Every id, project and class that was read, each kept in memory once: a job has few people and many answers.
#[derive(Debug, Default)]
pub struct KnownIds {
    ids: HashSet<WorkerId>,
    projects: HashSet<Arc<Project>>,
    classes: HashSet<Class>,
    objects: HashSet<Arc<str>>,
}

impl KnownIds {
    /// The most objects that are remembered: answers to one object are mostly near each other, and a set of all of them
    /// would take more memory than it saves.
    const MOST_OBJECTS: usize = 1 << 16;

    /// Makes an object share its memory with the same one in an answer not long before.
    pub fn share_object(&mut self, object: &mut Arc<str>) {
        if Self::MOST_OBJECTS <= self.objects.len() {
            self.objects.clear();
        }
        share(&mut self.objects, object);
    }

    /// Makes the ids and the class of a submission share their memory with equal ones that were read before.
    pub fn share(&mut self, submission: &mut Submission) {
        for id in [&mut submission.worker_id, &mut submission.sub].into_iter().flatten() {
            share(&mut self.ids, id);
        }
        if let Some(project) = &mut submission.project {
            share(&mut self.projects, project);
        }
        if let Some(class) = &mut submission.class {
            share(&mut self.classes, class);
        }
    }
}

fn share<T: Clone + Eq + Hash>(known: &mut HashSet<T>, text: &mut T) {
    match known.get(text) {
        Some(known) => *text = known.clone(),
        None => _ = known.insert(text.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_of_a_workforce_is_not_part_of_an_id() {
        let id = |text: &str| WorkerId::new(text).map(|id| id.to_string());
        assert_eq!(id("private.us-east-1.5386").as_deref(), Some("5386"));
        assert_eq!(id("public.us-east-1.PVT2").as_deref(), Some("PVT2"));
        assert_eq!(id("5386").as_deref(), Some("5386"));
        assert_eq!(id("a.b.c").as_deref(), Some("a.b.c"), "other dots are part of it");
        assert_eq!(id("private.us-east-1.a.b").as_deref(), Some("a.b"));
        assert_eq!(id(" Zoe\u{308} ").as_deref(), Some("Zoë"));
        assert_eq!(id(""), None);
        assert_eq!(id(&"a".repeat(WorkerId::LONGEST)).map(|id| id.len()), Some(WorkerId::LONGEST));
        assert_eq!(id(&"a".repeat(WorkerId::LONGEST + 1)), None);
        assert_eq!(id("private.us-east-1. "), None);
        assert_eq!(id("private.us-east-1."), None);
    }

    #[test]
    fn an_address_is_never_an_id() {
        let id = |text: &str| WorkerId::new(text).unwrap().to_string();
        assert_eq!(id("Ann@example.com"), id(" ann@example.com"));
        assert_ne!(id("ann@example.com"), id("bob@example.com"));
        assert!(!id("news-ann@example.com").contains(['@', 'n']), "{}", id("news-ann@example.com"));
        assert_eq!(id("ann@example.com").len(), 32);
    }
}
