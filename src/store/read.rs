//! A whole object, even if its body breaks off on the way.
//!
//! A store retries its requests by itself, but a body is read after its request has succeeded: only a caller that
//! reads to the end learns that it did not arrive whole.

use bytes::Bytes;

use super::{
    error::{StoreError, Trouble},
    object::Store,
};

/// How often a body is asked for, the first time included.
pub(crate) const READS: u32 = 3;

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
    let mut n_reads = 1;
    loop {
        let object = store.get(key).await?;
        let etag = object.etag.clone();
        match object.bytes(limit).await {
            Ok(bytes) => return Ok(bytes.map(|bytes| WholeObject { etag, bytes })),
            Err(error) if n_reads < READS && error.trouble == Trouble::Unavailable => {
                tracing::debug!(%error, n_reads, "a body broke off");
                n_reads += 1;
            }
            Err(error) => return Err(error),
        }
    }
}
