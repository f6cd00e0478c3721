//! How many annotations one answer holds, and the class that it gives its object if that is all it does.
//!
//! `answerContent` can be anything, named by whoever wrote the template, and can be megabytes long. It is
//! searched in place and nothing of it is kept.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use crate::source::class::Class;

/// The lists whose elements are annotations, as Ground Truth's own widgets name them.
/// `entries` is the list of frames of a video or point-cloud sequence.
pub(super) const LISTS: [&str; 7] =
    ["boundingBoxes", "entities", "entries", "instances", "keypoints", "polygons", "polylines"];

/// `trackingAnnotations` > `frameData` > `entries` is as deep as any such list.
pub(super) const DEPTH: usize = 3;

/// The members of a JSON object.
pub(super) type Members<'a> = BTreeMap<MemberKey<'a>, &'a RawValue>;

/// The key of a member, borrowed from the file unless it has escapes in it.
#[derive(Deserialize, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct MemberKey<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// What an answer holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Inside {
    /// The number of annotations: 0 for an empty list, 1 for anything that is not a list.
    pub count: u32,
    /// The class, where the answer is a form with one element for choosing one: `{"NAME":{"label":"Duck"}}`, as the
    /// widgets for image and text classification write it.
    pub class: Option<Class>,
}

impl Inside {
    /// What an answer without content holds.
    pub(super) const NOTHING_SAID: Self = Self { count: 1, class: None };
}

/// Looks into the content of an answer.
pub fn look(content: Option<&RawValue>) -> Inside {
    let mut found = FoundInside::default();
    if let Some(content) = content {
        search(content, DEPTH, &mut found);
    }
    let class = match found {
        FoundInside { elements: None, labels: 1, label: Some(label) } => {
            serde_json::from_str(label.get()).ok().and_then(|label: Cow<'_, str>| Class::new(&label))
        }
        _ => None,
    };
    Inside { count: found.elements.unwrap_or(1), class }
}

/// What was found so far.
#[derive(Default)]
struct FoundInside<'a> {
    /// Elements of lists; `None` until there is a list.
    elements: Option<u32>,
    /// Elements of the form that name a class.
    labels: u32,
    /// The first of them.
    label: Option<&'a RawValue>,
}

fn search<'a>(value: &'a RawValue, depth: usize, found: &mut FoundInside<'a>) {
    let text = value.get();
    if depth == 0 || !text.starts_with('{') {
        return;
    }
    let Ok(members) = serde_json::from_str::<Members<'a>>(text) else { return };
    for (key, value) in members {
        if LISTS.contains(&key.0.as_ref()) {
            let elements: Option<Vec<IgnoredAny>> = serde_json::from_str(value.get()).ok();
            if let Some(elements) = elements {
                let n = u32::try_from(elements.len()).unwrap_or(u32::MAX);
                found.elements = Some(found.elements.unwrap_or(0).saturating_add(n));
            }
        } else if depth + 1 == DEPTH && key.0 == "label" && value.get().starts_with('"') {
            found.labels += 1;
            found.label.get_or_insert(value);
        } else {
            search(value, depth - 1, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &str, expected: u32) {
        let content: &RawValue = serde_json::from_str(content).unwrap();
        assert_eq!(look(Some(content)).count, expected, "{content}");
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
        assert_eq!(look(None), Inside { count: 1, class: None });
    }

    #[test]
    fn a_name_with_escapes_and_a_deep_nest_are_looked_through() {
        check(r#"{"\u0062ox":{"boundingBoxes":[1]}}"#, 1);
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
        check(&deep, 1);
    }

    #[track_caller]
    fn check_class(content: &str, expected: Option<&str>) {
        let content: &RawValue = serde_json::from_str(content).unwrap();
        let class = look(Some(content)).class;
        assert_eq!(class.as_ref().map(Class::as_str), expected, "{content}");
    }

    #[test]
    fn a_form_with_one_choice_has_a_class() {
        check_class(r#"{"crowd-image-classifier":{"label":"Duck"}}"#, Some("Duck"));
        check_class(r#"{"crowd-classifier":{"label":"Does not make sense"}}"#, Some("Does not make sense"));
        check_class(r#"{"category":{"label":"Correct","workerComment":"label: wrong?"}}"#, Some("Correct"));
        check_class(r#"{"roi":{"label":"cell"},"brightness":"100"}"#, Some("cell"));
        check_class(r#"{"a":{"label":"C\u00f4te"}}"#, Some("Côte"));
    }

    #[test]
    fn shapes_several_classes_and_other_forms_have_none() {
        check_class(r#"{"boundingBox":{"boundingBoxes":[{"label":"Bird"}]}}"#, None);
        check_class(r#"{"boxes":{"boundingBoxes":[]},"scene":{"label":"Sea"}}"#, None);
        check_class(r#"{"crowd-classifier-multi-select":{"labels":["a","b"]}}"#, None);
        check_class(r#"{"first":{"label":"a"},"second":{"label":"b"}}"#, None);
        check_class(r#"{"label":"a"}"#, None);
        check_class(r#"{"a":{"label":7}}"#, None);
        check_class(r#"{"a":{"label":" "}}"#, None);
        check_class(r#"{"a":{"b":{"label":"too deep"}}}"#, None);
        check_class("{}", None);
    }
}
