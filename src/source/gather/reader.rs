//! The reading itself: what is listed, what is fetched, what is kept.
//!
//! Manifests, which are read line by line and may stand in for answers, are in `manifests`; what becomes of
//! the answers in the end is in `settle`.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use futures_util::StreamExt;

use super::{
    GatherError, Jobs, LARGEST_FILE, Reading, Seen, Skipped, Source, Times,
    fetch::{Fetch, Fetched, Fetches, Found, What},
};
use crate::{
    source::{
        answer::{Reason, Skip, WorkerId},
        formats::manifest::Manifest,
        keys::{self, Kind},
    },
    store::{Entry, Store, StoreError, Trouble},
};

/// Bytes that may be on their way at once, whatever the number of files: half a dozen masks of 5 MB, which
/// is as fast as more of them. A larger file is read alone.
const BUDGET: u64 = 32 << 20;

/// A job as far as it has been listed.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) n_responses: u64,
    pub(super) requests: Vec<(Entry, Option<DateTime<Utc>>)>,
    pub(super) manifest_key: Option<String>,
    pub(super) manifest: Option<Manifest>,
    pub(super) coarse: bool,
}

pub(super) struct Reader<'a, S> {
    pub(super) store: Arc<S>,
    pub(super) source: &'a Source,
    pub(super) reading: Reading,
    pub(super) tell: &'a (dyn Fn(Seen) + Send + Sync),
    pub(super) fetches: Fetches<S>,
    pub(super) seen: Seen,
    pub(super) jobs: BTreeMap<Arc<str>, Listed>,
    /// JSON files with no job around them, which count only where there is no job at all.
    pub(super) loose: Vec<Entry>,
    /// Whether there was a file that only jobs have.
    pub(super) inside_a_job: bool,
    pub(super) found: Vec<Found>,
    /// Every id of a worker that was read.
    pub(super) ids: HashSet<WorkerId>,
    pub(super) skipped: Skipped,
    pub(super) as_of: Option<DateTime<Utc>>,
    /// The first thing that could not be read, which is the reason if in the end there is nothing.
    pub(super) first_trouble: Option<StoreError>,
}

impl<'a, S: Store + 'static> Reader<'a, S> {
    pub(super) fn new(
        store: Arc<S>,
        source: &'a Source,
        reading: Reading,
        tell: &'a (dyn Fn(Seen) + Send + Sync),
    ) -> Self {
        Self {
            fetches: Fetches::new(Arc::clone(&store), reading.parallel, BUDGET, reading.now),
            store,
            source,
            reading,
            tell,
            seen: Seen::default(),
            jobs: BTreeMap::new(),
            loose: Vec::new(),
            inside_a_job: false,
            found: Vec::new(),
            ids: HashSet::new(),
            skipped: Skipped::default(),
            as_of: None,
            first_trouble: None,
        }
    }

    pub(super) async fn list(&mut self) -> Result<(), GatherError> {
        let store = Arc::clone(&self.store);
        let mut listing = store.list(&self.source.key);
        while let Some(entry) = listing.next().await {
            match entry {
                Ok(entry) => self.listed(entry).await?,
                // A bucket that stops listing hides everything after; a folder hides one place.
                Err(error) if self.source.bucket.is_some() => return Err(error.into()),
                Err(error) => self.unreadable(error)?,
            }
        }
        if self.reading.jobs != Jobs::All && 1 < self.jobs.len() {
            // Another job's output may lie inside of the one that was named.
            let named = self.source.key.trim_end_matches('/');
            if self.jobs.contains_key(named) {
                self.jobs.retain(|root, _| &**root == named);
                self.found.retain(|found| &*found.job == named);
                return Ok(());
            }
            if self.reading.jobs == Jobs::Any {
                return Ok(());
            }
            let shown = self.source.shown.clone();
            let jobs = self.jobs.keys().map(|root| self.shown_root(root)).collect();
            return Err(GatherError::Several { shown, jobs });
        }
        Ok(())
    }

    async fn listed(&mut self, entry: Entry) -> Result<(), GatherError> {
        self.seen.listed += 1;
        if entry.key.ends_with('/') {
            return Ok(());
        }
        let Some(place) = keys::place(&entry.key) else {
            if keys::is_json(&entry.key) {
                self.loose.push(entry);
            }
            return Ok(());
        };
        // What belongs to no job may look like a part of one; only what can hold answers makes a job.
        if place.kind == Kind::Other {
            self.inside_a_job = true;
            return Ok(());
        }
        let root: Arc<str> = match self.jobs.get_key_value(place.root.as_str()) {
            Some((root, _)) => Arc::clone(root),
            None => place.root.into(),
        };
        let job = self.jobs.entry(Arc::clone(&root)).or_default();
        match place.kind {
            Kind::Response { object, written } => {
                job.n_responses += 1;
                self.as_of = self.as_of.max(written.filter(|&written| written <= self.reading.now));
                // Once it is clear that there are too many jobs, only their names are wanted.
                let named = &*root == self.source.key.trim_end_matches('/');
                if self.reading.jobs != Jobs::One || self.jobs.len() == 1 || named {
                    self.fetch(entry, root, What::response(object)).await?;
                }
            }
            Kind::ConsolidationRequest { written } => job.requests.push((entry, written)),
            Kind::Manifest => job.manifest_key = Some(entry.key),
            Kind::Other => {}
        }
        Ok(())
    }

    /// What could only be decided when the listing was over.
    pub(super) async fn read_the_rest(&mut self) -> Result<(), GatherError> {
        if self.jobs.is_empty() && !self.inside_a_job {
            let root: Arc<str> = self.source.key.trim_end_matches('/').into();
            for entry in std::mem::take(&mut self.loose) {
                let object = keys::loose_object(self.relative(&entry.key)).to_owned();
                self.jobs.entry(Arc::clone(&root)).or_default().n_responses += 1;
                self.fetch(entry, Arc::clone(&root), What::response(object)).await?;
            }
        }
        // Somebody who points inside a job still wants its progress.
        if let Some(root) = keys::root_above(&self.source.key)
            && let Some(job) = self.jobs.get_mut(root.as_str())
        {
            job.manifest_key.get_or_insert_with(|| keys::below(&root, keys::MANIFEST));
        }
        for root in self.jobs.keys().cloned().collect::<Vec<_>>() {
            if let Some(key) = self.jobs[&root].manifest_key.clone() {
                self.read_manifest(&root, &key).await?;
            }
            let job = self.jobs.entry(Arc::clone(&root)).or_default();
            if 0 < job.n_responses {
                continue;
            }
            let requests = std::mem::take(&mut job.requests);
            if requests.is_empty() {
                self.take_answers_of_manifest(&root).await?;
            }
            for (entry, written) in requests {
                let consolidated = written.or(entry.modified);
                self.fetch(entry, Arc::clone(&root), What::Request { consolidated }).await?;
            }
        }
        self.fetched_all().await
    }

    /// SOURCE is one file: a manifest in its job stands for the job, any other JSON file for its answers.
    pub(super) async fn read_file(&mut self) -> Result<(), GatherError> {
        let key = self.source.key.clone();
        let place = keys::place(&key);
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        let root: Arc<str> = place.as_ref().map_or(folder, |place| &place.root).into();
        self.jobs.insert(Arc::clone(&root), Listed::default());
        let kind = place.map(|place| place.kind);
        if kind == Some(Kind::Manifest) {
            self.list_annotations(&root).await?;
            self.jobs.entry(root).or_default().manifest_key = Some(key);
            return self.read_the_rest().await;
        }
        if !keys::is_json(&key) {
            self.read_manifest(&root, &key).await?;
            self.take_answers_of_manifest(&root).await?;
            return self.fetched_all().await;
        }
        let entry = self.listed_alone(&key).await;
        let what = match kind {
            Some(Kind::Response { object, .. }) => What::response(object),
            Some(Kind::ConsolidationRequest { written }) => {
                What::Request { consolidated: written.or(entry.modified) }
            }
            _ => What::Either {
                object: keys::loose_object(self.relative(&key)).into(),
                consolidated: entry.modified,
            },
        };
        self.fetch(entry, root, what).await?;
        self.fetched_all().await
    }

    /// What the job at `root` has beside its manifest, and no other job that lies inside of it.
    async fn list_annotations(&mut self, root: &str) -> Result<(), GatherError> {
        let store = Arc::clone(&self.store);
        let mut listing = store.list(&keys::below(root, "annotations/"));
        while let Some(entry) = listing.next().await {
            match entry {
                Ok(entry) if keys::place(&entry.key).is_some_and(|place| place.root == root) => {
                    self.listed(entry).await?;
                }
                Ok(_) => {}
                Err(error) => self.unreadable(error)?,
            }
        }
        Ok(())
    }

    /// A file's size and age, which only a listing tells; without them, where none may be had.
    async fn listed_alone(&self, key: &str) -> Entry {
        let mut listing = self.store.list(key);
        while let Some(Ok(entry)) = listing.next().await {
            if entry.key == key {
                return entry;
            }
        }
        Entry { key: key.to_owned(), size: 0, etag: None, modified: None }
    }

    pub(super) async fn fetch(&mut self, entry: Entry, job: Arc<str>, what: What) -> Result<(), GatherError> {
        self.seen.to_read += 1;
        if LARGEST_FILE < entry.size {
            self.skipped
                .add(self.relative(&entry.key), Skip::new(Reason::TooLarge, format!("{} bytes", entry.size)));
            return Ok(());
        }
        let fetch = Fetch { key: entry.key, size: entry.size, job, what };
        while !self.fetches.has_room_for(fetch.size) {
            self.fetched_one().await?;
        }
        self.fetches.start(fetch);
        (self.tell)(self.seen);
        Ok(())
    }

    pub(super) async fn fetched_all(&mut self) -> Result<(), GatherError> {
        while !self.fetches.is_empty() {
            self.fetched_one().await?;
        }
        Ok(())
    }

    async fn fetched_one(&mut self) -> Result<(), GatherError> {
        let Some(fetched) = self.fetches.next().await else { return Ok(()) };
        self.seen.read += 1;
        match fetched {
            Ok(fetched) => self.take(fetched),
            Err(error) => self.unreadable(error)?,
        }
        Ok(())
    }

    pub(super) fn take(&mut self, fetched: Fetched) {
        // Of a job that turned out not to be the one that was named.
        let Some(job) = self.jobs.get_mut(&fetched.job) else { return };
        let parsed = match fetched.parsed {
            Ok(parsed) => parsed,
            Err(skip) => {
                self.skipped.add(self.relative(&fetched.key), skip);
                return;
            }
        };
        let has_answers = parsed.iter().any(|(_, parsed)| !parsed.submissions.is_empty());
        job.coarse |= has_answers && fetched.times == Times::Consolidated;
        for (object, parsed) in parsed {
            for skip in parsed.skipped {
                self.skipped.add(self.relative(&fetched.key), skip);
            }
            self.seen.answers += parsed.submissions.len() as u64;
            for mut submission in parsed.submissions {
                // A job has few people and many answers: each id is kept once.
                for id in [&mut submission.worker_id, &mut submission.sub].into_iter().flatten() {
                    match self.ids.get(id) {
                        Some(known) => *id = known.clone(),
                        None => _ = self.ids.insert(id.clone()),
                    }
                }
                self.found.push(Found {
                    job: Arc::clone(&fetched.job),
                    object: Arc::clone(&object),
                    submission,
                });
            }
        }
        (self.tell)(self.seen);
    }

    /// One place that cannot be read is skipped; a store that cannot be used is the end.
    pub(super) fn unreadable(&mut self, error: StoreError) -> Result<(), GatherError> {
        if matches!(
            error.trouble,
            Trouble::NoCredentials | Trouble::OtherRegion { .. } | Trouble::Unavailable
        ) {
            return Err(error.into());
        }
        let skip = Skip::new(Reason::Unreadable, error.trouble.to_string());
        self.skipped.add(self.relative(&error.what), skip);
        self.first_trouble.get_or_insert(error);
        Ok(())
    }

    /// The key without what all keys of the source begin with.
    pub(super) fn relative<'k>(&self, key: &'k str) -> &'k str {
        let key_of_folder = &self.source.key[..self.source.key.rfind('/').map_or(0, |slash| slash + 1)];
        key.trim_start_matches('/').strip_prefix(key_of_folder).unwrap_or(key)
    }

    /// The job's folder as somebody would type it.
    fn shown_root(&self, root: &str) -> String {
        match &self.source.bucket {
            Some(bucket) => format!("s3://{bucket}/{root}"),
            None => format!("/{root}"),
        }
    }
}
