//! `output.manifest`: how many objects a job has, and what became of them.
//!
//! The file has one line for each dataset object from the first hour on, and is rewritten while the job
//! runs. Lines of built-in task types name no worker. Those of custom jobs may, and then they are answers too.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    consolidation,
    format::{Contents, FileFacts, Format, Line, Read, Role},
    inside::{MemberKey, Members},
};
use crate::source::{
    keys,
    progress::{Annotations, Fate, LineAnswers},
    skipped::{Reason, Skip},
    time::{self, Times},
};

/// JSON Lines, one for each object of the job.
pub static FORMAT: Format = Format {
    tool: "Ground Truth",
    give: Some("an output.manifest"),
    key: Some(keys::manifest),
    head: |head| {
        !head.is_array && (head.has("source-ref") || head.has("source") || head.has_end("-metadata"))
    },
    loose: None,
    role: Role::ObjectList,
    read: Read::Lines(read),
    times: Times::Consolidated,
};

#[derive(Deserialize)]
struct LabelMetadata<'a> {
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

/// Reads the next line; an empty one is not an object.
fn read(line: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    if line.text.is_empty() {
        return;
    }
    match serde_json::from_slice::<Members<'_>>(line.text) {
        Ok(members) => members_of(&members, facts, contents),
        // A file that is still being written ends in the middle of a line: an object whose fate is not
        // known yet, and not a fault.
        Err(_) if line.is_cut && is_cut_off(line.text) && !contents.objects.is_empty() => {
            contents.objects.add();
        }
        Err(error) => {
            let object = contents.objects.add_broken();
            contents.skipped.push(Skip::json(&error).in_line(object + 1));
        }
    }
}

fn is_cut_off(json: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(json).is_err_and(|error| error.is_eof())
}

fn members_of(members: &Members<'_>, facts: &FileFacts, contents: &mut Contents) {
    let list = &mut contents.objects;
    let object = list.add();
    for (key, value) in members {
        let Some(attribute) = key.0.strip_suffix("-metadata") else { continue };
        let Ok(metadata) = serde_json::from_str::<LabelMetadata<'_>>(value.get()) else { continue };
        // Users may have keys of their own that end in -metadata.
        if metadata.job_name.is_none()
            && metadata.creation_date.is_none()
            && metadata.failure_reason.is_none()
        {
            continue;
        }
        let created = metadata.creation_date.as_deref().and_then(time::parse);
        let writer = (attribute.to_owned(), metadata.job_name.as_deref().map(bare_job_name));
        let fate = match metadata.human_annotated.as_deref() {
            _ if metadata.failure_reason.is_some() => Fate::Failed,
            Some("no") => Fate::Machine,
            _ => Fate::Human,
        };
        list.tell(object, &writer, fate, created);

        let label = members.get(&MemberKey(attribute.into()));
        let label: Option<Label<'_>> = label.and_then(|label| serde_json::from_str(label.get()).ok());
        let annotations = label.and_then(|label| label.annotations_from_all_workers);
        let embedded = annotations.map(|annotations| embedded(&annotations, created, facts.now));
        let reference = metadata.worker_response_ref;
        if embedded.is_some() || reference.is_some() {
            list.add_answers(writer, LineAnswers { line: object, embedded, reference });
        }
    }
}

/// The answers in a line, all at the time of the line.
fn embedded(annotations: &[&RawValue], created: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Annotations {
    let Some(created) = created else {
        let skip = Skip::new(Reason::BadTime, "no creation date");
        return Annotations { skipped: vec![skip; annotations.len()], ..Annotations::default() };
    };
    let mut read = consolidation::annotations(annotations, created);
    if let Err(skip) = time::plausible(created, now) {
        read.skipped.extend(read.submissions.drain(..).map(|_| skip.clone()));
    }
    read
}

/// `labeling-job/xray` and `xray` are one name.
fn bare_job_name(name: &str) -> String {
    keys::last_part(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::progress::{ObjectList, Progress};

    /// What is in these lines. The last one has no line break if it should be `cut`.
    fn contents(lines: &[&[u8]], cut: bool) -> Contents {
        let facts = FileFacts {
            object: "".into(),
            written: None,
            now: time::parse("2026-01-01T00:00:00Z").unwrap(),
            only: std::sync::Arc::default(),
        };
        let mut contents = Contents::default();
        for (n, line) in lines.iter().enumerate() {
            let is_cut = cut && n + 1 == lines.len();
            read(Line { is_cut, ..Line::new(line, n as u64 + 1) }, &facts, &mut contents);
        }
        contents
    }

    fn manifest(lines: &[&str]) -> ObjectList {
        contents(&lines.iter().map(|line| line.as_bytes()).collect::<Vec<_>>(), false).objects
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
    fn metadata_of_the_users_own_is_ignored() {
        check(
            &[r#"{"source":"t","annotator-metadata":{"Info":"x"},"x-metadata":7}"#],
            "x",
            MORNING,
            [1, 0, 0, 0],
        );
    }

    #[test]
    fn a_broken_line_is_still_an_object() {
        let contents = contents(&[OPEN.as_bytes(), b"{\"source-ref\":", b"[]"], false);
        assert_eq!(contents.objects.progress("x", None).total, 3);
        assert_eq!(contents.skipped[0], Skip::new(Reason::BrokenJson, "line 2: cut off"));
        assert_eq!(contents.skipped[1].reason, Reason::WrongShape);
    }

    #[test]
    fn a_last_line_that_is_cut_off_is_an_object_and_no_fault() {
        let cut = &HUMAN.as_bytes()[..60];
        let contents_of = |last| contents(&[OPEN.as_bytes(), HUMAN.as_bytes(), last], true);
        assert_eq!(contents_of(cut).skipped, []);
        assert_eq!(contents_of(cut).objects.progress("xray", None).open(), 2);
        assert_eq!(contents_of(b"no JSON").skipped.len(), 1);
        assert_eq!(contents(&[cut], true).skipped.len(), 1, "a file with nothing before it is broken");
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_an_object(bytes in proptest::collection::vec(proptest::num::u8::ANY, 1..200), at in 0usize..300, byte: u8) {
            let mut bent = HUMAN.as_bytes().to_vec();
            let at = at % bent.len();
            bent[at] = byte;
            let lines = [&bytes[..], &bent, &bent[..at]];
            let manifest = contents(&lines.map(|line| [line; 2]).concat(), true).objects;
            let progress = manifest.progress("xray", None);
            proptest::prop_assert!(progress.human + progress.machine + progress.failed <= progress.total);
        }
    }
}
