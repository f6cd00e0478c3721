//! The look from end to end, by the commands that somebody types: teams, colors, pictures, themes, progress,
//! and what the film tells. Where things stand in a frame is for `scenes`, what they look like for `golden`.

use std::{collections::BTreeMap, fs, path::Path};

use image::{Rgb, RgbImage};
use serde_json::{Value, json};

use crate::common::{
    desk::{Desk, SMALL},
    jobs::{Job, morning},
};

/// Every frame of a small film, as `labelrace frames` prints it.
#[track_caller]
fn frames(desk: &Desk, job: &str, more: &[&str]) -> Vec<Value> {
    let printed = desk.run(&[&["frames", job], &SMALL[..], more].concat()).ok();
    printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What everybody in the last frame has of something, by worker.
fn last(frames: &[Value], of: &str) -> BTreeMap<String, String> {
    let bars = frames.last().unwrap()["bars"].as_array().unwrap().iter();
    bars.map(|bar| (text(&bar["worker"]), text(&bar[of]))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[track_caller]
fn receipt(desk: &Desk, more: &[&str]) -> Value {
    serde_json::from_str(&desk.render("job", &[&["--json"], more].concat()).ok()).unwrap()
}

/// The poster of a film of the job on the desk, large enough to find things in it.
#[track_caller]
fn poster(desk: &Desk, more: &[&str]) -> RgbImage {
    let film = ["render", "job", "-o", "race.mp4", "--poster", "race.png", "--size", "640x360", "--fps", "5"];
    let short = if more.contains(&"--duration") { &[][..] } else { &["--duration", "1s"] };
    desk.run(&[&film[..], short, more].concat()).ok();
    image::open(desk.at("race.png")).unwrap().into_rgb8()
}

/// How many pixels are of this color.
fn of(picture: &RgbImage, color: [u8; 3]) -> usize {
    let near = |pixel: &Rgb<u8>| pixel.0.iter().zip(color).all(|(one, other)| one.abs_diff(other) < 4);
    picture.pixels().filter(|pixel| near(pixel)).count()
}

fn manifest(job: &Path, lines: &[Value]) {
    let path = job.join("manifests/output/output.manifest");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    fs::write(path, lines.join("\n") + "\n").unwrap();
}

fn done(human: &str, time: &str) -> Value {
    json!({"source-ref": "s3://b/i.jpg", "c": 1, "c-metadata": {
        "job-name": "labeling-job/job", "human-annotated": human, "creation-date": time, "type": "groundtruth/text",
    }})
}

#[test]
fn a_color_belongs_to_a_person_whoever_joins() {
    let desk = Desk::new();
    let first = || {
        Job::at(desk.at("job")).answer("0", "ann", "2024-03-04T08:10:00Z").answer(
            "1",
            "bob",
            "2024-03-04T09:00:00Z",
        )
    };
    first();
    let monday = last(&frames(&desk, "job", &[]), "color");
    let next = first().answer("2", "aaa", "2024-03-05T08:00:00Z").answer("3", "zoe", "2024-03-05T09:00:00Z");
    next.answer("4", "bob", "2024-03-05T10:00:00Z");
    let tuesday = last(&frames(&desk, "job", &[]), "color");
    assert_eq!(monday, BTreeMap::from([("ann".into(), "#DE7515".into()), ("bob".into(), "#0D6891".into())]));
    assert_eq!(tuesday.len(), 4);
    assert!(monday.iter().all(|(worker, color)| tuesday[worker] == *color), "{tuesday:?}");
    // Nor does it matter what of the job the film shows.
    let since = last(&frames(&desk, "job", &["--since", "2024-03-05"]), "color");
    assert_eq!(since.get("bob"), monday.get("bob"));
}

#[test]
fn with_all_that_is_new_switched_off_the_race_is_as_it_was_before() {
    let desk = Desk::new();
    let sample = [
        "sample",
        "job",
        "--workers",
        "4",
        "--objects",
        "60",
        "--answers",
        "2",
        "--days",
        "3",
        "--seed",
        "1",
    ];
    desk.run(&sample).ok();
    let off =
        ["--opening", "none", "--ending", "none", "--announce", "none", "--pace", "even", "--no-others"];
    let film = ["frames", "job", "--duration", "6s", "--fps", "5"];
    let printed = desk.run(&[&film[..], &off].concat()).ok();
    let frames: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let shown = |n: usize| {
        let frame = &frames[n];
        let bar = |bar: &Value| {
            let worker = text(&bar["worker"]);
            format!(
                " {} {:.2} {:.2}",
                &worker[..4],
                bar["value"].as_f64().unwrap(),
                bar["row"].as_f64().unwrap()
            )
        };
        let bars: String = frame["bars"].as_array().unwrap().iter().map(bar).collect();
        format!("{} {:.2}{bars}", text(&frame["clock"]), frame["axis_max"].as_f64().unwrap())
    };
    // Printed by the last build before there were titles, endings and paces.
    let before = [
        (0, "2026-02-23T08:00:00+00:00 10.00 7bb6 0.00 3.00 489f 0.00 2.00 65b7 0.00 1.00 fdb4 0.00 0.00"),
        (8, "2026-02-23T13:23:15+00:00 11.19 65b7 0.00 3.00 7bb6 5.00 2.00 489f 10.00 0.66 fdb4 10.00 0.34"),
        (
            16,
            "2026-02-25T07:45:00+00:00 26.82 65b7 9.00 3.00 fdb4 14.00 2.00 7bb6 21.00 1.00 489f 25.00 0.00",
        ),
        (
            29,
            "2026-02-25T15:44:59+00:00 37.80 fdb4 14.00 3.00 65b7 20.00 2.00 489f 35.00 1.00 7bb6 35.00 0.00",
        ),
    ];
    for (n, frame) in before {
        assert_eq!(shown(n), frame, "frame {n}");
    }
    assert_eq!(frames.len(), 30);
}

#[test]
fn a_chosen_color_is_that_of_an_id_or_a_name() {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::write(desk.at("names.csv"), "id,name\nbob,Bob the Builder\n").unwrap();
    fs::write(desk.at("colors.csv"), "id,color\nprivate.eu-west-1.ann,#123456\nBob the Builder,#fff000\n")
        .unwrap();
    let flags = ["--aliases", "names.csv", "--colors", "colors.csv"];
    let colors = last(&frames(&desk, "job", &flags), "color");
    assert_eq!((colors["ann"].as_str(), colors["bob"].as_str()), ("#123456", "#FFF000"));
    assert!(0 < of(&poster(&desk, &flags), [0x12, 0x34, 0x56]));
    fs::write(desk.at("colors.csv"), "ann,reddish").unwrap();
    desk.render("job", &flags)
        .failed(2, &["colors.csv", "line 1 of the color file", "`reddish` is not a color"]);
}

#[test]
fn teams_color_their_people_and_can_race_themselves() {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::write(desk.at("teams.csv"), "id,group\nann,North\nbob,South\n").unwrap();
    let people = frames(&desk, "job", &["--group", "teams.csv"]);
    assert_eq!(last(&people, "group")["ann"], "North");
    let colors = last(&people, "color");
    assert_eq!((colors["ann"].as_str(), colors["bob"].as_str()), ("#DE7515", "#0D6891"));
    assert_eq!(colors["cyd"], "#A3ADBD", "nobody's color is for those in no team");

    let teams = frames(&desk, "job", &["--group", "teams.csv", "--bars", "groups"]);
    assert_eq!(
        last(&teams, "value"),
        BTreeMap::from([
            ("North".into(), "3.0".into()),
            ("South".into(), "1.0".into()),
            ("no team".into(), "1.0".into())
        ])
    );
    let german = frames(&desk, "job", &["--group", "teams.csv", "--bars", "groups", "--language", "de"]);
    assert!(last(&german, "name").values().any(|name| name == "ohne Team"));
    let rest = ["--group", "teams.csv", "--bars", "groups", "--duration", "20s", "--fps", "5"];
    fs::write(desk.at("teams.csv"), "id,group\nbob,South\n").unwrap();
    let told = desk.run(&[&["frames", "job"], &rest[..]].concat()).ok();
    assert!(!told.contains("no team takes the lead"), "that is no news");
    desk.render("job", &["--bars", "groups"]).failed(2, &["--bars groups needs --group"]);
    desk.render("job", &["--group", "no.csv"]).failed(2, &["could not read the group file no.csv"]);
    fs::write(desk.at("teams.csv"), "ann,North\nann,South\n").unwrap();
    desk.render("job", &["--group", "teams.csv"]).failed(2, &["teams.csv", "line 2 of the group file"]);
}

#[test]
fn a_job_is_as_far_as_its_manifest_says() {
    let desk = Desk::new();
    let job = morning(desk.at("job"));
    // Objects 0 to 3 by people, one by machine in the middle of the morning, one that failed, two open.
    let evening = "2024-03-04T20:00:00.000000";
    let by_people = (0..4).map(|_| done("yes", evening));
    let others = [
        done("no", "2024-03-04T09:30:00.000000"),
        json!({"source-ref": "s3://b/i.jpg", "c-metadata": {"failure-reason": "expired", "human-annotated": "true"}}),
        json!({"source-ref": "s3://b/i.jpg"}),
        json!({"source-ref": "s3://b/i.jpg"}),
    ];
    manifest(&job, &by_people.chain(others).collect::<Vec<_>>());
    let receipt = receipt(&desk, &[]);
    assert_eq!(
        (&receipt["progress_done"], &receipt["progress_total"], &receipt["progress_unit"]),
        (&json!(5), &json!(8), &json!("objects"))
    );
    let slow = ["frames", "job", "--interval", "1m", "--duration", "20s", "--fps", "10"];
    let frames: Vec<Value> =
        desk.run(&slow).ok().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let done: Vec<f64> = frames.iter().map(|frame| frame["done"].as_f64().unwrap()).collect();
    assert!(done[0] <= 0.0 && done.is_sorted());
    assert!((done.last().unwrap() - 5.0).abs() < 1e-9);
    // An object is done with the last of its answers, however late it is consolidated.
    let at = |time: &str| {
        let frame = frames.iter().position(|frame| time <= text(&frame["clock"]).as_str()).unwrap();
        done[frame]
    };
    assert!((at("2024-03-04T09:00") - 1.0).abs() < 0.1, "object 0 at 08:10, object 1 not before 10:00");
    assert!((at("2024-03-04T10:20") - 3.0).abs() < 0.1, "and the machine's at 09:30");
}

#[test]
fn where_somebody_says_how_many_labels_there_will_be_they_are_the_measure() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let unknown = receipt(&desk, &[]);
    assert_eq!(unknown["progress_total"], Value::Null);
    let of_ten = receipt(&desk, &["--total", "10"]);
    assert_eq!(
        (&of_ten["progress_done"], &of_ten["progress_total"], &of_ten["progress_unit"]),
        (&json!(5), &json!(10), &json!("labels"))
    );
    // Of the whole job, whatever the film shows of it.
    let late = receipt(&desk, &["--total", "10", "--since", "2024-03-04T10:00"]);
    assert_eq!((&late["labels"], &late["progress_done"]), (&json!(3), &json!(5)));
    let early = receipt(&desk, &["--total", "10", "--until", "2024-03-04T09:00"]);
    assert_eq!((&early["labels"], &early["progress_done"]), (&json!(2), &json!(2)));
    assert_eq!(receipt(&desk, &["--total", "2"])["progress_total"], 5, "no job is more than whole");
    desk.render("job", &["--total", "0"]).failed(2, &["'0' is not a whole number from 1"]);
    desk.render("job", &["--goal", "many"]).failed(2, &["'many' is not a whole number from 1"]);
}

/// A morning of Ann's, and a later one of Bob's, who does more than twice as much.
fn duel(desk: &Desk) {
    let mut job = Job::at(desk.at("job"));
    for n in 0..40 {
        let (who, hour) = if n < 12 { ("ann", 8) } else { ("bob", 10) };
        job = job.answer(&n.to_string(), who, &format!("2024-03-04T{hour:02}:{n:02}:00Z"));
    }
}

#[test]
fn the_film_tells_who_takes_the_lead_and_round_numbers_unless_it_may_not() {
    let desk = Desk::new();
    duel(&desk);
    fs::write(desk.at("names.csv"), "ann,Ann\nbob,Bob\n").unwrap();
    let told = |announce: &str| {
        let flags = ["--duration", "20s", "--fps", "10", "--aliases", "names.csv", "--announce", announce];
        let printed = desk.run(&[&["frames", "job"], &flags[..]].concat()).ok();
        let frames = printed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let mut told: Vec<String> =
            frames.filter_map(|frame| frame["notice"].as_str().map(str::to_owned)).collect();
        let shown = told.len();
        told.dedup();
        (told, shown)
    };
    let (all, shown) = told("all");
    assert!(all.contains(&"Bob takes the lead".to_owned()), "{all:?}");
    assert!(all.iter().any(|notice| notice.ends_with("0 labels")), "{all:?}");
    assert!(15 * all.len() <= shown, "each is there for a second and a half at least");
    assert_eq!(told("leads").0, ["Bob takes the lead"], "and nobody takes it at the start");
    assert!(told("milestones").0.iter().all(|notice| notice.ends_with("labels")));
    assert_eq!(told("none").0, Vec::<String>::new());
    desk.render("job", &["--announce", "everything"])
        .failed(2, &["'everything' for '--announce <WHAT>'", "all, leads, milestones, none"]);
}

#[test]
fn a_theme_of_ones_own_is_a_file() {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::write(
        desk.at("studio.toml"),
        "base = \"dark\"\nbackground = \"#201030\"\npeople = [\"#FFB454\", \"#59C2FF\"]\n",
    )
    .unwrap();
    let picture = poster(&desk, &["--theme", "studio.toml"]);
    assert_eq!(picture.get_pixel(1, 1).0, [0x20, 0x10, 0x30]);
    assert!(500 < of(&picture, [0xFF, 0xB4, 0x54]) && 500 < of(&picture, [0x59, 0xC2, 0xFF]));
    fs::write(desk.at("studio.toml"), "text = \"#EEEEEE\"\n").unwrap();
    desk.render("job", &["--theme", "studio.toml"])
        .failed(2, &["the theme studio.toml", "contrast of 1.2:1"]);
    desk.render("job", &["--theme", "none.toml"]).failed(2, &["could not read the theme none.toml"]);
    desk.render("job", &["--theme", "pink"]).failed(2, &["'pink' is not a theme", ".toml"]);
    assert_eq!(desk.names(), ["job", "race.mp4", "race.png", "studio.toml"]);
}

#[test]
fn pictures_are_circles_beside_bars_and_those_without_have_initials() {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::write(desk.at("names.csv"), "bob,Bob Byrd\n").unwrap();
    let pictures = desk.at("pictures");
    fs::create_dir(&pictures).unwrap();
    let magenta = RgbImage::from_pixel(64, 64, Rgb([230, 20, 220]));
    magenta.save(pictures.join("private.eu-west-1.ann.png")).unwrap();
    RgbImage::from_pixel(80, 40, Rgb([10, 220, 240])).save(pictures.join("Bob Byrd.jpg")).unwrap();
    let flags = ["--aliases", "names.csv", "--images", "pictures"];
    let picture = poster(&desk, &flags);
    let area = of(&picture, [230, 20, 220]);
    let diameter = 2.0 * (f64::from(u32::try_from(area).unwrap()) / std::f64::consts::PI).sqrt();
    assert!((20.0..50.0).contains(&diameter), "{area} pixels of Ann's picture");
    assert!(area / 2 < of(&picture, [10, 220, 240]), "and Bob's, by his name");
    let plain = poster(&desk, &flags[..2]);
    assert_eq!(of(&plain, [230, 20, 220]), 0);
    assert_eq!(receipt(&desk, &flags)["pictures"], 2);
    assert_eq!(receipt(&desk, &[])["pictures"], Value::Null);

    // The third has initials in a circle of her own color, left of her bar.
    let shapes = |picture: &RgbImage| -> Vec<usize> {
        let has_any = |column: u32| {
            (0..picture.height()).any(|row| picture.get_pixel(column, row).0 == [0x6B, 0x18, 0x4F])
        };
        let columns: Vec<bool> = (0..picture.width()).map(has_any).collect();
        columns.chunk_by(|left, right| left == right).filter(|run| run[0]).map(<[bool]>::len).collect()
    };
    let widths = shapes(&picture);
    assert!(widths.len() == 2 && (20..50).contains(&widths[0]), "{widths:?}");
    assert_eq!(shapes(&plain).len(), 1);
}

#[test]
fn a_picture_that_cannot_be_used_is_said_and_missed_by_nobody() {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::create_dir(desk.at("pictures")).unwrap();
    fs::write(desk.at("pictures/ann.png"), b"no picture").unwrap();
    let ran = desk.render("job", &["--images", "pictures", "--json"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.starts_with("warning: ") && ran.err.contains("ann.png"), "{}", ran.err);
    let receipt: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(receipt["pictures"], 0);
    for folder in ["nowhere", "job"] {
        desk.render("job", &["--images", folder]).failed(2, &[folder, "--images takes a folder"]);
    }
}

#[test]
fn everyone_else_is_a_row_unless_it_is_left_out() {
    let desk = Desk::new();
    let job = Job::at(morning(desk.at("job")));
    let more = ["bob", "bob", "cyd", "cyd", "dot", "dot", "eve", "eve", "fay"].into_iter().zip(10..);
    more.fold(job, |job, (who, object)| job.answer(&object.to_string(), who, "2024-03-04T11:20:00Z"));
    let without = poster(&desk, &["--top", "3", "--ending", "none", "--no-others"]);
    let with = poster(&desk, &["--top", "3", "--ending", "none"]);
    let others = [0xA3, 0xAD, 0xBD];
    assert!(300 + of(&without, others) < of(&with, others), "{}", of(&with, others));
}

#[test]
fn what_is_written_around_the_race_can_be_said() {
    let desk = Desk::new();
    duel(&desk);
    let flags = ["--title", "Leaves", "--subtitle", "of grass", "--caption", "by Walt"];
    let said = poster(&desk, &flags);
    let ours = poster(&desk, &flags[..2]);
    assert_ne!(said, ours);
    let other = poster(&desk, &[&flags[..], &["--language", "de"]].concat());
    assert_ne!(said, other, "dates are those of the language");
    desk.render("job", &["--language", "xx"])
        .failed(2, &["`xx` is not a language that films are made in", "en, de, fr"]);
}

#[test]
fn the_summary_stands_below_sorted_bars_at_the_end() {
    let desk = Desk::new();
    duel(&desk);
    let film = ["--duration", "6s", "--hold", "1.5s"];
    let card = [0xF4, 0xF6, 0xFA];
    // The columns of two people's hours stand on the same color.
    let with = of(&poster(&desk, &film), card);
    let without = of(&poster(&desk, &[&film[..], &["--ending", "none"]].concat()), card);
    assert!(without + 10_000 < with, "{with} {without}");
    let printed = desk.run(&[&["frames", "job"], &film[..]].concat()).ok();
    let end: Value = serde_json::from_str(printed.lines().last().unwrap()).unwrap();
    let bars = end["bars"].as_array().unwrap();
    let mut sorted = bars.clone();
    sorted.sort_by(|a, b| a["row"].as_f64().unwrap().total_cmp(&b["row"].as_f64().unwrap()));
    assert!(sorted.is_sorted_by(|a, b| b["value"].as_f64() <= a["value"].as_f64()));
}
