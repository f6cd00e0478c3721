//! The formats that answers come in: one file for each, and one line in [`FORMATS`].
//!
//! Everything that depends on a format is in its [`Format`]: how its files are recognized and read, what they
//! count for, and what error messages call them. `head` and `format` say what that is made of, `inside` counts
//! annotations for all of them.

pub mod head;
pub mod format;
pub mod inside;
pub mod elements;
mod parse;
#[cfg(test)]
mod trial_tests;
mod usual_response;
pub mod worker_response;
pub mod consolidation;
pub mod manifest;
pub mod activity;
pub mod a2i;
pub mod evaluation;
mod table_time;
mod columns;
pub mod table;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod race_table;
mod shapes;
pub mod prodigy;
pub mod label_studio;
pub mod labelbox;
pub mod kili;
pub mod encord;
pub mod superannotate;
pub mod supervisely;
pub mod cvat;
pub mod inception;
pub mod refused;
pub mod own;

pub use self::parse::parse;
use self::{
    format::{Format, LooseJob, Read},
    head::FileHead,
};
use super::{keys::JobKey, options::ColumnNames, time::Times};
use serde::Serialize;

/// Every format there is. Where more than one could recognize a file, the first one does.
pub static FORMATS: &[&Format] = &[
    &own::FORMAT,
    &worker_response::FORMAT,
    &consolidation::FORMAT,
    &manifest::FORMAT,
    &manifest::ARRAY,
    &activity::ANSWER,
    &activity::QUERY_RESULT,
    &activity::OBJECTS,
    &activity::LINES,
    &a2i::FORMAT,
    &evaluation::FORMAT,
    &prodigy::FORMAT,
    &label_studio::FORMAT,
    &label_studio::MIN,
    &label_studio::TABLE,
    &labelbox::FORMAT,
    &labelbox::FIRST,
    &kili::FORMAT,
    &encord::FORMAT,
    &superannotate::FORMAT,
    &supervisely::FORMAT,
    &cvat::FORMAT,
    &inception::FORMAT,
    &inception::PROJECT,
    &refused::ARGILLA,
    &refused::DOCCANO,
    &refused::V7,
    &refused::ROBOFLOW,
    &refused::COCO,
    &refused::SCALE,
    &refused::DIFFGRAM,
    #[cfg(feature = "parquet")]
    &parquet::FORMAT,
    #[cfg(not(feature = "parquet"))]
    &refused::PARQUET,
    &refused::ARCHIVE,
    &table::FORMAT,
    &table::JSON,
    &table::JSON_ROW,
    &race_table::FORMAT,
    &table::UNKNOWN,
];

/// What the key of a file says: the format, the job, and what is in the file. `None` if its place is not one
/// where a job keeps its files.
pub fn at_key(key: &str) -> Option<(&'static Format, JobKey)> {
    let parts: Vec<&str> = key.split('/').collect();
    FORMATS.iter().find_map(|format| Some((*format, (format.key?)(&parts)?)))
}

/// The format of a file whose key says that it is in `format`, by its beginning: people keep lists of objects as
/// arrays, too.
pub fn of_role(format: &'static Format, head: &[u8]) -> &'static Format {
    let head = FileHead::new(head);
    let mut same_role = FORMATS.iter().filter(|other| other.role == format.role && (other.head)(&head));
    same_role.next().copied().unwrap_or(format)
}

/// The format as which a file named `.json` is read if nothing recognizes it: its parser says what is wrong.
pub const OF_JSON: &Format = &worker_response::FORMAT;

/// The format of a file that begins like this, if its key does not tell. A file is loose if it was only found
/// somewhere, rather than named by somebody.
/// `columns` is what somebody said of the columns of tables.
pub fn with_head(head: &[u8], is_loose: bool, columns: &ColumnNames) -> Option<&'static Format> {
    let head = FileHead::new(head).with_columns(columns);
    let mut among = FORMATS.iter().filter(|format| !is_loose || format.loose.is_some());
    among.find(|format| (format.head)(&head)).copied()
}

/// One format for people who look for theirs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct FormatLine {
    /// The tool that writes it.
    pub tool: &'static str,
    /// What of it is read, or why nothing is.
    pub what: &'static str,
    /// What is a label in it and what is not; empty if nothing is read.
    pub counts: &'static str,
    /// What of it is a job; `None` if nothing is read.
    pub job: Option<&'static str>,
    /// How exact its times are; `None` if nothing is read.
    pub times: Option<Times>,
    /// What the knowledge of it rests on.
    pub rests_on: &'static str,
}

/// All formats that somebody can give, or would like to.
pub fn lines() -> Vec<FormatLine> {
    let line = |format: &&Format| {
        let Format { tool, counts, rests_on, .. } = **format;
        if let Read::Nothing(what) = format.read {
            return Some(FormatLine { tool, what, counts: "", job: None, times: None, rests_on });
        }
        let job = match format.loose {
            Some(LooseJob::File) if format.key.is_some() => "each folder, or each file",
            Some(LooseJob::File) => "each file",
            Some(LooseJob::Project | LooseJob::SameProject) => "each project",
            Some(LooseJob::Tool) => "all files",
            Some(LooseJob::Named) => "as the log says",
            Some(LooseJob::Place) | None => "each folder",
        };
        Some(FormatLine {
            tool,
            what: format.give?,
            counts,
            job: Some(job),
            times: Some(format.times),
            rests_on,
        })
    };
    FORMATS.iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{
        formats::format::Role,
        keys::{self, Holds},
        time,
    };

    #[track_caller]
    fn check(key: &str, format: &Format, root: &str, object: Option<&str>, written: Option<&str>) {
        let (found, at) = at_key(key).expect("a key of a job");
        assert!(std::ptr::eq(found, format), "{key} is {found:?}");
        let holds = Holds::Data { object: object.map(str::to_owned), written: written.and_then(time::parse) };
        assert_eq!(at, JobKey { root: root.into(), holds }, "{key}");
    }

    const RESPONSE: &Format = &worker_response::FORMAT;
    const REQUEST: &Format = &consolidation::FORMAT;
    const WRITTEN: Option<&str> = Some("2024-03-04T08:20:10Z");

    #[test]
    fn an_answer_lies_two_below_its_iteration() {
        for name in ["2024-03-04_08:20:10", "2024-03-04_08_20_10", "2024-03-04_08\u{F03A}20\u{F03A}10"] {
            let key = format!("out/Xray/annotations/worker-response/iteration-12/17/{name}.json");
            check(&key, RESPONSE, "out/Xray", Some("17"), WRITTEN);
        }
        let key = "Xray/worker-response/iteration-1/17/2024-03-04_08:20:10.json";
        check(key, RESPONSE, "Xray", Some("17"), WRITTEN);
        check("iteration-1/17/2024-03-04_08:20:10.json", RESPONSE, "", Some("17"), WRITTEN);
        check("annotations/worker-response/iteration-1/a b/answers.json", RESPONSE, "", Some("a b"), None);
    }

    #[test]
    fn what_lies_deeper_or_beside_is_no_answer() {
        let deeper = "0123456789012345678901234567890123456789/frame_0019.jpeg.json";
        for rest in [
            &format!("worker-response/iteration-1/0/{deeper}"),
            "worker-response/iteration-1/0/",
            "worker-response/iteration-1/note.json",
            "worker-response/readme.json",
            "consolidated-annotation/output/0_2022-09-09T17:25:31.918770.png",
            "consolidated-annotation/consolidation-response/iteration-1/2024-03-04_08:20:10.json",
            "intermediate/1/annotations.json",
        ] {
            let (_, at) = at_key(&format!("job/annotations/{rest}")).unwrap();
            assert_eq!(at, JobKey { root: "job".into(), holds: Holds::NoAnswers }, "{rest}");
        }
    }

    #[test]
    fn manifests_and_consolidation_requests_are_known() {
        check("a/job/manifests/output/output.manifest", &manifest::FORMAT, "a/job", None, None);
        let request = "job/annotations/consolidated-annotation/consolidation-request/iteration-1";
        check(&format!("{request}/2024-03-04_08:20:10.json"), REQUEST, "job", None, WRITTEN);
    }

    #[test]
    fn amazon_a2i_sorts_by_time() {
        check("flow/2024/03/04/08/20/10/loop-1/output.json", &a2i::FORMAT, "flow", Some("loop-1"), None);
    }

    #[test]
    fn other_files_are_not_a_jobs() {
        for key in ["a.json", "photos/2024/03/04/output.json", "notes/iteration/1/a.json"] {
            assert!(at_key(key).is_none(), "{key}");
        }
    }

    #[test]
    fn a_folder_above_may_be_called_like_one_inside() {
        let request = "iteration-2/job/annotations/consolidated-annotation/consolidation-request/iteration-1";
        check(&format!("{request}/2024-03-04_08:20:10.json"), REQUEST, "iteration-2/job", None, WRITTEN);
        let key = "iteration-2/manifests/output/output.manifest";
        check(key, &manifest::FORMAT, "iteration-2", None, None);
        let key = "job/annotations/worker-response/iteration-1/iteration-7/2024-03-04_08:20:10.json";
        check(key, RESPONSE, "job", Some("iteration-7"), WRITTEN);
        assert!(at_key("models/iteration-3/eval/metrics.json").is_none(), "another program's iteration");
    }

    #[test]
    fn a_file_is_recognized_by_what_it_begins_with() {
        let with_head = |text: &str| with_head(text.as_bytes(), false, &ColumnNames::default());
        let found = |text: &str| with_head(text).map(|format| (format.tool, format.role));
        for (text, tool_and_role) in [
            ("{\"answers\":[{\"answerContent", ("Ground Truth", Role::Answers)),
            ("{\n  \"answers\": [", ("Ground Truth", Role::Answers)),
            ("[{\"annotations\":[],\"datasetObjectId\":\"2\"", ("Ground Truth", Role::Fallback)),
            ("{\"source-ref\":\"s3://b/1.jpg\"}\n{\"source-ref", ("Ground Truth", Role::ObjectList)),
            ("{\"flowDefinitionArn\":\"x\",\"humanAnswers\":[]}", ("Amazon A2I", Role::Answers)),
        ] {
            assert_eq!(found(text), Some(tool_and_role), "{text}");
        }
        for text in ["", "{\"version\":1}", "[1,2]", "\u{0}\u{1}", "id,name\n"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_key_has_a_place_or_none(parts in proptest::collection::vec(
            "(annotations|worker-response|iteration-[0-9]{0,2}|manifests|output|output\\.manifest|[0-9]{2,4}|.{0,3}|.*\\.json)", 0..12,
        )) {
            let key = parts.join("/");
            if let Some((_, at)) = at_key(&key) {
                proptest::prop_assert!(key.starts_with(&at.root));
            }
            let _ = (keys::root_above(&key), keys::loose_object(&key));
        }
    }
}
