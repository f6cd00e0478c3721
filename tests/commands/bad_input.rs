//! Whatever is read or asked for may be wrong: each time a clear sentence, or a sensible film, and the
//! target is as it was until the film is whole.

use std::{
    fs::{self, File, Permissions},
    os::unix::{
        fs::{MetadataExt, PermissionsExt, symlink},
        process::CommandExt,
    },
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use chrono::DateTime;
use clap::{Args, FromArgMatches};
use labelrace::{
    run::{self, Machine, Outputs, Timings},
    settings::{Files, FilmRequest, Input, Plan},
    source::Reading,
    store::{Location, Stores},
};
use serde_json::{Value, json};

use crate::common::{
    desk::{Desk, Ran, SMALL, names, processes, ran, signal, wait_for},
    film,
    jobs::{Job, answer, morning, put, response_file},
};

const NINE: &str = "2024-03-04T09:00:00Z";

/// What was at the target before.
const OLD: &str = "the film of last week";

/// A desk with a job and with last week's film on it.
fn desk() -> Desk {
    let desk = Desk::new();
    morning(desk.at("job"));
    fs::write(desk.at("race.mp4"), OLD).unwrap();
    desk
}

/// Nothing happened to the target, nothing is beside it, and no ffmpeg is at work.
#[track_caller]
fn untouched(desk: &Desk) {
    assert_eq!(fs::read_to_string(desk.at("race.mp4")).unwrap(), OLD);
    assert_eq!(desk.drafts(), [""; 0], "drafts are left");
    assert_eq!(processes(desk.path()), [0; 0], "an ffmpeg is left");
}

/// A film of this size was made, and nothing else is left.
#[track_caller]
fn filmed(desk: &Desk, ran: Ran) -> Value {
    let Ran { code, out, err } = ran;
    assert_eq!(code, Some(0), "{err}");
    let film = film::probe(&desk.at("race.mp4"));
    assert_eq!((film.width, film.height), (320, 180));
    assert_eq!(film::decode(&desk.at("race.mp4"), film::Pixels::I420).len(), 10);
    assert!(desk.names().iter().all(|name| !name.starts_with('.')), "{:?}", desk.names());
    serde_json::from_str(&out).unwrap()
}

/// labelrace as somebody who is not root, where root runs the tests, and permissions mean something.
fn as_nobody(desk: &Desk, args: &[&str]) -> Command {
    fs::set_permissions(desk.path(), Permissions::from_mode(0o755)).unwrap();
    if fs::metadata(desk.path()).unwrap().uid() != 0 {
        return desk.command(args);
    }
    // Where the tests were built nobody else may be let in.
    let program = desk.copy(Path::new(env!("CARGO_BIN_EXE_labelrace")), "labelrace");
    let mut command = desk.program(&program, args);
    command.uid(65534).gid(65534);
    command
}

#[test]
fn a_source_that_does_not_exist_is_named() {
    let desk = desk();
    for command in ["render", "tally", "frames", "jobs"] {
        desk.run(&[command, "nowhere"]).failed(1, &["there is nothing here: nowhere"]);
    }
    untouched(&desk);
}

#[test]
fn a_source_that_is_a_binary_file_is_refused() {
    let desk = desk();
    let noise: Vec<u8> = (0..100_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for name in ["noise", "noise.json", "output.manifest", "noise.mp4"] {
        fs::write(desk.at(name), &noise).unwrap();
        desk.render(name, &[]).failed(1, &[name, "nothing that can be counted", "annotations/"]);
        fs::write(desk.at(name), "").unwrap();
        desk.render(name, &[]).failed(1, &[name]);
    }
    untouched(&desk);
}

#[test]
fn a_source_that_is_an_endless_file_is_refused() {
    let desk = desk();
    for device in ["/dev/zero", "/dev/null"] {
        desk.render(device, &[]).failed(1, &[device]);
    }
    untouched(&desk);
}

#[test]
fn a_source_that_holds_nothing_yet_says_when_it_will() {
    let desk = desk();
    fs::create_dir_all(desk.at("empty")).unwrap();
    fs::create_dir_all(desk.at("young/annotations/worker-response")).unwrap();
    fs::create_dir_all(desk.at("fresh/annotation-tool")).unwrap();
    fs::write(desk.at("fresh/annotation-tool/data.json"), r#"{"document-version":"2018-11-28","labels":[]}"#)
        .unwrap();
    for source in ["empty", "young", "young/annotations", "young/annotations/worker-response"] {
        desk.render(source, &[]).failed(1, &[source, "there is nothing in", "all workers"]);
    }
    desk.render("fresh", &[]).failed(1, &["fresh", "holds no answers yet", "all workers"]);
    untouched(&desk);
}

#[test]
fn a_source_that_holds_something_else_is_refused() {
    let desk = desk();
    fs::create_dir(desk.at("photos")).unwrap();
    fs::write(desk.at("photos/cat.jpg"), "a cat").unwrap();
    desk.render("photos", &[]).failed(1, &["photos holds nothing"]);
    untouched(&desk);
}

#[test]
fn an_entry_that_cannot_be_read_is_not_why_nothing_counts() {
    let desk = desk();
    fs::create_dir_all(desk.at("other/x")).unwrap();
    symlink("nowhere", desk.at("other/x/link")).unwrap();
    symlink("..", desk.at("other/x/back")).unwrap();
    let words = [
        "other holds nothing that can be counted",
        "x/link: there is nothing here",
        "x/back: a link leads back",
    ];
    for command in ["tally", "jobs", "render"] {
        desk.run(&[command, "other"]).failed(1, &words);
    }
    symlink("nowhere", desk.at("job/link")).unwrap();
    for command in ["tally", "jobs"] {
        let ran = desk.run(&[command, "job"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(ran.err, "warning: skipped 1 could not be read (link: there is nothing here)\n");
    }
    desk.run(&["jobs", "job", "--strict"]).failed(1, &["--strict", "link: there is nothing here"]);
    untouched(&desk);
}

#[test]
fn a_source_that_holds_only_broken_files_names_some_of_them() {
    let desk = desk();
    let job = desk.at("broken");
    put(&job, "0", b"{\"answers\":[{\"work");
    put(&job, "1", b"");
    put(&job, "2", b"[1,2]");
    let words = ["none of the files in broken could be used", "2 broken JSON", "1 of an unexpected shape"];
    desk.render("broken", &[]).failed(1, &words);
    untouched(&desk);
}

#[test]
fn a_source_without_permission_is_named() {
    let desk = desk();
    fs::set_permissions(desk.at("job"), Permissions::from_mode(0o000)).unwrap();
    let ran = ran(as_nobody(&desk, &["tally", "job"]));
    fs::set_permissions(desk.at("job"), Permissions::from_mode(0o755)).unwrap();
    ran.failed(1, &["no permission", "job"]);
}

#[test]
fn a_file_without_permission_is_skipped_and_counted() {
    let desk = desk();
    let file = response_file(&desk.at("job"), "0");
    fs::set_permissions(&file, Permissions::from_mode(0o000)).unwrap();
    let strict = ran(as_nobody(&desk, &["tally", "job", "--strict"]));
    let lenient = ran(as_nobody(&desk, &["tally", "job"]));
    strict.failed(1, &["1 could not be read", "no permission"]);
    assert_eq!(lenient.code, Some(0));
    assert!(lenient.err.starts_with("warning: skipped 1 could not be read"), "{}", lenient.err);
}

#[test]
fn a_listing_of_jobs_says_what_it_could_not_read() {
    let desk = desk();
    put(&desk.at("job"), "9", b"{\"answers\":[{bro");
    let tally = desk.run(&["tally", "job"]);
    let jobs = desk.run(&["jobs", "job"]);
    assert_eq!((jobs.code, &jobs.err), (Some(0), &tally.err));
    assert!(jobs.err.starts_with("warning: skipped 1 broken JSON"), "{}", jobs.err);
    desk.run(&["jobs", "job", "--strict"]).failed(1, &["--strict", "1 broken JSON"]);

    let file = response_file(&desk.at("job"), "0");
    fs::set_permissions(&file, Permissions::from_mode(0o000)).unwrap();
    let jobs = ran(as_nobody(&desk, &["jobs", "job"]));
    assert_eq!(jobs.code, Some(0));
    assert!(jobs.err.contains("1 could not be read") && jobs.err.contains("no permission"), "{}", jobs.err);
}

/// A film of a job with one more file, which is skipped for `reason`.
#[track_caller]
fn skipped(bytes: &[u8], reason: &str) {
    let desk = desk();
    put(&desk.at("job"), "9", bytes);
    let receipt = filmed(&desk, desk.render("job", &["--json"]));
    assert_eq!(receipt["labels"], 5);
    assert_eq!(receipt["skipped"].as_array().unwrap().len(), 1, "{receipt}");
    assert_eq!(receipt["skipped"][0]["reason"], reason, "{receipt}");
}

/// A film of a job with one more file, all of which counts.
#[track_caller]
fn counted(bytes: &[u8]) {
    let desk = desk();
    put(&desk.at("job"), "9", bytes);
    let receipt = filmed(&desk, desk.render("job", &["--json"]));
    assert_eq!((&receipt["labels"], &receipt["skipped"]), (&6.into(), &json!([])));
}

#[test]
fn truncated_json_is_skipped() {
    let whole = json!({"answers": [answer("ann", NINE)]}).to_string();
    skipped(&whole.as_bytes()[..whole.len() / 2], "broken_json");
}

#[test]
fn json_of_another_shape_is_skipped() {
    skipped(br#"{"answers":{"ann":1}}"#, "wrong_shape");
    skipped(br#""answers""#, "wrong_shape");
}

#[test]
fn json_nested_deeply_in_an_answers_content_counts() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    counted(
        format!(r#"{{"answers":[{{"answerContent":{deep},"submissionTime":"{NINE}","workerId":"ann"}}]}}"#)
            .as_bytes(),
    );
    let deep = format!("{}1{}", "{\"a\":".repeat(200_000), "}".repeat(200_000));
    counted(
        format!(r#"{{"answers":[{{"answerContent":{deep},"submissionTime":"{NINE}","workerId":"ann"}}]}}"#)
            .as_bytes(),
    );
}

#[test]
fn json_nested_deeply_in_the_answers_is_skipped() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    skipped(format!(r#"{{"answers":{deep}}}"#).as_bytes(), "wrong_shape");
}

#[test]
fn json_nested_deeply_at_top_level_is_skipped() {
    skipped(format!("{}{}", "[".repeat(200_000), "]".repeat(200_000)).as_bytes(), "wrong_shape");
    skipped("{\"humanEvaluationResult\":".repeat(200_000).as_bytes(), "broken_json");
}

#[test]
fn a_manifest_nested_deeply_does_not_end_the_program() {
    let desk = desk();
    let manifest = desk.at("job/manifests/output/output.manifest");
    fs::create_dir_all(manifest.parent().unwrap()).unwrap();
    fs::write(&manifest, format!("{{\"source-ref\":{}\n", "[".repeat(200_000))).unwrap();
    filmed(&desk, desk.render("job", &["--json"]));
}

#[test]
fn invalid_utf8_is_skipped() {
    skipped(b"{\"answers\":[{\"workerId\":\"\xff\xfe\"}]}", "broken_json");
}

#[test]
fn a_file_of_200_mb_is_skipped_unread() {
    let desk = desk();
    put(&desk.at("job"), "9", b"");
    File::options()
        .write(true)
        .open(response_file(&desk.at("job"), "9"))
        .unwrap()
        .set_len(200 << 20)
        .unwrap();
    let receipt = filmed(&desk, desk.render("job", &["--json"]));
    assert_eq!(receipt["skipped"][0]["reason"], "too_large", "{receipt}");
    // As a SOURCE of its own it is refused as well, whatever it is taken for.
    File::create(desk.at("huge")).unwrap().set_len(200 << 20).unwrap();
    desk.run(&["tally", "huge"]).failed(1, &["huge"]);
    File::create(desk.at("huge.json")).unwrap().set_len(200 << 20).unwrap();
    desk.run(&["tally", "huge.json"]).failed(1, &["huge.json"]);
}

/// A film of this job alone.
#[track_caller]
fn film_of(job: impl FnOnce(Job) -> Job) -> (Desk, Value) {
    let desk = Desk::new();
    job(Job::at(desk.at("job")));
    let receipt = filmed(&desk, desk.render("job", &["--json"]));
    (desk, receipt)
}

#[test]
fn one_answer_of_one_worker_is_a_film() {
    let (_, receipt) = film_of(|job| job.answer("0", "ann", NINE));
    assert_eq!(
        (&receipt["labels"], &receipt["workers"], &receipt["buckets"]),
        (&1.into(), &1.into(), &1.into())
    );
}

#[test]
fn one_worker_is_a_film() {
    let (_, receipt) = film_of(|job| {
        (0..50).fold(job, |job, n| job.answer(&n.to_string(), "ann", &format!("2024-03-04T09:{n:02}:00Z")))
    });
    assert_eq!((&receipt["labels"], &receipt["workers"]), (&50.into(), &1.into()));
}

#[test]
fn five_thousand_workers_are_a_film() {
    let (desk, receipt) = film_of(|job| {
        (0..5000).fold(job, |job, n| {
            let time = format!("2024-03-{:02}T{:02}:00:00Z", 4 + n % 5, 8 + n % 9);
            job.answer(&(n / 9).to_string(), &format!("{n:016x}"), &time)
        })
    });
    assert_eq!((&receipt["labels"], &receipt["workers"]), (&5000.into(), &5000.into()));
    let out = desk.run(&["tally", "job", "--interval", "1w"]).ok();
    let mut names: Vec<&str> = out.lines().skip(1).map(|line| line.split(',').nth(2).unwrap()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 5000, "everybody has a name of their own");
}

#[test]
fn all_answers_in_one_second_are_a_film() {
    let (_, receipt) = film_of(|job| {
        (0..60).fold(job, |job, n| job.answer(&n.to_string(), &format!("worker-{}", n % 7), NINE))
    });
    assert_eq!((&receipt["labels"], &receipt["buckets"]), (&60.into(), &1.into()));
}

#[test]
fn an_empty_worker_id_costs_its_answer_only() {
    let empty = json!({"submissionTime": NINE, "workerId": ""});
    let blank = json!({"submissionTime": NINE, "workerId": "private.eu-west-1. "});
    let (_, receipt) =
        film_of(|job| job.answer("0", "ann", NINE).answers("0", &[empty]).answers("1", &[blank]));
    assert_eq!(receipt["labels"], 1);
    assert_eq!(receipt["skipped"][0]["reason"], "wrong_shape");
    assert_eq!(receipt["skipped"][0]["count"], 2);
}

#[test]
fn a_worker_id_of_3000_characters_is_a_worker() {
    let long = "x".repeat(2999);
    let (desk, receipt) = film_of(|job| {
        job.answer("0", &format!("{long}a"), NINE)
            .answer("1", &format!("{long}b"), NINE)
            .answer("2", "ann", NINE)
    });
    assert_eq!(receipt["workers"], 3);
    // Two ids that differ in the last character only would be longer than names may be: pseudonyms tell them apart.
    filmed(&desk, desk.render("job", &["--json", "--names", "id"]));
    let out = desk.run(&["tally", "job", "--names", "id"]).ok();
    let name = |id: String| out.split_once(&format!(",{id},")).unwrap().1.split_once(',').unwrap().0;
    let (a, b) = (name(format!("{long}a")), name(format!("{long}b")));
    assert!(a != b && a.len() < 100 && b.len() < 100, "{a} {b}");
}

#[test]
fn control_and_direction_characters_in_names_neither_show_nor_turn_anything() {
    let odd = "\u{202e}evil\u{0}\u{7}\u{1b}[31m\n\"x\",";
    let (desk, receipt) = film_of(|job| {
        job.answer("0", odd, NINE).answer("1", "\u{202e}\u{2066}\u{0}", NINE).answer("2", "ann", NINE)
    });
    assert_eq!(receipt["workers"], 3);
    filmed(&desk, desk.render("job", &["--json", "--names", "id"]));
    let aliases = "id,name\nann,\"A\u{202e}n\u{0}n\u{1b}\rLee\"\n";
    fs::write(desk.at("team.csv"), aliases).unwrap();
    let typed = ["tally", "job", "--names", "id", "--aliases", "team.csv", "--format", "json"];
    let rows: Value = serde_json::from_str(&desk.run(&typed).ok()).unwrap();
    let names: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Ann Lee"), "{names:?}");
    for name in names {
        let bad = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!name.contains(bad), "{name:?}");
        assert!(!name.trim().is_empty(), "everybody has a name");
    }
    let title = "\u{202e}Title\u{0007}\n2";
    filmed(&desk, desk.render("job", &["--json", "--title", &title.replace('\0', "")]));
    assert_eq!(film::probe(&desk.at("race.mp4")).title.as_deref(), Some("Title 2"));
}

#[test]
fn control_characters_of_a_jobs_name_do_not_reach_the_terminal() {
    let desk = Desk::new();
    morning(desk.at("a\u{1b}[31m\u{202e}job"));
    let ran = desk.run(&["jobs", "."]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.out);
}

#[test]
fn numbers_that_make_no_film_are_refused() {
    let desk = desk();
    for (flag, value, words) in [
        ("--size", "7x7", "7x7 is out of range"),
        ("--size", "99999x99999", "99999x99999 is out of range"),
        ("--size", "99999999999999999999x2", "99999999999999999999x2"),
        ("--size", "321x181", "both must be even"),
        ("--size", "large", "`large` is not a size"),
        ("--fps", "0", "'0' is not a whole number from 1 to 60"),
        ("--fps", "29.97", "'29.97' is not a whole number"),
        ("--top", "0", "'0' is not a whole number from 1 to 30"),
        ("--top", "99999999999999999999", "is not a whole number from 1 to 30"),
        ("--duration", "-5s", "'-5s' is not from 1s to 3600s"),
        ("--duration", "0s", "'0s' is not from 1s to 3600s"),
        ("--duration", "NaN", "'NaN' is not a length of time"),
        ("--duration", "1e99", "'1e99' is not from 1s to 3600s"),
        ("--duration", "9999999999999999999999y", "is not a length of time"),
        ("--time-zone", "Mars/Base", "'Mars/Base' is not a time zone"),
        ("--since", "99999999999y", "further away than a calendar reaches"),
        ("--since", "2024-02-30", "'2024-02-30' is not a point in time"),
    ] {
        let said = desk.run(&["render", "job", "-o", "race.mp4", flag, value]).failed(2, &[words]);
        assert!(said.contains(flag), "{said}");
    }
    untouched(&desk);
}

#[test]
fn a_target_in_a_missing_folder_is_named() {
    let desk = desk();
    let said = desk.render("job", &["--poster", "no/where.png"]).failed(1, &["could not write no/where.png"]);
    assert!(said.contains("there is no folder no;"), "{said}");
    let typed = [&["render", "job", "-o", "no/race.mp4"], &SMALL[..]].concat();
    desk.run(&typed).failed(1, &["could not write no/race.mp4"]);
    let typed = [&["render", "job", "-o", "race.mp4/race.mp4"], &SMALL[..]].concat();
    desk.run(&typed).failed(1, &["could not write race.mp4/race.mp4"]);
    untouched(&desk);
}

#[test]
fn a_target_that_is_a_folder_is_named() {
    let desk = desk();
    fs::create_dir(desk.at("films")).unwrap();
    for target in ["films", "films/", ".", "/"] {
        let typed = [&["render", "job", "-o", target], &SMALL[..]].concat();
        desk.run(&typed).failed(1, &[target, "is a folder, and a file cannot take its place"]);
    }
    desk.render("job", &["--poster", "films"]).failed(1, &["films is a folder"]);
    assert_eq!(names(&desk.at("films")), [""; 0]);
    untouched(&desk);
}

#[test]
fn a_target_in_a_folder_that_may_not_be_written_is_named() {
    let desk = desk();
    fs::create_dir(desk.at("locked")).unwrap();
    fs::set_permissions(desk.at("locked"), Permissions::from_mode(0o555)).unwrap();
    let ffmpeg = desk.script("ffmpeg", "exit 1");
    let typed = ["render", "job", "-o", "locked/race.mp4", "--ffmpeg", ffmpeg.to_str().unwrap()];
    ran(as_nobody(&desk, &typed)).failed(1, &["could not write locked/race.mp4", "Permission denied"]);
    assert_eq!(names(&desk.at("locked")), [""; 0]);
    untouched(&desk);
}

#[test]
fn a_target_that_may_not_be_written_stays() {
    let desk = desk();
    fs::set_permissions(desk.at("race.mp4"), Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(desk.path(), Permissions::from_mode(0o777)).unwrap();
    let ffmpeg = desk.script("ffmpeg", "exit 1");
    let typed = ["render", "job", "-o", "race.mp4", "--ffmpeg", ffmpeg.to_str().unwrap()];
    ran(as_nobody(&desk, &typed)).failed(1, &["could not write race.mp4", "Permission denied"]);
    untouched(&desk);
}

/// Runs the program with a disk of 16 kB at `disk/`, which is gone with the processes that see it. Where not
/// even somebody's own namespace may mount one, no file may be larger than that instead.
#[track_caller]
fn on_a_small_disk(desk: &Desk, typed: &[&str]) -> Ran {
    let mount = "mount -t tmpfs -o size=16k none disk 2>/dev/null || exit 77";
    let limit = "trap '' XFSZ; ulimit -f 32";
    let ways: [(&str, &[&str], &str); 3] = [
        ("unshare", &["--mount", "sh", "-c"], mount),
        ("unshare", &["--user", "--map-root-user", "--mount", "sh", "-c"], mount),
        ("sh", &["-c"], limit),
    ];
    for (program, arguments, disk) in ways {
        let shell = format!(
            "{disk}; echo 'last week' >disk/race.mp4; \"$@\"; code=$?; ls -A disk; cat disk/race.mp4; exit $code"
        );
        let labelrace = [shell.as_str(), "sh", env!("CARGO_BIN_EXE_labelrace")];
        let ran = ran(desk.program(Path::new(program), &[arguments, &labelrace, typed].concat()));
        if ran.code != Some(77) && !ran.err.contains("unshare") {
            return ran;
        }
    }
    panic!("a shell can always limit the size of files")
}

#[test]
fn a_disk_that_is_full_leaves_everything_as_it_was() {
    let desk = desk();
    fs::create_dir(desk.at("disk")).unwrap();
    let render = ["render", "job", "-o", "disk/race.mp4"];
    for more in [
        &["--size", "640x360", "--duration", "5s"][..],
        &["--size", "640x360", "--duration", "1s", "--frames", "disk/frames"],
        &["--size", "1920x1080", "--duration", "1s", "--poster", "disk/race.png"],
    ] {
        let full = on_a_small_disk(&desk, &[&render[..], more].concat());
        assert_eq!((full.code, full.out.as_str()), (Some(1), "race.mp4\nlast week\n"), "{}", full.err);
        let said = ["No space left on device", "File too large"].iter().any(|words| full.err.contains(words));
        assert!(full.err.starts_with("error: ") && said, "{}", full.err);
        assert!(!full.err.contains(".labelrace-"), "{}", full.err);
    }
}

#[test]
fn an_export_to_a_full_disk_leaves_nothing() {
    let desk = desk();
    fs::create_dir(desk.at("disk")).unwrap();
    desk.run(&["sample", "blades", "--workers", "9", "--objects", "3000", "--days", "4"]).ok();
    let formats = ["csv", "json", "parquet"];
    for format in &formats[..if cfg!(feature = "parquet") { 3 } else { 2 }] {
        let full = on_a_small_disk(&desk, &["export", "blades", "-o", &format!("disk/answers.{format}")]);
        assert_eq!((full.code, full.out.as_str()), (Some(1), "race.mp4\nlast week\n"), "{}", full.err);
        let said = ["No space left on device", "File too large"].iter().any(|words| full.err.contains(words));
        assert!(said && full.err.contains("could not write disk/answers."), "{}", full.err);
    }
}

#[test]
fn a_file_that_may_not_grow_leaves_everything_as_it_was() {
    let desk = desk();
    // In blocks of 512 bytes: the cover does not fit, and then the cover does, but not the film.
    for (blocks, words) in [("8", "File too large"), ("64", "ffmpeg failed after")] {
        let shell = format!("ulimit -f {blocks}; exec \"$@\"");
        let typed = ["-c", &shell, "sh", env!("CARGO_BIN_EXE_labelrace"), "render", "job", "-o", "race.mp4"];
        let more = ["--size", "640x360", "--duration", "5s"];
        let limited = ran(desk.program(Path::new("/bin/sh"), &[&typed[..], &more].concat()));
        limited.failed(1, &[words]);
        untouched(&desk);
    }
}

#[test]
fn ffmpeg_that_is_not_where_it_was_named_is_said_at_once() {
    let desk = desk();
    // The source does not exist either: what is missing is said before anything is read.
    let words = ["--ffmpeg names /no/ffmpeg, which is not there"];
    desk.run(&["render", "nowhere", "--ffmpeg", "/no/ffmpeg"]).failed(1, &words);
    let mut command = desk.command(&["demo"]);
    command.env("LABELRACE_FFMPEG", "/no/ffmpeg");
    ran(command).failed(1, &["LABELRACE_FFMPEG names /no/ffmpeg, which is not there"]);
    fs::write(desk.at("text"), "no program").unwrap();
    desk.render("job", &["--ffmpeg", "./text"]).failed(1, &["text", "is not executable", "chmod +x"]);
    desk.render("job", &["--ffmpeg", "text"]).failed(1, &["--ffmpeg names text, which is not in PATH", "./"]);
    let empty = desk.copy(&desk.at("text"), "empty");
    desk.render("job", &["--ffmpeg", empty.to_str().unwrap()]).failed(1, &["could not start", "--ffmpeg"]);
    untouched(&desk);
}

#[test]
fn no_ffmpeg_anywhere_says_how_to_get_one() {
    let desk = desk();
    let outputs =
        Outputs { video: desk.at("race.mp4"), poster: None, frames: None, preview: None, page: None };
    // The source does not exist either: what is missing is said before anything is read.
    let reading = Reading::new(DateTime::UNIX_EPOCH);
    let plan = Plan::plain(Input::new(Location::Path(desk.at("nowhere")), reading));
    let flags = <FilmRequest>::augment_args(clap::Command::new("film")).get_matches_from(["film"]);
    let film = <FilmRequest>::from_arg_matches(&flags).unwrap().plan(&Files::default()).unwrap();
    let (machine, stores) = (Machine::default(), Stores::folders_only());
    let timings = Arc::new(Timings::new(|| DateTime::UNIX_EPOCH));
    let prepared = run::prepare(plan, film, outputs, &machine, &stores, &timings);
    let refused = tokio::runtime::Runtime::new().unwrap().block_on(prepared).unwrap_err();
    assert_eq!((refused.class().word(), refused.class().exit_code()), ("NoEncoder", 1));
    let said = refused.to_string();
    for way in ["ffmpeg was not found", "package manager", "--ffmpeg"] {
        assert!(said.contains(way), "{said}");
    }
    assert_eq!(said.lines().count(), 1, "{said}");
    untouched(&desk);
}

#[test]
fn an_encoder_lies_beside_the_program_or_in_path_and_nowhere_else() {
    let desk = desk();
    fs::create_dir(desk.at("bin")).unwrap();
    let program = desk.copy(Path::new(env!("CARGO_BIN_EXE_labelrace")), "bin/labelrace");
    let render = || {
        let typed = [&["render", "job", "-o", "race.mp4", "--json"], &SMALL[..]].concat();
        let mut command = desk.program(&program, &typed);
        command.env_remove("LABELRACE_FFMPEG").env("PATH", "");
        ran(command)
    };
    // The folder in which this was built has one, if these tests can run at all.
    render().failed(1, &["ffmpeg was not found"]);
    untouched(&desk);
    desk.copy(&film::ffmpeg(), "bin/ffmpeg");
    filmed(&desk, render());
}

/// Renders with a stand-in for ffmpeg.
#[track_caller]
fn render_with(desk: &Desk, ffmpeg: &Path) -> Ran {
    let target = desk.at("race.mp4");
    let flags = ["--ffmpeg", ffmpeg.to_str().unwrap()];
    desk.run(&[&["render", "job", "-o", target.to_str().unwrap()], &SMALL[..], &flags].concat())
}

#[test]
fn ffmpeg_that_fails_is_quoted() {
    let desk = desk();
    let ffmpeg = desk.script("ffmpeg", "cat >/dev/null\necho 'Unknown encoder libx264' >&2\nexit 8");
    let words = ["ffmpeg failed after 10 frames (exit status: 8): Unknown encoder libx264"];
    render_with(&desk, &ffmpeg).failed(1, &words);
    let ffmpeg = desk.script("ffmpeg", "echo 'no such codec' >&2\nexit 3");
    render_with(&desk, &ffmpeg).failed(1, &["(exit status: 3): no such codec"]);
    untouched(&desk);
}

#[test]
fn ffmpeg_that_lies_is_found_out() {
    let desk = desk();
    for lines in [
        "exit 0",
        "cat >/dev/null\nexit 0",
        "cat >/dev/null\nfor last; do :; done\necho film >\"${last#file:}\"",
    ] {
        let ffmpeg = desk.script("ffmpeg", lines);
        let said = render_with(&desk, &ffmpeg);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{}", said.err);
        assert!(said.err.contains("ffmpeg") || said.err.contains("film"), "{}", said.err);
        untouched(&desk);
    }
}

/// Does something to a command, and to its ffmpeg, when both are at work.
#[track_caller]
fn in_the_middle(desk: &Desk, what: impl FnOnce(u32, u32)) -> Ran {
    desk.in_the_middle(desk.command(&[""; 0]), what)
}

#[test]
fn ffmpeg_that_is_killed_in_the_middle_leaves_everything_as_it_was() {
    let desk = desk();
    let ran = in_the_middle(&desk, |_, ffmpeg| signal(ffmpeg, "KILL"));
    ran.failed(1, &["ffmpeg failed after", "SIGKILL", "somebody killed it"]);
    untouched(&desk);
}

#[test]
fn ctrl_c_in_the_middle_leaves_everything_as_it_was() {
    let desk = desk();
    let ran = in_the_middle(&desk, |labelrace, _| signal(labelrace, "INT"));
    ran.failed(1, &["stopped after", "frames; nothing was written"]);
    untouched(&desk);
}

#[test]
fn ctrl_c_is_heard_while_ffmpeg_hangs() {
    let desk = desk();
    let ran = in_the_middle(&desk, |labelrace, ffmpeg| {
        signal(ffmpeg, "STOP");
        signal(labelrace, "INT");
    });
    ran.failed(1, &["stopped after", "frames; nothing was written"]);
    untouched(&desk);
}

#[test]
fn being_asked_to_end_in_the_middle_leaves_everything_as_it_was() {
    let desk = desk();
    let ran = in_the_middle(&desk, |labelrace, _| signal(labelrace, "TERM"));
    ran.failed(1, &["stopped after", "frames; nothing was written"]);
    untouched(&desk);
}

#[test]
fn being_killed_in_the_middle_leaves_the_target_and_no_ffmpeg() {
    let desk = desk();
    let ran = in_the_middle(&desk, |labelrace, _| signal(labelrace, "KILL"));
    assert_eq!((ran.code, ran.out.as_str()), (None, ""));
    // Nobody can tidy up after that, but ffmpeg ends where its frames end.
    wait_for(|| processes(desk.path()).is_empty().then_some(()));
    assert_eq!(fs::read_to_string(desk.at("race.mp4")).unwrap(), OLD);
}

#[test]
fn ctrl_c_while_a_sample_is_written_says_that_it_is_not_whole() {
    let desk = desk();
    let typed = ["sample", "big", "--objects", "200000", "--workers", "50"];
    let sample = desk.command(&typed).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for(|| desk.at("big/annotations").exists().then_some(()));
    signal(sample.id(), "INT");
    let output = sample.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), said.as_str()),
        (Some(1), "error: stopped; the job in big is incomplete\n")
    );
}

#[test]
fn a_link_that_leads_in_a_circle_is_no_endless_reading() {
    let desk = desk();
    symlink("..", desk.at("job/annotations/again")).unwrap();
    let ran = desk.run(&["tally", "job"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("skipped 1 could not be read"), "{}", ran.err);
}

#[test]
fn a_list_that_never_ends_is_read_to_its_limit() {
    let desk = Desk::new();
    symlink("/dev/zero", desk.at("zero.toml")).unwrap();
    Job::at(desk.at("job")).answer("1", "ann", "2024-03-04T08:00:00Z");
    for (command, flag) in [
        ("tally", "--aliases"),
        ("tally", "--group"),
        ("tally", "--colors"),
        ("frames", "--theme"),
        ("forecast", "--holidays"),
    ] {
        desk.run(&[command, "job", flag, "zero.toml"]).failed(1, &["zero.toml has more than 16 MB"]);
    }
}
