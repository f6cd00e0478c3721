//! Files on their way: so many at once, so many bytes at once, each parsed where it arrives.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::task::JoinSet;

use super::{LARGEST_FILE, Times};
use crate::{
    source::{
        answer::{Parsed, Reason, Skip, Submission},
        formats::{consolidation, worker_response},
        time,
    },
    store::{self, Store, StoreError, Trouble},
};

/// A file to be read.
pub(super) struct Fetch {
    pub(super) key: String,
    /// In bytes, as listed; 0 where it was not.
    pub(super) size: u64,
    pub(super) job: Arc<str>,
    pub(super) what: What,
}

/// What the file is, by its place.
pub(super) enum What {
    /// The answers to one object; `instead` counts where the file is not there.
    Response {
        object: Arc<str>,
        instead: Option<Parsed>,
    },
    Request {
        consolidated: Option<DateTime<Utc>>,
    },
    /// Its place does not tell which of the two.
    Either {
        object: Arc<str>,
        consolidated: Option<DateTime<Utc>>,
    },
}

impl What {
    pub(super) fn response(object: String) -> Self {
        Self::Response { object: object.into(), instead: None }
    }
}

/// A file that was read.
pub(super) struct Fetched {
    pub(super) key: String,
    pub(super) job: Arc<str>,
    /// The answers by object, or why there are none.
    pub(super) parsed: Result<Vec<(Arc<str>, Parsed)>, Skip>,
    /// What their times are.
    pub(super) times: Times,
}

/// An answer whose worker is not settled yet.
pub(super) struct Found {
    pub(super) job: Arc<str>,
    pub(super) object: Arc<str>,
    pub(super) submission: Submission,
}

/// The files that are on their way.
pub(super) struct Fetches<S> {
    store: Arc<S>,
    tasks: JoinSet<(u64, Result<Fetched, StoreError>)>,
    most_files: usize,
    most_bytes: u64,
    bytes: u64,
    now: DateTime<Utc>,
}

impl<S: Store + 'static> Fetches<S> {
    pub(super) fn new(store: Arc<S>, most_files: usize, most_bytes: u64, now: DateTime<Utc>) -> Self {
        Self { store, tasks: JoinSet::new(), most_files: most_files.max(1), most_bytes, bytes: 0, now }
    }

    /// Whether one more of this size may start; the first always may.
    pub(super) fn has_room_for(&self, size: u64) -> bool {
        self.tasks.is_empty() || (self.tasks.len() < self.most_files && self.bytes + size <= self.most_bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Each file is a task of its own, so that parsing uses every core.
    pub(super) fn start(&mut self, fetch: Fetch) {
        let store = Arc::clone(&self.store);
        let now = self.now;
        self.bytes += fetch.size;
        self.tasks.spawn(async move { (fetch.size, fetched(&*store, fetch, now).await) });
    }

    /// The next file that has arrived; `None` where none is on its way.
    pub(super) async fn next(&mut self) -> Option<Result<Fetched, StoreError>> {
        match self.tasks.join_next().await? {
            Ok((size, result)) => {
                self.bytes -= size;
                Some(result)
            }
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }
}

async fn fetched(store: &impl Store, fetch: Fetch, now: DateTime<Utc>) -> Result<Fetched, StoreError> {
    let Fetch { key, job, what, .. } = fetch;
    let bytes = match (store::read(store, &key, LARGEST_FILE).await, what) {
        (Err(error), What::Response { object, instead: Some(mut parsed) })
            if error.trouble == Trouble::NotFound =>
        {
            parsed.keep_plausible(now);
            return Ok(Fetched { key, job, parsed: Ok(vec![(object, parsed)]), times: Times::Consolidated });
        }
        (bytes, what) => bytes?.map(|bytes| (bytes, what)),
    };
    let Some((bytes, what)) = bytes else {
        let skip = Skip::new(Reason::TooLarge, "over 64 MB");
        return Ok(Fetched { key, job, parsed: Err(skip), times: Times::Submitted });
    };
    let (parsed, times) = match what {
        What::Either { consolidated, .. } if bytes.trim_ascii_start().starts_with(b"[") => {
            (requested(&bytes, consolidated, now), Times::Consolidated)
        }
        What::Response { object, .. } | What::Either { object, .. } => {
            let parsed = worker_response::parse(&bytes, now).map(|parsed| {
                let parsed = parsed.into_iter();
                parsed.map(|parsed| (object_of(&parsed, &object), parsed)).collect()
            });
            (parsed, Times::Submitted)
        }
        What::Request { consolidated } => (requested(&bytes, consolidated, now), Times::Consolidated),
    };
    Ok(Fetched { key, job, parsed, times })
}

fn requested(
    bytes: &[u8],
    consolidated: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<Vec<(Arc<str>, Parsed)>, Skip> {
    let Some(consolidated) = consolidated else {
        return Err(Skip::new(Reason::BadTime, "neither its name nor the store tells its time"));
    };
    let objects = consolidation::parse_request(bytes, time::plausible(consolidated, now)?)?;
    Ok(objects.into_iter().map(|parsed| (object_of(&parsed, &"".into()), parsed)).collect())
}

/// The place names the object, unless the file itself does.
fn object_of(parsed: &Parsed, by_place: &Arc<str>) -> Arc<str> {
    parsed.object.as_deref().map_or_else(|| Arc::clone(by_place), Arc::from)
}
