//! What was read becomes what it means: whose each answer is, which answers are one, which job it belongs
//! to, and why there is nothing if there is nothing.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    GatherError, Gathered, Job, Strictness, Times,
    fetch::Found,
    last_part,
    reader::{Listed, Reader},
};
use crate::{
    source::{
        answer::{Answer, WorkerId},
        formats::manifest::Manifest,
    },
    store::Store,
};

impl<S: Store + 'static> Reader<'_, S> {
    /// What the source holds.
    pub(super) fn settle(mut self) -> Result<Gathered, GatherError> {
        let shown = self.source.shown.clone();
        if self.found.is_empty()
            && let Some(error) = self.nothing()
        {
            return Err(error);
        }
        if self.reading.strictness == Strictness::Strict && !self.skipped.is_empty() {
            return Err(GatherError::Strict { shown, skipped: self.skipped });
        }
        let coarse: HashSet<Arc<str>> =
            self.jobs.iter().filter(|(_, job)| job.coarse).map(|(root, _)| Arc::clone(root)).collect();
        let (answers, also_known_as) = settle_identities(std::mem::take(&mut self.found));
        let n_read = answers.len();
        let answers = count_once(answers, &coarse);
        let duplicates = (n_read - answers.len()) as u64;
        let last = answers.last().map_or(self.reading.now, |answer| answer.submitted);

        let mut first_answers: HashMap<&str, DateTime<Utc>> = HashMap::new();
        let mut last_answers: HashMap<(&str, &str), DateTime<Utc>> = HashMap::new();
        let has_manifest = self.jobs.values().any(|listed| listed.manifest.is_some());
        for answer in &answers {
            first_answers.entry(&answer.job).or_insert(answer.submitted);
            if has_manifest {
                last_answers.insert((&answer.job, &answer.object), answer.submitted);
            }
        }
        let done = |root: &str, manifest: &Manifest| -> Vec<DateTime<Utc>> {
            let lines = manifest.done(last_part(root), first_answers.get(root).copied()).iter();
            let time = |&(line, consolidated): &(u64, Option<DateTime<Utc>>)| {
                let answered = last_answers.get(&(root, line.to_string().as_str())).copied();
                answered.or(consolidated).unwrap_or(last)
            };
            let mut done: Vec<_> = lines.map(time).collect();
            done.sort_unstable();
            done
        };
        let jobs: Vec<Job> =
            self.jobs
                .iter()
                .map(|(root, listed)| Job {
                    root: Arc::clone(root),
                    name: last_part(root).to_owned(),
                    progress: listed.manifest.as_ref().map(|manifest| {
                        manifest.progress(last_part(root), first_answers.get(&**root).copied())
                    }),
                    done: listed.manifest.as_ref().map_or_else(Vec::new, |manifest| done(root, manifest)),
                    times: if listed.coarse { Times::Consolidated } else { Times::Submitted },
                })
                .collect();
        let name = match jobs.as_slice() {
            [job] if !job.name.is_empty() => job.name.clone(),
            _ => last_part(self.source.key.trim_end_matches('/')).to_owned(),
        };
        let name = if name.is_empty() { shown } else { name };
        let as_of = self.as_of.map_or(last, |as_of| as_of.max(last));
        Ok(Gathered {
            name,
            jobs,
            answers,
            also_known_as,
            duplicates,
            skipped: self.skipped,
            as_of,
            key: self.source.key.clone(),
        })
    }

    /// Why nothing was found, as exactly as can be said; `None` where it is only too early.
    fn nothing(&mut self) -> Option<GatherError> {
        let shown = self.source.shown.clone();
        if let Some(error) = self.first_trouble.take() {
            return Some(error.into());
        }
        let manifest = |listed: &Listed| listed.manifest.as_ref().is_some_and(Manifest::is_sound);
        let has_lines = self.jobs.values().any(manifest);
        if self.source.is_file {
            let error =
                if has_lines { GatherError::NoWorkers { shown } } else { GatherError::NotAJob { shown } };
            return Some(error);
        }
        if !self.skipped.is_empty() {
            return Some(GatherError::OnlyBroken { shown, skipped: std::mem::take(&mut self.skipped) });
        }
        if !self.jobs.is_empty() {
            return None;
        }
        Some(match (self.seen.listed, self.inside_a_job) {
            (0, _) => GatherError::Empty { shown },
            (_, true) => GatherError::NothingYet { shown },
            (_, false) => GatherError::NotAJob { shown },
        })
    }
}

/// Gives every answer its worker: the `sub`, or the one that the worker id has elsewhere, or the
/// worker id itself. Answers come out in the order of time.
fn settle_identities(found: Vec<Found>) -> (Vec<Answer>, BTreeMap<WorkerId, BTreeSet<WorkerId>>) {
    let mut sub_of: HashMap<WorkerId, WorkerId> = HashMap::new();
    for Found { submission, .. } in &found {
        if let (Some(worker_id), Some(sub)) = (&submission.worker_id, &submission.sub) {
            // Two subs for one worker id have never been seen; the smaller one makes it no matter of order.
            let known = sub_of.entry(worker_id.clone()).or_insert_with(|| sub.clone());
            if sub < known {
                *known = sub.clone();
            }
        }
    }
    let mut also_known_as: BTreeMap<WorkerId, BTreeSet<WorkerId>> = BTreeMap::new();
    let mut answers: Vec<Answer> = found
        .into_iter()
        .filter_map(|Found { job, object, submission }| {
            let worker_id = submission.worker_id;
            let elsewhere = || worker_id.as_ref().and_then(|id| sub_of.get(id)).cloned();
            let worker = submission.sub.or_else(elsewhere).or_else(|| worker_id.clone())?;
            if let Some(worker_id) = worker_id.filter(|id| *id != worker) {
                also_known_as.entry(worker.clone()).or_default().insert(worker_id);
            }
            Some(Answer {
                job,
                object,
                worker,
                submitted: submission.submitted,
                accepted: submission.accepted,
                spent_ms: submission.spent_ms,
                inside: submission.inside,
            })
        })
        .collect();
    answers.sort_by(|a, b| {
        let key = |a: &Answer| (a.submitted, a.accepted, a.spent_ms, a.inside);
        (a.submitted, &a.job, &a.object, &a.worker)
            .cmp(&(b.submitted, &b.job, &b.object, &b.worker))
            .then_with(|| key(a).cmp(&key(b)))
    });
    (answers, also_known_as)
}

/// Keeps one of each answer. The same job, object, worker and submission time is the same answer; in a
/// job that only knows times of consolidation the time says nothing, and the first one stays.
fn count_once(mut answers: Vec<Answer>, coarse: &HashSet<Arc<str>>) -> Vec<Answer> {
    answers.dedup_by(|b, a| {
        (a.submitted, &a.job, &a.object, &a.worker) == (b.submitted, &b.job, &b.object, &b.worker)
    });
    if !coarse.is_empty() {
        let mut known = HashSet::new();
        answers.retain(|answer| {
            !coarse.contains(&answer.job)
                || known.insert((Arc::clone(&answer.job), Arc::clone(&answer.object), answer.worker.clone()))
        });
    }
    answers
}
