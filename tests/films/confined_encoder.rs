//! What an encoder may do, and how it is ended: a program stands in for ffmpeg and tries what ffmpeg never would.

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    thread,
    time::Duration,
};

use labelrace::film::encode::{EncodeError, Encoder, Encoding};
use serde_json::Value;

use super::encoder::{encoding, film, folder, frame, script};
use crate::common::desk::{processes, wait_for};

/// Tries what an encoder does not need, and writes down what came of it.
const INTRUDER: &str = r#"
import json, os, resource, socket, sys
sys.stdin.buffer.read(1)
def outcome(attempt):
    try:
        attempt()
        return "done"
    except BaseException as error:
        return type(error).__name__
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
tried = {
    "environment": sorted(os.environ),
    "inet": outcome(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)),
    "inet6": outcome(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
    "unix": outcome(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)),
    "parent": outcome(lambda: open(f"/proc/{os.getppid()}/environ", "rb").read(1)),
    "another": outcome(lambda: open(f"/proc/{sys.argv[2]}/environ", "rb").read(1)),
    "memory_of_another": outcome(lambda: open(f"/proc/{sys.argv[2]}/mem", "rb")),
    "files_of_another": outcome(lambda: os.readlink(f"/proc/{sys.argv[2]}/fd/0")),
    "signal": outcome(lambda: os.kill(int(sys.argv[2]), 0)),
    "huge": outcome(lambda: open(sys.argv[1] + ".huge", "wb").truncate(1 << 40)),
    "processor": resource.getrlimit(resource.RLIMIT_CPU),
    "memory": resource.getrlimit(resource.RLIMIT_DATA),
    "no_new_privs": status["NoNewPrivs"].strip(),
}
json.dump(tried, open(sys.argv[1], "w"))
"#;

/// Another process of the same user.
#[cfg(target_os = "linux")]
struct Victim(Child);

#[cfg(target_os = "linux")]
impl Victim {
    fn start() -> Self {
        Self(Command::new("sleep").arg("600").env("A_SECRET", "1").spawn().unwrap())
    }
}

#[cfg(target_os = "linux")]
impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the intruder could do; `start` starts a shell script with these lines and gives it input.
#[cfg(target_os = "linux")]
fn tried(folder: &Path, start: impl FnOnce(&str)) -> Value {
    let (program, told) = (folder.join("intruder.py"), folder.join("told"));
    fs::write(&program, INTRUDER).unwrap();
    // The interpreter itself, and no script in front of it that sets variables of its own.
    let python = Command::new("python3").args(["-c", "import sys; print(sys.executable)"]).output().unwrap();
    let python = String::from_utf8(python.stdout).unwrap();
    let (program, told_to, victim) = (program.display(), told.display(), Victim::start());
    start(&format!("exec {} '{program}' '{told_to}' {}", python.trim(), victim.0.id()));
    serde_json::from_slice(&fs::read(told).unwrap()).unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn an_encoder_sees_no_environment_not_even_of_others_opens_no_socket_and_has_bounds() {
    let folder = folder();
    let confined = tried(folder.path(), |lines| {
        let encoding = script(&folder, &format!("{lines} < /dev/stdin"));
        let mut encoder = Encoder::start(&encoding, &folder.path().join("film.mp4")).unwrap();
        // It reads one byte and ends, before or after it has been given the rest.
        let _ = encoder.write(&frame(&encoding, 0));
        let _ = encoder.finish();
    });
    // The same program, started without those bounds, can do all of it: the attempts are real.
    let free = tried(folder.path(), |lines| {
        let status = Command::new("sh").args(["-c", &format!("echo | {lines}")]).status();
        assert!(status.unwrap().success());
    });
    let environment: Vec<&str> =
        confined["environment"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    // A shell sets these by itself, and Python the last.
    let of_shells = ["OLDPWD", "PWD", "SHLVL", "_", "LC_CTYPE"];
    assert!(environment.iter().all(|name| of_shells.contains(name)), "{environment:?}");
    assert!(free["environment"].as_array().unwrap().iter().any(|name| name == "PATH"));
    for attempt in
        ["inet", "inet6", "unix", "parent", "another", "memory_of_another", "files_of_another", "signal"]
    {
        assert_eq!(
            (&confined[attempt], &free[attempt]),
            (&"PermissionError".into(), &"done".into()),
            "{attempt}"
        );
    }
    assert_eq!((&confined["huge"], &free["huge"]), (&"OSError".into(), &"done".into()));
    assert_eq!(confined["no_new_privs"], "1");
    // On a kernel without domains this is what keeps it out of the process that started it.
    assert_eq!(rustix::process::dumpable_behavior().unwrap(), rustix::process::DumpableBehavior::NotDumpable);
    for bound in ["processor", "memory"] {
        let both = confined[bound].as_array().unwrap();
        assert!(both.iter().all(|bound| 0 < bound.as_i64().unwrap()), "{bound} has no bound: {both:?}");
    }
}

/// An encoder that does as `lines` say, and is given up on after a second.
fn hanging(folder: &tempfile::TempDir, lines: &str) -> Encoding {
    Encoding { patience: Duration::from_secs(1), ..script(folder, lines) }
}

/// It does nothing, in front of its frames, behind them, or while the film is read again; and with a child of its own.
const HANGING: [&str; 4] = [
    "exec sleep 600",
    "sleep 600",
    "cat > /dev/null; sleep 600",
    r#"case "$*" in *framecrc*) sleep 600;; *) exec "$FFMPEG" "$@";; esac"#,
];

#[test]
fn an_encoder_that_does_nothing_is_ended_at_whatever_stage() {
    for lines in HANGING {
        let folder = folder();
        let encoding = hanging(&folder, lines);
        let error = film(&encoding, &folder.path().join("film.mp4"), 60).unwrap_err();
        assert!(matches!(error, EncodeError::Idle { seconds: 1 }), "{lines}: {error:?}");
        assert!(error.to_string().contains("did nothing for 1 s and was ended"), "{error}");
        wait_for(|| processes(folder.path()).is_empty().then_some(()));
    }
}

#[test]
fn an_encoder_that_works_slowly_is_left_alone() {
    let folder = folder();
    // Each frame comes within the patience; all of them together do not.
    let encoding = Encoding { patience: Duration::from_secs(1), ..encoding() };
    let target = folder.path().join("film.mp4");
    let mut encoder = Encoder::start(&encoding, &target).unwrap();
    for number in 0..6 {
        thread::sleep(Duration::from_millis(400));
        encoder.write(&frame(&encoding, number)).unwrap();
    }
    encoder.finish().unwrap();
}

#[test]
fn a_stopper_is_heard_while_the_film_is_read_again() {
    let folder = folder();
    let encoding = script(&folder, HANGING[3]);
    let target = folder.path().join("film.mp4");
    let mut encoder = Encoder::start(&encoding, &target).unwrap();
    for number in 0..10 {
        encoder.write(&frame(&encoding, number)).unwrap();
    }
    let stopper = encoder.stopper();
    let reading = thread::spawn(move || encoder.finish());
    let is_read = |pid: &u32| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains("framecrc")
    };
    wait_for(|| processes(folder.path()).iter().any(is_read).then_some(()));
    stopper.stop();
    assert!(matches!(reading.join().unwrap(), Err(EncodeError::Asked)));
    assert_eq!(processes(folder.path()), [0; 0], "it goes on");
}

#[test]
fn what_was_stopped_is_not_read_again() {
    let folder = folder();
    let encoding = encoding();
    let mut encoder = Encoder::start(&encoding, &folder.path().join("film.mp4")).unwrap();
    encoder.write(&frame(&encoding, 0)).unwrap();
    encoder.stopper().stop();
    assert!(matches!(encoder.finish(), Err(EncodeError::Asked)));
}
