//! The function that makes films, as it runs in Lambda: the real program under AWS's emulator, the real
//! ffmpeg, and the services of AWS by moto. An event goes in; films, mail and logs come out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use futures_util::{StreamExt, future::join_all};
use labelrace::{
    service::link::{Address, kms::HmacKey},
    store::{Store, When},
};
use serde_json::{Value, json};

use crate::common::{
    desk::{left_by_runs, names, processes, signal},
    film,
    jobs::old_answer,
    world::{
        CONTACT, LINKS, LambdaMachine, Mail, World, http_client,
        http_server::{Reply, Server},
    },
};

const RECORD: &str = "runs/blades/daily/20261123T073000Z.json";
const FILM: &str = "videos/blades/daily/20261123T073000Z.mp4";
/// Far longer than any film of these tests takes, also where many tests share a processor.
const PLENTY: u32 = 120;

fn daily() -> Value {
    json!({"kind": "daily", "scheduled_time": "2026-11-23T07:30:00Z"})
}

/// `event` with other fields.
fn with(mut event: Value, fields: &Value) -> Value {
    event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    event
}

#[track_caller]
fn ended(answer: &Value, status: &str, notified: bool) {
    assert_eq!((&answer["status"], &answer["notified"]), (&json!(status), &json!(notified)), "{answer}");
}

#[track_caller]
fn refused(answer: &Value, error_type: &str, words: &str) {
    assert_eq!(answer["errorType"], error_type, "{answer}");
    let message = answer["errorMessage"].as_str().unwrap_or_default();
    assert!(message.contains(words) && !message.contains('\n'), "`{words}` is not in: {answer}");
}

/// A mail that every mail program shows as it was meant.
#[track_caller]
fn reads_well(mail: &Mail, audience: &str) {
    assert_eq!(mail.audience, audience);
    let subject = &mail.subject;
    assert!(subject.len() <= 99 && subject.starts_with("[labelrace] "), "{subject}");
    assert!(subject.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{subject}");
    for line in mail.body.lines() {
        assert!(!line.contains(char::is_control) && line == line.trim_end(), "{line:?}");
        if line.contains("://") {
            assert!(line.starts_with("https://") || line.starts_with("http://127.0.0.1:"), "{line}");
            assert!(!line.contains(' ') && !line.ends_with(['.', ',', ')']), "{line}");
        } else {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 76, "{line}");
        }
    }
}

/// The link is one of ours, and for the page of `film`.
async fn is_genuine(world: &World, mail: &Mail, film: &str) {
    let link = url::Url::parse(mail.link()).unwrap();
    assert!(link.as_str().starts_with(LINKS) && link.as_str().len() < 260, "{link}");
    let address = Address::read(link.path(), link.query().unwrap()).unwrap();
    assert_eq!(address.film().as_str(), film.replace(".mp4", ".html"));
    let mac = link.query_pairs().find(|(name, _)| name == "s").unwrap().1.into_owned();
    let mac = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, mac).unwrap();
    let key = HmacKey::new(&world.moto.sdk_config(), &world.key);
    let signed = format!("labelrace link v2\n{film}\n{}\n{}", address.made(), address.expires());
    assert!(key.verify(&signed, &mac).await.unwrap(), "the link is a forgery");
}

/// The page is there, with the film and the downloads at links that have the token of this one.
async fn leads_to_a_page(world: &World, link: &str) {
    let page = world.seen(&FILM.replace(".mp4", ".html")).await;
    assert_eq!(page.content_type, "text/html; charset=utf-8");
    let page = String::from_utf8(page.bytes.to_vec()).unwrap();
    let site = LINKS.trim_end_matches('/');
    assert!(page.contains(&format!("media-src 'self' data: {site};")), "another policy");
    for (ending, content_type) in [
        (".mp4", "video/mp4"),
        (".png", "image/png"),
        (".vtt", "text/vtt; charset=utf-8"),
        (".csv", "text/csv; charset=utf-8"),
        (".json", "application/json"),
    ] {
        assert!(
            page.contains(&link.replace(".html", ending).replace('&', "&amp;")),
            "{ending} is not on the page"
        );
        assert_eq!(world.seen(&FILM.replace(".mp4", ending)).await.content_type, content_type);
    }
    assert!(page.len() < 400_000 && !page.contains("race.mp4"));
}

/// The mail says this time, as a clock of the team shows it.
#[track_caller]
fn says_until(mail: &Mail, until: DateTime<Utc>) {
    let until = until.with_timezone(&chrono_tz::Europe::Berlin).format("%a %-d %b %Y, %H:%M").to_string();
    let flat = mail.body.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(&format!("The link works until {until}:")), "{until}: {}", mail.body);
}

/// Waits until `what` is there.
async fn wait_for<T>(mut what: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..1200 {
        if let Some(found) = what().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it does not happen");
}

/// Waits until nobody's lease on the run is in the way.
async fn lease_is_over(world: &World) {
    let record = world.json(RECORD).await;
    let until: DateTime<Utc> = record["lease_until"].as_str().unwrap().parse().unwrap();
    let left = (until - Utc::now()).to_std().unwrap_or_default();
    assert!(left < Duration::from_mins(1), "a retry after a minute would find the run taken: {record}");
    tokio::time::sleep(left + Duration::from_millis(50)).await;
}

/// The numbers of the receipt and more are beside the film, and tell of nobody who it is or when exactly they worked.
async fn shares_throughput(world: &World, answer: &Value, tally: &[u8]) {
    let stats = world.seen("data/blades/daily/20261123T073000Z/stats.json").await;
    assert_eq!(stats.content_type, "application/json");
    let rows: Vec<Value> = serde_json::from_slice(&stats.bytes).unwrap();
    for by in ["all", "worker", "team", "job", "day", "week", "hour-of-day"] {
        let of: Vec<&Value> = rows.iter().filter(|row| row["by"] == by).collect();
        let labels = of.iter().map(|row| row["labels"].as_u64().unwrap()).sum::<u64>();
        assert_eq!(answer["labels"], labels, "{by}");
    }
    for (field, value) in answer["stats"].as_object().unwrap() {
        assert_eq!(rows[0][field], *value, "{field}");
    }
    assert_eq!(answer["stats"]["accepted"], Value::Null, "no log was read");
    let mut csv = csv::Reader::from_reader(tally);
    let text = String::from_utf8(stats.bytes.to_vec()).unwrap();
    for row in csv.records().map(Result::unwrap) {
        let (id, name) = (&row[1], &row[2]);
        assert!(!text.contains(id) && text.contains(name), "{id}, {name}");
    }
    for row in rows.iter().filter(|row| row["by"] == "worker") {
        assert_eq!((&row["key"], &row["first"], &row["last"]), (&Value::Null, &Value::Null, &Value::Null));
    }
}

#[tokio::test]
async fn a_morning_is_a_film_and_one_mail_with_a_link_to_it() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(
        &world.variables("out/blades"),
        &[("LABELRACE_SETTINGS", r#"{"size": "320x180", "duration": "2s", "fps": 10}"#)],
        PLENTY,
    );
    let answer = machine.invoke(&daily()).await;
    ended(&answer, "done", true);
    assert_eq!(answer["video"], format!("s3://films/{FILM}"));

    let film = world.seen(FILM).await;
    assert_eq!(film.content_type, "video/mp4");
    assert_eq!(answer["bytes"], film.bytes.len());
    assert_eq!(answer["frames"], film::n_frames(&film.bytes, &machine.tmp()));
    let poster = world.seen(&FILM.replace("mp4", "png")).await;
    assert_eq!(poster.content_type, "image/png");
    let picture = image::load_from_memory(&poster.bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (320, 180));
    let tally = world.seen("data/blades/daily/20261123T073000Z/tally.csv").await;
    let lines = tally.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    let rows = answer["buckets"].as_u64().unwrap() * answer["workers"].as_u64().unwrap();
    assert_eq!(lines as u64, rows + 1);
    let receipt = world.json("data/blades/daily/20261123T073000Z/receipt.json").await;
    assert_eq!((&receipt["video"], &receipt["labels"]), (&answer["video"], &answer["labels"]));
    shares_throughput(&world, &answer, &tally.bytes).await;

    let mails = world.mails("labelers").await;
    let [mail] = &mails[..] else { panic!("not one mail but {mails:?}") };
    reads_well(mail, "labelers");
    is_genuine(&world, mail, FILM).await;
    assert_eq!(answer["link"], mail.link());
    leads_to_a_page(&world, mail.link()).await;
    says_until(mail, answer["link_until"].as_str().unwrap().parse().unwrap());
    for line in CONTACT.split_inclusive(", ") {
        assert!(mail.body.contains(line.trim_end()), "{}", mail.body);
    }
    assert_eq!(world.mails("owners").await.len(), 0);
    assert!(names(&machine.tmp()).is_empty(), "something is left: {:?}", names(&machine.tmp()));

    // The same morning again, by the same machine and by another one.
    let other = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    for machine in [&machine, &other] {
        let again = machine.invoke(&daily()).await;
        ended(&again, "already_done", true);
        assert_eq!(again["video"], answer["video"]);
        assert_eq!((machine.metrics()["Notified"].as_u64(), again["link"].as_str()), (Some(0), None));
    }
    assert_eq!(world.seen(FILM).await, film);
    assert_eq!(world.n_mails().await, (0, 0));
}

#[tokio::test]
async fn the_answers_of_each_day_lie_beside_the_film_where_that_is_asked_for() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let variables = world.variables("out/blades");
    let settings = ("LABELRACE_SETTINGS", r#"{"size": "180x180", "duration": "1s", "fps": 5}"#);
    let partitions = async || -> BTreeMap<String, Vec<u8>> {
        let bucket = world.bucket("films");
        let keys: Vec<String> =
            bucket.list("data/blades/answers/").map(|entry| entry.unwrap().key).collect::<Vec<_>>().await;
        let mut files = BTreeMap::new();
        for key in keys {
            files.insert(key.clone(), world.seen(&key).await.bytes.to_vec());
        }
        files
    };
    ended(&LambdaMachine::start(&variables, &[settings], PLENTY).invoke(&daily()).await, "done", true);
    assert!(partitions().await.is_empty(), "exports are off unless somebody wants them");

    let mut all = Vec::new();
    for (n, format) in ["csv", "parquet"].into_iter().enumerate() {
        let machine = LambdaMachine::start(&variables, &[settings, ("LABELRACE_EXPORTS", format)], PLENTY);
        let again = with(daily(), &json!({"kind": "once", "audience": "none"}));
        let again = with(again, &json!({"scheduled_time": format!("2026-11-23T08:0{n}:00Z")}));
        let answer = machine.invoke(&again).await;
        ended(&answer, "done", false);
        let files = partitions().await;
        let files = files.into_iter().filter(|(key, _)| key.ends_with(format)).collect::<Vec<_>>();
        assert!(1 < files.len(), "{} days", files.len());
        for (key, bytes) in &files {
            let day = key.strip_prefix("data/blades/answers/day=").unwrap();
            let day = day.strip_suffix(&format!("/blades.{format}")).unwrap();
            let _: chrono::NaiveDate = day.parse().unwrap();
            if format == "parquet" {
                assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{key}");
                continue;
            }
            let text = String::from_utf8(bytes.clone()).unwrap();
            let mut lines = text.lines();
            let header = "job,object,worker,name,submitted,accepted,seconds,annotations,class";
            assert_eq!(lines.next(), Some(header));
            for line in lines {
                let cells: Vec<&str> = line.split(',').collect();
                assert_eq!((cells[0], cells[3]), ("blades", ""), "{line}");
                assert!(cells[2].starts_with('w') && cells[2].len() == 17, "{line}");
                let submitted = chrono::NaiveDateTime::parse_from_str(cells[4], "%Y-%m-%d %H:%M:%S").unwrap();
                let local = submitted.and_utc().with_timezone(&chrono_tz::Europe::Berlin);
                assert_eq!(local.date_naive().to_string(), day, "{line}");
                all.push(line.to_owned());
            }
        }
        if format == "csv" {
            assert_eq!(answer["labels"], all.len(), "all answers are there, and each once");
        }
    }
    let wrong = LambdaMachine::start(&variables, &[("LABELRACE_EXPORTS", "xlsx")], PLENTY);
    refused(&wrong.invoke(&daily()).await, "BadConfiguration", "use csv, json or parquet");
}

#[tokio::test]
async fn a_team_that_labels_with_label_studio_has_its_film_each_morning() {
    let world = World::start().await;
    // Label Studio writes an object without extension for each annotation as soon as it is submitted.
    let annotate = async |id: u32, person: u32, at: &str, is_canceled: bool| {
        let person = json!({"id": person, "first_name": "", "last_name": "", "email": format!("p{person}@example.com")});
        let task = json!({"id": 7000 + id / 2, "data": {"text": "a"}, "project": 12, "created_at": "2026-01-01T00:00:00Z"});
        let annotation = json!({"id": id, "result": [{"id": "r"}], "completed_by": person, "task": task, "project": 12,
            "created_at": at, "updated_at": "2026-11-22T00:00:00Z", "lead_time": 4.5, "was_cancelled": is_canceled});
        let key = format!("studio/cats/{id}");
        let body = annotation.to_string().into();
        world.bucket("source").put(&key, body, "application/json", When::Always).await.unwrap();
    };
    for id in 0..6 {
        annotate(id, 101 + id % 3, &format!("2026-11-2{}T10:00:00.123456Z", id / 3), id == 5).await;
    }
    let machine = LambdaMachine::start(&world.variables("studio/cats"), &[], PLENTY);
    let answer = machine.invoke(&daily()).await;
    ended(&answer, "done", true);
    assert_eq!(
        (&answer["labels"], &answer["workers"], &answer["objects"]),
        (&json!(5), &json!(3), &json!(3))
    );
    assert_eq!((&answer["job"], &answer["skipped"][0]["why"]), (&json!("cats"), &json!({"canceled": 1})));
    let mails = world.mails("labelers").await;
    let [mail] = &mails[..] else { panic!("not one mail but {mails:?}") };
    reads_well(mail, "labelers");
    assert!(!mail.body.contains("can still grow"), "each annotation is there at once: {}", mail.body);
    assert!(!mail.body.contains('@') && !answer.to_string().contains("p101"), "{}", mail.body);

    // A sync writes the same again, and the next day brings more.
    annotate(0, 101, "2026-11-20T10:00:00.123456Z", false).await;
    annotate(6, 101, "2026-11-23T10:00:00.123456Z", false).await;
    let next = with(daily(), &json!({"scheduled_time": "2026-11-24T07:30:00Z"}));
    let answer = machine.invoke(&next).await;
    ended(&answer, "done", true);
    assert_eq!(answer["labels"], 6);
    assert_eq!(world.n_mails().await, (1, 0));
}

/// One line for each run has the milliseconds of its stages, none of which is longer than the run.
fn says_where_its_time_went(log: &[String], run: Duration) {
    let lines = log.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let timings: Vec<Value> = lines.filter(|line| line["message"] == "timings").collect();
    let [timings] = &timings[..] else { panic!("{timings:?}") };
    assert_eq!(timings["job"], "blades");
    for stage in ["list_ms", "read_ms", "count_ms", "draw_ms", "wait_ms", "upload_ms"] {
        let spent = timings[stage].as_u64().unwrap_or_else(|| panic!("{stage}: {timings}"));
        assert!(u128::from(spent) <= run.as_millis(), "{stage}: {timings}, {run:?} for all");
        // Counting so few answers, or waiting for an encoder that is ahead, may take no time.
        assert!(0 < spent || !["list_ms", "read_ms", "draw_ms", "upload_ms"].contains(&stage), "{timings}");
    }
}

#[tokio::test]
async fn logs_are_json_and_name_nobody_and_metrics_are_true() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    let began = Instant::now();
    let answer = machine.invoke(&daily()).await;
    let took = began.elapsed();
    ended(&answer, "done", true);
    let metrics = machine.metrics();
    let about = &metrics["_aws"]["CloudWatchMetrics"][0];
    assert_eq!(about["Namespace"], "LabelRace");
    assert_eq!(about["Dimensions"], json!([["FunctionName"], ["FunctionName", "Kind"]]));
    let named: Vec<&str> =
        about["Metrics"].as_array().unwrap().iter().map(|metric| metric["Name"].as_str().unwrap()).collect();
    let all = ["RunsCompleted", "Labels", "Skipped", "Frames", "RenderMs", "UploadBytes", "Notified"];
    assert_eq!(named, all);
    let value = |name: &str| metrics[name].as_u64().unwrap();
    assert_eq!((&metrics["FunctionName"], &metrics["Kind"]), (&json!("race"), &json!("daily")));
    assert_eq!((value("RunsCompleted"), value("Notified"), value("Skipped")), (1, 1, 0));
    assert_eq!(
        (answer["labels"].as_u64(), answer["frames"].as_u64()),
        (Some(value("Labels")), Some(value("Frames")))
    );
    let poster = world.seen(&FILM.replace("mp4", "png")).await;
    let bytes = world.seen(FILM).await.bytes.len() + poster.bytes.len();
    assert_eq!(value("UploadBytes"), bytes as u64);
    assert!((1..60_000).contains(&value("RenderMs")));
    says_where_its_time_went(&machine.log(), took);

    // What cannot be read is counted, in the film and also where there is no film.
    world
        .object("out/blades", "900", &[json!({"workerId": "private.eu-west-1.x", "submissionTime": "when?"})])
        .await;
    let next = with(daily(), &json!({"scheduled_time": "2026-11-24T07:30:00Z"}));
    ended(&machine.invoke(&next).await, "nothing_new", false);
    assert_eq!(
        (&machine.metrics()["Skipped"], &machine.metrics()["Status"]),
        (&json!(1), &json!("nothing_new"))
    );
    let forced = with(next, &json!({"force": true}));
    ended(&machine.invoke(&forced).await, "done", true);
    assert_eq!(machine.metrics()["Skipped"], 1);

    // And all kinds of failures.
    for event in [json!({"kind": "once", "job": "s3://source/none/"}), json!({"kind": "never"}), json!([])] {
        assert!(machine.invoke(&event).await["errorType"].is_string());
    }
    let told = world.mails("labelers").await;
    let tally = world.seen("data/blades/daily/20261123T073000Z/tally.csv").await.bytes;
    let mut csv = csv::Reader::from_reader(&tally[..]);
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    let mut secrets: BTreeSet<String> =
        rows.iter().flat_map(|row| [row[1].to_owned(), row[2].to_owned()]).collect();
    assert!(8 <= secrets.len(), "{secrets:?}");
    secrets.extend(told.iter().map(|mail| mail.link().split_once('?').unwrap().1.to_owned()));
    secrets.extend(["X-Amz-Signature".into(), "&s=".into(), "@".into(), "chat.example.com".into()]);
    for line in machine.log() {
        let parsed: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        assert!(parsed["level"].is_string(), "{line}");
        for secret in &secrets {
            assert!(!line.contains(secret.as_str()), "`{secret}` is in {line}");
        }
    }
}

#[tokio::test]
async fn a_job_may_be_called_anything() {
    let world = World::start().await;
    let long = "🦆 Überprüfung\n\tder 'Klingen' ".repeat(7);
    let name = format!("_🦆 Blätter'..{}", "x".repeat(200));
    world.sample(&format!("out/{name}")).await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    let job = json!({"job": format!("s3://source/out/{name}/")});
    for (n, event) in [
        with(daily(), &job),
        with(
            with(daily(), &job),
            &json!({"title": long, "scheduled_time": "2026-11-24T07:30:00Z", "force": true}),
        ),
        with(job.clone(), &json!({"kind": "weekly", "title": "\u{202e}\n", "audience": "labelers"})),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = machine.invoke(&event).await;
        ended(&answer, "done", true);
        let mails = world.mails("labelers").await;
        let [mail] = &mails[..] else { panic!("{n}: {mails:?}") };
        reads_well(mail, "labelers");
        let film = answer["video"].as_str().unwrap().strip_prefix("s3://films/").unwrap();
        is_genuine(&world, mail, film).await;
    }
    for name in ["_first", "a..b", "-", "日本語", ".hidden."] {
        world.sample(&format!("more/{name}")).await;
        let event = json!({"kind": "once", "job": format!("s3://source/more/{name}")});
        ended(&machine.invoke(&event).await, "done", false);
    }
}

#[tokio::test]
async fn a_job_that_is_called_like_an_address_is_told_by_a_hash() {
    let world = World::start().await;
    world.sample("out/ada@example.com").await;
    let machine = LambdaMachine::start(&world.variables("out/ada@example.com"), &[], PLENTY);
    let answer = machine.invoke(&daily()).await;
    ended(&answer, "done", true);
    let mails = world.mails("labelers").await;
    let [mail] = &mails[..] else { panic!("not one mail but {mails:?}") };
    let none = machine.invoke(&json!({"kind": "once", "job": "s3://source/none/ada@example.com/"})).await;
    assert!(none["errorType"].is_string(), "{none}");
    let film = world.seen(answer["video"].as_str().unwrap().strip_prefix("s3://films/").unwrap()).await.bytes;
    let film = String::from_utf8_lossy(&film).into_owned();
    let log = machine.log().join("\n");
    for told in [&answer.to_string(), &none.to_string(), &mail.subject, &mail.body, &log, &film] {
        assert!(!told.contains("ada@") && !told.contains("ada-example"), "{told}");
    }
    assert!(mail.subject.contains("job-") && answer["job"].as_str().unwrap().starts_with("job-"), "{answer}");
}

#[tokio::test]
async fn of_ten_at_once_one_makes_the_film_and_nobody_fails() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machines: Vec<LambdaMachine> =
        (0..10).map(|_| LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY)).collect();
    let event = daily();
    let answers = join_all(machines.iter().map(|machine| machine.invoke(&event))).await;
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for answer in &answers {
        *count.entry(answer["status"].as_str().unwrap_or("failed")).or_default() += 1;
    }
    assert_eq!(count.get("done"), Some(&1), "{answers:?}");
    assert_eq!(count.get("failed"), None, "{answers:?}");
    assert_eq!(world.n_mails().await, (1, 0));
    let films = world.keys().await.into_iter().filter(|key| key.contains(".mp4")).count();
    assert_eq!(films, 1);
    assert!(0 < film::n_frames(&world.seen(FILM).await.bytes, &machines[0].tmp()));
}

/// A film that takes minutes.
fn endless() -> Value {
    with(daily(), &json!({"duration": "300s", "fps": 20, "size": "1920x1080"}))
}

#[tokio::test]
async fn a_run_that_lambda_kills_is_done_by_the_next_one_and_its_files_are_swept() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], 8);
    let tmp = machine.tmp();
    let event = endless();
    let stopping = async {
        let film = wait_for(async || {
            let folder = names(&tmp).into_iter().find(|name| name.starts_with("labelrace-"))?;
            // The encoder is known by the file that it writes.
            processes(&tmp.join(folder)).first().copied()
        })
        .await;
        // The function cannot do anything any more, as if it were at something that takes too long.
        let status = fs::read_to_string(format!("/proc/{film}/status")).unwrap();
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:")).unwrap().trim();
        signal(parent.parse().unwrap(), "STOP");
    };
    let (answer, ()) = tokio::join!(machine.invoke(&event), stopping);
    assert!(answer.to_string().contains("timed out after 8.00 seconds"), "{answer}");
    assert_eq!(world.n_mails().await, (0, 0));
    let keys = world.keys().await;
    assert!(keys.iter().all(|key| !key.starts_with("videos/")), "{keys:?}");
    assert_eq!(world.json(RECORD).await["state"], "claimed");
    let left = names(&tmp);
    assert!(left.iter().any(|name| name.starts_with("labelrace-")), "{left:?}");
    // Without us it sees its pipe end.
    wait_for(async || processes(&tmp).is_empty().then_some(())).await;

    lease_is_over(&world).await;
    let answer = machine.invoke(&daily()).await;
    ended(&answer, "done", true);
    assert_eq!(world.n_mails().await, (1, 0));
    assert_eq!(answer["frames"], film::n_frames(&world.seen(FILM).await.bytes, &machine.at("")));
    assert!(names(&tmp).is_empty(), "{:?}", names(&tmp));
}

#[tokio::test]
async fn a_run_that_comes_to_its_deadline_says_how_far_it_got_and_the_next_one_begins_at_once() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], 15);
    let answer = machine.invoke(&endless()).await;
    refused(&answer, "OutOfTime", "out of time while drawing frames (");
    refused(&answer, "OutOfTime", " of 6000 done); give the function more time or memory");
    assert!(processes(&machine.tmp()).is_empty(), "the encoder goes on");
    assert!(names(&machine.tmp()).is_empty(), "{:?}", names(&machine.tmp()));
    let record = world.json(RECORD).await;
    assert_eq!((&record["error"], &record["lease_until"]), (&json!("OutOfTime"), &Value::Null));
    assert_eq!(world.n_mails().await, (0, 0));
    ended(&machine.invoke(&daily()).await, "done", true);
    assert_eq!(world.n_mails().await, (1, 0));
}

#[tokio::test]
async fn the_function_sweeps_what_runs_have_left_and_nothing_else() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    let mut left = left_by_runs(&machine.tmp());
    ended(&machine.invoke(&daily()).await, "done", true);
    left.retain(|name| name != "labelrace-run-over");
    assert_eq!(names(&machine.tmp()), left);
}

#[tokio::test]
async fn an_encoder_that_hangs_while_it_reads_the_film_again_ends_with_the_deadline() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    let real = film::ffmpeg();
    let lines =
        format!("case \"$*\" in *framecrc*) exec sleep 600;; *) exec '{}' \"$@\";; esac", real.display());
    let hanging = machine.script("ffmpeg", &lines);
    let variables = [("LABELRACE_FFMPEG", hanging.to_str().unwrap())];
    let hung = LambdaMachine::start(&world.variables("out/blades"), &variables, 10);
    refused(&hung.invoke(&daily()).await, "OutOfTime", "out of time while drawing frames (10 of 10 done)");
    assert!(names(&hung.tmp()).is_empty(), "{:?}", names(&hung.tmp()));
}

#[tokio::test]
async fn an_encoder_that_hangs_does_not_take_the_function_with_it() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    let hanging = machine.script("ffmpeg", "exec sleep 600");
    let variables = [("LABELRACE_FFMPEG", hanging.to_str().unwrap())];
    let hung = LambdaMachine::start(&world.variables("out/blades"), &variables, 5);
    refused(&hung.invoke(&daily()).await, "OutOfTime", "out of time while drawing frames");
    assert!(names(&hung.tmp()).is_empty(), "{:?}", names(&hung.tmp()));
    ended(&machine.invoke(&daily()).await, "done", true);
}

#[tokio::test]
async fn a_run_that_ends_between_film_and_mail_is_told_of_later_and_not_filmed_again() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let hanging = Server::start(|_| std::future::pending::<Reply>()).await;
    let mut machine =
        LambdaMachine::start(&world.variables("out/blades"), &[("AWS_ENDPOINT_URL_SNS", &hanging.url)], 15);
    {
        let event = daily();
        let run = machine.invoke(&event);
        let told = wait_for(async || (!hanging.asked().is_empty()).then_some(()));
        tokio::select! {
            answer = run => panic!("{answer}"),
            () = told => {}
        }
    }
    machine.kill();
    let film = world.seen(FILM).await;
    assert_eq!(world.json(RECORD).await["state"], "uploaded");

    let other = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    ended(&other.invoke(&daily()).await, "in_progress", false);
    lease_is_over(&world).await;
    let answer = other.invoke(&daily()).await;
    ended(&answer, "done", true);
    assert_eq!((&other.metrics()["Frames"], &other.metrics()["Notified"]), (&json!(0), &json!(1)));
    assert_eq!(world.seen(FILM).await, film);
    let mails = world.mails("labelers").await;
    assert_eq!(mails.len(), 1);
    is_genuine(&world, &mails[0], FILM).await;
}

#[tokio::test]
async fn a_mail_that_cannot_be_sent_is_a_failure_and_only_the_mail_is_tried_again() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let wrong = world.topic.replace("labelrace", "typo");
    let machine =
        LambdaMachine::start(&world.variables("out/blades"), &[("LABELRACE_TOPIC_ARN", &wrong)], PLENTY);
    refused(
        &machine.invoke(&daily()).await,
        "NotifyFailed",
        "the film was made, but its mail could not be sent",
    );
    let film = world.seen(FILM).await;
    let broken = Server::saying(500, "").await;
    let variables = [("AWS_ENDPOINT_URL_SNS", broken.url.as_str())];
    let machine = LambdaMachine::start(&world.variables("out/blades"), &variables, PLENTY);
    refused(&machine.invoke(&daily()).await, "NotifyFailed", "its mail could not be sent");
    assert_eq!(broken.asked().len(), 1, "what may have been sent is not sent again by this attempt");
    assert_eq!(world.json(RECORD).await["error"], "NotifyFailed");

    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    ended(&machine.invoke(&daily()).await, "done", true);
    assert_eq!(world.seen(FILM).await, film);
    assert_eq!(world.n_mails().await, (1, 0));
    let record = world.json(RECORD).await;
    assert_eq!((&record["state"], &record["error"]), (&json!("complete"), &Value::Null));
}

/// Who is called what in a tally.
async fn called(world: &World, key: &str) -> BTreeMap<String, String> {
    let tally = world.seen(key).await.bytes;
    let mut csv = csv::Reader::from_reader(&tally[..]);
    csv.records().map(Result::unwrap).map(|row| (row[1].to_owned(), row[2].to_owned())).collect()
}

#[tokio::test]
async fn only_what_is_new_is_filmed_and_everybody_keeps_name_and_color() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    let weekly = |day: &str| json!({"kind": "weekly", "scheduled_time": format!("2026-11-{day}T08:00:00Z")});
    let daily = |day: &str| json!({"kind": "daily", "scheduled_time": format!("2026-11-{day}T07:30:00Z")});

    ended(&machine.invoke(&weekly("16")).await, "done", true);
    let mails = world.mails("owners").await;
    assert_eq!((mails.len(), world.mails("labelers").await.len()), (1, 0));
    reads_well(&mails[0], "owners");
    is_genuine(&world, &mails[0], "videos/blades/weekly/20261116T080000Z.mp4").await;

    ended(&machine.invoke(&weekly("23")).await, "nothing_new", true);
    let mails = world.mails("owners").await;
    assert_eq!((mails.len(), world.mails("labelers").await.len()), (1, 0));
    assert!(mails[0].subject.contains("nothing new this week"), "{}", mails[0].subject);
    assert_eq!(mails[0].body.lines().count(), 2, "{}", mails[0].body);

    // The owners' film is not the labelers'.
    ended(&machine.invoke(&daily("24")).await, "done", true);
    assert_eq!(world.n_mails().await, (1, 0));
    ended(&machine.invoke(&daily("25")).await, "nothing_new", false);
    ended(&machine.invoke(&daily("25")).await, "already_done", false);
    assert_eq!(world.n_mails().await, (0, 0));
    let before = called(&world, "data/blades/daily/20261124T073000Z/tally.csv").await;
    let cast = world.json("data/blades/cast.json").await;

    // Somebody whose answers appear only now was the first of all.
    let late = [old_answer("late", "2026-01-05T08:00:00Z"), old_answer("late2", "2026-01-05T08:00:01Z")];
    world.object("out/blades", "9000", &late).await;
    let answer = machine.invoke(&daily("26")).await;
    ended(&answer, "done", true);
    let after = called(&world, "data/blades/daily/20261126T073000Z/tally.csv").await;
    assert_eq!(after.len(), before.len() + 2);
    for (worker, name) in &before {
        assert_eq!(after.get(worker), Some(name), "{worker} is called otherwise");
    }
    let people = |cast: &Value| cast["people"].as_array().unwrap().clone();
    let now = people(&world.json("data/blades/cast.json").await);
    assert_eq!(now[..people(&cast).len()], people(&cast), "the order is that of the colors");
    ended(&machine.invoke(&weekly("30")).await, "done", true);
    assert_eq!(world.n_mails().await, (1, 1));
}

#[tokio::test]
async fn who_wants_it_again_or_in_silence_says_so() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    ended(&machine.invoke(&daily()).await, "done", true);
    let first = world.seen(FILM).await;
    let forced = with(daily(), &json!({"force": true, "theme": "dark"}));
    ended(&machine.invoke(&forced).await, "done", true);
    assert_ne!(world.seen(FILM).await.etag, first.etag);
    assert_eq!(world.n_mails().await, (2, 0));

    let once = machine.invoke(&json!({"kind": "once"})).await;
    ended(&once, "done", false);
    let link = once["link"].as_str().unwrap();
    assert!(link.starts_with(LINKS) && link.contains("/v/blades/once/"), "{link}");
    let silent =
        with(daily(), &json!({"scheduled_time": "2026-11-24T07:30:00Z", "audience": "none", "force": true}));
    ended(&machine.invoke(&silent).await, "done", false);
    assert_eq!(world.n_mails().await, (0, 0));
    let told = json!({"kind": "once", "audience": "owners"});
    ended(&machine.invoke(&told).await, "done", true);
    assert_eq!(world.n_mails().await, (0, 1));
}

#[tokio::test]
async fn of_several_jobs_only_those_with_new_answers_are_filmed() {
    let world = World::start().await;
    let noon = |day: u32| format!("2026-01-{day:02}T12:00:00Z");
    world.object("out/ducks", "0", &[old_answer("ann", &noon(5)), old_answer("bob", &noon(6))]).await;
    world.object("out/geese", "0", &[old_answer("cyd", &noon(7)), old_answer("dan", &noon(8))]).await;
    let machine = LambdaMachine::start(&world.variables("out"), &[], PLENTY);
    let daily = |day: &str| json!({"kind": "daily", "scheduled_time": format!("2026-11-{day}T07:30:00Z")});
    let answer = machine.invoke(&daily("23")).await;
    ended(&answer, "done", true);
    assert_eq!((&answer["labels"], &answer["workers"]), (&json!(4), &json!(4)), "{answer}");
    let all = called(&world, "data/out/daily/20261123T073000Z/tally.csv").await;

    world.object("out/geese", "1", &[old_answer("cyd", &noon(9)), old_answer("eve", &noon(9))]).await;
    let answer = machine.invoke(&daily("24")).await;
    ended(&answer, "done", true);
    assert_eq!((&answer["labels"], &answer["workers"]), (&json!(4), &json!(3)), "{answer}");
    let geese = called(&world, "data/out/daily/20261124T073000Z/tally.csv").await;
    assert_eq!((geese.get("cyd"), geese.get("dan")), (all.get("cyd"), all.get("dan")));
    assert!(!geese.contains_key("ann"));
    ended(&machine.invoke(&daily("25")).await, "nothing_new", false);
}

#[tokio::test]
async fn teams_pictures_and_themes_lie_beside_the_job() {
    let world = World::start().await;
    let noon = |day: u32| format!("2026-01-{day:02}T12:00:00Z");
    world.object("out/ducks", "0", &[old_answer("ann", &noon(5)), old_answer("bob", &noon(6))]).await;
    world.object("out/ducks", "1", &[old_answer("cyd", &noon(7))]).await;
    let mut portrait = std::io::Cursor::new(Vec::new());
    let violet = image::RgbImage::from_pixel(40, 40, image::Rgb([120, 20, 200]));
    violet.write_to(&mut portrait, image::ImageFormat::Png).unwrap();
    for (name, bytes) in [
        ("teams.csv", b"ann,North\nbob,South\ncyd,North\n".to_vec()),
        ("studio.toml", b"background = \"#FFF8E7\"\n".to_vec()),
        ("portraits/ann.png", portrait.into_inner()),
        ("portraits/bob.png", b"no picture".to_vec()),
    ] {
        let key = format!("out/ducks/look/{name}");
        world.bucket("source").put(&key, bytes.into(), "text/plain", When::Always).await.unwrap();
    }
    let machine = LambdaMachine::start(&world.variables("out/ducks"), &[], PLENTY);
    let look = json!({
        "kind": "once", "size": "640x360", "theme": "s3://source/out/ducks/look/studio.toml",
        "group": "s3://source/out/ducks/look/teams.csv", "images": "s3://source/out/ducks/look/portraits/",
    });
    let answer = machine.invoke(&look).await;
    ended(&answer, "done", false);
    assert_eq!((&answer["pictures"], &answer["workers"]), (&json!(1), &json!(3)), "{answer}");
    let poster = answer["poster"].as_str().unwrap().strip_prefix("s3://films/").unwrap();
    let poster = image::load_from_memory(&world.seen(poster).await.bytes).unwrap().into_rgb8();
    assert_eq!(poster.get_pixel(1, 1).0, [0xFF, 0xF8, 0xE7]);
    let violet = poster.pixels().filter(|pixel| pixel.0 == [120, 20, 200]).count();
    assert!(200 < violet, "{violet} pixels of Ann's picture");

    let teams = machine.invoke(&with(look.clone(), &json!({"bars": "groups", "images": null}))).await;
    ended(&teams, "done", false);
    assert_eq!((&teams["workers"], &teams["pictures"]), (&json!(3), &Value::Null), "{teams}");
    let log = machine.log().join("\n");
    assert!(!log.contains("ann.png") && !log.contains("North"), "{log}");
    let missing = with(look.clone(), &json!({"images": "s3://source/out/ducks/nowhere/"}));
    refused(&machine.invoke(&missing).await, "BadRequest", "--images takes a folder");
    let missing = with(look, &json!({"theme": "s3://source/out/ducks/look/no.toml"}));
    refused(&machine.invoke(&missing).await, "SourceFailed", "no.toml");
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_leaves_nothing_behind() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let variables = world.variables("out/blades");
    let machine = LambdaMachine::start(&variables, &[], PLENTY);
    let rule = json!({
        "version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events", "detail": {},
    });
    for (event, words) in [
        (json!({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}), "sent by S3"),
        (json!({"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": "k"}}}]}), "sent by S3"),
        (rule, "sent by EventBridge"),
        (json!({"kind": "daily", "schedule_time": "2026-11-23T07:30:00Z"}), "Did you mean scheduled_time?"),
        (with(daily(), &json!({"size": "large"})), "`size`: `large`"),
        (with(daily(), &json!({"since": "whenever"})), "`since`"),
        (with(daily(), &json!({"top": {"n": 3}})), "`top` takes a text, not an object"),
        (
            json!({"kind": "hourly"}),
            "'hourly' is not a value for `kind`; use daily, weekly, once, job, jobs or summary",
        ),
        (json!("daily"), "an event is a JSON object"),
        (Value::Null, "an event is a JSON object"),
        (json!({}), "an event needs `kind`"),
    ] {
        refused(&machine.invoke(&event).await, "BadRequest", words);
    }
    for (name, value, words) in [
        ("LABELRACE_BUCKET", "", "LABELRACE_BUCKET is not set"),
        ("LABELRACE_TOPIC_ARN", "labelrace", "`LABELRACE_TOPIC_ARN`: `labelrace` is not the ARN"),
        ("LABELRACE_LINK_DAYS", "400", "`LABELRACE_LINK_DAYS`: '400' is not"),
        ("LABELRACE_LINK_KEY_ID", "", "LABELRACE_LINK_KEY_ID is not set"),
        ("LABELRACE_LINK_URL", "ftp://x", "links need the root of an https site"),
        ("LABELRACE_TOPIC_ARN", "", "LABELRACE_TOPIC_ARN"),
        (
            "LABELRACE_SETTINGS",
            r#"{"top": 99}"#,
            "in the parameter Settings (LABELRACE_SETTINGS): `top`: '99' is not",
        ),
        ("LABELRACE_SETTINGS", r#"{"job": "s3://b/j"}"#, "cannot have `job`"),
    ] {
        let machine = LambdaMachine::start(&variables, &[(name, value)], PLENTY);
        refused(&machine.invoke(&daily()).await, "BadConfiguration", words);
    }
    let machine = LambdaMachine::start(&variables, &[("LABELRACE_JOB", "")], PLENTY);
    let words = "`job` is not set, neither in the event nor as LABELRACE_JOB";
    refused(&machine.invoke(&daily()).await, "BadRequest", words);
    assert_eq!((world.keys().await, world.n_mails().await), (Vec::new(), (0, 0)));
}

#[tokio::test]
async fn without_a_link_function_the_mail_has_an_address_of_s3_and_says_how_long_it_works() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let none = [("LABELRACE_LINK_URL", ""), ("LABELRACE_LINK_KEY_ID", "")];
    // As in Lambda: credentials of a session, and nobody says when it ends.
    let session = [&none[..], &[("AWS_SESSION_TOKEN", "token-of-a-session")]].concat();
    for (more, life, day) in [(&none[..], 7 * 24 * 60, "23"), (&session[..], 60, "24")] {
        let machine = LambdaMachine::start(&world.variables("out/blades"), more, PLENTY);
        let time = format!("2026-11-{day}T07:30:00Z");
        let answer = machine.invoke(&json!({"kind": "daily", "scheduled_time": time, "force": true})).await;
        ended(&answer, "done", true);
        let mails = world.mails("labelers").await;
        assert_eq!(mails.len(), 1);
        reads_well(&mails[0], "labelers");
        let link = mails[0].link();
        assert!(link.contains(&format!("X-Amz-Expires={}&", life * 60)), "{link}");
        let page = http_client::get(link).await;
        let stored = world.seen(&format!("videos/blades/daily/202611{day}T073000Z.html")).await;
        assert_eq!((page.status, &page.body), (200, &stored.bytes));
        // What the address itself says: when it was made, and for how long.
        let link = url::Url::parse(link).unwrap();
        let (_, made) = link.query_pairs().find(|(name, _)| name == "X-Amz-Date").unwrap();
        let made = chrono::NaiveDateTime::parse_from_str(&made, "%Y%m%dT%H%M%SZ").unwrap().and_utc();
        let until: DateTime<Utc> = answer["link_until"].as_str().unwrap().parse().unwrap();
        let promised = until - made;
        // The page was made before, with addresses of its film in it, and promised is what both hold.
        assert!((life * 60 - 120..=life * 60).contains(&promised.num_seconds()), "{promised}");
        says_until(&mails[0], until);
        let log = machine.log().join("\n");
        assert!(!log.contains("X-Amz") && !log.contains("token-of-a-session"), "{log}");
    }
}

#[tokio::test]
async fn the_events_that_are_there_to_try_it_out_do_what_they_say() {
    let world = World::start().await;
    world.sample("out/blades").await;
    let machine = LambdaMachine::start(&world.variables("out/blades"), &[], PLENTY);
    for (event, is_told, mails) in
        [("daily", true, (1, 0)), ("weekly", true, (0, 1)), ("once", false, (0, 0))]
    {
        let path = format!("{}/tests/events/{event}.json", env!("CARGO_MANIFEST_DIR"));
        let event: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        ended(&machine.invoke(&event).await, "done", is_told);
        assert_eq!(world.n_mails().await, mails);
    }
}
