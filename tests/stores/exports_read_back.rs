//! Exports as other programs read them (`tests/exports.py`), and as they arrive in a bucket.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::s3_commands::{labelrace, printed, said, signed_in};
use crate::common::{
    jobs::{Job, answer, morning, old_answer, write},
    world::{
        http_server::{Reply, Server},
        s3_in_process::LocalS3,
    },
};

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/venv/bin/python");
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exports.py");

/// What the programs see.
fn read_back(arguments: &[&str]) -> Value {
    let output = Command::new(PYTHON).arg(SCRIPT).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("there is no {PYTHON} ({error}): run `make tools`"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What somebody would type.
async fn export(job: &Path, what: &str, file: &Path, more: &[&str]) {
    let (job, file) = (job.to_str().unwrap(), file.to_str().unwrap());
    let typed = [&["export", job, "--what", what, "-o", file], more].concat();
    let _ = printed(&[], &typed).await;
}

/// A job with names that break naive readers.
fn job(folder: &Path) -> std::path::PathBuf {
    let root = folder.join("Ducks, \"wild\"\u{FC}");
    let job = Job::at(&root)
        .answers("0", &[answer("ann", "2024-03-04T08:10:00.250Z"), old_answer("bob", "2024-03-04T08:11:00Z")])
        .answers(
            "1",
            &[answer("ann", "2024-03-05T23:30:00Z"), old_answer("=cmd", "2024-03-06T00:30:00.999Z")],
        )
        .root();
    write(&folder.join("names.csv"), "id,name\nann,\"=1+1\"\nbob,\"Zoë, \"\"B\"\"\"\n=cmd,+cy\n");
    job
}

#[tokio::test]
async fn duckdb_pandas_and_a_strict_parser_read_the_same_rows_with_the_right_types() {
    let folder = TempDir::new().unwrap();
    let (job, tables) = (job(folder.path()), folder.path().join("tables"));
    fs::create_dir(&tables).unwrap();
    let names = folder.path().join("names.csv");
    let with_names = ["--aliases", names.to_str().unwrap(), "--with-names"];
    for format in ["csv", "json", "parquet"] {
        let file = |what: &str| tables.join(format!("{what}.{format}"));
        export(&job, "answers", &file("answers"), &with_names).await;
        export(&job, "tally", &file("tally"), &[&with_names[..], &["--interval", "1d"]].concat()).await;
        export(&job, "stats", &file("stats"), &["--by", "worker"]).await;
    }
    let seen = read_back(&[tables.to_str().unwrap()]);
    let types = |seen_by: &str, columns: &[&str]| -> Vec<String> {
        columns.iter().map(|column| seen[seen_by]["types"][column].as_str().unwrap().to_owned()).collect()
    };
    let columns = ["job", "worker", "name", "submitted", "seconds", "annotations", "class"];
    let with_zone = "TIMESTAMP WITH TIME ZONE";
    let expected = |time| ["VARCHAR", "VARCHAR", "VARCHAR", time, "DOUBLE", "BIGINT", "VARCHAR"];
    assert_eq!(types("answers.parquet by_duckdb", &columns), expected(with_zone));
    assert_eq!(types("answers.json by_duckdb", &columns), expected(with_zone));
    assert_eq!(types("answers.csv by_duckdb", &columns), expected("TIMESTAMP"));
    assert_eq!(
        types("tally.csv by_duckdb", &["time", "labels", "cumulative"]),
        ["TIMESTAMP", "BIGINT", "BIGINT"]
    );
    for format in ["csv", "json", "parquet"] {
        let of = format!("stats.{format} by_duckdb");
        assert_eq!(types(&of, &["submitted", "seconds_sum", "first"]), ["BIGINT", "DOUBLE", "DATE"], "{of}");
    }
    for program in ["answers.csv by_pandas", "answers.json by_pandas"] {
        let [time] = &types(program, &["submitted"])[..] else { unreachable!() };
        assert!(time.starts_with("datetime64"), "{program}: {time}");
        assert_eq!(types(program, &["seconds", "annotations"]), ["float64", "int64"], "{program}");
    }

    // All see the same, but for what CSV cannot hold: the milliseconds, and a formula.
    let truth = &seen["answers.parquet by_duckdb"]["rows"];
    assert_eq!(truth.as_array().unwrap().len(), 4);
    assert_eq!(truth[0][0], "Ducks, \"wild\"\u{FC}");
    assert_eq!((&truth[0][2], &truth[1][2], &truth[3][2]), (&truth[2][2], &truth[1][2], &truth[3][2]));
    assert_eq!(
        (&truth[0][3], &truth[1][3], &truth[3][3]),
        (&json!("=1+1"), &json!("Zoë, \"B\""), &json!("+cy"))
    );
    assert_eq!(truth[0][4], "2024-03-04T08:10:00.250000+00:00");
    assert_eq!((&truth[0][6], &truth[1][6], &truth[1][8]), (&json!(7.013), &Value::Null, &json!("Duck")));
    let alike = |value: &Value| match value {
        Value::String(text) if text.starts_with("2024-03-0") => {
            json!(text.replace(' ', "T").chars().take("2024-03-04T08:10:00".len()).collect::<String>())
        }
        Value::String(text) if text.is_empty() => Value::Null,
        Value::String(text) => match text.parse::<f64>() {
            Ok(number) => json!(number),
            Err(_) => json!(text.trim_start_matches('\'')),
        },
        Value::Number(number) => json!(number.as_f64()),
        other => other.clone(),
    };
    let rows = |seen_by: &str| -> Vec<Vec<Value>> {
        let rows = seen[seen_by]["rows"].as_array().unwrap();
        rows.iter().map(|row| row.as_array().unwrap().iter().map(alike).collect()).collect()
    };
    for (seen_by, _) in seen.as_object().unwrap() {
        let (file, _) = seen_by.split_once('.').unwrap();
        assert_eq!(rows(seen_by), rows(&format!("{file}.parquet by_duckdb")), "{seen_by}");
    }
}

#[tokio::test]
async fn an_export_goes_to_a_bucket_whole_or_not_at_all() {
    let service = LocalS3::start().await;
    let _ = service.bucket("team");
    let environment = signed_in("AWS_ENDPOINT_URL", &service.url);
    let folder = TempDir::new().unwrap();
    let job = morning(folder.path().join("Blades"));
    let job = job.to_str().unwrap();
    for format in ["csv", "json", "parquet"] {
        let target = format!("s3://team/tables/answers.{format}");
        let said = printed(&environment, &["export", job, "-o", &target]).await;
        assert_eq!(said, format!("5 rows\n{target}\n"));
        let file = folder.path().join(format!("local.{format}"));
        export(Path::new(job), "answers", &file, &[]).await;
        let uploaded = fs::read(service.folder("team").join(format!("tables/answers.{format}"))).unwrap();
        assert_eq!(uploaded, fs::read(file).unwrap(), "{format}");
    }
}

#[tokio::test]
async fn a_bucket_without_permission_is_named_and_leaves_nothing() {
    let denied = "<Error><Code>AccessDenied</Code><Message>ann is not authorized to perform: s3:PutObject</Message></Error>";
    let service = Server::start(move |_| async move { Reply::new(403, denied) }).await;
    let folder = TempDir::new().unwrap();
    let job = morning(folder.path().join("Blades"));
    let scratch = folder.path().join("tmp");
    fs::create_dir(&scratch).unwrap();
    let mut environment = signed_in("AWS_ENDPOINT_URL", &service.url).to_vec();
    environment.push(("TMPDIR", scratch.to_str().unwrap()));
    let typed = ["export", job.to_str().unwrap(), "-o", "s3://team/tables/answers.parquet"];
    let output = labelrace(&environment, &typed).await;
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let told = said(&output);
    assert!(
        told.starts_with(
            "error: could not upload the export: no permission: s3://team/tables/answers.parquet"
        ),
        "{told}"
    );
    assert!(told.contains("s3:PutObject"), "{told}");
    assert_eq!(fs::read_dir(&scratch).unwrap().count(), 0, "a temporary file is left");
}

/// The blocks of SQL in the documentation, by the first words of each.
fn queries() -> BTreeMap<String, String> {
    let page = include_str!("../../docs/athena.md");
    let blocks = page.split("```sql\n").skip(1).map(|block| block.split("\n```").next().unwrap());
    blocks.map(|block| (block.lines().next().unwrap().to_owned(), block.to_owned())).collect()
}

#[tokio::test]
async fn the_table_and_the_queries_of_the_documentation_are_those_of_an_export() {
    let queries = queries();
    let table = &queries["CREATE EXTERNAL TABLE answers ("];
    let of_table: Vec<&str> = table
        .lines()
        .skip(1)
        .take_while(|line| *line != ")")
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert_eq!(of_table.join(","), "job,object,worker,name,submitted,accepted,seconds,annotations,class");

    let folder = TempDir::new().unwrap();
    let job = job(folder.path());
    for day in ["2024-03-04", "2024-03-05", "2024-03-06"] {
        let partition = folder.path().join(format!("answers/day={day}"));
        fs::create_dir_all(&partition).unwrap();
        let next = day.parse::<chrono::NaiveDate>().unwrap() + chrono::TimeDelta::days(1);
        let span = ["--since", day, "--until", &next.to_string()];
        export(&job, "answers", &partition.join("ducks.parquet"), &span).await;
    }
    let run = |begin: &str, change: &dyn Fn(&str) -> String| {
        let (_, query) = queries.iter().find(|(first, _)| first.starts_with(begin)).unwrap();
        read_back(&[folder.path().join("answers").to_str().unwrap(), &change(query)])
    };
    let same = |query: &str| query.to_owned();
    assert_eq!(
        run("SELECT day,", &same),
        json!([["2024-03-04", 2, 2], ["2024-03-05", 1, 1], ["2024-03-06", 1, 1]])
    );
    // In DuckDB it has another name, and there are few answers here.
    let median = |query: &str| {
        query
            .replace("approx_percentile(seconds, 0.5)", "quantile_cont(seconds, 0.5)")
            .replace(">= 20", ">= 1")
    };
    assert_eq!(run("SELECT date_trunc", &median), json!([["2024-03-04T00:00:00", 2, 7.013]]));
    assert_eq!(run("SELECT job, object,", &same), json!([]));
}
