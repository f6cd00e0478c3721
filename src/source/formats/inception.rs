//! `INCEpTION`: the event log in the ZIP of an exported project, one event in each line.
//!
//! A document counts for its annotator each time that it is set to finished; only the first time makes a label. All
//! other events, thousands of them, are no answers, and not mentioned.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::format::{Contents, FileFacts, Format, Line, Read};
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
        Err(skip) => contents.skipped.push(skip.in_line(line.number)),
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
    let created = event.created.map(RawValue::get).unwrap_or_default();
    let time = match serde_json::from_str::<String>(created) {
        Ok(text) => time::parse(&text),
        Err(_) => time::parse_epoch(created),
    };
    let submission = Submission { worker_id, ..Submission::new(time::readable(time, facts.now)?) };
    Ok(Some((object, submission)))
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

    #[test]
    fn anything_may_be_between_the_lines() {
        trial::holds(&FORMAT, "", |n| event(EVENT, &n.to_string(), "FINISHED", "1537345620000"));
    }
}
