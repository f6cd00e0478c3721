//! Amazon A2I, a close relative of Ground Truth: one file for each human loop, in folders of its time.

use super::{
    format::{Format, LooseJob, Read, Role},
    worker_response,
};
use crate::source::{keys, time::Times};

/// `{"humanAnswers":[...]}`.
pub static FORMAT: Format = Format {
    tool: "Amazon A2I",
    give: Some("the output of a flow definition"),
    counts: "each answer of a human loop.",
    rests_on: "files of AWS's examples, and its documentation",
    key: Some(keys::a2i),
    head: |head| head.has("humanAnswers"),
    loose: Some(LooseJob::Place),
    role: Role::Answers,
    read: Read::Whole(worker_response::read),
    times: Times::Submitted,
};

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    #[test]
    fn anything_may_be_between_the_answers() {
        let begin = r#"{"humanLoopName":"loop-1","humanAnswers":["#;
        trial::holds_in_list(&FORMAT, [begin, "]}"], |n| {
            format!(r#"{{"submissionTime":"2024-03-04T08:00:00Z","workerId":"w{n}","answerContent":{{}}}}"#)
        });
    }
}
