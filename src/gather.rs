//! Everything that a source holds, read once: list, get, parse.
//!
//! Files are fetched side by side while the listing still runs, and each is parsed and dropped at once.
//! What cannot be used is skipped with its reason and counted; what was read twice counts once; whose an
//! answer is, is settled when all of them are there. Nothing here knows buckets, people's names or time zones.

mod fetch;
mod skipped;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use bytes::BytesMut;
use chrono::{DateTime, Utc};
use futures_util::StreamExt;

use self::fetch::{Fetch, Fetched, Fetches, Found, What};
pub use self::skipped::{Skipped, SkippedReason};
use crate::{
    answer::{Answer, Reason, Skip, WorkerId},
    layout::{self, Kind},
    manifest::{Manifest, Progress},
    store::{self, Entry, Store, StoreError, Trouble},
};

/// How many files are fetched side by side unless somebody says otherwise.
pub const DEFAULT_PARALLEL: usize = 64;

/// Bytes that may be on their way at once, whatever the number of files: half a dozen masks of 5 MB, which
/// is as fast as more of them. A larger file is read alone.
const BUDGET: u64 = 32 << 20;

/// A file over this size is skipped unread, unless it is a manifest, which is read line by line.
pub const LARGEST_FILE: u64 = 64 << 20;

/// No line of a manifest is longer than 100,000 characters; this is well above it, in bytes.
const LONGEST_LINE: usize = 4 << 20;

/// What is to be read of a store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Source {
    /// The folder's key with a slash at its end (empty: everything), or the whole key of one file.
    pub key: String,
    /// Whether `key` is one file.
    pub is_file: bool,
    /// The bucket, where the store is one.
    pub bucket: Option<String>,
    /// How a person writes it.
    pub shown: String,
}

/// How it is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Files that are fetched side by side; at least 1.
    pub parallel: usize,
    /// Whether several jobs make one race; else they are refused.
    pub jobs: Jobs,
    /// Whether a file or answer that had to be skipped is a failure.
    pub strictness: Strictness,
    /// The present, which decides what time is plausible.
    pub now: DateTime<Utc>,
}

/// What to do where a source holds several jobs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Jobs {
    /// Refuse and name them.
    One,
    /// Take them together.
    All,
}

/// What to do about what had to be skipped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Strictness {
    /// Count it and go on.
    Lenient,
    /// Fail.
    Strict,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Seen {
    /// Keys listed.
    pub listed: u64,
    /// Files to be read, as far as the listing is.
    pub to_read: u64,
    /// Files read and parsed.
    pub read: u64,
    /// Answers found in them.
    pub answers: u64,
}

/// What a source holds.
#[derive(Debug)]
pub struct Gathered {
    /// The job's name; for several jobs that of the source.
    pub name: String,
    /// The jobs, in the order of their places.
    pub jobs: Vec<Job>,
    /// The answers, in the order of time.
    pub answers: Vec<Answer>,
    /// For everybody the ids without prefix that stand beside the stable one in the source.
    pub also_known_as: BTreeMap<WorkerId, BTreeSet<WorkerId>>,
    /// Answers that were read twice, and counted once.
    pub duplicates: u64,
    /// What could not be used.
    pub skipped: Skipped,
    /// The newest time in the source: it is complete up to there.
    pub as_of: DateTime<Utc>,
    key: String,
}

/// One labeling job.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Job {
    /// Its folder as it is in [`Answer::job`].
    pub root: Arc<str>,
    /// Its name: the last part of the folder.
    pub name: String,
    /// What its manifest says, where there is one.
    pub progress: Option<Progress>,
    /// Where its answers come from.
    pub times: Times,
}

/// How exactly answers are timed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Times {
    /// By their submission.
    Submitted,
    /// By the consolidation of their object, since nothing better was there.
    Consolidated,
}

impl Gathered {
    /// The sum over the jobs that have a manifest; `None` where none has.
    pub fn progress(&self) -> Option<Progress> {
        let mut all = self.jobs.iter().filter_map(|job| job.progress).peekable();
        all.peek()?;
        Some(all.fold(Progress::default(), |mut sum, progress| {
            sum += progress;
            sum
        }))
    }

    /// The root of a job as a path below the source; its name where it is the source or lies above.
    pub fn below<'r>(&self, root: &'r str) -> &'r str {
        root.strip_prefix(&self.key).filter(|below| !below.is_empty()).unwrap_or_else(|| last_part(root))
    }

    /// Whether any answer's time is only that of a consolidation.
    pub fn times(&self) -> Times {
        let coarse = self.jobs.iter().any(|job| job.times == Times::Consolidated);
        if coarse { Times::Consolidated } else { Times::Submitted }
    }
}

/// Why there is nothing to count.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    /// The source could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Several jobs, and nobody said that they are to be one race.
    #[error(
        "{shown} holds {} jobs; name one of them, or make one race of all with --all-jobs:\n  {}",
        jobs.len(),
        jobs.join("\n  ")
    )]
    Several {
        /// The source.
        shown: String,
        /// Each job, as it can be given as the source.
        jobs: Vec<String>,
    },
    /// Nothing at all, which in a bucket also is what a wrong address looks like.
    #[error(
        "there is nothing in {shown}; is that where the job writes to? Its first file appears when all workers of an object have answered or the task has expired"
    )]
    Empty {
        /// The source.
        shown: String,
    },
    /// A job, and no answer in it so far.
    #[error(
        "{shown} holds no answers yet; a worker-response file appears when all workers of its object have answered or the task has expired"
    )]
    NothingYet {
        /// The source.
        shown: String,
    },
    /// A manifest of a task type that names no worker.
    #[error(
        "{shown} names no workers, as manifests of built-in task types do not; give the job's folder instead"
    )]
    NoWorkers {
        /// The source.
        shown: String,
    },
    /// Nothing that Ground Truth writes.
    #[error(
        "{shown} is no Ground Truth output; give a job's folder (the one that holds annotations/), a folder of worker-response files, or an output.manifest"
    )]
    NotAJob {
        /// The source.
        shown: String,
    },
    /// Files that should hold answers, and none could be used.
    #[error("none of the files in {shown} could be used: {skipped}")]
    OnlyBroken {
        /// The source.
        shown: String,
        /// What is wrong with them.
        skipped: Skipped,
    },
    /// Something was skipped although nothing may be.
    #[error("not everything in {shown} could be used, and --strict allows no exception: {skipped}")]
    Strict {
        /// The source.
        shown: String,
        /// What was skipped.
        skipped: Skipped,
    },
}

/// Reads everything that `source` holds. `tell` hears now and then how far it is.
///
/// # Errors
/// When the store fails for more than single files, when there is nothing to count, and when there
/// is more than was asked for.
pub async fn gather<S: Store + 'static>(
    store: Arc<S>,
    source: &Source,
    reading: Reading,
    tell: &(dyn Fn(Seen) + Send + Sync),
) -> Result<Gathered, GatherError> {
    let gathered = survey(store, source, reading, tell).await?;
    if gathered.answers.is_empty() {
        return Err(GatherError::NothingYet { shown: source.shown.clone() });
    }
    Ok(gathered)
}

/// The same, where a job without an answer is worth knowing too.
///
/// # Errors
/// Those of [`gather`], except that there may be jobs and no answer in them yet.
pub async fn survey<S: Store + 'static>(
    store: Arc<S>,
    source: &Source,
    reading: Reading,
    tell: &(dyn Fn(Seen) + Send + Sync),
) -> Result<Gathered, GatherError> {
    let mut gathering = Gathering {
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
    };
    if source.is_file {
        gathering.read_file().await?;
    } else {
        gathering.list().await?;
        gathering.read_the_rest().await?;
    }
    gathering.finish()
}

/// A job as far as it has been listed.
#[derive(Default)]
struct Listed {
    n_responses: u64,
    requests: Vec<(Entry, Option<DateTime<Utc>>)>,
    manifest_key: Option<String>,
    manifest: Option<Manifest>,
    coarse: bool,
}

struct Gathering<'a, S> {
    store: Arc<S>,
    source: &'a Source,
    reading: Reading,
    tell: &'a (dyn Fn(Seen) + Send + Sync),
    fetches: Fetches<S>,
    seen: Seen,
    jobs: BTreeMap<Arc<str>, Listed>,
    /// JSON files with no job around them, which count only where there is no job at all.
    loose: Vec<Entry>,
    /// Whether there was a file that only jobs have.
    inside_a_job: bool,
    found: Vec<Found>,
    /// Every id of a worker that was read.
    ids: HashSet<WorkerId>,
    skipped: Skipped,
    as_of: Option<DateTime<Utc>>,
    /// The first thing that could not be read, which is the reason if in the end there is nothing.
    first_trouble: Option<StoreError>,
}

impl<S: Store + 'static> Gathering<'_, S> {
    async fn list(&mut self) -> Result<(), GatherError> {
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
        if self.reading.jobs == Jobs::One && 1 < self.jobs.len() {
            // Another job's output may lie inside of the one that was named.
            let named = self.source.key.trim_end_matches('/');
            if self.jobs.contains_key(named) {
                self.jobs.retain(|root, _| &**root == named);
                self.found.retain(|found| &*found.job == named);
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
        let Some(place) = layout::place(&entry.key) else {
            if layout::is_json(&entry.key) {
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
                if self.reading.jobs == Jobs::All || self.jobs.len() == 1 || named {
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
    async fn read_the_rest(&mut self) -> Result<(), GatherError> {
        if self.jobs.is_empty() && !self.inside_a_job {
            let root: Arc<str> = self.source.key.trim_end_matches('/').into();
            for entry in std::mem::take(&mut self.loose) {
                let object = layout::loose_object(self.relative(&entry.key)).to_owned();
                self.jobs.entry(Arc::clone(&root)).or_default().n_responses += 1;
                self.fetch(entry, Arc::clone(&root), What::response(object)).await?;
            }
        }
        // Somebody who points inside a job still wants its progress.
        if let Some(root) = layout::root_above(&self.source.key)
            && let Some(job) = self.jobs.get_mut(root.as_str())
        {
            job.manifest_key.get_or_insert_with(|| layout::below(&root, layout::MANIFEST));
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
    async fn read_file(&mut self) -> Result<(), GatherError> {
        let key = self.source.key.clone();
        let place = layout::place(&key);
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        let root: Arc<str> = place.as_ref().map_or(folder, |place| &place.root).into();
        self.jobs.insert(Arc::clone(&root), Listed::default());
        let kind = place.map(|place| place.kind);
        if kind == Some(Kind::Manifest) {
            self.list_annotations(&root).await?;
            self.jobs.entry(root).or_default().manifest_key = Some(key);
            return self.read_the_rest().await;
        }
        if !layout::is_json(&key) {
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
                object: layout::loose_object(self.relative(&key)).into(),
                consolidated: entry.modified,
            },
        };
        self.fetch(entry, root, what).await?;
        self.fetched_all().await
    }

    /// What the job at `root` has beside its manifest, and no other job that lies inside of it.
    async fn list_annotations(&mut self, root: &str) -> Result<(), GatherError> {
        let store = Arc::clone(&self.store);
        let mut listing = store.list(&layout::below(root, "annotations/"));
        while let Some(entry) = listing.next().await {
            match entry {
                Ok(entry) if layout::place(&entry.key).is_some_and(|place| place.root == root) => {
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

    async fn read_manifest(&mut self, root: &str, key: &str) -> Result<(), GatherError> {
        let mut manifest = match self.manifest(key).await {
            Ok(Ok(manifest)) => manifest,
            Ok(Err(skip)) => {
                self.skipped.add(self.relative(key), skip);
                return Ok(());
            }
            Err(error) if error.trouble == Trouble::NotFound && !self.source.is_file => return Ok(()),
            Err(error) => return self.unreadable(error),
        };
        self.as_of = self.as_of.max(manifest.last.filter(|&last| last <= self.reading.now));
        for skip in std::mem::take(&mut manifest.skipped) {
            self.skipped.add(self.relative(key), skip);
        }
        self.jobs.entry(root.into()).or_default().manifest = Some(manifest);
        Ok(())
    }

    /// Reads a manifest line by line, however large; from its start again where the body breaks off.
    async fn manifest(&self, key: &str) -> Result<Result<Manifest, Skip>, StoreError> {
        let mut n_reads = 1;
        'reading: loop {
            let mut body = self.store.get(key).await?.body;
            let mut manifest = Manifest::default();
            let mut rest = BytesMut::new();
            while let Some(chunk) = body.next().await {
                match chunk {
                    Ok(chunk) => rest.extend_from_slice(&chunk),
                    Err(error) if n_reads < store::READS && error.trouble == Trouble::Unavailable => {
                        n_reads += 1;
                        continue 'reading;
                    }
                    Err(error) => return Err(error),
                }
                while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
                    manifest.line(&rest.split_to(end + 1));
                }
                if LONGEST_LINE < rest.len() {
                    // Nothing that Ground Truth writes has such lines: this is another file.
                    return Ok(Err(Skip::new(Reason::WrongShape, "a line over 4 MB")));
                }
            }
            manifest.last_line(&rest);
            return Ok(Ok(manifest));
        }
    }

    /// Where nothing else carries worker ids, the manifest of a custom job may.
    async fn take_answers_of_manifest(&mut self, root: &Arc<str>) -> Result<(), GatherError> {
        let Some(job) = self.jobs.get_mut(root) else { return Ok(()) };
        let Some(manifest) = &mut job.manifest else { return Ok(()) };
        let lines = manifest.take_answers(last_part(root));
        for line in lines {
            let object: Arc<str> = line.line.to_string().into();
            let key = line.reference.as_deref().and_then(|reference| self.key_of(root, reference));
            if let Some(key) = key {
                let entry = Entry { key, size: 0, etag: None, modified: None };
                let what = What::Response { object, instead: line.embedded };
                self.fetch(entry, Arc::clone(root), what).await?;
            } else if let Some(mut parsed) = line.embedded {
                parsed.keep_plausible(self.reading.now);
                let key = format!("line {}", line.line + 1);
                let parsed = Ok(vec![(object, parsed)]);
                self.take(Fetched { key, job: Arc::clone(root), parsed, times: Times::Consolidated });
            } else {
                let skip = Skip::new(Reason::Unreadable, "its worker-response-ref lies in another bucket");
                self.skipped.add(&format!("line {}", line.line + 1), skip);
            }
        }
        Ok(())
    }

    /// The key in this store of an `s3://` reference to a worker-response file.
    fn key_of(&self, root: &str, reference: &str) -> Option<String> {
        let (bucket, key) = reference.strip_prefix("s3://")?.split_once('/')?;
        if let Some(own) = &self.source.bucket {
            return (own == bucket).then(|| key.to_owned());
        }
        // A folder is a copy of the job: the part below the job's root is the same.
        let (_, below) = key.split_once("/annotations/worker-response/")?;
        Some(layout::below(root, &format!("annotations/worker-response/{below}")))
    }

    async fn fetch(&mut self, entry: Entry, job: Arc<str>, what: What) -> Result<(), GatherError> {
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

    async fn fetched_all(&mut self) -> Result<(), GatherError> {
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

    fn take(&mut self, fetched: Fetched) {
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
    fn unreadable(&mut self, error: StoreError) -> Result<(), GatherError> {
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

    fn finish(mut self) -> Result<Gathered, GatherError> {
        let shown = self.source.shown.clone();
        if self.found.is_empty()
            && let Some(error) = self.nothing()
        {
            return Err(error);
        }
        if self.reading.strictness == Strictness::Strict && !self.skipped.is_empty() {
            return Err(GatherError::Strict { shown, skipped: self.skipped });
        }
        let coarse: HashSet<Arc<str>> =
            self.jobs.iter().filter(|(_, job)| job.coarse).map(|(root, _)| Arc::clone(root)).collect();
        let (answers, also_known_as) = settle_identities(std::mem::take(&mut self.found));
        let n_read = answers.len();
        let answers = count_once(answers, &coarse);
        let duplicates = (n_read - answers.len()) as u64;
        let last = answers.last().map_or(self.reading.now, |answer| answer.submitted);

        let mut first_answers: HashMap<Arc<str>, DateTime<Utc>> = HashMap::new();
        for answer in &answers {
            first_answers.entry(Arc::clone(&answer.job)).or_insert(answer.submitted);
        }
        let jobs: Vec<Job> = self
            .jobs
            .iter()
            .map(|(root, listed)| Job {
                root: Arc::clone(root),
                name: last_part(root).to_owned(),
                progress: listed
                    .manifest
                    .as_ref()
                    .map(|manifest| manifest.progress(last_part(root), first_answers.get(root).copied())),
                times: if listed.coarse { Times::Consolidated } else { Times::Submitted },
            })
            .collect();
        let name = match jobs.as_slice() {
            [job] if !job.name.is_empty() => job.name.clone(),
            _ => last_part(self.source.key.trim_end_matches('/')).to_owned(),
        };
        let name = if name.is_empty() { shown } else { name };
        let as_of = self.as_of.map_or(last, |as_of| as_of.max(last));
        Ok(Gathered {
            name,
            jobs,
            answers,
            also_known_as,
            duplicates,
            skipped: self.skipped,
            as_of,
            key: self.source.key.clone(),
        })
    }

    /// Why nothing was found, as exactly as can be said; `None` where it is only too early.
    fn nothing(&mut self) -> Option<GatherError> {
        let shown = self.source.shown.clone();
        if let Some(error) = self.first_trouble.take() {
            return Some(error.into());
        }
        let manifest = |listed: &Listed| listed.manifest.as_ref().is_some_and(Manifest::is_sound);
        let has_lines = self.jobs.values().any(manifest);
        if self.source.is_file {
            let error =
                if has_lines { GatherError::NoWorkers { shown } } else { GatherError::NotAJob { shown } };
            return Some(error);
        }
        if !self.skipped.is_empty() {
            return Some(GatherError::OnlyBroken { shown, skipped: std::mem::take(&mut self.skipped) });
        }
        if !self.jobs.is_empty() {
            return None;
        }
        Some(match (self.seen.listed, self.inside_a_job) {
            (0, _) => GatherError::Empty { shown },
            (_, true) => GatherError::NothingYet { shown },
            (_, false) => GatherError::NotAJob { shown },
        })
    }

    /// The key without what all keys of the source begin with.
    fn relative<'k>(&self, key: &'k str) -> &'k str {
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

/// Gives every answer its worker: the `sub`, or the one that the worker id has elsewhere, or the
/// worker id itself. Answers come out in the order of time.
fn settle_identities(found: Vec<Found>) -> (Vec<Answer>, BTreeMap<WorkerId, BTreeSet<WorkerId>>) {
    let mut sub_of: HashMap<WorkerId, WorkerId> = HashMap::new();
    for Found { submission, .. } in &found {
        if let (Some(worker_id), Some(sub)) = (&submission.worker_id, &submission.sub) {
            // Two subs for one worker id have never been seen; the smaller one makes it no matter of order.
            let known = sub_of.entry(worker_id.clone()).or_insert_with(|| sub.clone());
            if sub < known {
                *known = sub.clone();
            }
        }
    }
    let mut also_known_as: BTreeMap<WorkerId, BTreeSet<WorkerId>> = BTreeMap::new();
    let mut answers: Vec<Answer> = found
        .into_iter()
        .filter_map(|Found { job, object, submission }| {
            let worker_id = submission.worker_id;
            let elsewhere = || worker_id.as_ref().and_then(|id| sub_of.get(id)).cloned();
            let worker = submission.sub.or_else(elsewhere).or_else(|| worker_id.clone())?;
            if let Some(worker_id) = worker_id.filter(|id| *id != worker) {
                also_known_as.entry(worker.clone()).or_default().insert(worker_id);
            }
            Some(Answer {
                job,
                object,
                worker,
                submitted: submission.submitted,
                accepted: submission.accepted,
                spent_ms: submission.spent_ms,
                inside: submission.inside,
            })
        })
        .collect();
    answers.sort_by(|a, b| {
        let key = |a: &Answer| (a.submitted, a.accepted, a.spent_ms, a.inside);
        (a.submitted, &a.job, &a.object, &a.worker)
            .cmp(&(b.submitted, &b.job, &b.object, &b.worker))
            .then_with(|| key(a).cmp(&key(b)))
    });
    (answers, also_known_as)
}

/// Keeps one of each answer. The same job, object, worker and submission time is the same answer; in a
/// job that only knows times of consolidation the time says nothing, and the first one stays.
fn count_once(mut answers: Vec<Answer>, coarse: &HashSet<Arc<str>>) -> Vec<Answer> {
    answers.dedup_by(|b, a| {
        (a.submitted, &a.job, &a.object, &a.worker) == (b.submitted, &b.job, &b.object, &b.worker)
    });
    if !coarse.is_empty() {
        let mut known = HashSet::new();
        answers.retain(|answer| {
            !coarse.contains(&answer.job)
                || known.insert((Arc::clone(&answer.job), Arc::clone(&answer.object), answer.worker.clone()))
        });
    }
    answers
}

fn last_part(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}
