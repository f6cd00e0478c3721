//! A folder with entity tags as a bucket has them, which counts what is asked of it.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use futures_util::{StreamExt, stream::BoxStream};
use labelrace::store::{Entry, FolderItem, Object, Store, StoreError, When, dir::Dir};

pub(crate) struct Tagged {
    root: PathBuf,
    inner: Dir,
    n_gets: AtomicUsize,
}

impl Tagged {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { inner: Dir::new(root.clone()), root, n_gets: AtomicUsize::new(0) }
    }

    /// How many objects were fetched.
    pub(crate) fn n_gets(&self) -> usize {
        self.n_gets.load(Ordering::SeqCst)
    }

    fn tag(&self, key: &str) -> Option<String> {
        let mut hasher = DefaultHasher::new();
        std::fs::read(self.root.join(key)).ok()?.hash(&mut hasher);
        Some(format!("\"{:x}\"", hasher.finish()))
    }
}

#[deny(clippy::missing_trait_methods)]
impl Store for Tagged {
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        let tagged = |entry: Result<Entry, StoreError>| {
            entry.map(|entry| Entry { etag: self.tag(&entry.key), ..entry })
        };
        self.inner.list(prefix).map(tagged).boxed()
    }

    fn list_marked(&self, prefix: &str, _marks: Vec<String>) -> BoxStream<'_, Result<Entry, StoreError>> {
        self.list(prefix)
    }

    fn children(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>> {
        self.inner.children(folder)
    }

    fn get_here(&self, _key: &str) -> Option<Result<Object, StoreError>> {
        None
    }

    fn read_here(&self, _key: &str, _size: usize, _room: &mut Vec<u8>) -> bool {
        false
    }

    fn is_here(&self) -> bool {
        false
    }

    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        self.n_gets.fetch_add(1, Ordering::SeqCst);
        let object = self.inner.get(key).await?;
        Ok(Object { etag: self.tag(key), ..object })
    }

    async fn put(
        &self,
        key: &str,
        body: Bytes,
        content_type: &str,
        when: When,
    ) -> Result<Option<String>, StoreError> {
        self.inner.put(key, body, content_type, when).await
    }
    async fn put_file(&self, key: &str, file: &Path, content_type: &str) -> Result<(), StoreError> {
        self.inner.put_file(key, file, content_type).await
    }
}
