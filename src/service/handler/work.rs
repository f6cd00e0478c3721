//! The work of a run that is ours: read, film, upload, tell, each noted as soon as it is done.

use std::{fs, ops::ControlFlow, path::Path, sync::Arc};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{FutureExt, future};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Failure, Handler, Measures, Outcome, Over};
use crate::{
    film::movie::MovieError,
    people::Cast,
    render::text::Faces,
    report::{audience::Audience, mail::MailText, receipt::Receipt},
    run::{self, Outputs},
    service::{
        notify::{Mail, Notify},
        request::{Kind, Request},
        runs::{self, Claim, DeliverError, FilmRecord, Record, Slot, State},
    },
    settings::{Film, Plan},
    source::gather::{GatherError, Gathered, Jobs},
    stats::{Counted, Digest, TallyError},
    store::{Store, When},
};

/// How often the cast is made again when another run of the job wrote its own in between.
const CASTS: u32 = 5;

/// A run, and what it needs.
pub(super) struct Run<'a, S, N> {
    pub(super) handler: &'a Handler<S, N>,
    pub(super) slot: &'a Slot,
    pub(super) over: &'a Over,
    pub(super) scratch: &'a Path,
}

/// What was read and counted, if there is anything new in it.
enum News {
    Some(Box<Counted>),
    None(Box<Option<Record>>),
}

/// The answers in each job.
type Answers = std::collections::BTreeMap<String, u64>;

impl<S: Store + 'static, N: Notify> Run<'_, S, N> {
    /// Does what is left to be done.
    pub(super) async fn work(&self, request: Request, claim: &mut Claim<'_, S>) -> Result<Outcome, Failure> {
        let audience = request.audience();
        let mut measures = Measures::default();
        if claim.record().state == State::Claimed {
            let now = request.scheduled_time.unwrap_or_else(|| (self.handler.clock)());
            let kind = request.kind;
            let force = request.force;
            let (plan, film) = self.plan(request, now).await?;
            let gathered = match self.gather(&plan).await {
                Ok(gathered) => gathered,
                // A job that has just begun is no failure of the morning.
                Err(Failure::Run(run::Error::Gather(GatherError::NothingYet { .. })))
                    if kind != Kind::Once =>
                {
                    return self.nothing_new(claim, None, Answers::new(), audience, kind, measures).await;
                }
                Err(failure) => return Err(failure),
            };
            let answers = gathered.answers_per_job();
            measures.skipped = gathered.skipped.count();
            match self.count(gathered, &plan, kind, force).await? {
                News::None(last) => {
                    return self.nothing_new(claim, *last, answers, audience, kind, measures).await;
                }
                News::Some(counted) => {
                    measures = self.film(*counted, plan, film, now, answers, claim).await?;
                }
            }
        }
        self.tell(claim, audience, measures).await
    }

    fn open(&self) -> run::Open<S> {
        let open = Arc::clone(&self.handler.open);
        Arc::new(move |bucket| future::ready(open(bucket)).boxed())
    }

    async fn plan(&self, request: Request, now: DateTime<Utc>) -> Result<(Plan, Film), Failure> {
        let Request { count, film, .. } = request;
        let open = self.open();
        let files = run::files(Some(&count), Some(&film), &open);
        let files = self.over.within("reading the files of the settings", files).await??;
        let film = film.plan(&files).map_err(run::Error::from)?;
        let mut plan = count.plan(now, &files).map_err(run::Error::from)?;
        plan.input.reading.jobs = Jobs::Any;
        // What is plausible is told by the clock, whatever time the run stands for.
        plan.input.reading.now = (self.handler.clock)().max(now);
        // Of several jobs each run may find others, and a pseudonym must not depend on that.
        let key = super::name_of(&plan.input.source);
        plan.pseudonym_key.get_or_insert(key);
        Ok((plan, film))
    }

    async fn gather(&self, plan: &Plan) -> Result<Gathered, Failure> {
        let tell = |seen: crate::source::gather::Seen| {
            let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            self.over.reached(count(seen.read), count(seen.to_read));
        };
        let open = |bucket: &str| (self.handler.open)(bucket);
        let gathered = self.over.within("reading the job", run::answers(&plan.input, open, &tell)).await??;
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

    /// Counts what is new since the last film of this kind, if anything is.
    async fn count(
        &self,
        mut gathered: Gathered,
        plan: &Plan,
        kind: Kind,
        force: bool,
    ) -> Result<News, Failure> {
        let last = if kind == Kind::Once || force {
            None
        } else {
            let source = plan.input.source.to_string();
            let last = runs::last(&self.handler.own, self.slot, &source);
            self.over.within("looking for the last film", last).await??
        };
        if let Some(last) = &last {
            let before = |job: &str| last.answers.get(job).copied().unwrap_or(0);
            let grown: std::collections::BTreeSet<String> = gathered
                .answers_per_job()
                .into_iter()
                .filter(|(job, n)| before(job) < *n)
                .map(|(job, _)| job)
                .collect();
            gathered.retain(|job| grown.contains(job));
        } else {
            let answered = gathered.answers_per_job();
            gathered.retain(|job| answered.contains_key(job));
        }
        if gathered.answers.is_empty() {
            return Ok(News::None(Box::new(last)));
        }
        let cast = self.cast(&gathered, plan).await?;
        match run::tally(gathered, &cast, plan) {
            Ok(counted) => Ok(News::Some(Box::new(counted))),
            Err(TallyError::NothingInSpan { .. }) if kind != Kind::Once => Ok(News::None(Box::new(last))),
            Err(error) => Err(run::Error::from(error).into()),
        }
    }

    /// The cast, after the films before. It is kept before there is a film, so that no film shows what the
    /// next one does not know.
    async fn cast(&self, gathered: &Gathered, plan: &Plan) -> Result<Cast, Failure> {
        let own = &self.handler.own;
        for _ in 0..CASTS {
            let read = self.over.within("reading the cast", runs::read_cast(own, self.slot)).await??;
            let cast = run::cast(gathered, plan, &read.remembered);
            let kept = cast.remembered(plan.naming, &plan.aliases);
            let write = runs::write_cast(own, self.slot, &read, &kept);
            if self.over.within("keeping the cast", write).await?? {
                return Ok(cast);
            }
        }
        Err(DeliverError::Crowded { key: self.slot.cast() }.into())
    }

    /// Makes the film, uploads it with all that belongs to it, and notes that it is there.
    async fn film(
        &self,
        counted: Counted,
        plan: Plan,
        film: Film,
        now: DateTime<Utc>,
        answers: Answers,
        claim: &mut Claim<'_, S>,
    ) -> Result<Measures, Failure> {
        let outputs = Outputs {
            video: self.scratch.join("race.mp4"),
            poster: Some(self.scratch.join("race.png")),
            frames: None,
        };
        let title = run::title(&counted.gathered, &film);
        let film = self.with_pictures(film, &counted).await?;
        let (count, span) = (plan.count, plan.span);
        let began = (self.handler.clock)();
        let (receipt, counted) = self.draw(counted, plan, film, outputs.clone()).await?;
        let render_ms = u64::try_from(((self.handler.clock)() - began).num_milliseconds()).unwrap_or(0);

        let video: Bytes = fs::read(&outputs.video).map_err(Failure::ReadBack)?.into();
        let poster: Bytes = fs::read(self.scratch.join("race.png")).map_err(Failure::ReadBack)?.into();
        let mut tally = Vec::new();
        counted
            .tally
            .write_csv(&mut tally)
            .map_err(|error| Failure::ReadBack(std::io::Error::other(error)))?;
        let receipt = self.at_home(&receipt);
        let measures = Measures {
            labels: counted.tally.total(),
            skipped: counted.gathered.skipped.count(),
            frames: receipt["frames"].as_u64().unwrap_or(0),
            render_ms,
            upload_bytes: (video.len() + poster.len()) as u64,
        };
        tracing::info!(
            job = self.slot.job(),
            labels = measures.labels,
            workers = counted.people,
            frames = measures.frames,
            bytes = video.len(),
            "filmed"
        );
        let sha256 = hex::encode(Sha256::digest(&video));
        let words = receipt.to_string().into_bytes();
        self.upload(self.slot.data("tally.csv"), tally.into(), "text/csv").await?;
        self.upload(self.slot.data("receipt.json"), words.into(), "application/json").await?;
        self.upload(self.slot.poster(), poster, "image/png").await?;
        self.upload(self.slot.video(), video, "video/mp4").await?;

        let seconds = receipt["seconds"].as_f64().unwrap_or_default();
        let digest = Digest::new(&counted, &title, count, span, now, seconds);
        let film =
            FilmRecord { video: self.slot.video(), poster: self.slot.poster(), sha256, receipt, digest };
        let note = claim.note(|record| {
            record.state = State::Uploaded;
            record.answers.clone_from(&answers);
            record.film = Some(film.clone());
        });
        self.over.within("noting the film", note).await??;
        Ok(measures)
    }

    /// The film with the pictures of those who are in it.
    async fn with_pictures(&self, mut film: Film, counted: &Counted) -> Result<Film, Failure> {
        let open = self.open();
        let read = async {
            let pictures = run::pictures(film.images.as_ref(), &open).await?;
            Ok::<_, run::Error>(match pictures {
                Some(pictures) => Some(pictures.of(&counted.tally).await),
                None => None,
            })
        };
        if let Some(portraits) = self.over.within("reading the pictures", read).await?? {
            let skipped = portraits.skipped().len();
            tracing::info!(pictures = portraits.len(), skipped, "read the pictures");
            film.portraits = portraits;
        }
        Ok(film)
    }

    /// Draws and encodes on a thread of its own, which ends by itself when it is over.
    async fn draw(
        &self,
        counted: Counted,
        plan: Plan,
        film: Film,
        outputs: Outputs,
    ) -> Result<(Receipt, Counted), Failure> {
        let faces = Faces {
            files: film.fonts.clone(),
            folders: self.handler.fonts.clone(),
            system: film.system_fonts,
        };
        let prepared = run::prepare(outputs, &self.handler.places, faces)?;
        self.over.reached(0, 0);
        let over = self.over.clone();
        let drawn = tokio::task::spawn_blocking(move || {
            let watch = |made: usize, all: usize| {
                over.reached(made, all);
                if over.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let receipt = run::film(&counted, &plan, &film, prepared, &watch);
            receipt.map(|receipt| (receipt, counted))
        });
        match drawn.await {
            Ok(Err(run::Error::Movie(MovieError::Stopped { frames, all }))) => {
                self.over.reached(frames, all);
                Err(self.over.failure("drawing frames"))
            }
            Ok(drawn) => Ok(drawn?),
            Err(_) => Err(Failure::Unfinished),
        }
    }

    async fn upload(&self, key: String, body: Bytes, content_type: &str) -> Result<(), Failure> {
        let put = self.handler.own.put(&key, body, content_type, When::Always);
        self.over.within("uploading the film", put).await??;
        Ok(())
    }

    /// The receipt with the addresses of what is in the bucket.
    fn at_home(&self, receipt: &Receipt) -> Value {
        let address = |key: String| Value::String(format!("s3://{}/{key}", self.handler.bucket));
        let mut receipt = json!(receipt);
        receipt["video"] = address(self.slot.video());
        receipt["poster"] = address(self.slot.poster());
        receipt["tally"] = address(self.slot.data("tally.csv"));
        receipt
    }

    /// Tells whoever is to be told of the film, and notes it after.
    async fn tell(
        &self,
        claim: &mut Claim<'_, S>,
        audience: Option<Audience>,
        measures: Measures,
    ) -> Result<Outcome, Failure> {
        let Some(film) = claim.record().film.clone() else { return Err(Failure::Unfinished) };
        let now = (self.handler.clock)();
        let place = self.over.within("making the link", self.handler.way.to(&film.video, now)).await??;
        if let Some(audience) = audience {
            let contact = self.handler.contact.as_ref().map(ToString::to_string);
            let mail = film.digest.mail(audience, &place, contact.as_deref());
            self.publish(audience, &mail).await?;
        }
        let note = claim.note(|record| {
            record.state = State::Complete;
            record.notified = audience.is_some();
            record.lease_until = None;
        });
        self.over.within("noting that the film is known", note).await??;
        Ok(Outcome::done(self.slot, claim.record(), place, measures))
    }

    async fn publish(&self, audience: Audience, mail: &MailText) -> Result<(), Failure> {
        let notify = self.handler.notify.as_ref().ok_or(Failure::NoTopic)?;
        let mail = Mail::new(audience, &mail.subject, &mail.body)?;
        self.over.within("sending the mail", notify.publish(&mail)).await??;
        tracing::info!(job = self.slot.job(), %audience, "told");
        Ok(())
    }

    /// There is nothing to show. Owners hear it once a week, so that they know that somebody looked.
    async fn nothing_new(
        &self,
        claim: &mut Claim<'_, S>,
        last: Option<Record>,
        answers: Answers,
        audience: Option<Audience>,
        kind: Kind,
        measures: Measures,
    ) -> Result<Outcome, Failure> {
        let is_told = kind == Kind::Weekly && audience == Some(Audience::Owners);
        if is_told {
            let film = last.as_ref().and_then(|last| last.film.as_ref());
            let mail = MailText::nothing_new(self.slot.job(), film.map(|film| &film.digest));
            self.publish(Audience::Owners, &mail).await?;
        }
        let note = claim.note(|record| {
            record.state = State::NothingNew;
            record.notified = is_told;
            record.lease_until = None;
            record.answers.clone_from(&answers);
            record.film = last.as_ref().and_then(|last| last.film.clone());
        });
        self.over.within("noting that nothing is new", note).await??;
        tracing::info!(job = self.slot.job(), "nothing new");
        Ok(Outcome::nothing_new(self.slot, is_told, measures))
    }
}
