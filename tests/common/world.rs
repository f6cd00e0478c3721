//! The account that the function lives in: two buckets, a topic with a queue for each audience, and a key for
//! links, all by moto; and a machine to run the function on.

pub(crate) mod http_client;
pub(crate) mod http_server;
pub(crate) mod lambda_emulator;
pub(crate) mod link_site;
pub(crate) mod moto;
pub(crate) mod s3_in_process;
pub(crate) mod sdk_config;
pub(crate) mod user_pools;

use std::{collections::BTreeMap, fs, path::PathBuf};

use bytes::Bytes;
use labelrace::{
    source::sample::Shape,
    store::{Store, When, s3::S3},
};
use serde_json::{Value, json};

use self::{lambda_emulator::LambdaEmulator, moto::Moto, user_pools::Pool};
use super::{desk::Desk, film, jobs};

/// Where mail says that questions go.
pub(crate) const CONTACT: &str = "Maria at the labeling desk, https://chat.example.com/labeling";
/// Where links start.
pub(crate) const LINKS: &str = "https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws/";

const REGION: &str = "us-east-1";

const SHAPE: Shape = Shape { workers: 7, objects: 30, answers: 2, days: 4, seed: 1 };

pub(crate) struct World {
    pub(crate) moto: Moto,
    /// The id of the key for links.
    pub(crate) key: String,
    pub(crate) topic: String,
    s3: aws_sdk_s3::Client,
}

/// An object as a reader of the bucket sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) content_type: String,
    pub(crate) etag: String,
    pub(crate) modified: String,
    pub(crate) bytes: Bytes,
}

/// One mail, as SNS hands it on.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) audience: String,
}

impl Mail {
    /// The line that is an address of a film's page.
    #[track_caller]
    pub(crate) fn link(&self) -> &str {
        let is_film = |line: &&str| line.starts_with("http") && line.contains(".html?");
        let links: Vec<&str> = self.body.lines().filter(is_film).collect();
        let [link] = links[..] else { panic!("not one link but {links:?} in {}", self.body) };
        link
    }
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::over(Moto::start()).await
    }

    /// The same, where these user pools are.
    pub(crate) async fn with_pools(pools: &[Pool]) -> Self {
        Self::over(Moto::start_after(&user_pools::python(pools))).await
    }

    async fn over(moto: Moto) -> Self {
        let config = moto.sdk_config();
        for bucket in ["source", "films"] {
            moto.bucket(bucket).await;
        }
        let s3 = moto.s3();
        let sns = aws_sdk_sns::Client::new(&config);
        let topic = sns.create_topic().name("labelrace").send().await.unwrap().topic_arn.unwrap();
        let key = moto.key_for_links().await;
        let world = Self { moto, key, topic, s3 };
        for audience in ["labelers", "owners"] {
            // Who has read a message does not get it again.
            let attributes = json!({"VisibilityTimeout": "43200"});
            world
                .moto
                .sqs(REGION, "CreateQueue", json!({"QueueName": audience, "Attributes": attributes}))
                .await;
            let filter = json!({"audience": [audience]}).to_string();
            let subscribe = sns.subscribe().topic_arn(&world.topic).protocol("sqs");
            let endpoint = format!("arn:aws:sqs:us-east-1:123456789012:{audience}");
            subscribe.endpoint(endpoint).attributes("FilterPolicy", filter).send().await.unwrap();
        }
        world
    }

    /// The mails to `audience` that nobody has asked for before.
    pub(crate) async fn mails(&self, audience: &str) -> Vec<Mail> {
        let queue = format!("{}/123456789012/{audience}", self.moto.url);
        let mut mails = Vec::new();
        loop {
            let ask = json!({"QueueUrl": queue, "MaxNumberOfMessages": 10, "WaitTimeSeconds": 0});
            let answer = self.moto.sqs(REGION, "ReceiveMessage", ask).await;
            let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
            if messages.is_empty() {
                return mails;
            }
            for message in messages {
                let told: Value = serde_json::from_str(message["Body"].as_str().unwrap()).unwrap();
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                mails.push(Mail {
                    subject: text(&told["Subject"]),
                    body: text(&told["Message"]),
                    audience: text(&told["MessageAttributes"]["audience"]["Value"]),
                });
            }
        }
    }

    /// How many mails are new, to labelers and to owners.
    pub(crate) async fn n_mails(&self) -> (usize, usize) {
        (self.mails("labelers").await.len(), self.mails("owners").await.len())
    }

    /// A bucket, for those who write jobs.
    pub(crate) fn bucket(&self, name: &str) -> S3 {
        S3::new(&self.moto.sdk_config(), name)
    }

    /// Invents a job at `prefix` of the bucket `source`.
    pub(crate) async fn sample(&self, prefix: &str) {
        jobs::upload_sample(&self.bucket("source"), prefix, SHAPE).await;
    }

    /// Adds the answers of one more object to a job.
    pub(crate) async fn object(&self, prefix: &str, object: &str, answers: &[Value]) {
        let key = format!("{prefix}/{}", jobs::response_key(1, object));
        let body = jobs::response(answers);
        self.bucket("source").put(&key, body.into(), "application/json", When::Always).await.unwrap();
    }

    /// A key for the links of somebody else.
    pub(crate) async fn other_key(&self) -> String {
        self.moto.key_for_links().await
    }

    /// Ends the subscription of the queue for `audience`.
    pub(crate) async fn unsubscribe(&self, audience: &str) {
        let sns = aws_sdk_sns::Client::new(&self.moto.sdk_config());
        let listed = sns.list_subscriptions_by_topic().topic_arn(&self.topic).send().await.unwrap();
        for of in listed.subscriptions() {
            if of.endpoint().is_some_and(|endpoint| endpoint.ends_with(audience)) {
                sns.unsubscribe().subscription_arn(of.subscription_arn().unwrap()).send().await.unwrap();
            }
        }
    }

    /// The keys in the bucket for films.
    pub(crate) async fn keys(&self) -> Vec<String> {
        let page = self.s3.list_objects_v2().bucket("films").send().await.unwrap();
        page.contents().iter().filter_map(|object| object.key.clone()).collect()
    }

    /// An object of that bucket.
    pub(crate) async fn seen(&self, key: &str) -> Seen {
        let object = self.s3.get_object().bucket("films").key(key).send().await;
        let object = object.unwrap_or_else(|error| panic!("there is no {key}: {error:?}"));
        Seen {
            content_type: object.content_type.unwrap_or_default(),
            etag: object.e_tag.unwrap_or_default(),
            modified: object.last_modified.unwrap().to_string(),
            bytes: object.body.collect().await.unwrap().into_bytes(),
        }
    }

    /// An object that is JSON; null where there is none.
    pub(crate) async fn json(&self, key: &str) -> Value {
        match self.s3.get_object().bucket("films").key(key).send().await {
            Ok(object) => serde_json::from_slice(&object.body.collect().await.unwrap().into_bytes()).unwrap(),
            Err(_) => Value::Null,
        }
    }

    /// The variables of a function that makes films of `s3://source/<prefix>`.
    pub(crate) fn variables(&self, prefix: &str) -> Vec<(String, String)> {
        [
            ("AWS_ACCESS_KEY_ID", sdk_config::ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", sdk_config::SECRET_KEY),
            ("AWS_REGION", REGION),
            ("AWS_ENDPOINT_URL", &self.moto.url),
            ("AWS_LAMBDA_FUNCTION_NAME", "race"),
            ("LABELRACE_BUCKET", "films"),
            ("LABELRACE_TOPIC_ARN", &self.topic),
            ("LABELRACE_TIME_ZONE", "Europe/Berlin"),
            ("LABELRACE_JOB", &format!("s3://source/{prefix}/")),
            ("LABELRACE_CONTACT", CONTACT),
            ("LABELRACE_LINK_URL", LINKS),
            ("LABELRACE_LINK_KEY_ID", &self.key),
            ("LABELRACE_SETTINGS", r#"{"size": "320x180", "duration": "1s", "fps": 10}"#),
            ("LABELRACE_FFMPEG", film::ffmpeg().to_str().unwrap()),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }
}

/// A machine of Lambda: the emulator, the function's own log, and a disk that outlives the function.
pub(crate) struct LambdaMachine {
    emulator: Option<LambdaEmulator>,
    desk: Desk,
}

impl LambdaMachine {
    /// The function with these variables; the later of two with one name counts, and an empty one is none.
    pub(crate) fn start(variables: &[(String, String)], more: &[(&str, &str)], timeout_seconds: u32) -> Self {
        let desk = Desk::new();
        fs::create_dir(desk.at("tmp")).unwrap();
        let log = desk.at("log");
        // The emulator prints beside the function: this keeps apart who said what.
        let line = format!("exec '{}' >> '{}'", env!("CARGO_BIN_EXE_lambda"), log.display());
        let bootstrap = desk.script("bootstrap", &line);
        let tmp = desk.at("tmp");
        let mut all: BTreeMap<&str, &str> =
            variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.extend(more.iter().copied());
        all.insert("TMPDIR", tmp.to_str().unwrap());
        let all: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let emulator = Some(LambdaEmulator::start(&bootstrap, &all, timeout_seconds));
        Self { emulator, desk }
    }

    pub(crate) async fn invoke(&self, event: &Value) -> Value {
        self.emulator.as_ref().unwrap().invoke(event).await
    }

    /// Everything ends at once, as when a machine is switched off.
    pub(crate) fn kill(&mut self) {
        self.emulator = None;
    }

    /// The lines that the function printed.
    pub(crate) fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(self.desk.at("log")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    /// The metrics of the last run.
    #[track_caller]
    pub(crate) fn metrics(&self) -> Value {
        let lines = self.log();
        let line = lines.iter().rfind(|line| line.contains("CloudWatchMetrics")).expect("a line of metrics");
        serde_json::from_str(line).unwrap()
    }

    /// Where temporary files are.
    pub(crate) fn tmp(&self) -> PathBuf {
        self.desk.at("tmp")
    }

    /// A path beside them.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.desk.at(name)
    }

    /// A program on this machine.
    pub(crate) fn script(&self, name: &str, lines: &str) -> PathBuf {
        self.desk.script(name, lines)
    }
}
