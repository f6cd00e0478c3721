//! Names from the user pools that a team signs in with: which are shown, what never is, and that a film is made
//! whatever is wrong with a pool. The pools are moto's; the program and the function are the real ones.

use std::{collections::BTreeSet, process::Command};

use aws_sdk_cognitoidentityprovider::{Client, config::Region};
use labelrace::{
    people::{NameTrouble, cognito::UserPools},
    source::{UserPool, WorkerId},
};
use serde_json::{Value, json};

use crate::common::{
    desk::{Desk, Ran, SMALL, ran},
    jobs::{Job, answer_in},
    world::{
        LambdaMachine, World,
        http_server::{Reply, Server},
        moto::Moto,
        sdk_config,
        user_pools::{self, Pool, User},
    },
};

const EUROPE: &str = "eu-west-1_TeamAAAA1";
const OHIO: &str = "us-east-2_TeamBBBB2";
const EMPTY: &str = "eu-west-1_Empty0001";

fn sub(n: usize) -> String {
    format!("{n:08x}-aaaa-4bbb-8ccc-{n:012x}")
}

/// One of 200 people, of ten kinds, and what a film may call them; `None` for a pseudonym.
fn odd(n: usize) -> (Option<User>, Option<String>) {
    let username = match n % 4 {
        0 => format!("person.{n}@example.com"),
        1 => format!("User-{n}"),
        2 => sub(n),
        _ => format!("+49170{n:07}"),
    };
    let user = User::new(&sub(n), &username);
    let ana = user.clone().with("given_name", "Ana");
    let (user, name) = match n % 10 {
        0 => (user.with("nickname", &format!("Robin {n}")), Some(format!("Robin {n}"))),
        1 => (
            ana.with("nickname", &format!("person.{n}@example.com")).with("family_name", "reyes"),
            Some("Ana R.".into()),
        ),
        2 => (user.with("nickname", &username.to_uppercase()), None),
        3 => (
            user.with("nickname", "\u{200B}\u{3164}").with("name", &format!(" Kim\t{n} ")),
            Some(format!("Kim {n}")),
        ),
        4 => (ana.with("family_name", "Silva"), Some("Ana S.".into())),
        5 => (user.with("preferred_username", &format!("pref{n}")), Some(format!("pref{n}"))),
        6 => (User { enabled: false, ..user.with("nickname", "Gone") }, None),
        7 => (
            User { status: "UNCONFIRMED", ..user.with("nickname", &format!("Fresh {n}")) },
            Some(format!("Fresh {n}")),
        ),
        8 => (user.with("name", "kim＠example.com").with("nickname", &format!("Me ({})", sub(n))), None),
        _ => return (None, None),
    };
    (Some(user), name)
}

/// The team of 200, and four people in another region.
fn pools() -> Vec<Pool> {
    let ohio = |n: usize| User::new(&sub(n), &format!("Ohio-{n}")).with("nickname", &format!("Buckeye {n}"));
    vec![
        Pool { id: EUROPE, users: (0..200).filter_map(|n| odd(n).0).collect() },
        Pool { id: OHIO, users: (200..204).map(ohio).collect() },
        Pool { id: EMPTY, users: Vec::new() },
    ]
}

/// A job that all of them work on, one object each.
fn job(desk: &Desk) {
    let all = (0..204).fold(Job::at(desk.at("job")), |job, n| {
        let (pool, time) =
            (if n < 200 { EUROPE } else { OHIO }, format!("2024-03-04T{:02}:{:02}:00Z", n / 60, n % 60));
        job.answers(&n.to_string(), &[answer_in(pool, &format!("w{n}"), &sub(n), &time)])
    });
    all.root();
}

/// The program, in the account of `world`.
async fn labelrace(world: &World, desk: &Desk, arguments: &[&str]) -> Ran {
    let mut command: Command = desk.command(arguments);
    for (name, value) in world.variables("none") {
        if name.starts_with("AWS_") {
            command.env(name, value);
        }
    }
    tokio::task::spawn_blocking(move || ran(command)).await.unwrap()
}

/// Nobody can be found in this text by what they sign in with.
#[track_caller]
fn exposes_nobody(text: &str, users: &[User], what: &str) {
    let text = text.to_lowercase();
    for secret in users.iter().flat_map(User::secrets) {
        // A user name that is the sub is where subs are, and tested there.
        let is_sub = users.iter().any(|user| user.sub == secret);
        assert!(is_sub || !text.contains(&secret.to_lowercase()), "{secret} is in {what}");
    }
}

#[track_caller]
fn has_no_sub(text: &str, what: &str) {
    assert!(!text.contains("-aaaa-4bbb-8ccc-"), "a sub is in {what}: {text}");
}

#[tokio::test]
async fn of_200_odd_users_in_two_regions_only_names_are_shown() {
    let world = World::with_pools(&pools()).await;
    let users: Vec<User> = pools().into_iter().flat_map(|pool| pool.users).collect();
    let desk = Desk::new();
    job(&desk);
    let csv =
        labelrace(&world, &desk, &["people", "job", "--names", "cognito", "--format", "csv"]).await.ok();
    let plain = labelrace(&world, &desk, &["people", "job", "--format", "csv"]).await.ok();
    assert_eq!(csv.lines().next(), Some("id,name,from,labels,first,last"));
    exposes_nobody(&csv, &users, "the list of people");

    let rows = |csv: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let (rows, pseudonyms) = (rows(&csv), rows(&plain));
    assert_eq!(rows.len(), 204);
    let mut anas = [0, 0];
    for (n, row) in rows.iter().enumerate() {
        let name = if n < 200 { odd(n).1 } else { Some(format!("Buckeye {n}")) };
        let expected = match name.as_deref() {
            Some(ana @ ("Ana R." | "Ana S.")) => {
                let count = &mut anas[usize::from(ana == "Ana S.")];
                *count += 1;
                if *count == 1 { ana.to_owned() } else { format!("{ana} {count}") }
            }
            Some(name) => name.to_owned(),
            None => pseudonyms[n][1].clone(),
        };
        let from = if name.is_some() { "cognito" } else { "pseudonym" };
        let day = "2024-03-04";
        assert_eq!(*row, [sub(n).as_str(), &expected, from, "1", day, day], "{n}");
    }
    let names: BTreeSet<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(names.len(), 204, "no two have one name");

    // The list is an alias file once its other columns are cut off.
    std::fs::write(desk.at("names.csv"), format!("id,name\n{},Boss\nw5,Robin 0\n", sub(0))).unwrap();
    let listed = ["people", "job", "--names", "cognito", "--format", "json", "--aliases", "names.csv"];
    let listed: Value = serde_json::from_str(&labelrace(&world, &desk, &listed).await.ok()).unwrap();
    assert_eq!((&listed[0]["name"], &listed[0]["from"]), (&json!("Boss"), &json!("alias")));
    assert_eq!((&listed[5]["name"], &listed[5]["from"]), (&json!("Robin 0"), &json!("alias")));
    exposes_nobody(&listed.to_string(), &users, "the list as JSON");

    // What a film draws is in its frames.
    let film = ["frames", "job", "--names", "cognito", "--top", "30"];
    let frames = labelrace(&world, &desk, &[&film[..], &SMALL[..]].concat()).await.ok();
    exposes_nobody(&frames, &users, "the frames");
    for frame in frames.lines() {
        let frame: Value = serde_json::from_str(frame).unwrap();
        for bar in frame["bars"].as_array().unwrap() {
            has_no_sub(bar["name"].as_str().unwrap(), "a bar");
        }
    }
    let film = ["render", "job", "--names", "cognito", "--json", "-o", "race.mp4"];
    let receipt = labelrace(&world, &desk, &[&film[..], &SMALL[..]].concat()).await.ok();
    exposes_nobody(&receipt, &users, "the receipt");
    has_no_sub(&receipt, "the receipt");
    assert!(!receipt.contains("names_warning"), "{receipt}");
}

#[tokio::test]
async fn user_names_are_shown_to_an_owner_who_asks_and_nowhere_else() {
    let world = World::with_pools(&pools()).await;
    let desk = Desk::new();
    job(&desk);
    let people = ["people", "job", "--names", "cognito", "--show-usernames"];
    let csv = labelrace(&world, &desk, &[&people[..], &["--format", "csv"]].concat()).await.ok();
    assert_eq!(csv.lines().next(), Some("id,name,from,labels,first,last,username,email"));
    let line = format!(
        "{},Robin 0,cognito,1,2024-03-04,2024-03-04,person.0@example.com,{0}@mail.example.com",
        sub(0)
    );
    assert_eq!(csv.lines().nth(1), Some(line.as_str()));
    let table = labelrace(&world, &desk, &people).await.ok();
    let last = table.lines().last().unwrap();
    assert!(last.contains("Buckeye 203") && last.contains("Ohio-203"), "{last}");

    let refused = labelrace(&world, &desk, &["people", "job", "--show-usernames"]).await;
    refused.failed(2, &["--show-usernames needs --names cognito"]);
    for command in ["render", "tally", "frames", "send"] {
        let refused =
            labelrace(&world, &desk, &[command, "job", "--names", "cognito", "--show-usernames"]).await;
        assert_eq!(refused.code, Some(2), "{command}: {}", refused.err);
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_a_pool_is_one_warning_and_the_film_is_made() {
    let world = World::with_pools(&pools()).await;
    let desk = Desk::new();
    job(&desk);
    let mut old = Job::at(desk.at("old"));
    old = old.answer("0", "ann", "2024-03-04T08:10:00Z");
    old.root();
    for (source, more, words) in [
        ("job", &["--user-pool", "eu-west-1_Gone00001"][..], "there is no user pool eu-west-1_Gone00001"),
        ("job", &["--user-pool", EMPTY], "the user pool eu-west-1_Empty0001 is empty"),
        (
            "old",
            &["--user-pool", OHIO],
            "none of the people of this job is in the user pool us-east-2_TeamBBBB2",
        ),
        ("old", &[], "the job does not say which user pool"),
    ] {
        let film = [&["render", source, "--names", "cognito", "--json", "-o", "race.mp4"], &SMALL[..], more]
            .concat();
        let Ran { code, out, err } = labelrace(&world, &desk, &film).await;
        assert_eq!(code, Some(0), "{err}");
        let warnings: Vec<&str> = err.lines().collect();
        assert!(warnings.len() == 1 && warnings[0].starts_with("warning: "), "{err}");
        assert!(warnings[0].contains(words), "{err}");
        let receipt: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(format!("warning: {}", receipt["names_warning"].as_str().unwrap()), warnings[0]);
        assert!(desk.at("race.mp4").exists());
    }
    for id in [
        "TeamAAAA1",
        "eu-west-1",
        "eu-west-1_",
        "eu-west-1_a b",
        "",
        "arn:aws:cognito-idp:eu-west-1:1:userpool/",
    ] {
        let refused =
            labelrace(&world, &desk, &["people", "job", "--names", "cognito", "--user-pool", id]).await;
        assert_eq!(refused.code, Some(2), "{id}");
        assert!(refused.err.contains("is not the id of a user pool"), "{}", refused.err);
    }
    let arn = format!("arn:aws:cognito-idp:us-east-2:123456789012:userpool/{OHIO}");
    let ohio = ["people", "job", "--names", "cognito", "--user-pool", &arn, "--format", "csv"];
    let csv = labelrace(&world, &desk, &ohio).await.ok();
    assert_eq!(csv.lines().filter(|line| line.contains(",cognito,")).count(), 4, "{csv}");
}

/// A service that answers every request like this, and what comes of one pool.
async fn service(status: u16, code: &str) -> (Vec<NameTrouble>, usize) {
    let body = json!({"__type": code, "message": "As the service says it."}).to_string();
    let server = Server::start(move |_| {
        let reply = Reply::new(status, body.clone()).with("content-type", "application/x-amz-json-1.1");
        async { reply }
    })
    .await;
    let pools = UserPools::new(&sdk_config::config(&server.url));
    let (users, troubles) = pools.users(&BTreeSet::from([UserPool::new(EUROPE).unwrap()])).await;
    assert!(users.is_empty());
    (troubles, server.asked().len())
}

#[tokio::test]
async fn a_refusal_is_told_at_once_and_throttling_waited_out() {
    let (denied, asked) = service(400, "AccessDeniedException").await;
    assert!(matches!(denied[..], [NameTrouble::Denied(_)]) && asked == 1, "{denied:?} after {asked}");
    let (missing, _) = service(400, "ResourceNotFoundException").await;
    assert!(matches!(missing[..], [NameTrouble::NoSuchPool(_)]), "{missing:?}");
    let (busy, asked) = service(400, "TooManyRequestsException").await;
    assert!(matches!(busy[..], [NameTrouble::Unavailable(_)]) && 3 < asked, "{busy:?} after {asked}");
}

#[tokio::test]
async fn a_pool_of_20_000_is_read_to_its_end() {
    let moto = Moto::start_after(&user_pools::python_crowd(EUROPE, 20_000));
    let pools = UserPools::new(&moto.sdk_config());
    let (users, troubles) = pools.users(&BTreeSet::from([UserPool::new(EUROPE).unwrap()])).await;
    assert!(troubles.is_empty(), "{troubles:?}");
    let subs: BTreeSet<WorkerId> = users.into_iter().filter_map(|user| user.sub).collect();
    assert_eq!(subs.len(), 20_000);
    assert!(subs.contains(&WorkerId::new("crowd-19999").unwrap()));
}

#[tokio::test]
async fn the_function_shows_names_and_remembers_them_when_the_pool_is_gone() {
    let users: Vec<User> = (0..6)
        .map(|n| {
            User::new(&sub(n), &format!("login-{n}@example.com")).with("nickname", &format!("Robin {n}"))
        })
        .collect();
    let world = World::with_pools(&[Pool { id: EUROPE, users: users.clone() }]).await;
    // Robin 0 leads by so much that the others stay hidden behind the total.
    for object in 0..16 {
        let n = if object < 12 { object % 6 } else { 0 };
        let answer = answer_in(EUROPE, &format!("w{n}"), &sub(n), &format!("2026-11-20T08:{object:02}:00Z"));
        world.object("out/blades", &object.to_string(), &[answer]).await;
    }
    let settings = r#"{"size": "320x180", "duration": "1s", "fps": 10, "names": "cognito"}"#;
    let more = [("LABELRACE_SETTINGS", settings)];
    let machine = LambdaMachine::start(&world.variables("out/blades"), &more, 120);
    let run =
        |kind: &str, day: u32| json!({"kind": kind, "scheduled_time": format!("2026-11-{day}T07:30:00Z")});

    let first = machine.invoke(&run("daily", 23)).await;
    assert_eq!((&first["status"], first.get("names_warning")), (&json!("done"), None), "{first}");
    let mails = world.mails("labelers").await;
    let [mail] = &mails[..] else { panic!("{} mails", mails.len()) };
    assert!(mail.body.contains("Robin 0") && !mail.body.contains("names could not be read"), "{}", mail.body);

    let europe = aws_sdk_cognitoidentityprovider::config::Builder::from(&world.moto.sdk_config());
    let client = Client::from_conf(europe.region(Region::from_static("eu-west-1")).build());
    client.delete_user_pool().user_pool_id(EUROPE).send().await.unwrap();
    let again = machine
        .invoke(&json!({"kind": "daily", "scheduled_time": "2026-11-23T07:30:00Z", "force": true}))
        .await;
    let warning = again["names_warning"].as_str().unwrap_or_default();
    assert!(warning.contains("there is no user pool eu-west-1_TeamAAAA1"), "{again}");
    let mails = world.mails("labelers").await;
    let [without] = &mails[..] else { panic!("{} mails", mails.len()) };
    let lead = |body: &str| {
        body.split_once("RACE OF THE WEEK").unwrap().1.split_once("Watch it").unwrap().0.to_owned()
    };
    assert_eq!(lead(&without.body), lead(&mail.body), "names are remembered");
    assert!(without.body.contains("Some names could not be read"), "{}", without.body);
    let weekly = machine.invoke(&run("weekly", 23)).await;
    assert_eq!(weekly["status"], "done", "{weekly}");
    let mails = world.mails("owners").await;
    let [owners] = &mails[..] else { panic!("{} mails", mails.len()) };
    assert!(
        owners
            .body
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("there is no user pool eu-west-1_TeamAAAA1"),
        "{}",
        owners.body
    );

    let log = machine.log().join("\n");
    for (text, what) in [
        (log.as_str(), "the log"),
        (&mail.body, "a mail"),
        (&without.body, "a mail"),
        (&owners.body, "a mail"),
        (&first.to_string(), "a receipt"),
        (&again.to_string(), "a receipt"),
    ] {
        exposes_nobody(text, &users, what);
        has_no_sub(text, what);
    }
    for key in world.keys().await {
        if !key.starts_with("videos/") {
            exposes_nobody(&String::from_utf8_lossy(&world.seen(&key).await.bytes), &users, &key);
        }
    }
}

#[tokio::test]
async fn of_200_odd_users_the_function_lets_nothing_out_but_names() {
    let users: Vec<User> = pools().into_iter().flat_map(|pool| pool.users).collect();
    let world = World::with_pools(&pools()).await;
    for n in 0..204 {
        let (pool, time) =
            (if n < 200 { EUROPE } else { OHIO }, format!("2026-11-20T{:02}:{:02}:00Z", n / 60, n % 60));
        let answer = answer_in(pool, &format!("w{n}"), &sub(n), &time);
        world.object("out/blades", &n.to_string(), &[answer]).await;
    }
    let settings = r#"{"size": "320x180", "duration": "1s", "fps": 10, "names": "cognito", "top": 30, "interval": "1h"}"#;
    let machine =
        LambdaMachine::start(&world.variables("out/blades"), &[("LABELRACE_SETTINGS", settings)], 120);
    for (kind, audience) in [("daily", "labelers"), ("weekly", "owners")] {
        let done = machine.invoke(&json!({"kind": kind, "scheduled_time": "2026-11-23T07:30:00Z"})).await;
        assert_eq!((&done["status"], done.get("names_warning")), (&json!("done"), None), "{done}");
        let mails = world.mails(audience).await;
        let [mail] = &mails[..] else { panic!("{} mails", mails.len()) };
        for (text, what) in
            [(&done.to_string(), "a receipt"), (&mail.subject, "a subject"), (&mail.body, "a mail")]
        {
            exposes_nobody(text, &users, what);
            has_no_sub(text, what);
        }
    }
    let log = machine.log().join("\n");
    exposes_nobody(&log, &users, "the log");
    has_no_sub(&log, "the log");
    let keys = world.keys().await;
    assert!(keys.iter().any(|key| key.ends_with("stats.json")), "{keys:?}");
    for key in keys {
        exposes_nobody(&key, &users, "a key");
        // In a film too, texts stand as they are: its title and its comment.
        let text = String::from_utf8_lossy(&world.seen(&key).await.bytes).into_owned();
        exposes_nobody(&text, &users, &key);
        if key.ends_with("stats.json") || key.starts_with("videos/") {
            has_no_sub(&text, &key);
        }
    }
}
