//! `output.manifest`, line by line: how many objects there are, and what became of them.
//!
//! The file has one line per dataset object from the first hour on and is rewritten while the job
//! runs. A line of a chained job carries the labels of earlier jobs too, so they are told apart here.
//! Built-in task types name no worker in it; custom ones may, and then the answers are taken as well.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::source::{
    answer::{Parsed, Reason, Skip},
    formats::consolidation,
    time,
};

/// What became of the objects of one job. Objects, never answers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Progress {
    /// Lines of the manifest.
    pub total: u64,
    /// Labeled by people.
    pub human: u64,
    /// Labeled by machine.
    pub machine: u64,
    /// Failed or expired.
    pub failed: u64,
}

impl Progress {
    /// Objects that are neither labeled nor failed.
    pub fn open(&self) -> u64 {
        self.total.saturating_sub(self.human + self.machine + self.failed)
    }
}

impl std::ops::AddAssign for Progress {
    fn add_assign(&mut self, other: Self) {
        self.total += other.total;
        self.human += other.human;
        self.machine += other.machine;
        self.failed += other.failed;
    }
}

/// What one line says of one label attribute, which is what one job writes.
#[derive(Debug, Default)]
struct Attribute {
    human: u64,
    machine: u64,
    failed: u64,
    last: Option<DateTime<Utc>>,
    /// The labeled lines, from 0, and when each was.
    done: Vec<(u64, Option<DateTime<Utc>>)>,
}

/// A label attribute, and the job that wrote it where the line tells: two jobs of a chain may use one name.
type Writer = (String, Option<String>);

/// A manifest that is being read.
#[derive(Debug, Default)]
pub struct Manifest {
    lines: u64,
    broken: u64,
    writers: BTreeMap<Writer, Attribute>,
    answers: Vec<(Writer, LineAnswers)>,
    /// Lines that could not be read, each still an object.
    pub skipped: Vec<Skip>,
    /// The latest time of consolidation in it.
    pub last: Option<DateTime<Utc>>,
}

/// What a line of a custom job knows of its answers.
#[derive(Debug, Eq, PartialEq)]
pub struct LineAnswers {
    /// The line's number from 0, which is the id of its object.
    pub line: u64,
    /// The answers, timed by the line.
    pub embedded: Option<Parsed>,
    /// Where the worker-response file lies (`s3://...`), which is better.
    pub reference: Option<String>,
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(rename = "job-name", alias = "job_name")]
    job_name: Option<String>,
    #[serde(rename = "creation-date", alias = "creation_date")]
    creation_date: Option<String>,
    #[serde(rename = "human-annotated", alias = "human_annotated")]
    human_annotated: Option<String>,
    #[serde(borrow, rename = "failure-reason", alias = "failure_reason")]
    failure_reason: Option<&'a RawValue>,
    #[serde(rename = "worker-response-ref", alias = "worker_response_ref")]
    worker_response_ref: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Label<'a> {
    #[serde(borrow)]
    annotations_from_all_workers: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize, Eq, Ord, PartialEq, PartialOrd)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl Manifest {
    /// Takes the next line, without its line break; an empty one is no object.
    pub fn line(&mut self, line: &[u8]) {
        let line = line.trim_ascii();
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        if line.is_empty() {
            return;
        }
        let number = self.lines;
        self.lines += 1;
        match serde_json::from_slice::<BTreeMap<Key<'_>, &RawValue>>(line) {
            Ok(members) => self.members(number, &members),
            Err(error) => {
                self.broken += 1;
                let Skip { reason, detail } = Skip::json(&error);
                self.skipped.push(Skip::new(reason, format!("line {}: {detail}", number + 1)));
            }
        }
    }

    /// Takes what follows the last line break. A file that is still being written ends in the middle of a
    /// line, which is an object whose fate is not known yet, and no fault.
    pub fn last_line(&mut self, line: &[u8]) {
        let n_skipped = self.skipped.len();
        self.line(line);
        if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(line)
            && error.is_eof()
            && 1 < self.lines
        {
            self.broken -= (self.skipped.len() - n_skipped) as u64;
            self.skipped.truncate(n_skipped);
        }
    }

    fn members(&mut self, number: u64, members: &BTreeMap<Key<'_>, &RawValue>) {
        for (key, value) in members {
            let Some(attribute) = key.0.strip_suffix("-metadata") else { continue };
            let Ok(metadata) = serde_json::from_str::<Metadata<'_>>(value.get()) else { continue };
            // Keys of the user's own may end in -metadata too.
            if metadata.job_name.is_none()
                && metadata.creation_date.is_none()
                && metadata.failure_reason.is_none()
            {
                continue;
            }
            let created = metadata.creation_date.as_deref().and_then(time::parse);
            let job = metadata.job_name.as_deref().map(bare_job_name);
            let key = (attribute.to_owned(), job);
            let writer = self.writers.entry(key.clone()).or_default();
            if metadata.failure_reason.is_some() {
                writer.failed += 1;
            } else {
                let is_machine = metadata.human_annotated.as_deref() == Some("no");
                writer.machine += u64::from(is_machine);
                writer.human += u64::from(!is_machine);
                writer.done.push((number, created));
            }
            writer.last = writer.last.max(created);
            self.last = self.last.max(created);

            let label: Option<Label<'_>> =
                members.get(&Key(attribute.into())).and_then(|label| serde_json::from_str(label.get()).ok());
            let embedded =
                label.and_then(|label| label.annotations_from_all_workers).map(|annotations| match created {
                    Some(created) => consolidation::annotations(&annotations, created),
                    None => Parsed {
                        skipped: vec![Skip::new(Reason::BadTime, "no creation date"); annotations.len()],
                        ..Parsed::default()
                    },
                });
            let reference = metadata.worker_response_ref;
            if embedded.is_some() || reference.is_some() {
                self.answers.push((key, LineAnswers { line: number, embedded, reference }));
            }
        }
    }

    /// Whether it is a manifest at all: whether any line of it could be read.
    pub fn is_sound(&self) -> bool {
        self.broken < self.lines
    }

    /// The lines of the job in the folder `job` that carry its answers or point to them.
    pub fn take_answers(&mut self, job: &str) -> Vec<LineAnswers> {
        let ours = self.writer(job, None).map(|(writer, _)| writer.clone());
        let lines = std::mem::take(&mut self.answers).into_iter();
        lines.filter(|(writer, _)| Some(writer) == ours.as_ref()).map(|(_, line)| line).collect()
    }

    /// Which label attribute is the one of the job in the folder `job`.
    ///
    /// Manifests write job names in lower case, so case is ignored. Where no line names the job, its
    /// folder may have been renamed, or it is a chained job that has not finished an object yet: labels
    /// that were made before the job's first answer belong to another one.
    fn writer(&self, job: &str, first_answer: Option<DateTime<Utc>>) -> Option<(&Writer, &Attribute)> {
        let job = job.to_lowercase();
        let named = self.writers.iter().filter(|((_, name), _)| name.as_ref() == Some(&job));
        named.max_by_key(|(_, attribute)| attribute.human + attribute.machine).or_else(|| {
            let possible = |last| first_answer.is_none_or(|first| first <= last);
            let labeled = self.writers.iter().filter(|(_, attribute)| attribute.last.is_some_and(possible));
            labeled.max_by_key(|(_, attribute)| attribute.last)
        })
    }

    /// The lines, from 0, that the job in the folder `job` has labeled, and when: at their consolidation,
    /// `None` where that is not told. There are as many as people and machines have labeled together.
    pub fn done(&self, job: &str, first_answer: Option<DateTime<Utc>>) -> &[(u64, Option<DateTime<Utc>>)] {
        self.writer(job, first_answer).map_or(&[], |(_, attribute)| &attribute.done)
    }

    /// The sums for the job in the folder `job`, whose first answer was submitted at `first_answer`.
    pub fn progress(&self, job: &str, first_answer: Option<DateTime<Utc>>) -> Progress {
        let total = self.lines;
        let ours = self.writer(job, first_answer);
        let mut progress = Progress { total, ..Progress::default() };
        // A failed line names its attribute and no job.
        let failed_in = |name: &str| -> u64 {
            self.writers
                .iter()
                .filter(|((n, job), _)| n == name && job.is_none())
                .map(|(_, a)| a.failed)
                .sum()
        };
        if let Some(((name, job), attribute)) = ours {
            progress.human = attribute.human;
            progress.machine = attribute.machine;
            progress.failed = attribute.failed + if job.is_some() { failed_in(name) } else { 0 };
        } else {
            let elsewhere = |name: &str| self.writers.keys().any(|(n, job)| n == name && job.is_some());
            progress.failed = self
                .writers
                .iter()
                .filter(|((name, job), _)| job.is_none() && !elsewhere(name))
                .map(|(_, attribute)| attribute.failed)
                .max()
                .unwrap_or(0);
        }
        progress
    }
}

/// `labeling-job/xray` and `xray` are one name.
fn bare_job_name(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(lines: &[&str]) -> Manifest {
        let mut manifest = Manifest::default();
        for line in lines {
            manifest.line(line.as_bytes());
        }
        manifest
    }

    #[track_caller]
    fn check(lines: &[&str], job: &str, first: &str, [total, human, machine, failed]: [u64; 4]) {
        let expected = Progress { total, human, machine, failed };
        assert_eq!(manifest(lines).progress(job, time::parse(first)), expected);
    }

    const OPEN: &str = r#"{"source-ref":"s3://b/1.jpg"}"#;
    const HUMAN: &str = r#"{"source-ref":"s3://b/2.jpg","bird":1,"bird-metadata":{"job-name":"labeling-job/xray","human-annotated":"yes","creation-date":"2024-03-05T08:00:00.123456","type":"groundtruth/image-classification"}}"#;
    const MACHINE: &str = r#"{"source-ref":"s3://b/3.jpg","bird":1,"bird-metadata":{"job-name":"labeling-job/xray","human-annotated":"no","creation-date":"2024-03-05T08:00:00"}}"#;
    const FAILED: &str = r#"{"source-ref":"s3://b/4.jpg","bird-metadata":{"retry-count":1,"failure-reason":"ClientError: expired","human-annotated":"true"}}"#;
    const MORNING: &str = "2024-03-05T07:00:00Z";

    #[test]
    fn people_machines_failures_and_open_objects_are_told_apart() {
        check(&[OPEN, HUMAN, MACHINE, FAILED, ""], "Xray", MORNING, [4, 1, 1, 1]);
        assert_eq!(manifest(&[OPEN, HUMAN, MACHINE, FAILED]).progress("xray", None).open(), 1);
    }

    #[test]
    fn it_is_known_which_objects_are_done_and_since_when() {
        let manifest = manifest(&[OPEN, HUMAN, FAILED, MACHINE]);
        let done: Vec<(u64, bool)> =
            manifest.done("xray", None).iter().map(|(line, time)| (*line, time.is_some())).collect();
        assert_eq!(done, [(1, true), (3, true)]);
        assert!(manifest.done("another", time::parse("2025-01-01T00:00:00Z")).is_empty());
    }

    #[test]
    fn a_renamed_folder_still_finds_its_job() {
        check(&[OPEN, HUMAN, FAILED], "copy of x", MORNING, [3, 1, 0, 1]);
    }

    #[test]
    fn the_labels_of_an_earlier_job_of_the_chain_do_not_count() {
        let old = r#"{"source-ref":"s3://b/2.jpg","bird":1,"bird-metadata":{"job-name":"labeling-job/first","human-annotated":"yes","creation-date":"2023-01-05T08:00:00"}}"#;
        let both = r#"{"bird":1,"bird-metadata":{"job-name":"labeling-job/first","creation-date":"2023-01-05T08:00:00"},"box":{},"box-metadata":{"job-name":"labeling-job/second","human-annotated":"yes","creation-date":"2024-03-05T08:00:00"}}"#;
        let expired = r#"{"bird":1,"bird-metadata":{"job-name":"labeling-job/first","creation-date":"2023-01-05T08:00:00"},"box-metadata":{"failure-reason":"expired"}}"#;
        check(&[old, both, expired], "second", MORNING, [3, 1, 0, 1]);
        check(&[old, old], "second", MORNING, [2, 0, 0, 0]);
        // The same attribute, written again by the second job.
        let again = r#"{"bird":2,"bird-metadata":{"job-name":"labeling-job/second","creation-date":"2024-03-05T08:00:00"}}"#;
        check(&[old, again], "second", MORNING, [2, 1, 0, 0]);
    }

    #[test]
    fn custom_jobs_write_underscores() {
        let line = r#"{"source":"text","label":{},"label-metadata":{"job_name":"xray","type":"groundTruth/custom","human-annotated":"yes","creation_date":"2024-03-05T08:00:00.111000","worker-response-ref":"s3://b/xray/annotations/worker-response/iteration-1/0/2024-03-05_08:00:00.json"}}"#;
        check(&[line], "xray", MORNING, [1, 1, 0, 0]);
        let answers: Vec<LineAnswers> = manifest(&[line]).take_answers("xray");
        assert!(answers[0].reference.as_deref().unwrap().ends_with("08:00:00.json"));
    }

    #[test]
    fn custom_jobs_may_carry_their_answers() {
        let line = r#"{"source":"t","c":{"annotationsFromAllWorkers":[{"workerId":"private.eu-west-1.aa","annotationData":{"content":"{}"}},{"workerId":"private.eu-west-1.bb","annotationData":{"content":"{}"}}]},"c-metadata":{"job-name":"labeling-job/x","creation-date":"2024-03-05T08:00:00"}}"#;
        let answers: Vec<LineAnswers> = manifest(&[OPEN, line]).take_answers("x");
        let embedded = answers[0].embedded.as_ref().unwrap();
        assert_eq!((answers[0].line, embedded.submissions.len()), (1, 2));
        assert_eq!(Some(embedded.submissions[0].submitted), time::parse("2024-03-05T08:00:00Z"));
    }

    #[test]
    fn a_users_own_metadata_is_none_of_ours() {
        check(
            &[r#"{"source":"t","annotator-metadata":{"Info":"x"},"x-metadata":7}"#],
            "x",
            MORNING,
            [1, 0, 0, 0],
        );
    }

    #[test]
    fn a_broken_line_is_still_an_object() {
        let manifest = manifest(&[OPEN, "{\"source-ref\":", "[]"]);
        assert_eq!(manifest.progress("x", None).total, 3);
        assert_eq!(manifest.skipped[0], Skip::new(Reason::BrokenJson, "line 2: cut off"));
        assert_eq!(manifest.skipped[1].reason, Reason::WrongShape);
    }

    #[test]
    fn a_last_line_that_is_cut_off_is_an_object_and_no_fault() {
        let mut manifest = manifest(&[OPEN, HUMAN]);
        manifest.last_line(&HUMAN.as_bytes()[..60]);
        assert_eq!(manifest.skipped, []);
        assert_eq!(manifest.progress("xray", None).open(), 2);
        manifest.last_line(b"no JSON");
        assert_eq!(manifest.skipped.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_an_object(bytes in proptest::collection::vec(proptest::num::u8::ANY, 1..200), at in 0usize..300, byte: u8) {
            let mut bent = HUMAN.as_bytes().to_vec();
            let at = at % bent.len();
            bent[at] = byte;
            let mut manifest = Manifest::default();
            for line in [&bytes[..], &bent, &bent[..at]] {
                manifest.line(line);
                manifest.last_line(line);
            }
            let progress = manifest.progress("xray", None);
            proptest::prop_assert!(progress.human + progress.machine + progress.failed <= progress.total);
        }
    }
}
