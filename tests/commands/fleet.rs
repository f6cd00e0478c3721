//! `labelrace fleet`: a film for each of many jobs, once.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt, fs::symlink},
};

use serde_json::Value;

use crate::common::{
    desk::{Desk, Ran, names},
    film,
    jobs::{Job, write},
};

const SMALL: [&str; 8] =
    ["--size", "180x180", "--fps", "5", "--duration", "1s", "--time-zone", "Europe/Berlin"];

fn fleet(desk: &Desk, more: &[&str]) -> Ran {
    desk.run(&[&["-q", "fleet", "jobs", "-o", "films"], &SMALL[..], more].concat())
}

fn json(out: &str) -> Value {
    serde_json::from_str(out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

/// Three jobs, two of one name.
fn desk() -> Desk {
    let desk = Desk::new();
    for job in ["a/blades", "b/blades", "xray"] {
        let _ = Job::at(desk.at("jobs").join(job)).answer("0", "ann", "2024-03-04T08:10:00Z");
    }
    desk
}

#[test]
fn a_film_is_made_for_each_job_and_the_next_time_for_those_with_something_new() {
    let desk = desk();
    let planned = fleet(&desk, &["--dry-run"]).ok();
    assert!(planned.starts_with("dry run: 3 films would be made, 0 jobs have nothing new\n"), "{planned}");
    assert!(!desk.at("films").exists());

    let all = json(&fleet(&desk, &["--json"]).ok());
    assert_eq!((&all["filmed"], &all["failed"]), (&3.into(), &0.into()));
    for name in ["a/blades", "b/blades", "xray"] {
        let video = fs::read(desk.at("films").join(format!("{name}.mp4"))).unwrap();
        assert_eq!(film::n_frames(&video, desk.path()), 5, "{name}");
    }

    let again = json(&fleet(&desk, &["--json", "--at-once", "1"]).ok());
    assert_eq!((&again["filmed"], &again["nothing_new"]), (&0.into(), &3.into()));
    assert_eq!(again["jobs"][0]["labels"], 1, "numbers of earlier films: {again}");

    let _ = Job::at(desk.at("jobs/xray")).answer("1", "bo", "2024-03-05T08:10:00Z");
    let planned = fleet(&desk, &["--dry-run"]).ok();
    assert!(planned.contains("dry run: 1 film would be made, 2 jobs have nothing new"), "{planned}");
    assert!(planned.contains("  xray: changed since its last film"), "{planned}");
    assert!(fleet(&desk, &[]).ok().contains("1 film made, 2 with nothing new"));

    // A film that is gone, and films that are asked for in another way.
    fs::remove_file(desk.at("films/xray.mp4")).unwrap();
    assert!(fleet(&desk, &["--dry-run"]).ok().contains("dry run: 1 film "));
    assert!(fleet(&desk, &["--dry-run", "--theme", "dark"]).ok().contains("dry run: 3 films "));
    assert!(fleet(&desk, &["--dry-run", "--force"]).ok().contains("dry run: 3 films "));
}

#[test]
fn a_job_that_fails_fails_alone_and_is_named_first_with_the_reason() {
    let desk = desk();
    write(&desk.at("jobs/ruins/annotations/worker-response/iteration-1/0/2024-03-04_08:20:10.json"), "{");
    let ran = fleet(&desk, &["--json"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err, "error: 1 of 4 films could not be made\n");
    let all = json(&ran.out);
    assert_eq!((&all["filmed"], &all["failed"]), (&3.into(), &1.into()));
    assert_eq!(all["jobs"][0]["name"], "ruins");
    assert!(all["jobs"][0]["why"].as_str().unwrap().contains("broken JSON"), "{all}");
    let ran = fleet(&desk, &[]);
    assert!(ran.out.contains("NO FILM THIS TIME\n  ruins\n"), "{}", ran.out);
    assert_eq!(names(&desk.at("films")), ["a", "b", "xray.json", "xray.mp4"], "nothing half-done is left");
}

#[test]
fn jobs_that_are_called_like_an_address_are_masked() {
    let desk = Desk::new();
    let _ = Job::at(desk.at("jobs/ada@example.com")).answer("0", "ann", "2024-03-04T08:10:00Z");
    let out = fleet(&desk, &[]).ok();
    assert!(!out.contains("ada") && out.contains("job-"), "{out}");
    assert!(names(&desk.at("films")).iter().all(|name| name.starts_with("job-")));
}

#[test]
fn where_there_is_no_job_that_is_said() {
    let desk = Desk::new();
    write(&desk.at("jobs/notes.txt"), "nothing");
    fleet(&desk, &[]).failed(1, &["there is no labeling job in jobs", "labelrace formats"]);
    desk.run(&["fleet", "nowhere"]).failed(1, &["nowhere"]);
    desk.run(&["fleet", "jobs", "-o", "logs:"]).failed(2, &["a log can only be read"]);
    desk.run(&["fleet", "jobs", "--at-once", "0"]).failed(2, &["0 is not in 1..=64"]);
    assert_eq!(desk.names(), ["jobs"]);
}

#[test]
fn an_entry_that_cannot_be_a_job_costs_only_itself() {
    let desk = desk();
    symlink("nowhere", desk.at("jobs/link")).unwrap();
    symlink("..", desk.at("jobs/a/back")).unwrap();
    fs::create_dir(desk.at("jobs").join(OsStr::from_bytes(b"b\xff"))).unwrap();
    fs::create_dir(desk.at("jobs/other")).unwrap();
    symlink("nowhere", desk.at("jobs/other/link")).unwrap();
    let ran = desk.run(&[&["fleet", "jobs", "-o", "films"], &SMALL[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("3 films made"), "{}", ran.out);
    for words in ["warning: skipped ", "link: there is nothing here", "b\u{FFFD}: its name is not UTF-8"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert!(fleet(&desk, &["--dry-run"]).ok().starts_with("dry run: 0 films would be made, 3 jobs "));
}

#[test]
fn films_beside_the_jobs_are_no_jobs() {
    let desk = desk();
    let run =
        || desk.run(&[&["-q", "fleet", "jobs", "-o", "jobs/films", "--json"], &SMALL[..]].concat()).ok();
    assert_eq!(json(&run())["filmed"], 3);
    let again = json(&run());
    assert_eq!((&again["filmed"], again["jobs"].as_array().unwrap().len()), (&0.into(), 3), "{again}");
}
