//! Labelbox: the NDJSON of its export, one data row with the labels of all projects in each line.
//!
//! Who made a label and when is in its details, which somebody has to tick when exporting. Who uploaded the data row is
//! no worker. The older JSON is a table, which `table` reads.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};

use super::format::{Contents, FileFacts, Format, Line, LooseJob, Read, Role};
use crate::source::{
    answer::{Submission, WorkerId},
    skipped::{Reason, Skip},
    time::{self, Times},
};

/// An export, version 2: the file is the job.
pub static FORMAT: Format = Format {
    tool: "Labelbox",
    give: Some("an export of Labelbox with label details"),
    key: None,
    head: |head| head.has("data_row") && head.has("projects"),
    loose: Some(LooseJob::File),
    role: Role::Answers,
    read: Read::Elements(read),
    times: Times::Submitted,
};

#[derive(Deserialize)]
struct ExportRow {
    data_row: DataRow,
    projects: BTreeMap<String, ExportProject>,
}

#[derive(Deserialize)]
struct DataRow {
    id: String,
}

#[derive(Deserialize)]
struct ExportProject {
    #[serde(default)]
    labels: Vec<ExportLabel>,
}

#[derive(Deserialize)]
struct ExportLabel {
    label_details: Option<LabelDetails>,
    performance_details: Option<Performance>,
    annotations: Option<Annotated>,
}

#[derive(Deserialize)]
struct LabelDetails {
    created_by: Option<String>,
    created_at: Option<String>,
}

#[derive(Deserialize)]
struct Performance {
    seconds_to_create: Option<f64>,
    skipped: Option<bool>,
}

#[derive(Deserialize)]
struct Annotated {
    #[serde(default)]
    objects: Vec<IgnoredAny>,
    #[serde(default)]
    classifications: Vec<IgnoredAny>,
}

/// Reads the next data row.
fn read(element: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    let told = |skip: Skip| skip.at(format_args!("entry {}", element.number));
    match serde_json::from_slice::<ExportRow>(element.text) {
        Err(error) => contents.skipped.push(told(Skip::json(&error))),
        Ok(row) => {
            for label in row.projects.into_values().flat_map(|project| project.labels) {
                match submission(label, facts) {
                    Ok(submission) => contents.answers.push((row.data_row.id.as_str().into(), submission)),
                    Err(skip) => contents.skipped.push(told(skip)),
                }
            }
        }
    }
}

fn submission(label: ExportLabel, facts: &FileFacts) -> Result<Submission, Skip> {
    let performance = label.performance_details;
    if performance.as_ref().and_then(|performance| performance.skipped) == Some(true) {
        return Err(Skip::new(Reason::NotCounted, "skipped"));
    }
    let details = label.label_details;
    let worker_id = details.as_ref().and_then(|details| WorkerId::new(details.created_by.as_deref()?));
    let (Some(details), Some(_)) = (details, &worker_id) else {
        return Err(Skip::new(
            Reason::WrongShape,
            "a label without details: export again with label details",
        ));
    };
    let seconds = performance.and_then(|performance| performance.seconds_to_create);
    let inside = label.annotations.map_or(1, |inside| inside.objects.len() + inside.classifications.len());
    Ok(Submission {
        worker_id,
        spent_ms: seconds.and_then(time::milliseconds),
        inside: Some(u32::try_from(inside).unwrap_or(u32::MAX)),
        ..Submission::new(time::submitted(details.created_at.as_deref(), facts.now)?)
    })
}
