//! The claim on a run: of all requests that want it, one gets it.

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, Utc};

use super::{
    record::{ClaimError, FleetNotes, Record, RunState, read, write},
    slot::Slot,
};
use crate::store::{Store, Trouble, When};

/// How often a claim or note is tried while others write the same record.
const TRIES: u32 = 8;

/// The longest reason that is noted, in characters.
const LONGEST_WHY: usize = 500;

/// A request that wants a run.
#[derive(Clone, Copy, Debug)]
pub struct Claimant<'a> {
    /// The job, as the request names it.
    pub source: &'a str,
    /// The id of the request.
    pub request: &'a str,
    /// When it will certainly have ended, well or not.
    pub until: DateTime<Utc>,
    /// The present.
    pub now: DateTime<Utc>,
    /// Whether to do again what is done already.
    pub force: bool,
}

/// What became of a claim.
#[derive(Debug)]
pub enum ClaimOutcome<'a, S> {
    /// The run is ours.
    Ours(Claim<'a, S>),
    /// Nothing is left to do.
    Done(Record),
    /// Another request works on it.
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
/// It is ours if nobody has had it; if our own request had it (Lambda starts a request again under the same id); if
/// the one before failed and said so; and if its lease is over. Lambda's first retry comes a minute after a failure, so
/// a lease must not outlive its run by that long, or nobody would take the run up.
///
/// # Errors
/// When the bucket fails, or has something else where the record should be.
pub async fn claim<'a, S: Store>(
    store: &'a S,
    slot: &Slot,
    holder: Claimant<'_>,
) -> Result<ClaimOutcome<'a, S>, ClaimError> {
    let key = slot.record();
    let ours = Record {
        source: holder.source.to_owned(),
        state: RunState::Claimed,
        request: holder.request.to_owned(),
        lease_until: Some(holder.until),
        attempt: rand::random(),
        error: None,
        notified: false,
        mails: 0,
        posted: false,
        answers: BTreeMap::new(),
        film: None,
        fleet: FleetNotes::default(),
    };
    for _ in 0..TRIES {
        match write(store, &key, &ours, When::Absent).await {
            Ok(tag) => return Ok(ClaimOutcome::Ours(Claim { store, key, tag, record: ours })),
            Err(ClaimError::Store(error)) if error.trouble == Trouble::Exists => {}
            Err(error) => return Err(error),
        }
        let Some((theirs, tag)) = read(store, &key).await? else { continue };
        if theirs.source != holder.source {
            return Err(ClaimError::OtherJob { key, other: theirs.source });
        }
        if theirs.attempt == ours.attempt {
            // Our own write, whose answer was lost.
            return Ok(ClaimOutcome::Ours(Claim { store, key, tag, record: theirs }));
        }
        let is_ours = theirs.request == holder.request;
        let is_done = matches!(theirs.state, RunState::Complete | RunState::NothingNew);
        if is_done && (is_ours || !holder.force) {
            return Ok(ClaimOutcome::Done(theirs));
        }
        if !is_ours && theirs.lease_until.is_some_and(|until| holder.now < until) {
            return Ok(ClaimOutcome::InProgress(theirs));
        }
        // If the film is there already, only its mail is left to be sent.
        let keeps_film = theirs.state == RunState::Uploaded && (is_ours || !holder.force);
        let record = if keeps_film {
            Record {
                request: ours.request.clone(),
                lease_until: ours.lease_until,
                attempt: ours.attempt,
                error: None,
                fleet: FleetNotes { why: None, ..theirs.fleet.clone() },
                ..theirs
            }
        } else {
            ours.clone()
        };
        match write(store, &key, &record, When::Tag(tag)).await {
            Ok(tag) => return Ok(ClaimOutcome::Ours(Claim { store, key, tag, record })),
            Err(ClaimError::Store(error)) if error.trouble == Trouble::Exists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ClaimError::Crowded { key })
}

impl<S: Store> Claim<'_, S> {
    /// What has been noted so far.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Notes what `change` changes.
    ///
    /// # Errors
    /// When the bucket fails, when somebody else has taken the run over, and when the record is gone.
    pub async fn note(&mut self, change: impl Fn(&mut Record)) -> Result<(), ClaimError> {
        for _ in 0..TRIES {
            let mut record = self.record.clone();
            change(&mut record);
            match write(self.store, &self.key, &record, When::Tag(self.tag.clone())).await {
                Ok(tag) => {
                    (self.tag, self.record) = (tag, record);
                    return Ok(());
                }
                Err(ClaimError::Store(error)) if error.trouble == Trouble::Exists => {}
                Err(error) => return Err(error),
            }
            // It may be a write of our own whose answer was lost. Then the run is still ours, and the record there
            // is newer than the one we know.
            match read(self.store, &self.key).await? {
                Some((there, tag)) if there.attempt == self.record.attempt => {
                    (self.tag, self.record) = (tag, there);
                }
                Some(_) => return Err(ClaimError::Lost { key: self.key.clone() }),
                None => return Err(ClaimError::Gone { key: self.key.clone() }),
            }
        }
        Err(ClaimError::Crowded { key: self.key.clone() })
    }

    /// Notes that the run failed, with the word for it and why, so that the next one takes it up at once.
    ///
    /// # Errors
    /// As for any other note; the lease then ends the claim.
    pub async fn give_up(&mut self, error: &str, why: &str) -> Result<(), ClaimError> {
        let why: String = why.chars().take(LONGEST_WHY).collect();
        self.note(|record| {
            record.lease_until = None;
            record.error = Some(error.to_owned());
            record.fleet.why = Some(why.clone());
        })
        .await
    }
}
