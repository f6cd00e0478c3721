//! The AWS services of moto, in a process of their own.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use aws_config::SdkConfig;
use aws_sdk_kms::types::{KeySpec, KeyUsageType};
use labelrace::store::s3::S3;
use serde_json::Value;

use super::{http_client, sdk_config};

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/venv/bin/python");

/// Starts the services. S3 checks a condition and writes in one step; moto's threads would do it in two, and two
/// requests could meet the same one.
const SERVE: &str = r#"
import threading
from moto.s3.responses import S3Response
from moto.server import main

def one_at_a_time(method, lock=threading.Lock()):
    def locked(*arguments, **named):
        with lock:
            return method(*arguments, **named)
    return locked

S3Response.put_object = one_at_a_time(S3Response.put_object)
S3Response.delete_object = one_at_a_time(S3Response.delete_object)
main(["-H", "127.0.0.1", "-p", "0"])
"#;

/// The services; they end when this is dropped, also by a panic.
pub(crate) struct Moto {
    process: Child,
    pub(crate) url: String,
}

impl Moto {
    /// Starts the services on a port that the system chooses, and waits until they listen.
    pub(crate) fn start() -> Self {
        Self::start_after("")
    }

    /// The same, after some Python in the server's process: for what would take too long over HTTP.
    pub(crate) fn start_after(python: &str) -> Self {
        assert!(Path::new(PYTHON).exists(), "there is no {PYTHON}: run `make tools`");
        let mut process = Command::new(PYTHON)
            .args(["-c", &format!("{python}\n{SERVE}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap());
        // Made here, so that the process is ended also if it never says where it listens.
        let mut moto = Self { process, url: String::new() };
        let mut said = String::new();
        while moto.url.is_empty() {
            let mut line = String::new();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "moto ended: {said}");
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
        sdk_config::config(&self.url)
    }

    /// A client of S3.
    pub(crate) fn s3(&self) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::config::Builder::from(&self.sdk_config()).force_path_style(true);
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// A client of CloudWatch Logs.
    pub(crate) fn logs(&self) -> aws_sdk_cloudwatchlogs::Client {
        aws_sdk_cloudwatchlogs::Client::new(&self.sdk_config())
    }

    /// Makes a bucket and answers with the store over it.
    pub(crate) async fn bucket(&self, name: &str) -> S3 {
        self.s3().create_bucket().bucket(name).send().await.unwrap();
        S3::new(&self.sdk_config(), name)
    }

    /// Makes a key of KMS and answers with its id.
    pub(crate) async fn key(&self, spec: KeySpec, usage: KeyUsageType) -> String {
        let kms = aws_sdk_kms::Client::new(&self.sdk_config());
        let made = kms.create_key().key_spec(spec).key_usage(usage).send().await.unwrap();
        made.key_metadata.unwrap().key_id
    }

    /// Makes a key as the stack has one for its links.
    pub(crate) async fn key_for_links(&self) -> String {
        self.key(KeySpec::Hmac256, KeyUsageType::GenerateVerifyMac).await
    }

    /// Speaks to a service of the protocol JSON 1.1, for which labelrace has no client.
    pub(crate) async fn json(&self, region: &str, service: &str, target: &str, body: Value) -> Value {
        let key = sdk_config::ACCESS_KEY;
        let signed = format!(
            "AWS4-HMAC-SHA256 Credential={key}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0"
        );
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target),
            ("authorization", signed.as_str()),
        ];
        let answer = http_client::send("POST", &self.url, &headers, &body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice(&answer.body).unwrap_or_default()
    }

    /// Speaks to SQS, for which labelrace has no client.
    pub(crate) async fn sqs(&self, region: &str, action: &str, body: Value) -> Value {
        let target = format!("AmazonSQS.{action}");
        let key = sdk_config::ACCESS_KEY;
        let signed = format!(
            "AWS4-HMAC-SHA256 Credential={key}/20260101/{region}/sqs/aws4_request, SignedHeaders=host, Signature=0"
        );
        let headers = [
            ("content-type", "application/x-amz-json-1.0"),
            ("x-amz-target", target.as_str()),
            ("authorization", signed.as_str()),
        ];
        let answer = http_client::send("POST", &self.url, &headers, &body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice(&answer.body).unwrap_or_default()
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
