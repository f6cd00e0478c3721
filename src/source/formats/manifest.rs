//! `output.manifest`: how many objects a job has, and what became of them.
//!
//! The file has one line for each dataset object from the first hour on, and is rewritten while the job
//! runs. Lines of built-in task types name no worker. Those of custom jobs may, and then they are answers too.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    consolidation,
    format::{Contents, FileFacts, Format, Line, LooseJob, Read, Role},
    head::FileHead,
    inside::{MemberKey, Members},
    worker_response::utf8,
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
    counts: "how far the job is; answers only where the manifest of a custom job has them.",
    rests_on: "files of public jobs, and AWS's documentation",
    key: Some(keys::manifest),
    head: |head| !head.is_array && lists_objects(head),
    loose: Some(LooseJob::File),
    role: Role::ObjectList,
    read: Read::Lines(read),
    times: Times::Consolidated,
};

/// The same as an array, which is how people keep it in repositories.
pub static ARRAY: Format = Format {
    give: None,
    key: None,
    head: |head| head.is_array && lists_objects(head),
    read: Read::Whole(read_array),
    ..FORMAT
};

/// Tables have columns called `source` too: what tells a list of texts from them is a label, or that there is nothing else.
fn lists_objects(head: &FileHead<'_>) -> bool {
    let has_text = head.has("source") && (head.keys().len() == 1 || head.has_text("-metadata\""));
    has_text || head.has("source-ref") || head.has_end("-metadata")
}

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
            contents.objects.add_unnamed();
        }
        Err(error) => {
            contents.objects.add_broken();
            contents.skipped.push(Skip::json(&error));
        }
    }
}

/// Reads an array of what are lines elsewhere.
fn read_array(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let elements: Vec<&RawValue> = serde_json::from_str(utf8(bytes)?).map_err(|error| Skip::json(&error))?;
    let mut contents = Contents::default();
    for (n, element) in elements.into_iter().enumerate() {
        contents.add_entry(Line::new(element.get().as_bytes(), n as u64 + 1), facts, read);
    }
    Ok(contents)
}

fn is_cut_off(json: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(json).is_err_and(|error| error.is_eof())
}

fn members_of(members: &Members<'_>, facts: &FileFacts, contents: &mut Contents) {
    let list = &mut contents.objects;
    let source = ["source-ref", "source"].iter().find_map(|key| members.get(&MemberKey((*key).into())));
    let object = match source {
        Some(source) => list.add(source.get()),
        None => list.add_unnamed(),
    };
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
        let annotations = label.and_then(|label| annotations_in(label));
        let embedded = annotations.map(|annotations| embedded(&annotations, created, facts.now));
        let reference = metadata.worker_response_ref;
        if embedded.is_some() || reference.is_some() {
            list.add_answers(writer, LineAnswers { line: object, embedded, reference });
        }
    }
}

/// The annotations in the label of a custom job that name their workers.
///
/// The functions that write such labels are the owners' own. AWS's example writes a list
/// `annotationsFromAllWorkers`; others call it differently, or put the one worker into the label itself.
fn annotations_in<'a>(label: &'a RawValue) -> Option<Vec<&'a RawValue>> {
    // Most labels are masks and boxes, which are not worth a closer look.
    if !label.get().contains("orker") {
        return None;
    }
    let members: Members<'a> = serde_json::from_str(label.get()).ok()?;
    if has_worker(&members) {
        return Some(vec![label]);
    }
    members.values().find_map(|value| {
        let elements: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
        let name_workers = |element: &&RawValue| {
            serde_json::from_str::<Members<'_>>(element.get()).is_ok_and(|members| has_worker(&members))
        };
        elements.iter().any(name_workers).then_some(elements)
    })
}

fn has_worker(members: &Members<'_>) -> bool {
    consolidation::WORKER_KEYS.iter().any(|key| members.contains_key(&MemberKey((*key).into())))
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
        let facts = FileFacts::new(time::parse("2026-01-01T00:00:00Z").unwrap());
        let mut contents = Contents::default();
        for (n, line) in lines.iter().enumerate() {
            let is_cut = cut && n + 1 == lines.len();
            contents.add_line(Line { is_cut, ..Line::new(line, n as u64 + 1) }, &facts, read);
        }
        contents
    }

    fn manifest(lines: &[&str]) -> ObjectList {
        contents(&lines.iter().map(|line| line.as_bytes()).collect::<Vec<_>>(), false).objects
    }

    #[track_caller]
    fn check(lines: &[&str], job: &str, first: &str, [total, human, machine, failed]: [u64; 4]) {
        let expected = Progress { total, human, machine, failed };
        assert_eq!(progress(&manifest(lines), job, time::parse(first)), expected);
    }

    fn progress(list: &ObjectList, job: &str, first: Option<DateTime<Utc>>) -> Progress {
        Progress::of(list.own(job, first).0.into_iter().map(|object| object.fate))
    }

    const OPEN: &str = r#"{"source-ref":"s3://b/1.jpg"}"#;
    const HUMAN: &str = r#"{"source-ref":"s3://b/2.jpg","bird":1,"bird-metadata":{"job-name":"labeling-job/xray","human-annotated":"yes","creation-date":"2024-03-05T08:00:00.123456","type":"groundtruth/image-classification"}}"#;
    const MACHINE: &str = r#"{"source-ref":"s3://b/3.jpg","bird":1,"bird-metadata":{"job-name":"labeling-job/xray","human-annotated":"no","creation-date":"2024-03-05T08:00:00"}}"#;
    const FAILED: &str = r#"{"source-ref":"s3://b/4.jpg","bird-metadata":{"retry-count":1,"failure-reason":"ClientError: expired","human-annotated":"true"}}"#;
    const MORNING: &str = "2024-03-05T07:00:00Z";

    #[test]
    fn people_machines_failures_and_open_objects_are_told_apart() {
        check(&[OPEN, HUMAN, MACHINE, FAILED, ""], "Xray", MORNING, [4, 1, 1, 1]);
        assert_eq!(progress(&manifest(&[OPEN, HUMAN, MACHINE, FAILED]), "xray", None).open(), 1);
    }

    #[test]
    fn it_is_known_which_objects_are_done_and_since_when() {
        let manifest = manifest(&[OPEN, HUMAN, FAILED, MACHINE]);
        let (own, attribute) = manifest.own("xray", None);
        let timed: Vec<u64> = own.iter().filter(|object| object.time.is_some()).map(|o| o.line).collect();
        assert_eq!((timed, attribute), (vec![1, 3], Some("bird")));
        let (own, attribute) = manifest.own("another", time::parse("2025-01-01T00:00:00Z"));
        assert!(own.iter().all(|object| object.time.is_none()) && attribute.is_none());
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
        // The same attribute: the first object is the first job's, and the second job has only the other.
        let again = r#"{"bird":2,"bird-metadata":{"job-name":"labeling-job/second","creation-date":"2024-03-05T08:00:00"}}"#;
        check(&[old, again], "second", MORNING, [1, 1, 0, 0]);
        check(&[old, again, OPEN], "second", MORNING, [2, 1, 0, 0]);
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
    fn an_array_is_read_like_its_lines() {
        let facts = FileFacts::new(time::parse("2026-01-01T00:00:00Z").unwrap());
        let array = read_array(format!("[{OPEN},\n {HUMAN}, {FAILED}, 7]").as_bytes(), &facts).unwrap();
        assert_eq!(
            progress(&array.objects, "xray", None),
            Progress { total: 4, human: 1, machine: 0, failed: 1 }
        );
        assert_eq!(array.skipped.len(), 1);
        assert!(read_array(b"[{}", &facts).is_err());
    }

    #[test]
    fn custom_jobs_name_their_workers_in_ways_of_their_own() {
        for (label, n) in [
            (r#"{"workerId":"private.eu-west-1.aa","result":{"label":"glad"}}"#, 1),
            (r#"{"worker_id":"aa","labels":["x"]}"#, 1),
            (r#"{"majority":"cell","workerAnnotations":[{"workerId":"aa","roi":1},{"workerId":"bb"}]}"#, 2),
            (r#"{"votes":[{"worker_id":"aa"},{"worker_id":"bb"},{"worker_id":"cc"}]}"#, 3),
        ] {
            let line = format!(
                r#"{{"source":"t","c":{label},"c-metadata":{{"job-name":"x","creation-date":"2024-03-05T08:00:00"}}}}"#
            );
            let answers = manifest(&[&line]).take_answers("x");
            assert_eq!(answers[0].embedded.as_ref().unwrap().submissions.len(), n, "{label}");
        }
        let line = r#"{"source":"t","c":{"boxes":[{"left":1}]},"c-metadata":{"job-name":"x","creation-date":"2024-03-05T08:00:00"}}"#;
        assert!(manifest(&[line]).take_answers("x").is_empty(), "nobody is named");
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
        assert_eq!(progress(&contents.objects, "x", None).total, 3);
        assert_eq!(contents.skipped[0], Skip::new(Reason::BrokenJson, "cut off").in_line(2));
        assert_eq!(contents.skipped[1].reason, Reason::WrongShape);
    }

    #[test]
    fn a_last_line_that_is_cut_off_is_an_object_and_no_fault() {
        let cut = &HUMAN.as_bytes()[..60];
        let contents_of = |last| contents(&[OPEN.as_bytes(), HUMAN.as_bytes(), last], true);
        assert_eq!(contents_of(cut).skipped, []);
        assert_eq!(progress(&contents_of(cut).objects, "xray", None).open(), 2);
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
            let progress = progress(&manifest, "xray", None);
            proptest::prop_assert!(progress.human + progress.machine + progress.failed <= progress.total);
        }

        #[test]
        fn anything_may_be_between_the_objects(
            are_fine in proptest::collection::vec(proptest::bool::weighted(0.8), 1..30),
            noise in "(7|\\[\\]|null|\\{|\\{\"a\":1\\}|[a-z ]{1,20})",
        ) {
            let fine = r#"{"source":"t","c":{"workerId":"aa"},"c-metadata":{"job-name":"xray","creation-date":"2024-03-05T08:00:00"}}"#;
            let lines: Vec<&str> = are_fine.iter().map(|&is_fine| if is_fine { fine } else { &noise }).collect();
            let manifest = manifest(&lines);
            let n_fine = are_fine.iter().filter(|&&is_fine| is_fine).count();
            let progress = progress(&manifest, "xray", None);
            let blank = if noise.trim().is_empty() { are_fine.len() - n_fine } else { 0 };
            proptest::prop_assert_eq!((progress.total, progress.human), ((are_fine.len() - blank) as u64, n_fine as u64));
            let answers = { manifest }.take_answers("xray");
            let n_answers: usize = answers.iter().filter_map(|line| line.embedded.as_ref()).map(|embedded| embedded.submissions.len()).sum();
            proptest::prop_assert_eq!(n_answers, n_fine);
        }
    }
}
