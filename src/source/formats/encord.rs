//! Encord: its label rows, with the objects and classifications on each data unit.
//!
//! Each of them says who made it and when. What a model made, and what was deleted, does not count. The same object is
//! in every frame of a video that it is seen in, and is one.

use std::collections::{BTreeMap, HashSet};

use chrono::DateTime;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    format::{Contents, FileFacts, Format, Line, LooseJob, Read},
    shapes::Shapes,
};
use crate::source::{
    skipped::{Reason, Skip},
    time,
};

/// Label rows, in one file or in many.
pub static FORMAT: Format = Format {
    tool: "Encord",
    give: Some("label rows of Encord"),
    counts: "what a person made on one data unit, at the time of its last shape; `--count annotations` counts shapes. What a model made or somebody deleted does not count.",
    rests_on: "the tests of its SDK, and its documentation",
    head: |head| head.has("label_hash") && head.has("data_units"),
    loose: Some(LooseJob::Tool),
    read: Read::Elements(read),
    ..Format::OF_ANOTHER_TOOL
};

#[derive(Deserialize)]
struct LabelRow<'a> {
    #[serde(borrow)]
    data_units: BTreeMap<String, DataUnit<'a>>,
}

#[derive(Deserialize)]
struct DataUnit<'a> {
    data_hash: Option<String>,
    #[serde(borrow)]
    labels: Option<&'a RawValue>,
}

/// The labels of an image, or of a frame of a video.
#[derive(Deserialize)]
struct FrameLabels<'a> {
    #[serde(borrow)]
    objects: Vec<&'a RawValue>,
    #[serde(borrow)]
    classifications: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EncordShape {
    #[serde(alias = "classificationHash")]
    object_hash: Option<String>,
    created_by: Option<String>,
    created_at: Option<String>,
    manual_annotation: Option<bool>,
    is_deleted: Option<bool>,
}

/// Reads the next label row.
fn read(element: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    let row: LabelRow<'_> = match serde_json::from_slice(element.text) {
        Ok(row) => row,
        Err(error) => return contents.skipped.push(Skip::json(&error)),
    };
    for (key, unit) in row.data_units {
        let frames = match unit.labels.map_or_else(|| Ok(Vec::new()), frames) {
            Ok(frames) => frames,
            Err(skip) => {
                contents.skipped.push(skip);
                continue;
            }
        };
        let mut shapes = Shapes::default();
        let mut known = HashSet::new();
        for shape in
            frames.into_iter().flat_map(|frame| frame.objects.into_iter().chain(frame.classifications))
        {
            if let Err(skip) = add(shape, facts, &mut known, &mut shapes) {
                contents.skipped.push(skip);
            }
        }
        shapes.into_answers(&unit.data_hash.unwrap_or(key).into(), contents);
    }
}

/// The labels of an image are one frame; those of a video have the frames by their numbers.
fn frames(labels: &RawValue) -> Result<Vec<FrameLabels<'_>>, Skip> {
    if let Ok(frame) = serde_json::from_str(labels.get()) {
        return Ok(vec![frame]);
    }
    let frames: BTreeMap<String, FrameLabels<'_>> =
        serde_json::from_str(labels.get()).map_err(|error| Skip::json(&error))?;
    Ok(frames.into_values().collect())
}

fn add(
    shape: &RawValue,
    facts: &FileFacts,
    known: &mut HashSet<String>,
    shapes: &mut Shapes,
) -> Result<(), Skip> {
    let shape: EncordShape = serde_json::from_str(shape.get()).map_err(|error| Skip::json(&error))?;
    if shape.object_hash.is_some_and(|hash| !known.insert(hash)) {
        return Ok(());
    }
    if shape.is_deleted == Some(true) {
        return Err(Skip::new(Reason::NotCounted, "deleted"));
    }
    if shape.manual_annotation == Some(false) {
        return Err(Skip::new(Reason::NotCounted, "prediction"));
    }
    let text = shape.created_at.as_deref().unwrap_or_default();
    // `Thu, 09 Feb 2023 14:12:03 UTC`, which is a date of mails but for its zone.
    let mail = DateTime::parse_from_rfc2822(&text.replace("UTC", "GMT")).ok().map(|time| time.to_utc());
    let time = mail.or_else(|| time::parse(text));
    let time = time.ok_or_else(|| Skip::new(Reason::BadTime, "a shape without a readable time"));
    shapes.add([shape.created_by.as_deref()], time.and_then(|time| time::plausible(time, facts.now)))
}

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    fn shape(hash: &str, by: &str, at: &str, more: &str) -> String {
        format!(
            r#"{{"objectHash":"{hash}","createdBy":"{by}","createdAt":"{at}","lastEditedBy":"eve"{more}}}"#
        )
    }

    fn row(hash: &str, labels: &str) -> String {
        format!(
            r#"{{"label_hash":"{hash}","data_hash":"d-{hash}","data_units":{{"d-{hash}":{{"data_hash":"d-{hash}","data_title":"a.jpg","labels":{labels}}}}},"object_answers":{{}}}}"#
        )
    }

    #[test]
    fn what_a_person_drew_on_a_data_unit_is_one_answer_at_its_last_shape() {
        let objects = [
            shape("a", "ann", "Thu, 09 Feb 2023 14:12:03 UTC", r#","manualAnnotation":true"#),
            shape("b", "ann", "Thu, 09 Feb 2023 14:15:00 GMT", ""),
            shape("c", "bob", "2023-02-09T14:00:00Z", ""),
            shape("d", "bob", "2023-02-09T15:00:00Z", r#","isDeleted":true"#),
            shape("e", "model", "2023-02-09T15:00:00Z", r#","manualAnnotation":false"#),
        ];
        let frame = shape("a", "ann", "Thu, 09 Feb 2023 14:12:03 UTC", "");
        let video = format!(
            r#"{{"0":{{"objects":[{frame}],"classifications":[]}},"7":{{"objects":[{frame}],"classifications":[{}]}}}}"#,
            shape("f", "ann", "Thu, 09 Feb 2023 14:20:00 UTC", "")
                .replace("objectHash", "classificationHash"),
        );
        let image = format!(r#"{{"objects":[{}],"classifications":[]}}"#, objects.join(","));
        let text = format!("[{},\n{}]", row("1", &image), row("2", &video));
        let (answers, left_out) = trial::answers(&FORMAT, &text);
        let expected = [
            ("ann", "d-1", "2023-02-09 14:15:00"),
            ("bob", "d-1", "2023-02-09 14:00:00"),
            ("ann", "d-2", "2023-02-09 14:20:00"),
        ];
        assert_eq!(answers, expected.map(|(a, b, c)| (a.into(), b.into(), c.into())));
        let inside: Vec<Option<u32>> =
            trial::contents(&FORMAT, &text).answers.iter().map(|(_, answer)| answer.inside).collect();
        assert_eq!(
            (inside, left_out),
            (vec![Some(2), Some(1), Some(2)], 2),
            "an object in two frames is one"
        );
    }

    #[test]
    fn anything_may_be_between_the_rows() {
        trial::holds(&FORMAT, "", |n| {
            let shape = shape("a", "ann", "Thu, 09 Feb 2023 14:12:03 UTC", "");
            row(&n.to_string(), &format!(r#"{{"objects":[{shape}],"classifications":[]}}"#))
        });
    }
}
