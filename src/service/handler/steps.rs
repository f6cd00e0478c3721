//! The steps of a run that is claimed: prepare, read, film, upload, each noted as soon as it is done. Its mail is sent
//! by `telling`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::ControlFlow,
    sync::Arc,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::{
    failure::Failure,
    outcome::{Measures, Outcome},
    setup::Handler,
    telling::ClaimedRun,
};
use crate::{
    film::movie::MovieError,
    people::{Cast, Directory, Naming, PoolNames, Remembered, Strangers},
    report::{
        audience::Audience,
        mail,
        receipt::{Addresses, Receipt},
    },
    run::{self, Outputs, PageOutput, Prepared, RunError, Stage, Timings},
    service::{
        notify::Notify,
        runs::{self, Claim, FilmRecord, PageRecord, Record, RunState},
    },
    settings::{Plan, Request, RunKind},
    source::{GatherError, Gathered, Jobs, Ledger, PARALLEL_IN_FUNCTION, ledger::LedgerKeeper},
    stats::{self, Counted, TallyError},
    store::{NoPath, Store, When},
};

/// What was counted and why it lacks names, if there is anything new; otherwise the last run, if there was one.
enum NewAnswers {
    Some(Box<Counted>, Option<String>),
    None(Box<Option<Record>>),
}

/// Who is told, and in which language.
struct Hearers {
    audience: Option<Audience>,
    language: String,
}

/// The files of a page beside its film and poster: as they are made, and their endings and types in the bucket. The page
/// comes last, when all that it leads to is there.
const BESIDE: [(&str, &str, &str); 4] = [
    ("race.vtt", ".vtt", "text/vtt; charset=utf-8"),
    ("race.csv", ".csv", "text/csv; charset=utf-8"),
    ("race.json", ".json", "application/json"),
    ("index.html", ".html", "text/html; charset=utf-8"),
];

/// How many answers each job has.
type AnswersPerJob = BTreeMap<String, u64>;

impl<S: Store + 'static, N: Notify> ClaimedRun<'_, S, N> {
    /// Does what is left to be done.
    pub(super) async fn finish(
        &self,
        request: Request,
        claim: &mut Claim<'_, S>,
    ) -> Result<Outcome, Failure> {
        let told = Hearers { audience: request.audience(), language: request.count.language.to_string() };
        let mut measures = Measures::default();
        if claim.record().state == RunState::Claimed {
            let now = request.scheduled_time.unwrap_or_else(|| (self.handler.clock)());
            let kind = request.kind;
            let force = request.force;
            let timings = Arc::new(Timings::new(self.handler.clock));
            let source = request.count.source.source.to_string();
            let keeper = LedgerKeeper::new(&self.handler.own, self.slot.ledger(), &source);
            let (prepared, page) = self.prepare(request, now, keeper.ledger(), &timings).await?;
            let gathered = match self.read(&prepared, &keeper, force).await {
                Ok(gathered) => gathered,
                // A job that has just begun is no failure of the morning.
                Err(Failure::Run(RunError::Gather(
                    GatherError::NothingYet { .. } | GatherError::NoEvents { .. },
                ))) if kind != RunKind::Once => {
                    return self.nothing_new(claim, None, AnswersPerJob::new(), &told, kind, measures).await;
                }
                Err(failure) => return Err(failure),
            };
            let answers = gathered.answers_per_job();
            measures.skipped = gathered.skipped.count();
            let began = timings.now();
            let new_answers = self.count(gathered, &prepared, kind, force).await?;
            timings.since(Stage::Count, began);
            match new_answers {
                NewAnswers::None(last) => {
                    return self.nothing_new(claim, *last, answers, &told, kind, measures).await;
                }
                NewAnswers::Some(counted, names_warning) => {
                    let film =
                        self.film(*counted, names_warning, (prepared, page, &timings), now, answers, claim);
                    measures = film.await?;
                }
            }
        }
        self.tell(claim, told.audience, measures).await
    }

    /// Whatever can be refused is refused here, before anybody waits for the reading.
    async fn prepare(
        &self,
        mut request: Request,
        now: DateTime<Utc>,
        ledger: Arc<Ledger>,
        timings: &Arc<Timings>,
    ) -> Result<(Prepared<S, NoPath>, PageRecord), Failure> {
        let size = request.usual_size();
        request.count.source.parallel.get_or_insert(PARALLEL_IN_FUNCTION);
        let Request { count, film, .. } = request;
        let film = film.usually(size);
        let Handler { stores, machine, .. } = self.handler;
        let plan = run::count_plan(count, now, stores);
        let mut plan = self.deadline.within("reading the files of the settings", plan).await??;
        let film = run::film_plan(film, stores);
        let film = self.deadline.within("reading the theme", film).await??;
        plan.input.reading.jobs = Jobs::Any;
        plan.input.reading.ledger = Some(ledger);
        // The clock decides which times are plausible, whatever time the run stands for.
        plan.input.reading.now = (self.handler.clock)().max(now);
        // Of several jobs each run may find others, and pseudonyms must not depend on that.
        plan.pseudonym_key.get_or_insert_with(|| self.name.to_owned());
        let made = (self.handler.clock)();
        let video = self.slot.video();
        let places = self.handler.links.beside(&video, made);
        let (places, until) = self.deadline.within("making the links of the page", places).await??;
        let contact = self.handler.contact.as_ref().map(ToString::to_string);
        let page = PageOutput { folder: self.scratch.to_owned(), places, contact };
        let outputs = Outputs {
            video: page.video(),
            poster: Some(page.poster()),
            frames: None,
            preview: None,
            page: Some(page),
        };
        let prepared = run::prepare(plan, film, outputs, machine, stores, timings);
        let prepared = self.deadline.within("preparing the film", prepared).await??;
        Ok((prepared, PageRecord { key: self.slot.beside(".html"), made, until }))
    }

    /// Counts what is new since the last film of this kind, if anything is.
    async fn count(
        &self,
        mut gathered: Gathered,
        prepared: &Prepared<S, NoPath>,
        kind: RunKind,
        force: bool,
    ) -> Result<NewAnswers, Failure> {
        let plan = prepared.plan();
        let last = if kind == RunKind::Once || force {
            None
        } else {
            let source = plan.input.source.to_string();
            let last = runs::last(&self.handler.own, self.slot, &source);
            self.deadline.within("looking for the last film", last).await??
        };
        if let Some(last) = &last {
            let before = |job: &str| last.answers.get(job).copied().unwrap_or(0);
            let grown: BTreeSet<String> = gathered
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
            return Ok(NewAnswers::None(Box::new(last)));
        }
        let names = self.names(&gathered, plan).await?;
        let cast = self.cast(&gathered, prepared, &names.directory).await?;
        for Strangers { file, entries, unknown, .. } in run::strangers(&cast, plan) {
            tracing::warn!(
                job = self.slot.job(),
                file,
                entries,
                unknown,
                "a list names people who are not in the job"
            );
        }
        match run::count(gathered, &cast, plan) {
            Ok(counted) => Ok(NewAnswers::Some(Box::new(counted), names.warning())),
            Err(RunError::Tally(TallyError::NothingInSpan { .. })) if kind != RunKind::Once => {
                Ok(NewAnswers::None(Box::new(last)))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The names of a directory, if they are to be shown.
    async fn names(&self, gathered: &Gathered, plan: &Plan<NoPath>) -> Result<PoolNames, Failure> {
        if plan.naming != Naming::Cognito {
            return Ok(PoolNames::default());
        }
        let names = run::names(gathered, plan, &self.handler.pools);
        let names = self.deadline.within("reading the user pools", names).await?;
        let (job, users, warning) = (self.slot.job(), names.users.len(), names.warning());
        tracing::info!(job, users, warning, "read the names");
        Ok(names)
    }

    /// The cast, with everybody from earlier films as they were. It is kept before there is a film, so that no film
    /// shows colors and names that the next one does not know.
    async fn cast(
        &self,
        gathered: &Gathered,
        prepared: &Prepared<S, NoPath>,
        directory: &Directory,
    ) -> Result<Cast, Failure> {
        let plan = prepared.plan();
        let make = |before: &Remembered| {
            let cast = run::cast(gathered, plan, before, directory);
            (cast.remembered(), cast)
        };
        self.change_cast(prepared, make).await
    }

    async fn change_cast<T>(
        &self,
        prepared: &Prepared<S, NoPath>,
        change: impl Fn(&Remembered) -> (Remembered, T),
    ) -> Result<T, Failure> {
        let source = prepared.plan().input.source.to_string();
        let kept = runs::change_cast(&self.handler.own, self.slot, &source, change);
        Ok(self.deadline.within("keeping the cast", kept).await??)
    }

    /// Keeps the colors that are other ones in this film than in the cast, so that they stay in the next.
    async fn keep_moved(&self, counted: &Counted, prepared: &Prepared<S, NoPath>) -> Result<(), Failure> {
        let moved = prepared.moved_slots(counted);
        if moved.is_empty() {
            return Ok(());
        }
        self.change_cast(prepared, |before| (before.clone().with_slots(&moved), ())).await
    }

    /// Makes the film, uploads it with everything that belongs to it, and notes that it is there.
    async fn film(
        &self,
        counted: Counted,
        names_warning: Option<String>,
        (mut prepared, page, timings): (Prepared<S, NoPath>, PageRecord, &Timings),
        now: DateTime<Utc>,
        answers: AnswersPerJob,
        claim: &mut Claim<'_, S>,
    ) -> Result<Measures, Failure> {
        let digest = prepared.digest(&counted, now);
        let key = prepared.plan().pseudonym_key.clone().unwrap_or_default();
        let pictures = prepared.portraits(&counted);
        if let Some(portraits) = self.deadline.within("reading the pictures", pictures).await? {
            let skipped = portraits.skipped().len();
            tracing::info!(pictures = portraits.len(), skipped, "read the pictures");
        }
        self.keep_moved(&counted, &prepared).await?;
        let began = (self.handler.clock)();
        let (receipt, counted) = self.draw(counted, prepared).await?;
        let render_ms = u64::try_from(((self.handler.clock)() - began).num_milliseconds()).unwrap_or(0);

        let made = |file: &str| -> Result<Bytes, Failure> {
            Ok(fs::read(self.scratch.join(file)).map_err(Failure::ReadBack)?.into())
        };
        let (video, poster) = (made("race.mp4")?, made("race.png")?);
        let mut tally = Vec::new();
        counted
            .tally
            .write_csv(&mut tally)
            .map_err(|error| Failure::ReadBack(std::io::Error::other(error)))?;
        let mut stats = Vec::new();
        stats::write_throughput_json(&counted.shared_throughput(), &mut stats)
            .map_err(|error| Failure::ReadBack(error.into()))?;
        let receipt = receipt.uploaded(self.addresses()).with_names_warning(names_warning.clone());
        if let Some(warning) = &receipt.forecast_warning {
            tracing::warn!(warning, "no forecast");
        }
        let measures = Measures {
            labels: counted.tally.total(),
            skipped: counted.gathered.skipped.count(),
            frames: receipt.frames as u64,
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
        let words = receipt.to_value().to_string().into_bytes();
        let began = timings.now();
        if let Some(format) = self.handler.exports {
            self.export(&counted, &key, format).await?;
        }
        self.upload(self.slot.data("tally.csv"), tally.into(), "text/csv").await?;
        self.upload(self.slot.data("stats.json"), stats.into(), "application/json").await?;
        self.upload(self.slot.data("receipt.json"), words.into(), "application/json").await?;
        self.upload(self.slot.poster(), poster, "image/png").await?;
        self.upload(self.slot.video(), video, "video/mp4").await?;
        for (file, ending, content_type) in BESIDE {
            self.upload(self.slot.beside(ending), made(file)?, content_type).await?;
        }
        timings.since(Stage::Upload, began);
        tracing::info!(
            job = self.slot.job(),
            list_ms = timings.ms(Stage::List),
            read_ms = timings.ms(Stage::Read),
            count_ms = timings.ms(Stage::Count),
            draw_ms = timings.ms(Stage::Draw),
            wait_ms = timings.ms(Stage::Wait),
            upload_ms = timings.ms(Stage::Upload),
            "timings"
        );

        let digest = digest.lasting(receipt.seconds).with_names_warning(names_warning);
        let film = FilmRecord {
            video: self.slot.video(),
            poster: self.slot.poster(),
            page: Some(page),
            sha256,
            receipt,
            digest,
        };
        let note = claim.note(|record| {
            record.state = RunState::Uploaded;
            record.answers.clone_from(&answers);
            record.film = Some(film.clone());
        });
        self.deadline.within("noting the film", note).await??;
        Ok(measures)
    }

    /// Draws and encodes on a thread of its own, which ends by itself when the run has to.
    async fn draw(
        &self,
        counted: Counted,
        prepared: Prepared<S, NoPath>,
    ) -> Result<(Receipt, Counted), Failure> {
        self.deadline.reached(0, 0);
        let deadline = self.deadline.clone();
        let drawn = tokio::task::spawn_blocking(move || {
            let watch = |made: usize, all: usize| {
                deadline.reached(made, all);
                if deadline.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            let receipt = prepared.film(&counted, &watch);
            receipt.map(|receipt| (receipt, counted))
        });
        match drawn.await {
            Ok(Err(RunError::Movie(MovieError::Stopped { frames, all }))) => {
                self.deadline.reached(frames, all);
                Err(self.deadline.failure("drawing frames"))
            }
            Ok(drawn) => Ok(drawn?),
            Err(_) => Err(Failure::Unfinished),
        }
    }

    async fn upload(&self, key: String, body: Bytes, content_type: &str) -> Result<(), Failure> {
        let put = self.handler.own.put(&key, body, content_type, When::Always);
        self.deadline.within("uploading the film", put).await??;
        Ok(())
    }

    fn addresses(&self) -> Addresses {
        let address = |key: String| format!("s3://{}/{key}", self.handler.bucket);
        Addresses {
            video: address(self.slot.video()),
            poster: address(self.slot.poster()),
            page: address(self.slot.beside(".html")),
            tally: address(self.slot.data("tally.csv")),
        }
    }

    /// There is nothing to show. Owners are told so once a week, so that they know that somebody looked.
    async fn nothing_new(
        &self,
        claim: &mut Claim<'_, S>,
        last: Option<Record>,
        answers: AnswersPerJob,
        told: &Hearers,
        kind: RunKind,
        measures: Measures,
    ) -> Result<Outcome, Failure> {
        let is_told = kind == RunKind::Weekly && told.audience == Some(Audience::Owners);
        if is_told {
            let film = last.as_ref().and_then(|last| last.film.as_ref());
            let mail = mail::nothing_new(self.slot.job(), film.map(|film| &film.digest), &told.language);
            self.publish(claim, Audience::Owners, &mail).await?;
            self.post(claim, Audience::Owners, &mail, None).await?;
        }
        let note = claim.note(|record| {
            record.state = RunState::NothingNew;
            record.notified = is_told;
            record.lease_until = None;
            record.answers.clone_from(&answers);
            record.film = last.as_ref().and_then(|last| last.film.clone());
        });
        self.deadline.within("noting that nothing is new", note).await??;
        tracing::info!(job = self.slot.job(), "nothing new");
        Ok(Outcome::nothing_new(self.slot, is_told, measures))
    }
}
