//! The webhook beside the mail: its address is read from SSM and Secrets Manager of moto, and a server on this machine
//! takes what Slack or Teams would.

use std::{future, process::Command, time::Duration};

use serde_json::{Value, json};

use crate::common::{
    desk::{Ran, ran},
    world::{
        World,
        http_server::{Reply, Server},
    },
};

const JOB: &str = "out/blades";
const REGION: &str = "us-east-1";
const PARAMETER: &str = "arn:aws:ssm:us-east-1:123456789012:parameter/labelrace/hook";

/// The account with a job, and a webhook whose address is in SSM.
async fn world(address: &str) -> World {
    let world = World::start().await;
    world.sample(JOB).await;
    let secret = json!({ "Name": "/labelrace/hook", "Type": "SecureString", "Value": address });
    world.moto.json(REGION, "ssm", "AmazonSSM.PutParameter", secret).await;
    world
}

/// A run of the day with this number, as the function would do it.
async fn run(world: &World, arguments: &[&str], more: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_labelrace"));
    command.env_clear().env("AWS_EC2_METADATA_DISABLED", "true").args(arguments).envs(world.variables(JOB));
    command.env("LABELRACE_FONTS", concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts"));
    command.env("LABELRACE_WEBHOOK", PARAMETER).envs(more.iter().copied());
    tokio::task::spawn_blocking(move || ran(command)).await.unwrap()
}

const DAILY: [&str; 5] = ["send", "--kind", "daily", "--scheduled-time", "2026-11-23T07:30:00Z"];

/// A path that only somebody who knows the secret can know.
const SECRET: &str = "T0SECRET";

#[tokio::test(flavor = "multi_thread")]
async fn slack_hears_once_what_the_mail_says_and_nobody_learns_the_address() {
    let slack = Server::saying(200, "ok").await;
    let world = world(&format!("{}/services/{SECRET}", slack.url)).await;
    let first = run(&world, &DAILY, &[]).await;
    let again = run(&world, &DAILY, &[]).await;
    assert_eq!((first.code, again.code), (Some(0), Some(0)), "{first:?} {again:?}");
    let asked = slack.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!((asked[0].method.as_str(), asked[0].target.as_str()), ("POST", "/services/T0SECRET"));
    assert!(asked[0].headers.contains("content-type: application/json"), "{}", asked[0].headers);
    let post: Value = serde_json::from_str(&asked[0].body).unwrap();
    let text = post["text"].as_str().unwrap();
    assert_eq!(post.as_object().unwrap().len(), 1, "Slack takes a text: {post}");
    let mails = world.mails("labelers").await;
    let [mail] = &mails[..] else { panic!("not one mail but {mails:?}") };
    assert!(text.starts_with(&format!("*{}*\n```Hello!", mail.subject)), "{text}");
    for line in mail.body.lines().filter(|line| !line.starts_with("http") && !line.contains(['<', '&'])) {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert!(text.contains(&format!("<{}|Film>", mail.link())) && text.contains(".png?"), "{text}");
    let record = world.json("runs/blades/daily/20261123T073000Z.json").await;
    assert_eq!(record["posted"], true, "{record}");
    let record = record.to_string();
    for told in [&first.out, &first.err, &again.out, &again.err, &record, &mail.body] {
        assert!(!told.contains(SECRET), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn teams_gets_a_card_from_a_secret_of_secrets_manager() {
    let teams = Server::saying(202, "").await;
    let world = World::start().await;
    world.sample(JOB).await;
    let secret = json!({ "Name": "hook", "SecretString": format!("{}/workflows/{SECRET}", teams.url) });
    let made = world.moto.json(REGION, "secretsmanager", "secretsmanager.CreateSecret", secret).await;
    let arn = made["ARN"].as_str().unwrap();
    let more = [("LABELRACE_WEBHOOK", arn), ("LABELRACE_WEBHOOK_STYLE", "teams")];
    let weekly = ["send", "--kind", "weekly", "--scheduled-time", "2026-11-23T08:00:00Z"];
    let _ = run(&world, &weekly, &more).await.ok();
    let post: Value = serde_json::from_str(&teams.asked()[0].body).unwrap();
    assert_eq!(post["type"], "message");
    let card = &post["attachments"][0];
    assert_eq!(card["contentType"], "application/vnd.microsoft.card.adaptive");
    assert_eq!(
        (&card["content"]["type"], &card["content"]["version"]),
        (&json!("AdaptiveCard"), &json!("1.4"))
    );
    let blocks = card["content"]["body"].as_array().unwrap();
    assert!(
        blocks.iter().all(|block| block["type"] == "TextBlock" && block["text"].is_string()),
        "{blocks:?}"
    );
    assert!(blocks.iter().any(|block| block["text"].as_str().unwrap().contains("PROGRESS")), "{blocks:?}");
    let actions = card["content"]["actions"].as_array().unwrap();
    assert!(actions.iter().all(|action| action["type"] == "Action.OpenUrl" && action["url"].is_string()));
    // Those who asked for the labelers' mail only hear nothing of the owners'.
    let only = [more[0], more[1], ("LABELRACE_WEBHOOK_AUDIENCE", "labelers")];
    let later = ["send", "--kind", "weekly", "--force", "--scheduled-time", "2026-11-30T08:00:00Z"];
    let _ = run(&world, &later, &only).await.ok();
    assert_eq!(teams.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_fails_or_hangs_keeps_neither_film_nor_mail_back() {
    let broken = Server::saying(500, "no").await;
    let hanging = Server::start(|_| async {
        tokio::time::sleep(Duration::from_mins(10)).await;
        Reply::new(200, "")
    })
    .await;
    let gone = Server::start(|_| future::ready(Reply::new(404, "no such hook"))).await;
    for (n, (url, why)) in [
        (format!("{}/{SECRET}", broken.url), "status 500"),
        (format!("{}/{SECRET}", hanging.url), "no answer in time"),
        (format!("{}/{SECRET}", gone.url), "status 404"),
        (format!("http://127.0.0.1:9/{SECRET}"), "could not be reached"),
        (format!("ftp://example.com/{SECRET}"), "is not an https address"),
    ]
    .into_iter()
    .enumerate()
    {
        let world = world(&url).await;
        let time = format!("2026-11-2{n}T07:30:00Z");
        let daily = ["send", "-v", "--kind", "daily", "--scheduled-time", &time];
        let ran = run(&world, &daily, &[]).await;
        assert!(ran.out.starts_with("film made and mail sent"), "{why}: {ran:?}");
        assert!(ran.err.contains("not posted") && ran.err.contains(why), "{why}: {}", ran.err);
        assert!(!ran.err.contains(SECRET) && !ran.out.contains(SECRET), "{ran:?}");
        assert_eq!(world.n_mails().await, (1, 0), "{why}");
    }
    let world = world("https://unused.example.com/x").await;
    let missing = [("LABELRACE_WEBHOOK", "arn:aws:ssm:us-east-1:123456789012:parameter/none")];
    let ran = run(&world, &["send", "-v", "--kind", "daily"], &missing).await;
    assert!(
        ran.out.starts_with("film made and mail sent") && ran.err.contains("ParameterNotFound"),
        "{ran:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_itself_is_refused_before_anything_is_done() {
    let world = World::start().await;
    let url = format!("https://hooks.slack.com/services/{SECRET}");
    let ran = run(&world, &["send"], &[("LABELRACE_WEBHOOK", &url)]).await;
    assert_ne!(ran.code, Some(0));
    assert!(ran.err.contains("never the address itself") && !ran.err.contains(SECRET), "{ran:?}");
    let shown = run(&world, &["send", "--print-mail"], &[("LABELRACE_WEBHOOK", "")]).await;
    assert_ne!(shown.code, Some(0), "there is no job");
}
