//! The AWS services of moto, in a process of their own.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use aws_config::SdkConfig;

use super::sdk;

const MOTO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/venv/bin/moto_server");
const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/venv/bin/python");
const PLACE: [&str; 4] = ["-H", "127.0.0.1", "-p", "0"];

/// The services; they end when this is dropped, also by a panic.
pub(crate) struct Moto {
    process: Child,
    pub(crate) url: String,
}

impl Moto {
    /// Starts the services on a port that the system chooses, and waits until they listen.
    pub(crate) fn start() -> Self {
        Self::run(Command::new(MOTO).args(PLACE))
    }

    /// The same, after some Python in the server's process: for what would take too long over HTTP.
    pub(crate) fn start_after(python: &str) -> Self {
        let script = format!("{python}\nfrom moto.server import main\nmain({PLACE:?})");
        Self::run(Command::new(PYTHON).args(["-c", &script]))
    }

    fn run(command: &mut Command) -> Self {
        assert!(Path::new(MOTO).exists(), "there is no {MOTO}: run `make tools`");
        let mut process =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap());
        // Made here, so that the process is ended also if it never says where it listens.
        let mut moto = Self { process, url: String::new() };
        let mut said = String::new();
        while moto.url.is_empty() {
            let mut line = String::new();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "moto_server ended: {said}");
            if let Some((_, url)) = line.split_once("Running on ") {
                url.trim().clone_into(&mut moto.url);
            }
            said += &line;
        }
        // A log that nobody reads would fill its pipe and stop the server.
        thread::spawn(move || log.read_to_end(&mut Vec::new()));
        moto
    }

    pub(crate) fn sdk_config(&self) -> SdkConfig {
        sdk::config(&self.url)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
