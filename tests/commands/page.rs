//! `labelrace page`: what it leaves, and that it can be used, in a real browser.

use std::{collections::BTreeMap, fmt::Write as _, fs};

use serde_json::{Value, json};

use crate::common::{
    browser::{address, uses},
    desk::{Desk, SMALL, names},
    jobs::{Job, answer, write},
};

/// The files of a page.
const FILES: [&str; 6] = ["index.html", "race.csv", "race.json", "race.mp4", "race.png", "race.vtt"];

/// More than a script, a style, an attribute or a terminal should ever meet.
const HOSTILE: [&str; 6] = [
    "<script>window.hacked=1</script>",
    "\"><img src=x onerror='window.hacked=2'>",
    "</script><script>window.hacked=3</script>",
    "\u{202E}drawkcab\u{202C} {{7*7}} ${window.hacked=4}",
    "=HYPERLINK(\"http://evil.example/\")",
    "المها العربي & <b>bold</b>",
];

/// Makes a small page of a job into `page`, with more flags.
#[track_caller]
fn page(desk: &Desk, job: &str, more: &[&str]) -> (String, Value) {
    let size = if more.contains(&"--duration") { &SMALL[..2] } else { &SMALL[..] };
    let ran = desk.run(&[&["page", job, "-o", "page"], size, more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let out = ran.out;
    assert!(out.ends_with("page/race.mp4\npage/index.html\n"), "{out}");
    assert_eq!(names(&desk.at("page")), FILES);
    let html = fs::read_to_string(desk.at("page/index.html")).unwrap();
    assert!(html.len() < 400_000, "{} bytes", html.len());
    let rest: u64 = FILES.iter().map(|file| fs::metadata(desk.at("page").join(file)).unwrap().len()).sum();
    let film = fs::metadata(desk.at("page/race.mp4")).unwrap().len();
    assert!(rest - film < 400_000, "{rest} bytes without the film");
    let numbers = serde_json::from_str(&fs::read_to_string(desk.at("page/race.json")).unwrap()).unwrap();
    (html, numbers)
}

#[track_caller]
fn used(desk: &Desk, steps: &[&str]) {
    uses(&address(&desk.at("page/index.html")), steps);
}

fn n(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
}

fn sum(values: &Value, of: &str) -> u64 {
    values.as_array().unwrap().iter().map(|value| n(&value[of])).sum()
}

/// A table of answers, so many by each of the workers, a minute after the other.
fn answers(desk: &Desk, file: &str, workers: &[(String, u32)]) {
    let mut table = "worker,object,submitted_at\n".to_owned();
    let begin: chrono::DateTime<chrono::Utc> = "2026-03-02T08:00:00Z".parse().unwrap();
    let mut all = 0;
    for (worker, answers) in workers {
        for _ in 0..*answers {
            let time = begin + chrono::TimeDelta::minutes(all);
            let _ = writeln!(table, "\"{}\",object-{all},{}", worker.replace('"', "\"\""), time.to_rfc3339());
            all += 1;
        }
    }
    write(&desk.at(file), table);
}

#[test]
fn a_page_is_read_sorted_copied_played_and_printed() {
    let desk = Desk::new();
    desk.run(&["sample", "job", "--workers", "40", "--objects", "400", "--days", "8", "--seed", "3"]).ok();
    let zone = ["--time-zone", "Europe/Berlin"];
    let film =
        ["--duration", "12s", "--fps", "10", "--goal", "40", "--total", "2000", "--contact", "Maria, room 4"];
    let (html, numbers) = page(&desk, "job", &[&zone[..], &film].concat());
    used(
        &desk,
        &[
            "plays",
            "seeks",
            "sorts",
            "copies",
            "is used with the keyboard",
            "shows what stands still first where motion is not wanted",
            "works without scripts",
            "has hours",
        ],
    );

    // All numbers are those that `stats` prints.
    let stats = |by: &str| -> Vec<Value> {
        let typed = [&["stats", "job", "--format", "json", "--by", by], &zone[..]].concat();
        serde_json::from_str(&desk.run(&typed).ok()).unwrap()
    };
    let all = &stats("all")[0];
    assert_eq!(numbers["total"], all["labels"]);
    let by_name: BTreeMap<String, u64> = stats("worker")
        .iter()
        .map(|row| (row["name"].as_str().unwrap().to_owned(), n(&row["labels"])))
        .collect();
    let rows = numbers["standings"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 20, "the upper half");
    for row in rows {
        assert_eq!(n(&row["labels"]), by_name[row["name"].as_str().unwrap()], "{row}");
    }
    let rest = &numbers["standings"]["rest"];
    assert_eq!(n(&rest["people"]), 20);
    assert_eq!(sum(&numbers["standings"]["rows"], "labels") + n(&rest["labels"]), n(&all["labels"]));
    let days: BTreeMap<String, u64> = numbers["per_days"]["each"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|day| 0 < n(&day["labels"]))
        .map(|day| (day["from"].as_str().unwrap().to_owned(), n(&day["labels"])))
        .collect();
    let day = |row: &Value| (row["key"].as_str().unwrap()[..10].to_owned(), n(&row["labels"]));
    assert_eq!(days, stats("day").iter().map(day).collect());
    let hours: u64 =
        numbers["hours"].as_array().unwrap().iter().flat_map(|day| day.as_array().unwrap()).map(n).sum();
    assert_eq!(hours, n(&all["labels"]));
    let by_hour = stats("hour-of-day");
    for row in &by_hour {
        let hour: usize = row["key"].as_str().unwrap().parse().unwrap();
        let shown: u64 = numbers["hours"].as_array().unwrap().iter().map(|day| n(&day[hour])).sum();
        assert_eq!(shown, n(&row["labels"]), "{row}");
    }

    // Nobody is exposed: no id, no address.
    let everything = FILES
        .map(|file| String::from_utf8_lossy(&fs::read(desk.at("page").join(file)).unwrap()).into_owned());
    for row in stats("worker") {
        let id = row["key"].as_str().unwrap();
        assert!(everything.iter().all(|file| !file.contains(&id[..8.min(id.len())])), "{id} is in a file");
    }
    assert!(!html.replace("@media", "").replace("@page", "").split("<script").next().unwrap().contains('@'));
    assert!(html.contains("Maria, room 4") && html.contains("target 2,000") && html.contains("goal 40"));
}

/// Six people, three of whom give each of so many objects a class, on the working days of two weeks from 2 March 2026.
fn classes(desk: &Desk, people: &[&str], objects: u32) {
    let mut job = Job::at(desk.at("job"));
    for object in 0..objects {
        let day = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13][object as usize % 10];
        let answer = |n: u32| {
            let class = if (object + 5 * n).is_multiple_of(7) { "Goose" } else { "Duck" };
            let who = people[(object + n) as usize % people.len()];
            let mut answer = answer(who, &format!("2026-03-{day:02}T{:02}:{:02}:00Z", 9 + n, object % 60));
            answer["answerContent"] = json!({"crowd-image-classifier": {"label": class}});
            answer
        };
        job = job.answers(&object.to_string(), &[0, 1, 2].map(answer));
    }
}

#[test]
fn forecast_plan_and_quality_are_those_of_their_commands() {
    let desk = Desk::new();
    classes(&desk, &["ann", "bob", "cyd", "dan", "eve", "flo"], 100);
    let asked = ["--deadline", "2026-03-20", "--total", "450", "--time-zone", "Europe/Berlin"];
    let (html, numbers) = page(&desk, "job", &asked);
    let json = |command: &str, more: &[&str]| -> Value {
        let typed = [&[command, "job", "--format", "json"], more].concat();
        serde_json::from_str(&desk.run(&typed).ok()).unwrap()
    };
    let mut forecast = json("forecast", &asked);
    for own in ["job", "notes", "with_people"] {
        forecast.as_object_mut().unwrap().remove(own).unwrap();
    }
    assert_eq!(numbers["forecast"], forecast);
    let mut agreement = json("agreement", &asked[4..]);
    agreement.as_object_mut().unwrap().remove("job").unwrap();
    assert_ne!(agreement["confused"], json!([]));
    // Which objects these are is nothing for everybody.
    agreement["disagreed_objects"] = json!([]);
    assert_eq!(numbers["agreement"], agreement);

    // 30 labels a day from Monday to Friday; the plan is 450 in 15 working days, which is 30 a day as well.
    let plan = &numbers["over_time"]["plan"];
    assert_eq!((&plan["total"], &plan["deadline"]), (&450.into(), &"2026-03-20".into()));
    let times = numbers["over_time"]["times"].as_array().unwrap();
    for (time, planned) in times.iter().zip(plan["labels"].as_array().unwrap()) {
        // Of the two weeks from Monday, 2 March, 00:00 in Berlin.
        let hours = (time.as_i64().unwrap() - 1_772_406_000) / 3600;
        let worked = hours / 168 * 120 + (hours % 168).min(120);
        assert_eq!(n(planned), (30 * u64::try_from(worked).unwrap()).div_ceil(24), "{time}");
    }
    let section = |id: &str| {
        let of = html.split(&format!("<section aria-labelledby=\"{id}\">")).nth(1).unwrap();
        of.split("</section>").next().unwrap().to_owned()
    };
    let alpha = &agreement["alpha"];
    let shown = |key: &str| format!("{:.2}", alpha[key].as_f64().unwrap());
    for words in [
        format!("{} ({} – {}) · 100 objects", shown("alpha"), shown("low"), shown("high")),
        "Week from 9 Mar 2026".to_owned(),
        "Duck / Goose (100\u{a0}% of all disagreements)".to_owned(),
    ] {
        assert!(section("quality").contains(&words), "{words}: {}", section("quality"));
    }
    for words in [
        "300 of 450 labels · 66.6\u{a0}% · 150 labels left",
        "At this week’s pace</dt><dd>Fri 20 Mar 2026 (30 a day)",
        "Fri 20 Mar 2026 needs 30 a day · on time, even at the slowest week’s pace",
        "Whole days up to</dt><dd>13 Mar 2026",
    ] {
        assert!(section("forecast").contains(words), "{words}: {}", section("forecast"));
    }
    assert!(section("everybody").contains("plan: 450 by 20 Mar 2026"), "{}", section("everybody"));
    used(&desk, &["tells the plan"]);

    // Where the sums begin after the job did, they are not on the way to the whole of it.
    let (_, later) = page(&desk, "job", &[&asked[..], &["--since", "2026-03-09"]].concat());
    assert_eq!((&later["over_time"]["plan"], &later["over_time"]["target"]), (&Value::Null, &Value::Null));
    let since = json("forecast", &[&asked[..], &["--since", "2026-03-09"]].concat());
    assert_eq!((&later["forecast"]["left"], &later["forecast"]["pace"]), (&since["left"], &since["pace"]));
}

#[test]
fn of_a_small_team_a_page_tells_no_agreement() {
    let desk = Desk::new();
    classes(&desk, &["ann", "bob", "cyd", "dan"], 40);
    let agreement = desk.run(&["agreement", "job"]).ok();
    assert!(agreement.contains("Krippendorff"), "{agreement}");
    let (html, numbers) = page(&desk, "job", &["--total", "100"]);
    assert_eq!(numbers["agreement"], Value::Null);
    assert!(!html.contains("Krippendorff") && !html.contains("Goose"));
    assert_eq!(numbers["forecast"], Value::Null, "more is done than there is");
    let (_, numbers) = page(&desk, "job", &["--total", "150"]);
    assert_eq!((&numbers["forecast"]["left"], &numbers["over_time"]["plan"]), (&30.into(), &Value::Null));
    used(&desk, &["sorts"]);
}

#[test]
fn whatever_people_and_jobs_are_called_the_page_is_only_a_page() {
    let desk = Desk::new();
    let long = "W".repeat(3000);
    let names: Vec<String> = HOSTILE.iter().map(|name| (*name).to_owned()).chain([long]).collect();
    // A table of a race shows the names of its columns.
    let mut table = csv_row(std::iter::once("date").chain(names.iter().map(String::as_str)));
    for day in 1..=6 {
        let sums: Vec<String> = (0..names.len()).map(|n| (day * (10 + n)).to_string()).collect();
        let date = format!("2026-03-0{day}");
        table.push_str(&csv_row(std::iter::once(date.as_str()).chain(sums.iter().map(String::as_str))));
    }
    write(&desk.at("race.csv"), table);
    let title = format!("{}{}", HOSTILE[0], HOSTILE[1]);
    let (html, numbers) =
        page(&desk, "race.csv", &["--title", &title, "--contact", "mail ann@example.com </p><script>"]);
    used(&desk, &["sorts", "copies"]);
    assert_eq!(numbers["hours"], Value::Null, "a table of a race has no hours");
    assert!(!html.contains("<img") && !html.contains("<b>bold"), "a name is markup");
    assert!(!html.contains("ann@example.com"), "an address is on the page");
    assert!(html.contains("&lt;script&gt;window.hacked=1"), "the name is gone");
    assert!(!html.contains(&"W".repeat(200)));
    let captions = fs::read_to_string(desk.at("page/race.vtt")).unwrap();
    assert!(!captions.contains("<script") && captions.contains("&lt;script"), "{captions}");
    assert!(!captions.contains('\u{202E}') && !html.contains('\u{202E}'));
    let csv = fs::read_to_string(desk.at("page/race.csv")).unwrap();
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
}

fn csv_row<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    format!("{}\n", cells.join(","))
}

#[test]
fn of_five_thousand_people_two_hundred_have_a_row_and_all_others_one() {
    let desk = Desk::new();
    let workers: Vec<(String, u32)> =
        (0..5000).map(|n| (format!("worker-{n}"), if n < 300 { 40 - n / 10 } else { 2 })).collect();
    answers(&desk, "answers.csv", &workers);
    let (_, numbers) = page(&desk, "answers.csv", &[]);
    let rows = numbers["standings"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 200);
    assert_eq!(n(&numbers["standings"]["rest"]["people"]), 4800);
    assert_eq!(
        sum(&numbers["standings"]["rows"], "labels") + n(&numbers["standings"]["rest"]["labels"]),
        n(&numbers["total"])
    );
    used(&desk, &["sorts", "copies", "has hours"]);
}

#[test]
fn one_person_of_whose_job_nothing_else_is_known_has_a_page_too() {
    let desk = Desk::new();
    answers(&desk, "answers.csv", &[("ann".to_owned(), 1)]);
    let (html, numbers) = page(&desk, "answers.csv", &[]);
    assert_eq!((&numbers["progress"], &numbers["hours"]), (&Value::Null, &Value::Null));
    assert_eq!(numbers["standings"]["rest"], Value::Null);
    assert!(!html.contains("<progress"));
    used(&desk, &["plays", "copies"]);
}

#[test]
fn a_page_is_in_the_language_of_its_film() {
    let desk = Desk::new();
    desk.run(&["sample", "job", "--workers", "12", "--objects", "60", "--days", "4"]).ok();
    let headings = [
        ("en", "How this is counted"),
        ("de", "So wird gezählt"),
        ("fr", "Comment c’est compté"),
        ("es", "Cómo se cuenta"),
        ("it", "Come si conta"),
        ("pt-BR", "Como se conta"),
        ("ja", "数え方"),
    ];
    for (language, heading) in headings {
        let (html, _) = page(&desk, "job", &["--language", language]);
        assert!(
            html.contains(&format!("<html lang=\"{language}\">")) && html.contains(heading),
            "{language}"
        );
        assert!(!html.contains(">page-"), "{language}");
    }
    // The last one is the page in Japanese.
    used(&desk, &["sorts"]);
}

#[test]
fn a_page_goes_into_a_folder_and_leaves_none_where_it_fails() {
    let desk = Desk::new();
    answers(&desk, "answers.csv", &[("ann".to_owned(), 3), ("bob".to_owned(), 2)]);
    write(&desk.at("taken"), "years of work");
    let small = |job: &str, folder: &str| desk.run(&[&["page", job, "-o", folder], &SMALL[..]].concat());
    small("answers.csv", "taken").failed(1, &["taken is a file"]);
    assert_eq!(fs::read_to_string(desk.at("taken")).unwrap(), "years of work");
    small("none.csv", "new/page").failed(1, &["none.csv"]);
    assert!(!desk.at("new").exists(), "an empty folder is left");
    fs::create_dir_all(desk.at("page/race.csv")).unwrap();
    small("answers.csv", "page").failed(1, &["race.csv is a folder"]);
    assert_eq!(names(&desk.at("page")), ["race.csv"]);
    fs::remove_dir(desk.at("page/race.csv")).unwrap();
    // Whatever else is in the folder stays, and the page of tomorrow takes the place of today's.
    write(&desk.at("page/notes.txt"), "mine");
    for _ in 0..2 {
        small("answers.csv", "page").ok();
        assert_eq!(names(&desk.at("page")).len(), FILES.len() + 1);
    }
    assert_eq!(desk.drafts(), [""; 0]);
}

#[test]
fn the_same_job_has_the_same_page() {
    let desk = Desk::new();
    answers(&desk, "answers.csv", &[("ann".to_owned(), 30), ("bob".to_owned(), 20), ("cy".to_owned(), 9)]);
    let first = page(&desk, "answers.csv", &[]);
    assert_eq!(page(&desk, "answers.csv", &[]), first);
}
