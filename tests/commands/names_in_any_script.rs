//! Names of any people from end to end: films whose alias file is in many scripts, and what is said where
//! there is no font.

use std::fs;

use serde_json::Value;

use labelrace::{
    race::{Lasting, Pacing},
    render::{
        scene::{self, Captions},
        text::Text,
    },
};

use crate::common::{desk::Desk, jobs::morning, look, races};

/// A desk with a job on it whose people are called so.
fn desk(ann: &str, bob: &str) -> Desk {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::write(desk.at("team.csv"), format!("id,name\nann,{ann}\nbob,{bob}\n")).unwrap();
    desk
}

#[track_caller]
fn film(desk: &Desk, more: &[&str]) -> (Value, Vec<u8>) {
    let flags = ["--aliases", "team.csv", "--poster", "race.png", "--json"];
    let receipt = desk.render("job", &[&flags[..], more].concat()).ok();
    assert!(1_000 < fs::metadata(desk.at("race.mp4")).unwrap().len());
    (serde_json::from_str(&receipt).unwrap(), fs::read(desk.at("race.png")).unwrap())
}

#[test]
fn names_in_every_script_of_the_layer_are_drawn() {
    let pairs = [
        ("محمد علي", "שרה לוי"),
        ("प्रिया शर्मा", "สมหญิง"),
        ("王小明", "山﨑さくら"),
        ("김민수", "陳美玲 🎉"),
        ("தமிழ்ச்செல்வி", "Հայկ"),
    ];
    for (ann, bob) in pairs {
        let desk = desk(ann, bob);
        let (receipt, poster) = film(&desk, &["--title", ann]);
        assert_eq!(receipt["missing_characters"], "", "{ann} {bob}");
        assert_eq!(film(&desk, &["--title", ann]).1, poster, "the same faces draw the same picture");
    }
}

#[test]
fn a_character_that_no_font_has_is_told_of_with_the_way_out() {
    let desk = desk("Ann \u{13000}", "Bob");
    assert_eq!(film(&desk, &[]).0["missing_characters"], "\u{13000}");
    let said = desk.render("job", &["--aliases", "team.csv"]).ok();
    assert!(said.contains("no font has \u{13000}") && said.contains("--font"), "{said}");
    let said = desk.render("job", &[]).ok();
    assert!(!said.contains("no font"), "{said}");
}

#[test]
fn without_the_layer_what_is_missing_is_that_of_the_people_who_are_shown() {
    let people = [("王", "9"), ("שרה", "8"), ("Bo", "7"), ("김", "3"), ("ก", "2"), ("Cy", "1")];
    let race =
        races::race(&people, Pacing { fps: 5, lasting: Lasting::Whole(8.0), top: 3, ..Pacing::default() });
    let captions = Captions { title: "北".into(), ..look::captions() };
    let missing = scene::missing(&race, &captions, &mut Text::embedded());
    assert_eq!(missing, ['王', 'ש', 'ר', 'ה', '北'].into());
}

#[test]
fn a_font_that_cannot_be_used_is_refused_before_anything_is_read() {
    let desk = desk("王", "Bob");
    desk.render("job", &["--font", "no.ttf"]).failed(2, &["could not read the font no.ttf", "--font"]);
    desk.render("job", &["--font", "team.csv"]).failed(2, &["team.csv has no outlines", ".otf"]);
    desk.render("job", &["--font", "job"]).failed(2, &["could not read the font job"]);
    assert_eq!(desk.names(), ["job", "team.csv"]);
}

#[test]
fn a_named_font_draws_what_the_layer_would() {
    let desk = desk("王", "Bob");
    let layer = film(&desk, &[]).1;
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts/NotoSansThai-Regular.ttf");
    assert_eq!(film(&desk, &["--font", font]).1, layer, "it has no such character");
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts/NotoEmoji-Regular.ttf");
    assert_eq!(film(&desk, &["--font", font, "--font", font]).1, layer);
}
