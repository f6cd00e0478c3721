//! A film for each of many jobs: which are listed, what becomes of each, and the one mail, over an S3 in this process.

use std::sync::{Arc, Mutex};

use chrono::{TimeDelta, Utc};
use futures_util::{FutureExt, future};
use labelrace::{
    film::encode::Places,
    people::cognito::UserPools,
    report::audience::Audience,
    run::Machine,
    service::{
        handler::{Call, Failure, Handler, Outcome, Status},
        link::LinkMaker,
        notify::{Mail, Notify, NotifyError, NotifyTrouble},
        runs::{self, ClaimOutcome, Claimant, Slot},
    },
    settings::{Defaults, Request},
    source::sample::Shape,
    store::{Store, Stores, s3::S3},
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::common::{film, jobs, world::s3_in_process::LocalS3};

const SHAPE: Shape = Shape { workers: 3, objects: 4, answers: 1, days: 2, seed: 3 };
const MORNING: &str = "2026-11-23T07:00:00Z";

/// A topic that keeps what is sent, and refuses what an audience gets.
#[derive(Clone, Default)]
struct Post {
    sent: Arc<Mutex<Vec<Mail>>>,
    refused: Arc<Mutex<Option<Audience>>>,
}

impl Notify for Post {
    async fn publish(&self, mail: &Mail) -> Result<(), NotifyError> {
        if *self.refused.lock().unwrap() == Some(mail.audience()) {
            return Err(NotifyError { what: "topic".into(), trouble: NotifyTrouble::Denied, source: None });
        }
        self.sent.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

struct Account {
    service: LocalS3,
    tmp: TempDir,
    post: Post,
    source: S3,
    films: S3,
}

impl Account {
    async fn start(names: &[&str]) -> Self {
        let service = LocalS3::start().await;
        let (films, source) = (service.bucket("films"), service.bucket("source"));
        for name in names {
            jobs::upload_sample(&source, &format!("out/{name}"), SHAPE).await;
        }
        Self { service, tmp: TempDir::new().unwrap(), post: Post::default(), source, films }
    }

    async fn asked(&self, id: &str, event: &Value) -> Result<Outcome, Failure> {
        let sdk = self.service.sdk_config();
        let handler = Handler {
            own: S3::new(&sdk, "films"),
            bucket: "films".into(),
            stores: Stores::new(move |bucket| future::ready(Ok(S3::new(&sdk, &bucket))).boxed()),
            pools: UserPools::new(&self.service.sdk_config()),
            notify: Some(self.post.clone()),
            webhook: None,
            links: LinkMaker::Presigned(S3::new(&self.service.sdk_config(), "films")),
            exports: None,
            contact: None,
            machine: Machine {
                encoder: Places { flag: Some(film::ffmpeg()), ..Places::default() },
                ..Machine::default()
            },
            scratch: self.tmp.path().to_owned(),
            clock: Utc::now,
        };
        let request = Request::from_event(event, &Defaults::default())?;
        let call = Call { request_id: id.into(), deadline: None, stop: CancellationToken::new() };
        handler.handle(request, call).await
    }

    /// What is listed for this time.
    async fn listed(&self, time: &str) -> (Value, Vec<Value>) {
        let event = json!({
            "kind": "jobs", "job": "s3://source/out/", "scheduled_time": time, "at_once": 3,
            "size": "180x180", "fps": 5, "duration": "1s",
        });
        let answer = self.asked("list", &event).await.unwrap().to_json();
        let items = labelrace::store::read(&self.films, answer["items"].as_str().unwrap(), 1 << 20).await;
        let items: Vec<Value> = serde_json::from_slice(&items.unwrap().unwrap()).unwrap();
        assert_eq!(answer["jobs"], items.len());
        (answer, items)
    }

    /// All films that are listed for a time, and the mails about them.
    async fn morning(&self, time: &str) -> (Value, Vec<Mail>) {
        let (answer, items) = self.listed(time).await;
        for item in items {
            // One that fails fails alone.
            let _ = self.asked("film", &item).await;
        }
        let summary = self.asked("sum", &answer["summary"]).await.unwrap().to_json();
        (summary, std::mem::take(&mut *self.post.sent.lock().unwrap()))
    }
}

#[tokio::test]
async fn a_job_with_nothing_new_is_left_out_until_it_has_something_new() {
    let world = Account::start(&["a/blades", "b/blades", "leaves"]).await;
    let (summary, mails) = world.morning(MORNING).await;
    assert_eq!((&summary["filmed"], &summary["failed"]), (&json!(3), &json!(0)), "{summary}");
    assert_eq!(mails.len(), 2, "one for each audience");
    for mail in &mails {
        assert!(mail.body().contains("a/blades") && mail.body().contains("b/blades"), "{}", mail.body());
    }
    // Nothing happens: nothing is made, and nobody hears of it.
    let (answer, items) = world.listed("2026-11-24T07:00:00Z").await;
    assert_eq!((items.len(), &answer["left_out"]), (0, &json!(3)));
    let summary = world.asked("sum", &answer["summary"]).await.unwrap();
    assert_eq!(summary.status, Status::NothingNew);
    assert!(world.post.sent.lock().unwrap().is_empty());
    // One of two jobs of one name goes on.
    let key = "out/b/blades/annotations/worker-response/iteration-1/77/2026-11-23_10:00:00.json";
    let answer = json!({"answers": [jobs::answer("ann", "2026-11-23T10:00:00Z")]});
    let put = world.source.put(key, answer.to_string().into(), "", labelrace::store::When::Always);
    put.await.unwrap();
    let (_, items) = world.listed("2026-11-25T07:00:00Z").await;
    let jobs: Vec<_> = items.iter().map(|item| item["job"].as_str().unwrap()).collect();
    assert_eq!(jobs, ["s3://source/out/b/blades/"]);
    assert_eq!(
        (&items[0]["kind"], &items[0]["audience"], &items[0]["fps"]),
        (&json!("job"), &json!("none"), &json!(5))
    );
}

#[tokio::test]
async fn who_fails_is_named_with_the_reason_and_comes_first() {
    let world = Account::start(&["blades", "ada@example.com"]).await;
    let key = "out/ruins/annotations/worker-response/iteration-1/0/2026-11-23_10:00:00.json";
    world.source.put(key, "{".into(), "", labelrace::store::When::Always).await.unwrap();
    let (summary, mails) = world.morning(MORNING).await;
    assert_eq!((&summary["filmed"], &summary["failed"]), (&json!(2), &json!(1)), "{summary}");
    for mail in &mails {
        assert!(mail.subject().contains("3 jobs, 1 failed"), "{}", mail.subject());
        let body = mail.body();
        assert!(!body.contains("ada@") && body.contains("job-"), "{body}");
        let table = body.split("ALL JOBS").nth(1).unwrap();
        assert!(table.lines().nth(2).unwrap().starts_with("  ruins"), "{table}");
        assert_eq!(body.contains("broken"), mail.audience() == Audience::Owners, "why is for owners: {body}");
        for line in body.lines().filter(|line| !line.starts_with("http")) {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 76 && !line.contains("://"), "{line}");
        }
    }
}

#[tokio::test]
async fn one_morning_is_told_once_to_each_audience_whatever_is_tried_again() {
    let world = Account::start(&["blades"]).await;
    let (answer, items) = world.listed(MORNING).await;
    world.asked("film", &items[0]).await.unwrap();
    *world.post.refused.lock().unwrap() = Some(Audience::Owners);
    assert!(world.asked("sum-1", &answer["summary"]).await.is_err());
    *world.post.refused.lock().unwrap() = None;
    let again = world.asked("sum-2", &answer["summary"]).await.unwrap();
    assert_eq!((again.status, again.notified), (Status::Done, true));
    assert_eq!(world.asked("sum-3", &answer["summary"]).await.unwrap().status, Status::AlreadyDone);
    let told: Vec<_> = world.post.sent.lock().unwrap().iter().map(Mail::audience).collect();
    assert_eq!(told, [Audience::Labelers, Audience::Owners]);
    // The list and the films of the morning are not made again either.
    let (second, _) = world.listed(MORNING).await;
    assert_eq!((&second["status"], &second["items"]), (&json!("already_done"), &answer["items"]));
    assert_eq!(second["summary"]["scheduled_time"], answer["summary"]["scheduled_time"]);
    assert_eq!(world.asked("film-2", &items[0]).await.unwrap().status, Status::AlreadyDone);
}

#[tokio::test]
async fn a_film_that_is_tried_again_while_it_is_made_is_in_progress_and_nothing_else() {
    let world = Account::start(&["blades"]).await;
    let (_, items) = world.listed(MORNING).await;
    let source = items[0]["job"].as_str().unwrap().trim_end_matches('/');
    let slot = Slot::of_place("blades", source, Some(MORNING.parse().unwrap()), "");
    let now = Utc::now();
    let holder = Claimant { source, request: "first", until: now + TimeDelta::minutes(5), now, force: false };
    let ClaimOutcome::Ours(mut first) = runs::claim(&world.films, &slot, holder).await.unwrap() else {
        panic!("somebody else had it");
    };
    let second = world.asked("second", &items[0]).await.unwrap();
    assert_eq!((second.status, second.receipt), (Status::InProgress, None));
    first.give_up("OutOfTime", "out of time").await.unwrap();
    assert_eq!(world.asked("third", &items[0]).await.unwrap().status, Status::Done);
}

#[tokio::test]
async fn a_mail_about_jobs_that_nobody_listed_is_refused() {
    let world = Account::start(&["blades"]).await;
    let event = json!({"kind": "summary", "job": "s3://source/out/", "scheduled_time": MORNING});
    let refused = world.asked("sum", &event).await.unwrap_err();
    assert_eq!(refused.class().word(), "BadRequest");
    assert!(refused.chain().contains("no list of jobs"), "{}", refused.chain());
}

/// What docs/scale.md counts with.
#[tokio::test]
async fn a_job_that_is_left_out_costs_a_page_and_an_object() {
    let names: Vec<String> = (0..6).map(|n| format!("job-{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let world = Account::start(&names).await;
    world.morning(MORNING).await;
    world.service.n_asked();
    let (_, items) = world.listed("2026-11-24T07:00:00Z").await;
    let (pages, objects) = world.service.n_asked();
    assert!(items.is_empty());
    // One page of folders and one of the whole place; then one of each job, and what its newest run found. The list
    // itself is read by this test.
    assert_eq!((pages, objects), (2 + 6, 6 + 1));
}
