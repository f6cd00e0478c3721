//! Reads a place of a store: lists it, finds out which files matter, fetches and parses them.
//!
//! What comes out is a [`ReadResult`]; `settle` decides what it means. `gunzip` unpacks what is compressed, `body` turns
//! the bytes of one file into what is in it, `fetch` has many files on their way at once, `listed_job` is what a listing
//! tells of a job, `loose` are the files without one, `intake` is what has been read, `listing`
//! runs ahead of the fetching, and `reader` decides which files are read.

mod gunzip;
mod body;
mod fetch;
mod listed_job;
mod loose;
mod intake;
mod listing;
mod reader;

use std::sync::Arc;

use self::reader::SourceReader;
use super::{
    formats,
    gathered::GatherError,
    manner::Reading,
    options::{ColumnNames, ReadProgress},
    place::Place,
    read_result::ReadResult,
};
use crate::store::{Object, Store, StoreError};

/// Reads everything at `place`. `tell` hears now and then how far the reading is.
///
/// # Errors
/// When the store fails for more than single files, and when there are more jobs than were asked for.
pub(super) async fn read<S: Store + 'static>(
    store: Arc<S>,
    place: &Place,
    reading: &Reading,
    tell: &(dyn Fn(ReadProgress) + Send + Sync),
) -> Result<ReadResult, GatherError> {
    let mut reader = SourceReader::new(store, place, reading, tell);
    if place.is_file {
        reader.read_file().await?;
    } else {
        reader.list().await?;
        reader.read_the_rest().await?;
    }
    if let Some(ledger) = &reading.ledger {
        ledger.is_complete();
    }
    Ok(reader.into_result())
}

/// Whether a file with no job around it is in a format that is known, by the beginning of its content.
///
/// # Errors
/// When the body breaks off.
pub(super) async fn has_loose_format(mut object: Object) -> Result<bool, StoreError> {
    let (_, head) = body::opened(&mut object).await?;
    Ok(formats::with_head(&head, true, &ColumnNames::default()).is_some())
}
