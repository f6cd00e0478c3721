//! Runs over stores and topics that fail: whatever happens, there is a film and a mail, or a failure that is
//! told; and another try without faults ends it well.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{FutureExt, future};
use labelrace::{
    film::encode::Places,
    people::cognito::UserPools,
    run::{ErrorClass, Machine},
    service::{
        handler::{Call, Failure, Handler, Outcome, Status},
        link::LinkMaker,
        notify::{Mail, Notify, NotifyError, NotifyTrouble},
        runs::ClaimError,
    },
    settings::{Defaults, Request},
    source::sample::Shape,
    store::{Store, Stores, Trouble, When, s3::S3},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::common::{
    faulty_store::{Fault, Faulty},
    film, jobs,
    world::s3_in_process::LocalS3,
};

const SHAPE: Shape = Shape { workers: 3, objects: 4, answers: 1, days: 2, seed: 3 };
const FILM: &str = "videos/blades/daily/20261123T073000Z.mp4";

/// What is wrong with a topic.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Post {
    Works,
    /// Nothing is sent.
    Refuses,
    /// It is sent, but the answer is lost.
    LosesAnswers,
    /// Nothing is sent at first, and SNS says that it is busy.
    IsBusy,
}

/// A topic that counts what is delivered.
struct Topic {
    post: Post,
    n_asked: AtomicUsize,
    delivered: Arc<AtomicUsize>,
}

impl Notify for Topic {
    async fn publish(&self, mail: &Mail) -> Result<(), NotifyError> {
        let failed = |trouble| NotifyError { what: "topic".into(), trouble, source: None };
        if self.post == Post::Refuses {
            return Err(failed(NotifyTrouble::Denied));
        }
        assert!(mail.body().contains("X-Amz-Signature"), "a mail without its link");
        if self.post == Post::IsBusy && self.n_asked.fetch_add(1, Ordering::SeqCst) < 2 {
            return Err(failed(NotifyTrouble::Unavailable));
        }
        self.delivered.fetch_add(1, Ordering::SeqCst);
        if self.post == Post::LosesAnswers { Err(failed(NotifyTrouble::Unanswered)) } else { Ok(()) }
    }
}

/// What a call that hangs means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum End {
    /// The deadline comes while it is waited for.
    Deadline,
    /// The machine is gone.
    Kill,
    /// It is waited for until the deadline, which comes in a few seconds.
    Seconds,
}

/// Everything that goes wrong in one run.
#[derive(Clone, Debug)]
struct Schedule {
    own: Vec<Fault>,
    source: Vec<Fault>,
    trouble: Trouble,
    post: Post,
    end: End,
    encoder: Places,
}

impl Schedule {
    fn none() -> Self {
        Self {
            own: vec![],
            source: vec![],
            trouble: Trouble::Other,
            post: Post::Works,
            end: End::Deadline,
            encoder: Places { flag: Some(film::ffmpeg()), ..Places::default() },
        }
    }
}

/// An account with a job in it.
struct Account {
    service: LocalS3,
    tmp: TempDir,
    delivered: Arc<AtomicUsize>,
}

impl Account {
    async fn start() -> Self {
        let service = LocalS3::start().await;
        let _ = service.bucket("films");
        let source = service.bucket("source");
        jobs::upload_sample(&source, "out/blades", SHAPE).await;
        Self { service, tmp: TempDir::new().unwrap(), delivered: Arc::default() }
    }

    fn films(&self) -> S3 {
        S3::new(&self.service.sdk_config(), "films")
    }

    fn delivered(&self) -> usize {
        self.delivered.load(Ordering::SeqCst)
    }

    /// The function, with what is wrong with it; `hung` hears of a call that hangs.
    fn handler(
        &self,
        schedule: &Schedule,
        clock: fn() -> DateTime<Utc>,
        hung: &CancellationToken,
    ) -> Handler<Faulty<S3>, Topic> {
        let faulty = |bucket: &str, faults: &[Fault], hung: &CancellationToken| {
            let bucket = S3::new(&self.service.sdk_config(), bucket);
            Faulty::new(bucket, schedule.trouble.clone(), faults).tells(hung.clone())
        };
        let (sdk, of_source) = (self.service.sdk_config(), schedule.source.clone());
        let (trouble, told) = (schedule.trouble.clone(), hung.clone());
        Handler {
            own: faulty("films", &schedule.own, hung),
            bucket: "films".into(),
            stores: Stores::new(move |bucket| {
                let store = Faulty::new(S3::new(&sdk, &bucket), trouble.clone(), &of_source);
                future::ready(Ok(store.tells(told.clone()))).boxed()
            }),
            pools: UserPools::new(&self.service.sdk_config()),
            notify: Some(Topic {
                post: schedule.post,
                n_asked: AtomicUsize::new(0),
                delivered: Arc::clone(&self.delivered),
            }),
            webhook: None,
            links: LinkMaker::Presigned(self.films()),
            exports: None,
            contact: None,
            machine: Machine { encoder: schedule.encoder.clone(), ..Machine::default() },
            scratch: self.tmp.path().to_owned(),
            clock,
        }
    }

    /// One run; `None` where the machine was gone before it ended.
    async fn run(
        &self,
        id: &str,
        clock: fn() -> DateTime<Utc>,
        schedule: &Schedule,
    ) -> Option<Result<Outcome, Failure>> {
        self.run_for("2026-11-23T07:30:00Z", id, clock, schedule).await
    }

    /// The same for the film of this time.
    async fn run_for(
        &self,
        time: &str,
        id: &str,
        clock: fn() -> DateTime<Utc>,
        schedule: &Schedule,
    ) -> Option<Result<Outcome, Failure>> {
        let hung = CancellationToken::new();
        let handler = self.handler(schedule, clock, &hung);
        let event = json!({
            "kind": "daily", "scheduled_time": time, "job": "s3://source/out/blades",
            "size": "180x180", "fps": 5, "duration": "1s",
        });
        let request = Request::from_event(&event, &Defaults::default()).unwrap();
        let stop = if schedule.end == End::Deadline { hung.clone() } else { CancellationToken::new() };
        // Further away than any machine is slow: what hangs says so by itself.
        let time_left =
            if schedule.end == End::Seconds { TimeDelta::seconds(12) } else { TimeDelta::minutes(10) };
        let deadline = Some(clock() + time_left);
        let call = Call { request_id: id.into(), deadline, stop };
        tokio::select! {
            outcome = handler.handle(request, call) => Some(outcome),
            () = async { hung.cancelled().await; gone(schedule.end).await } => None,
        }
    }

    /// A run that makes the film of this time again, and reads everything anew.
    async fn run_forced(&self, time: &str) -> Option<Result<Outcome, Failure>> {
        let mut handler = self.handler(&Schedule::none(), Utc::now, &CancellationToken::new());
        handler.notify = None;
        let event = json!({
            "kind": "daily", "scheduled_time": time, "job": "s3://source/out/blades", "audience": "none",
            "size": "180x180", "fps": 5, "duration": "1s", "force": true,
        });
        let request = Request::from_event(&event, &Defaults::default()).unwrap();
        let call = Call { request_id: "again".into(), deadline: None, stop: CancellationToken::new() };
        Some(handler.handle(request, call).await)
    }

    /// Frames of the film in the bucket, all of them decoded.
    async fn frames(&self) -> usize {
        let bytes = labelrace::store::read(&self.films(), FILM, 1 << 20).await.unwrap().unwrap();
        film::n_frames(&bytes, self.tmp.path())
    }
}

/// Comes back where somebody pulls the plug.
async fn gone(end: End) {
    if end != End::Kill {
        std::future::pending::<()>().await;
    }
}

fn an_hour_later() -> DateTime<Utc> {
    Utc::now() + TimeDelta::hours(1)
}

/// One run with faults, and then runs without: a retry of the same request, or another one later.
async fn ends_well(schedule: &Schedule, is_same_request: bool) -> Result<(), TestCaseError> {
    let world = Account::start().await;
    let first = world.run("first", Utc::now, schedule).await;
    let n_first = world.delivered();
    prop_assert!(n_first <= 1);
    let is_well = match &first {
        Some(Ok(outcome)) => {
            prop_assert_eq!(outcome.status, Status::Done);
            prop_assert!(outcome.notified);
            prop_assert_eq!(n_first, 1);
            prop_assert_eq!(world.frames().await, 5);
            true
        }
        Some(Err(failure)) => {
            prop_assert!(!failure.chain().is_empty());
            false
        }
        None => false,
    };
    let second = if is_same_request {
        world.run("first", Utc::now, &Schedule::none()).await
    } else {
        world.run("second", an_hour_later, &Schedule::none()).await
    };
    let Some(Ok(second)) = second else { return Err(TestCaseError::fail(format!("{first:?}: {second:?}"))) };
    // After a good end there is nothing to do. After a bad one there may be nothing either: the last note was
    // written, and only its answer was lost.
    prop_assert!(matches!(second.status, Status::Done | Status::AlreadyDone), "{:?}", second);
    prop_assert!(!is_well || second.status == Status::AlreadyDone);
    prop_assert!(second.notified);
    let n = world.delivered();
    prop_assert!(1 <= n, "nobody was told");
    // Twice only where the first run could not know or note that it had been told.
    prop_assert!(n <= if is_well { 1 } else { 1 + n_first }, "{} mails", n);
    prop_assert_eq!(world.frames().await, 5);
    let third = world.run("third", an_hour_later, &Schedule::none()).await;
    prop_assert!(matches!(third, Some(Ok(Outcome { status: Status::AlreadyDone, .. }))), "{:?}", third);
    prop_assert_eq!(world.delivered(), n);
    prop_assert!(std::fs::read_dir(world.tmp.path()).unwrap().next().is_none(), "files are left");
    Ok(())
}

/// A run has 15 puts: the claim, the ledger, the cast, the tally, the stats, the receipt, the poster, the film, the four other files
/// of its page and three notes (it is there, its mail begins, the mail is sent); and one or two more where it is given up.
fn own() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (1..18usize).prop_map(Fault::Put),
        (1..18usize).prop_map(Fault::PutUnanswered),
        (1..18usize).prop_map(Fault::PutRefused),
        (1..18usize, any::<bool>()).prop_map(|(put, written)| Fault::PutHangs { put, written }),
        (1..6usize).prop_map(Fault::Get),
        (1..6usize).prop_map(Fault::GetHangs),
        (1..6usize, 0..400usize).prop_map(|(get, after_bytes)| Fault::Cut { get, after_bytes }),
        (1..3usize).prop_map(Fault::ListItem),
    ]
}

fn source() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (1..7usize).prop_map(Fault::ListItem),
        (1..7usize).prop_map(Fault::Get),
        (1..7usize).prop_map(Fault::GetHangs),
        (1..7usize, 0..400usize).prop_map(|(get, after_bytes)| Fault::Cut { get, after_bytes }),
    ]
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let troubles =
        [Trouble::Unavailable, Trouble::Other, Trouble::Denied, Trouble::NotFound, Trouble::NoCredentials];
    let posts = [Post::Works, Post::Works, Post::Refuses, Post::LosesAnswers, Post::IsBusy];
    (
        prop::collection::vec(own(), 0..4),
        prop::collection::vec(source(), 0..2),
        prop::sample::select(troubles.to_vec()),
        prop::sample::select(posts.to_vec()),
        prop::sample::select(vec![End::Deadline, End::Kill]),
    )
        .prop_map(|(own, source, trouble, post, end)| Schedule {
            own,
            source,
            trouble,
            post,
            end,
            ..Schedule::none()
        })
}

/// How many random schedules are tried: 200, or as many as `LABELRACE_SCHEDULES` says.
fn n_schedules() -> u32 {
    std::env::var("LABELRACE_SCHEDULES").map_or(200, |n| n.parse().expect("LABELRACE_SCHEDULES is a number"))
}

/// What the random schedules begin from: another number each time, or that of `LABELRACE_SEED`. A failure prints it.
fn seed() -> u64 {
    std::env::var("LABELRACE_SEED").map_or_else(|_| rand::random(), |seed| seed.parse().expect("a number"))
}

#[test]
#[expect(clippy::print_stdout, reason = "how to try the same schedules again")]
fn whatever_fails_there_is_a_film_and_a_mail_or_a_failure_and_another_try_ends_it_well() {
    let (seed, n) = (seed(), n_schedules());
    println!(
        "{n} schedules of faults; LABELRACE_SEED={seed} LABELRACE_SCHEDULES={n} tries the same ones again"
    );
    let runtime = Runtime::new().unwrap();
    let config = Config { cases: n, failure_persistence: None, ..Config::default() };
    let bytes: Vec<u8> = (0..4).flat_map(|part| seed.wrapping_add(part).to_le_bytes()).collect();
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let strategy = (schedule(), any::<bool>());
    let outcome = runner.run(&strategy, |(schedule, is_same_request)| {
        runtime.block_on(async {
            let all = ends_well(&schedule, is_same_request);
            tokio::time::timeout(Duration::from_mins(30), all).await.expect("a run hangs")
        })
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// SNS takes each mail and its answers are lost: every attempt sends one and no more, and knows that it may be one
/// too many.
#[test]
fn an_attempt_whose_answer_is_lost_sends_one_mail_and_no_more() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let world = Account::start().await;
        let schedule = Schedule { post: Post::LosesAnswers, ..Schedule::none() };
        for attempt in 1..=3 {
            let lost = world.run("first", Utc::now, &schedule).await;
            assert!(matches!(lost, Some(Err(Failure::Notify(_)))), "{lost:?}");
            assert_eq!(world.delivered(), attempt);
        }
        let last = world.run("first", Utc::now, &Schedule::none()).await;
        assert!(matches!(last, Some(Ok(Outcome { status: Status::Done, .. }))), "{last:?}");
        assert_eq!(world.delivered(), 4);
        let key = "runs/blades/daily/20261123T073000Z.json";
        let record = labelrace::store::read(&world.films(), key, 1 << 20).await.unwrap().unwrap();
        let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
        assert_eq!(record["mails"], 4, "how many mails may have gone out is in the record");
    });
}

/// Lambda may start a request twice at once, under one id.
#[test]
fn of_many_at_once_with_one_id_one_makes_the_film_and_nobody_fails() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let world = Account::start().await;
        let plain = Schedule::none();
        let runs = (0..8).map(|_| world.run("first", Utc::now, &plain));
        let outcomes = future::join_all(runs).await;
        for outcome in &outcomes {
            assert!(matches!(outcome, Some(Ok(_))), "who comes second fails: {outcome:?}");
        }
        let is_done = |outcome: &&Option<Result<Outcome, Failure>>| {
            matches!(outcome, Some(Ok(Outcome { status: Status::Done, .. })))
        };
        assert_eq!(outcomes.iter().filter(is_done).count(), 1, "{outcomes:?}");
        assert_eq!((world.delivered(), world.frames().await), (1, 5));
    });
}

/// Each fault by itself at each call of a run, in both ways of going on.
#[test]
fn each_single_fault_of_the_bucket_is_survived() {
    let runtime = Runtime::new().unwrap();
    let faults = (1..=15).flat_map(|k| {
        [Fault::PutUnanswered(k), Fault::PutRefused(k), Fault::PutHangs { put: k, written: true }]
    });
    for (n, fault) in faults.enumerate() {
        let end = if n % 2 == 0 { End::Kill } else { End::Deadline };
        let schedule = Schedule { own: vec![fault], trouble: Trouble::Unavailable, end, ..Schedule::none() };
        let outcome = runtime.block_on(ends_well(&schedule, n % 4 < 2));
        outcome.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
    }
}

/// A note is refused, and then there is no record: nobody has the run, so to come second would be to lose it.
#[test]
fn a_run_whose_record_is_gone_fails_and_another_try_ends_it() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let own = vec![Fault::Cut { get: 3, after_bytes: 0 }, Fault::PutRefused(13)];
        let schedule = Schedule { own, trouble: Trouble::NotFound, ..Schedule::none() };
        let first = Account::start().await.run("first", Utc::now, &schedule).await;
        assert!(matches!(first, Some(Err(Failure::Claim(ClaimError::Gone { .. })))), "{first:?}");
        ends_well(&schedule, false).await.unwrap();
    });
}

#[test]
fn a_failure_is_given_up_so_that_another_request_need_not_wait() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        for (own, post) in [
            (vec![Fault::Put(3)], Post::Works),
            (vec![Fault::PutHangs { put: 6, written: false }], Post::Works),
            (vec![], Post::Refuses),
            // The note that the film is there was written, and its answer lost.
            (vec![Fault::PutUnanswered(13)], Post::Works),
        ] {
            let world = Account::start().await;
            let schedule = Schedule { own, post, trouble: Trouble::Unavailable, ..Schedule::none() };
            let first = world.run("first", Utc::now, &schedule).await;
            assert!(matches!(first, Some(Err(_))), "{schedule:?}: {first:?}");
            let second = world.run("second", Utc::now, &Schedule::none()).await;
            assert!(
                matches!(second, Some(Ok(Outcome { status: Status::Done, .. }))),
                "{schedule:?}: {second:?}"
            );
            assert_eq!(world.delivered(), 1);
        }
    });
}

#[test]
fn a_bucket_that_never_answers_again_does_not_keep_the_failure_from_being_told() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let own = (7..20).map(|put| Fault::PutHangs { put, written: false }).collect();
        let schedule = Schedule { own, ..Schedule::none() };
        let world = Account::start().await;
        let first = world.run("first", Utc::now, &schedule);
        let first = tokio::time::timeout(Duration::from_secs(15), first).await.expect("it is told in time");
        assert!(matches!(first, Some(Err(Failure::OutOfTime { .. }))), "{first:?}");
        let second = world.run("second", an_hour_later, &Schedule::none()).await;
        assert!(matches!(second, Some(Ok(Outcome { status: Status::Done, .. }))), "{second:?}");
        assert_eq!(world.delivered(), 1);
    });
}

const LEDGER: &str = "data/blades/ledger";

#[test]
fn the_next_morning_fetches_only_what_is_new_and_any_ledger_makes_the_same_film() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let world = Account::start().await;
        let (films, source) = (world.films(), S3::new(&world.service.sdk_config(), "source"));
        let film_of = async |time: &str, day: &str| {
            let outcome = world.run_for(time, day, Utc::now, &Schedule::none()).await;
            assert!(matches!(outcome, Some(Ok(Outcome { status: Status::Done, .. }))), "{outcome:?}");
            let time = time.replace(['-', ':'], "");
            let film = format!("videos/blades/daily/{time}.mp4");
            labelrace::store::read(&films, &film, 1 << 20).await.unwrap().unwrap()
        };
        let add = async |object: &str| {
            let key = format!("out/blades/annotations/worker-response/iteration-1/{object}/2026-02-25_08:00:00.json");
            let response = r#"{"answers":[{"submissionTime":"2026-02-25T08:00:00Z","workerId":"private.eu-west-1.new"}]}"#;
            source.put(&key, response.into(), "application/json", When::Always).await.unwrap();
        };
        film_of("2026-11-23T07:30:00Z", "1").await;
        let kept = labelrace::store::read(&films, LEDGER, 1 << 20).await.unwrap().unwrap();
        add("4").await;
        let _ = world.service.n_asked();
        film_of("2026-11-24T07:30:00Z", "2").await;
        let with_ledger = world.service.n_asked().1;
        // With a ledger that is none, of which one warning is in the log, and with the stale one of the first morning.
        for (n, ledger) in [b"nothing".to_vec().into(), kept].into_iter().enumerate() {
            add(&format!("{}", n + 5)).await;
            films.put(LEDGER, ledger, "", When::Always).await.unwrap();
            let _ = world.service.n_asked();
            let time = format!("2026-11-{}T07:30:00Z", n + 25);
            let film = film_of(&time, &time).await;
            let n_gets = world.service.n_asked().1;
            assert!(with_ledger < n_gets, "{n_gets}");
            // The same without any ledger, and with the whole one.
            films.put(LEDGER, "".into(), "", When::Always).await.unwrap();
            let event_again = world.run_forced(&time).await;
            assert!(matches!(event_again, Some(Ok(Outcome { status: Status::Done, .. }))), "{event_again:?}");
            let again = format!("videos/blades/daily/{}.mp4", time.replace(['-', ':'], ""));
            assert_eq!(labelrace::store::read(&films, &again, 1 << 20).await.unwrap().unwrap(), film);
        }
    });
}

#[test]
fn a_first_reading_that_is_too_long_for_one_run_goes_on_in_the_next() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let world = Account::start().await;
        // Two files are read, and then nothing more comes.
        let source = (3..30).map(Fault::GetHangs).collect();
        let schedule = Schedule { source, end: End::Seconds, ..Schedule::none() };
        let mut n_runs = 0;
        let outcome = loop {
            n_runs += 1;
            match world.run("first", Utc::now, &schedule).await {
                Some(Err(Failure::OutOfTime { .. })) if n_runs < 5 => {}
                outcome => break outcome,
            }
        };
        assert!(matches!(outcome, Some(Ok(Outcome { status: Status::Done, .. }))), "{outcome:?}");
        assert!(1 < n_runs, "it was read in one run");
        assert_eq!((world.delivered(), world.frames().await), (1, 5));
    });
}

#[test]
fn a_missing_encoder_is_refused_before_any_answer_is_read() {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let world = Account::start().await;
        // Whoever reads the source fails, with another kind of failure.
        let schedule = Schedule {
            source: vec![Fault::ListItem(1), Fault::Get(1)],
            encoder: Places::default(),
            ..Schedule::none()
        };
        let Some(Err(failure)) = world.run("first", Utc::now, &schedule).await else { panic!("it worked") };
        assert_eq!(failure.class(), ErrorClass::NoEncoder, "{}", failure.chain());
        let reads = Schedule { encoder: Schedule::none().encoder, ..schedule };
        let Some(Err(failure)) = world.run("second", Utc::now, &reads).await else { panic!("it worked") };
        assert_eq!(failure.class(), ErrorClass::SourceFailed, "{}", failure.chain());
        let third = world.run("third", Utc::now, &Schedule::none()).await;
        assert!(matches!(third, Some(Ok(Outcome { status: Status::Done, .. }))), "{third:?}");
    });
}
