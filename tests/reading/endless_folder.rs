//! A folder without an end, such as a whole disk: its listing stops and says where.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use chrono::Utc;
use futures_util::{StreamExt, stream, stream::BoxStream};
use labelrace::{
    source::{GatherError, Place, Reading, gather},
    store::{Entry, FolderItem, Object, Store, StoreError, Trouble, When, dir::Dir},
};

/// A folder with more files beside those that it has, and no end of them.
struct Endless(Dir);

impl Store for Endless {
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        let more = stream::iter(0..).map(|n: u64| {
            Ok(Entry { key: format!("disk/{}/notes-{n}.txt", n / 1000), size: 1, etag: None, modified: None })
        });
        self.0.list(prefix).chain(more).boxed()
    }

    fn children(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>> {
        self.0.children(folder)
    }

    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        self.0.get(key).await
    }

    async fn put(&self, key: &str, _: Bytes, _: &str, _: When) -> Result<Option<String>, StoreError> {
        Err(StoreError { what: key.to_owned(), trouble: Trouble::Denied, source: None })
    }

    async fn put_file(&self, key: &str, _: &Path, _: &str) -> Result<(), StoreError> {
        Err(StoreError { what: key.to_owned(), trouble: Trouble::Denied, source: None })
    }
}

#[tokio::test]
async fn a_folder_without_an_end_is_listed_up_to_a_number_that_is_said() {
    let empty = tempfile::tempdir().unwrap();
    let place = Place {
        key: "disk/".to_owned(),
        is_file: false,
        bucket: None,
        shown: "/disk".to_owned(),
        is_log_group: false,
        only: Arc::default(),
    };
    let store = Arc::new(Endless(Dir::new(empty.path().to_owned())));
    let told = std::sync::atomic::AtomicU64::new(0);
    let tell = |seen: labelrace::source::ReadProgress| {
        told.store(seen.listed, std::sync::atomic::Ordering::Relaxed);
    };
    let error = gather(store, &place, &Reading::new(Utc::now()), &tell).await.unwrap_err();
    assert!(matches!(error, GatherError::Endless { .. }));
    assert_eq!(
        error.to_string(),
        "/disk holds more than 1,000,000 files, and none of them belongs to a labeling job; name the folder of a job, or \
         one above it that is smaller"
    );
    assert!(999_000 < told.into_inner(), "whoever waits hears how far the listing is");
}
