//! Where outputs go, and what is left when somebody ends the program: links are followed, what is no file is refused,
//! and a draft is gone whatever the signal.

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use crate::common::{
    desk::{Desk, Ran, SMALL, names, processes, ran, signal, wait_for},
    film,
    jobs::morning,
};

fn desk() -> Desk {
    let desk = Desk::new();
    morning(desk.at("job"));
    desk
}

/// No draft is left, and no ffmpeg.
#[track_caller]
fn tidy(desk: &Desk) {
    assert_eq!(desk.drafts(), [""; 0], "drafts are left");
    wait_for(|| processes(desk.path()).is_empty().then_some(()));
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).unwrap().is_symlink()
}

#[test]
fn what_a_link_points_to_is_replaced_and_the_link_stays() {
    let desk = desk();
    fs::create_dir_all(desk.at("films/frames")).unwrap();
    fs::write(desk.at("films/old.mp4"), "the film of last week").unwrap();
    symlink("films/old.mp4", desk.at("race.mp4")).unwrap();
    symlink(desk.at("films/new.png"), desk.at("race.png")).unwrap();
    symlink("films/frames", desk.at("frames")).unwrap();
    let said = desk.render("job", &["--poster", "race.png", "--frames", "frames"]).ok();
    assert!(said.contains("race.mp4"), "{said}");
    for link in ["race.mp4", "race.png", "frames"] {
        assert!(is_link(&desk.at(link)), "{link}");
    }
    assert_eq!(film::probe(&desk.at("films/old.mp4")).width, 320);
    assert_eq!(names(&desk.at("films")), ["frames", "new.png", "old.mp4"]);
    assert_eq!(names(&desk.at("films/frames")).len(), 10);
    tidy(&desk);
}

#[test]
fn what_is_no_file_is_refused_by_its_kind_and_stays() {
    let desk = desk();
    assert!(Command::new("mkfifo").arg(desk.at("pipe")).status().unwrap().success());
    symlink("pipe", desk.at("to-pipe")).unwrap();
    symlink("/dev/null", desk.at("null")).unwrap();
    // As /dev/stdout is one, on Linux.
    symlink("/proc/self/fd/1", desk.at("stdout")).unwrap();
    symlink("round", desk.at("round")).unwrap();
    for (target, what) in [
        ("pipe", "a pipe"),
        ("to-pipe", "a pipe"),
        ("null", "a device"),
        ("stdout", "an open file of a process"),
        ("round", "a link that leads in a circle"),
        ("job", "a folder"),
    ] {
        let words = format!("{target} is {what}, and a file cannot take its place");
        let typed = [&["render", "job", "-o", target], &SMALL[..]].concat();
        desk.run(&typed).failed(1, &[&words]);
        desk.render("job", &["--poster", target]).failed(1, &[&words]);
    }
    assert!(["to-pipe", "null", "stdout", "round"].iter().all(|link| is_link(&desk.at(link))));
    assert!(!desk.at("race.mp4").exists());
    tidy(&desk);
}

#[test]
fn a_link_to_the_film_cannot_be_its_poster() {
    let desk = desk();
    symlink("race.mp4", desk.at("race.png")).unwrap();
    desk.render("job", &["--poster", "race.png"]).failed(2, &["race.png cannot be the film and its poster"]);
    tidy(&desk);
}

/// Does something to a command that was started by this line of a shell, when its encoder is at work.
#[track_caller]
fn in_the_middle(desk: &Desk, shell: &str, what: impl FnOnce(u32)) -> Ran {
    let command = desk.program(Path::new("/bin/sh"), &["-c", shell, env!("CARGO_BIN_EXE_labelrace")]);
    desk.in_the_middle(command, |labelrace, _| what(labelrace))
}

const PLAIN: &str = r#"exec "$0" "$@""#;

/// The same where the tests themselves run with signals switched off, as in the background.
const WITH_SIGNALS: &str = r#"exec env --default-signal "$0" "$@""#;

#[test]
fn every_signal_that_asks_to_end_leaves_no_draft() {
    for name in ["HUP", "INT", "QUIT", "TERM"] {
        let desk = desk();
        let ran = in_the_middle(&desk, WITH_SIGNALS, |labelrace| signal(labelrace, name));
        ran.failed(1, &["stopped after", "frames; nothing was written"]);
        assert_eq!(desk.names(), ["job"], "{name}");
        tidy(&desk);
    }
}

#[test]
fn a_demo_that_is_ended_at_any_time_leaves_nothing() {
    let desk = Desk::new();
    fs::create_dir(desk.at("tmp")).unwrap();
    for n in 0..12 {
        let mut command = desk.command(&[&["demo", "-o", "demo.mp4"], &SMALL[..]].concat());
        command.env("TMPDIR", desk.at("tmp")).stdout(Stdio::null()).stderr(Stdio::null());
        let mut demo = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(25 * n));
        signal(demo.id(), "TERM");
        demo.wait().unwrap();
        assert_eq!(names(&desk.at("tmp")), [""; 0], "after {} ms", 25 * n);
    }
}

#[test]
fn a_reader_that_is_gone_ends_nothing_by_itself() {
    let desk = desk();
    let ran = in_the_middle(&desk, PLAIN, |labelrace| {
        signal(labelrace, "PIPE");
        signal(labelrace, "TERM");
    });
    ran.failed(1, &["stopped after", "frames; nothing was written"]);
    tidy(&desk);
}

#[test]
fn a_film_that_was_started_with_nohup_outlives_its_terminal() {
    let desk = desk();
    let shell = format!("trap '' HUP; {PLAIN}");
    let ran = in_the_middle(&desk, &shell, |labelrace| {
        signal(labelrace, "HUP");
        let status = fs::read_to_string(format!("/proc/{labelrace}/status")).unwrap();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
        assert_eq!(u64::from_str_radix(ignored.trim(), 16).unwrap() & 1, 1, "{ignored}");
        signal(labelrace, "TERM");
    });
    ran.failed(1, &["stopped after", "frames; nothing was written"]);
    tidy(&desk);
}

#[test]
fn somebody_is_heard_while_ffmpeg_reads_the_film_again() {
    for name in ["INT", "TERM"] {
        let desk = desk();
        let real = film::ffmpeg();
        let lines =
            format!("case \"$*\" in *framecrc*) exec sleep 600;; *) exec '{}' \"$@\";; esac", real.display());
        let ffmpeg = desk.script("ffmpeg", &lines);
        let target = desk.at("race.mp4");
        let typed = [&["render", "job", "-o", target.to_str().unwrap()], &SMALL[..]].concat();
        let mut command = desk.command(&typed);
        command.arg("--ffmpeg").arg(&ffmpeg).stdout(Stdio::piped()).stderr(Stdio::piped());
        let labelrace = command.spawn().unwrap();
        let group = |pid: u32| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            let (_, rest) = stat.rsplit_once(") ")?;
            rest.split(' ').nth(1).map(str::to_owned)
        };
        let is_sleeping = |pid: u32| {
            let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            line.starts_with(b"sleep") && group(pid) == Some(labelrace.id().to_string())
        };
        wait_for(|| {
            let pids = fs::read_dir("/proc").unwrap();
            pids.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
                .find(|&pid| is_sleeping(pid))
        });
        signal(labelrace.id(), name);
        let output = labelrace.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("stopped after 10 of 10 frames; nothing was written"), "{said}");
        assert!(!target.exists());
        tidy(&desk);
    }
}

#[test]
fn few_open_files_make_a_job_slow_or_fail_and_never_short() {
    let desk = desk();
    let sample = ["sample", "big", "--objects", "200", "--answers", "3", "--workers", "5"];
    let _ = desk.run(&sample).ok();
    let all = desk.run(&["tally", "big"]).ok();
    for bound in [8, 10, 12, 14, 16, 20, 32] {
        let shell = format!("ulimit -n {bound}; {PLAIN}");
        let limited = desk.program(Path::new("/bin/sh"), &["-c", &shell, env!("CARGO_BIN_EXE_labelrace")]);
        let mut limited = limited;
        limited.args(["tally", "big"]);
        let Ran { code, out, err } = ran(limited);
        if code == Some(0) {
            assert_eq!((&out, err.as_str()), (&all, ""), "with {bound} files");
        } else {
            assert_eq!(out, "", "with {bound} files");
        }
        assert!(!err.contains("skipped"), "with {bound} files: {err}");
    }
}
