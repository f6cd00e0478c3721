//! One run from beginning to end: claim, read, film, upload, tell. The function on one page.
//!
//! It knows nothing of Lambda: a request goes in, an outcome comes out, and whoever calls says when it has to be
//! over. A run that fails says so in its record, so that the next one takes it up at once.

mod failure;
mod outcome;
mod way;
mod work;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

pub use self::{
    failure::{Failure, chain},
    outcome::{Measures, Outcome, Status, metrics},
    way::Way,
};
use crate::{
    aws::SdkConfig,
    film::encode::Places,
    service::{
        link::{Links, answer::Contact, kms::HmacKey},
        notify::Notify,
        request::{Delivery, Request},
        runs::{self, Claimed, Holder, Slot},
        scratch::Scratch,
    },
    source::Place,
    store::{Location, Store, s3::S3},
};

/// What stays the same from run to run.
pub struct Handler<S, N> {
    /// The bucket for films, and for what runs know of each other.
    pub own: S,
    /// Its name.
    pub bucket: String,
    /// Gives the store over another bucket.
    pub open: Arc<dyn Fn(&str) -> S + Send + Sync>,
    /// Where mail is handed in, if anywhere.
    pub notify: Option<N>,
    /// How people get to a film.
    pub way: Way,
    /// Whom they may ask.
    pub contact: Option<Contact>,
    /// Where an encoder may be.
    pub places: Places,
    /// Folders in which faces for more scripts may be.
    pub fonts: Vec<PathBuf>,
    /// Where files may be while a film is made.
    pub scratch: PathBuf,
    /// Tells the time.
    pub clock: fn() -> DateTime<Utc>,
}

impl<N> Handler<S3, N> {
    /// A handler over the services that `sdk` leads to, whose things go where `delivery` says.
    ///
    /// # Errors
    /// When links cannot be made as asked.
    pub fn new(
        sdk: &SdkConfig,
        delivery: &Delivery,
        notify: Option<N>,
        places: Places,
        fonts: Vec<PathBuf>,
        scratch: PathBuf,
        clock: fn() -> DateTime<Utc>,
    ) -> Result<Self, Failure> {
        let own = S3::new(sdk, &delivery.bucket);
        let way = match (&delivery.link_url, &delivery.link_key_id) {
            (Some(url), Some(key)) => {
                Way::Links(Links::new(url, HmacKey::new(sdk, key), delivery.link_days)?)
            }
            _ => Way::Presigned(S3::new(sdk, &delivery.bucket)),
        };
        let sdk = sdk.clone();
        Ok(Self {
            own,
            bucket: delivery.bucket.clone(),
            open: Arc::new(move |bucket| S3::new(&sdk, bucket)),
            notify,
            way,
            contact: delivery.contact.clone(),
            places,
            fonts,
            scratch,
            clock,
        })
    }
}

impl<S, N> std::fmt::Debug for Handler<S, N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handler").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

/// One call of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// The same for each time that the same call is tried.
    pub request_id: String,
    /// When the caller will end it, ready or not.
    pub deadline: Option<DateTime<Utc>>,
    /// Ends it early.
    pub stop: CancellationToken,
}

/// How long a lease is where nobody sets a time: a film takes minutes at most.
const LONGEST_RUN: TimeDelta = TimeDelta::minutes(15);
/// A lease goes on for so long after the deadline: by then whoever had it is certainly dead.
const AFTER_DEADLINE: TimeDelta = TimeDelta::seconds(5);

impl<S: Store + 'static, N: Notify> Handler<S, N> {
    /// Makes the film that `request` asks for and tells of it, unless that has been done.
    ///
    /// # Errors
    /// Whatever keeps it from being done; a second call then does what is left.
    pub async fn handle(&self, request: Request, call: Call) -> Result<Outcome, Failure> {
        // Whoever waits for it has it on the stack, and it is large.
        Box::pin(self.handle_on_the_stack(request, call)).await
    }

    async fn handle_on_the_stack(&self, request: Request, call: Call) -> Result<Outcome, Failure> {
        let now = (self.clock)();
        // A deadline that has passed is none: emulators count from 1970.
        let deadline = call.deadline.filter(|deadline| now < *deadline);
        if request.audience().is_some() && self.notify.is_none() {
            return Err(Failure::NoTopic);
        }
        let source = request.count.source.source.clone();
        let slot = Slot::new(&name_of(&source), request.kind, request.scheduled_time, &call.request_id);
        let over = Over::new(deadline, now, &call.stop);
        let scratch = Scratch::new(&self.scratch).map_err(Failure::Scratch)?;

        let shown = source.to_string();
        let holder = Holder {
            source: &shown,
            request: &call.request_id,
            until: deadline.unwrap_or(now + LONGEST_RUN) + AFTER_DEADLINE,
            now,
            force: request.force,
        };
        let claim = over.within("claiming the run", runs::claim(&self.own, &slot, holder)).await??;
        let outcome = match claim {
            Claimed::Done(record) => Ok(Outcome::already_done(&slot, &record)),
            Claimed::InProgress(_) => Ok(Outcome::in_progress(&slot)),
            Claimed::Ours(mut claim) => {
                let run = work::Run { handler: self, slot: &slot, over: &over, scratch: scratch.path() };
                let outcome = Box::pin(run.work(request, &mut claim)).await;
                match &outcome {
                    // It is another's now, and that one says how it ends.
                    Err(Failure::Deliver(runs::DeliverError::Lost { .. })) | Ok(_) => {}
                    Err(failure) => {
                        let give_up = claim.give_up(failure.error_type());
                        // A bucket that does not answer may be why it failed; that is to be told all the same.
                        match tokio::time::timeout(over.last_words, give_up).await {
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
        if let Err(error) = scratch.close() {
            tracing::warn!(%error, "could not remove the temporary files");
        }
        outcome
    }
}

/// What the job is called, as far as its place tells.
fn name_of(source: &Location) -> String {
    match source {
        Location::S3 { bucket, prefix } => Place::in_bucket(bucket, prefix).name().to_owned(),
        Location::Path(path) => {
            let absolute = path.canonicalize().unwrap_or_else(|_| path.clone());
            let key = absolute.to_string_lossy().into_owned();
            Place { key, is_file: absolute.is_file(), bucket: None, shown: String::new() }.name().to_owned()
        }
    }
}

/// When a run has to be over, and how far it is by then.
#[derive(Clone)]
pub(crate) struct Over {
    stop: CancellationToken,
    has_deadline: bool,
    /// How long a failure may take to be noted.
    last_words: Duration,
    far: Arc<(AtomicUsize, AtomicUsize)>,
}

/// Work stops a tenth of the time before the deadline, and within these bounds: to end an encoder, to note the
/// failure and to say how far it got takes a second, and more than ten would be wasted.
const MARGIN: (TimeDelta, TimeDelta) = (TimeDelta::seconds(1), TimeDelta::seconds(10));
/// Of that so much is for noting the failure: the rest is for telling it.
const LAST_WORDS: i32 = 2;

impl Over {
    fn new(deadline: Option<DateTime<Utc>>, now: DateTime<Utc>, stop: &CancellationToken) -> Self {
        // A child, so that ending this run ends no other.
        let stop = stop.child_token();
        let mut last_words = MARGIN.1 / LAST_WORDS;
        if let Some(deadline) = deadline {
            let remaining = deadline - now;
            let margin = (remaining / 10).clamp(MARGIN.0, MARGIN.1);
            last_words = margin / LAST_WORDS;
            let left = (remaining - margin).to_std().unwrap_or(Duration::ZERO);
            let stop = stop.clone();
            tokio::spawn(async move {
                tokio::time::sleep(left).await;
                stop.cancel();
            });
        }
        let last_words = last_words.to_std().unwrap_or_default();
        Self { stop, has_deadline: deadline.is_some(), last_words, far: Arc::default() }
    }

    /// Notes how far the present piece of work is.
    pub(crate) fn reached(&self, made: usize, all: usize) {
        self.far.0.store(made, Ordering::Relaxed);
        self.far.1.store(all, Ordering::Relaxed);
    }

    /// Whether it is.
    pub(crate) fn is_over(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// What `work` gives, if that is in time.
    pub(crate) async fn within<T>(
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

    /// That it was over while `doing` something.
    pub(crate) fn failure(&self, doing: &'static str) -> Failure {
        let (made, all) = (self.far.0.load(Ordering::Relaxed), self.far.1.load(Ordering::Relaxed));
        if self.has_deadline { Failure::OutOfTime { doing, made, all } } else { Failure::Stopped { doing } }
    }
}
