//! Lists and pictures of people as somebody writes them who has only seen what films and tables show of ids.

use std::fs;

use crate::common::{desk::Desk, jobs::Job};

const ADA: &str = "489f2f1a-7c30-4c11-9a01-77c2f1d0a5e1";
const BEA: &str = "489f2f1b-0d2e-4b57-8a2f-0c9f6d1b7e22";
const CY: &str = "b7d10c55-9b1e-4f60-b2de-51d8f0a4c903";

/// A desk with a job of three people whose ids are as long as real ones.
fn desk() -> Desk {
    let desk = Desk::new();
    Job::at(desk.at("job"))
        .answer("0", ADA, "2024-03-04T08:10:00Z")
        .answer("1", BEA, "2024-03-04T09:10:00Z")
        .answer("2", CY, "2024-03-05T08:10:00Z");
    desk
}

/// The names in a tally with this file of aliases, and what was said on stderr.
fn named(aliases: &str) -> (Vec<String>, String) {
    let desk = desk();
    fs::write(desk.at("names.csv"), aliases).unwrap();
    let ran = desk.run(&["people", "job", "--aliases", "names.csv", "--format", "csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let names = ran.out.lines().skip(1).map(|line| line.split(',').nth(1).unwrap_or_default().to_owned());
    (names.collect(), ran.err)
}

#[test]
fn the_eight_characters_that_are_shown_of_an_id_are_enough() {
    let (names, err) = named("id,name\n489f2f1a,Ada\nprivate.eu-west-1.B7D10C55,Cy\n");
    assert_eq!((names[0].as_str(), names[2].as_str(), err.as_str()), ("Ada", "Cy", ""));
    let desk = desk();
    fs::write(desk.at("teams.csv"), "489f2f1a,North\n489f2f1b,South\n").unwrap();
    fs::write(desk.at("colors.csv"), "b7d10c55,#123456\n").unwrap();
    let out =
        desk.run(&["frames", "job", "--fps", "1", "--group", "teams.csv", "--colors", "colors.csv"]).ok();
    let last = out.lines().last().unwrap();
    assert!(["North", "South", "#123456"].iter().all(|word| last.contains(word)), "{last}");
}

#[test]
fn a_person_who_is_named_by_the_beginning_of_an_id_keeps_the_whole_one() {
    let desk = desk();
    fs::write(desk.at("names.csv"), "489f2f1a,Ada\n489f2f1b,Ada\n").unwrap();
    let out = desk.run(&["people", "job", "--aliases", "names.csv", "--format", "csv"]).ok();
    assert!(out.contains(&format!("{ADA},Ada")) && out.lines().count() == 3, "{out}");
}

#[test]
fn the_table_of_people_is_a_list_of_names() {
    let desk = desk();
    let table = desk.run(&["people", "job", "--format", "csv"]).ok();
    let line = table.lines().find(|line| line.starts_with(ADA)).unwrap();
    let chosen = line.split(',').enumerate().map(|(n, cell)| if n == 1 { "Ada L" } else { cell });
    let (names, err) = named(&table.replace(line, &chosen.collect::<Vec<_>>().join(",")));
    assert_eq!((names[0].as_str(), err.as_str()), ("Ada L", ""));
    let (names, _) = named(&format!("team,name,id\nNorth,Ada,{ADA}\n"));
    assert_eq!(names[0], "Ada");
}

#[test]
fn who_is_not_in_the_job_is_counted_and_what_was_meant_is_offered() {
    let (_, err) = named("id,name\n489f2f1a,Ada\n489f2f1c-7c30-4c11,Bea\nb7d10c55,Cy\n");
    assert_eq!(
        err,
        "warning: 2 of the 3 entries in the alias file match somebody in this job, but not 489f2f1c-7c30-4c11. Did you \
         mean 489f2f1b for 489f2f1c-7c30-4c11? Ids in this job look like 489f2f1a (labelrace people lists them)\n"
    );
    let (_, err) = named("A27PVT1W6UGJA3,Ada\nada.lovelace,Ada L\n");
    assert_eq!(
        err,
        "warning: the alias file matches nobody in this job: it names A27PVT1W6UGJA3, ada.lovelace; ids in this job look \
         like 489f2f1a (labelrace people lists them)\n"
    );
}

#[test]
fn bars_of_groups_need_somebody_in_a_group() {
    let desk = desk();
    fs::write(desk.at("teams.csv"), "489f2f1c,North\n").unwrap();
    fs::write(desk.at("empty.csv"), "id,group\n").unwrap();
    for command in ["render", "tally", "frames"] {
        let groups = [command, "job", "--bars", "groups", "--group"];
        let nobody = ["--bars groups has no team", "matches nobody", "Did you mean 489f2f1"];
        desk.run(&[&groups[..], &["teams.csv"]].concat()).failed(2, &nobody);
        desk.run(&[&groups[..], &["empty.csv"]].concat()).failed(2, &["the group file is empty"]);
    }
    fs::write(desk.at("teams.csv"), "489f2f1b,North\n").unwrap();
    let out = desk.run(&["tally", "job", "--bars", "groups", "--group", "teams.csv"]).ok();
    assert!(out.contains(",North,"), "{out}");
    assert_eq!(desk.names(), ["empty.csv", "job", "teams.csv"]);
}

#[test]
fn pictures_that_are_nobodys_are_counted_and_the_beginning_of_an_id_is_somebody() {
    let desk = desk();
    let pictures = desk.at("pictures");
    fs::create_dir(&pictures).unwrap();
    for name in ["489f2f1a.png", "b7d10c56.png", "ann@example.com.png"] {
        image::RgbImage::from_pixel(8, 8, image::Rgb([200, 30, 40])).save(pictures.join(name)).unwrap();
    }
    let ran = desk.render("job", &["--images", "pictures", "--json"]);
    assert_eq!(
        ran.err,
        "warning: 1 of the 3 entries in the folder of pictures matches somebody in this job, but not a file named after \
         an address, b7d10c56.png. Did you mean b7d10c55 for b7d10c56.png? Ids in this job look like 489f2f1a (labelrace \
         people lists them)\n"
    );
    assert!(ran.out.contains("\"pictures\":1,"), "{}", ran.out);
}
