//! `INCEpTION`: the event log in the ZIP of an exported project, one event in each line, and the project itself.
//!
//! A document counts for its annotator each time that it is set to finished; only the first time makes a label. All
//! other events, thousands of them, are no answers, and not mentioned. The project says of each document only what it is
//! now and when it was changed last, so it counts where there is no log beside it.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::format::{Contents, FileFacts, Format, Line, Read, Role};
use crate::source::{
    answer::{Submission, WorkerId},
    skipped::{Reason, Skip},
    time,
};

/// `event.log`: the file is the job.
pub static FORMAT: Format = Format {
    tool: "INCEpTION",
    give: Some("an event.log of INCEpTION"),
    counts: "a document when its annotator finished it for the first time.",
    rests_on: "a project in its repository, and its source",
    head: |head| !head.is_array && head.has("event") && head.has("created") && head.has("user"),
    read: Read::Lines(read),
    ..Format::OF_ANOTHER_TOOL
};

/// `exportedproject.json`: the documents of a project, each as it is now for each annotator.
pub static PROJECT: Format = Format {
    give: Some("the exportedproject.json of INCEpTION"),
    counts: "a finished document, at the time of its last change, unless an event.log is in the same folder.",
    rests_on: "its source",
    head: |head| {
        let [sources, annotated] = ["source_documents", "annotation_documents"].map(|key| head.has(key));
        !head.is_array && (sources && annotated || head.is_cut && (sources || annotated))
    },
    role: Role::Fallback,
    read: Read::Items("annotation_documents", read_document),
    ..FORMAT
};

#[derive(Deserialize)]
struct ProjectEvent<'a> {
    event: String,
    /// Milliseconds since 1970, or, as builds of 2026 may write it, a text.
    #[serde(borrow)]
    created: Option<&'a RawValue>,
    annotator: Option<String>,
    user: Option<String>,
    document_name: Option<String>,
    details: Option<EventDetails>,
}

#[derive(Deserialize)]
struct EventDetails {
    state: Option<String>,
}

/// Reads the next event.
fn read(line: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    if line.text.is_empty() {
        return;
    }
    match answer(line.text, facts) {
        Ok(Some((object, submission))) => contents.answers.push((object.into(), submission)),
        Ok(None) => {}
        Err(skip) => contents.skipped.push(skip),
    }
}

fn answer(text: &[u8], facts: &FileFacts) -> Result<Option<(String, Submission)>, Skip> {
    // The details of other events have any shape, so only lines that may be an answer are looked at closely.
    if !text.windows(EVENT.len()).any(|bytes| bytes == EVENT.as_bytes()) {
        return serde_json::from_slice::<serde::de::IgnoredAny>(text)
            .map(|_| None)
            .map_err(|error| Skip::json(&error));
    }
    let event: ProjectEvent<'_> = serde_json::from_slice(text).map_err(|error| Skip::json(&error))?;
    let is_finished = event.details.and_then(|details| details.state).as_deref() == Some("FINISHED");
    if event.event != EVENT || !is_finished {
        return Ok(None);
    }
    let worker_id = [event.annotator, event.user].into_iter().flatten().find_map(|id| WorkerId::new(&id));
    let (Some(object), Some(_)) = (event.document_name, &worker_id) else {
        return Err(Skip::new(Reason::WrongShape, "a finished document without its name or annotator"));
    };
    let time = time::readable(moment(event.created), facts.now)?;
    let submission = Submission { worker_id, ..Submission::new(time) };
    Ok(Some((object, submission)))
}

#[derive(Deserialize)]
struct AnnotatedDocument<'a> {
    name: Option<String>,
    user: Option<String>,
    state: Option<String>,
    /// As in an event.
    #[serde(borrow)]
    timestamp: Option<&'a RawValue>,
}

/// Reads what the next document is to one of its annotators.
fn read_document(item: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    match finished(item.text, facts) {
        Ok((object, submission)) => contents.answers.push((object.into(), submission)),
        Err(skip) => contents.skipped.push(skip),
    }
}

fn finished(text: &[u8], facts: &FileFacts) -> Result<(String, Submission), Skip> {
    let document: AnnotatedDocument<'_> = serde_json::from_slice(text).map_err(|error| Skip::json(&error))?;
    match document.state.as_deref() {
        Some("FINISHED") => {}
        Some("IGNORE" | "LOCKED") => return Err(Skip::new(Reason::NotCounted, "ignored")),
        Some(_) => return Err(Skip::new(Reason::NotCounted, "not finished")),
        None => return Err(Skip::new(Reason::WrongShape, "a document without a state")),
    }
    let worker_id = document.user.as_deref().and_then(WorkerId::new);
    let (Some(object), Some(_)) = (document.name, &worker_id) else {
        return Err(Skip::new(Reason::WrongShape, "a finished document without its name or annotator"));
    };
    let time = time::readable(moment(document.timestamp), facts.now)?;
    Ok((object, Submission { worker_id, ..Submission::new(time) }))
}

/// Milliseconds since 1970, or a text.
fn moment(raw: Option<&RawValue>) -> Option<DateTime<Utc>> {
    let raw = raw.map(RawValue::get).unwrap_or_default();
    match serde_json::from_str::<String>(raw) {
        Ok(text) => time::parse(&text),
        Err(_) => time::parse_epoch(raw),
    }
}

/// The kind of event with which a document is finished, or opened again.
const EVENT: &str = "AnnotationStateChangeEvent";

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    fn event(kind: &str, document: &str, state: &str, created: &str) -> String {
        format!(
            r#"{{"id":3,"event":"{kind}","created":{created},"user":"admin","document_name":"{document}","annotator":"ann","details":{{"state":"{state}","previousState":"IN_PROGRESS"}}}}"#
        )
    }

    #[test]
    fn a_document_counts_for_its_annotator_when_it_is_finished() {
        let lines = [
            event("DocumentOpenedEvent", "a.txt", "FINISHED", "1537345600000"),
            event(EVENT, "a.txt", "IN_PROGRESS", "1537345610000"),
            event(EVENT, "a.txt", "FINISHED", "1537345620000"),
            event(EVENT, "b.txt", "FINISHED", "\"2018-09-19T08:28:00.000+00:00\""),
            event(EVENT, "c.txt", "FINISHED", "7"),
            r#"{"id":4,"event":"SpanCreatedEvent","created":1537345600000,"user":"ann","details":[1]}"#
                .into(),
            "{\"id\"".into(),
        ];
        let (answers, left_out) = trial::answers(&FORMAT, &lines.join("\n"));
        let expected = [("ann", "a.txt", "2018-09-19 08:27:00"), ("ann", "b.txt", "2018-09-19 08:28:00")];
        assert_eq!(answers, expected.map(|(a, b, c)| (a.into(), b.into(), c.into())));
        assert_eq!(left_out, 2);
    }

    fn document(name: &str, user: &str, state: &str, timestamp: &str) -> String {
        format!(
            r#"{{"name":"{name}","user":"{user}","state":"{state}","timestamp":{timestamp},"sentence_accessed":0}}"#
        )
    }

    #[test]
    fn a_project_tells_what_is_finished() {
        let documents = [
            document("a.txt", "ann", "FINISHED", "1537345620000"),
            document("a.txt", "bob", "IN_PROGRESS", "1537345620000"),
            document("b.txt", "bob", "FINISHED", "\"2018-09-19T08:28:00.000+00:00\""),
            document("c.txt", "bob", "FINISHED", "null"),
            document("d.txt", "", "FINISHED", "1537345620000"),
            document("d.txt", "ann", "IGNORE", "1537345620000"),
        ];
        let text = format!(
            r#"{{"name":"demo","source_documents":[{{"name":"a.txt"}}],"annotation_documents":[{}],"version":1}}"#,
            documents.join(",")
        );
        let (answers, left_out) = trial::answers(&PROJECT, &text);
        let expected = [("ann", "a.txt", "2018-09-19 08:27:00"), ("bob", "b.txt", "2018-09-19 08:28:00")];
        assert_eq!(answers, expected.map(|(a, b, c)| (a.into(), b.into(), c.into())));
        assert_eq!(left_out, 4);
    }

    #[test]
    fn anything_may_be_between_the_documents() {
        let begin = r#"{"source_documents":[],"annotation_documents":["#;
        trial::holds_in_list(&PROJECT, [begin, "]}"], |n| {
            document(&n.to_string(), "ann", "FINISHED", "1537345620000")
        });
    }

    #[test]
    fn anything_may_be_between_the_lines() {
        trial::holds(&FORMAT, "", |n| event(EVENT, &n.to_string(), "FINISHED", "1537345620000"));
    }
}
