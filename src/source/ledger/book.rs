//! The ledger of a run: filled from the last one, asked before each file is fetched, and told what was in each.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{
    kept::{FileContents, kept, restored},
    pack::{LedgerPages, LedgerRow, PackError, packed, unpacked, with_body},
};
use crate::{
    source::formats::format::{FileFacts, Role},
    store::Entry,
};

/// A mark in a listing is so many keys from the next: as many as there are on a page.
const BETWEEN_MARKS: u64 = 1000;

/// What tells the content of a file from every other that was ever under its key: its size and tag as listed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stamp {
    /// The entity tag itself: what is fetched has to have the same.
    etag: String,
    hash: u64,
}

impl Stamp {
    /// The stamp of a listed file; `None` where the listing tells no tag. Where its `times` matter, because nothing
    /// else dates what is in it, its age counts as well.
    pub(crate) fn new(entry: &Entry, is_dated_by_age: bool) -> Option<Self> {
        let etag = entry.etag.clone().filter(|etag| !etag.is_empty())?;
        let mut hash = Sha256::new_with_prefix(entry.size.to_le_bytes());
        if is_dated_by_age {
            let modified = entry.modified?;
            hash.update(modified.timestamp().to_le_bytes());
            hash.update(modified.timestamp_subsec_nanos().to_le_bytes());
        }
        hash.update(&etag);
        let hash: [u8; 32] = hash.finalize().into();
        let hash = u64::from_le_bytes(*hash.first_chunk()?);
        Some(Self { etag, hash })
    }

    /// Whether what was fetched is what was listed.
    pub(crate) fn is_of(&self, etag: Option<&str>) -> bool {
        etag == Some(&self.etag)
    }
}

/// What is known of the files of one source.
#[derive(Debug)]
pub struct Ledger {
    source: String,
    inside: Mutex<BookState>,
}

#[derive(Debug, Default)]
struct BookState {
    pages: LedgerPages,
    /// Whether it is another one than was read.
    is_changed: bool,
    n_listed: u64,
    marks: Vec<String>,
    /// The key that was listed last, until one comes that should have come before it: a store that lists in no order
    /// gets no marks.
    last: Option<String>,
    is_unordered: bool,
}

impl Ledger {
    /// An empty one of the source that is written like this.
    pub fn new(source: &str) -> Self {
        Self { source: source.to_owned(), inside: Mutex::default() }
    }

    fn inside(&self) -> MutexGuard<'_, BookState> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over what is kept in `bytes`.
    ///
    /// # Errors
    /// When they are not a ledger of this source, written by this version. The ledger is empty then, and counts as
    /// changed.
    pub fn fill(&self, bytes: &[u8]) -> Result<(), PackError> {
        let unpacked = unpacked(&self.source, bytes);
        let mut inside = self.inside();
        match unpacked {
            Ok(pages) => {
                *inside = BookState { pages, ..BookState::default() };
                Ok(())
            }
            Err(error) => {
                *inside = BookState { is_changed: true, ..BookState::default() };
                Err(error)
            }
        }
    }

    /// How many files it knows.
    pub fn len(&self) -> usize {
        self.inside().pages.rows.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ledger as bytes, if it is another one than was read or written last.
    pub(super) fn changed(&self) -> Option<Vec<u8>> {
        let inside = self.inside();
        inside.is_changed.then(|| packed(&self.source, &inside.pages))?
    }

    /// Notes that it was written as it is.
    pub(super) fn written(&self) {
        self.inside().is_changed = false;
    }

    /// What is in the file under `key`, if it is the one that was read before.
    pub(crate) fn find(
        &self,
        key: &str,
        stamp: &Stamp,
        role: Role,
        facts: &FileFacts,
    ) -> Option<FileContents> {
        let mut inside = self.inside();
        let LedgerPages { names, rows, .. } = &mut inside.pages;
        let row = rows.get_mut(key).filter(|row| row.stamp == stamp.hash)?;
        let found = restored(&row.bytes, role, facts, names)?;
        row.is_met = true;
        Some(found)
    }

    /// Keeps what was in the file under `key`, as far as that can be kept.
    pub(crate) fn keep(&self, key: &str, stamp: &Stamp, facts: &FileFacts, file: &FileContents) {
        let mut inside = self.inside();
        let LedgerPages { names, rows, .. } = &mut inside.pages;
        let Some(bytes) = kept(file, facts, names) else {
            inside.is_changed |= rows.remove(key).is_some();
            return;
        };
        rows.insert(key.into(), LedgerRow { stamp: stamp.hash, bytes: bytes.into(), is_met: true });
        inside.is_changed = true;
    }

    /// Notes that a file was listed, in the order of the listing.
    pub(crate) fn listed(&self, key: &str) {
        let mut inside = self.inside();
        inside.n_listed += 1;
        inside.is_unordered |= inside.last.as_deref().is_some_and(|last| key <= last);
        let last = inside.last.get_or_insert_default();
        last.clear();
        last.push_str(key);
        if inside.n_listed.is_multiple_of(BETWEEN_MARKS) {
            inside.marks.push(key.to_owned());
        }
    }

    /// Keys of the last listing, in its order and a page apart from each other.
    pub(crate) fn marks(&self) -> Vec<String> {
        self.inside().pages.marks.clone()
    }

    /// Forgets the files that were not met: the reading is over, and they are not there any more.
    pub(crate) fn is_complete(&self) {
        let mut inside = self.inside();
        let n_before = inside.pages.rows.len();
        inside.pages.rows.retain(|_, row| row.is_met);
        inside.is_changed |= inside.pages.rows.len() < n_before;
        inside.pages.marks = std::mem::take(&mut inside.marks);
        if inside.is_unordered {
            inside.pages.marks.clear();
        }
    }

    /// How many files it would give back at the moment `now`, whatever their keys say.
    pub fn readable(&self, now: DateTime<Utc>) -> usize {
        let inside = self.inside();
        let facts = FileFacts { written: Some(now), ..FileFacts::new(now) };
        let roles = [Role::Answers, Role::Fallback, Role::ObjectList];
        let rows = inside.pages.rows.values();
        let is_readable = |row: &&LedgerRow| {
            roles.iter().any(|&role| restored(&row.bytes, role, &facts, &inside.pages.names).is_some())
        };
        rows.filter(is_readable).count()
    }

    /// Bytes with the right head of a ledger of `source` and this body, which need not be one: for whoever tries what
    /// breaks.
    pub fn with_body(source: &str, body: &[u8]) -> Vec<u8> {
        with_body(source, body).unwrap_or_default()
    }
}
