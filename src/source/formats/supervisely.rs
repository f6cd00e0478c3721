//! Supervisely: the annotation of each image, one file for each, with the author and the time of every object.
//!
//! The file is called like the image that it is about; inside it has no name.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    format::{Contents, FileFacts, Format, Line, LooseJob, Read},
    shapes::Shapes,
};
use crate::source::{skipped::Skip, time};

/// Annotations of a project.
pub static FORMAT: Format = Format {
    tool: "Supervisely",
    give: Some("annotations of Supervisely"),
    counts: "what a person made on one image, at the time of its last object; `--count annotations` counts objects.",
    rests_on: "the source of its SDK, and its documentation",
    head: |head| head.has("objects") && head.has("size") && head.has_text("\"labelerLogin\""),
    loose: Some(LooseJob::Tool),
    read: Read::Elements(read),
    ..Format::OF_ANOTHER_TOOL
};

#[derive(Deserialize)]
struct ImageAnnotation<'a> {
    #[serde(borrow)]
    objects: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LabeledObject {
    labeler_login: Option<String>,
    created_at: Option<String>,
}

/// Reads the annotation of an image.
fn read(element: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    let objects = match serde_json::from_slice::<ImageAnnotation<'_>>(element.text) {
        Ok(annotation) => annotation.objects,
        Err(error) => return contents.skipped.push(Skip::json(&error)),
    };
    let mut shapes = Shapes::default();
    for object in objects {
        let read = serde_json::from_str::<LabeledObject>(object.get()).map_err(|error| Skip::json(&error));
        let added = read.and_then(|object| {
            let drawn = time::submitted(object.created_at.as_deref(), facts.now);
            shapes.add([object.labeler_login.as_deref()], drawn)
        });
        if let Err(skip) = added {
            contents.skipped.push(skip);
        }
    }
    shapes.into_answers(&facts.object, contents);
}

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    fn object(by: &str, at: &str) -> String {
        format!(
            r#"{{"id":7,"classTitle":"disk","geometryType":"bitmap","labelerLogin":"{by}","createdAt":"{at}","updatedAt":"2021-05-15T17:03:22.089Z","tags":[]}}"#
        )
    }

    fn image(objects: &[String]) -> String {
        format!(
            r#"{{"description":"","tags":[],"size":{{"height":512,"width":512}},"objects":[{}]}}"#,
            objects.join(",")
        )
    }

    #[test]
    fn the_objects_of_a_person_on_an_image_are_one_answer() {
        let text = image(&[
            object("ann", "2021-05-12T08:53:14.856Z"),
            object("bob", "2021-05-12T08:50:00Z"),
            object("ann", "2021-05-12T08:54:00Z"),
            object("ann", "soon"),
        ]);
        let (answers, left_out) = trial::answers(&FORMAT, &text);
        let expected = [("ann", "a.jpg", "2021-05-12 08:54:00"), ("bob", "a.jpg", "2021-05-12 08:50:00")];
        assert_eq!(answers, expected.map(|(a, b, c)| (a.into(), b.into(), c.into())));
        assert_eq!((left_out, trial::contents(&FORMAT, &text).answers[0].1.inside), (1, Some(2)));
    }

    #[test]
    fn anything_may_be_between_the_images() {
        trial::holds(&FORMAT, "", |_| image(&[object("ann", "2021-05-12T08:53:14.856Z")]));
    }
}
