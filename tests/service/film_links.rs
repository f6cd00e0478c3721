//! The link in the mail, against real services on this machine: KMS of moto, and an S3 that checks
//! signatures; and the function behind it, under AWS's emulator of Lambda.

use std::{fs, path::Path, time::Duration};

use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_sdk_kms::types::{KeySpec, KeyUsageType};
use chrono::{DateTime, TimeDelta, Utc};
use labelrace::{
    service::link::{
        Address, Link, LinkTrouble, Links,
        endpoint::{LinkEndpoint, LinkResponse, SHOWN_FOR},
        kms::HmacKey,
        probe::{ProbeError, probe},
        revoked::{REVOKED, Revocation, RevokedError, revoke},
    },
    store::{self, Shown, Store, When, s3::S3},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use crate::common::world::{
    http_client,
    http_server::{Reply, Server, nobody},
    lambda_emulator::LambdaEmulator,
    link_site,
    moto::Moto,
    s3_in_process::LocalS3,
    sdk_config,
};

const FILM: &str = "videos/Blades/daily/2026-11-22T06-00-00Z.mp4";
const BASE: &str = "https://films.example.com/";

fn now() -> DateTime<Utc> {
    "2026-11-22T06:00:30Z".parse().unwrap()
}

/// KMS with a key for links.
struct Kms {
    moto: Moto,
    id: String,
    /// A bucket of nobody's films, in which nothing is revoked.
    films: Server,
}

impl Kms {
    async fn start() -> Self {
        let moto = Moto::start();
        let id = moto.key_for_links().await;
        let films = Server::saying(404, "<Error><Code>NoSuchKey</Code></Error>").await;
        Self { moto, id, films }
    }

    fn hmac(&self) -> HmacKey {
        HmacKey::new(&self.moto.sdk_config(), &self.id)
    }

    fn links(&self, days: u16) -> Links {
        Links::new(BASE, self.hmac(), days).unwrap()
    }

    /// The bucket `team` of the same account.
    fn bucket(&self) -> S3 {
        S3::new(&self.moto.sdk_config(), "team")
    }

    /// An endpoint to a bucket in which nothing is: it can be asked what is revoked, and no more.
    fn endpoint(&self) -> LinkEndpoint {
        LinkEndpoint::new(self.hmac(), S3::new(&sdk_config::config(&self.films.url), "team"))
    }
}

async fn ask(endpoint: &LinkEndpoint, method: &str, link: &Link, now: DateTime<Utc>) -> LinkResponse {
    endpoint.answer(method, link.url.path(), link.url.query().unwrap_or_default(), now).await
}

#[track_caller]
fn keeps_to_itself(answer: &LinkResponse) {
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age=63072000"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{answer:?}");
    }
}

#[tokio::test]
async fn a_link_leads_to_the_film_for_days_and_s3_shows_it_for_an_hour() {
    let (kms, s3s) = (Kms::start().await, LocalS3::start().await);
    let bucket = s3s.bucket("team");
    for (key, bytes) in [(FILM, "a film"), (&FILM.replace("mp4", "png"), "a poster")] {
        let path = s3s.folder("team").join(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let endpoint = LinkEndpoint::new(kms.hmac(), bucket);

    let link = kms.links(30).to(FILM, now()).await.unwrap();
    assert_eq!(link.expires, now() + TimeDelta::days(30));
    let url = link.url.as_str();
    assert!(url.starts_with("https://films.example.com/v/Blades/daily/2026-11-22T06-00-00Z.mp4?t="), "{url}");
    assert!(url.len() < 200, "{} is too long for a mail", url.len());
    assert!(!format!("{link:?}").contains("s="), "a link is printed");

    // As often as one likes, till the last second.
    for at in [now(), now(), link.expires - TimeDelta::seconds(1)] {
        let answer = ask(&endpoint, "GET", &link, at).await;
        assert_eq!((answer.status, answer.body.as_str()), (302, ""));
        keeps_to_itself(&answer);
        let location = answer.header("location").unwrap();
        assert!(location.contains(&format!("X-Amz-Expires={}&", SHOWN_FOR.as_secs())), "{location}");
        assert!(!format!("{answer:?}").contains("Signature"), "a presigned address is printed");
        let film = http_client::get(location).await;
        assert_eq!((film.status, film.text().as_str()), (200, "a film"));
        assert_eq!(film.headers["content-type"], "video/mp4");
        assert_eq!(
            film.headers["content-disposition"],
            "inline; filename=\"Blades-daily-2026-11-22T06-00-00Z.mp4\""
        );
    }
    let poster = kms.links(30).to(&FILM.replace("mp4", "png"), now()).await.unwrap();
    let answer = ask(&endpoint, "GET", &poster, now()).await;
    let poster = http_client::get(answer.header("location").unwrap()).await;
    assert_eq!((poster.text().as_str(), poster.headers["content-type"].as_str()), ("a poster", "image/png"));

    let expired = ask(&endpoint, "GET", &link, link.expires).await;
    assert_eq!(expired.status, 410);
    assert!(expired.body.contains("expired"), "{}", expired.body);
    keeps_to_itself(&expired);
}

#[tokio::test]
async fn s3_refuses_a_presigned_address_that_was_changed_or_is_too_old() {
    let s3s = LocalS3::start().await;
    let bucket = s3s.bucket("team");
    fs::create_dir_all(s3s.folder("team").join("videos/a/b")).unwrap();
    fs::write(s3s.folder("team").join("videos/a/b/c.mp4"), "a film").unwrap();
    fs::write(s3s.folder("team").join("videos/a/b/d.mp4"), "another").unwrap();
    let shown = Shown { content_type: "video/mp4", file_name: "a-b-c.mp4".into(), is_saved: false };
    let url = bucket.presigned("videos/a/b/c.mp4", Duration::from_mins(1), &shown).await.unwrap();
    assert_eq!(http_client::get(&url).await.status, 200);
    let last = if url.ends_with('0') { "1" } else { "0" };
    for changed in [
        url.replace("c.mp4?", "d.mp4?"),
        url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"),
        url.replace("video%2Fmp4", "text%2Fhtml"),
        url.replace("filename", "filenamf"),
        format!("{}{last}", &url[..url.len() - 1]),
    ] {
        assert_ne!(changed, url);
        assert_eq!(http_client::get(&changed).await.status, 403, "{changed}");
    }

    let short = bucket.presigned("videos/a/b/c.mp4", Duration::from_secs(1), &shown).await.unwrap();
    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert_eq!(http_client::get(&short).await.status, 403);

    for life in [Duration::ZERO, Duration::from_hours(7 * 24 + 1)] {
        let error = bucket.presigned("videos/a/b/c.mp4", life, &shown).await.unwrap_err();
        assert_eq!(error.trouble, store::Trouble::Unsupported, "{error}");
    }
}

/// A path and a query, and what is answered to GET.
type Row = (String, String, u16);

fn changed_paths(path: &str) -> Vec<String> {
    vec![
        path.replace("/v/", "/w/"),
        path.replace("/v/", "//v/"),
        path.replace("/v/", "/v//"),
        path.replace("/v/", "/V/"),
        path.replace("Blades", "blades"),
        path.replace("Blades", "Other"),
        path.replace("Blades", "%42lades"),
        path.replace("Blades", ".."),
        path.replace("Blades/", "x/../Blades/"),
        path.replace("Blades/", "%2e%2e/"),
        path.replace("Blades/", "Blades%2F"),
        path.replace("Blades/", "Blades%252F"),
        path.replace("Blades/", "Blades\\"),
        path.replace("daily", "owners"),
        path.replace("daily", "d\u{430}ily"),
        path.replace(".mp4", ".htm"),
        path.replace(".mp4", ".js"),
        path.replace(".mp4", ".mp4.mp4"),
        path.replace(".mp4", ".mp4.html"),
        path.replace(".mp4", ".mp4/"),
        path.replace(".mp4", ".mp4%00"),
        path.replace(".mp4", ".mp4\0"),
        path.replace("/v/", "/v/videos/"),
        path.replace("/v/", "/v/../runs/"),
        path.trim_start_matches('/').to_owned(),
        format!("https://films.example.com{path}"),
        format!("{path}{}", "x".repeat(100_000)),
        format!("/v{}", "/..".repeat(30_000)),
        "/robots.txt".into(),
        "/favicon.ico".into(),
        "/".into(),
        String::new(),
        "\u{fffd}\u{fffd}".into(),
    ]
}

fn tricks(link: &Link, foreign: &Link) -> Vec<Row> {
    let (path, query) = (link.url.path(), link.url.query().unwrap());
    let [t, e, s]: [&str; 3] = query.split('&').collect::<Vec<_>>().try_into().unwrap();
    let time = |part: &str| part[2..].parse::<i64>().unwrap();
    let (made, time) = (time(t), time(e));
    let mac = &s[2..];
    let queries = [
        String::new(),
        t.to_owned(),
        e.to_owned(),
        s.to_owned(),
        format!("{e}&{s}"),
        format!("{t}&{s}"),
        format!("{t}&{s}&{e}"),
        format!("{e}&{t}&{s}"),
        format!("e={}&t={}&{s}", &t[2..], &e[2..]),
        query.replace(t, &format!("t={}", made + 1)),
        query.replace(t, &format!("t={}", made - 1)),
        query.replace(t, &format!("t={}", time + 1)),
        query.replace(t, "t=0"),
        query.replace(t, "t="),
        query.replace(t, "t=-1"),
        format!("{query}&"),
        format!("&{query}"),
        format!("?{query}"),
        format!("{query}&{e}"),
        format!("{query}&{s}"),
        format!("{e}&{query}"),
        format!("{query}&x=1"),
        format!("{query}#"),
        query.replace('&', "&&"),
        query.replace('&', ";"),
        query.replace("e=", "E="),
        query.replace("e=", "e=+"),
        query.replace("e=", "e=%2B"),
        query.replace("e=", "e=0"),
        query.replace("e=", "e=-"),
        query.replace("t=", "t=+"),
        query.replace("e=", "e= "),
        query.replace(e, "e="),
        query.replace(e, "e=1e9"),
        query.replace(e, "e=0x6af0"),
        query.replace(e, "e=99999999999999999999"),
        query.replace(e, &format!("e={}", i64::MAX)),
        query.replace(e, &format!("e={}", time + 1)),
        query.replace(e, &format!("e={}", time - 1)),
        query.replace(e, &format!("e={time}.0")),
        query.replace(e, "e=1"),
        query.replace(mac, ""),
        query.replace(mac, &mac[..42]),
        query.replace(mac, &mac[..40]),
        query.replace(mac, &format!("{mac}A")),
        query.replace(mac, &format!("{mac}=")),
        query.replace(mac, &format!("{mac}%3D")),
        query.replace(mac, &format!("{mac}%0A")),
        query.replace(mac, &format!(" {mac}")),
        query.replace(mac, &"A".repeat(43)),
        query.replace(mac, &"+".repeat(43)),
        query.replace(mac, &"/".repeat(43)),
        query.replace(mac, &"\u{fffd}".repeat(43)),
        query.replace(mac, &"A".repeat(100_000)),
        query.replace(mac, &mac.chars().rev().collect::<String>()),
        // Its own, but of another film; and of another key.
        foreign.url.query().unwrap().to_owned(),
    ];
    let paths = changed_paths(path).into_iter().map(|changed| (changed, query.to_owned(), 404));
    let queries = queries.into_iter().map(|changed| (path.to_owned(), changed, 404));
    paths.chain(queries).collect()
}

#[tokio::test]
async fn one_token_opens_the_page_of_a_film_and_all_that_is_on_it() {
    let (kms, s3s) = (Kms::start().await, LocalS3::start().await);
    let bucket = s3s.bucket("team");
    let files = [
        (".html", "text/html; charset=utf-8", "inline"),
        (".mp4", "video/mp4", "inline"),
        (".png", "image/png", "inline"),
        (".vtt", "text/vtt; charset=utf-8", "attachment"),
        (".csv", "text/csv; charset=utf-8", "attachment"),
        (".json", "application/json", "attachment"),
    ];
    for (ending, ..) in files {
        let path = s3s.folder("team").join(FILM.replace(".mp4", ending));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, ending).unwrap();
    }
    let endpoint = || LinkEndpoint::new(kms.hmac(), S3::new(&s3s.sdk_config(), "team"));
    let (before, after) = (endpoint(), endpoint());
    let link = kms.links(30).to(&FILM.replace(".mp4", ".html"), now()).await.unwrap();
    let ask = async |ending: &str| {
        let path = link.url.path().replace(".html", ending);
        before.answer("GET", &path, link.url.query().unwrap(), now()).await
    };
    for (ending, content_type, how) in files {
        let answer = ask(ending).await;
        let shown = http_client::get(answer.header("location").unwrap()).await;
        assert_eq!((shown.status, shown.text().as_str()), (200, ending));
        assert_eq!(shown.headers["content-type"], content_type);
        assert!(shown.headers["content-disposition"].starts_with(how), "{ending}");
    }
    // It is the token that earlier mails have for the film alone.
    let film = kms.links(30).to(FILM, now()).await.unwrap();
    assert_eq!(film.url.query(), link.url.query());

    // Whoever revokes the link in the mail takes back the film on its page, too.
    let mail = Address::read(link.url.path(), link.url.query().unwrap()).unwrap();
    revoke(&bucket, &Revocation::Link(mail), now()).await.unwrap();
    for (ending, ..) in files {
        let path = link.url.path().replace(".html", ending);
        let answer = after.answer("GET", &path, link.url.query().unwrap(), now()).await;
        assert_eq!(answer.status, 410, "{ending}");
    }
}

/// The last character of a MAC stands for four bits and two that must be nothing.
fn trailing_bits(mac: &str) -> Vec<String> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let at = alphabet.find(mac.chars().last().unwrap()).unwrap();
    assert_eq!(at % 4, 0);
    (1..4).map(|bits| format!("{}{}", &mac[..42], &alphabet[at + bits..=at + bits])).collect()
}

#[tokio::test]
async fn whatever_is_not_a_whole_link_of_ours_is_not_found() {
    let kms = Kms::start().await;
    let endpoint = kms.endpoint();
    let link = kms.links(30).to(FILM, now()).await.unwrap();
    let other_film = kms.links(30).to(&FILM.replace("daily", "owners"), now()).await.unwrap();
    assert_eq!(ask(&endpoint, "GET", &link, now()).await.status, 302, "the link that is changed below works");

    let other_key = kms.moto.key_for_links().await;
    let other_key = HmacKey::new(&kms.moto.sdk_config(), &other_key);
    let other_key = Links::new(BASE, other_key, 30).unwrap().to(FILM, now()).await.unwrap();

    let mut rows = tricks(&link, &other_film);
    rows.push((link.url.path().into(), other_key.url.query().unwrap().into(), 404));
    let (_, mac) = link.url.query().unwrap().rsplit_once('=').unwrap();
    for changed in trailing_bits(mac) {
        rows.push((link.url.path().into(), link.url.query().unwrap().replace(mac, &changed), 404));
    }
    for (path, query, status) in rows {
        // A time that is over says so itself, whatever the token.
        let is_over = Address::read(&path, &query).is_some_and(|link| link.expires() <= now().timestamp());
        let status = if is_over { 410 } else { status };
        for method in ["GET", "HEAD"] {
            let answer = endpoint.answer(method, &path, &query, now()).await;
            let start: String = format!("{path}?{query}").chars().take(200).collect();
            assert_eq!(answer.status, status, "{method} {start}");
            keeps_to_itself(&answer);
            assert_eq!(answer.header("location"), None);
            assert_eq!(answer.body.is_empty(), method == "HEAD", "{method} {start}");
        }
    }
}

#[tokio::test]
async fn an_old_link_is_told_so_without_a_question_to_kms() {
    let kms = Kms::start().await;
    let endpoint = kms.endpoint();
    let link = kms.links(1).to(FILM, now()).await.unwrap();
    let later = now() + TimeDelta::days(2);
    assert_eq!(ask(&endpoint, "GET", &link, later).await.status, 410);
    let head = ask(&endpoint, "HEAD", &link, later).await;
    assert_eq!((head.status, head.body.as_str()), (410, ""));
    let key = Server::saying(500, "").await;
    let hmac = HmacKey::new(&sdk_config::config(&key.url), "key");
    let blind = LinkEndpoint::new(hmac, S3::new(&sdk_config::config(&nobody()), "team"));
    assert_eq!(ask(&blind, "GET", &link, later).await.status, 410);
    assert!(key.asked().is_empty(), "KMS was asked");
    assert_eq!(ask(&blind, "GET", &link, now()).await.status, 503);
    // Made with the right key, but by nobody who makes links for at most a year.
    let farther = kms.links(365).to(FILM, now() + TimeDelta::days(36)).await.unwrap();
    assert_eq!(ask(&endpoint, "GET", &farther, now()).await.status, 404);
    assert_eq!(ask(&endpoint, "GET", &farther, now() + TimeDelta::days(1)).await.status, 302);
}

#[test]
fn one_byte_more_or_less_or_other_never_opens_the_door() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (kms, link) = runtime.block_on(async {
        let kms = Kms::start().await;
        let link = kms.links(30).to(FILM, now()).await.unwrap();
        (kms, link)
    });
    let endpoint = kms.endpoint();
    let address = format!("{}?{}", link.url.path(), link.url.query().unwrap()).into_bytes();
    let change = (0..address.len(), any::<u8>(), 0..3);
    let mut runner = TestRunner::new(Config { cases: 2000, failure_persistence: None, ..Config::default() });
    let result = runner.run(&change, |(at, byte, kind)| {
        let mut changed = address.clone();
        match kind {
            0 => changed[at] = byte,
            1 => changed.insert(at, byte),
            _ => drop(changed.remove(at)),
        }
        prop_assume!(changed != address);
        // An event is JSON: what is not UTF-8 comes as something else, or not at all.
        let text = String::from_utf8_lossy(&changed).into_owned();
        let (path, query) = text.split_once('?').unwrap_or((&text, ""));
        for method in ["GET", "HEAD"] {
            let answer = runtime.block_on(endpoint.answer(method, path, query, now()));
            // A changed time may be one that is over, and says so itself.
            prop_assert!([404, 410].contains(&answer.status), "{} {}: {}", method, text, answer.status);
        }
        Ok(())
    });
    result.unwrap();
}

#[tokio::test]
async fn a_request_needs_no_film_and_one_that_is_none_not_even_the_key() {
    let kms = Kms::start().await;
    let link = kms.links(30).to(FILM, now()).await.unwrap();
    let (bucket, endpoint) = (&kms.films, kms.endpoint());
    let head = ask(&endpoint, "HEAD", &link, now()).await;
    assert_eq!((head.status, head.body.as_str(), head.header("location")), (200, "", None));
    assert_eq!(head.header("content-type"), Some("video/mp4"));
    keeps_to_itself(&head);
    assert_eq!(ask(&endpoint, "GET", &link, now()).await.status, 302);
    let asked: Vec<String> = bucket.asked().into_iter().map(|request| request.target).collect();
    assert_eq!(asked.len(), 1, "S3 was asked for more: {asked:?}");
    assert!(asked[0].starts_with("/team/links/revoked.json"), "{asked:?}");

    let key = Server::saying(500, "").await;
    let hmac = HmacKey::new(&sdk_config::config(&key.url), "key");
    let endpoint = LinkEndpoint::new(hmac, S3::new(&sdk_config::config(&bucket.url), "team"));
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "", "GET "] {
        let answer = ask(&endpoint, method, &link, now()).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
        keeps_to_itself(&answer);
    }
    for (path, query, _) in tricks(&link, &link).into_iter().filter(|(path, ..)| path.len() < 12) {
        let answer = endpoint.answer("GET", &path, &query, now()).await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    }
    assert!(key.asked().is_empty(), "KMS was asked");
    assert_eq!(bucket.asked().len(), 1, "S3 was asked");

    let answer = ask(&endpoint, "GET", &link, now()).await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("10")));
    assert!(answer.trouble.is_some_and(|trouble| trouble.contains("KMS did not answer")));
    assert_eq!(ask(&endpoint, "HEAD", &link, now()).await.body, "");
    let answer = ask(
        &LinkEndpoint::new(
            HmacKey::new(&sdk_config::config(&nobody()), "key"),
            S3::new(&sdk_config::config(&bucket.url), "team"),
        ),
        "GET",
        &link,
        now(),
    )
    .await;
    assert_eq!(answer.status, 503);
}

/// The address of a link, as `labelrace revoke` reads it.
fn address(link: &Link) -> Address {
    link.url.as_str().parse().unwrap()
}

#[tokio::test]
async fn a_revoked_link_stops_working_within_a_minute_and_others_go_on() {
    let kms = Kms::start().await;
    kms.moto.bucket("team").await;
    let bucket = kms.bucket();
    let endpoint = LinkEndpoint::new(kms.hmac(), kms.bucket());
    let status = async |link: &Link, seconds: i64| {
        ask(&endpoint, "GET", link, now() + TimeDelta::seconds(seconds)).await.status
    };
    let link = async |day: i64| kms.links(30).to(FILM, now() - TimeDelta::days(day)).await.unwrap();
    let (oldest, older, newer) = (link(9).await, link(5).await, link(1).await);
    assert_eq!(status(&newer, 0).await, 302);

    revoke(&bucket, &Revocation::Link(address(&newer)), now()).await.unwrap();
    assert_eq!(status(&newer, 59).await, 302, "read less than a minute ago");
    let answer = ask(&endpoint, "GET", &newer, now() + TimeDelta::seconds(60)).await;
    assert_eq!((answer.status, answer.header("location"), &answer.trouble), (410, None, &None));
    assert!(answer.body.contains("has been revoked") && answer.body.contains("the mail says"), "{answer:?}");
    keeps_to_itself(&answer);
    let head = ask(&endpoint, "HEAD", &newer, now() + TimeDelta::seconds(60)).await;
    assert_eq!((head.status, head.body.as_str()), (410, ""));
    assert_eq!((status(&oldest, 60).await, status(&older, 60).await), (302, 302));

    let before = Revocation::Before(now() - TimeDelta::days(7));
    revoke(&bucket, &before, now()).await.unwrap();
    let answers = (status(&oldest, 120).await, status(&older, 120).await, status(&newer, 120).await);
    assert_eq!(answers, (410, 302, 410));
    // An earlier time takes nothing back.
    revoke(&bucket, &Revocation::Before(now() - TimeDelta::days(20)), now()).await.unwrap();
    assert_eq!(status(&oldest, 180).await, 410);

    let kept = async || {
        let kept = store::read(&bucket, REVOKED, 1 << 20).await.unwrap().unwrap();
        String::from_utf8(kept.to_vec()).unwrap()
    };
    let told = kept().await;
    let mac = newer.url.query().unwrap().rsplit_once('=').unwrap().1;
    assert!(!told.contains(mac) && !told.contains("Blades"), "the object tells of a film: {told}");
    // What has expired by itself need not be kept.
    revoke(&bucket, &Revocation::Before(now()), now() + TimeDelta::days(40)).await.unwrap();
    let told: Value = serde_json::from_str(&kept().await).unwrap();
    assert_eq!(told["links"], json!({}));
}

#[tokio::test]
async fn while_nobody_knows_what_is_revoked_no_link_works_and_the_alarm_has_its_cause() {
    let kms = Kms::start().await;
    kms.moto.bucket("team").await;
    let bucket = kms.bucket();
    let link = kms.links(30).to(FILM, now()).await.unwrap();
    let large = format!("{{\"before\":null,\"links\":{{}}}}{}", " ".repeat(1 << 20));
    for (body, words) in [
        ("", "not a list of revoked links"),
        ("{}", "not a list of revoked links"),
        ("[]", "not a list of revoked links"),
        (r#"{"before":null,"links":{"#, "not a list of revoked links"),
        (r#"{"before":"yesterday","links":{}}"#, "not a list of revoked links"),
        (r#"{"before":null,"links":{},"films":["a"]}"#, "not a list of revoked links"),
        (large.as_str(), "over 1 MB"),
    ] {
        bucket.put(REVOKED, body.to_owned().into(), "application/json", When::Always).await.unwrap();
        let endpoint = LinkEndpoint::new(kms.hmac(), kms.bucket());
        let answer = ask(&endpoint, "GET", &link, now()).await;
        assert_eq!((answer.status, answer.header("location")), (503, None), "{words}");
        let trouble = answer.trouble.unwrap();
        assert!(trouble.contains(words) && trouble.contains(REVOKED), "{trouble}");
        let error = revoke(&bucket, &Revocation::Before(now()), now()).await.unwrap_err();
        assert!(matches!(error, RevokedError::Broken(_) | RevokedError::Large), "{error}");

        // It is asked for once a minute, whatever is there.
        bucket.put(REVOKED, r#"{"before":null,"links":{}}"#.into(), "", When::Always).await.unwrap();
        assert_eq!(ask(&endpoint, "GET", &link, now() + TimeDelta::seconds(59)).await.status, 503);
        assert_eq!(ask(&endpoint, "GET", &link, now() + TimeDelta::seconds(60)).await.status, 302);
    }
    for (status, answer) in [
        (403, "<Error><Code>AccessDenied</Code></Error>"),
        (400, "<Error><Code>InvalidRequest</Code></Error>"),
    ] {
        let films = Server::saying(status, answer).await;
        let endpoint = LinkEndpoint::new(kms.hmac(), S3::new(&sdk_config::config(&films.url), "team"));
        assert_eq!(ask(&endpoint, "GET", &link, now()).await.status, 503, "{answer}");
        let n_asked = films.asked().len();
        assert_eq!(ask(&endpoint, "GET", &link, now()).await.status, 503, "{answer}");
        assert_eq!(films.asked().len(), n_asked, "asked twice in a minute");
    }
    let nowhere = LinkEndpoint::new(kms.hmac(), S3::new(&sdk_config::config(&nobody()), "team"));
    assert_eq!(ask(&nowhere, "GET", &link, now()).await.status, 503);
}

#[tokio::test]
async fn whoever_revokes_at_the_same_time_loses_nothing() {
    let kms = Kms::start().await;
    kms.moto.bucket("team").await;
    let links = kms.links(30);
    let (one, other) =
        (links.to(FILM, now()).await.unwrap(), links.to(FILM, now() + TimeDelta::days(1)).await);
    let (one, other) = (Revocation::Link(address(&one)), Revocation::Link(address(&other.unwrap())));
    let bucket = kms.bucket();
    let (first, second) = tokio::join!(revoke(&bucket, &one, now()), revoke(&bucket, &other, now()));
    first.unwrap();
    second.unwrap();
    let kept = store::read(&bucket, REVOKED, 1 << 20).await.unwrap().unwrap();
    let kept: Value = serde_json::from_slice(&kept).unwrap();
    assert_eq!(kept["links"].as_object().unwrap().len(), 2, "{kept}");
}

#[tokio::test]
async fn only_links_to_films_are_made_on_a_safe_site_for_up_to_a_year() {
    let kms = Kms::start().await;
    for key in ["", "runs/a/b/c.mp4", "videos/../runs/a.mp4", "videos/a/b/c.txt", "/videos/a/b/c.mp4"] {
        let error = kms.links(30).to(key, now()).await.unwrap_err();
        assert_eq!(error.trouble, LinkTrouble::NotFilm, "{key}");
    }
    for base in ["https://films.example.com", "http://127.0.0.1:9000/", "http://localhost", "http://[::1]:1/"]
    {
        assert!(Links::new(base, kms.hmac(), 30).is_ok(), "{base}");
    }
    for base in [
        "",
        "films.example.com",
        "http://films.example.com/",
        "https://films.example.com/lab/",
        "https://films.example.com/?x",
        "https://films.example.com/#x",
        "https://ann@films.example.com/",
        "ftp://films.example.com/",
        "file:///",
    ] {
        assert_eq!(Links::new(base, kms.hmac(), 30).unwrap_err().trouble, LinkTrouble::BadBase, "{base}");
    }
    for days in [0, 366] {
        assert_eq!(Links::new(BASE, kms.hmac(), days).unwrap_err().trouble, LinkTrouble::BadLife(days));
    }
}

#[tokio::test]
async fn each_trouble_with_the_key_has_its_way_out() {
    let kms = Kms::start().await;
    let wrong = kms.moto.key(KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await;
    let error = HmacKey::new(&kms.moto.sdk_config(), &wrong).mint("x").await.unwrap_err();
    assert_eq!(error.trouble, LinkTrouble::WrongUsage, "{error}");
    assert!(error.to_string().contains("HMAC_256"), "{error}");

    let rows = [
        (400, "NotFoundException", "no such key", LinkTrouble::NotFound, "outputs of the stack"),
        (400, "AccessDeniedException", "not authorized", LinkTrouble::Denied, "kms:VerifyMac"),
        (400, "DisabledException", "is disabled.", LinkTrouble::Disabled, "enable it"),
        (
            400,
            "KMSInvalidStateException",
            "the key is pending deletion.",
            LinkTrouble::Deleting,
            "cancel-key-deletion",
        ),
        (400, "KMSInvalidStateException", "the key is pending import.", LinkTrouble::Other, ""),
        (400, "InvalidKeyUsageException", "", LinkTrouble::WrongUsage, "GENERATE_VERIFY_MAC"),
        (400, "UnrecognizedClientException", "invalid token", LinkTrouble::NoCredentials, "AWS_PROFILE"),
        (400, "ExpiredTokenException", "expired", LinkTrouble::NoCredentials, "AWS_PROFILE"),
        (400, "ThrottlingException", "slow down", LinkTrouble::Unavailable, "try again"),
        (500, "KMSInternalException", "", LinkTrouble::Unavailable, "try again"),
        (500, "KeyUnavailableException", "", LinkTrouble::Unavailable, "try again"),
        (400, "SomethingNewException", "", LinkTrouble::Other, ""),
    ];
    for (status, code, message, trouble, way_out) in rows {
        let body = json!({ "__type": code, "message": message }).to_string();
        let service = Server::start(move |_| {
            let body = body.clone();
            async move { Reply::new(status, body) }
        })
        .await;
        let key = HmacKey::new(&sdk_config::config(&service.url), "the-key");
        for error in [key.mint("x").await.unwrap_err(), key.verify("x", &[0; 32]).await.unwrap_err()] {
            assert_eq!(error.trouble, trouble, "{code}: {error}");
            assert!(error.to_string().contains(way_out) && error.to_string().contains("the-key"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_key_that_is_named_by_its_arn_is_asked_in_its_own_region() {
    let service = Server::saying(500, "").await;
    let key = HmacKey::new(&sdk_config::config(&service.url), "arn:aws:kms:ap-south-1:123456789012:key/0b1c");
    assert!(key.mint("x").await.is_err());
    assert!(service.asked()[0].headers.contains("/ap-south-1/kms/aws4_request"), "{:?}", service.asked()[0]);
}

fn signed_in(url: &str, session: Option<&str>, expiry: Option<DateTime<Utc>>) -> aws_config::SdkConfig {
    let credentials = Credentials::new(
        sdk_config::ACCESS_KEY,
        sdk_config::SECRET_KEY,
        session.map(str::to_owned),
        expiry.map(Into::into),
        "tests",
    );
    let provider = SharedCredentialsProvider::new(credentials);
    sdk_config::config(url).into_builder().credentials_provider(provider).build()
}

#[tokio::test]
async fn a_presigned_address_lives_no_longer_than_its_signer_and_its_bucket_let_it() {
    let hour = Duration::from_hours(1);
    let moto = Moto::start();
    let client = aws_sdk_s3::Client::from_conf(
        aws_sdk_s3::config::Builder::from(&moto.sdk_config()).force_path_style(true).build(),
    );
    for bucket in ["free", "capped"] {
        client.create_bucket().bucket(bucket).send().await.unwrap();
    }
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::capped/*",
        "Condition": { "NumericGreaterThan": { "s3:signatureAge": "1800000" } },
    }] });
    client.put_bucket_policy().bucket("capped").policy(policy.to_string()).send().await.unwrap();

    let longest = async |bucket: &str, session: Option<&str>, left: Option<TimeDelta>| {
        let sdk = signed_in(&moto.url, session, left.map(|left| now() + left));
        S3::new(&sdk, bucket).longest_link(now()).await.unwrap()
    };
    assert_eq!(longest("free", None, None).await, 7 * 24 * hour);
    assert_eq!(longest("free", Some("a session"), None).await, hour);
    assert_eq!(longest("free", Some("a session"), Some(TimeDelta::hours(5))).await, 5 * hour);
    assert_eq!(longest("free", Some("a session"), Some(TimeDelta::days(30))).await, 7 * 24 * hour);
    assert_eq!(longest("free", Some("a session"), Some(TimeDelta::minutes(-1))).await, Duration::ZERO);
    assert_eq!(longest("capped", None, None).await, hour / 2);
    assert_eq!(longest("capped", Some("a session"), Some(TimeDelta::minutes(5))).await, hour / 12);

    // s3s-fs knows no policies.
    let s3s = LocalS3::start().await;
    assert_eq!(s3s.bucket("team").longest_link(now()).await.unwrap(), 7 * 24 * hour);
    let denied = Server::saying(403, "<Error><Code>AccessDenied</Code></Error>").await;
    assert_eq!(S3::new(&sdk_config::config(&denied.url), "team").longest_link(now()).await.unwrap(), hour);
    let error = S3::new(&moto.sdk_config(), "nowhere").longest_link(now()).await.unwrap_err();
    assert_eq!(error.trouble, store::Trouble::NotFound, "{error}");
    let nobody = sdk_config::config(&moto.url).into_builder();
    let mut nobody = nobody;
    nobody.set_credentials_provider(None);
    let error = S3::new(&nobody.build(), "free").longest_link(now()).await.unwrap_err();
    assert_eq!(error.trouble, store::Trouble::NoCredentials, "{error}");
}

#[tokio::test]
async fn a_trial_of_the_links_says_what_is_wrong_with_them() {
    let kms = Kms::start().await;
    let at = |url: &str| Links::new(url, kms.hmac(), 30).unwrap();
    let good = link_site::serve(kms.endpoint(), now).await;
    probe(&at(&good.url), now()).await.unwrap();
    let asked = good.asked();
    assert_eq!(asked[0].method, "HEAD");
    assert!(asked[0].target.starts_with("/v/doctor/doctor/doctor.mp4?t="), "{}", asked[0].target);
    assert!(matches!(probe(&at(&good.url), now() - TimeDelta::hours(1)).await, Err(ProbeError::Clock)));

    let other = kms.moto.key_for_links().await;
    let other = HmacKey::new(&kms.moto.sdk_config(), &other);
    let other = Links::new(&good.url, other, 30).unwrap();
    assert!(matches!(probe(&other, now()).await, Err(ProbeError::Unknown)));

    let unreachable = probe(&at(&nobody()), now()).await;
    assert!(matches!(&unreachable, Err(ProbeError::Unreachable { host, .. }) if host == "127.0.0.1"));
    for status in [200, 301, 302, 403, 404, 410, 429, 500, 502, 503, 418] {
        let wire = Server::saying(status, "").await;
        let result = probe(&at(&wire.url), now()).await;
        let is_right = match (status, &result) {
            (200, Ok(()))
            | (403, Err(ProbeError::Forbidden))
            | (404, Err(ProbeError::Unknown))
            | (410, Err(ProbeError::Clock))
            | (503, Err(ProbeError::Unchecked)) => true,
            (429 | 500 | 502, Err(ProbeError::Broken(told)))
            | (301 | 302 | 418, Err(ProbeError::Other(told))) => *told == status,
            _ => false,
        };
        assert!(is_right, "{status}: {result:?}");
    }
    let no_key = Links::new(BASE, HmacKey::new(&sdk_config::config(&nobody()), "key"), 30).unwrap();
    assert!(matches!(probe(&no_key, now()).await, Err(ProbeError::Mint(_))));
}

/// The event that a function URL makes of a request.
fn event(method: &str, path: &str, query: &str) -> Value {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": { "host": "abc.lambda-url.eu-west-1.on.aws", "user-agent": "Mail/1.0" },
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "abc",
            "domainName": "abc.lambda-url.eu-west-1.on.aws",
            "domainPrefix": "abc",
            "http": {
                "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1",
                "userAgent": "Mail/1.0",
            },
            "requestId": "e1506fd5-9e7b-434f-bd42-4f8fa224b599",
            "routeKey": "$default",
            "stage": "$default",
            "time": "22/Nov/2026:06:00:30 +0000",
            "timeEpoch": 1_795_327_230_000_i64,
        },
        "isBase64Encoded": false,
    })
}

fn function() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_link"))
}

#[tokio::test]
async fn the_function_answers_as_in_lambda_and_writes_down_no_token() {
    let (kms, s3s) = (Kms::start().await, LocalS3::start().await);
    let bucket = s3s.bucket("team");
    let film = s3s.folder("team").join(FILM);
    fs::create_dir_all(film.parent().unwrap()).unwrap();
    fs::write(film, "a film").unwrap();
    let environment = [
        ("AWS_ACCESS_KEY_ID", sdk_config::ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", sdk_config::SECRET_KEY),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL_KMS", &kms.moto.url),
        ("AWS_ENDPOINT_URL_S3", &s3s.url),
        ("AWS_LAMBDA_LOG_LEVEL", "TRACE"),
        ("LABELRACE_BUCKET", "team"),
        ("LABELRACE_LINK_KEY_ID", &kms.id),
    ];
    let emulator = LambdaEmulator::start(function(), &environment, 10);
    let link = kms.links(30).to(FILM, Utc::now()).await.unwrap();
    let (path, query) = (link.url.path(), link.url.query().unwrap());

    let answer = emulator.invoke(&event("GET", path, query)).await;
    assert_eq!(answer["statusCode"], 302, "{answer}\n{}", emulator.said());
    assert_eq!(answer["headers"]["cache-control"], "no-store");
    let location = answer["headers"]["location"].as_str().unwrap();
    assert_eq!(http_client::get(location).await.text(), "a film");

    let head = emulator.invoke(&event("HEAD", path, query)).await;
    assert_eq!((&head["statusCode"], &head["body"]), (&json!(200), &json!("")), "{head}");
    for (method, path, query, status) in [
        ("GET", path, &query[..query.len() - 1], 404),
        ("GET", path, "", 404),
        ("GET", "/robots.txt", "", 404),
        ("POST", path, query, 405),
    ] {
        let answer = emulator.invoke(&event(method, path, query)).await;
        assert_eq!(answer["statusCode"], status, "{method} {path}: {answer}");
    }
    let old = kms.links(1).to(FILM, Utc::now() - TimeDelta::days(2)).await.unwrap();
    let answer = emulator.invoke(&event("GET", path, old.url.query().unwrap())).await;
    assert_eq!(answer["statusCode"], 410);

    for malformed in [
        json!({}),
        json!(null),
        json!("text"),
        json!([1]),
        json!({ "Records": [] }),
        json!({ "rawPath": 1 }),
        json!({ "requestContext": {} }),
    ] {
        let answer = emulator.invoke(&malformed).await;
        assert_eq!(answer["errorType"], "NotARequest", "{malformed}: {answer}");
    }
    assert_eq!(emulator.invoke(&event("GET", path, query)).await["statusCode"], 302, "it lives on");

    emulator.says("answered").await;
    let said = emulator.said();
    let first = said.lines().find(|line| line.contains("answered")).unwrap();
    let first: Value = serde_json::from_str(first).unwrap();
    assert_eq!(
        (&first["level"], &first["message"], &first["status"]),
        (&json!("INFO"), &json!("answered"), &json!(302))
    );
    let mac = query.rsplit_once('=').unwrap().1;

    let revoked = kms.links(30).to(FILM, Utc::now() - TimeDelta::hours(1)).await.unwrap();
    let before = Revocation::Before(Utc::now() - TimeDelta::minutes(30));
    revoke(&bucket, &before, Utc::now()).await.unwrap();
    // Another function, which has not read anything yet.
    let emulator = LambdaEmulator::start(function(), &environment, 10);
    let answer = emulator.invoke(&event("GET", path, revoked.url.query().unwrap())).await;
    assert_eq!(answer["statusCode"], 410, "{answer}");
    assert!(answer["body"].as_str().unwrap().contains("has been revoked"), "{answer}");
    assert_eq!(emulator.invoke(&event("GET", path, query)).await["statusCode"], 302, "it was made later");

    for secret in [mac, "X-Amz-Signature", "Blades", "lambda-url", sdk_config::SECRET_KEY] {
        assert!(!said.contains(secret), "the log holds {secret}: {said}");
    }
}

#[tokio::test]
async fn a_function_that_was_set_up_wrongly_says_what_is_missing() {
    for (environment, missing) in [
        (&[][..], "LABELRACE_BUCKET"),
        (&[("LABELRACE_BUCKET", "team")], "LABELRACE_LINK_KEY_ID"),
        (&[("LABELRACE_BUCKET", " "), ("LABELRACE_LINK_KEY_ID", "key")], "LABELRACE_BUCKET"),
    ] {
        let emulator = LambdaEmulator::start(function(), environment, 5);
        let answer = emulator.invoke(&event("GET", "/", "")).await;
        assert!(answer["statusCode"].is_null(), "{answer}");
        emulator.says(&format!("{missing} is not set")).await;
    }
}
