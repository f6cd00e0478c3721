//! What other tools leave, read and counted: tables, Label Studio, Labelbox, and those that do not say enough.

use std::{fs, path::Path};

use chrono_tz::Tz;
use labelrace::{
    run,
    settings::Input,
    source::{
        Answer, DateOrder, EventFilter, Gathered, Job, Jobs, Reading, Strictness, TableTimes, Times, WorkerId,
    },
    store::{Location, Stores},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::jobs::{morning, write};

fn file(name: &str, bytes: impl AsRef<[u8]>) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    folder
}

async fn read(place: &Path, tables: TableTimes) -> Result<Gathered, String> {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let input = Input::new(Location::Path(place.to_owned()), Reading { tables, ..Reading::new(now) });
    run::read(&input, &Stores::folders_only(), &|_| {}).await.map_err(|error| error.to_string())
}

async fn gathered(bytes: impl AsRef<[u8]>) -> Gathered {
    let folder = file("any", bytes);
    read(&folder.path().join("any"), TableTimes::default()).await.unwrap()
}

/// Worker, object and time of every answer that counts.
fn answers(gathered: &Gathered) -> Vec<(&str, &str, String)> {
    let time = |answer: &Answer| answer.submitted.format("%F %T").to_string();
    gathered.answers.iter().map(|answer| (answer.worker.as_str(), &*answer.object, time(answer))).collect()
}

/// Worker and object of every answer that counts.
fn who(gathered: &Gathered) -> Vec<(&str, &str)> {
    gathered.answers.iter().map(|answer| (answer.worker.as_str(), &*answer.object)).collect()
}

/// The jobs with their tools and the number of their answers.
fn jobs(gathered: &Gathered) -> Vec<(&str, &str, usize)> {
    let n_answers = |job: &Job| gathered.answers.iter().filter(|answer| answer.job == job.root).count();
    gathered.jobs.iter().map(|job| (job.name.as_str(), job.tool, n_answers(job))).collect()
}

async fn read_all(place: &Path) -> Gathered {
    let reading = Reading { jobs: Jobs::All, ..Reading::new("2026-01-01T00:00:00Z".parse().unwrap()) };
    let input = Input::new(Location::Path(place.to_owned()), reading);
    run::read(&input, &Stores::folders_only(), &|_| {}).await.unwrap()
}

fn not_counted(gathered: &Gathered) -> u64 {
    gathered.skipped.not_counted().map_or(0, |skipped| skipped.count)
}

#[tokio::test]
async fn mechanical_turk_knows_its_own_zones_and_what_was_rejected() {
    let read = gathered(
        "\"HITId\",\"CreationTime\",\"WorkerId\",\"AssignmentStatus\",\"AcceptTime\",\"SubmitTime\",\"WorkTimeInSeconds\"\n\
         \"H1\",\"Wed Apr 04 10:03:27 PDT 2018\",\"A1\",\"Approved\",\"Wed Apr 04 10:26:43 PDT 2018\",\"Wed Apr 04 10:26:53 PDT 2018\",\"10\"\n\
         \"H2\",\"Wed Apr 04 10:03:27 PDT 2018\",\"A2\",\"Rejected\",\"\",\"Wed Apr 04 10:27:53 PDT 2018\",\"10\"\n",
    )
    .await;
    assert_eq!(answers(&read), [("A1", "H1", "2018-04-04 17:26:53".to_owned())]);
    assert_eq!((read.answers[0].spent_ms, read.jobs[0].times), (Some(10_000), Times::Submitted));
    assert_eq!((not_counted(&read), read.skipped.count()), (1, 0));
}

#[tokio::test]
async fn appens_month_comes_first_and_tainted_answers_do_not_count() {
    let read = gathered(
        "_unit_id,_created_at,_id,_started_at,_tainted,_worker_id\n\
         91,3/9/2016 17:57:02,1,3/9/2016 17:56:23,false,31\n\
         91,3/24/2016 18:05:23,2,3/24/2016 18:05:01,false,32\n\
         92,3/24/2016 18:05:23,3,3/24/2016 18:05:01,true,33\n",
    )
    .await;
    let first = ("31", "91", "2016-03-09 17:57:02".to_owned());
    assert_eq!(answers(&read), [first, ("32", "91", "2016-03-24 18:05:23".to_owned())]);
    assert_eq!((not_counted(&read), read.jobs[0].times), (1, Times::Zoneless));
}

#[tokio::test]
async fn tolokas_tabs_statuses_and_control_tasks_are_known() {
    let read = gathered(
        "INPUT:image\tGOLDEN:result\tASSIGNMENT:task_id\tASSIGNMENT:worker_id\tASSIGNMENT:status\tASSIGNMENT:started\tASSIGNMENT:submitted\n\
         \"a \"\"b\"\", c\"\t\tt1\tw1\tAPPROVED\t2022-04-08T12:35:00.000\t2022-04-08T12:35:39.913\n\
         b\t\tt2\tw2\tSUBMITTED\t\t2022-04-08T12:36:39.913\n\
         c\tyes\tt3\tw3\tAPPROVED\t\t2022-04-08T12:37:39.913\n\
         d\t\tt4\tw4\tREJECTED\t\t2022-04-08T12:38:39.913\n",
    )
    .await;
    let who: Vec<_> = answers(&read).iter().map(|&(worker, object, _)| (worker, object)).collect();
    assert_eq!((who, not_counted(&read)), (vec![("w1", "t1"), ("w2", "t2")], 2));
}

#[tokio::test]
async fn zooniverse_counts_a_subject_of_a_workflow_once_a_person() {
    let row = |name: &str, workflow: u8, second: u8| {
        format!("1,{name},,{workflow},2016-12-16 08:22:{second} UTC,\"{{\"\"live_project\"\":false}}\",500\n")
    };
    let header = "classification_id,user_name,user_id,workflow_id,created_at,metadata,subject_ids\n";
    let rows = [row("ada", 1, 10), row("ada", 1, 20), row("ada", 2, 30), row("not-logged-in-4a", 1, 40)];
    let read = gathered([header, &rows.concat()].concat()).await;
    let who: Vec<_> = answers(&read).iter().map(|&(worker, object, _)| (worker, object)).collect();
    assert_eq!(who, [("ada", "1/500"), ("ada", "2/500"), ("not-logged-in-4a", "1/500")]);
    assert_eq!(read.resubmitted, 1);
}

#[tokio::test]
async fn json_lines_and_arrays_are_tables_too() {
    let rows = [
        json!({"workerId": 7, "taskId": "a", "completeTime": 1_700_000_000_000_u64}),
        json!({"completeTime": 1_700_000_001.5, "workerId": "b", "taskId": 3}),
    ];
    let lines = format!("{}\n{}\nno row\n{{\"cut", rows[0], rows[1]);
    for text in [lines.as_str(), &Value::from(rows.to_vec()).to_string()] {
        let read = gathered(text).await;
        let first = ("7", "a", "2023-11-14 22:13:20".to_owned());
        assert_eq!(answers(&read), [first, ("b", "3", "2023-11-14 22:13:21".to_owned())], "{text}");
    }
    assert_eq!(gathered(&lines).await.skipped.count(), 1, "the row that is cut off");
}

#[tokio::test]
async fn a_table_is_read_however_it_was_saved() {
    let text = "sep=;\r\nWorker;Date;File;\r\nZoë;24.12.2023 10:00;a.jpg;\r\n;;;\r\n";
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [text.as_bytes(), &utf16] {
        let zone = TableTimes { zone: Tz::Europe__Berlin, date_order: None };
        let folder = file("table.txt", bytes);
        let read = read(folder.path(), zone).await.unwrap();
        assert_eq!(answers(&read), [("Zoë", "a.jpg", "2023-12-24 09:00:00".to_owned())]);
        assert_eq!((read.jobs[0].times, read.skipped.count()), (Times::Zoneless, 0));
    }
    let folder = file("old.csv", b"worker,date\nZo\xEB,2024-01-01\n");
    let error = read(folder.path(), TableTimes::default()).await.unwrap_err();
    assert!(error.contains("save it as CSV UTF-8"), "{error}");
}

#[tokio::test]
async fn a_date_that_may_be_two_is_asked_about() {
    let folder = file("t.csv", "worker,date,task\nann,8/9/2018,1\n");
    let error = read(folder.path(), TableTimes::default()).await.unwrap_err();
    assert!(error.contains("--date-order"), "{error}");
    let day_first = TableTimes { date_order: Some(DateOrder::DayFirst), zone: Tz::UTC };
    let read = read(folder.path(), day_first).await.unwrap();
    assert_eq!(answers(&read), [("ann", "1", "2018-09-08 00:00:00".to_owned())]);
}

fn annotation(id: u32, person: &Value, created: &str, more: &Value) -> Value {
    let mut annotation = json!({"id": id, "completed_by": person, "created_at": created, "lead_time": 2.5,
        "updated_at": "2025-01-01T00:00:00Z", "draft_created_at": null, "was_cancelled": false,
        "result": [{"id": "r1", "value": {"text": "\"}{"}}, {"id": "r2"}]});
    annotation.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    annotation
}

#[tokio::test]
async fn an_export_of_label_studio_says_who_submitted_what() {
    let ann = json!({"id": 102, "email": "ann@example.com"});
    let tasks = json!([
        {"id": 7001, "data": {"text": "a"}, "drafts": [{}], "predictions": [{}], "annotations": [
            annotation(1, &ann, "2024-03-13T21:13:55.922277Z", &json!({})),
            annotation(2, &json!(103), "2024-03-13T22:13:55Z", &json!({"was_cancelled": true})),
            annotation(3, &Value::Null, "2024-03-13T22:13:55Z", &json!({})),
        ]},
        {"id": 7002, "data": {"text": "b"}, "drafts": [], "predictions": [], "annotations": [
            annotation(4, &json!(103), "2024-03-14T21:13:55Z", &json!({})),
            annotation(5, &json!(103), "2024-03-15T21:13:55Z", &json!({})),
        ]},
    ]);
    for text in [tasks.to_string(), serde_json::to_string_pretty(&tasks).unwrap()] {
        let read = gathered(text).await;
        let first = ("102", "7001", "2024-03-13 21:13:55".to_owned());
        assert_eq!(answers(&read), [first, ("103", "7002", "2024-03-14 21:13:55".to_owned())]);
        assert_eq!((not_counted(&read), read.resubmitted, read.skipped.count()), (4, 1, 0));
        assert_eq!((read.answers[0].inside, read.answers[0].spent_ms), (Some(2), Some(2500)));
    }
}

#[tokio::test]
async fn label_studios_own_objects_in_a_bucket_have_no_extension_and_are_one_job() {
    let folder = TempDir::new().unwrap();
    let task = json!({"task": {"id": 7001, "data": {}, "created_at": "2024-01-01T00:00:00Z"}});
    let person = |id: u32| json!({"id": id, "first_name": "", "email": "ann@example.com"});
    let object = |id, who, time, more: &Value| {
        fs::write(folder.path().join(format!("{id}")), annotation(id, &person(who), time, more).to_string())
            .unwrap();
    };
    object(50, 102, "2024-03-13T21:13:55Z", &task);
    object(51, 103, "2024-03-14T21:13:55Z", &task);
    let cancelled = json!({"task": {"id": 7002}, "was_cancelled": true});
    object(52, 103, "2024-03-14T21:13:55Z", &cancelled);
    // With a flag of Label Studio, there is one for each task.
    let task = json!({"id": 7003, "data": {}, "annotations": [annotation(53, &person(102), "2024-03-15T00:00:00Z", &json!({}))]});
    fs::write(folder.path().join("7003.json"), task.to_string()).unwrap();
    fs::write(folder.path().join("notes.txt"), "nothing to count").unwrap();
    let read = read(folder.path(), TableTimes::default()).await.unwrap();
    let who: Vec<_> = answers(&read).iter().map(|&(worker, object, _)| (worker, object)).collect();
    assert_eq!(who, [("102", "7001"), ("103", "7001"), ("102", "7003")]);
    assert_eq!((read.jobs.len(), not_counted(&read), read.skipped.count()), (1, 1, 0));
}

#[tokio::test]
async fn label_studios_tables_have_people_as_addresses_which_nobody_sees() {
    let csv = "\"agreement\",\"annotation_id\",\"annotator\",\"created_at\",\"id\",\"lead_time\",\"updated_at\"\r\n\
         100.0,5,\"ann@example.com\",\"2024-03-13T21:13:55.922277Z\",7001,2.5,\"2025-03-13T23:10:19Z\"\r\n\r\n\
         ,,,\"\",7002,,\r\n\
         ,6,None,\"2024-03-13T21:13:55.922277Z\",7003,,\r\n";
    let row = json!([{"id": 7001, "label": [{"a": 1}], "annotator": "ann@example.com", "annotation_id": 5,
        "created_at": "2024-03-13T21:13:55.922277Z", "updated_at": "2025-03-13T23:10:19Z", "lead_time": 2.5}]);
    for (text, left_out) in [(csv.to_owned(), 2), (row.to_string(), 0)] {
        let read = gathered(text).await;
        let ann = WorkerId::new("ann@example.com").unwrap();
        assert_eq!(answers(&read), [(ann.as_str(), "7001", "2024-03-13 21:13:55".to_owned())]);
        assert!(!format!("{read:?}").contains('@'));
        assert_eq!((not_counted(&read), read.skipped.count()), (left_out, 0));
    }
}

#[tokio::test]
async fn labelbox_tells_who_labeled_if_its_details_were_exported() {
    let label = |who: &str, more: &Value| {
        let mut label = json!({"label_details": {"created_by": who, "created_at": "2023-10-02T08:14:15.000+00:00"},
            "performance_details": {"seconds_to_create": 24, "skipped": false},
            "annotations": {"objects": [{}, {}], "classifications": []}});
        label.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        label
    };
    let row = json!({"data_row": {"id": "r1", "details": {"created_by": "uploader"}}, "projects": {"p1": {"labels": [
        label("ann", &json!({})),
        label("bob", &json!({"performance_details": {"skipped": true}})),
        label("eve", &json!({"label_details": null})),
    ]}}});
    let read = gathered(format!("{row}\n")).await;
    assert_eq!(answers(&read), [("ann", "r1", "2023-10-02 08:14:15".to_owned())]);
    assert_eq!((not_counted(&read), read.skipped.count()), (1, 1));
    assert_eq!((read.answers[0].inside, read.answers[0].spent_ms), (Some(2), Some(24_000)));
    assert_eq!(jobs(&read), [("any", "Labelbox", 1)]);
    let v1 = json!([{"ID": "x", "DataRow ID": "r2", "Created By": "ann", "Created At": "2021-04-01T10:00:00.000Z",
        "Seconds to Label": 3.5, "Skipped": false, "Label": {"objects": []}}]);
    let v1 = gathered(v1.to_string()).await;
    assert_eq!(answers(&v1), [("ann", "r2", "2021-04-01 10:00:00".to_owned())]);
    assert_eq!(v1.jobs[0].tool, "Labelbox");
}

/// An export of a project with one annotation of ann by each task, as JSON and as CSV.
fn export(project: u32, tasks: &[u32]) -> (String, String) {
    let ann = json!({"id": 102, "email": "ann@example.com"});
    let created = |task: &u32| format!("2024-03-13T21:13:55.{task:06}Z");
    let of_task = |task: &u32| {
        let annotation = annotation(*task, &ann, &created(task), &json!({"project": project}));
        json!({"id": task, "data": {"text": "a"}, "project": project, "annotations": [annotation]})
    };
    let row = |task: &u32| format!("{task},ann@example.com,{},{task},2.5,\r\n", created(task));
    let header = "annotation_id,annotator,created_at,id,lead_time,updated_at\r\n".to_owned();
    let rows: String = tasks.iter().map(row).collect();
    (tasks.iter().map(of_task).collect::<Value>().to_string(), header + &rows)
}

#[tokio::test]
async fn a_project_of_label_studio_is_one_job_however_often_it_was_exported() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(&at("monday.json"), export(12, &[1, 2]).0);
    write(&at("old/tuesday.json"), export(12, &[1, 2, 3]).0);
    write(&at("wednesday.csv"), export(12, &[1, 2, 3, 4]).1);
    let once = read(folder.path(), TableTimes::default()).await.unwrap();
    let folder_name = folder.path().file_name().unwrap().to_str().unwrap();
    assert_eq!(jobs(&once), [(folder_name, "Label Studio", 4)]);
    assert_eq!(who(&once), [("102", "1"), ("102", "2"), ("102", "3"), ("102", "4")]);
    assert_eq!((once.duplicates, once.resubmitted), (5, 0));

    write(&at("other.json"), export(13, &[7]).0);
    write(&at("unknown.csv"), export(14, &[8, 9]).1);
    let several = read_all(folder.path()).await;
    let expected = [("project-12", 4), ("project-13", 1), ("unknown", 2)];
    assert_eq!(jobs(&several), expected.map(|(name, n)| (name, "Label Studio", n)));
    let error = read(folder.path(), TableTimes::default()).await.unwrap_err();
    assert!(error.contains("3 jobs") && error.contains("--labeling-job project-13\n"), "{error}");

    let only = |job: &str| {
        let reading = Reading::new("2026-01-01T00:00:00Z".parse().unwrap());
        let mut input = Input::new(Location::Path(folder.path().to_owned()), reading);
        input.log.only = EventFilter { job: Some(job.to_owned()), ..EventFilter::default() };
        async move { run::read(&input, &Stores::folders_only(), &|_| {}).await }
    };
    assert_eq!(jobs(&only("project-13").await.unwrap()), [("project-13", "Label Studio", 1)]);
    let error = only("project-15").await.unwrap_err().to_string();
    assert!(error.contains("no job called `project-15`"), "{error}");
}

#[tokio::test]
async fn a_place_may_mix_jobs_of_ground_truth_with_files_of_other_tools() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    morning(at("out/xray"));
    // What lies inside a job is the job's.
    write(&at("out/xray/manifests/notes.csv"), "WorkerId,SubmitTime,HITId\nann,2024-03-04T08:10:00Z,1\n");
    write(&at("exports/cats.json"), export(12, &[1, 2]).0);
    let prodigy =
        json!({"_input_hash": 1, "answer": "accept", "_timestamp": 1_714_658_133, "_annotator_id": "bob"});
    write(&at("exports/news.jsonl"), prodigy.to_string());
    for n in 0..150 {
        write(&at(&format!("texts/{n:03}.txt")), "nothing to count");
        write(&at(&format!("more/{n:03}.json")), r#"{"text": "nothing either"}"#);
    }
    let mixed = read_all(folder.path()).await;
    let expected = [("exports", "Label Studio", 2), ("news", "Prodigy", 1), ("xray", "Ground Truth", 5)];
    assert_eq!((jobs(&mixed), mixed.skipped.count()), (expected.to_vec(), 0));
    assert_eq!(
        jobs(&read(&at("out/xray"), TableTimes::default()).await.unwrap()),
        [("xray", "Ground Truth", 5)]
    );
}

#[tokio::test]
async fn what_is_left_out_is_counted_by_what_it_says() {
    let folder = TempDir::new().unwrap();
    let canceled = annotation(1, &json!(1), "2024-03-13T21:13:55Z", &json!({"was_cancelled": true}));
    let good = annotation(2, &json!(1), "2024-03-13T21:13:55Z", &json!({}));
    let task = json!({"id": 1, "data": {}, "annotations": [good, canceled.clone(), canceled], "drafts": [{}], "predictions": [{}]});
    write(&folder.path().join("a.json"), json!([task]).to_string());
    write(&folder.path().join("source/2.json"), r#"{"data": {"text": "b"}}"#);
    let read = read(folder.path(), TableTimes::default()).await.unwrap();
    let skipped = read.skipped.not_counted().unwrap();
    assert_eq!(skipped.whys(), "2 canceled, 1 draft, 1 prediction, 1 task without an annotation");
    assert_eq!((skipped.count, read.skipped.count(), read.answers.len()), (5, 0, 1));
}

#[tokio::test]
async fn tools_with_a_file_for_each_item_are_one_job() {
    let folder = TempDir::new().unwrap();
    let object = |login: &str| json!({"labelerLogin": login, "createdAt": "2021-05-12T08:53:14.856Z"});
    for name in ["ds1/ann/1.jpg.json", "ds1/ann/2.jpg.json", "ds2/ann/1.jpg.json"] {
        let image = json!({"description": "", "size": {"height": 1, "width": 1}, "objects": [object("ann"), object("bob")]});
        write(&folder.path().join(name), image.to_string());
    }
    write(&folder.path().join("meta.json"), r#"{"classes": [], "tags": []}"#);
    let read = read(folder.path(), TableTimes::default()).await.unwrap();
    assert_eq!((read.jobs.len(), read.answers.len(), read.skipped.count()), (1, 6, 0));
    assert!(who(&read).contains(&("ann", "ds2/ann/1.jpg")), "{:?}", who(&read));
}

#[tokio::test]
async fn what_does_not_say_who_and_when_is_refused_by_its_name() {
    for (tool, text) in [
        ("Argilla", json!([{"id": "1", "fields": {}, "responses": {"q": [{"user_id": "u", "value": 1}]}}])),
        ("doccano", json!({"id": 1, "text": "a", "label": [[0, 1, "X"]], "Comments": []})),
        ("V7", json!({"version": "2.0", "item": {"name": "a"}, "annotations": []})),
        ("COCO", json!({"info": {}, "images": [], "annotations": [], "categories": []})),
        (
            "Roboflow",
            json!({"info": {"description": "Exported from roboflow.com"}, "licenses": [], "images": [],
                "annotations": [], "categories": []}),
        ),
        ("Scale", json!({"task_id": "t", "completed_at": "2023-01-01T00:00:00Z", "response": {}})),
        ("Diffgram", json!({"readme": {}, "label_map": {}, "export_info": {}})),
    ] {
        let folder = file("export.json", text.to_string());
        for place in [folder.path().to_owned(), folder.path().join("export.json")] {
            let error = read(&place, TableTimes::default()).await.unwrap_err();
            assert!(error.contains(tool) && error.contains("not say"), "{error}");
        }
    }
}

#[tokio::test]
async fn what_does_not_say_who_and_when_costs_a_job_beside_it_nothing() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    morning(at("out/xray"));
    let argilla = json!([{"id": "1", "fields": {}, "responses": {"q": [{"user_id": "u", "value": 1}]}}]);
    write(&at("old/records.json"), argilla.to_string());
    write(&at("old/answers.parquet"), b"PAR1\x15\x04\x15 PAR1");
    let reading =
        Reading { strictness: Strictness::Strict, ..Reading::new("2026-01-01T00:00:00Z".parse().unwrap()) };
    let input = Input::new(Location::Path(folder.path().to_owned()), reading);
    let strict = run::read(&input, &Stores::folders_only(), &|_| {}).await.unwrap();
    assert_eq!((jobs(&strict), strict.skipped.count()), (vec![("xray", "Ground Truth", 5)], 0));
    let refused = strict.skipped.refused().unwrap().to_string();
    for word in ["2 of a kind that is not read", "old/records.json: Argilla", "old/answers.parquet: "] {
        assert!(refused.contains(word), "{refused}");
    }
    let error = read(&at("old"), TableTimes::default()).await.unwrap_err();
    assert!(error.contains("records.json: Argilla's exports do not say when"), "{error}");
}

#[tokio::test]
async fn tables_in_other_clothes_are_refused_with_the_way_out() {
    let folder = TempDir::new().unwrap();
    let of_parquet =
        if cfg!(feature = "parquet") { "damaged: its end" } else { "save the table as CSV or JSON Lines" };
    for (name, bytes, way_out) in [
        ("answers.parquet", &b"PAR1\x15\x04PAR1"[..], of_parquet),
        ("answers.xlsx", b"PK\x03\x04\x14\x00", "save the sheet as CSV UTF-8"),
        ("tally.csv", b"time,worker,name,labels,cumulative\n", "give the job that it is about"),
    ] {
        let place = folder.path().join(name);
        write(&place, bytes);
        let error = read(&place, TableTimes::default()).await.unwrap_err();
        assert!(error.contains(name) && error.contains(way_out), "{error}");
    }
}

#[tokio::test]
async fn our_own_tables_beside_a_job_are_part_of_nothing() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    morning(at("xray"));
    write(&at("tally.csv"), "time,worker,name,labels,cumulative\n2024-03-04T00:00:00Z,ann,Blue Heron,3,3\n");
    write(
        &at("people.csv"),
        "id,name,from,labels,first,last\nann,Blue Heron,pseudonym,3,2024-03-04,2024-03-04\n",
    );
    write(&at("receipt.json"), r#"{"buckets": 3, "job": "xray", "resubmitted": 0, "video": "race.mp4"}"#);
    let read = read_all(folder.path()).await;
    assert_eq!(jobs(&read), [("xray", "Ground Truth", 5)]);
    assert_eq!((read.skipped.reasons().count(), read.notes.len()), (0, 0));
}

#[tokio::test]
async fn a_project_of_inception_is_read_from_its_log_and_else_from_itself() {
    let folder = TempDir::new().unwrap();
    let event = json!({"id": 1, "event": "AnnotationStateChangeEvent", "created": 1_537_345_620_000_u64,
        "user": "admin", "document_name": "a.txt", "annotator": "ann", "details": {"state": "FINISHED"}});
    let document = |name: &str| json!({"name": name, "user": "ann", "state": "FINISHED", "timestamp": 1_537_349_999_000_u64});
    let project = json!({"name": "demo", "source_documents": [], "annotation_documents": [document("a.txt"), document("b.txt")]});
    write(&folder.path().join("demo/exportedproject.json"), project.to_string());
    assert_eq!(who(&read_all(folder.path()).await), [("ann", "a.txt"), ("ann", "b.txt")]);
    write(&folder.path().join("demo/event.log"), event.to_string());
    let both = read_all(folder.path()).await;
    assert_eq!((jobs(&both), both.resubmitted), (vec![("event", "INCEpTION", 1)], 0));
}

#[tokio::test]
async fn two_servers_of_label_studio_are_two_jobs() {
    let folder = TempDir::new().unwrap();
    for (city, created) in [("paris", "2024-03-13T21:13:55Z"), ("rome", "2024-05-13T21:13:55Z")] {
        let task = json!({"id": 1, "data": {}, "project": 1, "annotations": [annotation(1, &json!(7), created, &json!({}))]});
        write(&folder.path().join(city).join("export.json"), json!([task]).to_string());
    }
    let both = read_all(folder.path()).await;
    let expected = [("paris", "Label Studio", 1), ("rome", "Label Studio", 1)];
    assert_eq!((jobs(&both), both.resubmitted), (expected.to_vec(), 0));
}
