//! Reading: from the place of a job to its answers.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::error::RunError;
use crate::{
    locale::chain::chain,
    settings::{Input, LogInput},
    source::{
        self, Answer, ComparedSpan, EventFilter, GatherError, Gathered, Job, Jobs, LogUse, Place,
        ReadProgress, Reading, Records, Strictness,
    },
    store::{LocalPath, Location, Opened, Resolved, Store, Stores},
};

/// Hears how far the reading is.
pub type OnRead<'a> = &'a (dyn Fn(ReadProgress) + Send + Sync);

/// The place of a job as `source` takes it.
pub fn source_of(place: Resolved) -> Place {
    let Resolved { bucket, mut key, is_file, is_log_group, shown } = place;
    if let Some(bucket) = bucket {
        return Place::in_bucket(&bucket, &key);
    }
    let is_file = is_file.unwrap_or_default();
    if !is_file && !key.is_empty() {
        key.push('/');
    }
    Place { key, is_file, bucket: None, shown, is_log_group, only: Arc::default() }
}

/// A place, opened.
#[derive(Debug)]
struct OpenPlace<S> {
    store: Arc<Opened<S>>,
    place: Place,
    /// What somebody named, if it is only a part of the place.
    part: Option<String>,
}

impl<S: Store + 'static> OpenPlace<S> {
    async fn new<P: LocalPath>(
        location: &Location<P>,
        only: EventFilter,
        stores: &Stores<S, P>,
    ) -> Result<Self, RunError> {
        let (store, place) = stores.open(location).await?;
        let mut place = source_of(place);
        let whole = place.of_whole_job();
        let part = whole.is_some().then(|| place.shown.clone());
        if let Some(whole) = whole {
            place = whole;
        }
        place.only = Arc::new(only);
        Ok(Self { store: Arc::new(store), place, part })
    }

    async fn survey(
        &self,
        reading: &Reading,
        span: ComparedSpan,
        tell: OnRead<'_>,
    ) -> Result<Gathered, GatherError> {
        let store = self.store.narrowed(self.place.only.pattern(), span.since, span.until);
        let mut gathered = Box::pin(source::gather(store, &self.place, reading, tell)).await?;
        if let Some(part) = &self.part {
            gathered.notes.insert(format!("{part} is a part of a job; all of {} is read", self.place.shown));
        }
        Ok(gathered)
    }
}

/// The place of a job, opened, and that of a log beside it.
#[derive(Debug)]
pub(super) struct OpenSource<S> {
    source: OpenPlace<S>,
    beside: Option<OpenPlace<S>>,
    reading: Reading,
    span: ComparedSpan,
    /// Whether only a log will do.
    is_log_wanted: bool,
}

impl<S: Store + 'static> OpenSource<S> {
    /// Opens the places that `input` names.
    ///
    /// # Errors
    /// When there is nothing at a path.
    pub(super) async fn new<P: LocalPath>(input: &Input<P>, stores: &Stores<S, P>) -> Result<Self, RunError> {
        let Input { source, reading, log } = input;
        let LogInput { records, place, only, span } = log.clone();
        let is_log = matches!(source, Location::LogGroup(_));
        let records = records.unwrap_or(match place {
            Some(_) if !is_log => Records::Both,
            _ => Records::Responses,
        });
        let (place_of_job, beside) = match (records, place) {
            (Records::Both, place) => {
                let place = place.unwrap_or_else(Location::worker_activity);
                (source.clone(), Some(OpenPlace::new(&place, only.clone(), stores).await?))
            }
            (Records::Log, Some(place)) if !is_log => {
                let job = only.job.clone().unwrap_or_else(|| name_of(source));
                let only = EventFilter { job: Some(job), ..only.clone() };
                let source = OpenPlace::new(&place, only, stores).await?;
                return Ok(Self {
                    source,
                    beside: None,
                    reading: reading.clone(),
                    span,
                    is_log_wanted: true,
                });
            }
            _ => (source.clone(), None),
        };
        let source = OpenPlace::new(&place_of_job, only, stores).await?;
        let reading = reading.clone();
        Ok(Self { source, beside, reading, span, is_log_wanted: records == Records::Log })
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// Whatever keeps them from being read; that there are none is one as well.
    pub(super) async fn read(&self, tell: OnRead<'_>) -> Result<Gathered, RunError> {
        let gathered = self.survey(tell).await?;
        if gathered.answers.is_empty() {
            let shown = self.source.place.shown.clone();
            return Err(RunError::Gather(match gathered.log {
                Some(LogUse::Alone) => GatherError::NoEvents { shown, others: gathered.other_events },
                _ => gathered.why_nothing(shown),
            }));
        }
        Ok(gathered)
    }

    /// Reads the answers, which need not be there yet.
    async fn survey(&self, tell: OnRead<'_>) -> Result<Gathered, RunError> {
        let gathered = self.source.survey(&self.reading, self.span, tell).await;
        let Some(log) = &self.beside else {
            let gathered = gathered?;
            if self.is_log_wanted && gathered.log.is_none() {
                return Err(RunError::NotALog(self.source.place.shown.clone()));
            }
            return Ok(self.source.with_note_of_filters(gathered));
        };
        match gathered {
            Ok(gathered) => self.with_log(gathered, log, tell).await,
            // A job whose first object is not finished yet has a log already.
            Err(GatherError::NothingYet { .. } | GatherError::Empty { .. }) => {
                self.log_alone(log, tell).await
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn with_log(
        &self,
        mut gathered: Gathered,
        log: &OpenPlace<S>,
        tell: OnRead<'_>,
    ) -> Result<Gathered, RunError> {
        let reading = Reading { jobs: Jobs::All, ..self.reading_of_log() };
        let job = match gathered.jobs.as_slice() {
            [job] => Some(job.name.clone()),
            _ => None,
        };
        match log.of_job(job).survey(&reading, self.span, tell).await {
            Ok(log) => Ok(source::beside(gathered, log, self.span)),
            Err(error) if self.reading.strictness == Strictness::Strict => Err(error.into()),
            Err(error) => {
                // The mail tells this to everybody, so it has our words only: a service may name whoever asked.
                tracing::debug!(why = chain(&error), "the activity log could not be read");
                gathered.log = Some(LogUse::Unread { why: error.to_string() });
                Ok(gathered)
            }
        }
    }

    async fn log_alone(&self, log: &OpenPlace<S>, tell: OnRead<'_>) -> Result<Gathered, RunError> {
        let log = log.of_job(Some(self.source.place.name().to_owned()));
        Ok(log.survey(&self.reading_of_log(), self.span, tell).await?)
    }

    /// A ledger is that of the job, and a log has none.
    fn reading_of_log(&self) -> Reading {
        Reading { ledger: None, ..self.reading.clone() }
    }
}

impl<S> OpenPlace<S> {
    /// Notes which filters are for logs and projects alone, and have chosen nothing here. A file of settings may say them
    /// for many jobs, so they are no error.
    fn with_note_of_filters(&self, mut gathered: Gathered) -> Gathered {
        let EventFilter { job, team, account } = &*self.place.only;
        let is_chosen = |job: &Job, wanted: &str| {
            job.is_logged || job.is_project || job.name.eq_ignore_ascii_case(wanted)
        };
        let names_job = |wanted: &String| gathered.jobs.iter().any(|job| is_chosen(job, wanted));
        let unused: Vec<&str> = [
            ("--labeling-job", job.as_ref().is_some_and(|wanted| !names_job(wanted))),
            ("--work-team", team.is_some()),
            ("--account", account.is_some()),
        ]
        .into_iter()
        .filter_map(|(flag, is_said)| is_said.then_some(flag))
        .collect();
        if gathered.log.is_none() && !unused.is_empty() {
            let needed = if unused == ["--labeling-job"] {
                "a log of the workers' activity or a tool's projects"
            } else {
                "a log of the workers' activity"
            };
            let (flags, shown) = (unused.join(" and "), &self.place.shown);
            let (needs, counts) = if unused.len() == 1 { ("needs", "it") } else { ("need", "them") };
            gathered.notes.insert(format!(
                "{flags} {needs} {needed}, and {shown} is none: all of it counts as without {counts}"
            ));
        }
        gathered
    }

    /// The same place, of which only the job of this name counts unless another was asked for.
    fn of_job(&self, job: Option<String>) -> Self {
        let mut place = self.place.clone();
        let only = EventFilter { job: place.only.job.clone().or(job), ..(*place.only).clone() };
        place.only = Arc::new(only);
        Self { store: Arc::clone(&self.store), place, part: self.part.clone() }
    }
}

/// The name of the job at a location, as far as it is said before anything is read.
fn name_of(location: &Location<impl LocalPath>) -> String {
    location.resolve().map_or_else(|_| String::new(), |place| source_of(place).name().to_owned())
}

/// Reads the answers at a place.
///
/// # Errors
/// Whatever keeps them from being read; that there are none is one as well.
pub async fn read<S: Store + 'static, P: LocalPath>(
    input: &Input<P>,
    stores: &Stores<S, P>,
    tell: OnRead<'_>,
) -> Result<Gathered, RunError> {
    OpenSource::new(input, stores).await?.read(tell).await
}

/// One job in a listing.
#[derive(Clone, Debug)]
pub struct JobLine {
    /// The job's folder below the source.
    pub job: String,
    /// The tool that it is a job of.
    pub tool: &'static str,
    /// Objects with an answer; in a job without answers, the objects in its list. `None` where nothing tells objects, as
    /// in a log of the workers' activity.
    pub objects: Option<usize>,
    /// Answers.
    pub answers: usize,
    /// People with an answer.
    pub workers: usize,
    /// When the first and the last answer were submitted; `None` where there is none.
    pub first_and_last: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// Reads what a source holds, which need not have an answer yet.
///
/// # Errors
/// Whatever keeps the source from being read.
pub async fn survey<S: Store + 'static, P: LocalPath>(
    input: &Input<P>,
    stores: &Stores<S, P>,
    tell: OnRead<'_>,
) -> Result<Gathered, RunError> {
    OpenSource::new(input, stores).await?.survey(tell).await
}

/// The jobs among what was read.
pub fn jobs(gathered: &Gathered) -> Vec<JobLine> {
    let mut answers: HashMap<&str, Vec<_>> = HashMap::new();
    for answer in &gathered.answers {
        answers.entry(&answer.job).or_default().push(answer);
    }
    let line = |job: &Job| {
        let answers = answers.get(&*job.root).map_or(&[][..], Vec::as_slice);
        JobLine {
            job: gathered.below(&job.root).to_owned(),
            tool: job.tool,
            objects: match job.progress {
                Some(progress) if answers.is_empty() => usize::try_from(progress.total).ok(),
                _ if answers.is_empty() && !job.is_logged => Some(0),
                _ => objects(answers),
            },
            answers: answers.len(),
            workers: answers.iter().map(|answer| &answer.worker).collect::<BTreeSet<_>>().len(),
            first_and_last: answers.first().zip(answers.last()).map(|(a, b)| (a.submitted, b.submitted)),
        }
    };
    gathered.jobs.iter().map(line).collect()
}

/// How many objects these answers are about, as far as they tell; `None` if none of them does.
fn objects(answers: &[&Answer]) -> Option<usize> {
    let objects = answers.iter().map(|answer| &answer.object).filter(|object| !object.is_empty());
    let objects = objects.collect::<BTreeSet<_>>().len();
    (0 < objects).then_some(objects)
}
