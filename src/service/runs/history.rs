//! Earlier runs of a job.

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;

use super::{
    record::{ClaimError, Record, RunState, read},
    slot::Slot,
};
use crate::store::{Entry, Store};

/// The newest run of this kind, other than `slot` itself, that came to its end: with a film, or without one because
/// there was nothing new.
///
/// # Errors
/// When the bucket fails.
pub async fn last(store: &impl Store, slot: &Slot, source: &str) -> Result<Option<Record>, ClaimError> {
    for entry in newest_first(store, slot).await? {
        if entry.key == slot.record() {
            continue;
        }
        match read(store, &entry.key).await {
            Ok(Some((record, _))) => {
                if record.source == source
                    && matches!(record.state, RunState::Complete | RunState::NothingNew)
                {
                    return Ok(Some(record));
                }
            }
            Ok(None) => {}
            Err(ClaimError::Broken { .. }) => tracing::warn!("a record of an earlier run cannot be read"),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The record of the run of `slot`; `None` if there is none.
///
/// # Errors
/// When the bucket fails, or has something else there.
pub async fn record(store: &impl Store, slot: &Slot) -> Result<Option<Record>, ClaimError> {
    Ok(read(store, &slot.record()).await?.map(|(record, _)| record))
}

/// The run of this kind whose record was written last, however it ended, and when that was.
///
/// # Errors
/// When the bucket fails, or has something else there.
pub async fn newest(store: &impl Store, slot: &Slot) -> Result<Option<(Record, DateTime<Utc>)>, ClaimError> {
    for entry in newest_first(store, slot).await? {
        if let Some((record, _)) = read(store, &entry.key).await? {
            return Ok(Some((record, entry.modified.unwrap_or_default())));
        }
    }
    Ok(None)
}

/// Records by the time when they were written, not by name: a run for an earlier time may have come later.
async fn newest_first(store: &impl Store, slot: &Slot) -> Result<Vec<Entry>, ClaimError> {
    let mut entries: Vec<_> = store.list(&slot.records()).try_collect().await?;
    entries.sort_by(|a, b| (b.modified, &b.key).cmp(&(a.modified, &a.key)));
    Ok(entries)
}
