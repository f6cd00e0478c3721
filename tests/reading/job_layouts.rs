//! Whole jobs in the shapes that Ground Truth leaves behind, read and counted.

use std::{fs, path::Path};

use chrono::{DateTime, Utc};
use labelrace::{
    people::{Aliases, Directory, Naming, Remembered},
    run::{self, RunError},
    settings::{Input, Plan},
    source::{GatherError, Gathered, Jobs, Progress, Reading, Reason, Strictness, Times},
    stats::{Choice, Counted},
    store::{Location, Stores},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::jobs::{Job, answer_of, old_answer as answer, response, worker_id, write};

const DAY_1: &str = "2024-03-04T08:00:00Z";
const DAY_2: &str = "2024-03-05T08:00:00Z";

fn now() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn plan(source: impl AsRef<Path>) -> Plan {
    let input = Input::new(Location::Path(source.as_ref().to_owned()), Reading::new(now()));
    Plan { interval: "1d".parse::<Choice>().unwrap(), naming: Naming::Id, ..Plan::plain(input) }
}

async fn count(plan: &Plan) -> Result<Counted, RunError> {
    let gathered = run::read(&plan.input, &Stores::folders_only(), &|_| {}).await?;
    let cast = run::cast(&gathered, plan, &Remembered::default(), &Directory::default());
    run::count(gathered, &cast, plan)
}

async fn gathered(source: impl AsRef<Path>) -> Gathered {
    count(&plan(source)).await.unwrap().gathered
}

async fn refused(source: impl AsRef<Path>) -> RunError {
    count(&plan(source)).await.unwrap_err()
}

/// Who submitted how much, by id.
fn labels(counted: &Counted) -> Vec<(String, u64)> {
    let workers = counted.tally.workers().iter();
    let mut labels: Vec<_> = workers.map(|worker| (worker.person.id.to_string(), worker.total())).collect();
    labels.sort();
    labels
}

async fn labels_in(source: impl AsRef<Path>) -> Vec<(String, u64)> {
    labels(&count(&plan(source)).await.unwrap())
}

fn of(labels: &[(&str, u64)]) -> Vec<(String, u64)> {
    labels.iter().map(|&(worker, n)| (worker.to_owned(), n)).collect()
}

fn reasons(gathered: &Gathered) -> Vec<(Reason, u64)> {
    gathered.skipped.reasons().map(|skipped| (skipped.reason, skipped.count)).collect()
}

fn folder() -> TempDir {
    TempDir::new().unwrap()
}

/// Two objects in two iterations, a template, and a manifest.
fn small(root: &Path) {
    Job::at(root)
        .answers("0", &[answer("aa", DAY_1), answer("bb", DAY_1)])
        .iteration(12)
        .answers("1", &[answer("aa", DAY_2)])
        .file("annotation-tool/data.json", r#"{"document-version":"2018-11-28","labels":[]}"#)
        .file("annotations/intermediate/1/annotations.json", "{}")
        .manifest(&[&labeled("small"), &labeled("small"), OPEN]);
}

const OPEN: &str = r#"{"source-ref":"s3://b/1.jpg"}"#;

fn labeled(job: &str) -> String {
    json!({"source-ref": "s3://b/2.jpg", "bird": 1, "bird-metadata": {
        "confidence": 0.95, "job-name": format!("labeling-job/{job}"), "human-annotated": "yes",
        "creation-date": "2024-03-05T08:01:00.217995", "type": "groundtruth/image-classification",
    }})
    .to_string()
}

#[tokio::test]
async fn every_folder_of_a_job_and_its_manifest_stand_for_the_job() {
    let (folder, elsewhere) = (folder(), folder());
    let root = folder.path().join("Small");
    small(&root);
    let link = elsewhere.path().join("link");
    std::os::unix::fs::symlink(&root, &link).unwrap();
    let progress = Progress { total: 3, human: 2, machine: 0, failed: 0 };
    for source in [
        root.clone(),
        root.join(""),
        link,
        folder.path().to_owned(),
        root.join("annotations"),
        root.join("annotations/worker-response/"),
        root.join("manifests/output/output.manifest"),
    ] {
        let counted = count(&plan(&source)).await.unwrap();
        assert_eq!(labels(&counted), of(&[("aa", 2), ("bb", 1)]), "{}", source.display());
        assert_eq!(counted.gathered.progress(), Some(progress), "{}", source.display());
        assert_eq!(counted.gathered.name, "Small");
    }
    // A part of it stands for all of it, and a line says so.
    let iteration = root.join("annotations/worker-response/iteration-12");
    assert_eq!(labels_in(&iteration).await, of(&[("aa", 2), ("bb", 1)]));
    let whole = gathered(&iteration).await;
    assert_eq!(whole.progress(), Some(progress));
    let note = whole.notes.first().unwrap();
    assert!(
        note.contains("iteration-12 is a part of a job; all of ") && note.ends_with("/Small is read"),
        "{note}"
    );
    let file = root.join("annotations/worker-response/iteration-12/1/2024-03-08_10:00:00.json");
    assert_eq!(labels_in(&file).await, of(&[("aa", 1)]));
}

#[tokio::test]
async fn keys_that_a_copy_has_bent_are_read() {
    let folder = folder();
    for (n, name) in ["2024-03-08_10_00_00", "2024-03-08_10\u{F03A}00\u{F03A}00"].into_iter().enumerate() {
        let path = format!("annotations/worker-response/iteration-1/{n}/{name}.json");
        let _ = Job::at(folder.path()).file(&path, response(&[answer("aa", DAY_1)]));
    }
    assert_eq!(labels_in(folder.path()).await, of(&[("aa", 2)]));
}

#[tokio::test]
async fn a_plain_folder_of_responses_may_have_any_names() {
    let folder = folder();
    for name in ["one.json", "deeper/two.json", "iteration-3/eval/three.json"] {
        write(&folder.path().join(name), response(&[answer("aa", DAY_1)]));
    }
    assert_eq!(labels_in(folder.path()).await, of(&[("aa", 3)]));
}

#[tokio::test]
async fn a_job_may_lie_among_other_peoples_files() {
    let folder = folder();
    small(&folder.path().join("deep/er/small"));
    for name in ["package.json", "models/iteration-3/eval/metrics.json", "2024/03/output.json", "cat.png"] {
        write(&folder.path().join(name), "{\"name\":1}");
    }
    let counted = count(&plan(folder.path())).await.unwrap();
    assert_eq!(labels(&counted), of(&[("aa", 2), ("bb", 1)]));
    assert!(counted.gathered.skipped.is_empty());
}

#[tokio::test]
async fn several_jobs_are_refused_with_names_that_work() {
    let folder = folder();
    for name in ["first", "second"] {
        let _ = Job::at(folder.path().join(name)).answers("0", &[answer("aa", DAY_1)]);
    }
    let error = refused(folder.path()).await;
    assert_eq!(error.class().exit_code(), 2);
    let RunError::Gather(GatherError::Several { jobs, .. }) = error else { panic!("{error}") };
    assert_eq!(jobs.len(), 2);
    for job in jobs {
        assert_eq!(labels_in(&job).await, of(&[("aa", 1)]), "{job}");
    }
    let mut all = plan(folder.path());
    all.input.reading.jobs = Jobs::All;
    assert_eq!(labels(&count(&all).await.unwrap()), of(&[("aa", 2)]));
}

#[tokio::test]
async fn a_job_whose_folder_holds_another_job_can_be_named() {
    let folder = folder();
    let outer = folder.path().join("outer");
    let _ = Job::at(&outer).answers("0", &[answer("aa", DAY_1)]);
    for inner in ["a-inner", "z-inner"] {
        let _ = Job::at(outer.join(inner)).answers("0", &[answer("bb", DAY_1), answer("cc", DAY_1)]);
    }
    assert_eq!(labels_in(&outer).await, of(&[("aa", 1)]));
    assert!(matches!(refused(folder.path()).await, RunError::Gather(GatherError::Several { .. })));
}

#[tokio::test]
async fn a_listing_of_jobs_has_those_without_an_answer_too() {
    let folder = folder();
    small(&folder.path().join("a/small"));
    let _ = Job::at(folder.path().join("just-begun")).manifest(&[OPEN]);
    let list = async |source: &Path| {
        let mut input = plan(source).input;
        input.reading.jobs = Jobs::All;
        let lines = run::jobs(&run::survey(&input, &Stores::folders_only(), &|_| {}).await.unwrap());
        lines.into_iter().map(|line| (line.job, line.objects, line.answers, line.workers)).collect::<Vec<_>>()
    };
    let expected = [("a/small".to_owned(), Some(2), 3, 2), ("just-begun".to_owned(), Some(1), 0, 0)];
    assert_eq!(list(folder.path()).await, expected);
    assert_eq!(list(&folder.path().join("just-begun")).await, expected[1..]);
}

#[tokio::test]
async fn an_answer_that_was_copied_counts_once() {
    let folder = folder();
    let _ = Job::at(folder.path())
        .answers("0", &[answer_of("aa", "sub-a", "2024-03-04T08:00:00.000Z"), answer("bb", DAY_1)])
        .answers("1", &[answer("aa", DAY_1)])
        .iteration(2)
        .answers("0", &[answer("aa", DAY_1), answer("bb", "2024-03-04T08:00:00.001Z")]);
    let counted = count(&plan(folder.path())).await.unwrap();
    assert_eq!(labels(&counted), of(&[("bb", 1), ("sub-a", 2)]));
    assert_eq!((counted.gathered.duplicates, counted.gathered.resubmitted), (1, 1));
}

#[tokio::test]
async fn an_answer_without_identity_is_its_workers_also_in_another_job() {
    let folder = folder();
    let _ = Job::at(folder.path().join("old")).answers("0", &[answer("aa", DAY_1)]);
    let _ = Job::at(folder.path().join("new"))
        .answers("0", &[answer_of("aa", "sub-a", DAY_2)])
        .answers("1", &[answer_of("a2", "sub-a", DAY_2)])
        .answers("2", &[answer("a2", DAY_1)]);
    let mut plan = plan(folder.path());
    plan.input.reading.jobs = Jobs::All;
    assert_eq!(labels(&count(&plan).await.unwrap()), of(&[("sub-a", 4)]), "one sub with two worker ids");
}

#[tokio::test]
async fn an_alias_makes_two_ids_one_person_under_the_first() {
    let folder = folder();
    let _ = Job::at(folder.path())
        .answers("0", &[answer_of("aa", "sub-a", DAY_2), answer("bb", DAY_1), answer("cc", DAY_1)]);
    let mut plan = plan(folder.path());
    plan.aliases = Aliases::parse(format!("id,name\n{},Ada\nbb,Ada\n", worker_id("aa")).as_bytes()).unwrap();
    let counted = count(&plan).await.unwrap();
    assert_eq!(labels(&counted), of(&[("cc", 1), ("sub-a", 2)]));
}

#[tokio::test]
async fn a_pseudonym_does_not_depend_on_what_is_shown() {
    let folder = folder();
    let _ = Job::at(folder.path()).answers("0", &[answer("aa", DAY_1), answer("bb", DAY_2)]);
    let mut plan = plan(folder.path());
    plan.naming = Naming::Pseudonym;
    let names = |counted: &Counted| {
        let workers = counted.tally.workers().iter();
        workers.map(|worker| (worker.person.id.to_string(), worker.person.name.clone())).collect::<Vec<_>>()
    };
    let all = names(&count(&plan).await.unwrap());
    plan.span.since = Some("2024-03-05T00:00:00Z".parse().unwrap());
    let later = names(&count(&plan).await.unwrap());
    assert_eq!((all.len(), later), (2, all[1..].to_vec()));
}

#[tokio::test]
async fn what_cannot_be_used_is_skipped_with_its_reason_and_strict_refuses_it() {
    let folder = folder();
    let large = folder.path().join("annotations/worker-response/iteration-1/large/a.json");
    let _ = Job::at(folder.path())
        .answers("0", &[answer("aa", DAY_1), answer("aa", "1999-01-01T00:00:00Z"), answer("bb", "soon")])
        .answers("1", &[answer("aa", "2026-01-02T00:00:01Z")])
        .file("annotations/worker-response/iteration-1/2/a.json", "{\"answers\":[{")
        .file("annotations/worker-response/iteration-1/3/a.json", "{\"version\":1}")
        .file("annotations/worker-response/iteration-1/large/a.json", "");
    fs::File::options().write(true).open(large).unwrap().set_len((64 << 20) + 1).unwrap();
    let mut plan = plan(folder.path());
    let gathered = count(&plan).await.unwrap().gathered;
    let expected = [
        (Reason::BrokenJson, 1),
        (Reason::WrongShape, 1),
        (Reason::BadTime, 1),
        (Reason::ImplausibleTime, 2),
        (Reason::TooLarge, 1),
    ];
    assert_eq!(reasons(&gathered), expected);
    plan.input.reading.strictness = Strictness::Strict;
    let error = count(&plan).await.unwrap_err();
    assert!(matches!(error, RunError::Gather(GatherError::Strict { .. })), "{error}");
}

#[tokio::test]
async fn duplicates_and_side_files_and_a_manifest_being_written_are_no_fault() {
    let folder = folder();
    small(folder.path());
    let frame = r#"{"trackingAnnotations":{"frameNumber":1,"frame":"frame_0001.jpeg","boundingBoxes":[]}}"#;
    let below = "annotations/worker-response/iteration-1/0/0123456789012345678901234567890123456789";
    let _ = Job::at(folder.path())
        .iteration(2)
        .answers("0", &[answer("aa", DAY_1)])
        .file(&format!("{below}/frame_0001.jpeg.json"), frame)
        .file("annotations/worker-response/iteration-1/0/frame_0002.json", frame)
        .file("annotations/consolidated-annotation/output/0/SeqLabel.json", "{}")
        .file("activelearning/1/auto_annotator_output.txt", "no")
        .file("manifests/output/output.manifest", format!("{OPEN}\n{OPEN}\n{{\"source-ref\":\"s3"));
    let mut plan = plan(folder.path());
    plan.input.reading.strictness = Strictness::Strict;
    let gathered = count(&plan).await.unwrap().gathered;
    assert_eq!((gathered.duplicates, gathered.answers.len()), (1, 3));
    assert_eq!(gathered.progress().map(|progress| progress.total), Some(3));
}

#[tokio::test]
async fn amazon_a2i_lies_in_folders_of_its_times() {
    let folder = folder();
    let output = |answers: &[Value], wrapped: bool, name: &str| {
        let output = json!({"humanAnswers": answers, "humanLoopName": name, "inputContent": {}});
        let output =
            if wrapped { json!({"humanEvaluationResult": output, "inputRecord": {}}) } else { output };
        write(
            &folder.path().join(format!("flow/2024/03/04/08/00/01/{name}/output.json")),
            output.to_string(),
        );
    };
    let mut bare = answer("aa", DAY_1);
    bare["workerId"] = "aa".into();
    output(&[bare.clone()], false, "loop-1");
    output(&[bare], true, "loop-2");
    output(&[], false, "loop-3");
    for source in ["", "flow", "flow/2024/03"] {
        let gathered = gathered(folder.path().join(source)).await;
        assert_eq!((gathered.answers.len(), &*gathered.name), (2, "flow"), "{source}");
        assert!(gathered.skipped.is_empty());
    }
}

#[tokio::test]
async fn without_responses_consolidation_requests_tell_who_worked() {
    let folder = folder();
    let job = Job::at(folder.path()).manifest(&[OPEN, OPEN]);
    let _ = job.request(&[("0", &["aa", "bb"]), ("1", &["aa"]), ("1", &["aa"])]);
    let counted = count(&plan(folder.path())).await.unwrap();
    assert_eq!(labels(&counted), of(&[("aa", 2), ("bb", 1)]));
    assert_eq!((counted.gathered.times(), counted.gathered.duplicates), (Times::Consolidated, 1));
    let at = counted.gathered.answers[0].submitted;
    assert_eq!(Some(at), "2024-03-08T10:00:00Z".parse().ok());

    let request = "annotations/consolidated-annotation/consolidation-request/iteration-1";
    let file = folder.path().join(request).join("2024-03-08_10:00:00.json");
    assert_eq!(labels_in(&file).await, of(&[("aa", 2), ("bb", 1)]), "also when it is named itself");

    let _ = Job::at(folder.path()).answers("0", &[answer("cc", DAY_1)]);
    let counted = count(&plan(folder.path())).await.unwrap();
    assert_eq!(labels(&counted), of(&[("cc", 1)]), "responses are better");
    assert_eq!(counted.gathered.times(), Times::Submitted);
}

/// A line of a custom job: `answers` of one worker inside, and perhaps a pointer to the response.
fn custom(embedded: bool, reference: Option<&str>, created: &str) -> String {
    let mut line = json!({"source": "text", "c": {}, "c-metadata": {
        "job_name": "custom", "type": "groundTruth/custom", "human-annotated": "yes", "creation_date": created,
    }});
    if embedded {
        let content = json!({"workerId": worker_id("aa"), "annotationData": {"content": "{}"}});
        line["c"] = json!({"annotationsFromAllWorkers": [content]});
    }
    if let Some(reference) = reference {
        line["c-metadata"]["worker-response-ref"] = reference.into();
    }
    line.to_string()
}

const CREATED: &str = "2024-03-04T09:00:00.111000";

#[tokio::test]
async fn the_manifest_of_a_custom_job_may_carry_its_answers() {
    let folder = folder();
    let lines = [custom(true, None, CREATED), OPEN.to_owned(), custom(true, None, "1970-01-01T00:00:00")];
    let file = folder.path().join("elsewhere/copy.manifest");
    write(&file, lines.join("\n"));
    let counted = count(&plan(&file)).await.unwrap();
    assert_eq!(labels(&counted), of(&[("aa", 1)]));
    assert_eq!(counted.gathered.times(), Times::Consolidated);
    assert_eq!(reasons(&counted.gathered), [(Reason::ImplausibleTime, 1)]);
}

#[tokio::test]
async fn a_pointer_to_a_response_is_followed_and_one_that_leads_nowhere_falls_back() {
    let folder = folder();
    let response = |object: &str| {
        let file = format!("worker-response/iteration-1/{object}/2024-03-08_10:00:00.json");
        format!("s3://team/out/custom/annotations/{file}")
    };
    let (there, gone) = (response("0"), response("1"));
    let lines = [custom(false, Some(&there), CREATED), custom(true, Some(&gone), CREATED)];
    let _ =
        Job::at(folder.path()).answers("0", &[answer("bb", DAY_1)]).file("custom.manifest", lines.join("\n"));
    let counted = count(&plan(folder.path().join("custom.manifest"))).await.unwrap();
    assert_eq!(labels(&counted), of(&[("aa", 1), ("bb", 1)]));
    assert_eq!(counted.gathered.times(), Times::Consolidated);
    assert!(counted.gathered.skipped.is_empty());

    write(&folder.path().join("custom.manifest"), &lines[0]);
    let gathered = gathered(folder.path().join("custom.manifest")).await;
    assert_eq!(gathered.times(), Times::Submitted, "a response has times of its own");
}

#[tokio::test]
async fn a_manifest_of_a_built_in_task_alone_names_no_workers() {
    let folder = folder();
    write(&folder.path().join("output.manifest"), labeled("x"));
    let error = refused(folder.path().join("output.manifest")).await;
    assert!(matches!(error, RunError::Gather(GatherError::NoWorkers { .. })), "{error}");
}

#[tokio::test]
async fn manifests_in_a_folder_of_their_own_are_read_each_as_a_job() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    write(&path("built-in/output.manifest"), labeled("x"));
    let error = refused(path("built-in")).await;
    assert!(matches!(error, RunError::Gather(GatherError::NoWorkers { labeled: 1, .. })), "{error}");

    write(&path("array/copy.json"), format!("[{OPEN},\n{}]", custom(true, None, CREATED)));
    let counted = count(&plan(path("array"))).await.unwrap();
    assert_eq!(labels(&counted), of(&[("aa", 1)]));
    assert_eq!(counted.gathered.progress().map(|progress| progress.total), Some(2));

    write(&path("two/birds.manifest"), custom(true, None, CREATED));
    write(&path("two/fish.manifest"), custom(true, None, CREATED));
    assert!(
        matches!(refused(path("two")).await, RunError::Gather(GatherError::Several { jobs, .. }) if jobs.len() == 2)
    );

    // A list that names nobody is of no use beside what does, and one that no job has written into is none.
    write(&path("beside/output.manifest"), labeled("x"));
    write(&path("beside/work.csv"), "worker,time,object\nann,2024-03-04T08:00:00Z,1\n");
    assert_eq!(labels_in(path("beside")).await.len(), 1);
    write(&path("input/dataset.manifest"), OPEN);
    assert!(matches!(refused(path("input")).await, RunError::Gather(GatherError::NotAJob { .. })));
}

#[tokio::test]
async fn a_table_may_have_a_column_called_source() {
    let folder = folder();
    let row = r#"{"source":"a.txt","worker":"ann","time":"2024-03-04T08:00:00Z","object":"1"}"#;
    write(&folder.path().join("work.jsonl"), row);
    assert_eq!(labels_in(folder.path()).await.len(), 1);
    assert_eq!(labels_in(folder.path().join("work.jsonl")).await.len(), 1);
}

#[tokio::test]
async fn a_source_without_answers_says_what_it_is_instead() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("empty")).unwrap();
    let _ = Job::at(path("begun")).file("annotation-tool/template.liquid", "").manifest(&[OPEN]);
    let _ = Job::at(path("broken")).file("annotations/worker-response/iteration-1/0/a.json", "{");
    write(&path("photos/cat.png"), "PNG");
    fs::write(path("binary"), [0, 159, 146, 150]).unwrap();
    assert!(matches!(refused(path("empty")).await, RunError::Gather(GatherError::Empty { .. })));
    assert!(matches!(refused(path("begun")).await, RunError::Gather(GatherError::NothingYet { .. })));
    assert!(matches!(refused(path("broken")).await, RunError::Gather(GatherError::OnlyBroken { .. })));
    assert!(matches!(refused(path("photos")).await, RunError::Gather(GatherError::NotAJob { .. })));
    assert!(matches!(refused(path("binary")).await, RunError::Gather(GatherError::NotAJob { .. })));
    assert!(matches!(refused(path("nowhere")).await, RunError::Store(_)));
}

#[tokio::test]
async fn each_dataset_of_prodigy_is_a_job_whatever_its_file_is_called() {
    let folder = folder();
    let line = |worker: &str, answer: &str, at: u32| {
        json!({"text": "a", "_input_hash": at, "_task_hash": 1, "answer": answer, "_timestamp": 1_714_658_133 + at,
            "_annotator_id": worker, "_session_id": worker})
    };
    let lines = [line("ann", "accept", 1), line("bob@example.com", "reject", 2), line("ann", "ignore", 3)];
    let dataset = lines.map(|line| line.to_string()).join("\n");
    for name in ["news.jsonl", "export"] {
        write(&folder.path().join(name), &dataset);
    }
    write(&folder.path().join("notes.txt"), "nothing");
    for (source, name) in [("news.jsonl", "news"), ("export", "export")] {
        let mut plan = plan(folder.path().join(source));
        plan.input.reading.strictness = Strictness::Strict;
        let counted = count(&plan).await.unwrap();
        assert_eq!((&*counted.gathered.name, counted.gathered.answers.len()), (name, 2));
        assert_eq!(reasons(&counted.gathered), [(Reason::NotCounted, 1)]);
        assert!(!format!("{counted:?}").contains('@'), "an address is shown to nobody");
    }
    let error = refused(folder.path()).await;
    assert!(matches!(error, RunError::Gather(GatherError::Several { .. })), "{error}");
    let mut all = plan(folder.path());
    all.input.reading.jobs = Jobs::All;
    assert_eq!(count(&all).await.unwrap().gathered.answers.len(), 4);
}
