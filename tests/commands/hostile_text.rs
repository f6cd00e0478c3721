//! Text that others wrote and that a terminal, a reader or a spreadsheet could take for something else: names of
//! jobs, keys, lines of files. No command lets it through.

use std::fs;

use crate::common::{
    desk::{Desk, Ran, SMALL, ran},
    jobs::{Job, morning, put, write},
};

/// Clears a terminal, in both ways of writing an escape; turns the direction of writing; starts a line of its own.
const HOSTILE: &str = "=a\u{1B}[2J\u{9B}31m\u{202E}\rb";

/// What no terminal may get from us.
#[track_caller]
fn is_plain(args: &[&str], ran: &Ran) {
    for (stream, text) in [("out", &ran.out), ("err", &ran.err)] {
        let harmful = |c: &char| {
            c.is_control() && !matches!(c, '\n' | '\t')
                || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        let found = text.chars().find(harmful);
        assert_eq!(found, None, "{args:?} {stream}: {text:?}");
    }
}

/// A folder of two jobs with hostile names, one of them with an answer that cannot be read, and files that settings
/// name.
fn desk() -> Desk {
    let desk = Desk::new();
    for job in [HOSTILE.to_owned(), format!("c{HOSTILE}")] {
        let root = morning(desk.at("jobs").join(&job));
        put(&root, HOSTILE, b"broken");
    }
    write(&desk.at("aliases.csv"), format!("ann,\"{HOSTILE}\"\nbob,=1+1\n").as_bytes());
    write(&desk.at("bad.csv"), format!("ann,x\nann,\"{HOSTILE}\"\n").as_bytes());
    write(&desk.at("bad.toml"), format!("text = \"{}\"\n", HOSTILE.replace(['\u{1B}', '\r'], "")).as_bytes());
    write(&desk.at("faces").join(format!("ann{HOSTILE}.png")), b"no picture");
    write(&desk.at("faces").join("ann.png"), b"no picture");
    desk
}

#[test]
fn no_command_lets_through_what_a_terminal_would_obey() {
    let desk = desk();
    let job = format!("jobs/{HOSTILE}");
    let job = job.as_str();
    let film = [&["-o", "race.mp4"], &SMALL[..]].concat();
    let names = ["--aliases", "aliases.csv"];
    let typed: Vec<Vec<&str>> = vec![
        vec!["jobs", "jobs"],
        vec!["jobs", "jobs", "--format", "csv"],
        vec!["jobs", "jobs", "--format", "json"],
        vec!["tally", "jobs"],
        [&["tally", job], &names[..]].concat(),
        [&["tally", job, "--format", "json"], &names[..]].concat(),
        vec!["tally", job, "--strict"],
        vec!["tally", job, "--aliases", "bad.csv"],
        vec!["tally", job, "--colors", "bad.csv"],
        vec!["tally", job, "--group", "bad.csv"],
        vec!["tally", HOSTILE],
        vec!["tally", job, "--interval", HOSTILE],
        vec!["tally", job, HOSTILE],
        [&["people", job], &names[..]].concat(),
        [&["people", job, "--format", "csv"], &names[..]].concat(),
        vec!["people", HOSTILE],
        vec!["formats"],
        vec!["formats", "--format", HOSTILE],
        vec!["stats", "jobs", "--all-jobs", "--by", "job"],
        vec!["stats", "jobs", "--all-jobs", "--by", "job", "--format", "csv"],
        [&["stats", job, "--by", "worker"], &names[..]].concat(),
        [&["stats", job, "--by", "worker", "--format", "json"], &names[..]].concat(),
        [&["frames", job, "--duration", "1s", "--fps", "1"], &names[..]].concat(),
        vec!["frames", job, "--theme", "bad.toml"],
        [&["render", job], &film[..], &names[..], &["--images", "faces"]].concat(),
        [&["render", job, "--json", "--title", HOSTILE], &film[..]].concat(),
        vec!["render", job, "-o", "none/\u{1B}[2J.mp4"],
        vec!["render", job, "--font", HOSTILE],
        vec!["send", "s3://bucket/job", "--bucket", HOSTILE],
        vec!["send", "s3://bucket/job", "--bucket", "b", "--kind", HOSTILE],
        vec!["send", HOSTILE, "--bucket", "b"],
        vec!["subscribe", HOSTILE, "--audience", "labelers", "--topic-arn", HOSTILE],
        vec![
            "subscribe",
            "a@b",
            "--audience",
            HOSTILE,
            "--topic-arn",
            "arn:aws:sns:us-east-1:123456789012:t",
        ],
        vec!["confirm", HOSTILE],
        vec!["revoke", HOSTILE, "--bucket", "b"],
        vec!["revoke", "--before", HOSTILE, "--bucket", "b"],
        vec!["doctor", "--topic-arn", HOSTILE],
        vec!["doctor", "--link-url", HOSTILE, "--link-key-id", HOSTILE],
        vec!["sample", job],
        vec![HOSTILE],
        vec!["settings"],
    ];
    for args in &typed {
        is_plain(args, &desk.run(args));
        let mut logged = desk.command(args);
        logged.env("LABELRACE_LOG", "trace");
        is_plain(args, &ran(logged));
    }
    let mut logged = desk.command(&["tally", "jobs"]);
    logged.env("LABELRACE_LOG", HOSTILE);
    is_plain(&["LABELRACE_LOG"], &ran(logged));
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let desk = desk();
    for args in [
        vec!["tally", "jobs", "--all-jobs", "--aliases", "aliases.csv"],
        vec!["jobs", "jobs", "--format", "csv"],
        vec!["stats", "jobs", "--all-jobs", "--by", "job", "--format", "csv"],
        vec!["stats", "jobs", "--all-jobs", "--by", "worker", "--format", "csv", "--aliases", "aliases.csv"],
    ] {
        let out = desk.run(&args).out;
        assert!(out.contains("'="), "{args:?}: {out}");
        for cell in out.lines().flat_map(|line| line.split(',')) {
            let cell = cell.trim_start_matches('"');
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{args:?}: {cell:?}");
        }
    }
    let out = desk.run(&["tally", "jobs", "--all-jobs", "--interval", "1d", "--names", "id"]).out;
    assert!(out.lines().nth(1).unwrap().ends_with(",6,6"), "numbers stay numbers: {out}");
}

#[test]
fn an_address_in_a_file_is_quoted_nowhere() {
    let desk = Desk::new();
    Job::at(desk.at("job")).answer("1", "ada@example.com", "2024-03-04T08:00:00Z");
    for (flag, file, text) in [
        ("--aliases", "a.csv", "x,ada @example.com\n"),
        ("--aliases", "b.csv", "x,ada＠example.com\n"),
        ("--aliases", "c.csv", "ada@example.com,Ada,ada@example.com\n"),
        ("--aliases", "d.csv", "ada@example.com,Ada\nada@example.com,Eve\n"),
        ("--group", "e.csv", "x,ada(at)example.com\n"),
        ("--colors", "f.csv", "x,ada@example.com\n"),
        ("--aliases", "h.csv", "x,ada(\u{200B}at)example.com\n"),
        ("--group", "i.csv", "x,ada&#64;example.com\n"),
    ] {
        fs::write(desk.at(file), text).unwrap();
        let said = desk.run(&["tally", "job", flag, file]).failed(2, &[file]);
        assert!(!said.contains("example"), "{said}");
    }
    fs::write(desk.at("g.toml"), "text = \"ada@example.com\"\n").unwrap();
    let said = desk.run(&["frames", "job", "--theme", "g.toml"]).failed(2, &["g.toml"]);
    assert!(!said.contains("example"), "{said}");
    for flag in ["--title", "--subtitle", "--caption"] {
        for text in
            ["ada@example.com", "ask ada ＠ example.com", "ada(at)example.com", "ada（a\u{AD}t）example.com"]
        {
            let said = desk.render("job", &[flag, text]).failed(2, &[flag, "e-mail address"]);
            assert!(!said.contains("example"), "{said}");
        }
    }
    Job::at(desk.at("ada@example.com")).answer("1", "ann", "2024-03-04T08:00:00Z");
    desk.render("ada@example.com", &[]).ok();
    let film = fs::read(desk.at("race.mp4")).unwrap();
    assert!(!String::from_utf8_lossy(&film).contains("example"), "the film is called like the folder");
    for args in [
        &["tally", "job", "--names", "id"][..],
        &["tally", "job", "--names", "id", "--format", "json"],
        &["stats", "job", "--names", "id", "--by", "worker", "--format", "csv"],
        &["frames", "job", "--names", "id", "--duration", "1s", "--fps", "1"],
        &[&["render", "job", "--names", "id", "--json", "-o", "race.mp4"], &SMALL[..]].concat(),
    ] {
        let out = desk.run(args).ok();
        assert!(!out.contains("example") && !out.contains("ada"), "{args:?}: {out}");
    }
}

#[test]
fn a_text_that_is_too_long_is_refused_by_name_with_the_limit() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let long = "x".repeat(100_000);
    for (flag, words) in [
        ("--title", "at most 200 are possible"),
        ("--subtitle", "at most 300 are possible"),
        ("--caption", "at most 300 are possible"),
        ("--pseudonym-key", "at most 200 are possible"),
    ] {
        let said = desk.render("job", &[flag, &long]).failed(2, &[flag, "100000 characters", words]);
        assert!(said.len() < 500, "{said}");
    }
    for flag in ["--aliases", "--group", "--colors", "--images"] {
        desk.render("job", &[flag, &long]).failed(2, &[flag, "at most 4096 bytes"]);
    }
    desk.run(&["tally", &long]).failed(2, &["at most 4096 bytes"]);
    fs::write(desk.at("a.csv"), format!("ann,{long}\n")).unwrap();
    desk.render("job", &["--aliases", "a.csv"]).failed(2, &["line 1 of the alias file", "more than 100"]);
    desk.render("job", &["--group", "a.csv"]).failed(2, &["line 1 of the group file", "more than 100"]);
    desk.render("job", &["--title", &"é".repeat(200)]).ok();
}
