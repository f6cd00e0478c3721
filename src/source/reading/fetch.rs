//! Files on their way: limited in number and in bytes, and each parsed as soon as it arrives.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{runtime::Handle, task::JoinSet};

use super::body::{self, Known, LARGEST_FILE, ReadFile};
use crate::{
    source::{
        formats::format::{Contents, FileFacts, Format, LooseJob, Read, Role},
        ledger::{FileContents, Ledger, Stamp},
        progress::Annotations,
        skipped::Skipped,
        time::Times,
    },
    store::{self, Attempts, Store, StoreError, Trouble},
};

/// Bytes that may be on their way at once, whatever the number of files: half a dozen masks of 5 MB, which
/// is as fast as more of them. A larger file is read alone.
const BUDGET: u64 = 32 << 20;

/// Files of a store on this machine that one thread reads, one after the other, before it hands them over.
const BATCH: usize = 32;

/// So many threads do that. A folder may lie on a drive in the network, so it is more than there are processors.
const THREADS: usize = 16;

/// A file over this size, in bytes, is read by itself.
const SMALL: u64 = 1 << 20;

/// How often it is told how far a long file is.
const TELLING: Duration = Duration::from_millis(200);

/// A file to be read.
pub(super) struct Fetch {
    pub(super) key: String,
    /// What messages call it.
    pub(super) name: String,
    /// In bytes, as listed; 0 if it was not listed.
    pub(super) size: u64,
    /// The job it belongs to, unless its format makes each file a job.
    pub(super) job: Arc<str>,
    pub(super) known: Known,
    pub(super) facts: FileFacts,
    pub(super) if_missing: IfMissing,
    /// What tells its content from others, if a ledger may know it.
    pub(super) stamp: Option<Stamp>,
}

/// What counts if the file is not there.
pub(super) enum IfMissing {
    /// Nothing, and that is a fault.
    Fault,
    /// Nothing. The file was only guessed to be there.
    Nothing,
    /// These, with the times of a consolidation.
    Instead(Annotations),
}

impl IfMissing {
    /// What counts if a listed file of this format, which may wait, is gone when it is read.
    pub(super) fn of(format: &Format) -> Self {
        match format.role {
            Role::ObjectList => Self::Nothing,
            Role::Answers | Role::Fallback | Role::Derived => Self::Fault,
        }
    }
}

/// A file that was read.
pub(super) struct Fetched {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) job: Arc<str>,
    /// Whether its content decided about its format, and so there may be no such job yet.
    pub(super) by_content: bool,
    pub(super) file: ReadFile,
    /// What its times are worth.
    pub(super) times: Times,
    /// With what facts it was read and which content it has, if a ledger may keep it.
    pub(super) to_keep: Option<(FileFacts, Stamp)>,
}

/// What a file counted in the budget, and what was in it.
type Arrived = (u64, Result<Fetched, StoreError>);

/// The files that are on their way.
pub(super) struct Fetches<S> {
    store: Arc<S>,
    tasks: JoinSet<Vec<Arrived>>,
    /// Files that are read together, once there are enough of them.
    batch: Vec<Fetch>,
    arrived: VecDeque<Arrived>,
    most_files: usize,
    bytes: u64,
    n_lines: Arc<AtomicU64>,
}

impl<S: Store + 'static> Fetches<S> {
    pub(super) fn new(store: Arc<S>, most_files: usize) -> Self {
        let most_files = most_files.clamp(1, store::most_objects_at_once());
        Self {
            most_files: if store.is_here() { most_files.min(THREADS) } else { most_files },
            store,
            tasks: JoinSet::new(),
            batch: Vec::new(),
            arrived: VecDeque::new(),
            bytes: 0,
            n_lines: Arc::default(),
        }
    }

    /// Whether one more of this size may start; the first always may.
    pub(super) fn has_room_for(&self, fetch: &Fetch) -> bool {
        let bytes = self.bytes + weight(fetch);
        self.is_empty() || (self.tasks.len() < self.most_files && bytes <= BUDGET)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty() && self.batch.is_empty() && self.arrived.is_empty()
    }

    /// Each file is a task of its own, or one of a batch, so that parsing uses every core.
    pub(super) fn start(&mut self, fetch: Fetch) {
        let weight = weight(&fetch);
        self.bytes += weight;
        if 0 < weight && weight <= SMALL && self.store.is_here() {
            self.batch.push(fetch);
            if BATCH <= self.batch.len() {
                self.start_batch();
            }
            return;
        }
        let (store, n_lines) = (Arc::clone(&self.store), Arc::clone(&self.n_lines));
        self.tasks
            .spawn(async move { vec![(weight, fetched(&*store, ReadBy::Store, fetch, &n_lines).await)] });
    }

    fn start_batch(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        let (store, n_lines) = (Arc::clone(&self.store), Arc::clone(&self.n_lines));
        let runtime = Handle::current();
        self.tasks.spawn_blocking(move || {
            let mut room = Vec::new();
            let mut read = |fetch: Fetch| {
                let weight = weight(&fetch);
                let file = match fetched_here(&*store, fetch, &mut room) {
                    Ok(fetched) => Ok(fetched),
                    Err(fetch) => runtime.block_on(fetched(&*store, ReadBy::Here, fetch, &n_lines)),
                };
                (weight, file)
            };
            batch.into_iter().map(&mut read).collect()
        });
    }

    /// Lines that were read so far, of files that are read line by line.
    pub(super) fn n_lines(&self) -> u64 {
        self.n_lines.load(Ordering::Relaxed)
    }

    /// The next file that has arrived; `None` if none is on its way. `tell` is called now and then while it is waited
    /// for: a log may take minutes.
    pub(super) async fn next(&mut self, tell: &(dyn Fn(u64) + Sync)) -> Option<Result<Fetched, StoreError>> {
        loop {
            if let Some((weight, result)) = self.arrived.pop_front() {
                self.bytes -= weight;
                return Some(result);
            }
            if self.tasks.is_empty() && !self.batch.is_empty() {
                self.start_batch();
            }
            match tokio::time::timeout(TELLING, self.tasks.join_next()).await {
                Ok(Some(Ok(arrived))) => self.arrived.extend(arrived),
                Ok(Some(Err(panic))) => std::panic::resume_unwind(panic.into_panic()),
                Ok(None) => return None,
                Err(_) => tell(self.n_lines()),
            }
        }
    }
}

/// Who reads a file.
#[derive(Clone, Copy)]
enum ReadBy {
    /// This thread, which may wait.
    Here,
    /// Whoever the store asks.
    Store,
}

/// What a file counts in the budget: no more of it than this is ever in memory.
fn weight(fetch: &Fetch) -> u64 {
    fetch.size.min(LARGEST_FILE)
}

/// A small file of a job, as nearly all are; anything else is left to [`fetched`].
#[expect(clippy::result_large_err, reason = "a fetch that is to be made otherwise is no error")]
fn fetched_here(store: &impl Store, fetch: Fetch, room: &mut Vec<u8>) -> Result<Fetched, Fetch> {
    let Known::Format(format) = fetch.known else { return Err(fetch) };
    let is_plain = matches!(format.read, Read::Whole(_)) && format.role != Role::ObjectList;
    let Ok(size) = usize::try_from(fetch.size) else { return Err(fetch) };
    if !is_plain || !store.read_here(&fetch.key, size, room) {
        return Err(fetch);
    }
    let Some(file) = body::whole_file(&room[..size], format, &fetch.facts, &fetch.name) else {
        return Err(fetch);
    };
    let Fetch { key, name, job, .. } = fetch;
    Ok(Fetched { key, name, job, by_content: false, file, times: format.times, to_keep: None })
}

async fn fetched(
    store: &impl Store,
    reader: ReadBy,
    fetch: Fetch,
    n_lines: &AtomicU64,
) -> Result<Fetched, StoreError> {
    let Fetch { key, name, job, known, facts, if_missing, stamp, .. } = fetch;
    let file = match (read(store, reader, known, &facts, &key, &name, n_lines).await, if_missing) {
        (Err(error), IfMissing::Nothing) if error.trouble == Trouble::NotFound => ReadFile::default(),
        (Err(error), IfMissing::Instead(annotations)) if error.trouble == Trouble::NotFound => {
            return Ok(Fetched::embedded(name, job, &facts.object, annotations));
        }
        (file, _) => file?,
    };
    let times = file.format.map_or(Times::Submitted, |format| format.times);
    let by_content = !matches!(known, Known::Format(_));
    // A list of objects that was named itself stands for the job around it.
    let is_one = |format: &Format| {
        format.loose == Some(LooseJob::File)
            && (format.role != Role::ObjectList || matches!(known, Known::Loose))
    };
    let is_job = by_content && file.format.is_some_and(is_one);
    let job = if is_job { key.as_str().into() } else { job };
    // It may have been written again since it was listed.
    let to_keep = stamp.filter(|stamp| stamp.is_of(file.etag.as_deref())).map(|stamp| (facts, stamp));
    Ok(Fetched { key, name, job, by_content, file, times, to_keep })
}

impl Fetched {
    /// A file that need not be fetched, since the ledger knows it under `key_in_ledger`; otherwise the fetch.
    #[expect(clippy::result_large_err, reason = "a fetch that has to be made is no error")]
    pub(super) fn known_to(ledger: &Ledger, key_in_ledger: &str, fetch: Fetch) -> Result<Self, Fetch> {
        let (Some(stamp), Known::Format(format)) = (&fetch.stamp, fetch.known) else { return Err(fetch) };
        let Some(found) = ledger.find(key_in_ledger, stamp, format.role, &fetch.facts) else {
            return Err(fetch);
        };
        let FileContents { format, contents, skipped } = found;
        let file =
            ReadFile { format: Some(format), is_recognized: true, contents, skipped, ..ReadFile::default() };
        let Fetch { key, name, job, .. } = fetch;
        Ok(Self { key, name, job, by_content: false, file, times: format.times, to_keep: None })
    }

    /// Lets the ledger keep what was read, under `key_in_ledger`.
    pub(super) fn keep_in(mut self, ledger: &Ledger, key_in_ledger: &str) -> Self {
        let (Some((facts, stamp)), Some(format)) = (self.to_keep.take(), self.file.format) else {
            return self;
        };
        let ReadFile { is_recognized, contents, skipped, etag, .. } = self.file;
        let kept = FileContents { format, contents, skipped };
        if is_recognized {
            ledger.keep(key_in_ledger, &stamp, &facts, &kept);
        }
        let FileContents { contents, skipped, .. } = kept;
        self.file = ReadFile { format: Some(format), is_recognized, contents, skipped, etag };
        self
    }

    /// Answers that the job's list of objects itself has, as if their file had been read.
    pub(super) fn embedded(name: String, job: Arc<str>, object: &Arc<str>, annotations: Annotations) -> Self {
        let mut skipped = Skipped::default();
        annotations.skipped.into_iter().for_each(|skip| skipped.add(&name, skip));
        let answers = annotations.submissions.into_iter();
        let answers = answers.map(|submission| (Arc::clone(object), submission)).collect();
        let contents = Ok(Contents { answers, ..Contents::default() });
        let file = ReadFile { contents, skipped, ..ReadFile::default() };
        Self {
            key: String::new(),
            name,
            job,
            by_content: false,
            file,
            times: Times::Consolidated,
            to_keep: None,
        }
    }
}

/// Reads a file; from its start again where the body breaks off.
async fn read(
    store: &impl Store,
    reader: ReadBy,
    known: Known,
    facts: &FileFacts,
    key: &str,
    name: &str,
    n_lines: &AtomicU64,
) -> Result<ReadFile, StoreError> {
    let mut attempts = Attempts::default();
    loop {
        let here = match reader {
            ReadBy::Here => store.get_here(key),
            ReadBy::Store => None,
        };
        let object = match here {
            Some(object) => object,
            None => store.get(key).await,
        };
        match object {
            Ok(object) => match body::read_file(object, known, facts, key, name, n_lines).await {
                Ok(file) => return Ok(file),
                Err(error) => attempts.after_body(error).await?,
            },
            Err(error) => attempts.after_request(error).await?,
        }
    }
}
