//! The files below a folder, one after the other, on a thread of its own.

use std::{
    fs,
    path::{MAIN_SEPARATOR, Path, PathBuf},
    pin::Pin,
};

use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, stream};
use tokio::{
    sync::mpsc,
    task::{JoinHandle, spawn_blocking},
};
use walkdir::WalkDir;

use super::faults::{error, is_not_there, reading};
use crate::store::{
    error::{StoreError, Trouble},
    object::Entry,
};

/// How many batches of entries the walk may be ahead of its reader.
const WALK_AHEAD: usize = 16;

/// So many entries of the walk are handed over at once.
const WALKED_AT_ONCE: usize = 256;

/// How many folders the walk has open; the names in the others are in memory.
const FOLDERS_OPEN: usize = 2;

/// The name of a file until it is whole. Listings leave such files out: they belong to a write that is under way,
/// or were left by a process that was killed.
pub(super) const UNFINISHED_PREFIX: &str = ".labelrace-";
pub(super) const UNFINISHED_SUFFIX: &str = ".part";

/// A recursive listing on a thread of its own.
pub(super) struct Walk {
    pub(super) root: PathBuf,
    pub(super) prefix: String,
}

pub(super) type Item = Result<Entry, StoreError>;

impl Walk {
    pub(super) fn start(self) -> Pin<Box<dyn Stream<Item = Item> + Send>> {
        let (sender, receiver) = mpsc::channel(WALK_AHEAD);
        let root = self.root.clone();
        let thread = spawn_blocking(move || {
            let mut batch = Vec::new();
            let mut send = |item| {
                batch.push(item);
                if batch.len() < WALKED_AT_ONCE {
                    return Ok(());
                }
                sender.blocking_send(std::mem::take(&mut batch)).map_err(drop)
            };
            // An error of `send` means that nobody reads any more: then the walk ends as well.
            if self.walk(&mut send).is_ok() {
                let _ = sender.blocking_send(batch);
            }
        });
        let batches = stream::unfold((receiver, Some(thread)), move |(mut receiver, thread)| {
            let root = root.clone();
            async move {
                match receiver.recv().await {
                    Some(batch) => Some((batch, (receiver, thread))),
                    None => how_it_ended(&root, thread?).await.map(|item| (vec![item], (receiver, None))),
                }
            }
        });
        Box::pin(batches.flat_map(stream::iter))
    }

    fn walk(&self, send: &mut dyn FnMut(Item) -> Result<(), ()>) -> Result<(), ()> {
        // The part of the prefix up to the last slash names a folder: the walk starts there.
        let (start, name) = match self.prefix.rsplit_once('/') {
            None => (self.root.clone(), self.prefix.as_str()),
            Some((folder, name)) if folder.split('/').all(is_file_name) => (self.root.join(folder), name),
            Some(_) => return Ok(()), // No key has such a part.
        };
        // Above where the walk starts nothing needs to be readable.
        match fs::metadata(&start) {
            Ok(data) if data.is_dir() => {}
            Err(cause) if !is_not_there(&cause) => return send(Err(reading(&start, cause))),
            // Nothing has this prefix, unless there is no folder at all.
            _ => match fs::read_dir(&self.root) {
                Ok(_) => return Ok(()),
                Err(cause) => return send(Err(reading(&self.root, cause))),
            },
        }
        let mut found = WalkDir::new(&start)
            .follow_links(true)
            .min_depth(1)
            .max_open(FOLDERS_OPEN)
            .sort_by_file_name()
            .into_iter();
        while let Some(item) = found.next() {
            let entry = match item {
                Ok(entry) => entry,
                Err(cause) => {
                    if may_match(&start, cause.path(), name) {
                        send(Err(walking(&start, cause)))?;
                    }
                    continue;
                }
            };
            let is_folder = entry.file_type().is_dir();
            // Below the first level it is known already.
            if entry.depth() == 1 && !may_match(&start, Some(entry.path()), name) {
                if is_folder {
                    found.skip_current_dir();
                }
            } else if let Some(key) = self.key(entry.path()) {
                if entry.file_type().is_file() && !is_unfinished(&key) {
                    send(self.entry(key, &entry))?;
                }
            } else {
                // One error for a folder whose name is not text, not one for every file in it.
                if is_folder {
                    found.skip_current_dir();
                }
                if is_folder || entry.file_type().is_file() {
                    send(Err(error(entry.path(), Trouble::BadName, None)))?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn key(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let key = below.to_str()?;
        Some(if MAIN_SEPARATOR == '/' { key.to_owned() } else { key.replace(MAIN_SEPARATOR, "/") })
    }

    pub(super) fn entry(&self, key: String, entry: &walkdir::DirEntry) -> Item {
        let data = entry.metadata().map_err(|cause| walking(&self.root, cause))?;
        let modified = data.modified().ok().map(DateTime::<Utc>::from);
        Ok(Entry { key, size: data.len(), etag: None, modified })
    }
}

/// Whether `path`, or anything below it, can have a key that starts as it should. Below the first
/// level this is already known: only `name`, the prefix after its last slash, is left to compare.
fn may_match(start: &Path, path: Option<&Path>, name: &str) -> bool {
    let below = path.and_then(|path| path.strip_prefix(start).ok());
    below
        .and_then(|below| below.iter().next())
        .is_none_or(|first| first.as_encoded_bytes().starts_with(name.as_bytes()))
}

pub(super) fn is_unfinished(key: &str) -> bool {
    let name = key.rsplit('/').next().unwrap_or(key);
    name.starts_with(UNFINISHED_PREFIX) && name.ends_with(UNFINISHED_SUFFIX)
}

pub(super) fn walking(start: &Path, cause: walkdir::Error) -> StoreError {
    let path = cause.path().unwrap_or(start).to_owned();
    match cause.into_io_error() {
        Some(cause) => reading(&path, cause),
        None => error(&path, Trouble::Loop, None),
    }
}

/// A walk that panicked must not look like a short folder.
async fn how_it_ended(root: &Path, thread: JoinHandle<()>) -> Option<Item> {
    thread.await.err().map(|stopped| Err(error(root, Trouble::Other, Some(stopped.into()))))
}

pub(super) fn is_file_name(part: &str) -> bool {
    // Asking `Path` as well refuses drive letters and backslashes where those have a meaning.
    let is_name = || Path::new(part).file_name().is_some_and(|name| name == part);
    !matches!(part, "" | "." | "..") && (MAIN_SEPARATOR == '/' || is_name())
}
