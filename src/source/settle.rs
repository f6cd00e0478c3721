//! What was read becomes what it means: who gave each answer, which answers are one, and, if there is nothing,
//! why.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    activity::LoggedStep,
    answer::{Answer, WorkerId},
    event::TaskEvent,
    gathered::{GatherError, Gathered, Job, JobObject},
    keys,
    log_use::LogUse,
    manner::Reading,
    options::Strictness,
    place::{Place, name_for_others},
    progress::{Fate, ObjectList, OwnObject, Progress},
    read_result::{ReadAnswer, ReadJob, ReadResult},
    time::Times,
};

/// What was read at `place`, settled. A pure function of its arguments.
///
/// # Errors
/// When there is nothing, with the exact reason; when something was skipped and `reading` is strict.
pub fn settle(mut read: ReadResult, place: &Place, reading: &Reading) -> Result<Gathered, GatherError> {
    let shown = place.shown.clone();
    if read.answers.is_empty() && read.steps.is_empty() {
        return nothing(read, place, reading);
    }
    read.skip_unlisted();
    if reading.strictness == Strictness::Strict && !read.skipped.is_empty() {
        return Err(GatherError::Strict { shown, skipped: read.skipped });
    }
    Ok(settled(read, place, reading))
}

fn settled(read: ReadResult, place: &Place, reading: &Reading) -> Gathered {
    let coarse: HashSet<Arc<str>> = read
        .jobs
        .iter()
        .filter(|(_, job)| Times::Zoneless < job.times)
        .map(|(root, _)| Arc::clone(root))
        .collect();
    let sub_of = sub_of(&read);
    let mut also_known_as = BTreeMap::new();
    let answers = settle_answers(read.answers, &sub_of, &mut also_known_as);
    let (mut answers, duplicates, resubmitted) = count_once(answers, &coarse);
    let events = settle_steps(read.steps, &sub_of, &mut also_known_as);
    forget_objects(&mut answers, &read.jobs);
    let last = answers.last().map_or(reading.now, |answer| answer.submitted);
    let jobs = jobs(&read.jobs, &answers, last);
    let name = match jobs.as_slice() {
        [job] if job.is_logged => as_asked(&job.name, place.only.job.as_deref()),
        [job] if !job.name.is_empty() => job.name.clone(),
        _ => keys::last_part(place.key.trim_end_matches('/')).to_owned(),
    };
    Gathered {
        name: name_for_others(if name.is_empty() { &place.shown } else { &name }).into_owned(),
        jobs,
        answers,
        events,
        other_events: read.other_events,
        log: read.is_log.then_some(LogUse::Alone),
        also_known_as,
        pools: read.pools,
        duplicates,
        resubmitted,
        names: read.names,
        notes: read.notes,
        skipped: read.skipped,
        as_of: read.as_of.map_or(last, |as_of| as_of.max(last)),
        key: place.key.clone(),
    }
}

/// The jobs with their progress. `answers` are in the order of time, the newest at `last`.
fn jobs(read: &BTreeMap<Arc<str>, ReadJob>, answers: &[Answer], last: DateTime<Utc>) -> Vec<Job> {
    let mut first_answers: HashMap<&str, DateTime<Utc>> = HashMap::new();
    let mut last_answers: HashMap<(&str, &str), DateTime<Utc>> = HashMap::new();
    let has_objects = read.values().any(|job| job.objects.is_some());
    for answer in answers {
        first_answers.entry(&answer.job).or_insert(answer.submitted);
        if has_objects {
            last_answers.insert((&answer.job, &answer.object), answer.submitted);
        }
    }
    let job = |(root, job): (&Arc<str>, &ReadJob)| {
        let name = name(root, job);
        let own = job.objects.as_ref().map(|list| list.own(name, first_answers.get(&**root).copied()));
        let progress = own.as_ref().map(|(own, _)| Progress::of(own.iter().map(|object| object.fate)));
        let (own, attribute) = own.unwrap_or_default();
        let object = |own: OwnObject| {
            let answered = || last_answers.get(&(&**root, own.line.to_string().as_str())).copied();
            let is_labeled = matches!(own.fate, Some(Fate::Human | Fate::Machine));
            let done = is_labeled.then(|| answered().or(own.time).unwrap_or(last));
            JobObject { line: own.line, source: own.source, fate: own.fate, done }
        };
        Job {
            progress,
            objects: own.into_iter().map(object).collect(),
            attribute: attribute.map(ToOwned::to_owned),
            times: job.times,
            tool: job.tool,
            is_logged: job.is_logged,
            is_project: job.project.is_some(),
            tells_no_tasks: job.tells_no_tasks,
            root: Arc::clone(root),
            name: name.to_owned(),
        }
    };
    read.iter().map(job).collect()
}

/// The name of a job of a log, which has it in lower case: as somebody wrote it who asked for it.
fn as_asked(name: &str, asked: Option<&str>) -> String {
    let asked = asked.map(keys::last_part).filter(|asked| asked.to_lowercase() == name.to_lowercase());
    asked.unwrap_or(name).to_owned()
}

fn name<'r>(root: &'r str, job: &ReadJob) -> &'r str {
    let name = keys::last_part(root);
    match name.rsplit_once('.') {
        Some((stem, _)) if job.is_file && !stem.is_empty() => stem,
        _ => name,
    }
}

/// Why nothing was found, as exactly as can be said; jobs without answers if it is only too early.
fn nothing(mut read: ReadResult, place: &Place, reading: &Reading) -> Result<Gathered, GatherError> {
    let shown = place.shown.clone();
    if let Some(error) = read.first_trouble.take() {
        return Err(error.into());
    }
    let is_sound = |job: &ReadJob| job.objects.as_ref().is_some_and(ObjectList::is_sound);
    if place.is_file && read.jobs.values().any(is_sound) {
        let Progress { human, total, .. } = settled(read, place, reading).progress().unwrap_or_default();
        return Err(GatherError::NoWorkers { shown, labeled: human, total });
    }
    if place.is_file && !place.is_log_group && !read.is_recognized {
        return Err(GatherError::NotAJob { shown, unlisted: read.unlisted });
    }
    if !read.skipped.is_empty() {
        read.skip_unlisted();
        return Err(GatherError::OnlyBroken { shown, skipped: read.skipped });
    }
    if read.jobs.is_empty()
        && let Some(refused) = read.skipped.refused().cloned()
    {
        return Err(GatherError::NobodySaid { shown, refused });
    }
    if let Some(not_counted) = read.skipped.not_counted().cloned() {
        return Err(GatherError::NothingCounts { shown, not_counted });
    }
    if read.is_log {
        return Err(GatherError::NoEvents { shown, others: read.other_events });
    }
    if !read.jobs.is_empty() {
        read.skip_unlisted();
        if reading.strictness == Strictness::Strict && !read.skipped.is_empty() {
            return Err(GatherError::Strict { shown, skipped: read.skipped });
        }
        return Ok(settled(read, place, reading));
    }
    Err(match (read.is_empty, read.is_inside_a_job) {
        (true, _) if read.unlisted.is_empty() => GatherError::Empty { shown },
        (_, true) => GatherError::NothingYet { shown },
        (_, false) => GatherError::NotAJob { shown, unlisted: read.unlisted },
    })
}

type AlsoKnownAs = BTreeMap<WorkerId, BTreeSet<WorkerId>>;

/// The `sub` that each worker id has anywhere.
fn sub_of(read: &ReadResult) -> HashMap<WorkerId, WorkerId> {
    let answers =
        read.answers.iter().map(|ReadAnswer { submission, .. }| (&submission.worker_id, &submission.sub));
    let steps = read.steps.iter().map(|step| (&step.worker_id, &step.sub));
    let mut sub_of: HashMap<WorkerId, WorkerId> = HashMap::new();
    for ids in answers.chain(steps) {
        if let (Some(worker_id), Some(sub)) = ids {
            // Two subs for one worker id have never been seen. Taking the smaller one makes the order of files
            // irrelevant.
            match sub_of.get_mut(worker_id) {
                Some(known) if sub < known => *known = sub.clone(),
                Some(_) => {}
                None => _ = sub_of.insert(worker_id.clone(), sub.clone()),
            }
        }
    }
    sub_of
}

/// The worker behind these ids: the `sub`, or the `sub` that the worker id has elsewhere, or the worker id itself.
fn identity(
    worker_id: Option<WorkerId>,
    sub: Option<WorkerId>,
    sub_of: &HashMap<WorkerId, WorkerId>,
    also_known_as: &mut AlsoKnownAs,
) -> Option<WorkerId> {
    let elsewhere = || worker_id.as_ref().and_then(|id| sub_of.get(id)).cloned();
    let worker = sub.or_else(elsewhere).or_else(|| worker_id.clone())?;
    if let Some(worker_id) = worker_id.filter(|id| *id != worker) {
        also_known_as.entry(worker.clone()).or_default().insert(worker_id);
    }
    Some(worker)
}

/// Gives every answer its worker. Answers come out in the order of time.
fn settle_answers(
    read: Vec<ReadAnswer>,
    sub_of: &HashMap<WorkerId, WorkerId>,
    also_known_as: &mut AlsoKnownAs,
) -> Vec<Answer> {
    let settled = read.into_iter().filter_map(|ReadAnswer { job, object, submission }| {
        let worker = identity(submission.worker_id, submission.sub, sub_of, also_known_as)?;
        Some(Answer {
            job,
            object,
            worker,
            submitted: submission.submitted,
            accepted: submission.accepted,
            spent_ms: submission.spent_ms,
            labels: submission.labels,
            inside: submission.inside,
            class: submission.class,
            team: submission.team,
        })
    });
    let mut answers: Vec<Answer> = settled.collect();
    // With every field that may differ in the key, and so without the memory that a stable sort takes.
    answers.sort_unstable_by(|a, b| {
        fn key(a: &Answer) -> impl Ord {
            (a.accepted, a.spent_ms, a.inside, a.labels, &a.class, &a.team)
        }
        a.in_time(b).then_with(|| key(a).cmp(&key(b)))
    });
    answers
}

/// Gives every step of a log its worker, and keeps one of each. Steps come out in the order of time.
fn settle_steps(
    mut read: Vec<LoggedStep>,
    sub_of: &HashMap<WorkerId, WorkerId>,
    also_known_as: &mut AlsoKnownAs,
) -> Vec<TaskEvent> {
    read.sort_by(|a, b| (a.at, &a.job, a.step, &a.id).cmp(&(b.at, &b.job, b.step, &b.id)));
    read.dedup_by(|b, a| (a.at, &a.job, a.step, &a.id) == (b.at, &b.job, b.step, &b.id));
    let settled =
        read.into_iter().filter_map(|LoggedStep { job, step, worker_id, sub, team, at, .. }| {
            let worker = identity(worker_id, sub, sub_of, also_known_as)?;
            Some(TaskEvent { step, worker, job, team, at })
        });
    settled.collect()
}

/// An event of a log has an id of its own and tells no object, and so has a step of a race table. The id has done its
/// service once answers that were read twice are one.
fn forget_objects(answers: &mut [Answer], jobs: &BTreeMap<Arc<str>, ReadJob>) {
    let none: Arc<str> = "".into();
    let without: HashSet<&str> =
        jobs.iter().filter(|(_, job)| job.tells_no_objects).map(|(root, _)| &**root).collect();
    for answer in answers.iter_mut().filter(|answer| without.contains(&*answer.job)) {
        answer.object = Arc::clone(&none);
    }
}

/// Keeps what counts, of answers in the order of time: the first of each person for each object of each job.
///
/// Also tells how many were read twice (the same answer has the same time; where there are only times of
/// consolidation, any further one is the same) and how many were submitted again.
fn count_once(mut answers: Vec<Answer>, coarse: &HashSet<Arc<str>>) -> (Vec<Answer>, u64, u64) {
    let n_read = answers.len();
    answers.dedup_by(|b, a| a.in_time(b).is_eq());
    let n_distinct = answers.len();
    let mut resubmitted = 0;
    let mut are_first = are_first(&answers).into_iter();
    answers.retain(|answer| {
        let is_first = are_first.next().unwrap_or(true);
        resubmitted += u64::from(!is_first && !coarse.contains(&answer.job));
        is_first
    });
    let duplicates = (n_read - n_distinct) as u64 + (n_distinct - answers.len()) as u64 - resubmitted;
    (answers, duplicates, resubmitted)
}

/// Whether each of these answers is the first of its person for its object of its job.
///
/// A set of a million would take 50 MB. So objects are divided into parts, and the parts are looked at one after the other.
fn are_first(answers: &[Answer]) -> Vec<bool> {
    let hasher = RandomState::new();
    let part =
        |answer: &Answer| u8::try_from(hasher.hash_one(&answer.object) % u64::from(PARTS)).unwrap_or(0);
    let parts: Vec<u8> = answers.iter().map(part).collect();
    let mut are_first = vec![true; answers.len()];
    let mut known = HashSet::new();
    for part in 0..PARTS {
        known.clear();
        for (n, answer) in answers.iter().enumerate().filter(|(n, _)| parts[*n] == part) {
            are_first[n] = known.insert((&answer.job, &answer.object, &answer.worker));
        }
    }
    are_first
}

/// How many parts.
const PARTS: u8 = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{
        answer::Submission,
        skipped::{Reason, Skip},
    };

    fn reading(strictness: Strictness) -> Reading {
        Reading { strictness, ..Reading::new("2026-01-01T00:00:00Z".parse().unwrap()) }
    }

    fn place() -> Place {
        Place {
            key: String::new(),
            is_file: false,
            bucket: None,
            shown: "logs:".into(),
            is_log_group: true,
            only: Arc::default(),
        }
    }

    fn answer(worker: &str, minute: u32) -> Submission {
        let submitted = format!("2024-03-04T08:{minute:02}:00Z").parse().unwrap();
        Submission { worker_id: WorkerId::new(worker), ..Submission::new(submitted) }
    }

    #[test]
    fn answers_from_anywhere_can_be_settled() {
        let mut read = ReadResult::default();
        let answers = [("1", answer("bb", 9)), ("1", answer("aa", 3)), ("1", answer("bb", 9))];
        let answers = answers.map(|(object, answer)| (object.into(), answer)).to_vec();
        read.add(&"metrics-demo".into(), Times::Submitted, answers);
        read.skipped.add("event 4", Skip::new(Reason::NotCounted, "returned"));
        let gathered = settle(read, &place(), &reading(Strictness::Strict)).unwrap();
        let workers: Vec<_> = gathered.answers.iter().map(|answer| answer.worker.as_str()).collect();
        assert_eq!((workers, gathered.duplicates), (vec!["aa", "bb"], 1));
        assert_eq!((&*gathered.name, gathered.skipped.reasons().count()), ("metrics-demo", 1));
    }

    #[test]
    fn what_is_not_counted_is_the_reason_if_there_is_nothing_else() {
        let mut read = ReadResult::default();
        read.skipped.add("event 4", Skip::new(Reason::NotCounted, "returned"));
        let error = settle(read, &place(), &reading(Strictness::Lenient)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "none of the answers in logs: count: 1 not counted (event 4: returned)"
        );
    }
}
