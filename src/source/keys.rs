//! What a key means: where Ground Truth and Amazon A2I put which file.
//!
//! A labeling job's root holds `annotations/worker-response/iteration-<n>/<object>/<time>.json`, one
//! file per finished object, beside much that is nobody's answer. This file reads keys and nothing
//! else; `gather` lists and fetches.

use chrono::{DateTime, Utc};

use crate::source::time;

/// What is known of a file by its key alone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The root of the job that it belongs to: everything before the parts that Ground Truth names.
    pub root: String,
    /// What it is.
    pub kind: Kind,
}

/// The files of a job that matter here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Kind {
    /// All answers to one object.
    Response {
        /// The dataset object.
        object: String,
        /// When the file was written, if its name tells.
        written: Option<DateTime<Utc>>,
    },
    /// The answers to many objects, without times.
    ConsolidationRequest {
        /// When the file was written, if its name tells.
        written: Option<DateTime<Utc>>,
    },
    /// `output.manifest`: one line per object.
    Manifest,
    /// A file that belongs to a job and holds no answers: of a single frame, a mask, a template.
    Other,
}

/// Where a manifest lies below the root of its job.
pub const MANIFEST: &str = "manifests/output/output.manifest";

/// Reads a whole key; `None` where it has nothing to do with the layout of a job.
pub fn place(key: &str) -> Option<Place> {
    let parts: Vec<&str> = key.split('/').collect();
    worker_response(&parts)
        .or_else(|| below_annotations(&parts))
        .or_else(|| below_manifests(&parts))
        .or_else(|| annotation_tool(&parts))
        .or_else(|| a2i(&parts))
}

/// Where the job's root ends, for a folder inside the job: `a/xray/annotations/worker-response` gives
/// `a/xray`, and so does every folder below.
pub fn root_above(folder: &str) -> Option<String> {
    let parts: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    let ends = |i: usize| {
        parts[i] == "annotations" && matches!(parts.get(i + 1), None | Some(&"worker-response"))
            || parts[i..] == ["manifests"]
            || parts[i..] == ["manifests", "output"]
    };
    let end = (0..parts.len()).rev().find(|&i| ends(i))?;
    Some(parts[..end].join("/"))
}

/// The key of a file below a job's root, which may be the bucket itself.
pub fn below(root: &str, key: &str) -> String {
    if root.is_empty() { key.to_owned() } else { format!("{root}/{key}") }
}

fn worker_response(parts: &[&str]) -> Option<Place> {
    let named = (1..parts.len()).rev().find(|&i| is_iteration(parts[i]) && parts[i - 1] == "worker-response");
    let iteration = named.or_else(|| (0..parts.len()).rev().find(|&i| is_iteration(parts[i])))?;
    let above = &parts[..iteration];
    let below = &parts[iteration + 1..];
    // A copy may have been made of less than the whole job. Other programs have iterations too, so
    // without its folder an answer is known by the time that is its name.
    let above = match above.split_last() {
        Some((&"worker-response", above)) => match above.split_last() {
            Some((&"annotations", above)) => above,
            _ => above,
        },
        Some((&("consolidation-request" | "consolidation-response" | "intermediate"), _)) => return None,
        _ if matches!(below, [_, file] if written(file).is_some()) => above,
        _ => return None,
    };
    let kind = match below {
        [object, file] if !object.is_empty() && is_json(file) => {
            Kind::Response { object: (*object).to_owned(), written: written(file) }
        }
        _ => Kind::Other,
    };
    Some(Place { root: above.join("/"), kind })
}

fn below_annotations(parts: &[&str]) -> Option<Place> {
    let annotations = (0..parts.len()).rev().find(|&i| {
        parts[i] == "annotations"
            && matches!(
                parts.get(i + 1),
                Some(&("consolidated-annotation" | "intermediate" | "worker-response"))
            )
    })?;
    let kind = match &parts[annotations + 1..] {
        ["consolidated-annotation", "consolidation-request", iteration, file]
            if is_iteration(iteration) && is_json(file) =>
        {
            Kind::ConsolidationRequest { written: written(file) }
        }
        _ => Kind::Other,
    };
    Some(Place { root: parts[..annotations].join("/"), kind })
}

fn below_manifests(parts: &[&str]) -> Option<Place> {
    match parts {
        [root @ .., "manifests", "output", "output.manifest"] => {
            Some(Place { root: root.join("/"), kind: Kind::Manifest })
        }
        _ => None,
    }
}

/// What the labelers see lies beside the answers from the first minute of a job on.
fn annotation_tool(parts: &[&str]) -> Option<Place> {
    match parts {
        [root @ .., "annotation-tool", "data.json" | "template.liquid"] => {
            Some(Place { root: root.join("/"), kind: Kind::Other })
        }
        _ => None,
    }
}

/// `<flow definition>/YYYY/MM/DD/hh/mm/ss/<human loop>/output.json`
fn a2i(parts: &[&str]) -> Option<Place> {
    let [root @ .., year, month, day, hour, minute, second, human_loop, "output.json"] = parts else {
        return None;
    };
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || ![month, day, hour, minute, second].iter().all(|part| digits(part, 2)) {
        return None;
    }
    let kind = Kind::Response { object: (*human_loop).to_owned(), written: None };
    Some(Place { root: root.join("/"), kind })
}

/// The object that a response file without a job around it is about: its folder where the file is
/// named by its time, else the file itself.
pub fn loose_object(key: &str) -> &str {
    let (folder, file) = key.rsplit_once('/').unwrap_or(("", key));
    if written(file).is_some() && !folder.is_empty() { folder } else { key.trim_end_matches(".json") }
}

/// Whether a file is named as Ground Truth names its answers.
pub fn is_json(key: &str) -> bool {
    std::path::Path::new(key).extension().is_some_and(|extension| extension == "json")
}

fn is_iteration(part: &str) -> bool {
    part.strip_prefix("iteration-")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn written(file: &str) -> Option<DateTime<Utc>> {
    time::parse_file_name(file.strip_suffix(".json")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(object: &str, at: &str) -> Kind {
        Kind::Response { object: object.into(), written: time::parse(at) }
    }

    #[track_caller]
    fn check(key: &str, root: &str, kind: Kind) {
        assert_eq!(place(key), Some(Place { root: root.into(), kind }), "{key}");
    }

    #[test]
    fn an_answer_lies_two_below_its_iteration() {
        let kind = || response("17", "2024-03-04T08:20:10Z");
        for name in ["2024-03-04_08:20:10", "2024-03-04_08_20_10", "2024-03-04_08\u{F03A}20\u{F03A}10"] {
            check(
                &format!("out/Xray/annotations/worker-response/iteration-12/17/{name}.json"),
                "out/Xray",
                kind(),
            );
        }
        check("Xray/worker-response/iteration-1/17/2024-03-04_08:20:10.json", "Xray", kind());
        check("iteration-1/17/2024-03-04_08:20:10.json", "", kind());
        let kind = Kind::Response { object: "a b".into(), written: None };
        check("annotations/worker-response/iteration-1/a b/answers.json", "", kind);
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
            check(&format!("job/annotations/{rest}"), "job", Kind::Other);
        }
    }

    #[test]
    fn manifests_and_consolidation_requests_are_known() {
        check("a/job/manifests/output/output.manifest", "a/job", Kind::Manifest);
        let written = time::parse("2024-03-04T08:20:10Z");
        check(
            "job/annotations/consolidated-annotation/consolidation-request/iteration-1/2024-03-04_08:20:10.json",
            "job",
            Kind::ConsolidationRequest { written },
        );
    }

    #[test]
    fn amazon_a2i_sorts_by_time() {
        let kind = Kind::Response { object: "loop-1".into(), written: None };
        check("flow/2024/03/04/08/20/10/loop-1/output.json", "flow", kind);
    }

    #[test]
    fn other_files_are_not_a_jobs() {
        for key in ["a.json", "photos/2024/03/04/output.json", "notes/iteration/1/a.json"] {
            assert_eq!(place(key), None, "{key}");
        }
        assert_eq!(loose_object("a/17/2024-03-04_08:20:10.json"), "a/17");
        assert_eq!(loose_object("a/17.json"), "a/17");
    }

    #[test]
    fn the_root_is_found_from_inside() {
        for place in
            ["", "worker-response/", "worker-response/iteration-1/", "worker-response/iteration-1/17"]
        {
            assert_eq!(
                root_above(&format!("b/job/annotations/{place}")).as_deref(),
                Some("b/job"),
                "{place}"
            );
        }
        assert_eq!(root_above("b/job/manifests/output/").as_deref(), Some("b/job"));
        assert_eq!(root_above("annotations/").as_deref(), Some(""), "a bucket may be a job");
        assert_eq!(root_above("b/job"), None);
    }

    #[test]
    fn a_folder_above_may_be_called_like_one_inside() {
        let written = time::parse("2024-03-04T08:20:10Z");
        let request = "iteration-2/job/annotations/consolidated-annotation/consolidation-request/iteration-1";
        check(
            &format!("{request}/2024-03-04_08:20:10.json"),
            "iteration-2/job",
            Kind::ConsolidationRequest { written },
        );
        check("iteration-2/manifests/output/output.manifest", "iteration-2", Kind::Manifest);
        check(
            "job/annotations/worker-response/iteration-1/iteration-7/2024-03-04_08:20:10.json",
            "job",
            response("iteration-7", "2024-03-04T08:20:10Z"),
        );
        assert_eq!(place("models/iteration-3/eval/metrics.json"), None, "another program's iteration");
    }

    proptest::proptest! {
        #[test]
        fn any_key_has_a_place_or_none(parts in proptest::collection::vec(
            "(annotations|worker-response|iteration-[0-9]{0,2}|manifests|output|output\\.manifest|[0-9]{2,4}|.{0,3}|.*\\.json)", 0..12,
        )) {
            let key = parts.join("/");
            if let Some(place) = place(&key) {
                proptest::prop_assert!(key.starts_with(&place.root));
            }
            let _ = (root_above(&key), loose_object(&key));
        }
    }
}
