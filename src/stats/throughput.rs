//! How much people did and how fast: a table with a row per worker, team, job or time.
//!
//! `docs/throughput.md` has every definition. The answers are passed over once; how the rows are written is left to
//! `export`.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    by::By,
    idle_cap::IdleCap,
    interval::{CurrentBucket, Interval},
    span::Span,
    timestamp::rfc3339,
    worktime::{self, TaskStretch},
};
use crate::{
    people::Cast,
    source::{Answer, Gathered, TaskStep, WorkerId},
};

/// How throughput is measured.
#[derive(Clone, Copy, Debug)]
pub struct Measuring {
    /// The period of which answers and other steps of tasks are counted.
    pub span: Span,
    /// How long a bucket is, where each has a row.
    pub interval: Interval,
    /// The time zone of days, weeks and hours.
    pub zone: Tz,
    /// The longest pause that still counts as work.
    pub idle_cap: IdleCap,
}

/// The numbers of one row. What does not exist is `None`, and null or empty in files.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Throughput {
    /// Tasks submitted; `None` for a race table, which has numbers and no tasks.
    pub submitted: Option<u64>,
    /// Tasks accepted; this and the next two are `None` unless a log of the workers' activity tells of any such event.
    pub accepted: Option<u64>,
    /// Tasks given back.
    pub returned: Option<u64>,
    /// Tasks declined.
    pub declined: Option<u64>,
    /// Labels: one for each submitted answer, or the numbers of a race table.
    pub labels: u64,
    /// What the answers hold, as far as they tell it: boxes, entities, frames; `None` if none of them does.
    pub annotations: Option<u64>,
    /// People who submitted anything.
    pub people: usize,
    /// Days on which anybody submitted anything; `None` for a race table, which tells no days between its times.
    pub active_days: Option<usize>,
    /// Tasks of which the length is known; the next four are about these.
    pub seconds_n: usize,
    /// Seconds of all of them together, after the cap; `None` if there are none, as in the next three.
    pub seconds_sum: Option<f64>,
    /// Their arithmetic mean.
    pub seconds_mean: Option<f64>,
    /// Their median.
    pub seconds_median: Option<f64>,
    /// Their 90th percentile, linearly interpolated.
    pub seconds_p90: Option<f64>,
    /// Hours in which people worked, summed over people; `None` if the length of no task is known.
    pub active_hours: Option<f64>,
    /// Labels per active hour; `None` without active hours.
    pub labels_per_active_hour: Option<f64>,
    /// The day of the first answer.
    pub first: Option<NaiveDate>,
    /// The day of the last answer.
    pub last: Option<NaiveDate>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThroughputRow {
    /// What has a row of its own.
    pub by: By,
    /// The id of the worker, the team, the job below the source, the start of the bucket (RFC 3339), or the hour
    /// (0 to 23).
    pub key: Option<String>,
    /// The name of the worker in the film, of the team or of the job.
    pub name: Option<String>,
    /// The numbers.
    #[serde(flatten)]
    pub throughput: Throughput,
}

impl ThroughputRow {
    /// The row as it may be mailed or uploaded: of a single person no id, and no day of the first and last answer.
    #[must_use]
    pub fn shared(self) -> Self {
        if self.by != By::Worker {
            return self;
        }
        Self { key: None, throughput: Throughput { first: None, last: None, ..self.throughput }, ..self }
    }
}

/// The table of what was done in the span. Workers and teams are in the order of their names, jobs in that of their
/// places, and times in their own; nobody who did nothing has a row.
pub fn throughput(gathered: &Gathered, cast: &Cast, by: By, measuring: Measuring) -> Vec<ThroughputRow> {
    let Measuring { span, zone, idle_cap, .. } = measuring;
    let mut subtotals: BTreeMap<Key<'_>, Subtotal> = BTreeMap::new();
    let mut keys = Keys::new(cast, by, measuring);
    let mut days = CurrentBucket::new(Interval::DAY, zone);
    for answer in gathered.answers.iter().filter(|answer| span.contains(answer.submitted)) {
        let Some(person) = cast.index_of(&answer.worker) else { continue };
        let key =
            keys.of(&answer.worker, Some(person), &answer.job, answer.team.as_deref(), answer.submitted);
        let day = days.start_of(answer.submitted);
        subtotals.entry(key).or_default().submitted(answer, person, day, idle_cap);
    }
    let mut keys = Keys::new(cast, by, measuring);
    for event in gathered.events.iter().filter(|event| span.contains(event.at)) {
        let person = cast.index_of(&event.worker);
        let key = keys.of(&event.worker, person, &event.job, event.team.as_deref(), event.at);
        *subtotals.entry(key).or_default().steps.entry(event.step).or_default() += 1;
    }
    let told = Told {
        steps: !gathered.events.is_empty(),
        annotations: gathered.answers.iter().any(|answer| answer.inside.is_some()),
        tasks: !gathered.jobs.iter().all(|job| job.tells_no_tasks),
    };
    let row = |(key, subtotal): (Key<'_>, Subtotal)| {
        let (key, name) = key.words(gathered, cast, zone);
        ThroughputRow { by, key, name, throughput: subtotal.finish(told, measuring) }
    };
    let mut rows: Vec<ThroughputRow> = subtotals.into_iter().map(row).collect();
    if matches!(by, By::Worker | By::Team) {
        rows.sort_by_cached_key(|row| {
            (row.name.is_none(), row.name.as_deref().map(str::to_lowercase), row.key.clone())
        });
    }
    rows
}

/// What a row is about.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Key<'a> {
    All,
    Person(usize),
    /// Somebody who is not in the cast, and so has no name.
    Stranger(&'a WorkerId),
    Team(Option<&'a str>),
    Job(&'a str),
    Start(DateTime<Utc>),
    Hour(u32),
}

/// Finds the row of each answer and event.
struct Keys<'a> {
    cast: &'a Cast,
    by: By,
    bucket: CurrentBucket,
    zone: Tz,
}

impl<'a> Keys<'a> {
    fn new(cast: &'a Cast, by: By, Measuring { interval, zone, .. }: Measuring) -> Self {
        let interval = match by {
            By::Day => Interval::DAY,
            By::Week => Interval::WEEK,
            _ => interval,
        };
        Self { cast, by, bucket: CurrentBucket::new(interval, zone), zone }
    }

    fn of(
        &mut self,
        worker: &'a WorkerId,
        person: Option<usize>,
        job: &'a str,
        team: Option<&'a str>,
        time: DateTime<Utc>,
    ) -> Key<'a> {
        match self.by {
            By::All => Key::All,
            By::Worker => person.map_or(Key::Stranger(worker), Key::Person),
            By::Team => Key::Team(team.or_else(|| {
                let group = self.cast.people()[person?].group.as_deref();
                group.map(|group| group.name.as_str())
            })),
            By::Job => Key::Job(job),
            By::Interval | By::Day | By::Week => Key::Start(self.bucket.start_of(time)),
            By::HourOfDay => Key::Hour(time.with_timezone(&self.zone).hour()),
        }
    }
}

impl Key<'_> {
    /// The key and the name in the table.
    fn words(self, gathered: &Gathered, cast: &Cast, zone: Tz) -> (Option<String>, Option<String>) {
        match self {
            Self::All => (None, None),
            Self::Person(person) => {
                let person = &cast.people()[person];
                (Some(person.id.to_string()), Some(person.name.clone()))
            }
            Self::Stranger(worker) => (Some(worker.to_string()), None),
            Self::Team(team) => (team.map(str::to_owned), team.map(str::to_owned)),
            Self::Job(root) => {
                let job = gathered.jobs.iter().find(|job| *job.root == *root);
                (Some(gathered.below(root).to_owned()), job.map(|job| job.name.clone()))
            }
            Self::Start(start) => (Some(rfc3339(start, zone)), None),
            Self::Hour(hour) => (Some(hour.to_string()), None),
        }
    }
}

/// What the source tells at all, so that nothing of it in a row means zero.
#[derive(Clone, Copy)]
struct Told {
    /// What became of tasks beside their answers.
    steps: bool,
    /// What is in an answer.
    annotations: bool,
    /// Tasks that were submitted, and not only numbers of labels.
    tasks: bool,
}

/// What is in a row, while it grows.
#[derive(Debug, Default)]
struct Subtotal {
    submitted: u64,
    labels: u64,
    /// `None` until an answer tells what is in it.
    annotations: Option<u64>,
    steps: HashMap<TaskStep, u64>,
    active_days: usize,
    /// Where the first and the last day with an answer begin.
    days: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// In milliseconds, after the cap.
    lengths: Vec<u64>,
    /// When each person worked.
    stretches: HashMap<usize, Vec<TaskStretch>>,
}

impl Subtotal {
    /// Adds an answer. Answers come in the order of time, and so do their days.
    fn submitted(&mut self, answer: &Answer, person: usize, day: DateTime<Utc>, cap: IdleCap) {
        self.submitted += 1;
        self.labels += u64::from(answer.labels);
        if let Some(inside) = answer.inside {
            *self.annotations.get_or_insert(0) += u64::from(inside);
        }
        let (first, last) = self.days.unwrap_or((day, day));
        self.active_days += usize::from(self.days.is_none() || last != day);
        self.days = Some((first, day));
        let length = worktime::length(answer, cap);
        self.lengths.extend(length);
        self.stretches.entry(person).or_default().push(worktime::stretch(answer, length));
    }

    fn finish(self, told: Told, Measuring { zone, idle_cap, .. }: Measuring) -> Throughput {
        let Self { submitted, labels, annotations, steps, active_days, days, mut lengths, stretches } = self;
        let step = |step| told.steps.then(|| steps.get(&step).copied().unwrap_or(0));
        let date = |day: DateTime<Utc>| day.with_timezone(&zone).date_naive();
        lengths.sort_unstable();
        let sum = lengths.iter().map(|&length| u128::from(length)).sum::<u128>();
        let some = |number: f64| (!lengths.is_empty()).then_some(number);
        let people = stretches.len();
        let active = stretches.into_values().map(|stretches| worktime::active(stretches, idle_cap));
        let active_hours = some(float(active.map(u128::from).sum()) / MILLISECONDS_PER_HOUR);
        Throughput {
            submitted: told.tasks.then_some(submitted),
            accepted: step(TaskStep::Accepted),
            returned: step(TaskStep::Returned),
            declined: step(TaskStep::Declined),
            labels,
            annotations: annotations.or((told.annotations && submitted == 0).then_some(0)),
            people,
            active_days: told.tasks.then_some(active_days),
            seconds_n: lengths.len(),
            seconds_sum: some(float(sum) / MILLISECONDS),
            seconds_mean: some(float(sum) / MILLISECONDS / float(lengths.len() as u128)),
            seconds_median: quantile(&lengths, 0.5).map(|length| length / MILLISECONDS),
            seconds_p90: quantile(&lengths, 0.9).map(|length| length / MILLISECONDS),
            active_hours,
            labels_per_active_hour: active_hours
                .filter(|hours| 0.0 < *hours)
                .map(|hours| float(labels.into()) / hours),
            first: days.map(|(first, _)| date(first)),
            last: days.map(|(_, last)| date(last)),
        }
    }
}

const MILLISECONDS: f64 = 1000.0;
const MILLISECONDS_PER_HOUR: f64 = 3_600_000.0;

#[expect(
    clippy::cast_precision_loss,
    reason = "real sums are far below 2^52, and of others no digit matters"
)]
fn float(n: u128) -> f64 {
    n as f64
}

/// The quantile of sorted numbers by linear interpolation: Hyndman and Fan (1996), number 7, which is the default of
/// pandas, R and others.
fn quantile(sorted: &[u64], part: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = part * float(last as u128);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index of the slice")]
    let below = place as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    Some(float(low.into()) + float((high - low).into()) * place.fract())
}

#[cfg(test)]
mod tests;
