//! A whole object, even if its body breaks off on the way.
//!
//! A store retries its requests by itself, but a body is read after its request has succeeded: only a caller that
//! reads to the end learns that it did not arrive whole.

use std::time::Duration;

use bytes::Bytes;

use super::{
    error::{StoreError, Trouble},
    object::Store,
};

/// How often a body is asked for, the first time included.
const READS: u32 = 3;

/// How often an object is opened while this machine has nothing left to open it with: others are read and closed
/// meanwhile. It is waited for about half a minute in all.
const OPENINGS: u32 = 8;

/// How long the first pause is; each further one is twice as long.
const PAUSE: Duration = Duration::from_millis(200);

/// An object with all its bytes, and the tag under which they may be replaced.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WholeObject {
    /// The entity tag of these bytes, if the store has such tags.
    pub etag: Option<String>,
    /// All bytes.
    pub bytes: Bytes,
}

/// Reads the object under `key`, of at most `limit` bytes; `None` if it is larger.
///
/// # Errors
/// Those of [`whole`].
pub async fn read(store: &impl Store, key: &str, limit: u64) -> Result<Option<Bytes>, StoreError> {
    Ok(whole(store, key, limit).await?.map(|whole| whole.bytes))
}

/// Reads the object under `key` with its entity tag; `None` if it is larger than `limit` bytes.
///
/// A body that breaks off is asked for again from its start: the object may have been replaced by then.
///
/// # Errors
/// Those of the store; if every body broke off, the error of the last.
pub async fn whole(store: &impl Store, key: &str, limit: u64) -> Result<Option<WholeObject>, StoreError> {
    let mut attempts = Attempts::default();
    loop {
        match store.get(key).await {
            Ok(object) => {
                let etag = object.etag.clone();
                match object.bytes(limit).await {
                    Ok(bytes) => return Ok(bytes.map(|bytes| WholeObject { etag, bytes })),
                    Err(error) => attempts.after_body(error).await?,
                }
            }
            Err(error) => attempts.after_request(error).await?,
        }
    }
}

/// The attempts to read one object.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    failed: u32,
}

impl Attempts {
    /// Comes back after a pause if the body that broke off with this error is to be asked for again.
    ///
    /// # Errors
    /// The same error if it is not.
    pub(crate) async fn after_body(&mut self, error: StoreError) -> Result<(), StoreError> {
        match error.trouble {
            Trouble::Unavailable => self.pause(READS, error).await,
            _ => self.after_request(error).await,
        }
    }

    /// The same after a request that failed. The store has tried it again by itself, except where this machine had
    /// nothing left to open it with.
    ///
    /// # Errors
    /// The same error if it is not.
    pub(crate) async fn after_request(&mut self, error: StoreError) -> Result<(), StoreError> {
        match error.trouble {
            Trouble::Exhausted => self.pause(OPENINGS, error).await,
            _ => Err(error),
        }
    }

    async fn pause(&mut self, most: u32, error: StoreError) -> Result<(), StoreError> {
        self.failed += 1;
        if most <= self.failed {
            return Err(error);
        }
        tracing::debug!(%error, failed = self.failed, "will be read again");
        tokio::time::sleep(PAUSE * 2_u32.saturating_pow(self.failed - 1)).await;
        Ok(())
    }
}
