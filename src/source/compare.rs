//! The log of the workers' activity beside the responses of the same jobs.
//!
//! Two [`Gathered`] enter, and one leaves: answers count as the responses have them, and what only the log knows is
//! added. How far the two differ is said, not corrected.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    answer::{Answer, WorkerId},
    gathered::Gathered,
    log_use::{LogComparison, LogUse},
};
/// Times of a log may be cut to the second.
const PRECISION: TimeDelta = TimeDelta::seconds(1);

/// The time for which both are compared: what was read of the log may be less than all of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ComparedSpan {
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

impl ComparedSpan {
    fn contains(self, time: DateTime<Utc>) -> bool {
        self.since.is_none_or(|since| since <= time) && self.until.is_none_or(|until| time < until)
    }
}

/// The responses, with what only the log knows of their jobs: steps of tasks, and tasks that were submitted after the
/// newest response. A log may hold other jobs too; they do not count.
#[must_use]
pub fn beside(responses: Gathered, log: Gathered, span: ComparedSpan) -> Gathered {
    let ids = Identities::new(&responses, &log);
    let root_of = same_jobs(&responses, &log, &ids);
    let mut newest: HashMap<&str, DateTime<Utc>> = HashMap::new();
    for answer in &responses.answers {
        // They are in the order of time.
        newest.insert(&answer.job, answer.submitted);
    }
    let mut counts: BTreeMap<&WorkerId, (u64, u64)> = BTreeMap::new();
    let jobs: HashSet<&Arc<str>> = root_of.values().collect();
    for answer in &responses.answers {
        if span.contains(answer.submitted) && jobs.contains(&answer.job) {
            counts.entry(&answer.worker).or_default().0 += 1;
        }
    }
    let mut later: Vec<Answer> = Vec::new();
    for answer in &log.answers {
        let Some(root) = root_of.get(&answer.job) else { continue };
        let worker = ids.of(&answer.worker);
        if newest.get(&**root).is_none_or(|&newest| newest + PRECISION <= answer.submitted) {
            later.push(Answer { job: Arc::clone(root), worker: worker.clone(), ..answer.clone() });
        } else if span.contains(answer.submitted) {
            counts.entry(worker).or_default().1 += 1;
        }
    }
    let difference = |&(responses, logged): &(u64, u64)| {
        i64::try_from(logged).unwrap_or(i64::MAX) - i64::try_from(responses).unwrap_or(i64::MAX)
    };
    let differences: Vec<i64> =
        counts.values().map(difference).filter(|&difference| difference != 0).collect();
    let comparison = LogComparison {
        responses: counts.values().map(|(responses, _)| responses).sum(),
        logged: counts.values().map(|(_, logged)| logged).sum(),
        later: later.len() as u64,
        people: counts.len(),
        differing: differences.len(),
        least: differences.iter().copied().min().unwrap_or_default(),
        most: differences.iter().copied().max().unwrap_or_default(),
    };
    let of_these_jobs = log.events.iter().filter_map(|event| {
        let mut event = event.clone();
        event.job = Arc::clone(root_of.get(&event.job)?);
        event.worker = ids.of(&event.worker).clone();
        Some(event)
    });
    let events = of_these_jobs.collect();
    let has_these_jobs = !root_of.is_empty();
    let mut both = Gathered { events, log: Some(LogUse::Beside(comparison)), ..responses };
    both.answers.extend(later);
    both.answers.sort_by(Answer::in_time);
    let workers: HashSet<WorkerId> = both.workers().cloned().collect();
    for (worker, others) in log.also_known_as {
        if workers.contains(&worker) {
            both.also_known_as.entry(worker).or_default().extend(others);
        }
    }
    both.pools.extend(log.pools);
    both.other_events = log.other_events;
    both.skipped.merge(log.skipped);
    if has_these_jobs {
        both.as_of = both.as_of.max(log.as_of);
    }
    both
}

/// The job of the responses for each job of the log that has the same name, in whatever case. Of several, such as those
/// of two regions, it is the one that shares the most people.
fn same_jobs(responses: &Gathered, log: &Gathered, ids: &Identities) -> HashMap<Arc<str>, Arc<str>> {
    let mut shared: HashMap<&str, usize> = HashMap::new();
    for answer in &log.answers {
        if ids.known.contains(ids.of(&answer.worker)) {
            *shared.entry(&answer.job).or_default() += 1;
        }
    }
    let same = responses.jobs.iter().filter_map(|job| {
        let name = job.name.to_lowercase();
        let logged = log.jobs.iter().filter(|logged| logged.name.to_lowercase() == name);
        let logged = logged.max_by_key(|logged| shared.get(&*logged.root).copied().unwrap_or_default())?;
        Some((Arc::clone(&logged.root), Arc::clone(&job.root)))
    });
    same.collect()
}

/// Who in the log is who in the responses. One of the two may know a worker only by the worker id.
struct Identities {
    known: HashSet<WorkerId>,
    other: HashMap<WorkerId, WorkerId>,
}

impl Identities {
    fn new(responses: &Gathered, log: &Gathered) -> Self {
        let known: HashSet<WorkerId> = responses.answers.iter().map(|answer| answer.worker.clone()).collect();
        let mut other = HashMap::new();
        for (sub, worker_ids) in &log.also_known_as {
            if let Some(worker_id) =
                worker_ids.iter().find(|id| known.contains(*id)).filter(|_| !known.contains(sub))
            {
                other.insert(sub.clone(), worker_id.clone());
            }
        }
        for (sub, worker_ids) in &responses.also_known_as {
            other.extend(worker_ids.iter().map(|worker_id| (worker_id.clone(), sub.clone())));
        }
        Self { known, other }
    }

    fn of<'w>(&'w self, worker: &'w WorkerId) -> &'w WorkerId {
        self.other.get(worker).unwrap_or(worker)
    }
}
