//! Which jobs lie below a place, without reading them, and whether the files of each are still those of the last time.
//!
//! A place may hold a hundred thousand jobs: they leave one by one, as they are found, and no more of them is in memory
//! than is looked at side by side. What a job holds is left to `gather`.

use std::sync::Arc;

use futures_util::{FutureExt, StreamExt, stream, stream::BoxStream};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::{
    formats,
    keys::{self, Holds},
    place::Place,
    probe::{Sight, probe},
};
use crate::store::{Entry, FolderItem, Store, StoreError};

/// So many folders of a folder are looked into for jobs before the first of them is over.
const FOLDERS_AT_ONCE: usize = 16;

/// Jobs lie at most so many folders below the place that is named.
const DEEPEST: usize = 6;

/// After so many files without a job's folder around them nobody looks for one any more.
const STRANGERS: usize = 2000;

/// A job that was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FoundJob {
    /// Its folder: the key, with a slash at its end; empty for a bucket that is a job.
    pub key: String,
    /// What was seen of its files: the same text as long as all of them are the same. `None` where it could not be
    /// looked at, or not at all of it.
    pub seen: Option<String>,
    /// Whether it has a file that can hold answers.
    pub has_files: bool,
}

/// What was seen of files: how many there are, and a sum over them that does not depend on their order.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    n: u64,
    sum: u64,
}

impl Sum {
    fn add(&mut self, folder: &str, entry: &Entry) {
        let below = entry.key.strip_prefix(folder).unwrap_or(&entry.key);
        let modified = entry.modified.map_or(0, |time| time.timestamp_millis());
        // A tag says all that there is to say; where there is none, the time has to do.
        let what = match &entry.etag {
            Some(tag) => format!("{below}\n{}\n{tag}", entry.size),
            None => format!("{below}\n{}\n{modified}", entry.size),
        };
        let hash = Sha256::digest(what);
        let first = hash.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        self.n += 1;
        self.sum = self.sum.wrapping_add(first);
    }

    fn shown(self) -> String {
        format!("{}-{:016x}", self.n, self.sum)
    }
}

/// What a folder is.
enum FolderLook {
    Job(FoundJob),
    /// No job itself, but there may be jobs in it.
    Folder(String),
}

/// The jobs below `place`, which may be a job itself, as they are found. At most `at_once` of them are looked at side by
/// side.
///
/// An item that is an error stands for a folder that could not be listed, or for an entry of one that cannot be
/// anything.
pub fn jobs_below<'a, S: Store>(
    store: &'a S,
    place: &Place,
    at_once: usize,
) -> BoxStream<'a, Result<FoundJob, StoreError>> {
    let turns = Arc::new(Semaphore::new(at_once));
    let place = match keys::root_above(&place.key) {
        // Somebody points inside of a job, and means that.
        Some(root) if root.is_empty() => place.at(""),
        Some(root) => place.at(&format!("{root}/")),
        None => place.clone(),
    };
    let first = async move {
        match look(store, &place, &place.key, &turns).await {
            FolderLook::Job(job) => stream::iter([Ok(job)]).boxed(),
            FolderLook::Folder(folder) => below(store, place, &folder, at_once, turns, DEEPEST),
        }
    };
    first.flatten_stream().boxed()
}

fn below<'a, S: Store>(
    store: &'a S,
    place: Place,
    folder: &str,
    at_once: usize,
    turns: Arc<Semaphore>,
    deeper: usize,
) -> BoxStream<'a, Result<FoundJob, StoreError>> {
    let folders = store.children(folder).filter_map(async |item| match item {
        Ok(FolderItem::Folder(folder)) if keys::is_litter(&format!("{folder}x")) => None,
        Ok(FolderItem::Folder(folder)) => Some(Ok(folder)),
        Ok(FolderItem::File(_)) => None,
        Err(error) => Some(Err(error)),
    });
    let (of_looks, looks) = (Arc::clone(&turns), place.clone());
    let looked = folders.map(move |folder| {
        let (turns, place) = (Arc::clone(&of_looks), looks.clone());
        async move {
            match folder {
                Ok(folder) => Ok(look(store, &place, &folder, &turns).await),
                Err(error) => Err(error),
            }
        }
    });
    let found = looked.buffered(at_once).map(move |looked| match looked {
        Ok(FolderLook::Job(job)) => stream::iter([Ok(job)]).boxed(),
        Ok(FolderLook::Folder(_)) if deeper == 0 => stream::empty().boxed(),
        Ok(FolderLook::Folder(folder)) => {
            below(store, place.clone(), &folder, at_once, Arc::clone(&turns), deeper - 1)
        }
        Err(error) => stream::iter([Err(error)]).boxed(),
    });
    found.flatten_unordered(FOLDERS_AT_ONCE).boxed()
}

/// What a folder is, by its files.
async fn look<S: Store>(store: &S, place: &Place, folder: &str, turns: &Semaphore) -> FolderLook {
    // The semaphore is never closed.
    let _turn = turns.acquire().await;
    let root = folder.trim_end_matches('/');
    let mut listing = store.list(folder);
    let (mut job, mut is_job, mut strangers) = (Sum::default(), false, Sum::default());
    let (mut n_strangers, mut is_whole) = (0, true);
    while let Some(entry) = listing.next().await {
        let entry = match entry {
            Ok(entry) => entry,
            // Nothing that a job could have is behind such an entry of a folder.
            Err(error) if place.lost_entry(&error).is_some() => continue,
            Err(_) => {
                is_whole = false;
                continue;
            }
        };
        if keys::is_litter(entry.key.strip_prefix(folder).unwrap_or(&entry.key)) {
            continue;
        }
        match formats::at_key(&entry.key) {
            Some((_, at)) if at.root == root => {
                is_job = true;
                if matches!(at.holds, Holds::Data { .. }) {
                    job.add(folder, &entry);
                }
            }
            Some((_, at)) if !is_job && root.len() < at.root.len() => {
                return FolderLook::Folder(folder.to_owned());
            }
            Some(_) => {}
            None if is_job => {}
            None => {
                n_strangers += 1;
                if Place::is_named_like_answers(&entry.key) {
                    strangers.add(folder, &entry);
                }
                if STRANGERS < n_strangers {
                    is_whole = false;
                    break;
                }
            }
        }
    }
    let seen = |sum: Sum| is_whole.then(|| sum.shown());
    let key = folder.to_owned();
    if is_job || !is_whole && n_strangers <= STRANGERS {
        // One that cannot be listed counts as a job: whoever tries to read it says what is wrong.
        return FolderLook::Job(FoundJob { key, seen: seen(job), has_files: 0 < job.n || !is_whole });
    }
    if 0 < strangers.n && matches!(probe(store, &place.at(folder)).await, Ok(Sight::Answers)) {
        return FolderLook::Job(FoundJob { key, seen: seen(strangers), has_files: true });
    }
    FolderLook::Folder(key)
}
