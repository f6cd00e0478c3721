//! The program on one page: read, cast, count, race, draw, encode, place.
//!
//! Each function is what one command does. Flags and printing are for the bins.

use std::{
    collections::{BTreeSet, HashMap},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::{
    film::{
        encode::{self, EncodeError, Encoding, Places},
        movie::{self, Draft, MovieError},
    },
    locale::Phrase,
    people::{Cast, Remembered, portraits::PortraitsError},
    race::{Bars, Course, Lasting, Pacing, Race},
    render::{
        scene::{self, Look},
        text::{FaceError, Faces, Text},
    },
    report::receipt::Receipt,
    run::captions::captions,
    settings::{Film, Input, Plan, PlanError},
    source::{
        gather::{self, GatherError, Gathered, Job, Seen, Source},
        sample::{self, Shape, ShapeError},
    },
    stats::{Counted, Counting, Measure, Reach, TallyError},
    store::{
        Location, Store, StoreError, Trouble, When,
        dir::{self, Dir},
        s3,
    },
};

/// What can go wrong, by stage.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Settings that do not fit together.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// No answers.
    #[error(transparent)]
    Gather(#[from] GatherError),
    /// Answers that cannot be counted as asked.
    #[error(transparent)]
    Tally(#[from] TallyError),
    /// A place that cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No ffmpeg, or one that failed.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A font that cannot be used.
    #[error(transparent)]
    Face(#[from] FaceError),
    /// A film that could not be made.
    #[error(transparent)]
    Movie(#[from] MovieError),
    /// A sample that cannot be.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A sample would mix with what is there.
    #[error("{0} is not empty; a sample goes into a new folder")]
    NotEmpty(Location),
    /// Far more than a list of a team.
    #[error("{file} is too large for a {what}")]
    HugeFile {
        /// What it should be.
        what: &'static str,
        /// Where it is.
        file: Location,
    },
    /// No pictures of people where they should be.
    #[error(transparent)]
    Portraits(#[from] PortraitsError),
    /// Two outputs that are one file.
    #[error("{} cannot be the film and its poster", .0.display())]
    SameTarget(PathBuf),
    /// Buckets that take long, and are many.
    #[error(
        "--per-bucket makes {buckets} time buckets a film of more than 1h: it takes less, or a longer --interval"
    )]
    LongFilm {
        /// How many there are.
        buckets: usize,
    },
}

impl Error {
    /// Whether the words of the command were wrong, rather than the world.
    pub fn is_about_what_was_asked(&self) -> bool {
        matches!(
            self,
            Self::Plan(_)
                | Self::Shape(_)
                | Self::Face(_)
                | Self::SameTarget(_)
                | Self::Portraits(_)
                | Self::LongFilm { .. }
                | Self::Tally(TallyError::TooManyBuckets { .. })
                | Self::Gather(GatherError::Several { .. })
        )
    }
}

/// Hears how far the reading is.
pub type Reader<'a> = &'a (dyn Fn(Seen) + Send + Sync);

/// Reads and counts.
///
/// # Errors
/// Whatever keeps the source from being read or counted.
pub async fn count(plan: &Plan, tell: Reader<'_>) -> Result<Counted, Error> {
    let gathered = gather(&plan.input, Wanted::Answers, tell).await?;
    let cast = cast(&gathered, plan, &Remembered::default());
    Ok(tally(gathered, &cast, plan)?)
}

/// The cast of what was read, after films in which these people were.
pub fn cast(gathered: &Gathered, plan: &Plan, before: &Remembered) -> Cast {
    let key = plan.pseudonym_key.as_deref().unwrap_or(&gathered.name);
    let cast =
        Cast::after(before, &gathered.answers, &gathered.also_known_as, &plan.aliases, plan.naming, key);
    cast.dressed(&plan.groups, &plan.colors)
}

/// Counts what was read.
///
/// # Errors
/// When nothing lies in the span, or the buckets would be too many.
pub fn tally(gathered: Gathered, cast: &Cast, plan: &Plan) -> Result<Counted, TallyError> {
    let of_groups = (plan.bars == Bars::Groups).then(|| cast.of_groups(&plan.locale.say(Phrase::NoTeam)));
    let bars = of_groups.as_ref().unwrap_or(cast);
    let &Plan { count, span, interval, zone, .. } = plan;
    Counted::new(gathered, cast, bars, Counting { count, span, interval, zone })
}

/// The race of what was counted.
///
/// # Errors
/// When a length for each bucket makes a film that nobody would see to its end.
pub fn race(counted: &Counted, plan: &Plan, film: &Film) -> Result<Race, Error> {
    let lasting = film.per_bucket.map_or(Lasting::Whole(film.seconds), Lasting::PerBucket);
    let &Film { fps, hold, swap, idle, top, .. } = film;
    let pacing = Pacing { fps, lasting, hold, swap, idle, top };
    if LONGEST_FILM < Race::seconds_of(&counted.tally, pacing) {
        return Err(Error::LongFilm { buckets: counted.tally.len() });
    }
    let reach = reach(counted, plan, film);
    let course = Course { reach, goal: film.goal, announce: film.announce, bars: plan.bars };
    Ok(Race::on(course, &counted.tally, pacing))
}

/// How far the job was all along: in labels where somebody said how many there will be, else in objects
/// where a manifest tells.
fn reach(counted: &Counted, plan: &Plan, film: &Film) -> Option<Reach> {
    let Counted { gathered, tally, .. } = counted;
    let until_the_end = plan.span.until.is_none();
    if let Some(total) = film.total {
        let done = gathered.answers.iter().map(|answer| (answer.submitted, plan.count.of(answer)));
        return Reach::new(Measure::Counted, total, done, tally, until_the_end);
    }
    let done = gathered.done().into_iter().map(|time| (time, 1));
    Reach::new(Measure::Objects, gathered.progress()?.total, done, tally, until_the_end)
}

/// In seconds.
const LONGEST_FILM: f64 = 3600.0;

/// What a film leaves behind.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// The film.
    pub video: PathBuf,
    /// A still of its last frame.
    pub poster: Option<PathBuf>,
    /// A folder for all of its frames.
    pub frames: Option<PathBuf>,
}

/// Everything that a film needs besides what is in it: an encoder, and places for what it leaves.
#[derive(Debug)]
pub struct Prepared {
    ffmpeg: PathBuf,
    faces: Faces,
    outputs: Outputs,
    video: Draft,
    poster: Option<Draft>,
    frames: Option<Draft>,
}

/// Looks for the encoder and the fonts, and opens the outputs, before anybody waits for the reading.
///
/// # Errors
/// When there is no ffmpeg, a font cannot be used, or an output can never be written.
pub fn prepare(outputs: Outputs, places: &Places, faces: Faces) -> Result<Prepared, Error> {
    // One file may be written in two ways, such as `race.mp4` and `./race.mp4`.
    let place = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    if outputs.poster.as_ref().map(place) == Some(place(&outputs.video)) {
        return Err(Error::SameTarget(outputs.video));
    }
    faces.check()?;
    Ok(Prepared {
        ffmpeg: encode::find(places)?,
        faces,
        video: Draft::file(&outputs.video, ".mp4")?,
        poster: outputs.poster.as_deref().map(|target| Draft::file(target, ".png")).transpose()?,
        frames: outputs.frames.as_deref().map(Draft::folder).transpose()?,
        outputs,
    })
}

/// Hears how many frames are made of how many, and says whether to go on.
pub type Watcher<'a> = &'a (dyn Fn(usize, usize) -> ControlFlow<()> + Sync);

/// Makes a film of what was counted, blocking until it is there.
///
/// # Errors
/// When something cannot be drawn, encoded or written, when `watch` says to stop. What was there before is
/// then as it was: all is made beside its target, and moved only when all of it is whole.
pub fn film(
    counted: &Counted,
    plan: &Plan,
    film: &Film,
    prepared: Prepared,
    watch: Watcher<'_>,
) -> Result<Receipt, Error> {
    let Prepared { ffmpeg, faces, outputs, video, poster, frames } = prepared;
    let race = race(counted, plan, film)?;
    let captions = captions(&counted.gathered, &counted.tally, &race, plan, film);
    let encoding = Encoding {
        ffmpeg,
        width: film.size.width(),
        height: film.size.height(),
        fps: film.fps,
        crf: encode::DEFAULT_CRF,
        threads: None,
        title: Some(captions.title.clone()),
    };
    let look = Look {
        size: film.size,
        theme: film.theme.clone(),
        locale: plan.locale.clone(),
        zone: plan.zone,
        captions,
        bars: plan.bars,
        others: film.others,
        card: film.card,
        portraits: film.images.is_some().then(|| film.portraits.clone()),
        faces,
    };
    let missing = scene::missing(&race, &look.captions, &mut Text::new(&look.faces));
    let tell = |n_frames| watch(n_frames, race.len());

    if let Some(draft) = &frames {
        movie::pictures(&race, &look, draft, &tell)?;
    }
    if let Some(draft) = &poster {
        movie::poster(&race, &look, draft)?;
    }
    movie::film(&race, &look, &encoding, &video, &tell)?;
    frames.map(Draft::place).transpose()?;
    poster.map(Draft::place).transpose()?;
    let bytes = video.place()?;

    let shown = |path: &Path| path.display().to_string();
    let counts = (counted.people, counted.objects(plan.span));
    let video = (shown(&outputs.video), bytes);
    let poster = outputs.poster.as_deref().map(shown);
    let race = (&race, plan.count);
    let receipt = Receipt::new(&counted.gathered, &counted.tally, counts, race, film.size, video, poster);
    let receipt = receipt.lacking(&missing);
    Ok(match &look.portraits {
        Some(portraits) => receipt.with_pictures(portraits.len()),
        None => receipt,
    })
}

/// One job in a listing.
#[derive(Clone, Debug)]
pub struct JobLine {
    /// The job's folder below the source.
    pub job: String,
    /// Objects with an answer.
    pub objects: usize,
    /// Answers.
    pub answers: usize,
    /// People with an answer.
    pub workers: usize,
    /// When the first and the last answer were submitted; `None` where there is none.
    pub first_and_last: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// The jobs that a source holds.
///
/// # Errors
/// Whatever keeps the source from being read.
pub async fn jobs(input: &Input, tell: Reader<'_>) -> Result<Vec<JobLine>, Error> {
    let gathered = gather(input, Wanted::Jobs, tell).await?;
    let mut answers: HashMap<&str, Vec<_>> = HashMap::new();
    for answer in &gathered.answers {
        answers.entry(&answer.job).or_default().push(answer);
    }
    let line = |job: &Job| {
        let answers = answers.get(&*job.root).map_or(&[][..], Vec::as_slice);
        JobLine {
            job: gathered.below(&job.root).to_owned(),
            objects: answers.iter().map(|answer| &answer.object).collect::<BTreeSet<_>>().len(),
            answers: answers.len(),
            workers: answers.iter().map(|answer| &answer.worker).collect::<BTreeSet<_>>().len(),
            first_and_last: answers.first().zip(answers.last()).map(|(a, b)| (a.submitted, b.submitted)),
        }
    };
    Ok(gathered.jobs.iter().map(line).collect())
}

/// Files of a sample that are written side by side.
const WRITES: usize = 32;

/// Invents a job at `location`.
///
/// # Errors
/// When something is there already, or cannot be written.
pub async fn sample(location: &Location, shape: Shape) -> Result<(), Error> {
    let shape = shape.checked()?;
    match location {
        Location::Path(path) => {
            let absolute = absolute(path).map_err(|error| dir::reading(path, error))?;
            write_sample(&Dir::new("/".into()), &key_of(&absolute)?, location, shape).await
        }
        Location::S3 { bucket, prefix } => {
            write_sample(&s3::connect(bucket, s3::Connect::default()).await, prefix, location, shape).await
        }
    }
}

async fn write_sample(
    store: &impl Store,
    root: &str,
    location: &Location,
    shape: Shape,
) -> Result<(), Error> {
    let below = if root.is_empty() { String::new() } else { format!("{root}/") };
    match store.list(&below).next().await {
        None => {}
        Some(Err(error)) if error.trouble == Trouble::NotFound => {}
        Some(Err(error)) => return Err(error.into()),
        Some(Ok(_)) => return Err(Error::NotEmpty(location.clone())),
    }
    let name = root.rsplit('/').next().unwrap_or(root);
    let files =
        sample::files(name, shape).map(|(key, bytes)| Ok::<_, Error>((format!("{below}{key}"), bytes)));
    stream::iter(files)
        .try_for_each_concurrent(WRITES, async |(key, bytes)| {
            store.put(&key, Bytes::from(bytes), "application/json", When::Always).await?;
            Ok(())
        })
        .await
}

/// What a reading is for.
#[derive(Clone, Copy)]
enum Wanted {
    /// Nothing to count is an error.
    Answers,
    /// A job that has no answer yet is one as well.
    Jobs,
}

async fn gather(input: &Input, wanted: Wanted, tell: Reader<'_>) -> Result<Gathered, Error> {
    match &input.source {
        Location::Path(path) => {
            let source = folder_or_file(path)?;
            gather_from(Dir::new("/".into()), &source, input, wanted, tell).await
        }
        Location::S3 { bucket, prefix } => {
            let store = s3::connect(bucket, s3::Connect::default()).await;
            gather_from(store, &Source::in_bucket(bucket, prefix), input, wanted, tell).await
        }
    }
}

/// Reads the answers at a place; `open` gives the store over a bucket.
///
/// # Errors
/// Whatever keeps the source from being read.
pub async fn answers<S: Store + 'static>(
    input: &Input,
    open: impl FnOnce(&str) -> S,
    tell: Reader<'_>,
) -> Result<Gathered, Error> {
    match &input.source {
        Location::Path(_) => gather(input, Wanted::Answers, tell).await,
        Location::S3 { bucket, prefix } => {
            let source = Source::in_bucket(bucket, prefix);
            gather_from(open(bucket), &source, input, Wanted::Answers, tell).await
        }
    }
}

async fn gather_from<S: Store + 'static>(
    store: S,
    source: &Source,
    input: &Input,
    wanted: Wanted,
    tell: Reader<'_>,
) -> Result<Gathered, Error> {
    let store = Arc::new(store);
    Ok(match wanted {
        Wanted::Answers => Box::pin(gather::gather(store, source, input.reading, tell)).await?,
        Wanted::Jobs => Box::pin(gather::survey(store, source, input.reading, tell)).await?,
    })
}

/// A path as a source. The whole disk is one store, so that a job's root is found from inside of it.
///
/// # Errors
/// When there is nothing at that path.
pub fn folder_or_file(path: &Path) -> Result<Source, StoreError> {
    let absolute = path.canonicalize().map_err(|error| dir::reading(path, error))?;
    let is_file = !absolute.is_dir();
    let mut key = key_of(&absolute)?;
    if !is_file && !key.is_empty() {
        key.push('/');
    }
    Ok(Source { key, is_file, bucket: None, shown: path.display().to_string() })
}

/// The path from the root on, as far as it is there without links and dots: a key has neither.
fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    let mut there = std::path::absolute(path)?;
    let mut missing = Vec::new();
    while !there.exists() {
        let Some(name) = there.file_name().map(ToOwned::to_owned) else { break };
        missing.push(name);
        there.pop();
    }
    let mut absolute = there.canonicalize()?;
    absolute.extend(missing.iter().rev());
    Ok(absolute)
}

fn key_of(absolute: &Path) -> Result<String, StoreError> {
    let key = absolute.to_str().map(|path| path.trim_matches('/').to_owned());
    key.ok_or_else(|| dir::reading(absolute, std::io::Error::other("the path is not UTF-8")))
}
