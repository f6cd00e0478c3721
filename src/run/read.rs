//! Reading: from the place of a job to its answers.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::error::RunError;
use crate::{
    settings::Input,
    source::{self, Gathered, Job, Place, ReadProgress, Reading},
    store::{Opened, Resolved, Store, Stores},
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

/// The place of a job, opened.
#[derive(Debug)]
pub(super) struct OpenSource<S> {
    store: Arc<Opened<S>>,
    source: Place,
    reading: Reading,
}

impl<S: Store + 'static> OpenSource<S> {
    /// Opens the place that `input` names.
    ///
    /// # Errors
    /// When there is nothing at a path.
    pub(super) async fn new(input: &Input, stores: &Stores<S>) -> Result<Self, RunError> {
        let (store, place) = stores.open(&input.source).await?;
        Ok(Self { store: Arc::new(store), source: source_of(place), reading: input.reading })
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// Whatever keeps them from being read; that there are none is one as well.
    pub(super) async fn read(&self, tell: OnRead<'_>) -> Result<Gathered, RunError> {
        let store = Arc::clone(&self.store);
        Ok(Box::pin(source::gather(store, &self.source, self.reading, tell)).await?)
    }

    /// Reads the answers, which need not be there yet.
    async fn survey(&self, tell: OnRead<'_>) -> Result<Gathered, RunError> {
        let store = Arc::clone(&self.store);
        Ok(Box::pin(source::survey(store, &self.source, self.reading, tell)).await?)
    }
}

/// Reads the answers at a place.
///
/// # Errors
/// Whatever keeps them from being read; that there are none is one as well.
pub async fn read<S: Store + 'static>(
    input: &Input,
    stores: &Stores<S>,
    tell: OnRead<'_>,
) -> Result<Gathered, RunError> {
    OpenSource::new(input, stores).await?.read(tell).await
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
pub async fn jobs<S: Store + 'static>(
    input: &Input,
    stores: &Stores<S>,
    tell: OnRead<'_>,
) -> Result<Vec<JobLine>, RunError> {
    let gathered = OpenSource::new(input, stores).await?.survey(tell).await?;
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
