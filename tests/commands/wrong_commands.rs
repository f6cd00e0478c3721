//! Commands as people mistype them: each is answered with a sentence that names the thing and the way out, with exit code
//! 1 or 2, before anything is written.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt, fs::symlink},
    path::Path,
};

use crate::common::{
    desk::{Desk, ran},
    jobs::{morning, write},
};

/// What is typed, and words of the answer.
const WRONG: &[(&str, &[&str])] = &[
    // No command, another one, or one too much.
    ("job", &["'job'", "a command comes first; 'labelrace render job' makes a film of it"]),
    ("job render", &["'labelrace render job'"]),
    ("s3://bucket/job/", &["'labelrace render s3://bucket/job/'"]),
    #[cfg(not(feature = "aws"))]
    ("send job", &["'send' needs AWS, which was left out of this build"]),
    ("rendr job", &["'rendr'", "similar subcommand", "'render'"]),
    ("film job", &["'film'", "--help"]),
    ("render", &["<SOURCE>", "--help"]),
    ("render my job", &["'job'", "a name with spaces in it needs quotes"]),
    ("render job out.mp4", &["'out.mp4'", "'-o out.mp4' says where the film goes"]),
    ("demo out.mp4", &["'-o out.mp4' says where the film goes"]),
    ("render job out.gif", &["'--preview out.gif' of 'labelrace render'"]),
    ("demo job", &["a demo invents its job; 'labelrace render job' makes a film of it"]),
    ("sample", &["<DIR>", "--help"]),
    ("sample job", &["job is not empty", "a new folder"]),
    ("impact job", &["--from <DAY>", "--help"]),
    // Flags of other commands, of no command, or of two minds.
    ("frames job --pictures out", &["'--pictures'", "'--pictures' is a flag of 'labelrace render'"]),
    ("tally job --theme dark", &["'--theme' is a flag of 'labelrace render'"]),
    ("render job --what stats", &["'--what' is a flag of 'labelrace export'"]),
    ("stats job --deadline 2026-12-01", &["'--deadline' is a flag of 'labelrace "]),
    ("render job --them dark", &["a similar argument exists: '--theme'"]),
    ("render job --no-such", &["'--no-such'", "--help"]),
    ("render job -theme dark", &["'-t'", "--help"]),
    ("render job --output", &["a value is required for '--output <FILE>'"]),
    ("people job --format", &["--format", "table, csv, json"]),
    ("people job --format yaml", &["'yaml'", "table, csv, json"]),
    ("completions fishy", &["'fishy'", "'fish'"]),
    ("stats job --by person", &["'person'", "worker, team"]),
    // Places that are none.
    ("render nowhere", &["there is nothing here: nowhere"]),
    ("render s3:/bucket/job", &["`s3:/bucket/job`", "did you mean s3://bucket/job?"]),
    ("render S3://bucket/job", &["did you mean s3://bucket/job?"]),
    ("render file:///tmp/job", &["did you mean /tmp/job?"]),
    ("render arn:aws:s3:::bucket/job", &["did you mean s3://bucket/job?"]),
    (
        "render arn:aws:sagemaker:eu-west-1:123456789012:labeling-job/job",
        &["labeling-job/job", "S3OutputPath"],
    ),
    (
        "render https://eu-west-1.console.aws.amazon.com/sagemaker/groundtruth?region=eu-west-1#/labeling-jobs/details/job",
        &["is not an S3 address", "s3://bucket/prefix/job-name/", "Output dataset location"],
    ),
    ("render ~ada/job", &["the ~ in ~ada/job", "write the whole path"]),
    ("render -", &["- is no place", "name one"]),
    ("render job.zip", &["job.zip", "unpack the archive"]),
    ("render names.csv", &["names.csv", "its columns are id, name", "--aliases"]),
    ("render job/race.mp4", &["job/race.mp4", "nothing"]),
    // Where results cannot go.
    ("render job -o race.avi", &["race.avi", "race.mp4"]),
    ("render job -o -", &["- is no place", "name one"]),
    (
        "render job --poster link.png",
        &["could not write link.png: there is no folder ", "/nowhere; make it first"],
    ),
    ("render job --poster no/race.png", &["there is no folder no; make it first"]),
    (
        "export job -o astray/answers.csv",
        &["could not write astray/answers.csv", "there is no folder astray"],
    ),
    ("export job -o job", &["job is a folder"]),
    ("export job --by worker", &["--by needs --what stats"]),
    ("export job -o answers.csv --format json", &["answers.csv", "call it answers.json"]),
    // Values.
    ("render job --names names.csv", &["'names.csv'", "a file of names goes with '--aliases names.csv'"]),
    ("render job --aliases no.csv", &["the alias file no.csv"]),
    ("render job --since 2026-13-01", &["'2026-13-01' is not a point in time", "2024-03-04"]),
    (
        "render job --since 2026-03-02 --until 2026-03-01",
        &["did you mean --since 2026-03-01 --until 2026-03-02?"],
    ),
    ("render job --top ten", &["'ten'", "1 to 30"]),
    ("render job --duration 10x", &["'10x'", "30s"]),
    ("render job --interval 5parsecs", &["`5parsecs`", "15m"]),
    ("forecast job --deadline someday", &["'someday'", "2026-12-12"]),
    ("render job --columns who=a", &["who=a", "worker=Who,time=When"]),
];

#[test]
fn a_filter_for_logs_is_said_to_choose_nothing_elsewhere() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let all = desk.run(&["tally", "job"]).ok();
    for (flag, more) in [
        ("--work-team", "a log of the workers' activity, and job is none"),
        ("--account", "a log of the workers' activity, and job is none"),
        ("--labeling-job", "a log of the workers' activity or a tool's projects, and job is none"),
    ] {
        let ran = desk.run(&["tally", "job", flag, "nope"]);
        let said = format!("{flag} needs {more}: all of it counts as without it\n");
        assert_eq!((ran.code, ran.err, &ran.out), (Some(0), said, &all));
    }
    let both = desk.run(&["jobs", "job", "--work-team", "nope", "--account", "999"]);
    assert!(both.err.starts_with("--work-team and --account need a log"), "{}", both.err);
    // A job that is called so is the one that was meant.
    assert_eq!(desk.run(&["tally", "job", "--labeling-job", "job"]).ok(), all);
}

#[test]
fn a_wrong_command_is_told_what_is_wrong_and_what_to_type_instead() {
    assert!(40 <= WRONG.len());
    let desk = Desk::new();
    morning(desk.at("job"));
    write(&desk.at("job/race.mp4"), "no film");
    write(&desk.at("job.zip"), "PK\u{3}\u{4}and more");
    write(&desk.at("names.csv"), "id,name\nab,Ada\n");
    symlink("nowhere/race.png", desk.at("link.png")).unwrap();
    symlink("nowhere", desk.at("astray")).unwrap();
    let before = desk.names();
    for (typed, words) in WRONG {
        let ran = desk.run(&typed.split(' ').collect::<Vec<_>>());
        let code = ran.code.unwrap();
        assert!(code == 1 || code == 2, "{typed}: {code} {}", ran.err);
        let said = ran.failed(code, words);
        assert!(!said.contains("use '-- "), "{typed}: {said}");
        assert_eq!(desk.names(), before, "{typed}");
    }
    assert_eq!(fs::read(desk.at("job/race.mp4")).unwrap(), b"no film");
}

#[test]
fn a_value_as_long_as_a_file_is_not_said_whole() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let long = "x".repeat(100_000);
    for flag in
        ["--language", "--since", "--theme", "--time-zone", "--columns", "--size", "--names", "--no-such"]
    {
        let ran = desk.run(&["frames", "job", flag, &long]);
        assert!(matches!(ran.code, Some(1 | 2)), "{flag}: {:?}", ran.code);
        assert!((20..4000).contains(&ran.err.len()), "{flag}: {} bytes", ran.err.len());
    }
}

#[test]
fn a_variable_that_is_no_text_is_no_setting_that_nobody_said() {
    let desk = Desk::new();
    morning(desk.at("job"));
    for variable in ["LABELRACE_TITLE", "LABELRACE_SETTINGS"] {
        let mut command = desk.command(&["frames", "job"]);
        command.env(variable, OsStr::from_bytes(b"Labels \xff"));
        ran(command).failed(2, &[&format!("{variable} is not UTF-8")]);
    }
}

#[test]
fn where_hardly_any_file_may_be_open_that_is_said() {
    let desk = Desk::new();
    morning(desk.at("job"));
    for n in [4, 5, 6, 7] {
        let shell = format!(r#"ulimit -n {n}; exec "$0" "$@""#);
        let typed = ["-c", &shell, env!("CARGO_BIN_EXE_labelrace"), "tally", "job"];
        ran(desk.program(Path::new("/bin/sh"), &typed)).failed(1, &["too few files", "ulimit -n"]);
    }
}
