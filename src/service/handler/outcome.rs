//! What a run answers, and what it measured.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    report::{mail::FilmLink, receipt::Receipt},
    service::runs::{Record, Slot},
    settings::RunKind,
};

/// How a run ended well.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The film is made, and its mail is sent if one was asked for.
    Done,
    /// It had been done before.
    AlreadyDone,
    /// Another request works on it.
    InProgress,
    /// No answers since the last film.
    NothingNew,
}

/// The answer: a receipt and what became of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// Whether a mail was sent for this run.
    pub notified: bool,
    /// What kind of run it was.
    pub kind: RunKind,
    /// The name of the job in keys.
    pub job: String,
    /// An address that opens the film.
    pub link: Option<String>,
    /// When it stops working.
    pub link_until: Option<DateTime<Utc>>,
    /// What was made and counted, with `s3://` addresses; its `job` is the name that people use.
    pub receipt: Option<Receipt>,
    /// More fields of the answer: which jobs were listed, or what became of them.
    pub more: Map<String, Value>,
    /// For the metrics.
    pub measures: Measures,
}

/// What a run measured.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Measures {
    /// Labels counted.
    pub labels: u64,
    /// Files and answers that could not be used.
    pub skipped: u64,
    /// Frames drawn.
    pub frames: u64,
    /// Milliseconds from the first frame to the end of the encoder.
    pub render_ms: u64,
    /// Bytes uploaded.
    pub upload_bytes: u64,
}

impl Outcome {
    /// One flat object in alphabetical order: the receipt, and beside it how the run ended.
    pub fn to_json(&self) -> Value {
        #[derive(Serialize)]
        struct Flat<'a> {
            #[serde(flatten)]
            receipt: Option<&'a Receipt>,
            #[serde(skip_serializing_if = "Option::is_none")]
            job: Option<&'a str>,
            status: Status,
            kind: RunKind,
            notified: bool,
            #[serde(flatten)]
            more: &'a Map<String, Value>,
            #[serde(skip_serializing_if = "Option::is_none")]
            link: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            link_until: Option<DateTime<Utc>>,
        }
        json!(Flat {
            receipt: self.receipt.as_ref(),
            // A receipt has the name as people write it.
            job: self.receipt.is_none().then_some(&self.job),
            status: self.status,
            kind: self.kind,
            notified: self.notified,
            more: &self.more,
            link: self.link.as_deref(),
            link_until: self.link_until,
        })
    }

    fn new(status: Status, slot: &Slot) -> Self {
        Self {
            status,
            notified: false,
            kind: slot.kind(),
            job: slot.job().to_owned(),
            link: None,
            link_until: None,
            receipt: None,
            more: Map::new(),
            measures: Measures::default(),
        }
    }

    pub(super) fn already_done(slot: &Slot, record: &Record) -> Self {
        let receipt = record.film.as_ref().map(|film| film.receipt.clone());
        Self { notified: record.notified, receipt, ..Self::new(Status::AlreadyDone, slot) }
    }

    pub(super) fn in_progress(slot: &Slot) -> Self {
        Self::new(Status::InProgress, slot)
    }

    pub(super) fn nothing_new(slot: &Slot, notified: bool, measures: Measures) -> Self {
        Self { notified, measures, ..Self::new(Status::NothingNew, slot) }
    }

    /// A step of a fleet is done.
    pub(super) fn done_without_film(slot: &Slot, more: Map<String, Value>) -> Self {
        Self { more, ..Self::new(Status::Done, slot) }
    }

    pub(super) fn done(slot: &Slot, record: &Record, film: FilmLink, measures: Measures) -> Self {
        Self {
            notified: record.notified,
            link: Some(film.url),
            link_until: Some(film.until),
            receipt: record.film.as_ref().map(|film| film.receipt.clone()),
            measures,
            ..Self::new(Status::Done, slot)
        }
    }
}

/// The namespace of the metrics.
const NAMESPACE: &str = "LabelRace";

/// The metrics of a run as a line that CloudWatch reads from a log, in its Embedded Metric Format.
///
/// A run that another request works on does not count, and neither does a list of jobs: the alarm for mornings without
/// a film watches `RunsCompleted`.
pub fn metrics(outcome: &Outcome, function: &str, now: DateTime<Utc>) -> Option<Value> {
    if !matches!(outcome.status, Status::Done | Status::NothingNew | Status::AlreadyDone)
        || outcome.kind == RunKind::Jobs
    {
        return None;
    }
    let Measures { labels, skipped, frames, render_ms, upload_bytes } = outcome.measures;
    let metric = |name: &str, unit: &str| json!({"Name": name, "Unit": unit});
    Some(json!({
        "_aws": {
            "Timestamp": now.timestamp_millis(),
            "CloudWatchMetrics": [{
                "Namespace": NAMESPACE,
                "Dimensions": [["FunctionName"], ["FunctionName", "Kind"]],
                "Metrics": [
                    metric("RunsCompleted", "Count"), metric("Labels", "Count"), metric("Skipped", "Count"),
                    metric("Frames", "Count"), metric("RenderMs", "Milliseconds"),
                    metric("UploadBytes", "Bytes"), metric("Notified", "Count"),
                ],
            }],
        },
        "level": "INFO",
        "FunctionName": function,
        "Kind": outcome.kind,
        "Job": outcome.job,
        "Status": outcome.status,
        "RunsCompleted": 1,
        "Labels": labels,
        "Skipped": skipped,
        "Frames": frames,
        "RenderMs": render_ms,
        "UploadBytes": upload_bytes,
        "Notified": u8::from(outcome.notified && outcome.status != Status::AlreadyDone),
    }))
}
