//! Worker-response files of Ground Truth, and their relatives of Amazon A2I.
//!
//! `{"answers":[...]}` is written once for each dataset object. Amazon A2I has `humanAnswers` instead, and
//! wraps that in `humanEvaluationResult` for model evaluations. Old files have no acceptance time, no time
//! spent and no identity. Of the content of an answer the
//! class is kept, if it is one, and the rest is counted and dropped.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

pub use super::usual_response::Response;
use super::{
    format::{Contents, FileFacts, Format, LooseJob, Read, Role},
    inside::{self, Inside},
    usual_response,
};
use crate::source::{
    answer::{Submission, WorkerId},
    keys,
    pool::UserPool,
    skipped::{Reason, Skip},
    time::{self, Times},
};

/// `{"answers":[...]}`: all answers to one object.
pub static FORMAT: Format = Format {
    tool: "Ground Truth",
    give: Some("a job's folder (the one that holds annotations/), a folder of worker-response files"),
    counts: "each submitted answer. It is in the folder once its object is finished or its task has expired.",
    rests_on: "files of public jobs, and AWS's documentation",
    key: Some(keys::worker_response),
    head: |head| {
        !head.is_array
            && ["answers", "trackingAnnotations", "detectionAnnotations"].iter().any(|key| head.has(key))
    },
    loose: Some(LooseJob::Place),
    role: Role::Answers,
    read: Read::Whole(read),
    times: Times::Submitted,
};

#[derive(Deserialize)]
struct ResponseFile<'a> {
    #[serde(borrow)]
    answers: Option<Vec<&'a RawValue>>,
    #[serde(borrow, rename = "humanAnswers")]
    human_answers: Option<Vec<&'a RawValue>>,
    #[serde(rename = "humanLoopName")]
    human_loop_name: Option<String>,
    #[serde(borrow, rename = "humanEvaluationResult")]
    human_evaluation_result: Option<Box<ResponseFile<'a>>>,
    // The file of a single frame, below an object's folder, has one of these instead.
    #[serde(borrow, rename = "trackingAnnotations")]
    tracking_annotations: Option<&'a RawValue>,
    #[serde(borrow, rename = "detectionAnnotations")]
    detection_annotations: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResponseAnswer<'a> {
    #[serde(borrow)]
    answer_content: Option<&'a RawValue>,
    #[serde(borrow)]
    submission_time: Option<&'a RawValue>,
    #[serde(borrow)]
    acceptance_time: Option<&'a RawValue>,
    #[serde(borrow)]
    time_spent_in_seconds: Option<&'a RawValue>,
    worker_id: Option<String>,
    #[serde(borrow)]
    worker_metadata: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WorkerMetadata {
    identity_data: Option<IdentityData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IdentityData {
    sub: Option<String>,
    issuer: Option<String>,
}

/// The answers in one file.
///
/// # Errors
/// The reason for which the file as a whole cannot be used.
pub fn read(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let Some(Response { object, submissions, pools, skipped }) = parse(bytes, facts.now)? else {
        return Ok(Contents::default());
    };
    // The key names the object, unless the file itself does.
    let object = object.map_or_else(|| Arc::clone(&facts.object), Arc::from);
    let answers = submissions.into_iter().map(|submission| (Arc::clone(&object), submission)).collect();
    Ok(Contents { answers, pools, skipped, ..Contents::default() })
}

/// Parses one file. `now` decides which times are plausible.
///
/// An answer that cannot be used is skipped alone. The file of a single frame, which has no list of answers,
/// gives `None`.
///
/// # Errors
/// The reason for which the file as a whole cannot be used.
pub fn parse(bytes: &[u8], now: DateTime<Utc>) -> Result<Option<Response>, Skip> {
    let text = utf8(bytes)?;
    match usual_response::parse(text, now) {
        Some(usual) => Ok(Some(usual)),
        None => parse_anything(text, now),
    }
}

/// The same of any text, whatever is in it.
pub(super) fn parse_anything(text: &str, now: DateTime<Utc>) -> Result<Option<Response>, Skip> {
    let mut file: ResponseFile<'_> = serde_json::from_str(text).map_err(|error| Skip::json(&error))?;
    if let Some(inner) = file.human_evaluation_result.take() {
        file = *inner;
    }
    let Some(entries) = file.answers.or(file.human_answers) else {
        if file.tracking_annotations.is_some() || file.detection_annotations.is_some() {
            return Ok(None);
        }
        return Err(Skip::new(Reason::WrongShape, "no list of answers"));
    };
    let mut parsed = Response { object: file.human_loop_name, ..Response::default() };
    for entry in entries {
        match submission(entry, now) {
            Ok((submission, pool)) => {
                parsed.submissions.push(submission);
                parsed.pools.extend(pool);
            }
            Err(skip) => parsed.skipped.push(skip),
        }
    }
    Ok(Some(parsed))
}

/// The text of a JSON file: UTF-8, with or without a byte order mark.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Skip> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Skip::new(Reason::BrokenJson, format!("not UTF-8 at byte {}", error.valid_up_to()))
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

fn submission(entry: &RawValue, now: DateTime<Utc>) -> Result<(Submission, Option<UserPool>), Skip> {
    let entry: ResponseAnswer<'_> = serde_json::from_str(entry.get())
        .map_err(|_| Skip::new(Reason::WrongShape, "an answer of another shape"))?;
    let worker_id = entry.worker_id.as_deref().and_then(WorkerId::new);
    // Metadata of an unknown shape costs the identity, not the answer.
    let identity = entry
        .worker_metadata
        .and_then(|raw| serde_json::from_str::<WorkerMetadata>(raw.get()).ok())
        .and_then(|metadata| metadata.identity_data);
    let sub = identity.as_ref().and_then(|identity| WorkerId::new(identity.sub.as_deref()?));
    let pool = identity.and_then(|identity| UserPool::of_issuer(&identity.issuer?));
    if worker_id.is_none() && sub.is_none() {
        return Err(Skip::new(Reason::WrongShape, "an answer without a worker id"));
    }
    let submitted = time::submitted(text(entry.submission_time).as_deref(), now)?;
    let Inside { count, class } = inside::look(entry.answer_content);
    let submission = Submission {
        worker_id,
        sub,
        accepted: text(entry.acceptance_time).and_then(|text| time::parse(&text)),
        spent_ms: entry.time_spent_in_seconds.and_then(milliseconds),
        inside: Some(count),
        class,
        ..Submission::new(submitted)
    };
    Ok((submission, pool))
}

fn text(raw: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(raw?.get()).ok()
}

fn milliseconds(raw: &RawValue) -> Option<u64> {
    time::milliseconds(serde_json::from_str(raw.get()).ok()?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::source::{
        class::Class,
        skipped::Reason::{BadTime, ImplausibleTime, WrongShape},
    };

    fn now() -> DateTime<Utc> {
        time::parse("2026-01-01T00:00:00Z").unwrap()
    }

    fn response(text: &str) -> Response {
        parse(text.as_bytes(), now()).unwrap().unwrap()
    }

    fn reason(bytes: &[u8]) -> Option<Reason> {
        parse(bytes, now()).err().map(|skip| skip.reason)
    }

    const PRIVATE: &str = r#"{"answers":[{"acceptanceTime":"2024-03-04T08:20:10.430Z","answerContent":{"crowd-entity-annotation":{"entities":[]}},"submissionTime":"2024-03-04T08:20:17.443Z","timeSpentInSeconds":7.013,"workerId":"private.eu-west-1.0123456789abcdef","workerMetadata":{"identityData":{"identityProviderType":"Cognito","issuer":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc","sub":"11111111-2222-4333-8444-555555555555"}}}]}"#;

    #[test]
    fn a_private_teams_answer_has_everything() {
        let parsed = response(PRIVATE);
        let answer = &parsed.submissions[0];
        assert_eq!(answer.worker_id, WorkerId::new("0123456789abcdef"));
        assert_eq!(answer.sub, WorkerId::new("11111111-2222-4333-8444-555555555555"));
        assert_eq!(Some(answer.submitted), time::parse("2024-03-04T08:20:17.443Z"));
        assert_eq!(answer.accepted, time::parse("2024-03-04T08:20:10.430Z"));
        assert_eq!(answer.spent_ms, Some(7013));
        assert_eq!(answer.inside, Some(0));
        assert_eq!(parsed.pools, BTreeSet::from([UserPool::new("eu-west-1_abc").unwrap()]));
    }

    #[test]
    fn an_old_public_answer_has_a_worker_and_a_time() {
        let parsed = response(
            r#"{"answers":[{"answerContent":{"crowd-image-classifier":{"label":"Duck"}},"submissionTime":"2019-04-18T16:10:44Z","workerId":"public.us-east-1.AAAA"}]}"#,
        );
        let answer = &parsed.submissions[0];
        assert_eq!((answer.accepted, answer.spent_ms, &answer.sub), (None, None, &None));
        assert_eq!(answer.class, Class::new("Duck"));
    }

    #[test]
    fn amazon_a2i_says_it_otherwise() {
        let answers = r#""humanAnswers":[{"answerContent":{},"submissionTime":"2021-02-17T19:23:38.092Z","workerId":"7fe4"}],"humanLoopName":"loop-1""#;
        for text in [
            format!("{{{answers}}}"),
            format!(r#"{{"humanEvaluationResult":{{{answers}}},"inputRecord":{{}}}}"#),
        ] {
            let parsed = response(&text);
            assert_eq!(parsed.submissions.len(), 1, "{text}");
            assert_eq!(parsed.object.as_deref(), Some("loop-1"));
        }
        assert_eq!(response(r#"{"humanAnswers":[]}"#).submissions, []);
    }

    #[test]
    fn the_file_of_a_frame_is_no_answer() {
        let frame = r#"{"detectionAnnotations":{"frame":"frame_0019.jpeg","boundingBoxes":[]}}"#;
        assert_eq!(parse(frame.as_bytes(), now()), Ok(None));
    }

    #[test]
    fn a_broken_file_says_how() {
        assert_eq!(reason(b"{\"answers\":[{\"work"), Some(Reason::BrokenJson));
        assert_eq!(reason(b""), Some(Reason::BrokenJson));
        assert_eq!(reason(b"{\"answers\":[\"\xff\"]}"), Some(Reason::BrokenJson));
        assert_eq!(reason(b"{\"version\":1}"), Some(Reason::WrongShape));
        assert_eq!(reason(b"[1,2]"), Some(Reason::WrongShape));
        assert_eq!(reason(b"{\"answers\":7}"), Some(Reason::WrongShape));
        let deep = format!("{{\"answers\":{}", "[".repeat(200_000));
        assert_eq!(reason(deep.as_bytes()), Some(Reason::BrokenJson));
        assert!(reason("[".repeat(200_000).as_bytes()).is_some());
    }

    #[test]
    fn one_bad_answer_costs_only_itself() {
        let parsed = response(
            r#"{"answers":[
                {"submissionTime":"2024-03-04T08:20:17Z","workerId":"good"},
                {"submissionTime":"2024-03-04T08:20:17Z","workerId":""},
                {"submissionTime":"2024-03-04T08:20:17Z"},
                {"submissionTime":"late","workerId":"a"},
                {"submissionTime":1709540417,"workerId":"a"},
                {"workerId":"a"},
                {"submissionTime":"1970-01-01T00:00:00Z","workerId":"a"},
                {"submissionTime":"2024-03-04T08:20:17Z","workerId":17},
                "text"]}"#,
        );
        assert_eq!(parsed.submissions.len(), 1);
        let reasons: Vec<Reason> = parsed.skipped.iter().map(|skip| skip.reason).collect();
        let expected =
            [WrongShape, WrongShape, BadTime, BadTime, BadTime, ImplausibleTime, WrongShape, WrongShape];
        assert_eq!(reasons, expected);
    }

    #[test]
    fn content_may_nest_deeper_than_any_stack() {
        let text = format!(
            r#"{{"answers":[{{"answerContent":{}{},"submissionTime":"2024-03-04T08:20:17Z","workerId":"a"}}]}}"#,
            "[".repeat(200_000),
            "]".repeat(200_000)
        );
        assert_eq!(response(&text).submissions.len(), 1);
    }

    #[test]
    fn anything_may_be_between_the_answers() {
        let answer =
            |n| format!(r#"{{"submissionTime":"2024-03-04T08:00:00Z","workerId":"private.eu-west-1.{n}"}}"#);
        super::super::trial_tests::holds_in_list(&FORMAT, [r#"{"answers":["#, "]}"], answer);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_answers_or_a_reason(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), at in 0usize..900, byte: u8) {
            let _ = parse(&bytes, now());
            let mut bent = PRIVATE.as_bytes().to_vec();
            let at = at % bent.len();
            bent[at] = byte;
            let _ = (parse(&bent, now()), parse(&bent[..at], now()));
        }
    }
}
