//! The command line as a newcomer meets it: help, hints, settings that are not typed, progress, and how loud it is.

use std::{
    fs,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::common::{
    desk::{Desk, Ran, SMALL, names, ran, wait_for},
    jobs::{Job, morning},
};

fn desk() -> Desk {
    let desk = Desk::new();
    morning(desk.at("job"));
    desk
}

#[track_caller]
fn with(desk: &Desk, variables: &[(&str, &str)], typed: &[&str]) -> Ran {
    let mut command = desk.command(typed);
    command.envs(variables.iter().copied());
    ran(command)
}

#[test]
fn alone_it_says_the_three_commands_to_start_with() {
    let ran = Desk::new().run::<&str>(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    for start in ["labelrace demo", "labelrace jobs", "labelrace render"] {
        assert!(ran.err.contains(&format!("\n  {start} ")), "{}", ran.err);
    }
    assert!(ran.err.lines().count() < 15, "{}", ran.err);
}

#[test]
fn the_short_help_fits_on_a_screen_with_three_examples_that_work() {
    let desk = Desk::new();
    for command in ["render", "tally", "stats", "frames", "people", "jobs", "demo"] {
        let help = desk.run(&[command, "-h"]).ok();
        let lines = help.lines().count();
        assert!((20..=40).contains(&lines), "{lines} lines: {help}");
        let examples: Vec<&str> = help.lines().filter(|line| line.starts_with("  labelrace ")).collect();
        assert_eq!(examples.len(), 3, "{help}");
        let long = desk.run(&[command, "--help"]).ok();
        assert!(help.len() < long.len() && long.contains(examples[2]), "{long}");
        for example in examples {
            // Every flag of an example is one of the command; its help comes before anything is read.
            let words = example.split(['|', '>', '&']).next().unwrap();
            let words: Vec<&str> = words.split_whitespace().skip(1).chain(["--help"]).collect();
            desk.run(&words).ok();
        }
    }
    let all = desk.run(&["render", "--help"]).ok();
    assert!(["--pictures", "--font", "--columns", "--idle"].iter().all(|flag| all.contains(flag)), "{all}");
    assert!(all.lines().all(|line| line.chars().count() <= 100), "{all}");
}

#[test]
fn a_slip_in_any_value_of_a_list_is_told_with_what_was_meant() {
    let desk = desk();
    for (flag, slip, meant) in [
        ("--theme", "drak", "dark"),
        ("--language", "german", "de"),
        ("--idle", "keeep", "keep"),
        ("--names", "pseudonyms", "pseudonym"),
        ("--time-zone", "berlin", "Europe/Berlin"),
        ("--time-zone", "europe/berln", "Europe/Berlin"),
        ("--size", "1080", "1080p"),
        ("--interval", "weekly", "1w"),
        ("--bars", "teams", "groups"),
        ("--quality", "smal", "small"),
        ("--progress", "plian", "plain"),
    ] {
        let tip = format!("  tip: a similar value exists: '{meant}'\n");
        desk.run(&["render", "job", flag, slip])
            .failed(2, &["error: invalid value '", flag, &tip, "For more information, try '--help'."]);
    }
    desk.run(&["render", "job", "--bars", "groups"])
        .failed(2, &["\n\nFor more information, try 'labelrace render --help'.\n"]);
}

#[test]
fn completions_know_every_value_of_a_list() {
    let desk = Desk::new();
    for shell in ["bash", "fish", "zsh", "elvish", "powershell"] {
        let script = desk.run(&["completions", shell]).ok();
        for word in ["compress", "cognito", "pictures", "progress"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let bash = desk.run(&["completions", "bash"]).ok();
    for words in ["light dark", "en de fr es it pt ja", "Europe/Berlin", "1080p 720p 4k square phone"] {
        assert!(bash.contains(words), "{words}");
    }
}

#[test]
fn a_setting_comes_from_the_first_place_that_says_it_for_every_command() {
    let desk = desk();
    let config = desk.at("config");
    let config = config.to_str().unwrap();
    fs::create_dir_all(desk.at("config/labelrace")).unwrap();
    let zone = |variables: &[(&str, &str)], typed: &[&str]| {
        let variables = [&[("XDG_CONFIG_HOME", config)], variables].concat();
        let out = with(&desk, &variables, &[&["tally", "job", "--interval", "1d"], typed].concat()).ok();
        out.lines().nth(1).unwrap().split(',').next().unwrap()[19..].to_owned()
    };
    assert_eq!(zone(&[], &[]), "+00:00");
    fs::write(desk.at("config/labelrace/labelrace.toml"), "time_zone = \"Asia/Tokyo\"\nnames = \"id\"\n")
        .unwrap();
    assert_eq!(zone(&[], &[]), "+09:00");
    fs::write(desk.at("labelrace.toml"), "time-zone = \"Asia/Kolkata\"\njob = \"job\"\n").unwrap();
    assert_eq!(zone(&[], &[]), "+05:30");
    assert_eq!(zone(&[("LABELRACE_TIME_ZONE", "Europe/Berlin")], &[]), "+01:00");
    assert_eq!(zone(&[("LABELRACE_TIME_ZONE", "")], &[]), "+05:30");
    assert_eq!(zone(&[("LABELRACE_TIME_ZONE", "Nowhere")], &["--time-zone", "America/New_York"]), "-05:00");
    // A job that stands in the folder need not be typed, and the user's file is heard beside that of the folder.
    for command in ["tally", "people", "stats", "jobs"] {
        let out = with(&desk, &[("XDG_CONFIG_HOME", config)], &[command, "--format", "csv"]).ok();
        assert!(
            command == "jobs" || command == "stats" || out.contains(",ann,") || out.contains("ann,ann"),
            "{out}"
        );
    }
    let json: Value = serde_json::from_str(
        &with(
            &desk,
            &[("XDG_CONFIG_HOME", config), ("LABELRACE_TOP", "7")],
            &["settings", "--format", "json"],
        )
        .ok(),
    )
    .unwrap();
    let said = |flag: &str| {
        let setting = json.as_array().unwrap().iter().find(|setting| setting["flag"] == flag).unwrap();
        format!("{} from {}", setting["value"], setting["from"].as_str().unwrap())
    };
    assert_eq!(said("--time-zone"), "\"Asia/Kolkata\" from labelrace.toml");
    assert_eq!(said("--top"), "\"7\" from LABELRACE_TOP");
    assert_eq!(said("--names"), format!("\"id\" from {config}/labelrace/labelrace.toml"));
    assert_eq!(
        (said("--theme"), said("SOURCE")),
        ("\"light\" from default".into(), "\"job\" from labelrace.toml".into())
    );
    let table = with(&desk, &[("LABELRACE_TOP", "7")], &["settings"]).ok();
    assert!(
        table.contains("LABELRACE_TOP; the default is 10)")
            && table.contains("labelrace.toml in this folder"),
        "{table}"
    );
}

#[test]
fn a_file_of_settings_that_cannot_be_used_is_refused_by_name() {
    let desk = desk();
    for (file, words) in [
        ("theem = \"dark\"", &["labelrace.toml: 'theem' is not a setting (did you mean theme?)"][..]),
        ("theme = \"drak\"", &["labelrace.toml: `theme`: 'drak' is not a theme", "Did you mean dark?"]),
        ("ffmpeg = \"./evil\"", &["`ffmpeg` can only be said on the command line"]),
        ("output = \"a.mp4\"", &["`output` can only be said on the command line"]),
        ("top = 99", &["labelrace.toml: `top`: '99' is not a whole number from 1 to 30"]),
        ("duration = \"9s\"\nper_bucket = \"1s\"", &["`per_bucket` and `duration` cannot both be set"]),
        ("top = ", &["labelrace.toml: TOML parse error at line 1"]),
    ] {
        fs::write(desk.at("labelrace.toml"), file).unwrap();
        desk.run(&["render"]).failed(2, words);
        desk.run(&["render", "--help"]).ok();
    }
    desk.run(&["settings"]).failed(2, &["labelrace.toml"]);
    fs::write(desk.at("labelrace.toml"), "top = 99").unwrap();
    let said = desk.run(&["render", "job"]).failed(2, &["'99' is not"]);
    assert_eq!(said.matches("'99'").count(), 1, "it is said once: {said}");
    fs::remove_file(desk.at("labelrace.toml")).unwrap();
    fs::create_dir(desk.at("labelrace.toml")).unwrap();
    desk.run(&["tally", "job"]).failed(2, &["could not read labelrace.toml: it is not a file of settings"]);
    assert_eq!(desk.names(), ["job", "labelrace.toml"]);
}

#[test]
fn frames_are_a_listing_and_pictures_are_files() {
    let desk = desk();
    desk.render("job", &["--pictures", "new"]).ok();
    desk.render("job", &["--frames", "old"]).ok();
    assert_eq!((names(&desk.at("new")).len(), names(&desk.at("old")).len()), (10, 10));
    let help = desk.run(&["render", "--help"]).ok();
    assert!(help.contains("--pictures <DIR>") && !help.contains("--frames"), "{help}");
}

#[test]
fn quiet_is_nothing_but_the_result_and_verbose_is_what_happens_inside() {
    let desk = desk();
    fs::write(desk.at("names.csv"), "nobody,Ada\n").unwrap();
    let quiet = desk.render("job", &["-q", "--aliases", "names.csv"]);
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (Some(0), "race.mp4\n", ""));
    assert!(desk.render("job", &["--aliases", "names.csv"]).err.starts_with("warning: the alias file"));
    desk.run(&["-q", "tally", "nowhere"]).failed(1, &["nowhere"]);
    let loud = desk.run(&["tally", "job", "-vv"]);
    assert_eq!(loud.code, Some(0));
    desk.run(&["tally", "job", "-q", "-v"]).failed(2, &["cannot be used with"]);
}

#[test]
fn a_film_is_handed_to_what_shows_films() {
    let desk = desk();
    let tools = desk.at("tools");
    fs::create_dir(&tools).unwrap();
    desk.script("tools/xdg-open", "echo \"$1\" > shown");
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap());
    let render = [&["render", "job", "-o", "-race.mp4", "--open"][..], &SMALL].concat();
    let render: Vec<&str> =
        render.iter().map(|&word| if word == "-race.mp4" { "./-race.mp4" } else { word }).collect();
    with(&desk, &[("PATH", &path)], &render).ok();
    let shown = wait_for(|| fs::read_to_string(desk.at("shown")).ok().filter(|shown| shown.ends_with('\n')));
    assert_eq!(shown, "././-race.mp4\n");
    let none = desk.at("none");
    let missing = with(&desk, &[("PATH", none.to_str().unwrap())], &render);
    assert_eq!(missing.code, Some(0));
    assert!(
        missing.err.starts_with("warning: ") && missing.err.contains("xdg-open does not start"),
        "{}",
        missing.err
    );
}

#[test]
fn a_log_has_lines_and_a_pipe_has_nothing() {
    let desk = desk();
    assert_eq!(desk.render("job", &[]).err, "");
    let lines = desk.render("job", &["--progress", "plain"]).err;
    assert!(
        lines.contains("reading: 4 of 4 files (100%), ")
            && lines.contains("drawing: 10 of 10 frames (100%), "),
        "{lines}"
    );
    assert!(!lines.contains('\r') && !lines.contains('\u{1B}'), "{lines:?}");
    let asked = with(&desk, &[("LABELRACE_PROGRESS", "plain")], &["tally", "job"]);
    assert!(asked.err.starts_with("reading: 4 of 4 files"), "{}", asked.err);
    assert_eq!(desk.render("job", &["--progress", "plain", "-q"]).err, "");
}

/// What a command shows on a terminal.
fn on_a_terminal(desk: &Desk, typed: &[&str]) -> String {
    let script = "import os, pty, sys\nsys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    let mut command = Command::new("python3");
    let labelrace = desk.command(typed);
    command.args(["-c", script]).arg(labelrace.get_program()).args(labelrace.get_args());
    command.current_dir(desk.path()).stdin(Stdio::null());
    for (name, value) in labelrace.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let ran = ran(command);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    ran.out
}

#[test]
fn on_a_terminal_a_film_has_a_bar_and_then_one_line_that_is_never_the_same() {
    let desk = desk();
    let render =
        [&["render", "job", "-o", "race.mp4"][..], &["--size", "640x360", "--duration", "4s"]].concat();
    let next = || {
        let shown = on_a_terminal(&desk, &render);
        let next: Vec<String> =
            shown.lines().filter_map(|line| line.strip_prefix("next: ")).map(str::to_owned).collect();
        assert!(next.len() <= 1, "{shown}");
        (next.first().cloned(), shown)
    };
    let (first, shown) = next();
    assert!(shown.contains("drawing ") && shown.contains(" frames, ") && shown.contains("left"), "{shown:?}");
    let mut said = vec![first.unwrap()];
    for _ in 0..2 {
        let line = next().0.unwrap();
        assert!(!said.contains(&line), "{line}");
        said.push(line);
    }
    let quiet = on_a_terminal(&desk, &[&render[..], &["-q"]].concat());
    assert_eq!(quiet, "race.mp4\r\n");
    assert_eq!(desk.render("job", &[]).err, "", "nobody reads this");
}

#[test]
fn a_part_of_a_job_is_read_as_the_whole_job() {
    let desk = Desk::new();
    Job::at(desk.at("job")).answer("0", "ann", "2024-03-04T08:10:00Z").iteration(2).answer(
        "1",
        "bob",
        "2024-03-04T09:10:00Z",
    );
    let all = desk.run(&["tally", "job"]).ok();
    fs::create_dir_all(desk.at("job/annotations/consolidated-annotation/consolidation-request")).unwrap();
    for part in ["worker-response/iteration-1", "worker-response/iteration-2/1", "consolidated-annotation"] {
        let source = format!("job/annotations/{part}");
        let ran = desk.run(&["tally", &source]);
        assert_eq!((ran.out.as_str(), ran.code), (all.as_str(), Some(0)), "{}", ran.err);
        assert_eq!(ran.err, format!("{source} is a part of a job; all of job is read\n"));
    }
    assert_eq!(desk.run(&["tally", "job/annotations/worker-response"]).ok(), all);
}

#[test]
fn zones_stand_behind_times_and_numbers_are_whole() {
    let desk = desk();
    let jobs = desk.run(&["jobs", ".", "--time-zone", "Europe/Berlin"]).ok();
    assert!(
        jobs.contains("2024-03-04 09:10") && jobs.ends_with("\nTimes are those of Europe/Berlin.\n"),
        "{jobs}"
    );
    let film = desk.render("job", &[]).ok();
    assert!(film.contains("10 frames, 1 second, "), "{film}");
}
