//! A temporary folder in which commands are run as somebody would type them, and what they leave behind:
//! output, files and processes. The jobs that they read come from `jobs`.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::film;

/// What makes a film quick.
pub(crate) const SMALL: [&str; 6] = ["--size", "320x180", "--duration", "1s", "--fps", "10"];

/// A film that nobody waits for.
pub(crate) const LONG: [&str; 6] = ["--size", "640x360", "--duration", "300s", "--fps", "60"];

/// A folder in which commands are typed.
pub(crate) struct Desk {
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::Builder::new().prefix("desk-").tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// labelrace, on this desk, with nothing of the surroundings that would change what it does.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        self.program(Path::new(env!("CARGO_BIN_EXE_labelrace")), args)
    }

    /// Another program in the same surroundings.
    pub(crate) fn program<S: AsRef<OsStr>>(&self, program: &Path, args: &[S]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.path()).stdin(Stdio::null());
        let ours = std::env::vars_os().map(|(name, _)| name);
        let ours = ours.filter(|name| name.to_string_lossy().starts_with("LABELRACE_"));
        for variable in ours.chain(["RUST_BACKTRACE".into(), "RUST_LOG".into()]) {
            command.env_remove(variable);
        }
        // Neither the settings of whoever runs the tests, nor what was said to them.
        command.env("XDG_CONFIG_HOME", self.at("config")).env("XDG_STATE_HOME", self.at(".state"));
        command.env("LABELRACE_FONTS", Path::new(env!("CARGO_MANIFEST_DIR")).join("layers/fonts"));
        // Not every command makes a film: where the encoder is missing, only those that need it fail.
        match film::find_ffmpeg() {
            Some(ffmpeg) => command.env("LABELRACE_FFMPEG", ffmpeg),
            None => command.env_remove("LABELRACE_FFMPEG"),
        };
        command
    }

    #[track_caller]
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Ran {
        ran(self.command(args))
    }

    /// `render` of a small film of `job` to `race.mp4`, with more flags.
    #[track_caller]
    pub(crate) fn render(&self, job: &str, more: &[&str]) -> Ran {
        self.run(&[&["render", job, "-o", "race.mp4"], &SMALL[..], more].concat())
    }

    /// Runs a command that makes a long film of its `job` to `race.mp4`, and does something to it and to its ffmpeg when
    /// that is at work. The ids are those of the two processes.
    #[track_caller]
    pub(crate) fn in_the_middle(&self, mut command: Command, what: impl FnOnce(u32, u32)) -> Ran {
        let target = self.at("race.mp4");
        command.args(["render", "job", "-o"]).arg(target).args(LONG);
        let labelrace = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let ffmpeg = ffmpeg_of(&labelrace, self.path());
        what(labelrace.id(), ffmpeg);
        let output = labelrace.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The drafts that lie on the desk.
    pub(crate) fn drafts(&self) -> Vec<String> {
        self.names().into_iter().filter(|name| name.starts_with('.')).collect()
    }

    /// What lies on the desk, hidden files too.
    pub(crate) fn names(&self) -> Vec<String> {
        names(self.path())
    }

    /// A program of these lines. Another process writes it: a file that one of our threads has open
    /// for writing while another starts a process cannot be started for a moment.
    pub(crate) fn script(&self, name: &str, lines: &str) -> PathBuf {
        let text = self.at(&format!("{name}.txt"));
        fs::write(&text, format!("#!/bin/sh\n{lines}\n")).unwrap();
        let script = self.copy(&text, name);
        fs::remove_file(text).unwrap();
        script
    }

    /// A copy of a file that everybody may start.
    pub(crate) fn copy(&self, from: &Path, name: &str) -> PathBuf {
        let copy = self.at(name);
        let install = Command::new("install").args(["-m", "755"]).arg(from).arg(&copy).status();
        assert!(install.unwrap().success(), "{} cannot be copied", from.display());
        copy
    }
}

#[track_caller]
pub(crate) fn ran(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    /// Ended well, and says what it printed.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// Ended badly, with nothing on stdout and a sentence that has these words in it.
    #[track_caller]
    pub(crate) fn failed(self, code: i32, words: &[&str]) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""), "{}", self.err);
        assert!(self.err.starts_with("error: "), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not in: {}", self.err);
        }
        // What only a programmer can read: derived Debug, and a panic.
        for debris in ["panicked", "Os {", "Error(", "Custom {", "Some(", "kind: ", ".labelrace-"] {
            assert!(!self.err.contains(debris), "`{debris}` is in: {}", self.err);
        }
        self.err
    }
}

/// The names in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Fills a folder with what a run that was killed leaves, `labelrace-run-over`, and with what is only called like
/// it: backups, films, drafts, and a pipe that would hang whoever opens it. Returns all names.
pub(crate) fn left_by_runs(folder: &Path) -> Vec<String> {
    for name in ["labelrace-run-over", "labelrace-run-unmarked", "labelrace-jobs-backup"] {
        fs::create_dir(folder.join(name)).unwrap();
        fs::write(folder.join(name).join("race.mp4"), "half").unwrap();
    }
    let marker = "Temporary files of a run of labelrace. They may be deleted once it is over.\n";
    fs::write(folder.join("labelrace-run-over/labelrace-run.lock"), marker).unwrap();
    fs::write(folder.join("labelrace-race.mp4"), "a film").unwrap();
    fs::write(folder.join(".labelrace-draft.mp4"), "half").unwrap();
    for name in ["labelrace-pipe", "labelrace-run-pipe"] {
        assert!(Command::new("mkfifo").arg(folder.join(name)).status().unwrap().success());
    }
    names(folder)
}

/// Waits until `what` gives something.
#[track_caller]
pub(crate) fn wait_for<T>(mut what: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = what() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_mins(3), "it does not happen");
        thread::sleep(Duration::from_millis(5));
    }
}

/// The processes with `text` in their command line.
pub(crate) fn processes(text: &Path) -> Vec<u32> {
    let text = text.to_str().unwrap().as_bytes();
    let has = |pid: &u32| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        line.windows(text.len()).any(|part| part == text)
    };
    let pids = fs::read_dir("/proc").unwrap();
    pids.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok()).filter(has).collect()
}

/// The ffmpeg of a labelrace that draws to a file of `folder`, as soon as there is one.
#[track_caller]
pub(crate) fn ffmpeg_of(labelrace: &Child, folder: &Path) -> u32 {
    let beside = || names(folder).into_iter().find(|name| name.starts_with(".labelrace-"));
    wait_for(|| {
        let begun = fs::metadata(folder.join(beside()?)).is_ok_and(|file| 0 < file.len());
        let child = processes(folder).into_iter().find(|&pid| pid != labelrace.id());
        child.filter(|_| begun)
    })
}

pub(crate) fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(pid.to_string()).status().unwrap();
    assert!(sent.success(), "{pid} cannot be sent {name}");
}
