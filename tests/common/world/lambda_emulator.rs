//! A function under AWS's own emulator of Lambda, in processes of their own.
//!
//! It is the program that `sam local` runs in a container: deadlines, timeouts and what is left after them
//! are as in Lambda. It does one invocation at a time and dies of a second, so a test has one of its own.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::Value;

use super::http_client;

const PYTHONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/venv/lib");

/// The emulator with a function; both end when this is dropped, also by a panic.
pub(crate) struct LambdaEmulator {
    process: Child,
    url: String,
    log: Arc<Mutex<String>>,
}

impl LambdaEmulator {
    /// Starts `function` with `environment` and no other, to be killed by the emulator when an invocation
    /// takes longer than `timeout_seconds`. The function itself is started by the first invocation.
    pub(crate) fn start(function: &Path, environment: &[(&str, &str)], timeout_seconds: u32) -> Self {
        let [invocations, runtime] = free_places();
        let mut process = Command::new(program())
            .args(["--runtime-interface-emulator-address", &invocations, "--runtime-api-address", &runtime])
            .arg(function)
            .env_clear()
            .env("AWS_LAMBDA_FUNCTION_TIMEOUT", timeout_seconds.to_string())
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .envs(environment.iter().copied())
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        keep(process.stdout.take().unwrap(), &log);
        keep(process.stderr.take().unwrap(), &log);
        let emulator = Self { process, url: format!("http://{invocations}"), log };
        for _ in 0..200 {
            if TcpStream::connect(&invocations).is_ok() {
                return emulator;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("the emulator does not listen: {}", emulator.said());
    }

    /// Sends an event and answers with what the function made of it. An error of the function, or its end by
    /// the timeout, is an answer too: an object with `errorMessage`.
    pub(crate) async fn invoke(&self, event: &Value) -> Value {
        let url = format!("{}/2015-03-31/functions/function/invocations", self.url);
        let answer =
            http_client::send("POST", &url, &[("content-type", "application/json")], &event.to_string())
                .await;
        // A timeout is told in plain text.
        serde_json::from_slice(&answer.body).unwrap_or_else(|_| Value::String(answer.text()))
    }

    /// Waits until `text` is printed: a line may come a moment after the answer.
    pub(crate) async fn says(&self, text: &str) {
        for _ in 0..100 {
            if self.said().contains(text) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nobody said {text}: {}", self.said());
    }

    /// What the emulator and the function printed so far.
    pub(crate) fn said(&self) -> String {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for LambdaEmulator {
    fn drop(&mut self) {
        // The function has a group of its own, and would outlive the emulator.
        let mut all = vec![self.process.id()];
        let mut at = 0;
        while at < all.len() {
            all.extend(children(all[at]));
            at += 1;
        }
        for id in all {
            // It may have ended by itself.
            let _ = Command::new("kill").args(["-KILL", &id.to_string()]).stderr(Stdio::null()).status();
        }
        let _ = self.process.wait();
    }
}

fn children(id: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect()
}

/// A log that nobody reads would fill its pipe and stop the function.
fn keep(from: impl Read + Send + 'static, log: &Arc<Mutex<String>>) {
    let log = Arc::clone(log);
    thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line).is_ok_and(|n| 0 < n) {
            *log.lock().unwrap() += &String::from_utf8_lossy(&line);
            line.clear();
        }
    });
}

/// Two places that were free a moment ago.
fn free_places() -> [String; 2] {
    let listeners = [(), ()].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().to_string())
}

fn program() -> PathBuf {
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
    let below = format!("site-packages/samcli/local/rapid/aws-lambda-rie-{architecture}");
    let pythons = fs::read_dir(PYTHONS).into_iter().flatten().flatten();
    let found = pythons.map(|python| python.path().join(&below)).find(|program| program.exists());
    found.unwrap_or_else(|| panic!("there is no {below} in {PYTHONS}: run `make tools`"))
}
