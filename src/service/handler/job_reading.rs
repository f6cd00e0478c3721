//! The reading of a run: with what earlier runs have read, and for those to come.

use super::{failure::Failure, telling::ClaimedRun};
use crate::{
    run::Prepared,
    service::notify::Notify,
    source::{
        Gathered, ReadProgress,
        ledger::{LedgerKeeper, LedgerWarning},
    },
    store::{NoPath, Store},
};

/// Tells what is wrong with a ledger, which is no failure.
fn warn(outcome: Result<(), LedgerWarning>) {
    if let Err(warning) = outcome {
        tracing::warn!("{warning}");
    }
}

impl<S: Store + 'static, N: Notify> ClaimedRun<'_, S, N> {
    /// Reads the job, and keeps what was in its files for the next run; also shortly before this one has to end, so
    /// that a job that takes longer to read is read in several runs.
    pub(super) async fn read(
        &self,
        prepared: &Prepared<S, NoPath>,
        keeper: &LedgerKeeper<'_, S>,
        is_anew: bool,
    ) -> Result<Gathered, Failure> {
        warn(self.deadline.within("reading the ledger", keeper.load(is_anew)).await?);
        let tell = |seen: ReadProgress| {
            let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            self.deadline.reached(count(seen.read), count(seen.to_read));
        };
        let so_far = async {
            self.deadline.is_near().await;
            warn(keeper.save().await);
            std::future::pending().await
        };
        let reading = async {
            tokio::select! {
                biased;
                gathered = prepared.read(&tell) => gathered,
                never = so_far => never,
            }
        };
        let gathered = self.deadline.within("reading the job", reading).await??;
        warn(self.deadline.within("keeping what was read", keeper.save()).await?);
        tracing::info!(
            job = self.slot.job(),
            answers = gathered.answers.len(),
            jobs = gathered.jobs.len(),
            duplicates = gathered.duplicates,
            skipped = gathered.skipped.count(),
            "read"
        );
        Ok(gathered)
    }
}
