//! Human evaluation of models, as `SageMaker` Clarify and Amazon Bedrock write it: one JSON record for each prompt, in
//! which the answers have the shape of Amazon A2I.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    format::{Contents, FileFacts, Format, LooseJob, Read, Role},
    worker_response::{self, Response, utf8},
};
use crate::source::{skipped::Skip, time::Times};

/// `{"humanEvaluationResult":...}`: one record, or one after another.
pub static FORMAT: Format = Format {
    tool: "Amazon A2I",
    give: None,
    counts: "",
    rests_on: "AWS's documentation",
    key: None,
    head: |head| !head.is_array && head.has("humanEvaluationResult"),
    loose: Some(LooseJob::Place),
    role: Role::Answers,
    read: Read::Whole(read),
    times: Times::Submitted,
};

#[derive(Deserialize)]
struct EvaluationRecord<'a> {
    #[serde(borrow, rename = "humanEvaluationResult")]
    human_evaluation_result: &'a RawValue,
}

/// The answers in all records. A broken record costs only itself.
fn read(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let mut rest = utf8(bytes)?;
    let mut contents = Contents::default();
    let mut number = 0;
    loop {
        rest = rest.trim_ascii_start();
        if rest.is_empty() {
            return Ok(contents);
        }
        number += 1;
        let mut records = serde_json::Deserializer::from_str(rest).into_iter::<EvaluationRecord<'_>>();
        match records.next() {
            Some(Ok(record)) => {
                rest = &rest[records.byte_offset()..];
                for result in results(record.human_evaluation_result) {
                    take(
                        worker_response::parse(result.get().as_bytes(), facts.now),
                        number,
                        facts,
                        &mut contents,
                    );
                }
            }
            Some(Err(error)) => {
                contents.skipped.push(Skip::json(&error).at(format_args!("record {number}")));
                // Records are lines, so the next one begins on the next line.
                rest = rest.split_once('\n').map_or("", |(_, next)| next);
            }
            None => return Ok(contents),
        }
    }
}

/// One result, or one for each metric that people were asked about.
fn results(result: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(result.get()).unwrap_or_else(|_| vec![result])
}

fn take(parsed: Result<Option<Response>, Skip>, number: u64, facts: &FileFacts, contents: &mut Contents) {
    match parsed {
        Ok(response) => {
            let Response { object, submissions, pools, skipped } = response.unwrap_or_default();
            let object: Arc<str> = object.unwrap_or_else(|| format!("{}#{number}", facts.object)).into();
            contents.answers.extend(submissions.into_iter().map(|answer| (Arc::clone(&object), answer)));
            contents.pools.extend(pools);
            contents.skipped.extend(skipped.into_iter().map(|skip| skip.at(format_args!("record {number}"))));
        }
        Err(skip) => contents.skipped.push(skip.at(format_args!("record {number}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{skipped::Reason, time};

    const ANSWER: &str = r#"{"humanAnswers":[{"submissionTime":"2024-03-04T08:00:00Z","workerId":"ann"}],"humanLoopName":"loop1"}"#;
    const OTHER: &str =
        r#"{"humanAnswers":[{"submissionTime":"2024-03-04T09:00:00Z","workerId":"bo"},{"workerId":"cy"}]}"#;

    fn contents(text: &str) -> Contents {
        read(text.as_bytes(), &FileFacts::new(time::parse("2026-01-01T00:00:00Z").unwrap())).unwrap()
    }

    fn objects(text: &str) -> Vec<String> {
        contents(text).answers.iter().map(|(object, _)| object.to_string()).collect()
    }

    #[test]
    fn a_result_is_an_object_or_an_array_of_them() {
        let clarify = format!(r#"{{"humanEvaluationResult":{ANSWER},"inputRecord":{{}}}}"#);
        let bedrock = format!(r#"{{"humanEvaluationResult":[{ANSWER},{OTHER}],"inputRecord":{{}}}}"#);
        assert_eq!(objects(&clarify), ["loop1"]);
        assert_eq!(objects(&bedrock), ["loop1", "#1"]);
        assert_eq!(
            contents(&bedrock).skipped,
            [Skip::new(Reason::BadTime, "no submission time").at("record 1")]
        );
        assert_eq!(objects(&format!("{clarify}\n{bedrock}\n")), ["loop1", "loop1", "#2"]);
        let pretty =
            serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&clarify).unwrap());
        assert_eq!(objects(&pretty.unwrap()), ["loop1"]);
    }

    #[test]
    fn anything_may_be_between_the_records() {
        super::super::trial_tests::holds(&FORMAT, "", |_| format!(r#"{{"humanEvaluationResult":{ANSWER}}}"#));
    }

    #[test]
    fn a_broken_record_costs_only_itself() {
        let good = format!(r#"{{"humanEvaluationResult":{ANSWER}}}"#);
        let read = contents(&format!("{good}\n{{\"humanEvaluationResult\":\n{good}\n{{\"x\":1}}\n{good}"));
        assert_eq!((read.answers.len(), read.skipped.len()), (3, 2));
    }
}
