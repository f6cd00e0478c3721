//! One film for each time, however often a run is started: the claim on a run, and what runs know of each
//! other.
//!
//! Whatever starts the function does so at least once, and Lambda may end it at any moment. So a run first
//! writes a record that nobody else can have written, and notes in it what is done; whoever comes later reads
//! there whether anything is left to do. A record is a small object in the bucket, and each write of it
//! depends on what the writer has read: of two writers, one is told that it came too late.

mod cast;
mod slot;

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::{
    cast::{CastFile, read_cast, write_cast},
    slot::Slot,
};
use crate::{
    stats::Digest,
    store::{self, Entry, Store, StoreError, Trouble, When},
};

/// A record is far smaller.
const LARGEST_RECORD: u64 = 4 << 20;

/// How often a claim is tried while others write the same record.
const TRIES: u32 = 8;

/// What is known of a run.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Record {
    /// The job, as it was asked for.
    pub source: String,
    /// How far the run is.
    pub state: State,
    /// The request that is at it, or was last.
    pub request: String,
    /// Until when nobody else may take it up; null when nobody is at it.
    pub lease_until: Option<DateTime<Utc>>,
    /// Tells apart what this run wrote from what another one did in the name of the same request.
    attempt: u64,
    /// The kind of error that ended it, if one did.
    pub error: Option<String>,
    /// Whether a mail went out.
    pub notified: bool,
    /// Answers in each job when the film was made.
    pub answers: BTreeMap<String, u64>,
    /// The film; of a run that found nothing new, the one before.
    pub film: Option<FilmRecord>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody is at it, or was.
    Claimed,
    /// The film is there, and nobody has been told.
    Uploaded,
    /// Everybody has been told who was to be.
    Complete,
    /// There was nothing new to make a film of.
    NothingNew,
}

/// A film that is in the bucket.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct FilmRecord {
    /// Its key.
    pub video: String,
    /// The key of its last frame.
    pub poster: String,
    /// SHA-256 of the film, in hexadecimal digits.
    pub sha256: String,
    /// What was made and counted.
    pub receipt: Value,
    /// What the mail says.
    pub digest: Digest,
}

/// Why a run could not be claimed, or not be noted.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// The bucket failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What should be a record is none.
    #[error("{key} is no record of a run; remove it, and the run starts anew")]
    Broken {
        /// Its key.
        key: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// Two jobs of one name.
    #[error("{key} is about {other}, a job of the same name; give one of them a bucket of its own")]
    OtherJob {
        /// The record.
        key: String,
        /// What it is about.
        other: String,
    },
    /// Conditional writes are what a claim is.
    #[error("the bucket's service gives no entity tags, so nobody can know who comes first; use another")]
    NoTags,
    /// Somebody else took the run over.
    #[error("another run took {key} over, since this one took too long")]
    Lost {
        /// The record.
        key: String,
    },
    /// Others wrote again and again.
    #[error("{key} was written by others each time it had been read")]
    Crowded {
        /// The record.
        key: String,
    },
}

/// Who wants a run.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// The job, as it was asked for.
    pub source: &'a str,
    /// The request.
    pub request: &'a str,
    /// Until when it will be done, or dead.
    pub until: DateTime<Utc>,
    /// The present.
    pub now: DateTime<Utc>,
    /// Whether what is done is to be done again.
    pub force: bool,
}

/// What became of a claim.
#[derive(Debug)]
pub enum Claimed<'a, S> {
    /// The run is ours.
    Ours(Claim<'a, S>),
    /// Nothing is left to do.
    Done(Record),
    /// Somebody else is at it.
    InProgress(Record),
}

/// A run that is ours until the lease ends.
pub struct Claim<'a, S> {
    store: &'a S,
    key: String,
    tag: String,
    record: Record,
}

impl<S> fmt::Debug for Claim<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("key", &self.key)
            .field("state", &self.record.state)
            .finish_non_exhaustive()
    }
}

/// Claims the run of `slot`.
///
/// It is ours if nobody has had it; if it was our own request's (Lambda starts a request again under the same
/// id); if the one before failed and said so; and if its lease is over. Lambda's first retry comes a minute
/// after a failure, so a lease must not outlive its run by that, or nobody would take it up.
///
/// # Errors
/// When the bucket fails, or holds something else where the record should be.
pub async fn claim<'a, S: Store>(
    store: &'a S,
    slot: &Slot,
    holder: Holder<'_>,
) -> Result<Claimed<'a, S>, DeliverError> {
    let key = slot.record();
    let ours = Record {
        source: holder.source.to_owned(),
        state: State::Claimed,
        request: holder.request.to_owned(),
        lease_until: Some(holder.until),
        attempt: rand::random(),
        error: None,
        notified: false,
        answers: BTreeMap::new(),
        film: None,
    };
    for _ in 0..TRIES {
        match write(store, &key, &ours, When::Absent).await {
            Ok(tag) => return Ok(Claimed::Ours(Claim { store, key, tag, record: ours })),
            Err(DeliverError::Store(error)) if error.trouble == Trouble::Exists => {}
            Err(error) => return Err(error),
        }
        let Some((theirs, tag)) = read(store, &key).await? else { continue };
        if theirs.source != holder.source {
            return Err(DeliverError::OtherJob { key, other: theirs.source });
        }
        if theirs.attempt == ours.attempt {
            // Our own write, whose answer was lost.
            return Ok(Claimed::Ours(Claim { store, key, tag, record: theirs }));
        }
        let is_ours = theirs.request == holder.request;
        let is_done = matches!(theirs.state, State::Complete | State::NothingNew);
        if is_done && (is_ours || !holder.force) {
            return Ok(Claimed::Done(theirs));
        }
        if !is_ours && theirs.lease_until.is_some_and(|until| holder.now < until) {
            return Ok(Claimed::InProgress(theirs));
        }
        // A film that is there already only has to be told of.
        let keeps_film = theirs.state == State::Uploaded && (is_ours || !holder.force);
        let record = if keeps_film {
            Record {
                request: ours.request.clone(),
                lease_until: ours.lease_until,
                attempt: ours.attempt,
                error: None,
                ..theirs
            }
        } else {
            ours.clone()
        };
        match write(store, &key, &record, When::Tag(tag)).await {
            Ok(tag) => return Ok(Claimed::Ours(Claim { store, key, tag, record })),
            Err(DeliverError::Store(error)) if error.trouble == Trouble::Exists => {}
            Err(error) => return Err(error),
        }
    }
    Err(DeliverError::Crowded { key })
}

impl<S: Store> Claim<'_, S> {
    /// What is noted so far.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Notes what `change` changes.
    ///
    /// # Errors
    /// When the bucket fails, and when somebody else has taken the run over.
    pub async fn note(&mut self, change: impl Fn(&mut Record)) -> Result<(), DeliverError> {
        for _ in 0..TRIES {
            let mut record = self.record.clone();
            change(&mut record);
            match write(self.store, &self.key, &record, When::Tag(self.tag.clone())).await {
                Ok(tag) => {
                    (self.tag, self.record) = (tag, record);
                    return Ok(());
                }
                Err(DeliverError::Store(error)) if error.trouble == Trouble::Exists => {}
                Err(error) => return Err(error),
            }
            // It may be a write of our own whose answer was lost. Then the run is still ours, and what is
            // there is newer than what we know.
            match read(self.store, &self.key).await? {
                Some((there, tag)) if there.attempt == self.record.attempt => {
                    (self.tag, self.record) = (tag, there);
                }
                _ => return Err(DeliverError::Lost { key: self.key.clone() }),
            }
        }
        Err(DeliverError::Crowded { key: self.key.clone() })
    }

    /// Notes that the run failed, so that the next one takes it up at once.
    ///
    /// # Errors
    /// As for any other note; the lease then ends the claim.
    pub async fn give_up(&mut self, error: &str) -> Result<(), DeliverError> {
        self.note(|record| {
            record.lease_until = None;
            record.error = Some(error.to_owned());
        })
        .await
    }
}

/// The newest run of this kind, other than `slot` itself, that came to its end: with a film, or without since
/// there was nothing new.
///
/// # Errors
/// When the bucket fails.
pub async fn last(store: &impl Store, slot: &Slot, source: &str) -> Result<Option<Record>, DeliverError> {
    for entry in newest_first(store, slot).await? {
        if entry.key == slot.record() {
            continue;
        }
        match read(store, &entry.key).await {
            Ok(Some((record, _))) => {
                if record.source == source && matches!(record.state, State::Complete | State::NothingNew) {
                    return Ok(Some(record));
                }
            }
            Ok(None) => {}
            Err(DeliverError::Broken { .. }) => tracing::warn!("a record of an earlier run cannot be read"),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The run of this kind that was noted last, however it ended, and when that was.
///
/// # Errors
/// When the bucket fails, or holds something else there.
pub async fn newest(
    store: &impl Store,
    slot: &Slot,
) -> Result<Option<(Record, DateTime<Utc>)>, DeliverError> {
    for entry in newest_first(store, slot).await? {
        if let Some((record, _)) = read(store, &entry.key).await? {
            return Ok(Some((record, entry.modified.unwrap_or_default())));
        }
    }
    Ok(None)
}

/// By the time of writing and not by name: a time that is made up for comes after a later one.
async fn newest_first(store: &impl Store, slot: &Slot) -> Result<Vec<Entry>, DeliverError> {
    let mut entries: Vec<_> = store.list(&slot.records()).try_collect().await?;
    entries.sort_by(|a, b| (b.modified, &b.key).cmp(&(a.modified, &a.key)));
    Ok(entries)
}

async fn write(store: &impl Store, key: &str, record: &Record, when: When) -> Result<String, DeliverError> {
    let broken = |source| DeliverError::Broken { key: key.to_owned(), source };
    let body = serde_json::to_vec_pretty(record).map_err(broken)?;
    store.put(key, body.into(), "application/json", when).await?.ok_or(DeliverError::NoTags)
}

/// The record and its tag; `None` where there is none any more.
async fn read(store: &impl Store, key: &str) -> Result<Option<(Record, String)>, DeliverError> {
    let whole = match store::whole(store, key, LARGEST_RECORD).await {
        Ok(Some(whole)) => whole,
        Ok(None) => {
            let source = serde::de::Error::custom("it is far too large");
            return Err(DeliverError::Broken { key: key.to_owned(), source });
        }
        Err(error) if error.trouble == Trouble::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let broken = |source| DeliverError::Broken { key: key.to_owned(), source };
    let record = serde_json::from_slice(&whole.bytes).map_err(broken)?;
    Ok(Some((record, whole.etag.ok_or(DeliverError::NoTags)?)))
}
