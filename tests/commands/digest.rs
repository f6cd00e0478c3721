//! `labelrace digest`: the mail as the function would send it. `tests/digest.py` computes its numbers in Python.

use std::process::Command;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::common::{
    desk::Desk,
    jobs::{Job, answer, write},
};

/// Six people label three weeks of objects, three each, with classes; not always the same ones.
fn job(desk: &Desk, name: &str, people: &[&str]) {
    let mut job = Job::at(desk.at(name));
    let first: NaiveDate = "2026-03-02".parse().unwrap();
    let classes = ["solid", "part-solid", "ground-glass"];
    let mut object = 0_usize;
    for day in (0..19).filter(|day| day % 7 < 5) {
        let date = first.checked_add_days(Days::new(day)).unwrap();
        for n in 0..(9 + day % 4) {
            let answers: Vec<Value> = (0..3)
                .map(|k| {
                    let who = people[(object + k * 2 + usize::from(n % 5 == 0)) % people.len()];
                    let time = format!("{date}T{:02}:{:02}:{:02}Z", 8 + k * 2, 3 * n, object % 60);
                    let mut answer = answer(who, &time);
                    let wrong =
                        (object * 7 + k * 3).is_multiple_of(11) || (object * 5 + k).is_multiple_of(17);
                    let class = classes[(object + if wrong { k + 1 } else { 0 }) % 3];
                    answer["answerContent"] = json!({"crowd-image-classifier": {"label": class}});
                    answer["acceptanceTime"] =
                        format!("{date}T{:02}:{:02}:{:02}Z", 8 + k * 2, 3 * n, 0).into();
                    answer
                })
                .collect();
            job = job.answers(&object.to_string(), &answers);
            object += 1;
        }
    }
}

const SIX: [&str; 6] = ["ann", "bob", "cyd", "dan", "eve", "fay"];

fn numbers(desk: &Desk, typed: &[&str]) -> Value {
    let out = desk.run(&[&["digest"], typed, &["--format", "json"]].concat()).ok();
    serde_json::from_str(&out).unwrap()
}

#[test]
fn the_numbers_are_those_that_python_computes() {
    let desk = Desk::new();
    job(&desk, "job", &SIX);
    for (zone, today) in [("UTC", "2026-03-21"), ("Pacific/Auckland", "2026-03-21"), ("UTC", "2026-03-17")] {
        let typed =
            ["job", "--total", "1500", "--deadline", "2026-05-29", "--time-zone", zone, "--until", today];
        let ours = numbers(&desk, &typed);
        let mut python = Command::new("python3");
        python.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/digest.py"));
        let python = python.arg(desk.at("job")).args([zone, today, "1500", "2026-05-29"]).output().unwrap();
        assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
        let theirs: Value = serde_json::from_slice(&python.stdout).unwrap();
        let names = ["labels", "labels_before", "active_people", "alpha", "alpha_n", "disagreed", "pace"];
        let more =
            ["labels_so_far", "labels_needed", "people_so_far", "alpha_job", "eta_pace", "pace_needed"];
        for name in names.iter().chain(&more) {
            let is_same = match (ours[name].as_f64(), theirs[name].as_f64()) {
                (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0),
                _ => ours[name] == theirs[name],
            };
            assert!(is_same && !theirs[name].is_null(), "{zone} {today} {name}: {ours} is not {theirs}");
        }
        for (ours, theirs) in ours["days"].as_array().unwrap().iter().zip(theirs["days"].as_array().unwrap())
        {
            assert_eq!((&ours["date"], &ours["labels"]), (&theirs[0], &theirs[1]), "{zone} {today}");
        }
        let share = ours["confused"]["share"].as_f64().unwrap();
        assert!((share - theirs["confused"].as_f64().unwrap()).abs() < 1e-9, "{share} {theirs}");
        let (low, high) = (ours["alpha_lo"].as_f64().unwrap(), ours["alpha_hi"].as_f64().unwrap());
        let alpha = ours["alpha"].as_f64().unwrap();
        assert!(low < alpha && alpha < high, "{ours}");
    }
}

#[test]
fn the_mail_reads_as_it_is_sent_and_names_no_id() {
    let desk = Desk::new();
    job(&desk, "job", &SIX);
    let typed = ["digest", "job", "--total", "1500", "--deadline", "2026-05-29"];
    let owners = desk.run(&typed).ok();
    assert!(owners.starts_with("Subject: [labelrace] job: "), "{owners}");
    for heading in ["ON TIME?", "PROGRESS", "WEEK", "QUALITY", "FOR YOU TO DO", "DATA HEALTH"] {
        assert!(owners.contains(&format!("\n{heading}\n")), "{heading}: {owners}");
    }
    let labelers = desk.run(&[&typed[..], &["--audience", "labelers"]].concat()).ok();
    assert!(labelers.contains("RACE OF THE WEEK, 16 Mar – 20 Mar 2026"), "{labelers}");
    assert!(labelers.contains("labels left"), "{labelers}");
    for mail in [&owners, &labelers] {
        assert!(mail.lines().skip(1).all(|line| line.chars().count() <= 76), "{mail}");
        assert!(!mail.contains('@') && !SIX.iter().any(|id| mail.contains(&format!(" {id} "))), "{mail}");
    }
    let german = desk.run(&[&typed[..], &["--language", "de"]].concat()).ok();
    assert!(german.contains("RECHTZEITIG?") && !german.contains("ON TIME?"), "{german}");
}

#[test]
fn under_strict_privacy_nobody_is_named() {
    let desk = Desk::new();
    job(&desk, "job", &SIX);
    let typed = ["job", "--audience", "labelers", "--total", "1500", "--deadline", "2026-05-29"];
    let standard = numbers(&desk, &typed);
    assert!(!standard["race"]["leaders"].as_array().unwrap().is_empty(), "{standard}");
    let strict = numbers(&desk, &[&typed[..], &["--privacy", "strict"]].concat());
    assert_eq!((&strict["leaders"], &strict["race"]["leaders"]), (&json!([]), &json!([])));
    let text = strict["text"].as_str().unwrap();
    assert!(
        text.contains("Team now") && text.contains("Pace car") && text.contains("Strict privacy:"),
        "{text}"
    );
    assert!(text.contains("Which name in the film is yours?"), "the film has names: {text}");
    for name in standard["race"]["leaders"].as_array().unwrap() {
        assert!(!text.contains(name["name"].as_str().unwrap()), "{text}");
    }
    // The film has one color, and says which rule holds.
    let frames = desk.run(&["frames", "job", "--privacy", "strict"]).ok();
    let last: Value = serde_json::from_str(frames.lines().last().unwrap()).unwrap();
    assert_eq!(last["bars"].as_array().unwrap().len(), 6);
    let receipt = desk.render("job", &["--privacy", "strict"]).ok();
    assert!(receipt.contains("Strict privacy:"), "{receipt}");
    // A team of four is one bar.
    job(&desk, "few", &SIX[..4]);
    let few = numbers(&desk, &["few", "--audience", "labelers", "--privacy", "strict"]);
    let text = few["text"].as_str().unwrap();
    assert!(
        text.split_whitespace().collect::<Vec<_>>().join(" ").contains("fewer than 5 people would be seen"),
        "{text}"
    );
    assert!(text.contains("Questions, or no more mail?"), "nobody has a name in the film: {text}");
}

#[test]
fn two_people_hear_nothing_of_each_other() {
    let desk = Desk::new();
    job(&desk, "job", &SIX[..2]);
    for audience in ["owners", "labelers"] {
        let digest = numbers(&desk, &["job", "--audience", audience]);
        for name in ["active_people", "people_so_far", "active_hours", "median_task_s", "alpha", "confused"] {
            assert!(digest[name].is_null(), "{name}: {digest}");
        }
        assert_eq!(digest["leaders"], json!([]), "{digest}");
        let days = digest["days"].as_array().unwrap();
        assert!(days.iter().all(|day| day["people"].is_null() || day["labels"] == 0), "{digest}");
    }
}

#[test]
fn several_jobs_are_one_mail_with_the_worst_first() {
    let desk = Desk::new();
    job(&desk, "jobs/calm", &SIX);
    job(&desk, "jobs/other", &SIX);
    let error = desk.run(&["digest", "jobs"]);
    error.failed(2, &["--all-jobs"]);
    let digest = numbers(&desk, &["jobs", "--all-jobs"]);
    let jobs = digest["jobs"].as_array().unwrap();
    let labels: u64 = jobs.iter().map(|job| job["labels"].as_u64().unwrap()).sum();
    assert_eq!((jobs.len(), digest["labels"].as_u64().unwrap()), (2, labels));
    let text = digest["text"].as_str().unwrap();
    for title in ["=== calm ===", "=== other ==="] {
        assert_eq!(text.matches(title).count(), 1, "{text}");
    }
}

#[test]
fn what_cannot_be_is_said_in_the_mail() {
    let desk = Desk::new();
    job(&desk, "job", &SIX);
    let mail = |typed: &[&str]| {
        let out = desk.run(&[&["digest", "job"], typed].concat()).ok();
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let passed = mail(&["--total", "1500", "--deadline", "2026-03-10"]);
    assert!(
        passed.contains("The deadline has passed.") && passed.contains("1. The deadline has passed with"),
        "{passed}"
    );
    let below = mail(&["--total", "10"]);
    assert!(below.contains("No forecast: the total that is set, 10, is less than the"), "{below}");
    let weekend = mail(&["--total", "1500", "--deadline", "2026-03-22"]);
    assert!(weekend.contains("No working day is left until the deadline"), "{weekend}");
    let unknown = mail(&["--deadline", "2026-05-29"]);
    assert!(unknown.contains("No forecast: nothing says how many labels the job takes."), "{unknown}");
    // Without a deadline or a total nobody asked, and nothing is said.
    assert!(!mail(&[]).contains("ON TIME?"));
    write(&desk.at("hollow/annotations/worker-response/iteration-1/0/a.json"), "{}");
    assert_ne!(desk.run(&["digest", "hollow"]).code, Some(0));
}

#[test]
fn one_class_and_one_person_an_object_are_clear_sentences() {
    let desk = Desk::new();
    let class = |label: &str, who: &str, n: u32| {
        let mut answer = answer(who, &format!("2026-03-02T08:{:02}:{:02}Z", n % 60, n / 60));
        answer["answerContent"] = json!({"crowd-image-classifier": {"label": label}});
        answer
    };
    let mut one = Job::at(desk.at("one-class"));
    let mut each = Job::at(desk.at("one-each"));
    for n in 0..60 {
        let answers: Vec<Value> = SIX[..3].iter().map(|who| class("cat", who, n)).collect();
        one = one.answers(&n.to_string(), &answers);
        each = each.answers(&n.to_string(), &[class(["cat", "dog"][n as usize % 2], SIX[n as usize % 3], n)]);
    }
    drop((one, each));
    let flat = |job: &str| desk.run(&["digest", job]).ok().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat("one-class").contains("have the same class, which says nothing about agreement"),
        "{}",
        flat("one-class")
    );
    assert!(flat("one-each").contains("No object has the answers of two people"), "{}", flat("one-each"));
}
