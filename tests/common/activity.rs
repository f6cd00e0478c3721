//! Logs of the workers' activity, in both styles of time that they have had.

use std::io::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use flate2::{Compression, write::GzEncoder};
use serde_json::json;

/// One event of the log.
#[derive(Clone, Debug)]
pub(crate) struct Event<'a> {
    pub(crate) kind: &'a str,
    pub(crate) job: &'a str,
    pub(crate) region: &'a str,
    pub(crate) team: &'a str,
    pub(crate) worker: &'a str,
    /// When the task was accepted, RFC 3339; empty if it is not told.
    pub(crate) accepted: &'a str,
    /// When what the event tells took place.
    pub(crate) at: &'a str,
}

impl<'a> Event<'a> {
    /// `worker` submits a task of `metrics-demo`.
    pub(crate) fn submitted(worker: &'a str, accepted: &'a str, at: &'a str) -> Self {
        let (kind, job, region, team) = ("TasksSubmitted", "metrics-demo", "us-east-2", "day-shift");
        Self { kind, job, region, team, worker, accepted, at }
    }

    fn time(&self) -> DateTime<Utc> {
        self.at.parse().unwrap()
    }

    /// As the log has it, with times as Java writes dates.
    pub(crate) fn java(&self) -> String {
        self.with(|time| time.format("%a %b %d %H:%M:%S UTC %Y").to_string())
    }

    /// As the log has it, with times in ISO form and without a zone.
    pub(crate) fn iso(&self) -> String {
        self.with(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true).trim_end_matches('Z').to_owned())
    }

    fn with(&self, style: impl Fn(DateTime<Utc>) -> String) -> String {
        let at = style(self.time());
        let of = |kind: &str| if self.kind == kind { at.clone() } else { String::new() };
        let accepted = self.accepted.parse().map_or_else(|_| of("TasksAccepted"), &style);
        let Self { kind, job, region, team, worker, .. } = self;
        json!({
            "worker_id": worker,
            "cognito_user_pool_id": format!("{region}_AbCdEfGhI"),
            "cognito_sub_id": format!("{worker}-0000-4000-8000-000000000000"),
            "task_accepted_time": accepted,
            "task_submitted_time": of("TasksSubmitted"),
            "task_returned_time": of("TasksReturned"),
            "task_declined_time": of("TasksDeclined"),
            "workteam_arn": format!("arn:aws:sagemaker:{region}:111122223333:workteam/private-crowd/{team}"),
            "labeling_job_arn": format!("arn:aws:sagemaker:{region}:111122223333:labeling-job/{job}"),
            "work_requester_account_id": "111122223333",
            "job_reference_code": "111122223333",
            "job_type": "Private",
            "event_type": kind,
            "event_timestamp": self.time().timestamp().to_string(),
        })
        .to_string()
    }
}

/// A file as an export of the group has it: the time of each event before it, packed.
pub(crate) fn exported(events: &[String]) -> Vec<u8> {
    let lines =
        events.iter().flat_map(|event| ["2024-03-04T09:00:00.123Z ", event, "\n"]).collect::<String>();
    packed(lines.as_bytes())
}

/// The bytes, packed with gzip.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
