//! Log groups of CloudWatch Logs over moto, and what the program says of those that cannot be read.

use std::{
    process::{Command, Output},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use aws_sdk_cloudwatchlogs::types::InputLogEvent;
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use labelrace::{
    run,
    settings::{Input, LogInput},
    source::{ComparedSpan, Reading, Strictness},
    store::{Location, Store, Stores, When, s3},
};

use serde_json::{Value, json};

use crate::common::{
    activity::Event,
    jobs::morning,
    world::{
        http_client,
        http_server::{Reply, Server},
        moto::Moto,
        sdk_config,
    },
};

const GROUP: &str = "/aws/sagemaker/groundtruth/WorkerActivity";

/// The group of Ground Truth, with these events in one stream, each logged when it took place.
async fn logged(moto: &Moto, events: &[(DateTime<Utc>, String)]) {
    let logs = moto.logs();
    let stream = "aws/sagemaker/groundtruth/worker-activity/111122223333-us-east-1/1";
    logs.create_log_group().log_group_name(GROUP).send().await.unwrap();
    logs.create_log_stream().log_group_name(GROUP).log_stream_name(stream).send().await.unwrap();
    for events in events.chunks(5000) {
        let event = |(at, text): &(DateTime<Utc>, String)| {
            InputLogEvent::builder().timestamp(at.timestamp_millis()).message(text).build().unwrap()
        };
        let events = events.iter().map(event).collect();
        let put = logs.put_log_events().log_group_name(GROUP).log_stream_name(stream);
        put.set_log_events(Some(events)).send().await.unwrap();
    }
}

/// Events in the last days: the service refuses those that are older than two weeks.
fn recent(n: u32) -> Vec<(DateTime<Utc>, String)> {
    let start = Utc::now() - chrono::TimeDelta::days(3);
    let event = |n: u32| {
        let at = start + chrono::TimeDelta::seconds(10 * i64::from(n));
        let text = at.to_rfc3339();
        (at, Event::submitted(if n.is_multiple_of(3) { "ann" } else { "bob" }, "", &text).java())
    };
    (0..n).map(event).collect()
}

/// The program with an account at `url`, and nothing else of the surroundings.
async fn labelrace(url: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_labelrace"));
    command.env_clear().env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_REGION", "us-east-1");
    command
        .env("AWS_ACCESS_KEY_ID", sdk_config::ACCESS_KEY)
        .env("AWS_SECRET_ACCESS_KEY", sdk_config::SECRET_KEY);
    command.env("AWS_ENDPOINT_URL", url).args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn printed(url: &str, arguments: &[&str]) -> String {
    let output = labelrace(url, arguments).await;
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn all_pages_of_a_group_are_read() {
    let moto = Moto::start();
    // A page has at most 10,000 events.
    let events = recent(12_000);
    logged(&moto, &events).await;
    let stores: Stores<_> = s3::over(&moto.sdk_config());
    let (store, place) = stores.open(&Location::worker_activity()).await.unwrap();
    let mut object = store.get(&place.key).await.unwrap();
    let (mut chunks, mut text) = (0, Vec::new());
    while let Some(chunk) = object.body.next().await {
        text.extend_from_slice(&chunk.unwrap());
        chunks += 1;
    }
    let lines = String::from_utf8(text).unwrap();
    assert_eq!((lines.lines().count(), chunks), (12_000, 2));
    assert!(store.put("a", "b".into(), "text/plain", When::Always).await.is_err());

    let tally = printed(&moto.url, &["jobs", "logs:", "--format", "csv"]).await;
    assert!(tally.lines().nth(1).unwrap().starts_with("metrics-demo,,12000,2,"), "{tally}");

    // An hour more is read, since an event may be logged a little late.
    let reading = Reading { strictness: Strictness::Strict, ..Reading::new(Utc::now()) };
    let span = ComparedSpan { since: Some(events[4000].0), until: Some(events[5000].0) };
    let log = LogInput { span, ..LogInput::default() };
    let input = Input { source: Location::worker_activity(), reading, log };
    let gathered = run::read(&input, &stores, &|_| {}).await.unwrap();
    assert_eq!((gathered.answers.len(), gathered.duplicates), (1000 + 360 + 1, 0));
}

/// Passes requests on to moto as a busy service would answer them: the first two are throttled, the first page comes
/// twice, and each token leads to empty pages with the same token before it leads on.
async fn busy(moto: &Moto) -> Server {
    const EMPTY_PAGES: usize = 3;
    let (url, n_asked, n_empty) = (moto.url.clone(), AtomicUsize::new(0), AtomicUsize::new(0));
    Server::start(move |request| {
        let body: Value = serde_json::from_str(&request.body).unwrap();
        let token = body.get("nextToken").cloned();
        let n_before = n_asked.fetch_add(1, Ordering::SeqCst);
        let is_throttled = n_before < 2;
        let is_empty = token.is_some() && n_empty.fetch_add(1, Ordering::SeqCst) < EMPTY_PAGES;
        let is_second = token.is_some() && n_empty.load(Ordering::SeqCst) == EMPTY_PAGES + 1;
        let url = url.clone();
        async move {
            if is_throttled {
                let said = json!({"__type": "ThrottlingException", "message": "Rate exceeded"});
                return Reply::new(400, said.to_string());
            }
            if is_empty {
                return Reply::new(200, json!({"events": [], "nextToken": token}).to_string());
            }
            let mut asked = body;
            if is_second {
                // Moto's pages come in order, so this is the first of them again.
                asked.as_object_mut().unwrap().remove("nextToken");
            }
            let key = sdk_config::ACCESS_KEY;
            let signed = format!(
                "AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=0"
            );
            let headers = [
                ("content-type", "application/x-amz-json-1.1"),
                ("x-amz-target", "Logs_20140328.FilterLogEvents"),
                ("authorization", signed.as_str()),
            ];
            let answer = http_client::send("POST", &url, &headers, &asked.to_string()).await;
            Reply::new(answer.status, answer.text())
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_service_is_asked_slowly_and_its_events_count_once() {
    let moto = Moto::start();
    logged(&moto, &recent(12_000)).await;
    let service = busy(&moto).await;
    let stores: Stores<_> = s3::over(&sdk_config::config(&service.url));
    let input = Input::new(Location::worker_activity(), Reading::new(Utc::now()));
    let start = Instant::now();
    let gathered = run::read(&input, &stores, &|_| {}).await.unwrap();
    let took = start.elapsed();
    assert_eq!((gathered.answers.len(), gathered.duplicates), (12_000, 10_000));
    let n_asked = service.asked().len();
    assert_eq!(
        n_asked,
        2 + 1 + 3 + 1 + 1,
        "throttled, the first page, empty ones, the first again, the rest"
    );
    // Five a second: between six pages there are five pauses. A slow machine only takes longer.
    assert!(Duration::from_secs(1) <= took, "{n_asked} requests in {took:?}");
}

#[tokio::test]
async fn a_group_that_is_not_there_is_said_plainly() {
    let moto = Moto::start();
    let output = labelrace(&moto.url, &["tally", "logs:"]).await;
    assert_eq!(output.status.code(), Some(1));
    let error = said(&output);
    assert!(
        error.contains("there is nothing here: logs:/aws/sagemaker/groundtruth/WorkerActivity in us-east-1"),
        "{error}"
    );
    assert!(error.contains("AWS_REGION"), "{error}");

    logged(&moto, &recent(3)).await;
    let output = labelrace(&moto.url, &["tally", "logs:", "--job", "none"]).await;
    assert!(said(&output).contains("no events"), "{}", said(&output));
    let output = labelrace(&moto.url, &["tally", "logs:", "--source", "both"]).await;
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--log-group"), "{}", said(&output));
}

#[tokio::test]
async fn a_group_beside_a_job_adds_the_last_hours() {
    let moto = Moto::start();
    let folder = tempfile::tempdir().unwrap();
    let job = morning(folder.path().join("Metrics-Demo"));
    let job = job.to_str().unwrap();
    let missing = labelrace(&moto.url, &["tally", job, "--source", "both"]).await;
    assert!(missing.status.success(), "{}", said(&missing));
    assert!(said(&missing).contains("warning: The activity log could not be used"), "{}", said(&missing));
    // The mail says the same, to everybody: nothing of what the service said, which may name whoever asked.
    assert!(!said(&missing).contains("HTTP status"), "{}", said(&missing));

    logged(&moto, &recent(4)).await;
    let lines = printed(&moto.url, &["jobs", job, "--source", "both", "--format", "csv"]).await;
    assert!(lines.lines().nth(1).unwrap().starts_with("Metrics-Demo,4,9,3,"), "{lines}");
}
