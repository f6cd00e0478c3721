//! Prodigy: the JSON Lines that `prodigy db-out` writes, one line for each answer.
//!
//! Accepted and rejected tasks are both work. Ignored ones, and the decisions of a reviewer about other people's
//! answers, do not count. Only versions since 1.11 (2021) write a time.

use chrono::DateTime;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::format::{Contents, FileFacts, Format, Line, Read};
use crate::source::{
    answer::{Submission, WorkerId},
    skipped::{Reason, Skip},
    time,
};

/// A dataset of Prodigy: the file is the job.
pub static FORMAT: Format = Format {
    tool: "Prodigy",
    give: Some("a dataset that Prodigy has written with db-out"),
    counts: "accepted and rejected tasks. Ignored ones and reviews do not count. Without named sessions Prodigy knows people only by the start of its server.",
    rests_on: "files that teams published",
    head: |head| !head.is_array && head.has("_input_hash") && head.has("answer"),
    read: Read::Lines(read),
    ..Format::OF_ANOTHER_TOOL
};

#[derive(Deserialize)]
struct ProdigyTask<'a> {
    #[serde(borrow, rename = "_input_hash")]
    input_hash: Option<&'a RawValue>,
    #[serde(rename = "_annotator_id")]
    annotator_id: Option<String>,
    #[serde(rename = "_session_id")]
    session_id: Option<String>,
    /// In seconds since 1970.
    #[serde(rename = "_timestamp")]
    timestamp: Option<f64>,
    answer: Option<String>,
    /// What other people answered, in the decision of a reviewer.
    versions: Option<IgnoredAny>,
    /// The options that were chosen.
    accept: Option<IgnoredAny>,
    spans: Option<Vec<IgnoredAny>>,
}

/// Reads the next line.
fn read(line: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    if line.text.is_empty() {
        return;
    }
    let task = serde_json::from_slice::<ProdigyTask<'_>>(line.text).map_err(|error| Skip::json(&error));
    match task.and_then(|task| Ok((task.input_hash, submission(&task, facts)?))) {
        Ok((object, submission)) => {
            contents.answers.push((object.map_or("", RawValue::get).into(), submission));
        }
        Err(skip) => contents.skipped.push(skip),
    }
}

fn submission(task: &ProdigyTask<'_>, facts: &FileFacts) -> Result<Submission, Skip> {
    match task.answer.as_deref() {
        _ if task.versions.is_some() => return Err(Skip::new(Reason::NotCounted, "review")),
        Some("accept" | "reject") => {}
        Some("ignore") => return Err(Skip::new(Reason::NotCounted, "ignored")),
        _ => return Err(Skip::new(Reason::WrongShape, "not accepted, rejected or ignored")),
    }
    let worker_id =
        [&task.annotator_id, &task.session_id].into_iter().flatten().find_map(|id| WorkerId::new(id));
    if worker_id.is_none() {
        return Err(Skip::new(Reason::WrongShape, "an answer without an annotator or session"));
    }
    if task.input_hash.is_none() {
        return Err(Skip::new(Reason::WrongShape, "an answer without an input hash"));
    }
    let seconds =
        task.timestamp.ok_or_else(|| Skip::new(Reason::BadTime, "no time, as before Prodigy 1.11"))?;
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    let submitted = DateTime::from_timestamp_millis((seconds * 1000.0) as i64);
    Ok(Submission {
        worker_id,
        inside: Some(match &task.spans {
            Some(spans) if task.accept.is_none() => u32::try_from(spans.len()).unwrap_or(u32::MAX),
            _ => 1,
        }),
        ..Submission::new(time::readable(submitted, facts.now)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(lines: &[&str]) -> Contents {
        let now = time::parse("2026-01-01T00:00:00Z").unwrap();
        let facts = FileFacts::new(now);
        let mut contents = Contents::default();
        for (n, line) in lines.iter().enumerate() {
            read(Line::new(line.as_bytes(), n as u64 + 1), &facts, &mut contents);
        }
        contents
    }

    #[test]
    fn an_answer_has_a_person_a_time_an_object_and_spans() {
        let read = contents(&[
            r#"{"text":"a","_input_hash":-165573808,"_task_hash":1,"spans":[{"start":0},{"start":4}],"answer":"accept","_timestamp":1714658133,"_annotator_id":"news-ann","_session_id":"news-2"}"#,
            r#"{"text":"a","_input_hash":7,"spans":[{"start":0}],"accept":[2],"answer":"reject","_timestamp":1714658134.5,"_session_id":"news-bob"}"#,
        ]);
        assert_eq!(read.skipped, []);
        let answers: Vec<_> = read.answers.iter().map(|(object, answer)| (&**object, answer)).collect();
        let [(first, ann), (second, bob)] = answers[..] else { panic!("{answers:?}") };
        assert_eq!((first, &ann.worker_id, ann.inside), ("-165573808", &WorkerId::new("news-ann"), Some(2)));
        assert_eq!(Some(ann.submitted), time::parse("2024-05-02T13:55:33Z"));
        assert_eq!(
            (second, &bob.worker_id, bob.inside),
            ("7", &WorkerId::new("news-bob"), Some(1)),
            "a choice"
        );
    }

    #[test]
    fn what_does_not_count_and_what_cannot_be_used_are_told_apart() {
        let line = |rest: &str| format!(r#"{{"_input_hash":1,"_annotator_id":"ann",{rest}}}"#);
        let lines = [
            line(r#""answer":"ignore","_timestamp":1714658133"#),
            line(r#""answer":"accept","_timestamp":1714658133,"versions":[]"#),
            line(r#""answer":"accept""#),
            line(r#""answer":"accept","_timestamp":3"#),
            line(r#""answer":"maybe","_timestamp":1714658133"#),
            r#"{"_input_hash":1,"answer":"accept","_timestamp":1714658133}"#.to_owned(),
            r#"{"answer":"accept","_annotator_id":"ann","_timestamp":1714658133}"#.to_owned(),
            "{\"_input".to_owned(),
            String::new(),
        ];
        let read = contents(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let reasons: Vec<Reason> = read.skipped.iter().map(|skip| skip.reason).collect();
        let expected = [
            Reason::NotCounted,
            Reason::NotCounted,
            Reason::BadTime,
            Reason::ImplausibleTime,
            Reason::WrongShape,
            Reason::WrongShape,
            Reason::WrongShape,
            Reason::BrokenJson,
        ];
        assert_eq!((reasons, read.answers.len()), (expected.to_vec(), 0));
        assert_eq!(read.skipped[0].detail, "ignored");
    }

    #[test]
    fn anything_may_be_between_the_lines() {
        super::super::trial_tests::holds(&FORMAT, "", |n| {
            format!(
                r#"{{"_input_hash":{n},"answer":"accept","_timestamp":1714658133,"_annotator_id":"ann"}}"#
            )
        });
    }
}
