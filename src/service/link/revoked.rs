//! Which links no longer work, although they have not expired: a small object in the bucket.
//!
//! `labelrace revoke` writes it, under [`REVOKED`], and the function behind the links reads it at most once a minute.
//! It holds no token: a single link is in it as a hash. While it is missing, nothing is revoked. While it cannot be
//! read, or holds something else, no link is answered, since a revoked one might be among them.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::{sync::Mutex, time};

use super::address::Address;
use crate::{
    locale::chain::chain,
    store::{self, Store, StoreError, Trouble, When},
};

/// The key of the object.
pub const REVOKED: &str = "links/revoked.json";

/// Room for ten thousand single links.
const LARGEST: u64 = 1 << 20;

/// How long what was read holds, whether it could be read or not.
const HOLDS: TimeDelta = TimeDelta::minutes(1);

/// Somebody is waiting for the answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often the object is read and written while others write it too.
const WRITES: u32 = 5;

/// What is to be revoked.
#[derive(Clone, Debug)]
pub enum Revocation {
    /// This link.
    Link(Address),
    /// Every link that was made before this time.
    Before(DateTime<Utc>),
}

/// What is revoked.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Revocations {
    /// Every link that was made before this time.
    before: Option<DateTime<Utc>>,
    /// Single links: the SHA-256 of each, and when it expires by itself.
    links: BTreeMap<String, DateTime<Utc>>,
}

/// Why nothing could be revoked, or why it is not known what is.
#[derive(Debug, thiserror::Error)]
pub enum RevokedError {
    /// The bucket failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bucket did not answer in time.
    #[error("{REVOKED} could not be read in time")]
    Slow,
    /// Something else is there.
    #[error(
        "{REVOKED} in the bucket is not a list of revoked links, so no link works; delete it, and revoke again"
    )]
    Broken(#[source] serde_json::Error),
    /// Far more than links that were revoked.
    #[error("{REVOKED} in the bucket would be over 1 MB; revoke all links of a time with --before")]
    Large,
    /// Others wrote it at the same time, again and again.
    #[error("{REVOKED} in the bucket was changed by others at the same time; try again")]
    Busy,
}

impl Revocations {
    /// Whether this link is revoked.
    pub fn has(&self, link: &Address) -> bool {
        self.before.is_some_and(|before| link.made() < before.timestamp())
            || self.links.contains_key(&hash(link))
    }

    fn add(&mut self, what: &Revocation, now: DateTime<Utc>) {
        match what {
            Revocation::Link(link) => {
                let expires = DateTime::from_timestamp(link.expires(), 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
                self.links.insert(hash(link), expires);
            }
            // What was revoked stays revoked.
            Revocation::Before(time) => self.before = self.before.max(Some(*time)),
        }
        self.links.retain(|_, expires| now < *expires);
    }
}

fn hash(link: &Address) -> String {
    // Whichever of the film's files a link leads to: they are all revoked together.
    let path = link.beside(link.film().of_film()).map_or_else(|| link.path(), |film| film.path());
    hex::encode(Sha256::digest(format!("{path}?{}", link.query())))
}

/// Revokes links for good. The function behind them knows it within a minute.
///
/// # Errors
/// When the object in the bucket cannot be read or written, or is something else.
pub async fn revoke(store: &impl Store, what: &Revocation, now: DateTime<Utc>) -> Result<(), RevokedError> {
    for _ in 0..WRITES {
        let (mut revoked, tag) = read(store).await?;
        revoked.add(what, now);
        let body = serde_json::to_vec(&revoked).map_err(RevokedError::Broken)?;
        if LARGEST < body.len() as u64 {
            return Err(RevokedError::Large);
        }
        let when = tag.map_or(When::Absent, When::Tag);
        match store.put(REVOKED, body.into(), "application/json", when).await {
            Ok(_) => return Ok(()),
            // Somebody else was faster, or the answer to our own write was lost: both is seen in what is there.
            Err(error) if error.trouble == Trouble::Exists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(RevokedError::Busy)
}

/// What is revoked, and the tag under which that may be replaced.
async fn read(store: &impl Store) -> Result<(Revocations, Option<String>), RevokedError> {
    match store::whole(store, REVOKED, LARGEST).await {
        Ok(Some(whole)) => {
            Ok((serde_json::from_slice(&whole.bytes).map_err(RevokedError::Broken)?, whole.etag))
        }
        Ok(None) => Err(RevokedError::Large),
        Err(error) if error.trouble == Trouble::NotFound => Ok((Revocations::default(), None)),
        Err(error) => Err(error.into()),
    }
}

/// What is revoked, as it was read in the last minute.
#[derive(Debug, Default)]
pub struct RevokedLinks {
    read: Mutex<Option<ReadOnce>>,
}

/// When it was read, and what was there, or in words what is in the way.
type ReadOnce = (DateTime<Utc>, Result<Revocations, String>);

impl RevokedLinks {
    /// Whether this link is revoked, by what was read of the bucket at most a minute before `now`.
    ///
    /// # Errors
    /// In words why that is not known; the bucket is asked again in a minute.
    pub async fn has(&self, link: &Address, store: &impl Store, now: DateTime<Utc>) -> Result<bool, String> {
        let mut kept = self.read.lock().await;
        let known = kept.take().filter(|(at, _)| *at <= now && now < *at + HOLDS);
        let known = if let Some(known) = known {
            known
        } else {
            let found = time::timeout(PATIENCE, read(store)).await.unwrap_or(Err(RevokedError::Slow));
            (now, found.map(|(revoked, _)| revoked).map_err(|error| chain(&error)))
        };
        let (_, read) = kept.insert(known);
        read.as_ref().map(|revoked| revoked.has(link)).map_err(Clone::clone)
    }
}
