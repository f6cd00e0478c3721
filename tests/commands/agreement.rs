//! `labelrace agreement` and `labelrace impact`: how sure a team is, and what changed on a day. Numbers of single people
//! are in neither.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::common::{
    desk::Desk,
    jobs::{Job, answer},
};

/// An answer that gives its object a class.
fn class(worker: &str, time: &str, class: &str) -> Value {
    let mut answer = answer(worker, time);
    answer["answerContent"] = json!({"crowd-image-classifier": {"label": class}});
    answer
}

/// Three people classify objects on the working days of four weeks from 2 March 2026: 10 a day, and 12 in the last two
/// weeks. Cyd takes each fifth solid for part-solid, in the first two weeks.
fn job(desk: &Desk) {
    let mut job = Job::at(desk.at("nodules"));
    let first: NaiveDate = "2026-03-02".parse().unwrap();
    let mut object = 0;
    for day in (0..28).filter(|day| day % 7 < 5) {
        let date = first.checked_add_days(Days::new(day)).unwrap();
        for n in 0..if day < 14 { 10 } else { 12 } {
            let time = |hour| format!("{date}T{hour:02}:{n:02}:00Z");
            let truth = ["solid", "ground-glass"][n % 2];
            let cyds = if day < 14 && n % 5 == 0 && truth == "solid" { "part-solid" } else { truth };
            job = job.answers(
                &object.to_string(),
                &[
                    class("ann", &time(9), truth),
                    class("bob", &time(10), truth),
                    class("cyd", &time(11), cyds),
                ],
            );
            object += 1;
        }
    }
    drop(job);
}

#[test]
fn agreement_is_told_by_week_and_with_its_interval() {
    let desk = Desk::new();
    job(&desk);
    let out = desk.run(&["agreement", "nodules", "--format", "json"]).ok();
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&told["objects"], &told["answers"], &told["classes"]), (&220.into(), &660.into(), &3.into()));
    let weeks = told["weeks"].as_array().unwrap();
    assert_eq!(weeks.iter().map(|week| &week["objects"]).collect::<Vec<_>>(), [50, 50, 60, 60]);
    let alpha = |of: &Value, name: &str| of["alpha"][name].as_f64().unwrap();
    assert!(alpha(&weeks[0], "alpha") < 0.95 && (alpha(&weeks[3], "alpha") - 1.0).abs() < 1e-9, "{out}");
    assert!(alpha(&told, "low") < alpha(&told, "alpha") && alpha(&told, "alpha") < alpha(&told, "high"));
    let pair = &told["confused"][0];
    assert_eq!((&pair["classes"], &pair["share"]), (&json!(["part-solid", "solid"]), &1.0.into()));
    let text = desk.run(&["agreement", "nodules"]).ok();
    assert!(text.contains("Agreement (Krippendorff's alpha)") && text.contains(" on 220 objects"), "{text}");
    assert!(text.contains("part-solid / solid (100% of disagreements)"), "{text}");
    for told in [&out, &text] {
        assert!(!["ann", "bob", "cyd"].iter().any(|id| told.contains(id)), "{told}");
    }
}

#[test]
fn where_agreement_is_not_measured_it_says_why() {
    let desk = Desk::new();
    crate::common::jobs::morning(desk.at("boxes"));
    let out = desk.run(&["agreement", "boxes"]).ok();
    assert!(out.contains("No answer gives its object one class"), "{out}");
    let one = class("ann", "2026-03-02T09:00:00Z", "solid");
    Job::at(desk.at("alone")).answers("1", &[one]).root();
    let out = desk.run(&["agreement", "alone"]).ok();
    assert!(out.contains("No object was given a class by two people"), "{out}");
}

#[test]
fn a_day_is_compared_with_the_time_before_it() {
    let desk = Desk::new();
    job(&desk);
    let out = desk.run(&["impact", "nodules", "--from", "2026-03-16", "--format", "json"]).ok();
    let told: Value = serde_json::from_str(&out).unwrap();
    let per_day = &told["labels_per_day"];
    assert_eq!((&per_day["before"], &per_day["after"]), (&30.0.into(), &36.0.into()));
    assert!((per_day["change"].as_f64().unwrap() - 0.2).abs() < 1e-9, "{out}");
    assert!(told["agreement"]["change"].as_f64().unwrap() > 0.05, "{out}");
    assert_eq!((&told["before"]["working_days"], &told["after"]["working_days"]), (&10.into(), &10.into()));
    let text = desk.run(&["impact", "nodules", "--from", "2026-03-16"]).ok();
    for words in
        ["+20.0% [+20.0% to +20.0%]", "it is not an experiment", "More labels per working day than chance"]
    {
        assert!(text.contains(words), "{text}");
    }
    assert!(!["ann", "bob", "cyd"].iter().any(|id| text.contains(id)), "{text}");
    let early = desk.run(&["impact", "nodules", "--from", "2026-03-03"]);
    assert_eq!(early.code, Some(1));
    assert!(early.err.contains("1 whole working day before 2026-03-03 and 19 from then on"), "{}", early.err);
}
