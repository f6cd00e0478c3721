//! One submitted answer: who, when, how long, on which object.
//!
//! The files below this one know the formats that answers come in and turn bytes into
//! [`Submission`]s. Which job and object a file belongs to stands in its key, which `layout` reads;
//! who the person behind a worker id is, is settled by `gather` once everything has been read.

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::time;

/// An answer that counts: one dataset object, labeled by one person, once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The labeling job: its folder, as listed.
    pub job: Arc<str>,
    /// The dataset object within the job; an opaque text, though mostly a number.
    pub object: Arc<str>,
    /// Who answered.
    pub worker: WorkerId,
    /// When the answer was submitted; where only the time of consolidation is known, that.
    pub submitted: DateTime<Utc>,
    /// When the task was accepted, where that was written down (since about autumn 2020).
    pub accepted: Option<DateTime<Utc>>,
    /// Active time spent on it in milliseconds, where that was written down.
    pub spent_ms: Option<u64>,
    /// How many annotations are inside: boxes, entities, frames; 1 for a plain class.
    pub inside: u32,
}

impl Answer {
    /// An answer with one annotation inside, of which nothing else was written down.
    pub fn new(job: &str, object: &str, worker: WorkerId, submitted: DateTime<Utc>) -> Self {
        let (job, object) = (job.into(), object.into());
        Self { job, object, worker, submitted, accepted: None, spent_ms: None, inside: 1 }
    }
}

/// The stable id of a worker, the same in all outputs: the `sub` of the identity provider, else the
/// worker id without its `private.<region>.` or `public.<region>.` prefix. Never empty.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct WorkerId(Arc<str>);

impl WorkerId {
    /// The id for this text, without the prefix of a workforce; `None` where nothing is left.
    pub fn new(text: &str) -> Option<Self> {
        let bare = without_workforce(text);
        if bare.trim().is_empty() { None } else { Some(Self(bare.into())) }
    }

    /// The id as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorkerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `private.eu-west-1.0123` and a bare `0123`, as Amazon A2I and the activity log write it, are one.
fn without_workforce(text: &str) -> &str {
    let mut parts = text.splitn(3, '.');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("private" | "public"), Some(_region), Some(id)) => id,
        _ => text,
    }
}

/// An answer as its file tells it, before it is known whose it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Submission {
    /// The worker id without prefix; `None` where the file has none.
    pub worker_id: Option<WorkerId>,
    /// The `sub` of the identity, where the workforce is private and the file young enough.
    pub sub: Option<WorkerId>,
    /// See [`Answer::submitted`].
    pub submitted: DateTime<Utc>,
    /// See [`Answer::accepted`].
    pub accepted: Option<DateTime<Utc>>,
    /// See [`Answer::spent_ms`].
    pub spent_ms: Option<u64>,
    /// See [`Answer::inside`].
    pub inside: u32,
}

/// What one file gave.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Parsed {
    /// The name that the file itself gives its object, as Amazon A2I does.
    pub object: Option<String>,
    /// The answers, in the order of the file.
    pub submissions: Vec<Submission>,
    /// One entry per answer that could not be used.
    pub skipped: Vec<Skip>,
}

impl Parsed {
    /// Leaves out what cannot have been submitted at a time like that.
    pub(crate) fn keep_plausible(&mut self, now: DateTime<Utc>) {
        let skipped = &mut self.skipped;
        self.submissions.retain(|submission| match time::plausible(submission.submitted, now) {
            Ok(_) => true,
            Err(skip) => {
                skipped.push(skip);
                false
            }
        });
    }
}

/// Why a file or an answer was left out, in words that quote nothing of it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Skip {
    /// The kind of reason.
    pub reason: Reason,
    /// A few words more.
    pub detail: String,
}

impl Skip {
    /// A skip for this reason, with a few words more.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }

    /// What `serde_json` found, by place and never by content: a message may end up in a log.
    pub(crate) fn json(error: &serde_json::Error) -> Self {
        if error.is_data() {
            Self::new(Reason::WrongShape, format!("unexpected shape at column {}", error.column()))
        } else if error.is_eof() {
            Self::new(Reason::BrokenJson, "cut off")
        } else {
            Self::new(
                Reason::BrokenJson,
                format!("not JSON at line {} column {}", error.line(), error.column()),
            )
        }
    }
}

/// The kinds of reason for which a file or an answer is left out.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Not JSON, or cut off.
    BrokenJson,
    /// JSON, but not what a worker response looks like.
    WrongShape,
    /// A time that is missing or cannot be read.
    BadTime,
    /// A time before 2018 or more than a day ahead.
    ImplausibleTime,
    /// A file over 64 MB: skipped unread.
    TooLarge,
    /// A file that could not be fetched.
    Unreadable,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BrokenJson => "broken JSON",
            Self::WrongShape => "not a worker response",
            Self::BadTime => "a time that cannot be read",
            Self::ImplausibleTime => "an implausible time",
            Self::TooLarge => "over 64 MB",
            Self::Unreadable => "could not be read",
        })
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
        assert_eq!(id(""), None);
        assert_eq!(id("private.us-east-1."), None);
    }
}
