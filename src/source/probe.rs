//! Whether there are answers at a place, without reading them all.

use futures_util::StreamExt;

use super::{
    formats::{self, format::Role},
    keys::{self, Holds},
    place::Place,
    reading,
};
use crate::store::{self, Entry, Store, StoreError};

/// So many keys are looked at for a first file of answers: jobs keep other things too, but not so many.
const KEYS: usize = 20_000;

/// So many files with no job around them are opened to see what they are.
const LOOSE_FILES: usize = 100;

/// What a first look finds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sight {
    /// Nothing at all.
    Nothing,
    /// Something, but no answers so far.
    NoAnswers,
    /// Answers, and they can be read.
    Answers,
}

/// Lists until there is a file with answers, and reads that.
///
/// # Errors
/// When the place cannot be listed, or the file cannot be read.
pub async fn probe(store: &impl Store, place: &Place) -> Result<Sight, StoreError> {
    let mut listing = store.list(&place.key).take(KEYS);
    let mut sight = Sight::Nothing;
    let mut loose: Vec<Entry> = Vec::new();
    while let Some(entry) = listing.next().await {
        let entry = entry?;
        if !place.is_file && keys::is_litter(place.relative(&entry.key)) {
            continue;
        }
        sight = Sight::NoAnswers;
        let at = formats::at_key(&entry.key);
        let is_job = at.is_some();
        let has_answers = at.is_some_and(|(format, at)| {
            format.role != Role::ObjectList && matches!(at.holds, Holds::Data { .. })
        });
        if place.is_log_group {
            // Its first page is enough; all of it may be gigabytes.
            store.get(&entry.key).await?;
            return Ok(Sight::Answers);
        }
        if place.is_file || has_answers {
            store::read(store, &entry.key, u64::MAX).await?;
            return Ok(Sight::Answers);
        }
        if !is_job && loose.len() < LOOSE_FILES && !keys::is_media(&entry.key) {
            loose.push(entry);
        }
    }
    for entry in loose {
        if reading::has_loose_format(store.get(&entry.key).await?).await? {
            return Ok(Sight::Answers);
        }
    }
    Ok(sight)
}
