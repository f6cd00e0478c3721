//! The second places where worker ids stand: consolidation requests, and the manifest lines of custom
//! jobs. Neither has a time per answer, so theirs is that of the file or of the line: coarse, and said so.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{inside, worker_response::utf8};
use crate::source::answer::{Parsed, Reason, Skip, Submission, WorkerId};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object<'a> {
    #[serde(borrow)]
    dataset_object_id: &'a RawValue,
    #[serde(borrow)]
    annotations: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Annotation {
    worker_id: Option<String>,
    annotation_data: Option<AnnotationData>,
}

#[derive(Deserialize)]
struct AnnotationData {
    /// JSON inside a JSON text.
    content: Option<String>,
}

/// Reads one consolidation request: an array of many objects. All answers get the time `consolidated`.
///
/// # Errors
/// The reason for which the file as a whole cannot be used.
pub fn parse_request(bytes: &[u8], consolidated: DateTime<Utc>) -> Result<Vec<Parsed>, Skip> {
    let objects: Vec<&RawValue> = serde_json::from_str(utf8(bytes)?).map_err(|error| Skip::json(&error))?;
    Ok(objects.into_iter().map(|object| parse_object(object, consolidated)).collect())
}

fn parse_object(object: &RawValue, consolidated: DateTime<Utc>) -> Parsed {
    let Ok(object) = serde_json::from_str::<Object<'_>>(object.get()) else {
        let skip = Skip::new(Reason::WrongShape, "an object of another shape");
        return Parsed { skipped: vec![skip], ..Parsed::default() };
    };
    let id = object.dataset_object_id.get();
    let id = serde_json::from_str(id).unwrap_or_else(|_| id.to_owned());
    Parsed { object: Some(id), ..annotations(&object.annotations, consolidated) }
}

/// Reads a list of `{"workerId", "annotationData"}`, as both places have it.
pub(crate) fn annotations(annotations: &[&RawValue], consolidated: DateTime<Utc>) -> Parsed {
    let mut parsed = Parsed::default();
    for annotation in annotations {
        let annotation: Option<Annotation> = serde_json::from_str(annotation.get()).ok();
        let worker_id = annotation.as_ref().and_then(|a| WorkerId::new(a.worker_id.as_deref()?));
        if worker_id.is_none() {
            parsed.skipped.push(Skip::new(Reason::WrongShape, "an annotation without a worker id"));
            continue;
        }
        let content = annotation.and_then(|a| a.annotation_data).and_then(|data| data.content);
        let content: Option<&RawValue> = content.as_deref().and_then(|text| serde_json::from_str(text).ok());
        parsed.submissions.push(Submission {
            worker_id,
            sub: None,
            submitted: consolidated,
            accepted: None,
            spent_ms: None,
            inside: inside::count(content),
        });
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_tells_who_worked_on_which_object() {
        let text = r#"[{"datasetObjectId":"2","dataObject":{"s3Uri":"s3://b/i.jpg"},"annotations":[
            {"workerId":"private.eu-west-1.aa","annotationData":{"content":"{\"box\":{\"boundingBoxes\":[1,2]}}"}},
            {"workerId":"private.eu-west-1.bb","annotationData":{"s3Uri":"s3://b/large.json"}}]}, 7]"#;
        let parsed = parse_request(text.as_bytes(), DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(parsed[0].object.as_deref(), Some("2"));
        let workers: Vec<_> = parsed[0].submissions.iter().map(|s| (s.worker_id.clone(), s.inside)).collect();
        assert_eq!(workers, [(WorkerId::new("aa"), 2), (WorkerId::new("bb"), 1)]);
        assert_eq!(parsed[1].skipped.len(), 1);
        assert!(parse_request(b"{}", DateTime::UNIX_EPOCH).is_err());
    }
}
