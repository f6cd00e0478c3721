//! `labelrace forecast`: how much is left, and when the job is done.

use chrono::{Days, NaiveDate};
use serde_json::Value;

use crate::common::{
    desk::Desk,
    jobs::{Job, answer, write},
};

/// A line of the manifest of the job `job`: labeled, or open.
fn line(object: u32, labeled: Option<&str>) -> String {
    match labeled {
        Some(how) => format!(
            r#"{{"source-ref":"s3://b/{object}.jpg","x":0,"x-metadata":{{"job-name":"labeling-job/job","creation-date":"2026-02-28T00:00:00","human-annotated":"{how}"}}}}"#
        ),
        None => format!(r#"{{"source-ref":"s3://b/{object}.jpg"}}"#),
    }
}

/// Two people label 10 objects on each working day of the two weeks from 2 March 2026, both the same ones; of 150
/// objects 10 are a machine's.
fn job(desk: &Desk) {
    let mut job = Job::at(desk.at("job"));
    let first: NaiveDate = "2026-03-02".parse().unwrap();
    let mut object = 0;
    for day in (0..12).filter(|day| day % 7 < 5) {
        let date = first.checked_add_days(Days::new(day)).unwrap();
        for n in 0..10 {
            let at = |hour| format!("{date}T{hour:02}:{n:02}:00Z");
            job = job.answers(&object.to_string(), &[answer("ann", &at(9)), answer("bob", &at(13))]);
            object += 1;
        }
    }
    let done = (0..100).map(|n| line(n, Some("yes")));
    let machine = (100..110).map(|n| line(n, Some("no")));
    let lines: Vec<String> = done.chain(machine).chain((110..150).map(|n| line(n, None))).collect();
    job.manifest(&lines.iter().map(String::as_str).collect::<Vec<_>>());
}

fn json(desk: &Desk, typed: &[&str]) -> Value {
    let out = desk.run(&[&["forecast", "job", "--format", "json"], typed].concat()).ok();
    serde_json::from_str(&out).unwrap()
}

#[test]
fn what_is_left_is_what_open_objects_lack() {
    let desk = Desk::new();
    job(&desk);
    let forecast = json(&desk, &["--deadline", "2026-03-20"]);
    let of = |name: &str| forecast[name].clone();
    assert_eq!(
        ["total", "done", "left", "open_objects", "per_object"].map(of),
        [280, 200, 80, 40, 2].map(Value::from)
    );
    assert_eq!((of("through"), of("working_days")), ("2026-03-13".into(), 10.into()));
    assert_eq!((&forecast["pace"]["labels"], &forecast["pace"]["per_day"]), (&100.into(), &20.0.into()));
    assert_eq!(
        (&forecast["pace"]["end"], &forecast["slowest"]["end"]),
        (&"2026-03-19".into(), &"2026-03-19".into())
    );
    assert_eq!(forecast["range"], serde_json::json!({"earliest": "2026-03-19", "latest": "2026-03-23"}));
    assert_eq!((&forecast["deadline"]["per_day"], of("standing")), (&16.0.into(), "on_time".into()));
    // An answer more on an open object, and three people for each of them.
    Job::at(desk.at("job")).answer("110", "ann", "2026-03-13T15:00:00Z").root();
    assert_eq!(json(&desk, &[])["left"], 79);
    assert_eq!(json(&desk, &["--per-object", "3"])["left"], 119);
}

#[test]
fn the_text_reads_like_a_sentence_to_an_owner() {
    let desk = Desk::new();
    job(&desk);
    let out = desk.run(&["forecast", "job", "--deadline", "2026-03-18", "--people", "+2"]).ok();
    let expected = [
        "job: forecast of Fri 13 Mar 2026 (UTC)",
        "",
        "200 of 280 labels done (71.4%), 80 left (40 open objects, 2 labels each)",
        "",
        "At this week's pace (20 a day) done Thu 19 Mar 2026",
        "At the slowest of the last 2 full weeks (20 a day) done Thu 19 Mar 2026",
        "Likely from Thu 19 Mar 2026 to Mon 23 Mar 2026",
        "Deadline Wed 18 Mar 2026 needs 26.7 a day late: 6.7 a day are missing",
        "With 2 more people (4 instead of 2, 40 a day) done Tue 17 Mar 2026",
    ];
    let lines: Vec<String> =
        out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(lines[..expected.len()], expected, "{out}");
    assert!(out.contains("Nothing was submitted on the"), "it is an old job: {out}");
}

#[test]
fn the_past_is_forecast_as_it_was() {
    let desk = Desk::new();
    job(&desk);
    let forecast = json(&desk, &["--until", "2026-03-07"]);
    let of = |name: &str| forecast[name].clone();
    assert_eq!(["total", "done", "left", "open_objects"].map(of), [280, 100, 180, 90].map(Value::from));
    assert_eq!(forecast["pace"]["end"], "2026-03-19");
}

#[test]
fn working_days_and_holidays_are_the_teams() {
    let desk = Desk::new();
    job(&desk);
    write(&desk.at("off.csv"), "date,name\n2026-03-17,Saint Patrick\n");
    let ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260316\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    write(&desk.at("off.ics"), ics);
    let end = |typed: &[&str]| json(&desk, typed)["pace"]["end"].clone();
    assert_eq!(end(&["--holidays", "off.csv"]), "2026-03-20");
    assert_eq!(end(&["--holidays", "off.csv", "--holidays", "off.ics", "--holidays", "de-BY"]), "2026-03-23");
    assert_eq!(end(&["--workdays", "mon-sun"]), "2026-03-17");
}

#[test]
fn what_cannot_be_forecast_says_why_and_what_to_do() {
    let desk = Desk::new();
    job(&desk);
    let error = |typed: &[&str]| {
        let ran = desk.run(&[&["forecast", "job"], typed].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        ran.err
    };
    assert!(error(&["--total", "100"]).contains("--total 100 is less than the 200 labels that are done"));
    assert!(error(&["--people", "-2"]).contains("--people -2 of 2 people leaves nobody to work"));
    assert!(error(&["--people", "two"]).contains("write it like +2"));
    assert!(
        error(&["--deadline", "12.12.2026"]).contains("'12.12.2026' is not a day; write it like 2026-12-12")
    );
    assert!(error(&["--workdays", "mo-fr"]).contains("'mo-fr' is not a list of weekdays"));
    assert!(error(&["--holidays", "fr"]).contains("the public holidays of 'fr' are not known"));
    assert!(error(&["--holidays", "none.ics"]).contains("list of holidays none.ics"));
    write(&desk.at("off.csv"), "date\nsoon\n");
    let broken = error(&["--holidays", "off.csv"]);
    assert!(broken.contains("the holidays in off.csv: line 2: 'soon' is not a date"), "{broken}");
    std::fs::remove_dir_all(desk.at("job/manifests")).unwrap();
    assert!(error(&[]).contains("give the number with --total"));
}

#[test]
fn deadlines_that_cannot_be_met_are_told_and_are_no_errors() {
    let desk = Desk::new();
    job(&desk);
    let out = |typed: &[&str]| desk.run(&[&["forecast", "job"], typed].concat()).ok();
    assert!(out(&["--deadline", "2026-03-01"]).contains("Deadline Sun 1 Mar 2026"));
    assert!(out(&["--deadline", "2026-03-01"]).contains("has passed"));
    assert!(out(&["--deadline", "2026-03-15"]).contains("no working day is left until then"));
    assert!(out(&["--until", "2026-03-04"]).contains("2 whole working days so far; a forecast needs 3"));
    assert!(out(&["--total", "200"]).contains("All 200 labels are done."));
}

#[test]
fn the_receipt_has_the_same_numbers() {
    let desk = Desk::new();
    job(&desk);
    let receipt = desk.render("job", &["--json", "--deadline", "2026-03-20"]).ok();
    let receipt: Value = serde_json::from_str(&receipt).unwrap();
    let forecast = json(&desk, &["--deadline", "2026-03-20"]);
    for (name, value) in receipt["forecast"].as_object().unwrap() {
        assert_eq!(&forecast[name], value, "{name}");
    }
    let out = desk.render("job", &["--total", "100"]).ok();
    assert!(out.contains("warning: no forecast: --total 100 is less"), "but there is a film: {out}");

    write(&desk.at("off.csv"), "date\nsoon\n");
    for (file, why) in
        [("off.csv", "the holidays in off.csv: line 2"), ("none.ics", "list of holidays none.ics")]
    {
        let out = desk.render("job", &["--holidays", file]).ok();
        assert!(out.contains("warning: no forecast: ") && out.contains(why), "{out}");
        let mail = desk.run(&["digest", "job", "--audience", "owners", "--holidays", file]).ok();
        assert!(mail.contains("No forecast: the list of holidays cannot be used."), "{mail}");
    }
}
