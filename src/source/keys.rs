//! What a key means: where Ground Truth and Amazon A2I put their files.
//!
//! The folder of a labeling job, its root, holds `annotations/worker-response/iteration-<n>/<object>/<time>.json`,
//! one file for each finished object, and many files without answers. This file only reads keys; the table in
//! `formats` says which function below finds the files of which format.

use chrono::{DateTime, Utc};

use crate::source::time;

/// What the key of a file in a job says about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JobKey {
    /// The root of the job: everything before the parts that Ground Truth names.
    pub root: String,
    /// What is in the file.
    pub holds: Holds,
}

/// What is in a file of a job.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Holds {
    /// Something to be read.
    Data {
        /// The dataset object, where the file is about a single one.
        object: Option<String>,
        /// When the file was written, if its name says so.
        written: Option<DateTime<Utc>>,
    },
    /// No answers: a single frame, a mask, a template.
    NoAnswers,
}

impl JobKey {
    fn data(root: &[&str], object: Option<&str>, written: Option<DateTime<Utc>>) -> Self {
        Self { root: root.join("/"), holds: Holds::Data { object: object.map(str::to_owned), written } }
    }

    fn no_answers(root: &[&str]) -> Self {
        Self { root: root.join("/"), holds: Holds::NoAnswers }
    }
}

/// Where the manifest of a job is, below its root.
pub const MANIFEST: &str = "manifests/output/output.manifest";

/// The root of the job that a folder is inside of: `a/xray` for `a/xray/annotations/worker-response` and
/// for every folder below that.
pub fn root_above(folder: &str) -> Option<String> {
    let parts: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    let ends = |i: usize| {
        parts[i] == "annotations"
            && matches!(
                parts.get(i + 1),
                None | Some(&("worker-response" | "consolidated-annotation" | "intermediate"))
            )
            || parts[i..] == ["manifests"]
            || parts[i..] == ["manifests", "output"]
    };
    let end = (0..parts.len()).rev().find(|&i| ends(i))?;
    Some(parts[..end].join("/"))
}

/// The root of the job that a folder is a part of, with only some of its answers in it or none: an iteration, an
/// object, or what Ground Truth makes of answers. Of no other folder, and not of the folder of all answers.
pub fn job_of_part(folder: &str) -> Option<String> {
    let parts: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    let is_part = |i: usize| match parts.get(i + 1) {
        Some(&"worker-response") => parts.get(i + 2).is_some_and(|part| is_iteration(part)),
        Some(&("consolidated-annotation" | "intermediate")) => true,
        _ => false,
    };
    let end = (0..parts.len()).rev().find(|&i| parts[i] == "annotations" && is_part(i))?;
    Some(parts[..end].join("/"))
}

/// A path as a person wrote it, without the part of a job that it ends in.
pub fn without_part(shown: &str) -> String {
    match shown.rsplit_once("/annotations/") {
        Some((job, _)) => job.to_owned(),
        // Somebody stands in the job, or inside of it.
        None => format!("the job around {shown}"),
    }
}

/// The key of a file below a job's root, which is empty where a bucket is the job.
pub fn below(root: &str, key: &str) -> String {
    if root.is_empty() { key.to_owned() } else { format!("{root}/{key}") }
}

/// All answers to one object: `annotations/worker-response/iteration-<n>/<object>/<time>.json`.
pub fn worker_response(parts: &[&str]) -> Option<JobKey> {
    let named = (1..parts.len()).rev().find(|&i| is_iteration(parts[i]) && parts[i - 1] == "worker-response");
    let iteration = named.or_else(|| (0..parts.len()).rev().find(|&i| is_iteration(parts[i])))?;
    let above = &parts[..iteration];
    let below = &parts[iteration + 1..];
    // People copy only parts of a job. Other programs have iterations too, so without the folder above it
    // an answer is recognized by the time in its name.
    let above = match above.split_last() {
        Some((&"worker-response", above)) => match above.split_last() {
            Some((&"annotations", above)) => above,
            _ => above,
        },
        Some((&("consolidation-request" | "consolidation-response" | "intermediate"), _)) => return None,
        _ if matches!(below, [_, file] if written(file).is_some()) => above,
        _ => return None,
    };
    Some(match below {
        [object, file] if !object.is_empty() && is_json(file) => {
            JobKey::data(above, Some(object), written(file))
        }
        _ => JobKey::no_answers(above),
    })
}

/// The answers to many objects, without times:
/// `annotations/consolidated-annotation/consolidation-request/iteration-<n>/<time>.json`.
pub fn consolidation_request(parts: &[&str]) -> Option<JobKey> {
    let annotations = (0..parts.len()).rev().find(|&i| {
        parts[i] == "annotations"
            && matches!(
                parts.get(i + 1),
                Some(&("consolidated-annotation" | "intermediate" | "worker-response"))
            )
    })?;
    let root = &parts[..annotations];
    Some(match &parts[annotations + 1..] {
        ["consolidated-annotation", "consolidation-request", iteration, file]
            if is_iteration(iteration) && is_json(file) =>
        {
            JobKey::data(root, None, written(file))
        }
        _ => JobKey::no_answers(root),
    })
}

/// [`MANIFEST`], and what the labelers see, which is there from the first minute of a job.
pub fn manifest(parts: &[&str]) -> Option<JobKey> {
    match parts {
        [root @ .., "manifests", "output", "output.manifest"] => Some(JobKey::data(root, None, None)),
        [root @ .., "annotation-tool", "data.json" | "template.liquid"] => Some(JobKey::no_answers(root)),
        _ => None,
    }
}

/// `<flow definition>/YYYY/MM/DD/hh/mm/ss/<human loop>/output.json`
pub fn a2i(parts: &[&str]) -> Option<JobKey> {
    let [root @ .., year, month, day, hour, minute, second, human_loop, "output.json"] = parts else {
        return None;
    };
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || ![month, day, hour, minute, second].iter().all(|part| digits(part, 2)) {
        return None;
    }
    Some(JobKey::data(root, Some(human_loop), None))
}

/// The object that a response file without a job around it is about: its folder if the file is named after
/// its time, or else the file itself.
pub fn loose_object(key: &str) -> &str {
    let (folder, file) = key.rsplit_once('/').unwrap_or(("", key));
    if written(file).is_some() && !folder.is_empty() { folder } else { key.trim_end_matches(".json") }
}

/// Whether a file is named the way Ground Truth names its answers.
pub fn is_json(key: &str) -> bool {
    std::path::Path::new(key).extension().is_some_and(|extension| extension == "json")
}

/// Whether a file is the picture, sound, film or archive that its name says: not worth opening to find answers.
pub fn is_media(key: &str) -> bool {
    const MEDIA: [&str; 23] = [
        "avi", "bmp", "gif", "heic", "jpeg", "jpg", "mkv", "mov", "mp3", "mp4", "ogg", "pcd", "pdf", "png",
        "svg", "tar", "tif", "tiff", "wav", "webm", "webp", "zip", "zst",
    ];
    let extension = std::path::Path::new(key).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| MEDIA.contains(&extension.to_ascii_lowercase().as_str()))
}

/// Whether a file was left by a program that has nothing to do with labeling: what Finder and Explorer put beside
/// every file, editors' backups and locks.
pub fn is_litter(key: &str) -> bool {
    const FILES: [&str; 4] = [".DS_Store", "Thumbs.db", "desktop.ini", ".localized"];
    const ENDS: [&str; 6] = ["~", ".bak", ".orig", ".swp", ".swo", ".tmp"];
    let mut parts = key.split('/').rev();
    let file = parts.next().unwrap_or(key);
    file.starts_with("._")
        || file.starts_with("~$")
        || file.starts_with(".#")
        || FILES.iter().any(|name| name.eq_ignore_ascii_case(file))
        || ENDS.iter().any(|end| file.ends_with(end))
        || parts.any(|folder| ["__MACOSX", ".Trashes", "@eaDir"].contains(&folder))
}

/// The folder that a key is in; empty if it is in none.
pub fn folder(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a key: the name of a file or folder.
pub fn last_part(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

fn is_iteration(part: &str) -> bool {
    part.strip_prefix("iteration-")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// When a file was written, if its name says so.
pub fn written(file: &str) -> Option<DateTime<Utc>> {
    time::parse_file_name(last_part(file).strip_suffix(".json")?)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for part in [
            "worker-response/iteration-1",
            "worker-response/iteration-2/17/",
            "consolidated-annotation",
            "intermediate/1",
        ] {
            let folder = format!("b/job/annotations/{part}");
            assert_eq!(job_of_part(&folder).as_deref(), Some("b/job"), "{folder}");
        }
        for whole in [
            "b/job",
            "b/job/annotations/",
            "b/job/annotations/worker-response/",
            "iteration-1",
            "b/manifests/output",
        ] {
            assert_eq!(job_of_part(whole), None, "{whole}");
        }
        assert_eq!(root_above("b/job/manifests/output/").as_deref(), Some("b/job"));
        assert_eq!(root_above("annotations/").as_deref(), Some(""), "a bucket may be a job");
        assert_eq!(root_above("b/job"), None);
    }

    #[test]
    fn an_object_without_a_job_is_named_by_its_file() {
        assert_eq!(loose_object("a/17/2024-03-04_08:20:10.json"), "a/17");
        assert_eq!(loose_object("a/17.json"), "a/17");
    }

    #[test]
    fn what_other_programs_leave_is_litter() {
        for key in [
            "__MACOSX/xray/annotations/worker-response/iteration-1/0/._2024-03-04_08:20:10.json",
            "xray/annotations/worker-response/iteration-1/0/._2024-03-04_08:20:10.json",
            "xray/.DS_Store",
            "THUMBS.DB",
            "a/Desktop.ini",
            "a/~$labels.csv",
            "a/output.manifest~",
            "a/.output.manifest.swp",
            "a/1.json.bak",
        ] {
            assert!(is_litter(key), "{key}");
        }
        for key in ["a/.hidden.json", "a/1.json", "DS_Store/1.json", "a/_1.json", "bak/a.json"] {
            assert!(!is_litter(key), "{key}");
        }
    }

    #[test]
    fn pictures_are_known_by_their_names() {
        assert!(is_media("a/cat.JPG") && is_media("b.tar"));
        assert!(!is_media("png") && !is_media("a.png/17") && !is_media("a.jsonl"));
    }
}
