//! `labelrace export`: what is in the tables, who is in them, and what is refused. That other programs read them is tried
//! in `stores/exports_read_back.rs`.

use std::{collections::BTreeSet, fs, os::unix::fs::symlink, path::Path};

use serde_json::{Map, Value, json};

use crate::common::{
    desk::{Desk, ran},
    jobs::{Job, answer_of, morning, old_answer, put, response, write},
};

const ANSWERS: &str = "job,object,worker,name,submitted,accepted,seconds,annotations,class";

/// What this build can write.
fn formats() -> Vec<&'static str> {
    let all = ["csv", "json", "parquet"];
    all[..if cfg!(feature = "parquet") { 3 } else { 2 }].to_vec()
}

/// The rows of an export as JSON.
fn rows(desk: &Desk, typed: &[&str]) -> Vec<Map<String, Value>> {
    desk.run(&[&["export"], typed, &["-o", "rows.json"]].concat()).ok();
    serde_json::from_slice(&fs::read(desk.at("rows.json")).unwrap()).unwrap()
}

#[test]
fn a_row_is_an_answer_with_the_columns_that_are_documented() {
    let desk = Desk::new();
    Job::at(desk.at("Ducks"))
        .answers(
            "0",
            &[json!({
                "acceptanceTime": "2024-03-04T08:00:00.250Z",
                "answerContent": {"crowd-image-classifier": {"label": "Duck"}},
                "submissionTime": "2024-03-04T08:00:30.750Z",
                "workerId": "private.eu-west-1.ann",
            })],
        )
        .answers("1", &[old_answer("bob", "2024-03-04T09:00:00Z")]);
    let said = desk.run(&["export", "Ducks"]).ok();
    assert_eq!(said, "2 rows\nanswers.csv\n");
    let csv = fs::read_to_string(desk.at("answers.csv")).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    let worker = |line: &str| line.split(',').nth(2).unwrap().to_owned();
    assert_eq!(
        lines,
        [
            ANSWERS,
            &format!("Ducks,0,{},,2024-03-04 08:00:30,2024-03-04 08:00:00,30.5,1,Duck", worker(lines[1])),
            &format!("Ducks,1,{},,2024-03-04 09:00:00,,,1,Duck", worker(lines[2])),
        ]
    );
    let rows = rows(&desk, &["Ducks"]);
    assert_eq!(
        Value::Object(rows[0].clone()),
        json!({
            "job": "Ducks", "object": "0", "worker": worker(lines[1]), "name": null,
            "submitted": "2024-03-04T08:00:30.750Z", "accepted": "2024-03-04T08:00:00.250Z", "seconds": 30.5,
            "annotations": 1, "class": "Duck",
        })
    );
    let keys: Vec<&str> = rows[0].keys().map(String::as_str).collect();
    let documented: BTreeSet<&str> = ANSWERS.split(',').collect();
    assert_eq!(keys.into_iter().collect::<BTreeSet<_>>(), documented);
    let page = include_str!("../../docs/exports.md");
    assert!(page.contains(ANSWERS), "docs/exports.md has other columns");
    let text = fs::read_to_string(desk.at("rows.json")).unwrap();
    let places = ANSWERS.split(',').map(|column| text.find(&format!("\"{column}\":")).unwrap());
    assert!(places.collect::<Vec<_>>().is_sorted(), "{text}");
}

#[test]
fn statistics_and_the_tally_are_those_of_their_commands() {
    let desk = Desk::new();
    morning(desk.at("job"));
    for (command, what, more) in [
        ("stats", "stats", &["--by", "worker"][..]),
        ("stats", "stats", &["--by", "day", "--idle-cap", "none"]),
        ("tally", "tally", &["--interval", "1h"]),
    ] {
        let exported = rows(&desk, &[&["job", "--what", what, "--with-names"], more].concat());
        let printed = desk.run(&[&[command, "job", "--format", "json"], more].concat()).ok();
        let printed: Vec<Map<String, Value>> = serde_json::from_str(&printed).unwrap();
        assert_eq!(exported.len(), printed.len());
        for (exported, printed) in exported.iter().zip(&printed) {
            assert_eq!(exported.len(), printed.len(), "{exported:?}");
            for (column, value) in printed {
                let is_id = column == "worker" || column == "key" && printed["by"] == "worker";
                match column.as_str() {
                    _ if is_id => assert_ne!(exported[column], *value),
                    "time" => {
                        let time = |value: &Value| {
                            chrono::DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap()
                        };
                        assert_eq!(time(&exported[column]), time(value));
                    }
                    _ => assert_eq!(exported[column], *value, "{column}"),
                }
            }
        }
    }
    let total: f64 = rows(&desk, &["job"]).iter().filter_map(|row| row["seconds"].as_f64()).sum();
    let stats = rows(&desk, &["job", "--what", "stats"]);
    assert!((total - stats[0]["seconds_sum"].as_f64().unwrap()).abs() < 1e-9, "{total}");
}

/// All files below a folder as one text.
fn written(desk: &Desk, files: &[String]) -> String {
    files.iter().map(|file| String::from_utf8_lossy(&fs::read(desk.at(file)).unwrap()).into_owned()).collect()
}

#[test]
fn nobody_is_in_an_export_with_an_id_or_an_address() {
    let desk = Desk::new();
    let sub = "0f8fad5b-d9cb-469f-a165-70867728950e";
    Job::at(desk.at("of ada@example.com/job-1"))
        .answers("0", &[answer_of("w-secret-1", sub, "2024-03-04T08:00:00Z")])
        .answer("ada@example.com", "w-secret-2", "2024-03-04T08:01:00Z");
    let rows_of = "annotator,created_at,item\nada@example.com,2024-03-04T08:00:00Z,x\nbo,2024-03-04T09:00:00Z,eve@example.com/1.jpg\n";
    write(&desk.at("table.csv"), rows_of);
    let mut files = Vec::new();
    for source in ["of ada@example.com/job-1", "of ada@example.com", "table.csv"] {
        for what in ["answers", "stats", "tally"] {
            for format in formats() {
                let file = format!("{}-{what}.{format}", files.len());
                let typed = ["export", source, "--what", what, "--by", "worker", "-o", &file];
                let typed =
                    if what == "stats" { typed.to_vec() } else { [&typed[..4], &typed[6..]].concat() };
                desk.run(&typed).ok();
                files.push(file);
            }
        }
    }
    let text = written(&desk, &files);
    for secret in [sub, "secret", "example.com", "ada@", "eve@", "0f8fad5b"] {
        assert!(!text.contains(secret), "{secret} is in an export");
    }
    // Their pseudonyms are names as well.
    let tally = desk.run(&["tally", "table.csv", "--format", "json"]).ok();
    for row in serde_json::from_str::<Vec<Value>>(&tally).unwrap() {
        assert!(!text.contains(row["name"].as_str().unwrap()), "{row}");
    }
}

#[test]
fn an_id_stays_with_its_person_within_a_job_and_nowhere_else() {
    let desk = Desk::new();
    for job in ["one", "two"] {
        morning(desk.at(job));
    }
    let ids = |typed: &[&str]| -> BTreeSet<String> {
        let rows = rows(&desk, typed);
        rows.iter().map(|row| row["worker"].as_str().unwrap().to_owned()).collect()
    };
    let one = ids(&["one"]);
    assert_eq!((one.len(), &one), (3, &ids(&["one", "--since", "2024-03-01", "--names", "id"])));
    assert_eq!(one, ids(&["one", "--what", "tally", "--interval", "1h"]));
    let keys: BTreeSet<String> = rows(&desk, &["one", "--what", "stats", "--by", "worker"])
        .iter()
        .map(|row| row["key"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(one, keys);
    assert!(one.is_disjoint(&ids(&["two"])));
    let with_key = |job: &str| ids(&[job, "--pseudonym-key", "team"]);
    assert_eq!(with_key("one"), with_key("two"));
    assert!(one.is_disjoint(&with_key("one")));
    // No spreadsheet takes it for a number.
    assert!(one.iter().all(|id| id.starts_with('w') && id.len() == 17), "{one:?}");
}

#[test]
fn names_are_there_where_they_are_asked_for_and_none_of_them_is_a_formula() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let names = ["=1+1", "-2 Ann", "Zoë; \"B\""];
    let quoted = names.map(|name| format!("\"{}\"", name.replace('"', "\"\"")));
    write(
        &desk.at("names.csv"),
        format!("id,name\nann,{}\nbob,{}\ncyd,{}\n", quoted[0], quoted[1], quoted[2]),
    );
    let typed = ["job", "--aliases", "names.csv", "--with-names"];
    let told: BTreeSet<String> =
        rows(&desk, &typed).iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, names.map(str::to_owned).into());
    for what in ["answers", "tally"] {
        desk.run(&[&["export"], &typed[..], &["--what", what, "-o", "a.csv"]].concat()).ok();
        let csv = fs::read_to_string(desk.at("a.csv")).unwrap();
        assert!(csv.contains(",'=1+1,") && csv.contains(",'-2 Ann,"), "{csv}");
        assert!(csv.contains(",\"Zoë; \"\"B\"\"\","), "{csv}");
        for cell in csv.lines().flat_map(|line| line.split(',')) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
}

#[test]
fn teams_are_called_by_their_names() {
    let desk = Desk::new();
    morning(desk.at("job"));
    write(&desk.at("teams.csv"), "id,group\nann,North\nbob,South\ncyd,South\n");
    let rows = rows(
        &desk,
        &["job", "--what", "tally", "--interval", "1d", "--group", "teams.csv", "--bars", "groups"],
    );
    let teams: Vec<_> = rows.iter().map(|row| (row["worker"].clone(), row["labels"].clone())).collect();
    assert_eq!(teams, [("North".into(), 3.into()), ("South".into(), 2.into())]);
}

#[test]
fn an_export_beside_its_job_is_no_answer_of_anybody() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let tally = desk.run(&["tally", "job"]).ok();
    for format in formats() {
        for what in ["answers", "stats", "tally"] {
            desk.run(&["export", "job", "--what", what, "-o", &format!("job/{what}.{format}")]).ok();
        }
    }
    assert_eq!(desk.run(&["tally", "job", "--strict"]).ok(), tally);
    for format in formats() {
        let file = format!("job/answers.{format}");
        desk.run(&["tally", &file]).failed(1, &["labelrace wrote this itself"]);
    }
}

#[test]
fn what_cannot_be_exported_is_refused_before_anything_is_read() {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::create_dir(desk.at("folder")).unwrap();
    let refused = |more: &[&str], code, words: &[&str]| {
        desk.run(&[&["export", "job"], more].concat()).failed(code, words);
    };
    refused(&["-o", "folder"], 1, &["folder is a folder, and a file cannot take its place"]);
    refused(&["-o", "/dev/null"], 1, &["/dev/null is a device"]);
    refused(&["-o", "no/answers.csv"], 1, &["could not write no/answers.csv"]);
    refused(&["-o", "answers.xlsx"], 2, &["this one is CSV", "call it answers.csv"]);
    refused(&["-o", "answers.csv", "--format", "json"], 2, &["this one is JSON", "call it answers.json"]);
    refused(&["-o", "s3://team/out/"], 2, &["names no file", "s3://bucket/folder/answers.csv"]);
    refused(&["-o", "s3://team"], 2, &["names no file"]);
    refused(&["-o", "logs:"], 2, &["a log can only be read"]);
    refused(
        &["--format", "excel"],
        2,
        &["invalid value 'excel' for '--format <FORMAT>'", "csv, json, parquet"],
    );
    refused(&["--what", "labels"], 2, &["answers, stats, tally"]);
    refused(&["--since", "2030-01-01"], 1, &["no answers since 1 Jan 2030"]);
    write(&desk.at("race.csv"), "year,Ada,Bo\n2020,1,2\n2021,3,4\n");
    let of_race = desk.run(&["export", "race.csv"]);
    assert_eq!(of_race.code, Some(2));
    assert!(
        of_race.err.contains("is a race table") && of_race.err.contains("--what tally"),
        "{}",
        of_race.err
    );
    assert_eq!(desk.run(&["export", "race.csv", "--what", "tally", "--interval", "1w"]).code, Some(0));
    let table = "worker,submitted_at,task\nann,2024-03-04T08:00:00Z,1\n";
    write(&desk.at("table.csv"), table);
    symlink("table.csv", desk.at("link.csv")).unwrap();
    for target in ["table.csv", "link.csv", "./folder/../table.csv"] {
        desk.run(&["export", "table.csv", "-o", target]).failed(2, &["is what is read", "-o"]);
    }
    // In a folder, too, unless it is an export of last week.
    write(&desk.at("tables/table.csv"), table);
    desk.run(&["export", "tables", "-o", "tables/table.csv"]).failed(2, &["is what is read"]);
    for _ in 0..2 {
        desk.run(&["export", "tables", "-o", "tables/answers.csv"]).ok();
    }
    for table_file in ["table.csv", "tables/table.csv"] {
        assert_eq!(fs::read_to_string(desk.at(table_file)).unwrap(), table);
    }
    assert_eq!(desk.drafts(), [""; 0]);
    if !cfg!(feature = "parquet") {
        refused(&["-o", "a.parquet"], 2, &["built without Parquet"]);
    }
}

#[test]
fn what_a_link_points_to_is_replaced_and_a_failure_leaves_it_as_it_was() {
    let desk = Desk::new();
    morning(desk.at("job"));
    write(&desk.at("tables/old.csv"), "last week\n");
    symlink("tables/old.csv", desk.at("answers.csv")).unwrap();
    desk.run(&["export", "job", "--since", "2030-01-01"]).failed(1, &["no answers since 1 Jan 2030"]);
    assert_eq!(fs::read_to_string(desk.at("tables/old.csv")).unwrap(), "last week\n");
    desk.run(&["export", "job"]).ok();
    assert!(fs::symlink_metadata(desk.at("answers.csv")).unwrap().is_symlink());
    assert!(fs::read_to_string(desk.at("tables/old.csv")).unwrap().starts_with(ANSWERS));
    assert_eq!(names(&desk.at("tables")), ["old.csv"]);
}

#[test]
fn a_full_disk_leaves_the_export_of_last_week() {
    let desk = Desk::new();
    desk.run(&["sample", "job", "--objects", "200", "--workers", "5", "--days", "5"]).ok();
    // A process that may write no file above 4 KiB stands for a disk that is full.
    let limited = |file: &str| {
        let full = r#"trap '' XFSZ; ulimit -f 8; exec "$0" export job -o "$1""#;
        let program = env!("CARGO_BIN_EXE_labelrace");
        ran(desk.program(Path::new("/bin/sh"), &["-c", full, program, file]))
    };
    for file in formats().iter().map(|format| format!("answers.{format}")) {
        write(&desk.at(&file), "last week");
        limited(&file).failed(1, &[&format!("could not write {file}"), "File too large"]);
        assert_eq!(fs::read_to_string(desk.at(&file)).unwrap(), "last week");
    }
    limited("new.csv").failed(1, &["could not write new.csv"]);
    assert!(!desk.at("new.csv").exists() && desk.drafts().is_empty());
}

fn names(folder: &Path) -> Vec<String> {
    crate::common::desk::names(folder)
}

#[test]
fn broken_answers_are_left_out_of_an_export_and_said() {
    let desk = Desk::new();
    morning(desk.at("job"));
    put(&desk.at("job"), "9", b"{\"answers\": [");
    put(&desk.at("job"), "10", response(&[json!({"submissionTime": "2024-03-04T08:00:00Z"})]).as_bytes());
    let ran = desk.run(&["export", "job"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "5 rows\nanswers.csv\n"));
    let skipped = ["warning: skipped 1 broken JSON", "1 of an unexpected shape"];
    assert!(skipped.iter().all(|words| ran.err.contains(words)), "{}", ran.err);
    desk.run(&["export", "job", "--strict"]).failed(1, &["--strict"]);
}
