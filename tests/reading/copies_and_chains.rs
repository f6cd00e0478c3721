//! Jobs as people really keep them: copied from a Mac or by a tool that cannot write colons, twice, without their
//! answers, as part of a chain; and labels that were submitted again.

use std::{fs, path::Path};

use labelrace::{
    run,
    settings::Input,
    source::{Gathered, Jobs, Reading, Reason, Strictness, Times},
    store::{Location, Stores},
};
use serde_json::json;

use crate::common::jobs::{Job, morning, old_answer as answer, worker_id};

const DAY_1: &str = "2024-03-04T08:00:00Z";
const DAY_2: &str = "2024-03-05T08:00:00Z";

fn input(source: impl AsRef<Path>, jobs: Jobs, strictness: Strictness) -> Input {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let reading = Reading { jobs, strictness, ..Reading::new(now) };
    Input::new(Location::Path(source.as_ref().to_owned()), reading)
}

async fn read(source: impl AsRef<Path>, jobs: Jobs) -> Gathered {
    let input = input(source, jobs, Strictness::Lenient);
    run::read(&input, &Stores::folders_only(), &|_| {}).await.unwrap()
}

async fn refused(source: impl AsRef<Path>) -> String {
    let input = input(source, Jobs::One, Strictness::Lenient);
    run::read(&input, &Stores::folders_only(), &|_| {}).await.unwrap_err().to_string()
}

/// A line of a manifest that `job` labeled.
fn labeled(source: u32, job: &str) -> String {
    json!({
        "source-ref": format!("s3://b/{source}.jpg"),
        "cells": {},
        "cells-metadata": {"job-name": format!("labeling-job/{job}"), "human-annotated": "yes", "creation-date": "2024-03-04T09:00:00"},
    })
    .to_string()
}

fn open(source: u32) -> String {
    json!({"source-ref": format!("s3://b/{source}.jpg")}).to_string()
}

/// A job of a chain over six objects: those below `before` were labeled by earlier jobs, those below `until` by this
/// one, and the rest by nobody.
fn chained(folder: &Path, name: &str, before: &[(&str, u32)], until: u32) {
    let mut lines = Vec::new();
    let mut job = Job::at(folder.join(name));
    for object in 0..6 {
        let earlier = before.iter().find(|(_, end)| object < *end);
        lines.push(match earlier {
            Some((earlier, _)) => labeled(object, earlier),
            None if object < until => {
                job = job.answers(&object.to_string(), &[answer("aa", DAY_1)]);
                labeled(object, name)
            }
            None => open(object),
        });
    }
    let _ = job.manifest(&lines.iter().map(String::as_str).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_objects_of_an_earlier_job_of_the_chain_are_not_this_ones() {
    let folder = tempfile::tempdir().unwrap();
    chained(folder.path(), "cells", &[], 2);
    chained(folder.path(), "cells-rest", &[("cells", 2)], 5);
    chained(folder.path(), "cells-last", &[("cells", 2), ("cells-rest", 5)], 6);
    for (job, total, human) in [("cells", 6, 2), ("cells-rest", 4, 3), ("cells-last", 1, 1)] {
        let progress = read(folder.path().join(job), Jobs::One).await.progress().unwrap();
        assert_eq!((progress.total, progress.human), (total, human), "{job}");
    }
    let all = read(folder.path(), Jobs::All).await;
    let progress = all.progress().unwrap();
    assert_eq!((progress.total, progress.human, progress.open()), (6, 6, 0), "each object counts once");
    assert_eq!((all.done().len(), all.answers.len()), (6, 6));
}

#[tokio::test]
async fn the_same_text_twice_in_one_list_is_two_objects() {
    let folder = tempfile::tempdir().unwrap();
    chained(folder.path(), "cells", &[], 2);
    let twice = [labeled(9, "texts"), labeled(9, "texts")];
    let twice: Vec<&str> = twice.iter().map(String::as_str).collect();
    let _ = Job::at(folder.path().join("texts")).answers("0", &[answer("aa", DAY_1)]).manifest(&twice);
    assert_eq!(read(folder.path(), Jobs::All).await.progress().unwrap().total, 8);
}

#[tokio::test]
async fn what_a_mac_and_windows_leave_is_neither_a_job_nor_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let job = morning(folder.path().join("xray"));
    let litter = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X";
    for file in
        ["annotations/worker-response/iteration-1/0/._2024-03-08_10:00:00.json", ".DS_Store", "Thumbs.db"]
    {
        let _ = Job::at(&job).file(file, litter);
        let _ = Job::at(folder.path().join("__MACOSX/xray")).file(file, litter);
    }
    let input = input(folder.path(), Jobs::One, Strictness::Strict);
    let gathered = run::read(&input, &Stores::folders_only(), &|_| {}).await.unwrap();
    assert_eq!((gathered.jobs.len(), gathered.answers.len(), &*gathered.name), (1, 5, "xray"));
}

#[tokio::test]
async fn the_time_of_a_request_is_in_its_name_however_its_colons_were_written() {
    for colon in [":", "_", "-", "%3A", "\u{FF1A}", "\u{F03A}", ""] {
        let folder = tempfile::tempdir().unwrap();
        let _ = Job::at(folder.path()).request(&[("0", &["aa", "bb"])]);
        let requests =
            folder.path().join("annotations/consolidated-annotation/consolidation-request/iteration-1");
        let name = requests.join(format!("2024-03-08_10{colon}00{colon}00.json"));
        fs::rename(requests.join("2024-03-08_10:00:00.json"), name).unwrap();
        let gathered = read(folder.path(), Jobs::One).await;
        assert_eq!(gathered.answers[0].submitted.to_rfc3339(), "2024-03-08T10:00:00+00:00", "{colon}");
        assert_eq!(gathered.times(), Times::Consolidated);
    }
}

#[tokio::test]
async fn the_age_of_a_file_is_the_last_resort_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let _ = Job::at(folder.path()).request(&[("0", &["aa"])]);
    let requests =
        folder.path().join("annotations/consolidated-annotation/consolidation-request/iteration-1");
    fs::rename(requests.join("2024-03-08_10:00:00.json"), requests.join("first.json")).unwrap();
    let age = "2025-06-01T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let file = fs::File::options().write(true).open(requests.join("first.json")).unwrap();
    file.set_modified(age.into()).unwrap();
    let gathered = read(folder.path(), Jobs::One).await;
    assert_eq!((gathered.answers[0].submitted, gathered.times()), (age, Times::File));
}

#[tokio::test]
async fn a_folder_with_two_copies_of_a_job_holds_one_job() {
    let folder = tempfile::tempdir().unwrap();
    for place in ["backup/xray", "xray"] {
        let _ = morning(folder.path().join(place));
    }
    let gathered = read(folder.path(), Jobs::One).await;
    assert_eq!((gathered.jobs.len(), gathered.answers.len()), (1, 5));
    let copy = gathered.skipped.reasons().next().unwrap();
    assert_eq!(
        (copy.reason, copy.examples.clone()),
        (Reason::Copy, vec!["xray: the same files as backup/xray".into()])
    );
    // A copy inside of the job that was named.
    let job = folder.path().join("backup/xray");
    let _ = morning(job.join("old/xray"));
    let gathered = read(&job, Jobs::One).await;
    let copy = gathered.skipped.reasons().next().unwrap();
    let job = job.canonicalize().unwrap();
    assert_eq!(copy.examples, [format!("old/xray: the same files as {}", job.display())]);
    fs::remove_dir_all(job.join("old")).unwrap();
    // Another answer makes another job of it.
    let _ = Job::at(folder.path().join("xray")).answers("9", &[answer("aa", DAY_1)]);
    assert!(refused(folder.path()).await.contains("holds 2 jobs"));
}

#[tokio::test]
async fn the_first_label_of_a_person_for_an_object_counts_and_a_review_is_a_label_of_the_reviewer() {
    let folder = tempfile::tempdir().unwrap();
    let _ = Job::at(folder.path())
        .answers("0", &[answer("aa", DAY_1)])
        .iteration(2)
        .answers("0", &[answer("aa", DAY_2), answer("bb", DAY_2), answer("aa", DAY_1)]);
    let gathered = read(folder.path(), Jobs::One).await;
    let who: Vec<&str> = gathered.answers.iter().map(|answer| answer.worker.as_str()).collect();
    assert_eq!((who, gathered.resubmitted, gathered.duplicates), (vec!["aa", "bb"], 1, 1));
}

#[tokio::test]
async fn a_list_of_objects_alone_says_what_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [labeled(0, "cells"), labeled(1, "cells"), open(2)];
    let _ =
        Job::at(folder.path().join("cells")).manifest(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let told = refused(folder.path()).await;
    assert!(told.contains("has 2 of 3 objects labeled, but does not say by whom"), "{told}");
    let input = input(folder.path(), Jobs::Any, Strictness::Lenient);
    let jobs = run::jobs(&run::survey(&input, &Stores::folders_only(), &|_| {}).await.unwrap());
    assert_eq!((jobs.len(), jobs[0].objects, jobs[0].answers), (1, Some(3), 0));
}

#[tokio::test]
async fn a_manifest_may_be_an_array_and_name_workers_in_its_own_way() {
    let folder = tempfile::tempdir().unwrap();
    let line = |worker: &str, day: &str| {
        json!({
            "source": day,
            "moods": {"workerId": worker_id(worker), "result": {"label": "glad"}},
            "moods-metadata": {"job_name": "moods", "human-annotated": "yes", "creation_date": day},
        })
    };
    let lines = [line("aa", DAY_1), line("bb", DAY_2)];
    let array = folder.path().join("moods.json");
    fs::write(&array, serde_json::to_string_pretty(&lines).unwrap()).unwrap();
    let _ = Job::at(folder.path().join("moods"))
        .file("manifests/output/output.manifest", json!(lines).to_string());
    for source in [array, folder.path().join("moods")] {
        let gathered = read(&source, Jobs::One).await;
        assert_eq!(
            (gathered.answers.len(), gathered.progress().unwrap().human),
            (2, 2),
            "{}",
            source.display()
        );
    }
}

#[tokio::test]
async fn evaluations_of_models_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let result = |name: &str, workers: &[&str]| {
        let answers: Vec<_> = workers.iter().map(|worker| answer(worker, DAY_1)).collect();
        json!({"humanAnswers": answers, "humanLoopName": name, "inputContent": {}})
    };
    let clarify = json!({"humanEvaluationResult": result("loop0", &["aa", "bb"]), "inputRecord": {}});
    let bedrock = json!({"humanEvaluationResult": [result("loop1", &["aa"])], "inputRecord": {}});
    let _ = Job::at(folder.path().join("compare"))
        .file("0/datasets/riddles/7_output.jsonl", format!("{clarify}\n{bedrock}\n"));
    let gathered = read(folder.path().join("compare"), Jobs::One).await;
    assert_eq!((gathered.answers.len(), &*gathered.name), (3, "compare"));
}
