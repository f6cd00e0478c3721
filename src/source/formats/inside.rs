//! How many annotations one answer holds.
//!
//! `answerContent` can be anything, named by whoever wrote the template, and can be megabytes long. It is
//! searched in place and nothing of it is kept.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

/// The lists whose elements are annotations, as Ground Truth's own widgets name them.
/// `entries` is the list of frames of a video or point-cloud sequence.
const LISTS: [&str; 7] =
    ["boundingBoxes", "entities", "entries", "instances", "keypoints", "polygons", "polylines"];

/// `trackingAnnotations` > `frameData` > `entries` is as deep as any such list.
const DEPTH: usize = 3;

/// The members of a JSON object.
pub(super) type Members<'a> = BTreeMap<MemberKey<'a>, &'a RawValue>;

/// The key of a member, borrowed from the file unless it has escapes in it.
#[derive(Deserialize, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct MemberKey<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// The number of annotations inside: 0 for an empty list, 1 for anything that is not a list.
pub fn count(content: Option<&RawValue>) -> u32 {
    content.and_then(|content| search(content, DEPTH)).unwrap_or(1)
}

fn search(value: &RawValue, depth: usize) -> Option<u32> {
    let text = value.get();
    if depth == 0 || !text.starts_with('{') {
        return None;
    }
    let members: Members<'_> = serde_json::from_str(text).ok()?;
    let mut total = None;
    for (key, value) in &members {
        let found = if LISTS.contains(&key.0.as_ref()) {
            let elements: Option<Vec<IgnoredAny>> = serde_json::from_str(value.get()).ok();
            elements.map(|elements| u32::try_from(elements.len()).unwrap_or(u32::MAX))
        } else {
            search(value, depth - 1)
        };
        if let Some(found) = found {
            total = Some(total.unwrap_or(0u32).saturating_add(found));
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &str, expected: u32) {
        let content: &RawValue = serde_json::from_str(content).unwrap();
        assert_eq!(count(Some(content)), expected, "{content}");
    }

    #[test]
    fn boxes_entities_and_frames_are_counted() {
        check(
            r#"{"boundingBox":{"boundingBoxes":[{"label":"Bird"},{"label":"Cat"}],"inputImageProperties":{}}}"#,
            2,
        );
        check(r#"{"crowd-entity-annotation":{"entities":[{"startOffset":1}]}}"#, 1);
        check(r#"{"trackingAnnotations":{"frameData":{"entries":[{},{},{}],"s3Prefix":"s3://b/p"}}}"#, 3);
    }

    #[test]
    fn an_empty_list_is_nothing() {
        check(r#"{"crowd-entity-annotation":{"entities":[]}}"#, 0);
    }

    #[test]
    fn anything_else_is_one() {
        check(r#"{"crowd-image-classifier":{"label":"Duck"}}"#, 1);
        check(r#"{"crowd-classifier-multi-select":{"labels":["a","b"]}}"#, 1);
        check("{}", 1);
        check("[1,2,3]", 1);
        check("\"text\"", 1);
        assert_eq!(count(None), 1);
    }

    #[test]
    fn a_name_with_escapes_and_a_deep_nest_are_looked_through() {
        check(r#"{"\u0062ox":{"boundingBoxes":[1]}}"#, 1);
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
        check(&deep, 1);
    }
}
