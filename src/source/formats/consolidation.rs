//! Consolidation requests: who answered, but not when.
//!
//! The same list of annotations is in the manifest lines of custom jobs. Neither has a time for each answer,
//! so answers get the time of the file or line, which is coarse; the receipt says so.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    format::{Contents, FileFacts, Format, Read, Role},
    inside::{self, Inside},
    worker_response::utf8,
};
use crate::source::{
    answer::{Submission, WorkerId},
    keys,
    progress::Annotations,
    skipped::{Reason, Skip},
    time::{self, Times},
};

/// `[{"datasetObjectId":...,"annotations":[...]}]`: the answers to many objects.
pub static FORMAT: Format = Format {
    tool: "Ground Truth",
    give: None,
    counts: "",
    rests_on: "files of public jobs, and AWS's documentation",
    key: Some(keys::consolidation_request),
    head: |head| head.is_array && head.has("datasetObjectId"),
    loose: None,
    role: Role::Fallback,
    read: Read::Whole(read),
    times: Times::Consolidated,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestObject<'a> {
    #[serde(borrow)]
    dataset_object_id: &'a RawValue,
    #[serde(borrow)]
    annotations: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Annotation {
    #[serde(alias = "worker_id", alias = "workerID", alias = "worker-id")]
    worker_id: Option<String>,
    annotation_data: Option<AnnotationData>,
}

#[derive(Deserialize)]
struct AnnotationData {
    /// JSON inside a JSON text.
    content: Option<String>,
}

/// The answers in one request, an array of many objects. They all have the time of the file.
///
/// # Errors
/// The reason for which the file as a whole cannot be used.
pub fn read(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let Some(written) = facts.written.or(facts.modified) else {
        return Err(Skip::new(Reason::BadTime, "neither its name nor the store tells its time"));
    };
    let consolidated = time::plausible(written, facts.now)?;
    let objects: Vec<&RawValue> = serde_json::from_str(utf8(bytes)?).map_err(|error| Skip::json(&error))?;
    let times = if facts.written.is_some() { Times::Consolidated } else { Times::File };
    let mut contents = Contents { times, ..Contents::default() };
    for object in objects {
        let Ok(object) = serde_json::from_str::<RequestObject<'_>>(object.get()) else {
            contents.skipped.push(Skip::new(Reason::WrongShape, "an object of another shape"));
            continue;
        };
        let id = object.dataset_object_id.get();
        let id: Arc<str> = serde_json::from_str(id).map_or_else(|_| id.into(), |id: String| id.into());
        let Annotations { submissions, skipped } = annotations(&object.annotations, consolidated);
        contents.answers.extend(submissions.into_iter().map(|submission| (Arc::clone(&id), submission)));
        contents.skipped.extend(skipped);
    }
    Ok(contents)
}

/// What an annotation may call the id of its worker. Ground Truth writes the first.
pub(super) const WORKER_KEYS: [&str; 4] = ["workerId", "worker_id", "workerID", "worker-id"];

/// Reads a list of `{"workerId", "annotationData"}`, as both places have it.
pub(crate) fn annotations(annotations: &[&RawValue], consolidated: DateTime<Utc>) -> Annotations {
    let mut parsed = Annotations::default();
    for annotation in annotations {
        let annotation: Option<Annotation> = serde_json::from_str(annotation.get()).ok();
        let worker_id = annotation.as_ref().and_then(|a| WorkerId::new(a.worker_id.as_deref()?));
        if worker_id.is_none() {
            parsed.skipped.push(Skip::new(Reason::WrongShape, "an annotation without a worker id"));
            continue;
        }
        let content = annotation.and_then(|a| a.annotation_data).and_then(|data| data.content);
        let content: Option<&RawValue> = content.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let Inside { count, class } = inside::look(content);
        parsed.submissions.push(Submission {
            worker_id,
            inside: Some(count),
            class,
            ..Submission::new(consolidated)
        });
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::class::Class;

    #[test]
    fn anything_may_be_between_the_objects() {
        super::super::trial_tests::holds_in_list(&FORMAT, ["[", "]"], |n| {
            format!(r#"{{"datasetObjectId":"{n}","annotations":[{{"workerId":"private.eu-west-1.aa"}}]}}"#)
        });
    }

    #[test]
    fn a_request_tells_who_worked_on_which_object() {
        let text = r#"[{"datasetObjectId":"2","dataObject":{"s3Uri":"s3://b/i.jpg"},"annotations":[
            {"workerId":"private.eu-west-1.aa","annotationData":{"content":"{\"box\":{\"boundingBoxes\":[1,2]}}"}},
            {"workerId":"private.eu-west-1.bb","annotationData":{"s3Uri":"s3://b/large.json"}},
            {"workerId":"private.eu-west-1.cc","annotationData":{"content":"{\"c\":{\"label\":\"Duck\"}}"}}]}, 7]"#;
        let now = time::parse("2026-01-01T00:00:00Z").unwrap();
        let facts = FileFacts { written: time::parse("2024-03-04T08:20:10Z"), ..FileFacts::new(now) };
        let contents = read(text.as_bytes(), &facts).unwrap();
        assert!(
            contents
                .answers
                .iter()
                .all(|(object, answer)| { &**object == "2" && Some(answer.submitted) == facts.written })
        );
        let workers: Vec<_> =
            contents.answers.iter().map(|(_, answer)| (answer.worker_id.clone(), answer.inside)).collect();
        let expected = [("aa", 2), ("bb", 1), ("cc", 1)].map(|(id, n)| (WorkerId::new(id), Some(n)));
        assert_eq!(workers, expected);
        let classes: Vec<_> = contents.answers.iter().map(|(_, answer)| answer.class.clone()).collect();
        assert_eq!(classes, [None, None, Class::new("Duck")]);
        assert_eq!(contents.skipped.len(), 1);
        assert!(read(b"{}", &facts).is_err());
        assert!(read(text.as_bytes(), &FileFacts { written: None, ..facts }).is_err());
    }
}
