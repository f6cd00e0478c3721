//! The trait of all stores: keys, and the bytes under them.

use std::{fmt, future::Future, path::Path};

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream::BoxStream};

use super::error::StoreError;

/// A place with keys and bytes.
///
/// Keys use `/` between their parts and never start with one: in a bucket they are the object's
/// key, in a folder the path below it.
pub trait Store: Send + Sync {
    /// Everything whose key starts with `prefix`, in no order that may be relied on.
    ///
    /// An item that is an error stands for one key (or folder) that could not be looked at; the stream goes on
    /// after it where it can.
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>>;

    /// The same with more than one page on the way at once, if the store has pages. `marks` are keys in the order of the
    /// listing, about a page apart from each other, as they were in an earlier one. Whatever they are, the listing is
    /// the same.
    fn list_marked(&self, prefix: &str, marks: Vec<String>) -> BoxStream<'_, Result<Entry, StoreError>> {
        drop(marks);
        self.list(prefix)
    }

    /// What lies directly in a folder, whose key ends with a slash or is empty: its files, and the folders in it without
    /// what is in them, each once.
    ///
    /// An item that is an error ends the listing, or stands for one thing that could not be looked at.
    fn children(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>>;

    /// The object under `key`; its body is fetched as it is read.
    fn get(&self, key: &str) -> impl Future<Output = Result<Object, StoreError>> + Send;

    /// The same, read by the calling thread itself, if the store lies on this machine; otherwise `None`. So many small
    /// files need not be asked for one by one.
    fn get_here(&self, key: &str) -> Option<Result<Object, StoreError>> {
        let _ = key;
        None
    }

    /// Reads an object of `size` bytes into the beginning of `room`, which grows if it has to, on the calling thread.
    /// Returns whether that could be done: otherwise nothing is known, and [`get`](Self::get) tells what is wrong. It
    /// is for many small files, of which each takes no call of the system more than it must.
    fn read_here(&self, key: &str, size: usize, room: &mut Vec<u8>) -> bool {
        let _ = (key, size, room);
        false
    }

    /// Whether [`get_here`](Self::get_here) reads.
    fn is_here(&self) -> bool {
        false
    }

    /// Writes `body` under `key`: whole or not at all.
    ///
    /// Returns the new entity tag, if the store has such tags.
    fn put(
        &self,
        key: &str,
        body: Bytes,
        content_type: &str,
        when: When,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Writes what is in a file of this machine under `key`, whole or not at all, and replaces whatever was there. No
    /// more of the file is in memory than has to be.
    fn put_file(
        &self,
        key: &str,
        file: &Path,
        content_type: &str,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// The condition on which an object is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum When {
    /// Always; whatever was there is replaced.
    Always,
    /// Only if there is no such object yet; otherwise [`Trouble::Exists`](super::error::Trouble::Exists).
    ///
    /// A write whose answer was lost is sent again and may then run into itself: a caller that must know who wrote
    /// the object reads it back.
    Absent,
    /// Only if the object still has this entity tag; otherwise [`Trouble::Exists`](super::error::Trouble::Exists). Folders have no tags and
    /// refuse this.
    Tag(String),
}

/// One line of a listing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The key, whole.
    pub key: String,
    /// Size in bytes.
    pub size: u64,
    /// The entity tag, if the store has such tags.
    pub etag: Option<String>,
    /// When it was last written, if the store knows.
    pub modified: Option<DateTime<Utc>>,
}

/// Something that lies directly in a folder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FolderItem {
    /// A folder: its key, with a slash at its end.
    Folder(String),
    /// A file.
    File(Entry),
}

impl Entry {
    /// An object that was not listed, so that nothing but its key is known.
    pub fn unlisted(key: String) -> Self {
        Self { key, size: 0, etag: None, modified: None }
    }
}

/// An object that is being read.
pub struct Object {
    /// The entity tag of what is read, if the store has such tags.
    pub etag: Option<String>,
    /// How many bytes there are, if the store says so before they arrive.
    pub size: Option<u64>,
    /// The bytes, as they arrive.
    pub body: BoxStream<'static, Result<Bytes, StoreError>>,
}

impl Object {
    /// All bytes of the object, at most `limit` of them; `None` if there are more.
    ///
    /// # Errors
    /// Those of the store, if the body breaks off.
    pub async fn bytes(mut self, limit: u64) -> Result<Option<Bytes>, StoreError> {
        if self.size.is_some_and(|size| limit < size) {
            return Ok(None);
        }
        let mut all = BytesMut::new();
        while let Some(chunk) = self.body.next().await {
            let chunk = chunk?;
            if limit < (all.len() + chunk.len()) as u64 {
                return Ok(None);
            }
            // A body that came in one piece, as small ones do, is not copied.
            if all.is_empty() {
                match chunk.try_into_mut() {
                    Ok(chunk) => all = chunk,
                    Err(chunk) => all.extend_from_slice(&chunk),
                }
            } else {
                all.extend_from_slice(&chunk);
            }
        }
        Ok(Some(all.freeze()))
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object").field("etag", &self.etag).finish_non_exhaustive()
    }
}

/// How a browser is told to treat an object, whatever was said when it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shown {
    /// Its media type.
    pub content_type: &'static str,
    /// The name under which it is saved: letters, digits, `-`, `_` and `.`.
    pub file_name: String,
    /// Whether it is saved instead of being shown.
    pub is_saved: bool,
}
