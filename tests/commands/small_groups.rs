//! Who is not to be seen: `hidden` in the alias file, the gate, and teams too small for bars of single people.

use serde_json::{Value, json};

use crate::common::{
    desk::Desk,
    jobs::{Job, answer, write},
};

/// The more, the earlier in the list: everybody labels objects of their own.
fn job(desk: &Desk, people: &[&str]) {
    let mut job = Job::at(desk.at("job"));
    for (n, person) in people.iter().enumerate() {
        for object in 0..(people.len() - n) * 2 {
            let time = format!("2026-03-02T{:02}:{object:02}:00Z", 8 + n % 12);
            job = job.answer(&format!("{n}-{object}"), person, &time);
        }
    }
    drop(job);
}

fn rows(desk: &Desk, typed: &[&str]) -> Vec<(String, u64)> {
    let out = desk.run(&[&["tally", "job", "--interval", "1d", "--format", "json"], typed].concat()).ok();
    let rows: Value = serde_json::from_str(&out).unwrap();
    let row = |row: &Value| (row["name"].as_str().unwrap().to_owned(), row["labels"].as_u64().unwrap());
    rows.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn three_who_hide_are_everyone_else() {
    let desk = Desk::new();
    job(&desk, &["ann", "bob", "cyd", "dan", "eve", "fay"]);
    write(&desk.at("names.csv"), "id,name\nann,hidden\ncyd,Hidden\nfay,hidden\nbob,Bob\n");
    let rows = rows(&desk, &["--aliases", "names.csv", "--names", "id"]);
    let expected = [("everyone else (3)", 22), ("Bob", 10), ("dan", 6), ("eve", 4)];
    assert_eq!(rows, expected.map(|(name, labels)| (name.to_owned(), labels)));
    let receipt = desk.render("job", &["--json", "--aliases", "names.csv", "--names", "id"]).ok();
    let receipt: Value = serde_json::from_str(&receipt).unwrap();
    assert_eq!((&receipt["workers"], &receipt["labels"]), (&6.into(), &42.into()));
    let frames = desk.run(&["frames", "job", "--aliases", "names.csv", "--names", "id"]).ok();
    assert!(!["ann", "cyd", "fay", "hidden"].iter().any(|id| frames.contains(id)), "{frames}");
    let last: Value = serde_json::from_str(frames.lines().last().unwrap()).unwrap();
    assert_eq!((last["bars"].as_array().unwrap().len(), &last["labels"]), (3, &42.0.into()), "{last}");
    let stats = desk.run(&["stats", "job", "--by", "worker", "--aliases", "names.csv", "--names", "id"]).ok();
    assert!(stats.contains("everyone else (3)") && !stats.contains("ann "), "{stats}");
}

#[test]
fn one_who_hides_in_a_small_team_hides_everybody() {
    let desk = Desk::new();
    job(&desk, &["ann", "bob", "cyd", "dan", "eve"]);
    write(&desk.at("names.csv"), "id,name\nbob,hidden\n");
    assert_eq!(rows(&desk, &["--aliases", "names.csv"]), [("the team".to_owned(), 30)]);
    let out = desk.render("job", &["--aliases", "names.csv"]).ok();
    assert!(out.contains("The whole team has one bar: everyone else would be fewer than 3 people."), "{out}");
    assert!(out.contains("30 labels by 5 people"), "{out}");
}

#[test]
fn a_team_smaller_than_min_people_has_one_bar() {
    let desk = Desk::new();
    job(&desk, &["ann", "bob", "cyd"]);
    assert_eq!(rows(&desk, &[]).len(), 3);
    assert_eq!(rows(&desk, &["--min-people", "3"]).len(), 3);
    assert_eq!(rows(&desk, &["--min-people", "4"]), [("the team".to_owned(), 12)]);
    assert_eq!(rows(&desk, &["--min-people", "5", "--language", "de"]), [("das Team".to_owned(), 12)]);
}

#[test]
fn the_gate_holds_labels_back_and_tells_nobody_whose() {
    let desk = Desk::new();
    let mut job = Job::at(desk.at("job"));
    for object in 0..60 {
        let truth = ["cat", "dog"][object % 2];
        let said = |n: usize| match n {
            0..3 => "cat",
            _ if object % 20 == n => ["dog", "cat"][object % 2],
            _ => truth,
        };
        let answers: Vec<Value> = (0..12)
            .map(|n| {
                let mut answer =
                    answer(&format!("worker-{n:02}"), &format!("2026-03-02T08:{object:02}:{n:02}Z"));
                answer["answerContent"] = json!({"crowd-classifier": {"label": said(n)}});
                answer
            })
            .collect();
        job = job.answers(&object.to_string(), &answers);
    }
    drop(job);
    assert_eq!(rows(&desk, &[]).len(), 12);
    let gated = rows(&desk, &["--gate", "--names", "id"]);
    assert_eq!((gated.len(), &gated[0]), (10, &("everyone else (3)".to_owned(), 180)), "{gated:?}");
    let out = desk.render("job", &["--gate", "--names", "id"]).ok();
    assert!(out.contains("Labels count by name unless at least 30") && !out.contains("worker-"), "{out}");
    let boxes = Desk::new();
    self::job(&boxes, &["ann", "bob", "cyd"]);
    let out = boxes.render("job", &["--gate"]).ok();
    assert!(out.contains("No gate is possible"), "{out}");
}
