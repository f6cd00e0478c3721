//! One run from beginning to end: claim it, finish it, or note why not.

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use super::{
    deadline::Deadline, failure::Failure, fleet_jobs::listed, outcome::Outcome, setup::Handler,
    telling::ClaimedRun,
};
use crate::{
    run::{RunError, source_of},
    service::{
        notify::Notify,
        runs::{self, ClaimError, ClaimOutcome, Claimant, Slot},
        scratch::Scratch,
    },
    settings::{Request, RunKind, SourceRequest},
    store::{NoPath, Store},
};

/// One call of the handler.
#[derive(Clone, Debug)]
pub struct Call {
    /// The id of the request: the same each time when the same call is tried again.
    pub request_id: String,
    /// When the caller will end it, finished or not.
    pub deadline: Option<DateTime<Utc>>,
    /// Ends it early when it is cancelled.
    pub stop: CancellationToken,
}

/// How long a lease is without a deadline: a film takes minutes at most.
const LONGEST_RUN: TimeDelta = TimeDelta::minutes(15);
/// A lease ends so long after the deadline, when the run that had it is certainly dead.
const AFTER_DEADLINE: TimeDelta = TimeDelta::seconds(5);

impl<S: Store + 'static, N: Notify> Handler<S, N> {
    /// Makes the film that `request` asks for and mails its link, unless that has been done.
    ///
    /// # Errors
    /// Whatever keeps that from being done; a second call then does what is left.
    pub async fn handle(&self, request: Request, call: Call) -> Result<Outcome, Failure> {
        // The future is large, and would lie on the stack of whoever waits for it.
        Box::pin(self.handle_on_the_stack(request, call)).await
    }

    async fn handle_on_the_stack(&self, mut request: Request, call: Call) -> Result<Outcome, Failure> {
        let now = (self.clock)();
        // A deadline that has passed does not count: emulators give times near 1970.
        let ends = call.deadline.filter(|ends| now < *ends);
        if request.audience().is_some() && self.notify.is_none() && self.webhook.is_none() {
            return Err(Failure::NoTopic);
        }
        let source = request.count.source.source.clone();
        let name = name_of(&request.count.source)?;
        let shown = source.to_string();
        if request.kind == RunKind::Jobs {
            // The films of all jobs, and the mail about them, stand for one time.
            request.scheduled_time.get_or_insert(now);
        }
        let slot = match request.kind {
            RunKind::Job => Slot::of_place(&name, &shown, request.scheduled_time, &call.request_id),
            kind => Slot::new(&name, kind, request.scheduled_time, &call.request_id),
        };
        let deadline = Deadline::new(ends, now, &call.stop);
        let scratch = Scratch::new(&self.scratch).map_err(Failure::Scratch)?;

        let claimant = Claimant {
            source: &shown,
            request: &call.request_id,
            until: ends.unwrap_or(now + LONGEST_RUN) + AFTER_DEADLINE,
            now,
            force: request.force,
        };
        let claim = deadline.within("claiming the run", runs::claim(&self.own, &slot, claimant)).await?;
        let outcome = match claim {
            Ok(ClaimOutcome::Done(record)) => {
                let more =
                    record.fleet.listed.as_ref().map(|listing| listed(&self.bucket, &request, listing));
                let outcome = Outcome::already_done(&slot, &record);
                Ok(Outcome { more: more.unwrap_or_default(), ..outcome })
            }
            // Others write the record again and again: one of them has the run.
            Ok(ClaimOutcome::InProgress(_)) | Err(ClaimError::Crowded { .. }) => {
                Ok(Outcome::in_progress(&slot))
            }
            Err(error) => Err(error.into()),
            Ok(ClaimOutcome::Ours(mut claim)) => {
                let run = ClaimedRun {
                    handler: self,
                    slot: &slot,
                    name: &name,
                    deadline: &deadline,
                    scratch: scratch.path(),
                };
                let (kind, seen) = (request.kind, request.seen.clone());
                let outcome = match kind {
                    RunKind::Jobs => Box::pin(run.list_jobs(&request, &mut claim)).await,
                    RunKind::Summary => Box::pin(run.sum_up(&request, &mut claim)).await,
                    _ => Box::pin(run.finish(request, &mut claim)).await,
                };
                match &outcome {
                    Ok(_) if kind == RunKind::Job => run.keep_newest(seen.as_deref(), claim.record()).await,
                    Ok(_) => {}
                    // Another request has the run now, and notes how it ends: to come second is no failure.
                    Err(Failure::Claim(ClaimError::Lost { key })) => {
                        tracing::info!(key, "another request took the run over");
                        return ended(scratch, Ok(Outcome::in_progress(&slot)));
                    }
                    Err(failure) => {
                        let why = failure.chain();
                        let give_up = claim.give_up(failure.class().word(), &why);
                        // A bucket that does not answer may be why it failed, and that has to be told all the same.
                        match tokio::time::timeout(deadline.last_words, give_up).await {
                            Ok(Ok(())) => {}
                            Ok(Err(error)) => {
                                tracing::warn!(%error, "could not give the run up; its lease has to end first");
                            }
                            Err(_) => {
                                tracing::warn!("no time to give the run up; its lease has to end first");
                            }
                        }
                    }
                }
                outcome
            }
        };
        ended(scratch, outcome)
    }
}

/// The outcome, once the temporary files are gone.
fn ended(scratch: Scratch, outcome: Result<Outcome, Failure>) -> Result<Outcome, Failure> {
    if let Err(error) = scratch.close() {
        tracing::warn!(%error, "could not remove the temporary files");
    }
    outcome
}

/// The name of the job, as far as its place tells before anything is read.
fn name_of(request: &SourceRequest<NoPath>) -> Result<String, Failure> {
    let place = request.source.resolve().map_err(RunError::from)?;
    match &request.labeling_job {
        // A log group is called the same whichever job of it is meant.
        Some(job) if place.is_log_group => Ok(job.rsplit('/').next().unwrap_or(job).to_owned()),
        _ => Ok(source_of(place).name().to_owned()),
    }
}
