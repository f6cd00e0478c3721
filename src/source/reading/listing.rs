//! A listing on a task of its own, a few pages ahead of whoever reads it: files are fetched while the next page is on
//! its way.

use std::sync::Arc;

use futures_util::StreamExt;
use tokio::{
    sync::mpsc::{self, Receiver},
    task::JoinSet,
};

use crate::store::{Entry, Store, StoreError};

/// What is handed over at once, at most: a page.
const BATCH: usize = 1000;

/// How many batches the listing may be ahead.
const AHEAD: usize = 4;

type Batch = Vec<Result<Entry, StoreError>>;

/// A listing that is under way. Dropped, it ends.
pub(super) struct Listing {
    batches: Receiver<Batch>,
    batch: std::vec::IntoIter<Result<Entry, StoreError>>,
    task: JoinSet<()>,
}

impl Listing {
    /// Starts to list what begins with `prefix`; for `marks` see [`Store::list_marked`].
    pub(super) fn start<S: Store + 'static>(store: Arc<S>, prefix: String, marks: Vec<String>) -> Self {
        let (sender, batches) = mpsc::channel(AHEAD);
        let mut task = JoinSet::new();
        task.spawn(async move {
            let mut found = store.list_marked(&prefix, marks).ready_chunks(BATCH);
            while let Some(batch) = found.next().await {
                if sender.send(batch).await.is_err() {
                    break;
                }
            }
        });
        Self { batches, batch: Vec::new().into_iter(), task }
    }

    /// The next file, if there is one.
    pub(super) async fn next(&mut self) -> Option<Result<Entry, StoreError>> {
        loop {
            if let Some(entry) = self.batch.next() {
                return Some(entry);
            }
            match self.batches.recv().await {
                Some(batch) => self.batch = batch.into_iter(),
                None => break,
            }
        }
        // A listing that broke must not look like a short one.
        if let Some(Err(error)) = self.task.join_next().await
            && let Ok(panic) = error.try_into_panic()
        {
            std::panic::resume_unwind(panic);
        }
        None
    }
}
