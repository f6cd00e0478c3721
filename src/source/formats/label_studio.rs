//! Label Studio: its exports, and what it writes to a bucket by itself.
//!
//! An export is an array of tasks with their annotations, and a bucket has one object for each task or, by default, for
//! each annotation. Both name the project. `JSON_MIN`, CSV and TSV have a row for each annotation and no project. An
//! annotation counts when it was submitted: `updated_at` moves with every star and review.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{
    format::{Contents, FileFacts, Format, Line, LooseJob, Read},
    head::FileHead,
    table,
};
use crate::source::{
    answer::{Project, Submission, WorkerId},
    sheet,
    skipped::{Reason, Skip},
    time,
};

/// Tasks or annotations, in any number of files.
pub static FORMAT: Format = Format {
    tool: "Label Studio",
    give: Some("an export of Label Studio or the prefix of its target storage"),
    counts: "an annotation when it was submitted, never when it was changed. Canceled ones, drafts, predictions and those of deleted people do not count.",
    rests_on: "files that teams published, and version 1.23 itself",
    head: |head| is_task(head) || is_annotation(head) || is_source(head),
    loose: Some(LooseJob::Project),
    read: Read::Elements(read),
    ..Format::OF_ANOTHER_TOOL
};

/// `JSON_MIN`: annotations with the data of their tasks.
pub static MIN: Format = Format {
    give: None,
    head: |head| ROW.iter().all(|key| head.has(key)),
    loose: Some(LooseJob::SameProject),
    ..FORMAT
};

/// The same as CSV or TSV.
pub static TABLE: Format = Format {
    head: |head| {
        let columns = sheet::header(head.bytes);
        ROW.iter().all(|key| columns.iter().any(|column| column == key))
    },
    read: Read::Whole(table::read_sheet),
    ..MIN
};

/// What all rows have beside the data of their tasks.
const ROW: [&str; 4] = ["annotation_id", "annotator", "created_at", "lead_time"];

fn is_task(head: &FileHead<'_>) -> bool {
    let has_annotations = head.has("annotations") || head.has("completions");
    has_annotations && (head.has("data") || head.is_cut && head.has_text("\"completed_by\""))
}

/// The second key of an annotation is its result, which may be longer than any beginning that is looked at.
fn is_annotation(head: &FileHead<'_>) -> bool {
    let is_begun = head.is_cut && head.keys() == ["id", "result"];
    is_begun || head.has("completed_by") && head.has("task") && head.has("result")
}

/// A task that nobody has worked on yet, as it lies in a bucket that is also the source of tasks.
fn is_source(head: &FileHead<'_>) -> bool {
    let is_known = |key: &String| ["id", "data", "meta", "predictions"].contains(&key.as_str());
    let is_object = head.has_text("\"data\":{") || head.has_text("\"data\": {");
    head.has("data") && is_object && head.keys().iter().all(is_known)
}

/// A task, an annotation or a row.
#[derive(Deserialize)]
struct StudioElement<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    project: Option<&'a RawValue>,
    // Before version 1.0 they had another name.
    #[serde(borrow, alias = "completions")]
    annotations: Option<&'a RawValue>,
    #[serde(borrow)]
    drafts: Option<&'a RawValue>,
    #[serde(borrow)]
    predictions: Option<&'a RawValue>,
    #[serde(borrow)]
    annotation_id: Option<&'a RawValue>,
    // There in each row, and null where somebody was deleted.
    #[serde(borrow, default, deserialize_with = "present")]
    annotator: Option<&'a RawValue>,
    result: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct StudioAnnotation<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    /// The number of a person, or an object with it; in a row an address or a number.
    #[serde(borrow, alias = "annotator")]
    completed_by: Option<&'a RawValue>,
    #[serde(borrow)]
    created_at: Option<&'a RawValue>,
    #[serde(borrow)]
    draft_created_at: Option<&'a RawValue>,
    #[serde(borrow)]
    lead_time: Option<&'a RawValue>,
    #[serde(alias = "skipped")]
    was_cancelled: Option<bool>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    /// In an object of the bucket, the task; in an export, its number.
    #[serde(borrow)]
    task: Option<&'a RawValue>,
    #[serde(borrow)]
    project: Option<&'a RawValue>,
}

/// A person, task or project of which more is told than the number.
#[derive(Deserialize)]
struct Numbered<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    email: Option<String>,
    #[serde(borrow)]
    project: Option<&'a RawValue>,
}

/// A field that is there, whatever is in it.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// Reads the next task, annotation or row.
fn read(element: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    if let Err(skip) = element_of(element.text, facts, contents) {
        contents.skipped.push(skip);
    }
}

fn element_of(text: &[u8], facts: &FileFacts, contents: &mut Contents) -> Result<(), Skip> {
    let text = std::str::from_utf8(text).map_err(|_| Skip::new(Reason::BrokenJson, "not UTF-8"))?;
    let element: StudioElement<'_> = serde_json::from_str(text).map_err(|error| Skip::json(&error))?;
    let without = Skip::new(Reason::NotCounted, "task without an annotation");
    if let Some(annotator) = element.annotator {
        if element.annotation_id.is_none_or(|id| id.get() == "\"\"") {
            return Err(without);
        }
        if matches!(annotator.get(), "null" | "\"None\"") {
            return Err(Skip::new(Reason::NotCounted, "by somebody deleted"));
        }
        contents.answers.push(annotation(text, element.id, None, facts)?);
        return Ok(());
    }
    let list = |raw: Option<_>| raw.and_then(|raw| Vec::<&RawValue>::deserialize::<&RawValue>(raw).ok());
    let drafts = list(element.drafts).unwrap_or_default();
    let predictions = list(element.predictions).unwrap_or_default();
    contents.skipped.extend(drafts.iter().map(|_| Skip::new(Reason::NotCounted, "draft")));
    contents.skipped.extend(predictions.iter().map(|_| Skip::new(Reason::NotCounted, "prediction")));
    match list(element.annotations) {
        None if element.result.is_some() => {
            contents.answers.push(annotation(text, None, element.project, facts)?);
        }
        None => return Err(without),
        Some(annotations) => {
            for raw in annotations {
                match annotation(raw.get(), element.id, element.project, facts) {
                    Ok(answer) => contents.answers.push(answer),
                    Err(skip) => contents.skipped.push(skip),
                }
            }
        }
    }
    Ok(())
}

/// One annotation with its task. `task` and `project` are those that stand around it.
fn annotation<'a>(
    text: &'a str,
    task: Option<&'a RawValue>,
    project: Option<&'a RawValue>,
    facts: &FileFacts,
) -> Result<(Arc<str>, Submission), Skip> {
    let annotation: StudioAnnotation<'a> = serde_json::from_str(text).map_err(|error| Skip::json(&error))?;
    if annotation.was_cancelled == Some(true) {
        return Err(Skip::new(Reason::NotCounted, "canceled"));
    }
    let Some(person) = annotation.completed_by else {
        return Err(Skip::new(Reason::NotCounted, "by nobody"));
    };
    let more = |raw: &'a RawValue| serde_json::from_str::<Numbered<'a>>(raw.get()).ok();
    let (number, email) = match more(person) {
        Some(person) => (person.id.and_then(plain), person.email),
        None => (None, plain(person)),
    };
    let [sub, worker_id] = [number, email].map(|id| WorkerId::new(&id?));
    if sub.is_none() && worker_id.is_none() {
        return Err(Skip::new(Reason::WrongShape, "an annotation without a person"));
    }
    let own = annotation.task.and_then(more);
    let of_task = |own: &Numbered<'a>| own.id.and_then(plain);
    let task = task.and_then(plain).or_else(|| own.as_ref().map_or_else(|| plain(annotation.task?), of_task));
    let Some(task) = task else {
        return Err(Skip::new(Reason::WrongShape, "an annotation without a task"));
    };
    let project = project.or(annotation.project).or_else(|| own?.project).and_then(plain);
    let result = annotation.result.and_then(|result| Vec::<IgnoredAny>::deserialize(result).ok());
    let seconds = annotation.lead_time.and_then(|seconds| f64::deserialize(seconds).ok());
    let created = annotation.created_at.and_then(plain);
    let submission = Submission {
        worker_id,
        sub,
        accepted: annotation.draft_created_at.and_then(plain).and_then(|text| time::parse(&text)),
        spent_ms: seconds.and_then(time::milliseconds),
        inside: Some(result.map_or(1, |result| u32::try_from(result.len()).unwrap_or(u32::MAX))),
        project: project.map(|id| Project { name: format!("project-{id}"), id }.into()),
        number: annotation.id.and_then(plain).and_then(|id| id.parse().ok()),
        ..Submission::new(time::readable(created.as_deref().and_then(moment), facts.now)?)
    };
    Ok((task.into(), submission))
}

/// A time; before version 1.0 it was in seconds since 1970.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    time::parse(text).or_else(|| time::parse_epoch(text))
}

/// A text without its quotes, or a number as it stands.
fn plain(raw: &RawValue) -> Option<String> {
    match raw.get() {
        text if text.starts_with('"') => serde_json::from_str(text).ok(),
        number if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Some(number.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    const ANNOTATION: &str = r#""completed_by":{"id":102,"email":"ann@example.com"},"created_at":"2024-03-13T21:13:55.922277Z","lead_time":"?","was_cancelled":false,"draft_created_at":null"#;

    fn heads(text: &str) -> [bool; 3] {
        [&FORMAT, &MIN, &TABLE].map(|format| (format.head)(&FileHead::new(text.as_bytes())))
    }

    #[test]
    fn what_is_longer_than_the_beginning_that_is_looked_at_is_recognized_all_the_same() {
        let long = "0,".repeat(100);
        for text in [
            format!("[{{\"id\":7,\"annotations\":[{{{ANNOTATION},\"result\":[{long}"),
            format!("{{\"id\": 50001, \"result\": [{{\"value\": [{long}"),
            r#"{"data": {"text": "a"}, "predictions": []}"#.into(),
        ] {
            assert_eq!(heads(&text), [true, false, false], "{text}");
        }
        assert_eq!(heads("annotation_id,annotator,created_at,id,lead_time\n"), [false, false, true]);
        for text in [r#"{"data":[1]}"#, r#"{"id":1,"result":[]}"#, r#"{"annotations":[]}"#] {
            assert_eq!(heads(text), [false; 3], "{text}");
        }
    }

    #[test]
    fn a_person_has_a_number_and_an_address_and_a_task_a_project() {
        let task = format!(r#"{{"id":7,"data":{{}},"project":12,"annotations":[{{"id":1,{ANNOTATION}}}]}}"#);
        let object = format!(r#"{{"id":1,"result":[],{ANNOTATION},"task":{{"id":7,"project":12}}}}"#);
        for text in [task, object] {
            let read = trial::contents(&FORMAT, &text);
            let (object, answer) = &read.answers[0];
            let project = answer.project.as_ref().map(|project| project.name.as_str());
            assert_eq!((&**object, project), ("7", Some("project-12")));
            assert_eq!(
                (&answer.sub, &answer.worker_id),
                (&WorkerId::new("102"), &WorkerId::new("ann@example.com"))
            );
            assert_eq!(answer.spent_ms, None, "a strange length of time costs only itself");
        }
    }

    #[test]
    fn before_version_1_annotations_were_completions_and_times_were_numbers() {
        let completion = |more: &str| {
            format!(
                r#"{{"id":7001,"completed_by":1,"created_at":1600000000,"lead_time":3.5,"result":[]{more}}}"#
            )
        };
        let completions = [completion(""), completion(r#","skipped":true"#)].join(",");
        let (answers, left_out) =
            trial::answers(&FORMAT, &format!(r#"[{{"id":7,"data":{{}},"completions":[{completions}]}}]"#));
        assert_eq!(answers, [("1".into(), "7".into(), "2020-09-13 12:26:40".into())]);
        assert_eq!(left_out, 1);
    }

    #[test]
    fn rows_without_an_annotation_or_a_person_do_not_count() {
        let row = |who: &str, id: &str| {
            format!(
                r#"{{"text":"a","id":7,"annotations":3,"annotator":{who},"annotation_id":{id},"created_at":"2024-03-13T21:13:55Z","lead_time":1.5}}"#
            )
        };
        let rows =
            [row("\"102\"", "5"), row("null", "6"), row("\"None\"", "6"), row("3", "null"), row("3", "\"\"")];
        let (answers, left_out) = trial::answers(&MIN, &format!("[{}]", rows.join(",\n")));
        assert_eq!(answers, [("102".into(), "7".into(), "2024-03-13 21:13:55".into())]);
        assert_eq!(left_out, 4);
    }

    #[test]
    fn anything_may_be_between_tasks_annotations_and_rows() {
        trial::holds(&FORMAT, "", |n| {
            format!(r#"{{"id":{n},"data":{{}},"annotations":[{{{ANNOTATION}}}]}}"#)
        });
        trial::holds(&FORMAT, "", |n| format!(r#"{{"id":{n},"result":[],{ANNOTATION},"task":{n}}}"#));
        let row = r#""annotator":3,"annotation_id":5,"created_at":"2024-03-13T21:13:55Z","lead_time":1.5"#;
        trial::holds(&MIN, "", |n| format!(r#"{{"id":{n},{row}}}"#));
        let header = "annotation_id,annotator,created_at,id,lead_time\n";
        trial::holds(&TABLE, header, |n| format!("5,3,2024-03-13T21:13:55Z,{n},1.5"));
    }
}
