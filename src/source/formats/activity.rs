//! The log of the workers' activity, in each form in which it leaves CloudWatch Logs.
//!
//! As lines: one JSON object each, with or without the time that an export puts before it, or with the event around
//! it that the service answers with. As a saved answer of `FilterLogEvents` or `GetLogEvents`, and as a saved result
//! of a Logs Insights query. `record` reads one event; this file finds them.

mod record;

use serde::Deserialize;

use self::record::Fingerprint;
use super::{
    format::{Contents, FileFacts, Format, Line, LooseJob, Read, Role},
    head::FileHead,
    worker_response::utf8,
};
use crate::source::{
    skipped::{Reason, Skip},
    time::Times,
};

/// One event on each line: an export of the log group, a file of JSON lines, or the log group itself.
pub static LINES: Format = Format {
    tool: "Ground Truth",
    give: Some("the log of the workers' activity"),
    counts: "each submitted task.",
    rests_on: "AWS's documentation",
    key: None,
    head: are_lines,
    loose: Some(LooseJob::Named),
    role: Role::Answers,
    read: Read::Lines(read_line),
    times: Times::Submitted,
};

/// `{"events":[{"message":"..."}]}`: what `aws logs filter-log-events` prints.
pub static ANSWER: Format = Format {
    give: None,
    head: |head| {
        !head.is_array
            && head.has("events")
            && (head.has_text("\"message\"") || head.has("searchedLogStreams"))
    },
    read: Read::Items("events", read_event),
    ..LINES
};

/// `{"results":[[{"field":"@message","value":"..."}]]}`: what `aws logs get-query-results` prints.
pub static QUERY_RESULT: Format = Format {
    give: None,
    head: |head| !head.is_array && head.has("results") && head.has_text("\"field\""),
    read: Read::Items("results", read_row),
    ..LINES
};

/// Events that take several lines each, or that are in an array: rows of a query as the console saves them, or what a
/// program has written prettily.
pub static OBJECTS: Format = Format {
    give: None,
    head: |head| is_event(head) && (head.is_array || !is_line(head)),
    read: Read::Elements(read_event),
    ..LINES
};

/// So many lines are looked at for a first event, since any line may be broken.
const LINES_LOOKED_AT: usize = 50;

fn are_lines(head: &FileHead<'_>) -> bool {
    if head.is_array || is_event(head) {
        return !head.is_array && is_line(head);
    }
    let lines = head.bytes.split(|&byte| byte == b'\n').take(LINES_LOOKED_AT).map(<[u8]>::trim_ascii);
    let mut json = lines.filter_map(|line| if line.starts_with(b"{") { Some(line) } else { timed(line) });
    json.any(|json| is_event(&FileHead::new(json)))
}

fn is_event(head: &FileHead<'_>) -> bool {
    let is_plain = head.has("event_type") && (head.has("labeling_job_arn") || head.has("workteam_arn"));
    let is_wrapped = head.has("message") && head.has("timestamp") && head.has_text("event_type");
    is_plain || is_wrapped || head.has("@message")
}

/// Whether the first line holds more than the beginning of an object.
fn is_line(head: &FileHead<'_>) -> bool {
    let first =
        Line::new(head.bytes.trim_ascii_start().split(|&byte| byte == b'\n').next().unwrap_or_default(), 1);
    let opening = |byte: &u8| b"{[".contains(byte) || byte.is_ascii_whitespace();
    !first.text.iter().all(opening)
}

/// The JSON behind the time at the start of an exported line. The line is split at the first space only: times inside
/// the JSON have spaces as well.
fn timed(line: &[u8]) -> Option<&[u8]> {
    let starts_with_time = line.first().is_some_and(u8::is_ascii_digit);
    let space = line.iter().take(40).position(|&byte| byte == b' ')?;
    let json = line[space..].trim_ascii_start();
    (starts_with_time && json.starts_with(b"{")).then_some(json)
}

fn read_line(line: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    if line.text.is_empty() {
        return;
    }
    let read = std::str::from_utf8(timed(line.text).unwrap_or(line.text))
        .map_err(|_| Skip::new(Reason::BrokenJson, "not UTF-8"))
        .and_then(|json| record::read(json, Fingerprint::of(line.text), facts, &mut contents.log));
    if let Err(skip) = read {
        contents.skipped.push(skip);
    }
}

/// An event that is one of many in a file of JSON.
fn read_event(event: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    let read = utf8(event.text).and_then(|json| read_part(json, event.text, facts, contents));
    if let Err(skip) = read {
        contents.skipped.push(skip);
    }
}

/// A row of a query: an object, or a list of fields with their values.
fn read_row(row: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    if row.text.starts_with(b"{") {
        return read_event(row, facts, contents);
    }
    let read = utf8(row.text)
        .and_then(|json| {
            as_object(json).ok_or_else(|| Skip::new(Reason::WrongShape, "a row that is no list of fields"))
        })
        .and_then(|json| read_part(&json, row.text, facts, contents));
    if let Err(skip) = read {
        contents.skipped.push(skip);
    }
}

fn read_part(json: &str, text: &[u8], facts: &FileFacts, contents: &mut Contents) -> Result<(), Skip> {
    record::read(json, Fingerprint::of(text), facts, &mut contents.log)
}

#[derive(Deserialize)]
struct Cell {
    field: String,
    value: serde_json::Value,
}

/// A row of fields and values as an object.
fn as_object(row: &str) -> Option<String> {
    let cells: Vec<Cell> = serde_json::from_str(row).ok()?;
    let object: serde_json::Map<_, _> = cells.into_iter().map(|cell| (cell.field, cell.value)).collect();
    serde_json::to_string(&object).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::{
        activity::EventFilter,
        event::TaskStep,
        formats,
        options::ColumnNames,
        skipped::Reason::{BadTime, BrokenJson, ImplausibleTime, WrongShape},
        time,
    };

    /// The event of the published example.
    const EVENT: &str = r#"{"worker_id":"cd449a289e129409","cognito_user_pool_id":"us-east-2_IpicJAbCd","cognito_sub_id":"d6947aeb-0650-447a-ab5d-894db61017fd","task_accepted_time":"Wed Aug 14 16:00:59 UTC 2019","task_submitted_time":"Wed Aug 14 16:01:04 UTC 2019","task_returned_time":"","task_declined_time":"","workteam_arn":"arn:aws:sagemaker:us-east-2:123456789012:workteam/private-crowd/Sample-labeling-team","labeling_job_arn":"arn:aws:sagemaker:us-east-2:123456789012:labeling-job/metrics-demo","work_requester_account_id":"123456789012","job_reference_code":"123456789012","job_type":"Private","event_type":"TasksSubmitted","event_timestamp":"1565798464"}"#;

    fn facts() -> FileFacts {
        let now = time::parse("2026-01-01T00:00:00Z").unwrap();
        FileFacts::new(now)
    }

    fn with_facts(text: &str, facts: &FileFacts) -> Contents {
        let format = formats::with_head(text.as_bytes(), true, &ColumnNames::default()).expect("a format");
        formats::parse(format, text.as_bytes(), facts).unwrap()
    }

    fn contents(text: &str) -> Contents {
        with_facts(text, &facts())
    }

    fn quoted(text: &str) -> String {
        serde_json::to_string(text).unwrap()
    }

    #[test]
    fn every_form_of_one_event_is_that_event() {
        let q = quoted(EVENT);
        for text in [
            EVENT.to_owned(),
            format!("2019-08-14T16:01:05.123Z {EVENT}\n"),
            format!("not JSON\n{EVENT}\n"),
            format!(r#"{{"timestamp":1565798465123,"message":{q},"eventId":"7"}}"#),
            format!(
                r#"{{"events":[{{"logStreamName":"s","timestamp":1,"message":{q},"eventId":"7"}}],"searchedLogStreams":[]}}"#
            ),
            format!(
                r#"{{"results":[[{{"field":"@timestamp","value":"x"}},{{"field":"@message","value":{q}}},{{"field":"@ptr","value":"7"}}]],"status":"Complete"}}"#
            ),
            format!(r#"[{{"@timestamp":"x","@message":{q}}}]"#),
            format!(r#"[{{"@timestamp":"x","@message":{EVENT}}}]"#),
            format!("[{EVENT}]"),
            EVENT.replace('{', "{\n  ").replace("\",\"", "\",\n  \""),
        ] {
            let read = contents(&text);
            let [answer] = read.log.answers.as_slice() else { panic!("{text}: {read:?}") };
            assert_eq!(&*answer.job, "123456789012/us-east-2/metrics-demo", "{text}");
            let submission = &answer.submission;
            assert_eq!(Some(submission.submitted), time::parse("2019-08-14T16:01:04Z"), "{text}");
            assert_eq!(submission.accepted, time::parse("2019-08-14T16:00:59Z"), "{text}");
            assert_eq!(submission.team.as_deref(), Some("Sample-labeling-team"));
            assert_eq!(submission.worker_id.as_ref().unwrap().as_str(), "cd449a289e129409");
            assert_eq!(submission.sub.as_ref().unwrap().as_str(), "d6947aeb-0650-447a-ab5d-894db61017fd");
            assert_eq!(read.log.pools.iter().next().unwrap().id(), "us-east-2_IpicJAbCd");
        }
    }

    #[test]
    fn steps_and_unknown_kinds_are_told_apart() {
        let kinds = ["TasksAccepted", "TasksReturned", "TaskDeclined", "TasksExpired", "TasksExpired"];
        let lines = kinds.map(|kind| EVENT.replace("TasksSubmitted", kind)).join("\n");
        let log = contents(&lines).log;
        let steps: Vec<_> = log.steps.iter().map(|step| (step.step, step.at)).collect();
        let at = |text: &str| time::parse(text).unwrap();
        // What has no time of its own has that of the event.
        assert_eq!(
            steps,
            [
                (TaskStep::Accepted, at("2019-08-14T16:00:59Z")),
                (TaskStep::Returned, at("2019-08-14T16:01:04Z")),
                (TaskStep::Declined, at("2019-08-14T16:01:04Z")),
            ]
        );
        assert_eq!(log.other_events.into_iter().collect::<Vec<_>>(), [("TasksExpired".to_owned(), 2)]);
    }

    #[test]
    fn bad_lines_are_skipped_with_the_reason() {
        let with = |from: &str, to: &str| EVENT.replace(from, to);
        let at = "Wed Aug 14 16:01:04 UTC 2019";
        let lines = [
            EVENT.to_owned(),
            "{\"worker_id\":\"a".to_owned(),
            with("TasksSubmitted", ""),
            with("\"cd449a289e129409\"", "null").replace("d6947aeb-0650-447a-ab5d-894db61017fd", ""),
            with("arn:aws:sagemaker:us-east-2:123456789012:labeling-job/metrics-demo", "")
                .replace("\"job_reference_code\":\"123456789012\"", "\"job_reference_code\":\"\""),
            with(at, "soon").replace("1565798464", ""),
            with(at, "1970-01-01T00:00:00"),
            with(at, "2199-01-01T00:00:00"),
        ];
        let read = contents(&lines.join("\n"));
        let reasons: Vec<Reason> = read.skipped.iter().map(|skip| skip.reason).collect();
        let expected =
            [BrokenJson, WrongShape, WrongShape, WrongShape, BadTime, ImplausibleTime, ImplausibleTime];
        assert_eq!((read.log.answers.len(), reasons.as_slice()), (1, &expected[..]));
    }

    #[test]
    fn an_acceptance_that_cannot_be_is_none() {
        for accepted in ["", "Wed Aug 14 16:01:05 UTC 2019", "1970-01-01T00:00:00", "soon"] {
            let read = contents(&EVENT.replace("Wed Aug 14 16:00:59 UTC 2019", accepted));
            assert_eq!(read.log.answers[0].submission.accepted, None, "{accepted}");
        }
    }

    #[test]
    fn only_what_is_wanted_is_read() {
        let other = EVENT.replace("metrics-demo", "other");
        let only = |job: &str| FileFacts {
            only: Arc::new(EventFilter { job: Some(job.into()), ..EventFilter::default() }),
            ..facts()
        };
        let lines = format!("{EVENT}\n{other}\n");
        assert_eq!(with_facts(&lines, &only("Metrics-Demo")).log.answers.len(), 1);
        assert_eq!(with_facts(&lines, &only("none")).log.answers.len(), 0);
        assert_eq!(contents(&lines).log.answers.len(), 2);
    }

    #[test]
    fn other_files_are_no_log() {
        for text in [
            "Permission Check Successful",
            "{\"events\":[1]}",
            "{\"results\":[]}",
            "[{\"a\":1}]",
            "17 apples",
        ] {
            assert!(formats::with_head(text.as_bytes(), false, &ColumnNames::default()).is_none(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_an_event_or_a_reason(at in 0usize..900, byte: u8, line in ".{0,80}") {
            let mut bent = EVENT.as_bytes().to_vec();
            let at = at % bent.len();
            bent[at] = byte;
            for line in [&bent[..], &bent[..at], line.as_bytes()] {
                read_line(Line::new(line, 1), &facts(), &mut Contents::default());
            }
        }
    }
}
