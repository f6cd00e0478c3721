//! A film for each of many jobs, from this machine: those with something new, a few at once, and how all of them stand.
//!
//! Beside each film is a small file with what was seen of the job and how the film was asked for. As long as both are
//! the same, the next time makes nothing.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use chrono::Utc;
use clap::{Args, value_parser};
use futures_util::{StreamExt, TryStreamExt, stream};
use labelrace::{
    locale,
    people::{Naming, PoolNames, Remembered},
    report::{
        fleet::{Fleet, FleetJob, JobNumbers, JobOutcome},
        mail::fleet_words,
    },
    run::{self, Machine, Outputs, RunError, Timings, source_of},
    settings::{CountRequest, FilmRequest},
    source::{FoundJob, GatherError, Place, Skipped, jobs_below, name_for_others},
    store::{self, Location, LocationError, Opened, Resolved, Store, Stores, Trouble, When},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    args::EncoderArgs,
    film::{Bucket, machine, pool_names, stores},
    output::{note, print, warn},
    stop,
};

/// So many jobs are looked at side by side.
const LOOKS: usize = 32;

/// What stands beside a film is far smaller than this.
const LARGEST_NOTE: u64 = 1 << 20;

#[derive(Args, Debug)]
pub(crate) struct FleetArgs {
    #[command(flatten)]
    count: CountRequest,

    #[command(flatten)]
    film: FilmRequest,

    /// Where the films go: a folder, or `s3://bucket/prefix`; each is called as its job's folder is below SOURCE
    #[arg(short, long, value_name = "DIR", default_value = "films", value_parser = target, help_heading = "Output")]
    output: Location,

    /// How many films are made at once
    #[arg(long, value_name = "1-64", default_value_t = 2, value_parser = value_parser!(u16).range(1..=64), help_heading = "Output")]
    at_once: u16,

    /// Also make the films of jobs with nothing new
    #[arg(long, help_heading = "Output")]
    force: bool,

    /// Say which films would be made, and make none
    #[arg(long, help_heading = "Output")]
    dry_run: bool,

    /// Print how all jobs stand as JSON
    #[arg(long, help_heading = "Output")]
    json: bool,

    #[command(flatten)]
    encoder: EncoderArgs,
}

/// What stands beside a film.
#[derive(Deserialize, Serialize)]
struct FilmNote {
    /// The job.
    source: String,
    /// What was seen of its files before they were read.
    seen: Option<String>,
    /// How the film was asked for, as a hash.
    asked: String,
    /// Its numbers; none where there was nothing to make a film of.
    film: Option<JobNumbers>,
}

/// A job, and what is known of it.
struct KnownJob {
    found: FoundJob,
    /// Its folder below the source.
    below: String,
    /// What was noted beside its film.
    noted: Option<FilmNote>,
    /// Whether a film has to be made.
    is_news: bool,
}

/// All that the films have in common.
struct Yard<'a> {
    args: &'a FleetArgs,
    stores: &'a Stores<Bucket>,
    place: Place,
    target: Opened<Bucket>,
    root: Resolved,
    machine: Machine,
    asked: String,
}

/// Makes the films, and says how all jobs stand.
pub(crate) async fn fleet(args: FleetArgs) -> anyhow::Result<()> {
    let stores = stores();
    let (source, place) = stores.open(&args.count.source.source).await.map_err(RunError::from)?;
    let (target, root) = stores.open_new(&args.output).await.map_err(RunError::from)?;
    let place = source_of(place);
    ensure!(
        !place.is_file && !place.is_log_group,
        "{} is a file; name the folder that the jobs are in",
        place.shown
    );
    let mut count = args.count.clone();
    // However the place is written, it is the same.
    count.source.source = Location::Path(PathBuf::new());
    let request = format!("{count:?}{:?}", args.film);
    let asked = hex::encode(&Sha256::digest(request)[..8]);
    let machine = machine(args.encoder.ffmpeg.clone());
    let yard = Yard { args: &args, stores: &stores, place, target, root, machine, asked };

    let mut known = yard.known(&source).await?;
    ensure!(
        !known.is_empty(),
        "there is no labeling job in {}; labelrace formats lists what is read",
        yard.place.shown
    );
    known.sort_by(|a, b| a.below.cmp(&b.below));
    let (news, others): (Vec<_>, Vec<_>) = known.into_iter().partition(|job| job.is_news);
    if args.dry_run {
        return print(planned(&news, others.len(), args.json).as_bytes());
    }
    let (n_news, n_made) = (news.len(), AtomicUsize::new(0));
    let made = stream::iter(news.into_iter().map(|job| async {
        let job = yard.made(job).await;
        let n = n_made.fetch_add(1, Ordering::Relaxed) + 1;
        let what = match job.outcome {
            JobOutcome::Filmed => "film made",
            JobOutcome::NothingNew => "nothing to show yet",
            JobOutcome::Failed => "NO FILM",
        };
        note(&format!("{n} of {n_news}: {}: {what}", job.name));
        job
    }));
    let mut jobs: Vec<FleetJob> = made.buffer_unordered(usize::from(args.at_once)).collect().await;
    if stop::is_asked() {
        bail!("stopped; the films that were finished are in {}", args.output);
    }
    jobs.extend(others.into_iter().map(|job| {
        let film = job.noted.and_then(|noted| noted.film);
        FleetJob { film, ..FleetJob::new(&job.below, JobOutcome::NothingNew) }
    }));
    let fleet = Fleet::new(yard.place.name(), jobs, Utc::now(), args.count.source.time_zone);
    let words = if args.json { format!("{}\n", serde_json::to_string(&fleet)?) } else { fleet_words(&fleet) };
    print(words.as_bytes())?;
    let all = locale::counted(n_news as u64, "film", "films");
    ensure!(fleet.failed == 0, "{} of {all} could not be made", fleet.failed);
    Ok(())
}

impl Yard<'_> {
    /// All jobs below the source, and which of them have something new.
    async fn known(&self, source: &Opened<Bucket>) -> anyhow::Result<Vec<KnownJob>> {
        let films = format!("{}/", self.root.key);
        let is_same_store = self.root.bucket == self.place.bucket;
        let found = jobs_below(source, &self.place, LOOKS);
        // What lies beside earlier films is no job.
        let found =
            found.try_filter(|found| std::future::ready(!(is_same_store && found.key.starts_with(&films))));
        let skipped = Mutex::new(Skipped::default());
        // An entry of a folder that cannot be a job costs none of those beside it.
        let found = found.filter_map(|found| {
            let lost = found.as_ref().err().and_then(|error| self.place.lost_entry(error));
            std::future::ready(match lost {
                Some((entry, skip)) => {
                    skipped.lock().unwrap_or_else(PoisonError::into_inner).add(entry, skip);
                    None
                }
                None => Some(found),
            })
        });
        let known = found.map_err(RunError::from).map_ok(|found| async {
            let below = found.key.strip_prefix(&self.place.key).unwrap_or(&found.key);
            let below = below.trim_end_matches('/').to_owned();
            let noted = self.noted(&below).await?;
            let is_same = |noted: &FilmNote| {
                found.seen.is_some() && noted.seen == found.seen && noted.asked == self.asked
            };
            let is_news = found.has_files && (self.args.force || !noted.as_ref().is_some_and(is_same));
            Ok(KnownJob { found, below, noted, is_news })
        });
        let known: Result<_, RunError> = known.try_buffer_unordered(LOOKS).try_collect().await;
        let skipped = skipped.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !skipped.is_empty() {
            warn(&format!("skipped {skipped}"));
        }
        Ok(known?)
    }

    /// Where a file of the job goes.
    fn key(&self, below: &str, ending: &str) -> String {
        let name = if below.is_empty() { self.place.name() } else { below };
        let parts: Vec<_> = name.split('/').map(name_for_others).collect();
        let name = format!("{}{ending}", parts.join("/"));
        if self.root.key.is_empty() { name } else { format!("{}/{name}", self.root.key) }
    }

    /// What was noted beside the film of a job, if the film is still there.
    async fn noted(&self, below: &str) -> Result<Option<FilmNote>, RunError> {
        let bytes = match store::read(&self.target, &self.key(below, ".json"), LARGEST_NOTE).await {
            Ok(bytes) => bytes,
            Err(error) if error.trouble == Trouble::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        let Some(noted): Option<FilmNote> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok())
        else {
            return Ok(None);
        };
        if noted.film.is_none() {
            return Ok(Some(noted));
        }
        let video = self.key(below, ".mp4");
        let is_there = self
            .target
            .list(&video)
            .any(|entry| std::future::ready(entry.is_ok_and(|entry| entry.key == video)));
        Ok(is_there.await.then_some(noted))
    }

    /// One film, or why there is none.
    async fn made(&self, job: KnownJob) -> FleetJob {
        let failed = |error: &anyhow::Error| {
            FleetJob::new(&job.below, JobOutcome::Failed).because(&format!("{error:#}"))
        };
        if stop::is_asked() {
            return failed(&anyhow::Error::msg("stopped"));
        }
        match Box::pin(self.film(&job)).await {
            Ok(job) => job,
            Err(error) => match error.downcast_ref() {
                // A job that has just begun is no failure.
                Some(RunError::Gather(GatherError::NothingYet { .. })) => {
                    let made = self.note(&job, None).await;
                    made.map_or_else(
                        |error| failed(&error),
                        |()| FleetJob::new(&job.below, JobOutcome::NothingNew),
                    )
                }
                _ => failed(&error),
            },
        }
    }

    async fn film(&self, job: &KnownJob) -> anyhow::Result<FleetJob> {
        let now = Utc::now();
        let folder = tempfile::tempdir().context("could not make a temporary folder")?;
        let mut count = self.args.count.clone();
        count.source.source = self.location(&job.found);
        count.all_jobs = true;
        let plan = run::count_plan(count, now, self.stores).await?;
        let film = run::film_plan(self.args.film.clone(), self.stores).await?;
        let video = folder.path().join("race.mp4");
        let outputs = Outputs { video: video.clone(), poster: None, frames: None, preview: None, page: None };
        let timings = Arc::new(Timings::new(Utc::now));
        let mut prepared = run::prepare(plan, film, outputs, &self.machine, self.stores, &timings).await?;
        let gathered = prepared.read(&|_| ()).await?;
        let names = match prepared.plan().naming {
            Naming::Cognito => Box::pin(pool_names(&gathered, prepared.plan())).await,
            Naming::Pseudonym | Naming::Id => PoolNames::default(),
        };
        let cast = run::cast(&gathered, prepared.plan(), &Remembered::default(), &names.directory);
        let counted = run::count(gathered, &cast, prepared.plan())?;
        prepared.portraits(&counted).await;
        let digest = prepared.digest(&counted, now);
        stop::ends_by_itself();
        let drawn = tokio::task::spawn_blocking(move || {
            let watch =
                |_, _| if stop::is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
            prepared.film(&counted, &watch)
        });
        let receipt = drawn.await.context("the film was not finished")??;
        let numbers = JobNumbers::new(&digest, &receipt);
        self.put(&self.key(&job.below, ".mp4"), &video).await?;
        self.note(job, Some(numbers.clone())).await?;
        let shown = self.shown(&self.key(&job.below, ".mp4"));
        Ok(FleetJob {
            film: Some(numbers),
            video: Some(shown),
            ..FleetJob::new(&job.below, JobOutcome::Filmed)
        })
    }

    async fn put(&self, key: &str, file: &Path) -> anyhow::Result<()> {
        let put = self.target.put_file(key, file, "video/mp4").await;
        put.with_context(|| format!("could not write {}", self.shown(key)))
    }

    /// Notes what the film was made of; last, so that a film without a note is made again.
    async fn note(&self, job: &KnownJob, film: Option<JobNumbers>) -> anyhow::Result<()> {
        let source = self.location(&job.found).to_string();
        let noted = FilmNote { source, seen: job.found.seen.clone(), asked: self.asked.clone(), film };
        let key = self.key(&job.below, ".json");
        let body = Bytes::from(serde_json::to_vec(&noted)?);
        let put = self.target.put(&key, body, "application/json", When::Always).await;
        put.with_context(|| format!("could not write {}", self.shown(&key)))?;
        Ok(())
    }

    fn location(&self, found: &FoundJob) -> Location {
        let key = found.key.trim_end_matches('/').to_owned();
        match &self.place.bucket {
            Some(bucket) => Location::S3 { bucket: bucket.clone(), prefix: key },
            None => Location::Path(PathBuf::from("/").join(key)),
        }
    }

    fn shown(&self, key: &str) -> String {
        let below = key.strip_prefix(&self.root.key).unwrap_or(key).trim_start_matches('/');
        format!("{}/{below}", self.root.shown.trim_end_matches('/'))
    }
}

/// What would be made.
fn planned(news: &[KnownJob], n_others: usize, is_json: bool) -> String {
    let name = |job: &KnownJob| FleetJob::new(&job.below, JobOutcome::Filmed).name;
    if is_json {
        let names: Vec<String> = news.iter().map(name).collect();
        return format!("{}\n", serde_json::json!({"would_make": names, "nothing_new": n_others}));
    }
    let films = locale::counted(news.len() as u64, "film", "films");
    let others = locale::counted(n_others as u64, "job has", "jobs have");
    let mut words = format!("dry run: {films} would be made, {others} nothing new\n");
    for job in news {
        let why = if job.noted.is_some() { "changed since its last film" } else { "no film yet" };
        words.extend(["  ", &name(job), ": ", why, "\n"]);
    }
    words
}

/// A folder, or a prefix of a bucket.
fn target(text: &str) -> Result<Location, String> {
    let place: Location = text.parse().map_err(|error: LocationError| error.to_string())?;
    match place {
        Location::LogGroup(_) => Err("a log can only be read; name a folder or an s3:// address".to_owned()),
        place => Ok(place),
    }
}
