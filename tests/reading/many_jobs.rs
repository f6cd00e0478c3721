//! A hundred thousand jobs below one folder: they are found one by one, with a page each, a few side by side.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use chrono::DateTime;
use futures_util::{StreamExt, stream, stream::BoxStream};
use labelrace::{
    source::{Place, jobs_below},
    store::{Entry, FolderItem, Object, Store, StoreError, Trouble, When, dir::Dir},
};

use crate::common::jobs::{Job, write};

const JOBS: usize = 100_000;

/// So many jobs with three files each, none of which is anywhere.
#[derive(Default)]
struct Many {
    listings: AtomicUsize,
    folders: AtomicUsize,
    open: Arc<AtomicUsize>,
    most_open: AtomicUsize,
}

/// Counts a listing as long as somebody holds it.
struct Held(Arc<AtomicUsize>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn denied<T>(key: &str) -> Result<T, StoreError> {
    Err(StoreError { what: key.to_owned(), trouble: Trouble::Denied, source: None })
}

impl Store for Many {
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        self.listings.fetch_add(1, Ordering::SeqCst);
        let n = self.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_open.fetch_max(n, Ordering::SeqCst);
        let held = Held(Arc::clone(&self.open));
        // The whole place begins with its first job.
        let folder = if prefix == "out/" { "out/job-0/".to_owned() } else { prefix.to_owned() };
        stream::iter(0..3)
            .map(move |n| {
                let _ = &held;
                let key =
                    format!("{folder}annotations/worker-response/iteration-1/{n}/2024-03-04_08:20:10.json");
                Ok(Entry {
                    key,
                    size: 300,
                    etag: Some(format!("\"{n}\"")),
                    modified: DateTime::from_timestamp(0, 0),
                })
            })
            .boxed()
    }

    fn children(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>> {
        self.folders.fetch_add(1, Ordering::SeqCst);
        let folder = folder.to_owned();
        stream::iter(0..JOBS).map(move |n| Ok(FolderItem::Folder(format!("{folder}job-{n}/")))).boxed()
    }

    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        denied(key)
    }

    async fn put(&self, key: &str, _: Bytes, _: &str, _: When) -> Result<Option<String>, StoreError> {
        denied(key)
    }

    async fn put_file(&self, key: &str, _: &Path, _: &str) -> Result<(), StoreError> {
        denied(key)
    }
}

#[tokio::test]
async fn a_hundred_thousand_jobs_are_a_page_each_and_never_all_at_once() {
    let store = Many::default();
    let mut found = jobs_below(&store, &Place::in_bucket("b", "out"), 64);
    let mut n = 0;
    let mut seen = None;
    while let Some(job) = found.next().await {
        let job = job.unwrap();
        assert!(job.has_files && job.seen.is_some());
        // All have the same files, so the same is seen of all.
        assert_eq!(*seen.get_or_insert_with(|| job.seen.clone()), job.seen);
        n += 1;
    }
    assert_eq!(n, JOBS);
    drop(found);
    assert_eq!(store.folders.into_inner(), 1);
    assert_eq!(store.listings.into_inner(), 1 + JOBS);
    assert!(store.most_open.into_inner() <= 65);
}

/// The jobs in a folder: their folders below it, and what was seen of each.
async fn found(root: &Path) -> Vec<(String, Option<String>, bool)> {
    let store = Dir::new(root.to_owned());
    let place = Place { bucket: None, shown: "out".into(), ..Place::in_bucket("b", "out") };
    let found = jobs_below(&store, &place, 4).map(|job| job.unwrap());
    let mut found: Vec<_> = found
        .map(|job| (job.key.strip_prefix("out/").unwrap().to_owned(), job.seen, job.has_files))
        .collect()
        .await;
    found.sort();
    found
}

#[tokio::test]
async fn jobs_are_found_in_folders_of_folders_and_nothing_else_is_one() {
    let desk = tempfile::tempdir().unwrap();
    let out = desk.path().join("out");
    for job in ["team a/blades", "team b/blades", "xray"] {
        let _ = Job::at(out.join(job)).answer("0", "ann", "2024-03-04T08:10:00Z");
    }
    write(&out.join("begun/annotation-tool/template.liquid"), "<p>");
    write(&out.join("names.csv"), "id,name\n");
    write(&out.join("readme/notes.json"), "{}");
    write(&out.join("pictures/cat.jpg"), "");
    write(&out.join("__MACOSX/xray/annotations/worker-response/iteration-1/0/1.json"), "{}");
    write(
        &out.join("prodigy/answers.jsonl"),
        r#"{"text":"a","_input_hash":1,"_task_hash":1,"answer":"accept","_timestamp":1714658133,"_annotator_id":"ann","_session_id":"s"}"#,
    );
    let all = found(desk.path()).await;
    let names: Vec<_> = all.iter().map(|(key, _, has_files)| (key.as_str(), *has_files)).collect();
    assert_eq!(
        names,
        [
            ("begun/", false),
            ("prodigy/", true),
            ("team a/blades/", true),
            ("team b/blades/", true),
            ("xray/", true)
        ]
    );
    // What was seen is the same until a file is another one.
    assert_eq!(found(desk.path()).await, all);
    let _ = Job::at(out.join("xray")).answer("1", "bo", "2024-03-05T08:10:00Z");
    let again = found(desk.path()).await;
    assert_eq!(again[..4], all[..4]);
    assert_ne!(again[4], all[4]);
}

#[tokio::test]
async fn a_place_that_is_a_job_is_one_job() {
    let desk = tempfile::tempdir().unwrap();
    let _ = Job::at(desk.path().join("out")).answer("0", "ann", "2024-03-04T08:10:00Z");
    for part in ["out", "out/annotations", "out/annotations/worker-response/iteration-1"] {
        let store = Dir::new(desk.path().to_owned());
        let place = Place { bucket: None, ..Place::in_bucket("b", part) };
        let all: Vec<_> = jobs_below(&store, &place, 4).map(|job| job.unwrap().key).collect().await;
        assert_eq!(all, ["out/"], "{part}");
    }
}
