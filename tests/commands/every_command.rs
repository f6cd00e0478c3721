//! Every command from end to end, as somebody types it.

use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
};

use assert_cmd::assert::OutputAssertExt;
use predicates::prelude::*;
use serde_json::Value;

use crate::common::{
    desk::{Desk, SMALL, names, ran},
    film,
    jobs::{Job, morning, put},
};

const COMMANDS: [&str; 11] = [
    "render",
    "page",
    "tally",
    "stats",
    "frames",
    "jobs",
    "sample",
    "demo",
    "settings",
    "completions",
    "man",
];

fn lines(out: &str) -> Vec<&str> {
    out.lines().collect()
}

fn json(out: &str) -> Value {
    serde_json::from_str(out).unwrap()
}

/// All files below a folder, with their bytes.
fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            files.extend(tree(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            files.push((name, fs::read(path).unwrap()));
        }
    }
    files
}

#[test]
fn the_same_seed_is_the_same_job_and_another_is_another() {
    let desk = Desk::new();
    let sample = |folder: &str, seed: &str| {
        let size = ["--workers", "4", "--objects", "40", "--days", "3", "--seed", seed];
        assert_eq!(desk.run(&[&["sample", folder], &size[..]].concat()).ok(), format!("{folder}\n"));
        tree(&desk.at(folder))
    };
    let first = sample("one/job", "7");
    assert!(20 < first.len(), "{}", first.len());
    assert!(first == sample("two/job", "7"));
    assert!(first != sample("three/job", "8"));
}

#[test]
fn a_sample_goes_into_a_new_folder_only() {
    let desk = Desk::new();
    fs::create_dir(desk.at("full")).unwrap();
    fs::write(desk.at("full/thesis.txt"), "years of work").unwrap();
    desk.run(&["sample", "full"]).failed(1, &["full is not empty", "new folder"]);
    assert_eq!(names(&desk.at("full")), ["thesis.txt"]);
    fs::create_dir(desk.at("empty")).unwrap();
    desk.run(&["sample", "empty", "--objects", "9"]).ok();
}

#[test]
fn a_sample_of_impossible_numbers_is_refused() {
    let desk = Desk::new();
    desk.run(&["sample", "job", "--objects", "0"]).failed(2, &["--objects must be from 1 to"]);
    desk.run(&["sample", "job", "--answers", "10"]).failed(2, &["--answers must be from 1 to 9"]);
    desk.run(&["sample", "job", "--workers", "2"]).failed(2, &["3 answers", "as many workers, not 2"]);
    assert_eq!(desk.names(), [""; 0]);
}

#[test]
fn one_is_not_written_as_many() {
    let desk = Desk::new();
    let _ = Job::at(desk.at("job")).answer("0", "ann", "2024-03-04T08:10:00Z");
    let out = desk.render("job", &[]).ok();
    assert!(out.contains("1 label by 1 person on 1 object, in 1 bucket of "), "{out}");
}

#[test]
fn paths_may_be_relative_have_dots_and_spaces() {
    let desk = Desk::new();
    fs::create_dir(desk.at("here")).unwrap();
    let size = ["--objects", "20", "--days", "2"];
    for folder in ["a job with spaces", "./here/../dotted", "here/../new/./deep"] {
        desk.run(&[&["sample", folder], &size[..]].concat()).ok();
        desk.run(&["tally", folder]).ok();
        desk.run(&["tally", &format!("{folder}/annotations/")]).ok();
    }
    let mut above = desk.command(&["tally", "../a job with spaces"]);
    ran({
        above.current_dir(desk.at("here"));
        above
    })
    .ok();
    assert_eq!(desk.names(), ["a job with spaces", "dotted", "here", "new"]);
}

#[test]
fn tally_prints_everybody_in_every_bucket() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let out = desk.run(&["tally", "job", "--interval", "1h", "--names", "id"]).ok();
    let expected = "time,worker,name,labels,cumulative
2024-03-04T08:00:00+00:00,ann,ann,1,1
2024-03-04T08:00:00+00:00,bob,bob,1,1
2024-03-04T08:00:00+00:00,cyd,cyd,0,0
2024-03-04T09:00:00+00:00,ann,ann,0,1
2024-03-04T09:00:00+00:00,bob,bob,0,1
2024-03-04T09:00:00+00:00,cyd,cyd,0,0
2024-03-04T10:00:00+00:00,ann,ann,2,3
2024-03-04T10:00:00+00:00,bob,bob,0,1
2024-03-04T10:00:00+00:00,cyd,cyd,0,0
2024-03-04T11:00:00+00:00,ann,ann,0,3
2024-03-04T11:00:00+00:00,bob,bob,0,1
2024-03-04T11:00:00+00:00,cyd,cyd,1,1
";
    assert_eq!(out, expected);
}

#[test]
fn tally_as_json_is_one_array_of_the_same() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let csv = desk.run(&["tally", "job", "--interval", "15m"]).ok();
    let array = json(&desk.run(&["tally", "job", "--interval", "15m", "--format", "json"]).ok());
    let rows = array.as_array().unwrap();
    let keys: Vec<&str> = rows[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.len(), 5, "{keys:?}");
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let of =
        |row: &Value| ["time", "worker", "name", "labels", "cumulative"].map(|key| text(&row[key])).join(",");
    assert_eq!(rows.iter().map(of).collect::<Vec<_>>(), lines(&csv)[1..]);
}

#[test]
fn tally_counts_in_the_teams_zone() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let out = desk.run(&["tally", "job", "--interval", "1d", "--time-zone", "Asia/Kolkata"]).ok();
    assert!(lines(&out)[1].starts_with("2024-03-04T00:00:00+05:30,ann,"), "{out}");
    assert_eq!(lines(&out).len(), 4, "one bucket, three people");
}

#[test]
fn since_and_until_are_half_open_and_counting_starts_at_since() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let tally = |more: &[&str]| {
        let all = [&["tally", "job", "--interval", "1h", "--names", "id"], more].concat();
        desk.run(&all).ok().lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let rows = tally(&["--since", "2024-03-04T10:00", "--until", "2024-03-04T11:15"]);
    assert_eq!(rows, ["2024-03-04T10:00:00+00:00,ann,ann,2,2"]);
    let rows = tally(&["--since", "2024-03-04T10:00", "--until", "2024-03-04T11:15:00.001"]);
    assert_eq!(rows.len(), 4, "{rows:?}");
    let rows = tally(&["--since", "1h", "--until", "2024-03-04T11:00"]);
    assert_eq!(rows.len(), 1, "{rows:?}");
    let rows = tally(&["--until", "2024-03-05"]);
    assert_eq!(rows.len(), 12, "{rows:?}");
}

#[test]
fn a_span_without_answers_says_where_there_are_some() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let said = |span: &[&str]| desk.run(&[&["tally", "job"], span].concat()).failed(1, &[]);
    let there = "this job's 5 answers are from 4 Mar 2024, 08:10 to 4 Mar 2024, 11:15 (UTC)";
    assert_eq!(
        said(&["--since", "2025-01-01"]),
        format!("error: no answers since 1 Jan 2025: {there}; try --since 2024-03-04\n")
    );
    assert_eq!(
        said(&["--until", "2024-03-04T08:00"]),
        format!("error: no answers before 4 Mar 2024, 08:00: {there}; try --until 2024-03-05\n")
    );
    let between = said(&["--since", "2024-03-04T10:31", "--until", "2024-03-04T11:00"]);
    assert!(between.contains("from 4 Mar 2024, 10:31 to 4 Mar 2024, 11:00: "), "{between}");
    assert!(between.ends_with("; try --since 2024-03-04 --until 2024-03-05\n"), "{between}");
    let turned = ["tally", "job", "--since", "2024-03-05", "--until", "2024-03-04"];
    let meant = "did you mean --since 2024-03-04 --until 2024-03-05?";
    desk.run(&turned).failed(2, &["--since 2024-03-05 is not before", "there is nothing to count", meant]);
    let one_day = ["tally", "job", "--since", "2024-03-04", "--until", "2024-03-04"];
    desk.run(&one_day).failed(2, &["a day ends with the next one"]);
}

#[test]
fn days_back_are_those_before_the_newest_answer_of_a_job_that_ended_long_ago() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let first = |more: &[&str]| {
        let all = [&["tally", "job", "--interval", "15m", "--names", "id"], more].concat();
        desk.run(&all).ok().lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(first(&["--since", "1h"]), "2024-03-04T10:30:00+00:00,ann,ann,1,1");
    assert!(first(&["--since", "7d"]).starts_with("2024-03-04T08:00:00"));
    let people = desk.run(&["people", "job", "--since", "1h", "--format", "csv", "--names", "id"]).ok();
    assert_eq!(people.lines().count(), 3, "{people}");
    let stats: Value = json(&desk.run(&["stats", "job", "--since", "1h", "--format", "json"]).ok());
    assert_eq!(stats[0]["labels"], 2);
    let receipt = json(&desk.render("job", &["--since", "1h", "--json"]).ok());
    assert_eq!((&receipt["labels"], &receipt["objects"]), (&2.into(), &2.into()));
}

#[test]
fn an_interval_that_makes_too_many_buckets_names_one_that_fits() {
    let desk = Desk::new();
    Job::at(desk.at("job")).answer("0", "ann", "2020-01-01T00:00:00Z").answer(
        "1",
        "ann",
        "2024-01-01T00:00:00Z",
    );
    desk.run(&["tally", "job", "--interval", "1m"]).failed(2, &["1m", "100000", "1h fits"]);
    desk.run(&["tally", "job", "--interval", "7m"]).failed(2, &["`7m` is not an interval"]);
}

#[test]
fn annotations_are_counted_where_they_are_asked_for() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let out = desk.run(&["tally", "job", "--interval", "1d", "--names", "id", "--count", "annotations"]).ok();
    assert!(lines(&out)[1].ends_with(",ann,ann,6,6"), "{out}");
    desk.run(&["tally", "job", "--count", "boxes"])
        .failed(2, &["invalid value 'boxes' for '--count <WHAT>'", "[possible values: labels, annotations]"]);
}

#[test]
fn names_are_pseudonyms_ids_or_aliases() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let names_of = |more: &[&str]| {
        let out = desk.run(&[&["tally", "job", "--interval", "1d"], more].concat()).ok();
        let name = |line: &str| {
            let columns: Vec<&str> = line.split(',').collect();
            (columns[1].to_owned(), columns[2].to_owned())
        };
        out.lines().skip(1).map(name).collect::<Vec<_>>()
    };
    let pseudonyms = names_of(&[]);
    assert_eq!(pseudonyms, names_of(&[]), "the same in every run");
    assert!(pseudonyms.iter().all(|(id, name)| id != name && name.contains(' ')), "{pseudonyms:?}");
    assert_ne!(pseudonyms, names_of(&["--pseudonym-key", "another"]));
    fs::write(desk.at("team.csv"), "id,name\nprivate.eu-west-1.bob,Bo\ncyd,Bo\n").unwrap();
    let named = names_of(&["--aliases", "team.csv", "--names", "id"]);
    let expected = [("ann", "ann"), ("bob", "Bo")].map(|(id, name)| (id.to_owned(), name.to_owned()));
    assert_eq!(named, expected);
}

#[test]
fn an_alias_file_that_cannot_be_used_is_named_with_its_line() {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::write(desk.at("team.csv"), "id,name\nann\n").unwrap();
    let tally = |file: &str| desk.run(&["tally", "job", "--aliases", file]);
    tally("team.csv").failed(2, &["team.csv", "line 2"]);
    // Whose quote is not closed has the rest of the file as their name.
    fs::write(desk.at("team.csv"), "id,name\nann,\"Ann\nbob,Bo\n").unwrap();
    let unclosed = ["team.csv", "line 2 opens a quote (\") that is never closed"];
    for list in ["--aliases", "--group", "--colors"] {
        desk.run(&["render", "job", list, "team.csv"]).failed(2, &unclosed);
    }
    fs::write(desk.at("team.csv"), "ann,\"Ann\nbob,\"Bo\n").unwrap();
    tally("team.csv").failed(2, &["team.csv", "line 1", "has a line break in it; are its quotes closed?"]);
    fs::write(
        desk.at("table.csv"),
        "worker,time,note\nann,2024-03-04T08:10:00Z,\"a\nbob,2024-03-04T08:20:00Z,b\n",
    )
    .unwrap();
    desk.run(&["tally", "table.csv"]).failed(1, &["table.csv", "line 2 opens a quote"]);
    fs::write(desk.at("race.csv"), "day,Ann,Bo\n2024-03-04,1,2\n2024-03-05,2,\"3\n2024-03-06,4,5\n").unwrap();
    desk.run(&["tally", "race.csv"]).failed(1, &["race.csv", "line 3 opens a quote"]);
    tally("nobody.csv").failed(2, &["could not read the alias file nobody.csv"]);
}

#[test]
fn frames_are_lines_of_json() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let out = desk.run(&["frames", "job", "--duration", "2s", "--fps", "10", "--top", "2"]).ok();
    let frames: Vec<Value> = out.lines().map(json).collect();
    assert_eq!(frames.len(), 20);
    for (n, frame) in (0u32..).zip(&frames) {
        let keys: Vec<&str> = frame.as_object().unwrap().keys().map(String::as_str).collect();
        let expected =
            ["axis_max", "bars", "clock", "done", "frame", "labels", "notice", "rows", "t", "waiting"];
        assert_eq!(keys, expected);
        assert_eq!(frame["frame"], n);
        assert!(frame["clock"].as_str().unwrap().ends_with("+00:00"), "{frame}");
        assert!((frame["t"].as_f64().unwrap() - f64::from(n) / 10.0).abs() < 1e-9, "{frame}");
        for bar in frame["bars"].as_array().unwrap() {
            let number = |key: &str| bar[key].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&number("alpha")), "{bar}");
            assert!(number("value") <= frame["axis_max"].as_f64().unwrap(), "{frame}");
            assert!(0.0 <= number("row"), "{bar}");
            assert!(bar["worker"].is_string() && bar["name"].is_string(), "{bar}");
        }
    }
    // Those who are not listed wait in the row below the last one.
    let rows = |frame: &Value| {
        let listed = frame["bars"].as_array().unwrap().iter().map(|bar| bar["row"].as_f64().unwrap());
        listed.sum::<f64>() + frame["waiting"].as_f64().unwrap() * frame["rows"].as_f64().unwrap()
    };
    assert!(frames.iter().all(|frame| (rows(frame) - rows(&frames[0])).abs() < 1e-6));
    let last = frames.last().unwrap()["bars"].as_array().unwrap();
    let winner = last.iter().find(|bar| bar["row"] == 0.0).unwrap();
    assert_eq!((&winner["worker"], &winner["value"]), (&"ann".into(), &3.0.into()));
}

#[test]
fn jobs_are_listed_for_people_and_for_machines() {
    let desk = Desk::new();
    morning(desk.at("out/xray"));
    morning(desk.at("out/Birds 2"));
    let table = desk.run(&["jobs", "out"]).ok();
    assert_eq!(lines(&table).len(), 4, "{table}");
    assert!(table.ends_with("\nTimes are those of UTC.\n"), "{table}");
    assert!(lines(&table)[0].starts_with("job "), "{table}");
    let csv = desk.run(&["jobs", "out", "--format", "csv"]).ok();
    let expected = "job,objects,answers,workers,first,last,tool
Birds 2,4,5,3,2024-03-04T08:10:00.500+00:00,2024-03-04T11:15:00+00:00,Ground Truth
xray,4,5,3,2024-03-04T08:10:00.500+00:00,2024-03-04T11:15:00+00:00,Ground Truth
";
    assert_eq!(csv, expected);
    fs::write(desk.at("out/hits.csv"), "WorkerId,SubmitTime,HITId\nann,2024-03-04T08:10:00Z,1\n").unwrap();
    let array = json(&desk.run(&["jobs", "out", "--format", "json"]).ok());
    assert_eq!((&array[2]["job"], &array[2]["answers"]), (&"xray".into(), &5.into()));
    assert_eq!((&array[1]["job"], &array[1]["tool"]), (&"hits.csv".into(), &"a table".into()));
    let table = desk.run(&["jobs", "out"]).ok();
    assert!(lines(&table)[0].ends_with("  tool") && lines(&table)[3].ends_with("  Ground Truth"), "{table}");
}

#[test]
fn several_jobs_are_refused_with_their_list_or_made_one_race() {
    let desk = Desk::new();
    morning(desk.at("out/xray"));
    morning(desk.at("out/birds"));
    let list =
        desk.run(&["tally", "out"]).failed(2, &["2 jobs", "--all-jobs", "/out/birds\n", "/out/xray\n"]);
    // Each line can be given as SOURCE.
    let job = list.lines().last().unwrap().trim();
    desk.run(&["tally", job]).ok();
    let both = desk.run(&["tally", "out", "--all-jobs", "--interval", "1d", "--names", "id"]).ok();
    assert!(lines(&both)[1].ends_with(",ann,ann,6,6"), "{both}");
}

#[test]
fn render_prints_the_receipt_as_json_and_nothing_else() {
    let desk = Desk::new();
    desk.run(&["sample", "job", "--objects", "60", "--days", "3"]).ok();
    let more = ["--json", "--poster", "race.png", "--frames", "frames"];
    let out = desk.render("job", &more).ok();
    assert_eq!(lines(&out).len(), 1, "{out}");
    let receipt = json(&out);
    let keys = "video poster frames width height fps seconds bytes labels workers objects objects_total \
        objects_open human_labeled machine_labeled failed interval buckets duplicates skipped from to as_of \
        time_zone";
    for key in keys.split_whitespace() {
        assert!(receipt.get(key).is_some(), "{key} is missing in {receipt}");
    }
    assert_eq!((&receipt["video"], &receipt["poster"]), (&"race.mp4".into(), &"race.png".into()));
    assert_eq!((&receipt["width"], &receipt["height"]), (&320.into(), &180.into()));
    assert_eq!(receipt["bytes"], fs::metadata(desk.at("race.mp4")).unwrap().len());
    assert_eq!(receipt["objects_total"], 60);
    assert_eq!(receipt["skipped"], Value::Array(Vec::new()));
    assert_eq!((&receipt["frames"], &receipt["seconds"]), (&10.into(), &1.0.into()));

    let film = film::probe(&desk.at("race.mp4"));
    assert_eq!((film.width, film.height, film.title.as_deref()), (320, 180, Some("job")));
    assert!(film.starts_fast());
    let frames = names(&desk.at("frames"));
    assert_eq!((frames.len(), frames[9].as_str()), (10, "frame-00009.png"));
    let poster = image::open(desk.at("race.png")).unwrap().into_rgb8();
    let last = image::open(desk.at("frames/frame-00009.png")).unwrap().into_rgb8();
    assert!(poster == last, "the poster is the last frame");
    assert_eq!(desk.names(), ["frames", "job", "race.mp4", "race.png"], "nothing else is left");
}

#[test]
fn the_receipt_knows_no_objects_where_no_manifest_tells() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let receipt = json(&desk.render("job", &["--json"]).ok());
    for key in ["poster", "objects_total", "objects_open", "human_labeled", "machine_labeled", "failed"] {
        assert_eq!(receipt[key], Value::Null, "{key}");
    }
    assert_eq!(
        (&receipt["labels"], &receipt["workers"], &receipt["objects"]),
        (&5.into(), &3.into(), &4.into())
    );
}

#[test]
fn render_without_words_ends_with_the_films_path() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let out = desk.run(&[&["render", "job"], &SMALL[..]].concat()).ok();
    assert_eq!(*lines(&out).last().unwrap(), "race.mp4", "the default");
    assert!(desk.at("race.mp4").is_file());
}

#[test]
fn a_film_takes_the_place_of_an_older_one() {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::write(desk.at("race.mp4"), "old").unwrap();
    desk.render("job", &["--theme", "dark", "--title", "Tuesday: \"x\""]).ok();
    assert_eq!(film::probe(&desk.at("race.mp4")).title.as_deref(), Some("Tuesday: \"x\""));
}

#[test]
fn one_file_cannot_be_the_film_and_its_poster() {
    let desk = Desk::new();
    morning(desk.at("job"));
    for poster in ["race", "./race"] {
        let typed = ["render", "job", "-o", "race", "--poster", poster];
        desk.run(&typed).failed(2, &["race cannot be the film and its poster"]);
    }
    desk.render("job", &["--poster", "race.mp4"]).failed(2, &["a picture is a PNG or JPEG file", "race.png"]);
    let film = ["render", "job", "-o", "race.gif"];
    desk.run(&film).failed(2, &["a film is an MP4 file, so it cannot be called race.gif; call it race.mp4"]);
    assert_eq!(desk.names(), ["job"]);
}

#[test]
fn frames_go_into_a_new_or_empty_folder() {
    let desk = Desk::new();
    morning(desk.at("job"));
    desk.render("job", &["--frames", "job"]).failed(1, &["job is not an empty folder"]);
    fs::create_dir(desk.at("stills")).unwrap();
    desk.render("job", &["--frames", "stills"]).ok();
    assert_eq!(names(&desk.at("stills")).len(), 10);
}

#[test]
fn the_demo_ends_with_the_path_of_a_film() {
    let desk = Desk::new();
    let out = desk.run(&[&["demo"], &SMALL[..]].concat()).ok();
    let film = film::probe(&desk.at(lines(&out).last().unwrap()));
    assert_eq!((film.width, film.height), (320, 180));
    assert_eq!(desk.names(), ["demo.mp4"]);
}

#[test]
fn completions_are_a_script_of_that_shell() {
    let desk = Desk::new();
    let script = desk.run(&["completions", "bash"]).ok();
    fs::write(desk.at("completions"), &script).unwrap();
    let bash = Command::new("bash").arg("-n").arg(desk.at("completions")).output().unwrap();
    bash.assert().success().stderr("");
    assert!(script.contains("--time-zone"));
}

#[test]
fn the_manual_has_every_command() {
    let manual = Desk::new().run(&["man"]).ok();
    for command in COMMANDS {
        assert!(
            manual.contains(&format!(".TH labelrace-{command}")) || manual.contains(command),
            "{command}"
        );
    }
    assert!(manual.contains("time\\-zone"), "flags too");
}

#[test]
fn every_command_has_help_that_reads_well() {
    let desk = Desk::new();
    let help = desk.run(&["--help"]).ok();
    for command in COMMANDS {
        assert!(help.contains(&format!("  {command} ")), "{help}");
        let help = desk.run(&[command, "--help"]).ok();
        assert!(help.contains(&format!("Usage: labelrace {command}")), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
        assert!(!help.contains("  [possible values: ]"), "{help}");
    }
    desk.run(&["--version"]).ok();
}

#[test]
fn what_is_typed_wrongly_ends_with_2_and_says_what() {
    let desk = Desk::new();
    for (typed, word) in [
        (&["rendre"][..], "rendre"),
        (&["render"], "SOURCE"),
        (&["tally", "job", "--format", "xml"], "xml"),
        (
            &["tally", "job", "--names", "email"],
            "invalid value 'email' for '--names <HOW>'\n  [possible values: pseudonym, cognito, id]",
        ),
        (&["tally", "job", "--parallel", "0"], "'0' is not a whole number"),
        (&["tally", "job", "--since", "yesterday"], "'yesterday' is not a point in time"),
        (&["tally", ""], "use . for the one you are in"),
        (&["tally", "s3://"], "does not name a bucket"),
        (&["tally", "https://example.com/job"], "is not an S3 address"),
        (&["frames", "job", "--duration", "long"], "'long' is not a length of time"),
        (&["render", "job", "--theme", "pink"], "'pink' is not a theme; use light, dark"),
        (&["render", "job", "--theme", "darc"], "tip: a similar value exists: 'dark'"),
        (
            &["render", "job", "--idle", "compres"],
            "[possible values: compress, keep]\n\n  tip: a similar value exists: 'compress'",
        ),
        (&["completions", "dos"], "dos"),
    ] {
        desk.run(typed).failed(2, &[word]);
    }
}

#[test]
fn what_is_skipped_is_said_on_stderr_and_counted_in_the_receipt() {
    let desk = Desk::new();
    let job = morning(desk.at("job"));
    put(&job, "9", b"{\"answers\":[");
    desk.command(&["tally", "job"])
        .assert()
        .success()
        .stdout(predicate::str::starts_with("time,worker,"))
        .stderr(
            predicate::str::starts_with("warning: skipped 1 broken JSON")
                .and(predicate::str::contains("cut off")),
        );
    let made = desk.render("job", &["--json"]);
    let receipt = json(&made.out);
    assert_eq!(receipt["skipped"][0]["reason"], "broken_json");
    assert_eq!(receipt["skipped"][0]["count"], 1);
    desk.render("job", &["--strict"]).failed(1, &["--strict makes that an error", "iteration-1/9/"]);
}

#[test]
fn who_stops_reading_the_output_causes_no_failure() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let sample = ["sample", "new", "--objects", "9"];
    let render = [&["render", "job", "--json"], &SMALL[..]].concat();
    for typed in [
        &["tally", "job", "--interval", "1m"][..],
        &["tally", "job", "--interval", "1m", "--format", "json"],
        &["frames", "job"],
        &["jobs", "job"],
        &["jobs", "job", "--format", "json"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &sample,
        &render,
    ] {
        let (reading, writer) = std::io::pipe().unwrap();
        drop(reading);
        let output = desk.command(typed).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        output.assert().success().stderr("");
    }
    assert!(desk.at("race.mp4").is_file(), "the film is there all the same");
}

#[test]
fn a_full_standard_output_is_a_failure_that_says_so() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let desk = Desk::new();
    morning(desk.at("job"));
    for typed in [
        &["tally", "job"][..],
        &["frames", "job", "--duration", "1s"],
        &["jobs", "job"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["render", "-h"],
        &["--version"],
        &["sample", "new", "--objects", "9"],
    ] {
        let output = desk.command(typed).stdout(full.try_clone().unwrap()).output().unwrap();
        output
            .assert()
            .code(1)
            .stderr(predicate::str::starts_with("error: could not write to standard output"));
    }
}
