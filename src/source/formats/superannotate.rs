//! `SuperAnnotate`: the instances on each item, with who made them and when.
//!
//! What a model made does not count. An item whose instances name nobody has at least whoever touched it last.

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

/// Items, in one file or in one for each.
pub static FORMAT: Format = Format {
    tool: "SuperAnnotate",
    give: Some("an export of SuperAnnotate"),
    counts: "what a person made on one item, at the time of its last instance; `--count annotations` counts instances. Predictions and skipped items do not count.",
    rests_on: "the tests of its SDK, and its documentation",
    head: |head| head.has("metadata") && head.has("instances"),
    loose: Some(LooseJob::Tool),
    read: Read::Elements(read),
    ..Format::OF_ANOTHER_TOOL
};

#[derive(Deserialize)]
struct AnnotatedItem<'a> {
    metadata: ItemMetadata,
    #[serde(borrow)]
    instances: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ItemMetadata {
    name: Option<String>,
    status: Option<String>,
    last_action: Option<LastAction>,
}

#[derive(Deserialize)]
struct LastAction {
    email: Option<String>,
    /// In milliseconds since 1970.
    timestamp: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ItemInstance {
    created_by: Option<InstanceAuthor>,
    created_at: Option<String>,
    creation_type: Option<String>,
}

#[derive(Deserialize)]
struct InstanceAuthor {
    email: Option<String>,
}

/// Reads the next item.
fn read(element: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    if let Err(skip) = item(element.text, facts, contents) {
        contents.skipped.push(skip);
    }
}

fn item(text: &[u8], facts: &FileFacts, contents: &mut Contents) -> Result<(), Skip> {
    let AnnotatedItem { metadata, instances } =
        serde_json::from_slice(text).map_err(|error| Skip::json(&error))?;
    match metadata.status.as_deref() {
        Some("Skipped") => return Err(Skip::new(Reason::NotCounted, "skipped")),
        Some("NotStarted") => return Err(Skip::new(Reason::NotCounted, "not started")),
        _ => {}
    }
    let mut shapes = Shapes::default();
    let mut names_anybody = false;
    for instance in instances {
        let read = serde_json::from_str::<ItemInstance>(instance.get()).map_err(|error| Skip::json(&error));
        let added = read.and_then(|instance| {
            if instance.creation_type.is_some_and(|kind| kind != "Manual") {
                names_anybody = true;
                return Err(Skip::new(Reason::NotCounted, "prediction"));
            }
            let Some(author) = instance.created_by else { return Ok(()) };
            names_anybody = true;
            shapes.add([author.email.as_deref()], time::submitted(instance.created_at.as_deref(), facts.now))
        });
        if let Err(skip) = added {
            contents.skipped.push(skip);
        }
    }
    if let (false, Some(LastAction { email: Some(email), timestamp: Some(ms) })) =
        (names_anybody, &metadata.last_action)
    {
        let time = time::readable(DateTime::from_timestamp_millis(*ms), facts.now);
        shapes.add([Some(email.as_str())], time)?;
    }
    let object = metadata.name.map_or_else(|| facts.object.clone(), Into::into);
    shapes.into_answers(&object, contents);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    fn instance(by: &str, at: &str, kind: &str) -> String {
        format!(
            r#"{{"type":"bbox","createdAt":"{at}","createdBy":{{"email":"{by}","role":"Annotator"}},"updatedBy":{{"email":"eve"}},"creationType":"{kind}"}}"#
        )
    }

    fn item(name: &str, status: &str, instances: &[String]) -> String {
        format!(
            r#"{{"metadata":{{"name":"{name}","status":"{status}","annotatorEmail":null,"lastAction":{{"email":"cyd","timestamp":1634899229953}}}},"instances":[{}],"tags":[]}}"#,
            instances.join(",")
        )
    }

    #[test]
    fn instances_count_for_who_made_them_and_else_for_who_was_there_last() {
        let bare = instance("x", "2021-10-22T10:40:26.151Z", "Manual")
            .replace(r#""createdBy":{"email":"x","role":"Annotator"},"#, "");
        let items = [
            item(
                "1.jpg",
                "Completed",
                &[
                    instance("ann", "2021-10-22T10:40:26.151Z", "Manual"),
                    instance("ann", "2021-10-22T10:41:00.000Z", "Manual"),
                    instance("bob", "2021-10-22T11:00:00.000Z", "Prediction"),
                ],
            ),
            item("2.jpg", "Completed", &[bare]),
            item("3.jpg", "Skipped", &[]),
            item("4.jpg", "NotStarted", &[]),
            item("5.jpg", "Completed", &[instance("bob", "2021-10-22T11:00:00.000Z", "Prediction")]),
        ];
        let (answers, left_out) = trial::answers(&FORMAT, &format!("[{}]", items.join(",")));
        let expected = [("ann", "1.jpg", "2021-10-22 10:41:00"), ("cyd", "2.jpg", "2021-10-22 10:40:29")];
        assert_eq!(answers, expected.map(|(a, b, c)| (a.into(), b.into(), c.into())));
        assert_eq!(left_out, 4);
    }

    #[test]
    fn anything_may_be_between_the_items() {
        trial::holds(&FORMAT, "", |n| {
            item(&n.to_string(), "InProgress", &[instance("ann", "2021-10-22T10:40:26.151Z", "Manual")])
        });
    }
}
