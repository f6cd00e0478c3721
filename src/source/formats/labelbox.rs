//! Labelbox: the NDJSON of its export, one data row with the labels of all projects in each line.
//!
//! Who made a label and when is in its details, which somebody has to tick when exporting. Who uploaded the data row is
//! no worker. The older JSON is a table with columns of its own.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use super::{
    format::{Contents, FileFacts, Format, Line, LooseJob, Read},
    table,
};
use crate::source::{
    answer::{Project, Submission, WorkerId},
    skipped::{Reason, Skip},
    time,
};

/// An export, version 2.
pub static FORMAT: Format = Format {
    tool: "Labelbox",
    give: Some("an export of Labelbox with label details"),
    counts: "each label that was not skipped. The details of the labels have to be in the export.",
    rests_on: "files that teams published",
    head: |head| head.has("data_row") && head.has("projects"),
    loose: Some(LooseJob::Project),
    read: Read::Elements(read),
    ..Format::OF_ANOTHER_TOOL
};

/// An export, version 1, of one project.
pub static FIRST: Format = Format {
    give: None,
    head: |head| ["Created By", "Created At", "DataRow ID"].iter().all(|key| head.has(key)),
    loose: Some(LooseJob::File),
    read: Read::Whole(table::read_json),
    ..FORMAT
};

#[derive(Deserialize)]
struct ExportRow<'a> {
    data_row: DataRow,
    #[serde(borrow)]
    projects: BTreeMap<String, ExportProject<'a>>,
}

#[derive(Deserialize)]
struct DataRow {
    id: String,
}

#[derive(Deserialize)]
struct ExportProject<'a> {
    name: Option<String>,
    #[serde(borrow, default)]
    labels: Vec<&'a RawValue>,
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
    let row: ExportRow<'_> = match serde_json::from_slice(element.text) {
        Ok(row) => row,
        Err(error) => return contents.skipped.push(Skip::json(&error)),
    };
    let object: Arc<str> = row.data_row.id.into();
    for (id, project) in row.projects {
        let name = project.name.unwrap_or_else(|| id.clone());
        let of = Arc::new(Project { id, name });
        for label in project.labels {
            match submission(label, &of, facts) {
                Ok(submission) => contents.answers.push((Arc::clone(&object), submission)),
                Err(skip) => contents.skipped.push(skip),
            }
        }
    }
}

fn submission(label: &RawValue, project: &Arc<Project>, facts: &FileFacts) -> Result<Submission, Skip> {
    let label: ExportLabel = serde_json::from_str(label.get()).map_err(|error| Skip::json(&error))?;
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
        project: Some(Arc::clone(project)),
        ..Submission::new(time::submitted(details.created_at.as_deref(), facts.now)?)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    #[test]
    fn anything_may_be_between_the_data_rows() {
        let label = r#"{"label_details":{"created_by":"ann","created_at":"2023-10-02T08:14:15.000+00:00"}}"#;
        trial::holds(&FORMAT, "", |n| {
            format!(r#"{{"data_row":{{"id":"{n}"}},"projects":{{"p":{{"labels":[{label}]}}}}}}"#)
        });
        let label = r#""Created By":"ann","Created At":"2021-04-01T10:00:00.000Z","Skipped":false"#;
        trial::holds(&FIRST, "[", |n| format!(r#"{{"DataRow ID":"r{n}",{label}}},"#));
    }
}
