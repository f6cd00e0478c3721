//! Label Studio: its JSON export, and what it writes to a bucket by itself.
//!
//! An export is an array of tasks with their annotations, and a bucket has one object for each task or, by default, for
//! each annotation. An annotation counts when it was submitted: `updated_at` moves with every star and review.
//! `JSON_MIN`, CSV and TSV are tables, which `table` reads.

use std::sync::Arc;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, value::RawValue};

use super::format::{Contents, FileFacts, Format, Line, LooseJob, Read, Role};
use crate::source::{
    answer::{Submission, WorkerId},
    skipped::{Reason, Skip},
    time::{self, Times},
};

/// Tasks or annotations of one project, in any number of files.
pub static FORMAT: Format = Format {
    tool: "Label Studio",
    give: Some("an export of Label Studio or the prefix of its target storage"),
    key: None,
    head: |head| {
        (head.has("annotations") || head.has("completions")) && head.has("data")
            || head.has("completed_by") && head.has("task") && head.has("result")
    },
    loose: Some(LooseJob::Place),
    role: Role::Answers,
    read: Read::Elements(read),
    times: Times::Submitted,
};

#[derive(Deserialize)]
struct Element<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    // Before version 1.0 they had another name.
    #[serde(borrow, alias = "completions")]
    annotations: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    drafts: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    predictions: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
struct StudioAnnotation<'a> {
    /// The number of a person, or an object with it.
    completed_by: Option<Value>,
    created_at: Option<String>,
    draft_created_at: Option<String>,
    lead_time: Option<f64>,
    #[serde(alias = "skipped")]
    was_cancelled: Option<bool>,
    result: Option<Vec<IgnoredAny>>,
    /// In an object of the bucket, the task; in an export, its number.
    #[serde(borrow)]
    task: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct StudioTask<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
}

/// Reads the next task or annotation.
fn read(element: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    if let Err(skip) = element_of(element, facts, contents) {
        contents.skipped.push(skip.at(format_args!("entry {}", element.number)));
    }
}

fn element_of(element: Line<'_>, facts: &FileFacts, contents: &mut Contents) -> Result<(), Skip> {
    let text = std::str::from_utf8(element.text).map_err(|_| Skip::new(Reason::BrokenJson, "not UTF-8"))?;
    let task: Element<'_> = serde_json::from_str(text).map_err(|error| Skip::json(&error))?;
    let Some(annotations) = task.annotations else {
        let (object, submission) = annotation(text, None, facts)?;
        contents.answers.push((object, submission));
        return Ok(());
    };
    let left_out = |count: Option<Vec<_>>, what: &'static str| {
        let of_element = format!("entry {}: {what}", element.number);
        count
            .into_iter()
            .flatten()
            .map(move |_: IgnoredAny| Skip::new(Reason::NotCounted, of_element.clone()))
    };
    contents.skipped.extend(left_out(task.drafts, "a draft"));
    contents.skipped.extend(left_out(task.predictions, "a prediction"));
    for raw in annotations {
        match annotation(raw.get(), task.id, facts) {
            Ok(answer) => contents.answers.push(answer),
            Err(skip) => contents.skipped.push(skip.at(format_args!("entry {}", element.number))),
        }
    }
    Ok(())
}

/// One annotation with its task.
fn annotation(
    text: &str,
    task: Option<&RawValue>,
    facts: &FileFacts,
) -> Result<(Arc<str>, Submission), Skip> {
    let annotation: StudioAnnotation<'_> = serde_json::from_str(text).map_err(|error| Skip::json(&error))?;
    if annotation.was_cancelled == Some(true) {
        return Err(Skip::new(Reason::NotCounted, "cancelled"));
    }
    let worker_id = match annotation.completed_by {
        None | Some(Value::Null) => return Err(Skip::new(Reason::NotCounted, "by nobody")),
        Some(Value::Object(person)) => person.get("id").and_then(person_id),
        Some(person) => person_id(&person),
    };
    if worker_id.is_none() {
        return Err(Skip::new(Reason::WrongShape, "an annotation without a person"));
    }
    let own = || {
        let own = annotation.task?;
        serde_json::from_str::<StudioTask<'_>>(own.get()).map_or(Some(own), |task| Some(task.id))
    };
    let Some(task) = task.or_else(own) else {
        return Err(Skip::new(Reason::WrongShape, "an annotation without a task"));
    };
    let submission = Submission {
        worker_id,
        accepted: annotation.draft_created_at.as_deref().and_then(time::parse),
        spent_ms: annotation.lead_time.and_then(time::milliseconds),
        inside: Some(annotation.result.map_or(1, |result| u32::try_from(result.len()).unwrap_or(u32::MAX))),
        ..Submission::new(time::submitted(annotation.created_at.as_deref(), facts.now)?)
    };
    Ok((task.get().into(), submission))
}

fn person_id(id: &Value) -> Option<WorkerId> {
    match id {
        Value::Number(number) => WorkerId::new(&number.to_string()),
        Value::String(text) => WorkerId::new(text),
        _ => None,
    }
}
