//! Everything that a source holds, in one call: list, fetch, parse, settle.
//!
//! Files are fetched side by side while the listing still runs, and each is parsed and dropped at once. What
//! cannot be used is skipped with its reason and counted, and what was read twice counts once. Nothing here
//! knows buckets, people's names or time zones.

use std::sync::Arc;

use super::{
    gathered::{GatherError, Gathered},
    manner::Reading,
    options::ReadProgress,
    place::Place,
    reading,
    settle::settle,
};
use crate::store::Store;

/// Reads everything at `place`. There may be jobs and no answer in them yet. `tell` hears now and then how far the
/// reading is.
///
/// # Errors
/// When the store fails for more than single files, when there is nothing at all, and when there is more than was
/// asked for.
pub async fn gather<S: Store + 'static>(
    store: Arc<S>,
    place: &Place,
    reading: &Reading,
    tell: &(dyn Fn(ReadProgress) + Send + Sync),
) -> Result<Gathered, GatherError> {
    let read = reading::read(store, place, reading, tell).await?;
    settle(read, place, reading)
}
