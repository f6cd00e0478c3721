//! The deadline of a run: work that would pass it is stopped, early enough to note and tell the failure.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use super::failure::Failure;
use crate::source::ledger::LEDGER_MARGIN;

/// Work stops when a tenth of the time is left, within these bounds: it takes a second to end an encoder, to note the
/// failure and to say how far it got, and more than ten seconds would be wasted.
const MARGIN: (TimeDelta, TimeDelta) = (TimeDelta::seconds(1), TimeDelta::seconds(10));
/// One part in so many of that is for noting the failure; the rest is for answering.
const LAST_WORDS: i32 = 2;

/// When a run has to end, and how far its present piece of work is.
#[derive(Clone)]
pub(super) struct Deadline {
    stop: CancellationToken,
    /// Cancelled when there is just time enough to keep what was read.
    near: CancellationToken,
    is_limited: bool,
    /// How long it may take to note a failure.
    pub(super) last_words: Duration,
    /// How much is done, and of how much.
    far: Arc<(AtomicUsize, AtomicUsize)>,
}

impl Deadline {
    pub(super) fn new(deadline: Option<DateTime<Utc>>, now: DateTime<Utc>, stop: &CancellationToken) -> Self {
        // A child, so that ending this run ends no other.
        let stop = stop.child_token();
        let near = CancellationToken::new();
        let mut last_words = MARGIN.1 / LAST_WORDS;
        if let Some(deadline) = deadline {
            let remaining = deadline - now;
            let margin = (remaining / 10).clamp(MARGIN.0, MARGIN.1);
            last_words = margin / LAST_WORDS;
            let left = (remaining - margin).to_std().unwrap_or(Duration::ZERO);
            let before = LEDGER_MARGIN.min(left / 4);
            let (stop, near) = (stop.clone(), near.clone());
            tokio::spawn(async move {
                tokio::time::sleep(left.saturating_sub(before)).await;
                near.cancel();
                tokio::time::sleep(before).await;
                stop.cancel();
            });
        }
        let last_words = last_words.to_std().unwrap_or_default();
        Self { stop, near, is_limited: deadline.is_some(), last_words, far: Arc::default() }
    }

    /// Notes how far the present piece of work is.
    pub(super) fn reached(&self, made: usize, all: usize) {
        self.far.0.store(made, Ordering::Relaxed);
        self.far.1.store(all, Ordering::Relaxed);
    }

    /// Comes back when the run has to end soon.
    pub(super) async fn is_near(&self) {
        self.near.cancelled().await;
    }

    /// Whether the run has to end now.
    pub(super) fn is_over(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// What `work` gives, if it ends in time.
    pub(super) async fn within<T>(
        &self,
        doing: &'static str,
        work: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        self.reached(0, 0);
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(self.failure(doing)),
            outcome = work => Ok(outcome),
        }
    }

    /// The failure of a run that had to end while `doing` something.
    pub(super) fn failure(&self, doing: &'static str) -> Failure {
        let (made, all) = (self.far.0.load(Ordering::Relaxed), self.far.1.load(Ordering::Relaxed));
        if self.is_limited { Failure::OutOfTime { doing, made, all } } else { Failure::Stopped { doing } }
    }
}
