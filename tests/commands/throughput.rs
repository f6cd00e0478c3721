//! `labelrace stats`: how much was done and how fast. `tests/throughput.py` computes the same numbers in Python.

use std::{collections::BTreeMap, process::Command};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use crate::common::{
    activity::Event,
    desk::Desk,
    jobs::{Job, answer, morning, old_answer, put, response, worker_id, write},
};

const COLUMNS: &str = "by,key,name,submitted,accepted,returned,declined,labels,annotations,people,active_days,\
    seconds_n,seconds_sum,seconds_mean,seconds_median,seconds_p90,active_hours,labels_per_active_hour,first,last";

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

fn rows(desk: &Desk, typed: &[&str]) -> Vec<Map<String, Value>> {
    let out = desk.run(&[&["stats"], typed, &["--format", "json"]].concat()).ok();
    serde_json::from_str(&out).unwrap()
}

/// An answer that was accepted at one time and submitted at another, without a recorded time.
fn accepted(worker: &str, from: &str, to: &str) -> Value {
    let mut answer = answer(worker, to);
    let fields = answer.as_object_mut().unwrap();
    fields.remove("timeSpentInSeconds");
    fields.insert("acceptanceTime".to_owned(), from.into());
    answer
}

fn spent(worker: &str, to: &str, seconds: impl Into<Value>) -> Value {
    let mut answer = answer(worker, to);
    answer["timeSpentInSeconds"] = seconds.into();
    answer
}

#[test]
fn stats_as_csv_have_the_columns_that_are_documented() {
    let desk = Desk::new();
    Job::at(desk.at("job"))
        .answers("0", &[accepted("ann", "2024-03-04T08:00:00Z", "2024-03-04T08:00:30Z")])
        .answers("1", &[accepted("ann", "2024-03-04T08:04:30Z", "2024-03-04T08:06:00Z")])
        .answers("2", &[accepted("bob", "2024-03-05T08:00:00Z", "2024-03-05T09:00:00Z")])
        .answers("3", &[old_answer("bob", "2024-03-05T09:01:00Z")]);
    let csv = |more: &[&str]| {
        desk.run(&[&["stats", "job", "--names", "id", "--format", "csv"], more].concat()).ok()
    };
    assert_eq!(
        csv(&["--by", "worker"]),
        format!(
            "{COLUMNS}\n\
             worker,ann,ann,2,,,,2,4,1,1,2,120.0,60.0,60.0,84.0,0.1,20.0,2024-03-04,2024-03-04\n\
             worker,bob,bob,2,,,,2,3,1,1,1,300.0,300.0,300.0,300.0,0.08333333333333333,24.0,2024-03-05,2024-03-05\n"
        )
    );
    assert_eq!(
        csv(&["--by", "day", "--time-zone", "Asia/Kolkata", "--idle-cap", "none", "--since", "2024-03-05"]),
        format!(
            "{COLUMNS}\n\
             day,2024-03-05T00:00:00+05:30,,2,,,,2,3,1,1,1,3600.0,3600.0,3600.0,3600.0,1.0166666666666666,\
             1.9672131147540985,2024-03-05,2024-03-05\n"
        )
    );
}

#[test]
fn stats_as_json_are_the_same_with_null_for_empty() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let csv = desk.run(&["stats", "job", "--by", "worker", "--format", "csv"]).ok();
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row = |row: &Map<String, Value>| {
        COLUMNS.split(',').map(|column| text(&row[column])).collect::<Vec<_>>().join(",")
    };
    let rows = rows(&desk, &["job", "--by", "worker"]);
    assert_eq!(rows.iter().map(row).collect::<Vec<_>>(), csv.lines().skip(1).collect::<Vec<_>>());
    assert!(rows.iter().all(|row| row.len() == COLUMNS.split(',').count()), "{rows:?}");
}

#[test]
fn stats_for_people_are_a_table_in_the_order_of_names() {
    let desk = Desk::new();
    Job::at(desk.at("job"))
        .answers("0", &[spent("w1", "2024-03-04T08:00:00Z", 8.0), old_answer("w2", "2024-03-04T08:01:00Z")])
        .answers("1", &[spent("w1", "2024-03-04T08:02:00Z", 1000.0)]);
    std::fs::write(desk.at("names.csv"), "id,name\nw1,zoe\nw2,Ada\u{7}\n").unwrap();
    let table = desk.run(&["stats", "job", "--by", "worker", "--aliases", "names.csv"]).ok();
    let expected = "\
worker  tasks  annotations  days  mean s  median s   90% s  hours  labels/h       first        last
Ada         1            1     1       -         -       -      -         -  2024-03-04  2024-03-04
zoe         2            4     1  154.00    154.00  270.80   0.12      17.1  2024-03-04  2024-03-04

Nothing says how long 1 of 3 tasks took.
Tasks longer than 5m count as 5m (--idle-cap).
";
    assert_eq!(table, expected);
    let table = desk.run(&["stats", "job", "--interval", "1h", "--idle-cap", "none"]).ok();
    assert!(table.starts_with("from              tasks"), "{table}");
    assert!(table.contains("\n2024-03-04 08:00      3"), "{table}");
    assert!(!table.contains("idle-cap"), "{table}");
    let table = desk.run(&["stats", "job", "--by", "hour-of-day"]).ok();
    assert!(table.contains("\n08:00 "), "{table}");
}

#[test]
fn names_are_those_of_the_film() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let tally = desk.run(&["tally", "job", "--interval", "1d"]).ok();
    let of_tally: BTreeMap<&str, &str> = tally
        .lines()
        .skip(1)
        .map(|line| {
            let columns: Vec<&str> = line.split(',').collect();
            (columns[1], columns[2])
        })
        .collect();
    let rows = rows(&desk, &["job", "--by", "worker"]);
    assert_eq!(rows.len(), 3);
    for row in &rows {
        assert_eq!(row["name"], *of_tally[row["key"].as_str().unwrap()]);
    }
    assert!(rows.is_sorted_by_key(|row| row["name"].as_str().map(str::to_lowercase)), "{rows:?}");
}

/// The figures of the AWS Machine Learning Blog: a log with 14 tasks submitted, 2.28 minutes in all. (It says 9.78 s a
/// task, which CloudWatch computed before the minutes were rounded.)
#[test]
fn the_published_example_comes_out() {
    let desk = Desk::new();
    let milliseconds =
        [5000, 7250, 8100, 8800, 9000, 9350, 9600, 9750, 10_100, 10_500, 11_000, 11_450, 12_300, 14_600];
    let events = (0..).zip(milliseconds).map(|(n, length)| {
        let submitted = at("2019-08-14T16:01:04Z") + TimeDelta::minutes(n);
        let accepted = submitted - TimeDelta::milliseconds(length);
        let [accepted, submitted] = [accepted, submitted].map(|time| time.to_rfc3339());
        Event::submitted("cd449a289e129409", &accepted, &submitted).iso() + "\n"
    });
    write(&desk.at("log.jsonl"), events.collect::<String>());
    let json = desk.run(&["stats", "log.jsonl", "--by", "job", "--format", "json"]);
    let rows: Vec<Value> = serde_json::from_str(&json.out).unwrap();
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(
        (&row["key"], &row["submitted"], &row["accepted"], &row["annotations"]),
        (&"metrics-demo".into(), &14.into(), &Value::Null, &Value::Null)
    );
    let minutes = row["seconds_sum"].as_f64().unwrap() / 60.0;
    assert_eq!(
        (format!("{minutes:.2}").as_str(), row["seconds_mean"].as_f64().unwrap()),
        ("2.28", 136.8 / 14.0)
    );
    let table = desk.run(&["stats", "log.jsonl"]).ok();
    assert!(table.contains("  9.77  "), "{table}");
}

#[test]
fn how_far_log_and_responses_differ_is_said_beside_the_numbers() {
    let desk = Desk::new();
    morning(desk.at("Metrics-Demo"));
    let events = [
        Event { kind: "TasksReturned", ..Event::submitted("ann", "", "2024-03-04T08:15:00Z") },
        Event::submitted("ann", "", "2024-03-04T08:20:00Z"),
        Event { kind: "TasksExpired", ..Event::submitted("ann", "", "2024-03-04T08:21:00Z") },
    ];
    write(&desk.at("log.jsonl"), events.map(|event| event.java() + "\n").concat());
    let both = ["stats", "Metrics-Demo", "--log-group", "log.jsonl"];
    let table = desk.run(&both).ok();
    let csv = desk.run(&[&both[..], &["--format", "csv"]].concat());
    assert_eq!(csv.out.lines().count(), 2, "{}", csv.out);
    for (said, what) in [(&table, "table"), (&csv.err, "csv")] {
        let about = said
            .lines()
            .find(|line| line.contains("The activity log has 1 task where the responses have 5 ("))
            .expect(what);
        for words in [" per person, for ", "a response appears only when"] {
            assert!(about.contains(words), "{about}");
        }
        assert!(said.contains("Events of other kinds, which do not count: 1 TasksExpired."), "{said}");
    }
}

#[test]
fn a_film_of_a_log_says_what_it_counts_behind_any_caption() {
    let desk = Desk::new();
    let answers = [("ann", "2024-03-04T08:10:00Z"), ("bob", "2024-03-04T08:40:00Z")];
    let mut job = Job::at(desk.at("job"));
    for (n, (who, at)) in answers.into_iter().enumerate() {
        job = job.answer(&n.to_string(), who, at);
    }
    job.root();
    let events = answers.map(|(who, at)| Event::submitted(who, "", at).java() + "\n");
    write(&desk.at("log.jsonl"), events.concat());
    let sub = |who: &str| format!("{who}-0000-4000-8000-000000000000");
    write(&desk.at("job.csv"), "id,name\nann,Ann\nbob,Bob\n");
    write(&desk.at("log.csv"), format!("id,name\n{},Ann\n{},Bob\n", sub("ann"), sub("bob")));
    let poster = |source: &str, names: &str, caption: &str| {
        let more = ["--poster", "end.png", "--title", "Spring", "--caption", caption, "--aliases", names];
        desk.render(source, &more).ok();
        std::fs::read(desk.at("end.png")).unwrap()
    };
    let said = poster("job", "job.csv", "By hand · counts submitted tasks of the activity log");
    assert!(poster("log.jsonl", "log.csv", "By hand") == said, "the two posters differ");

    let receipt = desk.render("log.jsonl", &["--json", "--job", "Metrics-Demo"]).ok();
    let receipt: Value = serde_json::from_str(&receipt).unwrap();
    assert_eq!((&receipt["job"], &receipt["objects"]), (&"Metrics-Demo".into(), &Value::Null));
    assert_eq!(receipt["labels"], 2);
    let jobs = desk.run(&["jobs", "log.jsonl", "--format", "csv"]).ok();
    assert!(jobs.lines().nth(1).unwrap().starts_with("metrics-demo,,2,2,"), "{jobs}");
}

#[test]
fn a_race_table_has_labels_and_no_tasks() {
    let desk = Desk::new();
    write(&desk.at("race.csv"), "date,Ann,Bo\n2024-03-01,1,2\n2024-03-05,7,3\n");
    let stats = desk.run(&["stats", "race.csv", "--format", "json"]).out;
    let stats: Vec<Map<String, Value>> = serde_json::from_str(&stats).unwrap();
    let [row] = &stats[..] else { panic!("{stats:?}") };
    assert_eq!((&row["labels"], &row["people"]), (&10.into(), &2.into()));
    for unknown in ["submitted", "annotations", "active_days", "seconds_sum", "active_hours"] {
        assert_eq!(row[unknown], Value::Null, "{unknown}");
    }
    let table = desk.run(&["stats", "race.csv"]).out;
    assert!(table.contains("labels") && !table.contains("tasks  "), "{table}");
    assert!(table.contains("This is a race table"), "{table}");
    desk.run(&["tally", "race.csv", "--count", "annotations"]).failed(2, &["a race table never do"]);
}

#[test]
fn no_answers_and_answers_outside_the_span_are_told_as_everywhere() {
    let desk = Desk::new();
    Job::at(desk.at("new")).manifest(&[r#"{"source-ref":"s3://b/1.jpg"}"#]);
    desk.run(&["stats", "new"]).failed(1, &["holds no answers yet"]);
    morning(desk.at("job"));
    desk.run(&["stats", "job", "--since", "2025-01-01"])
        .failed(1, &["no answers since 1 Jan 2025", "this job's 5 answers are from 4 Mar 2024, 08:10"]);
    desk.run(&["stats", "job", "--by", "speed"])
        .failed(2, &["invalid value 'speed' for '--by <WHAT>'", "hour-of-day"]);
    desk.run(&["stats", "job", "--idle-cap", "0s"]).failed(2, &["`0s` is not an idle cap", "none"]);
}

#[test]
fn a_bucket_of_a_minute_is_no_trouble_for_rows_of_years() {
    let desk = Desk::new();
    Job::at(desk.at("job")).answer("0", "ann", "2020-01-01T00:00:00Z").answer(
        "1",
        "ann",
        "2024-01-01T00:00:00Z",
    );
    assert_eq!(rows(&desk, &["job", "--by", "day", "--interval", "1m"]).len(), 2);
    desk.run(&["stats", "job", "--interval", "1m"]).failed(2, &["1h fits"]);
}

#[test]
fn the_receipt_has_the_numbers_of_the_whole_job() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let receipt: Value =
        serde_json::from_str(&desk.render("job", &["--json", "--idle-cap", "6s"]).ok()).unwrap();
    let mut row = rows(&desk, &["job", "--idle-cap", "6s"]).remove(0);
    for key in ["by", "key", "name"] {
        row.remove(key);
    }
    assert_eq!(receipt["stats"], Value::Object(row));
    assert_eq!(receipt["stats"]["seconds_p90"], 6.0);
}

/// Holds the schema in the documentation to what is written.
#[test]
fn the_schema_in_the_documentation_is_that_of_the_rows() {
    let page = include_str!("../../docs/throughput.md");
    let schema: Value =
        serde_json::from_str(page.split("```json\n").nth(1).unwrap().split("```").next().unwrap()).unwrap();
    let items = &schema["items"];
    assert_eq!(items["required"], json!(COLUMNS.split(',').collect::<Vec<_>>()));
    assert_eq!(items["properties"].as_object().unwrap().len(), COLUMNS.split(',').count());
    let desk = Desk::new();
    morning(desk.at("job"));
    for by in items["properties"]["by"]["enum"].as_array().unwrap() {
        for row in rows(&desk, &["job", "--by", by.as_str().unwrap()]) {
            assert_eq!(row["by"], *by);
            for (column, value) in row.iter().filter(|(column, _)| *column != "by") {
                let kind = match value {
                    Value::Null => "null",
                    Value::String(_) => "string",
                    value if value.is_u64() => "integer",
                    _ => "number",
                };
                let types = &items["properties"][column]["type"];
                let is_one = |allowed: &Value| allowed == kind || (allowed == "number" && kind == "integer");
                let is_allowed =
                    is_one(types) || types.as_array().is_some_and(|types| types.iter().any(is_one));
                assert!(is_allowed, "{column} is {value}, and the schema says {types}");
            }
        }
    }
}

/// Whatever a job holds, a few lines of Python come to the same numbers.
#[test]
fn python_comes_to_the_same_numbers() {
    let desk = Desk::new();
    let size = ["--workers", "5", "--objects", "120", "--days", "9"];
    for (job, seed) in [("jobs/blades", "1"), ("jobs/wings", "2")] {
        desk.run(&[&["sample", job], &size[..], &["--seed", seed]].concat()).ok();
    }
    let odd = [
        old_answer("odd", "2026-02-25T10:00:00Z"),
        old_answer("odd", "2026-02-25T10:04:00Z"),
        accepted("odd", "2026-02-25T11:00:00Z", "2026-02-25T10:30:00Z"),
        accepted("odd", "2026-02-25T10:40:00Z", "2026-02-25T11:40:00Z"),
        accepted("odd", "2026-02-25T23:50:00.250Z", "2026-02-26T00:10:00.750Z"),
        spent("odd", "2026-02-26T09:00:00Z", -5.0),
        spent("odd", "2026-02-26T09:30:00Z", 63_000_000),
        spent("odd", "2026-02-26T09:31:00Z", 0),
        json!({"workerId": worker_id("new"), "answerContent": {}, "submissionTime": "2026-02-27T09:00:00Z"}),
    ];
    put(&desk.at("jobs/blades"), "9000", response(&odd).as_bytes());
    let all = ["jobs", "--all-jobs", "--names", "id"];
    let mut n_rows = 0;
    for by in ["all", "worker", "team", "job", "day", "week", "hour-of-day"] {
        for (zone, cap, seconds) in
            [("UTC", "5m", "300"), ("America/New_York", "45s", "45"), ("Asia/Kathmandu", "none", "none")]
        {
            let ours =
                rows(&desk, &[&all[..], &["--by", by, "--time-zone", zone, "--idle-cap", cap]].concat());
            let mut python = Command::new("python3");
            python.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/throughput.py"));
            let python = python.arg(desk.at("jobs")).args([by, zone, seconds]).output().unwrap();
            assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
            let theirs: Vec<Map<String, Value>> = serde_json::from_slice(&python.stdout).unwrap();
            assert_eq!(ours.len(), theirs.len(), "{by}");
            for theirs in theirs {
                let row = ours.iter().find(|row| row["key"] == theirs["key"]);
                let row = row.unwrap_or_else(|| panic!("{by}: no row {}", theirs["key"]));
                for (column, expected) in &theirs {
                    let is_same = match (row[column].as_f64(), expected.as_f64()) {
                        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-6 * theirs.abs().max(1.0),
                        _ => row[column] == *expected,
                    };
                    assert!(is_same, "{by} {zone} {cap}, {column}: {row:?} is not {theirs:?}");
                }
                n_rows += 1;
            }
        }
    }
    assert!(100 < n_rows, "{n_rows}");
}
