//! How much memory a command takes, whatever it reads: `docs/reliability.md` promises it, and here the program gets no
//! more than that.
//!
//! The limit is `RLIMIT_DATA`, which since Linux 4.7 counts all private memory that the process may write. Address
//! space (`RLIMIT_AS`) would also count what is only reserved, such as 64 MB for each thread that allocates, and
//! resident memory cannot be limited without control groups, which not every machine lets a test make.

use std::{
    fs::{self, File},
    io::{BufWriter, Cursor, Write},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use image::{ImageFormat, RgbImage};
use serde_json::json;

use crate::common::{
    activity::Event,
    desk::{Desk, Ran, SMALL, ran},
    jobs::{Job, morning, write},
};

/// What `tally` may take, and what `render` may take on top of it, in MB. Each answer may add 250 bytes.
const TALLY: u64 = 200;
const RENDER: u64 = 250;

/// What reading a log may take, in MB, if none of its events counts.
const LOG: u64 = 100;

/// What the export of a table of 200,000 answers may take, in MB; with all texts in memory at once it takes more.
const LARGE_TABLE: u64 = 100;

/// A command that gets this many MB, and ends if it asks for more. Encoders get as much again.
fn within(desk: &Desk, megabytes: u64, args: &[&str]) -> Ran {
    let kilobytes = (megabytes * 1000).to_string();
    let limited =
        ["-c", r#"ulimit -d "$1" && shift && exec "$@""#, "sh", &kilobytes, env!("CARGO_BIN_EXE_labelrace")];
    ran(desk.program(Path::new("/bin/sh"), &[&limited, args].concat()))
}

/// A job in which each of many people answers now and then.
fn many_people(root: &Path, n: u32, days: u32) {
    let minutes = days * 24 * 60;
    let answer = |job: Job, person: u32| {
        let minute = u64::from(minutes) * u64::from(person) / u64::from(n);
        let (day, hour, minute) = (1 + minute / 1440, minute / 60 % 24, minute % 60);
        job.answer(
            &person.to_string(),
            &format!("{person:08x}"),
            &format!("2024-03-{day:02}T{hour:02}:{minute:02}:00Z"),
        )
    };
    let job = (0..n).fold(Job::at(root), answer);
    job.answer("last", "00000000", &format!("2024-03-{days:02}T23:59:00Z"));
}

#[test]
fn the_limit_of_these_tests_ends_a_program_that_takes_more() {
    let desk = Desk::new();
    morning(desk.at("job"));
    let ran = within(&desk, 1, &["tally", "job"]);
    assert_ne!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn a_long_table_is_written_as_it_is_made() {
    let desk = Desk::new();
    many_people(&desk.at("job"), 100, 20);
    let out = within(&desk, TALLY, &["tally", "job", "--interval", "1m"]).ok();
    assert!(100 * 19 * 1440 < out.lines().count());
}

/// A table of so many answers, of 500 people to different objects.
fn many_answers(file: &Path, n: u32) {
    let mut lines = BufWriter::new(File::create(file).unwrap());
    for row in 0..n {
        let (day, hour, minute, second) = (1 + row % 28, row / 28 % 24, row % 60, row / 60 % 60);
        writeln!(
            lines,
            r#"{{"workerId":"{:08x}-0000-4000-8000-000000000000","taskId":"s3://bucket/images/{row:08}.jpg","completeTime":"2024-03-{day:02}T{hour:02}:{minute:02}:{second:02}Z"}}"#,
            row % 500
        )
        .unwrap();
    }
}

#[test]
fn each_of_many_answers_takes_no_more_than_its_share() {
    const ANSWERS: u32 = 200_000;
    let desk = Desk::new();
    fs::create_dir(desk.at("job")).unwrap();
    many_answers(&desk.at("job/answers.jsonl"), ANSWERS);
    let share = u64::from(ANSWERS) * 250 / 1_000_000;
    let out = within(&desk, TALLY + share, &["tally", "job/answers.jsonl", "--interval", "1d"]).ok();
    assert!(out.lines().count() > 28);
    let formats = ["answers.csv", "answers.json", "answers.parquet"];
    for file in &formats[..if cfg!(feature = "parquet") { 3 } else { 2 }] {
        let said = within(&desk, TALLY + share, &["export", "job/answers.jsonl", "-o", file]).ok();
        assert_eq!(said, format!("200,000 rows\n{file}\n"));
    }
    let args = [&["render", "job/answers.jsonl", "-o", "race.mp4"], &SMALL[..]].concat();
    let ran = within(&desk, TALLY + RENDER + share, &args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[test]
fn a_table_that_is_read_as_a_whole_takes_no_memory_for_its_texts() {
    const ANSWERS: u32 = 200_000;
    let desk = Desk::new();
    let mut lines = BufWriter::new(File::create(desk.at("table.csv")).unwrap());
    writeln!(lines, "worker,task_id,submitted_at").unwrap();
    for row in 0..ANSWERS {
        let (hour, minute, second) = (row / 3600 % 24, row / 60 % 60, row % 60);
        let day = 1 + row / 86_400;
        writeln!(
            lines,
            "w{:03},{:06},2026-01-{day:02}T{hour:02}:{minute:02}:{second:02}Z",
            row % 200,
            row / 3
        )
        .unwrap();
    }
    lines.into_inner().unwrap().sync_all().unwrap();
    let said = within(&desk, LARGE_TABLE, &["export", "table.csv", "-o", "answers.csv"]).ok();
    assert_eq!(said, "200,000 rows\nanswers.csv\n");
}

#[test]
fn lines_that_cannot_be_read_take_no_memory() {
    let desk = Desk::new();
    for (job, line) in
        [("short", "x\n"), ("long", "{\"source-ref\": \"s3://b/1.jpg\", broken\n"), ("data", "7\n")]
    {
        morning(desk.at(job));
        let manifest = line.repeat(20_000_000 / line.len());
        write(&desk.at(job).join("manifests/output/output.manifest"), manifest);
        let ran = within(&desk, TALLY, &["tally", job]);
        assert_eq!(ran.code, Some(0), "{job}: {}", ran.err);
        assert!(ran.err.contains("most lines cannot be read"), "{}", ran.err);
        assert!(ran.out.lines().count() > 3);
    }
}

#[test]
fn an_export_of_label_studio_may_be_longer_than_memory() {
    let desk = Desk::new();
    let mut file = BufWriter::new(fs::File::create(desk.at("export.json")).unwrap());
    let text = "a {brace} and a \\\" ".repeat(50_000);
    for task in 0..230 {
        let begin = if task == 0 { '[' } else { ',' };
        write!(
            file,
            r#"{begin}{{"id":{task},"annotations":[{{"completed_by":{},"created_at":"2024-03-04T08:10:00Z","result":[]}}],"data":{{"text":"{text}"}},"project":1}}"#,
            task % 7
        )
        .unwrap();
    }
    file.write_all(b"]").unwrap();
    drop(file);
    assert!(TALLY * 1_000_000 < fs::metadata(desk.at("export.json")).unwrap().len());
    let people = within(&desk, TALLY, &["people", "export.json", "--format", "csv"]).ok();
    assert_eq!(people.lines().count(), 1 + 7, "{people}");
}

#[test]
fn only_the_pictures_of_those_who_are_seen_are_decoded() {
    let desk = Desk::new();
    many_people(&desk.at("job"), 2000, 20);
    let picture = RgbImage::from_pixel(400, 400, image::Rgb([20, 120, 200]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    fs::create_dir(desk.at("faces")).unwrap();
    for person in 0..2000 {
        fs::write(desk.at("faces").join(format!("{person:08x}.png")), bytes.get_ref()).unwrap();
    }
    let args = [&["render", "job", "-o", "race.mp4", "--images", "faces"], &SMALL[..]].concat();
    let ran = within(&desk, TALLY + RENDER, &args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(desk.at("race.mp4").is_file());
}

/// The log of a busy account: one event in a thousand belongs to the job `mine`.
fn busy_log(n: usize, mut write: impl FnMut(usize, &str)) {
    for n in 0..n {
        let job = if n.is_multiple_of(1000) { "mine" } else { "other" };
        let at =
            format!("2024-03-{:02}T{:02}:{:02}:{:02}Z", 1 + n / 86_400, n / 3600 % 24, n / 60 % 60, n % 60);
        write(n, &Event { job, ..Event::submitted("ann", "", &at) }.java());
    }
}

#[test]
fn a_log_larger_than_memory_is_read() {
    const EVENTS: usize = 160_000;
    let desk = Desk::new();
    // 110 MB of lines.
    let mut packed = GzEncoder::new(File::create(desk.at("log.gz")).unwrap(), Compression::fast());
    busy_log(EVENTS, |_, event| writeln!(packed, "{event}").unwrap());
    packed.finish().unwrap();
    // 80 MB, over the 64 MB of any file that is read as a whole.
    let mut answer = BufWriter::new(File::create(desk.at("answer.json")).unwrap());
    write!(answer, "{{\n  \"events\": [").unwrap();
    busy_log(EVENTS / 2, |n, event| {
        let (comma, padding) = (if n == 0 { "" } else { "," }, " ".repeat(200));
        let event = json!({"message": event, "eventId": format!("{n:056}"), "timestamp": 1});
        write!(answer, "{comma}\n{padding}{event}").unwrap();
    });
    write!(answer, "]\n}}\n").unwrap();
    answer.into_inner().unwrap().sync_all().unwrap();
    for (log, expected) in [("log.gz", EVENTS / 1000), ("answer.json", EVENTS / 2000)] {
        let ran = within(&desk, LOG, &["jobs", log, "--labeling-job", "mine", "--format", "csv"]);
        assert_eq!(ran.code, Some(0), "{log}: {}", ran.err);
        assert!(ran.out.contains(&format!("mine,,{expected},1,")), "{log}: {}", ran.out);
    }
}
