//! The commands about mail and the cloud, as somebody types them: the real program, against the services of
//! AWS by moto, with the link function's own answers behind an address of this machine.

use std::{process::Command, time::Duration};

use chrono::Utc;
use labelrace::{
    service::link::{endpoint::LinkEndpoint, kms::HmacKey},
    store::{Store, When, s3::S3},
};
use serde_json::{Value, json};

#[cfg(target_arch = "x86_64")]
use crate::common::browser::uses;
use crate::common::{
    desk::{Desk, Ran, left_by_runs, ran},
    world::{
        World, http_client,
        http_server::Server,
        link_site,
        user_pools::{Pool, User},
    },
};

const JOB: &str = "out/blades";

/// The account, and a laptop with the variables of the stack in its shell.
struct Laptop {
    world: World,
    link_site: Server,
}

impl Laptop {
    async fn new() -> Self {
        Self::over(World::start().await).await
    }

    async fn over(world: World) -> Self {
        world.sample(JOB).await;
        let link_site = site(&world).await;
        Self { world, link_site }
    }

    /// The program, with `more` variables; an empty one takes one away.
    async fn labelrace(&self, arguments: &[&str], more: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_labelrace"));
        command.env_clear().env("AWS_EC2_METADATA_DISABLED", "true").args(arguments);
        command.envs(self.world.variables(JOB)).env("LABELRACE_LINK_URL", format!("{}/", self.link_site.url));
        command.env("LABELRACE_FONTS", concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts"));
        for (name, value) in more {
            if value.is_empty() {
                command.env_remove(name)
            } else {
                command.env(name, value)
            };
        }
        // Services of this test are in this process: they must go on while the program runs.
        tokio::task::spawn_blocking(move || ran(command)).await.unwrap()
    }

    async fn doctor(&self, more: &[(&str, &str)]) -> Ran {
        self.labelrace(&["doctor"], more).await
    }
}

/// The function behind the links, which has answered nothing yet.
async fn site(world: &World) -> Server {
    let sdk = world.moto.sdk_config();
    let endpoint = LinkEndpoint::new(HmacKey::new(&sdk, &world.key), S3::new(&sdk, "films"));
    link_site::serve(endpoint, Utc::now).await
}

/// The line of the doctor about `what`.
#[track_caller]
fn about<'r>(ran: &'r Ran, what: &str) -> &'r str {
    let line = ran.out.lines().find(|line| line.split_whitespace().nth(1) == Some(what));
    line.unwrap_or_else(|| panic!("nothing about {what} in\n{}{}", ran.out, ran.err))
}

/// One thing is wrong, the line about it says so with these words, and nothing else is wrong.
#[track_caller]
fn only_this_is_bad(ran: &Ran, what: &str, words: &[&str]) {
    let line = about(ran, what).to_owned();
    assert!(line.starts_with("BAD "), "{line}");
    for word in words {
        assert!(line.contains(word), "`{word}` is not in: {line}");
    }
    let bad: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("BAD ")).collect();
    assert_eq!(bad.len(), 1, "{bad:#?}");
    assert_eq!(ran.code, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_sent_from_a_laptop_and_its_link_opens() {
    let laptop = Laptop::new().await;
    let printed = laptop.labelrace(&["send"], &[]).await.ok();
    assert!(printed.starts_with("film made; no mail: s3://films/videos/blades/once/"), "{printed}");
    let link = printed.lines().last().unwrap();
    assert!(link.starts_with(&laptop.link_site.url), "{link}");
    let answer = http_client::send("GET", link, &[], "").await;
    assert_eq!(answer.status, 302);
    assert_eq!(laptop.world.n_mails().await, (0, 0), "once tells nobody");

    let scheduled = ["send", "--kind", "daily", "--scheduled-time", "2026-11-23T07:30:00Z", "--json"];
    let receipt: Value = serde_json::from_str(&laptop.labelrace(&scheduled, &[]).await.ok()).unwrap();
    assert_eq!((&receipt["status"], &receipt["notified"]), (&json!("done"), &json!(true)), "{receipt}");
    assert_eq!(receipt["video"], "s3://films/videos/blades/daily/20261123T073000Z.mp4");
    let again = laptop.labelrace(&scheduled[..5], &[]).await.ok();
    assert!(
        again.starts_with("already done; --force") && again.contains("s3://films/videos/blades/daily/"),
        "{again}"
    );
    let later = laptop.labelrace(&["send", "--kind", "daily"], &[]).await.ok();
    assert!(later.contains("no new answers since the last film; --force makes one"), "{later}");
    assert_eq!(laptop.world.n_mails().await, (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_deletes_nothing_of_somebody_elses() {
    let laptop = Laptop::new().await;
    let desk = Desk::new();
    let left = left_by_runs(desk.path());
    let tmp = desk.path().to_str().unwrap();
    let _ = laptop.labelrace(&["send"], &[("TMPDIR", tmp)]).await.ok();
    assert_eq!(desk.names(), left);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_can_be_read_before_anybody_gets_it() {
    let laptop = Laptop::new().await;
    let mail = laptop.labelrace(&["send", "--kind", "weekly", "--print-mail"], &[]).await.ok();
    let not_sent = "film made; mail printed above, NOT sent: s3://films/";
    for words in ["Subject: [labelrace] blades: ", "IN THE LEAD", "Watch it", &laptop.link_site.url, not_sent]
    {
        assert!(mail.contains(words), "`{words}` is not in {mail}");
    }
    assert_eq!(laptop.world.n_mails().await, (0, 0));
    // What the stack says of the work and the language is in its mail.
    let settings =
        r#"{"size":"320x180","duration":"1s","fps":10,"deadline":"2030-12-12","total":9000,"language":"de"}"#;
    let german = ["send", "--kind", "weekly", "--force", "--print-mail"];
    let german = laptop.labelrace(&german, &[("LABELRACE_SETTINGS", settings)]).await.ok();
    for words in
        ["RECHTZEITIG?", "Termin Do 12. Dez. 2030", "von 9.000 Labels", "Ansehen (1 s). Der Link gilt bis"]
    {
        assert!(german.contains(words), "`{words}` is not in {german}");
    }
    let json = laptop.labelrace(&["send", "--audience", "owners", "--print-mail", "--json"], &[]).await;
    assert!(json.err.contains("Subject: "), "{}", json.err);
    let _: Value = serde_json::from_str(&json.out).expect("nothing but JSON is printed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let laptop = Laptop::new().await;
    let said = laptop.labelrace(&["send", "--kind", "daily", "--dry-run"], &[]).await.ok();
    assert!(
        said.starts_with("dry run: nothing was made, uploaded or sent\njob:  s3://source/out/blades"),
        "{said}"
    );
    for words in [
        " labels by ",
        "the newest of ",
        "film: daily, 320x180, to s3://films/",
        "mail: to labelers through arn:",
    ] {
        assert!(said.contains(words), "`{words}` is not in {said}");
    }
    let printed =
        laptop.labelrace(&["send", "--kind", "weekly", "--print-mail", "--dry-run"], &[]).await.ok();
    assert!(
        printed.contains("film: weekly, 320x180") && printed.contains("for owners, printed and not sent"),
        "{printed}"
    );
    let wrong = laptop.labelrace(&["send", "s3://source/out/nothing", "--dry-run"], &[]).await;
    wrong.failed(1, &["there is nothing in s3://source/out/nothing"]);
    let subscribe = ["subscribe", "ann@example.com", "--audience", "owners", "--dry-run"];
    let said = laptop.labelrace(&subscribe, &[]).await.ok();
    assert!(
        said.starts_with("dry run: nobody was asked\n") && said.contains("the mail for owners from arn:"),
        "{said}"
    );
    assert!(!said.contains("ann@"), "{said}");
    assert_eq!(laptop.world.n_mails().await, (0, 0));
    // Nothing is remembered of it: the same run comes afterwards as if it were the first.
    let done = laptop.labelrace(&["send", "--kind", "daily"], &[]).await.ok();
    assert!(done.starts_with("film made and mail sent: s3://films/"), "{done}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_refused_with_the_way_out() {
    let laptop = Laptop::new().await;
    let no_topic = laptop.labelrace(&["send", "--kind", "daily"], &[("LABELRACE_TOPIC_ARN", "")]).await;
    no_topic.failed(2, &["LABELRACE_TOPIC_ARN", "audience none"]);
    laptop.labelrace(&["send"], &[("LABELRACE_BUCKET", "")]).await.failed(2, &["--bucket"]);
    laptop
        .labelrace(&["send"], &[("LABELRACE_BUCKET", "nobody")])
        .await
        .failed(1, &["s3://nobody/", "bucket"]);
    laptop.labelrace(&["send"], &[("LABELRACE_LINK_KEY_ID", "")]).await.failed(2, &["--link-key-id"]);
    laptop
        .labelrace(&["send", "--kind", "monthly"], &[])
        .await
        .failed(2, &["[possible values: daily, weekly, once, job, jobs, summary]"]);
    let wrong = laptop.labelrace(&["send", "s3://source/out/nothing"], &[]).await;
    wrong.failed(1, &["there is nothing in s3://source/out/nothing"]);
    assert_eq!(laptop.world.n_mails().await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_asked_and_confirms() {
    let laptop = Laptop::new().await;
    let subscribe = ["subscribe", "ann@example.com", "--audience", "labelers,owners"];
    // moto takes every subscription for confirmed.
    let said = laptop.labelrace(&subscribe, &[]).await.ok();
    assert!(said.contains("already subscribed to the mail for labelers and owners"), "{said}");
    assert!(!said.contains("ann@"), "{said}");
    let wrong = laptop.labelrace(&["subscribe", "ann", "--audience", "labelers"], &[]).await;
    wrong.failed(1, &["not an e-mail address"]);
    laptop.labelrace(&["subscribe", "ann@example.com"], &[]).await.failed(2, &["--audience"]);
    laptop.labelrace(&["subscribe", "ann@example.com", "--audience", "none"], &[]).await.failed(2, &["none"]);

    let url = format!(
        "https://sns.us-east-1.amazonaws.com/confirmation.html?TopicArn={}&Token=2336412f37&Endpoint=ann@example.com",
        laptop.world.topic
    );
    let said = laptop.labelrace(&["confirm", &url], &[]).await.ok();
    assert!(said.starts_with("confirmed;"), "{said}");
    let cut = laptop.labelrace(&["confirm", url.split('&').next().unwrap()], &[]).await;
    cut.failed(2, &["the address is incomplete"]);
    let other = laptop.labelrace(&["confirm", "https://example.com/?TopicArn=a&Token=b"], &[]).await;
    other.failed(2, &["not one of Amazon SNS"]);
}

// The browser is a package for these processors only.
#[cfg(target_arch = "x86_64")]
#[tokio::test(flavor = "multi_thread")]
async fn the_page_behind_a_link_is_used_in_a_browser() {
    let laptop = Laptop::new().await;
    let printed = laptop.labelrace(&["send"], &[]).await.ok();
    let link = printed.lines().last().unwrap().to_owned();
    let steps = ["plays", "sorts", "is used with the keyboard"];
    tokio::task::spawn_blocking(move || uses(&link, &steps)).await.unwrap();

    // Without the function behind links everything is at addresses of the bucket.
    let none = [("LABELRACE_LINK_URL", ""), ("LABELRACE_LINK_KEY_ID", "")];
    let printed = laptop.labelrace(&["send", "--force"], &none).await.ok();
    let address = printed.lines().last().unwrap().to_owned();
    assert!(address.contains(".html?") && address.contains("X-Amz-Signature="), "{address}");
    tokio::task::spawn_blocking(move || uses(&address, &["plays"])).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_sent_can_be_revoked_from_a_laptop() {
    let laptop = Laptop::new().await;
    let printed = laptop.labelrace(&["send"], &[]).await.ok();
    let link = printed.lines().last().unwrap();
    let said = laptop.labelrace(&["revoke", link], &[]).await.ok();
    assert!(said.starts_with("revoked: this link, within a minute."), "{said}");
    let answer = http_client::send("GET", link, &[], "").await;
    assert_eq!(answer.status, 410);
    assert!(answer.text().contains("has been revoked"), "{}", answer.text());

    let said =
        laptop.labelrace(&["revoke", "--before", "2026-01-02", "--time-zone", "Asia/Tokyo"], &[]).await;
    assert!(said.ok().starts_with("revoked: every link made before 2 Jan 2026, 00:00 JST, within"));
    let kept = laptop.world.json("links/revoked.json").await;
    assert_eq!(
        (&kept["before"], kept["links"].as_object().unwrap().len()),
        (&json!("2026-01-01T15:00:00Z"), 1)
    );

    let cut = link.rsplit_once('&').unwrap().0;
    laptop.labelrace(&["revoke", cut], &[]).await.failed(2, &["not a whole link"]);
    laptop.labelrace(&["revoke"], &[]).await.failed(2, &["--before"]);
    laptop.labelrace(&["revoke", link, "--before", "7d"], &[]).await.failed(2, &["cannot be used with"]);
    laptop.labelrace(&["revoke", "--before", "2999-01-01"], &[]).await.failed(1, &["in the future"]);
    laptop.labelrace(&["revoke", link], &[("LABELRACE_BUCKET", "nobody")]).await.failed(1, &["s3://nobody/"]);

    let films = laptop.world.bucket("films");
    films.put("links/revoked.json", "{}".into(), "application/json", When::Always).await.unwrap();
    laptop.labelrace(&["revoke", link], &[]).await.failed(1, &["not a list of revoked links", "delete it"]);
    films.put("links/revoked.json", "".into(), "application/json", When::Always).await.unwrap();
    let other = Laptop { link_site: site(&laptop.world).await, ..laptop };
    only_this_is_bad(&other.doctor(&[]).await, "link", &["links/revoked.json"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_everything_in_order_and_mails_nobody() {
    let laptop = Laptop::new().await;
    let _ = laptop.labelrace(&["send", "--kind", "daily"], &[]).await.ok();
    assert_eq!(laptop.world.n_mails().await, (1, 0));
    let found = laptop.doctor(&[]).await;
    for (what, words) in [
        ("job", "answers in s3://source/out/blades can be listed and read"),
        ("bucket", "s3://films can be written and read, by one run at a time"),
        ("daily", "film made, mail sent"),
        ("topic", "mail can be sent"),
        ("labelers", "1 confirmed subscription gets their mail"),
        ("owners", "1 confirmed subscription gets their mail"),
        ("link", "a link made now is answered"),
        ("ffmpeg", "makes films"),
        ("fonts", ""),
    ] {
        let line = about(&found, what);
        assert!(line.starts_with("good ") && line.contains(words), "{line}");
    }
    assert_eq!(found.code, Some(0), "{}", found.err);
    assert!(about(&found, "weekly").contains("there has been none yet"));
    assert_eq!(laptop.world.n_mails().await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_tells_of_each_thing_that_is_broken_what_to_do() {
    let laptop = Laptop::new().await;
    let sdk = laptop.world.moto.sdk_config();

    let found = laptop.doctor(&[("LABELRACE_JOB", "s3://source/out/nothing/")]).await;
    only_this_is_bad(&found, "job", &["there is nothing in s3://source/out/nothing"]);
    laptop
        .world
        .bucket("source")
        .put("out/young/annotation-tool/data.json", "{}".into(), "", When::Always)
        .await
        .unwrap();
    let found = laptop.doctor(&[("LABELRACE_JOB", "s3://source/out/young/")]).await;
    only_this_is_bad(&found, "job", &["has no answers yet"]);
    let found = laptop.doctor(&[("LABELRACE_JOB", "s3://nobody/out/")]).await;
    only_this_is_bad(&found, "job", &["s3://nobody/", "bucket does not exist"]);

    let found = laptop.doctor(&[("LABELRACE_BUCKET", "nobody")]).await;
    only_this_is_bad(&found, "bucket", &["s3://nobody/", "bucket does not exist"]);

    let topic = laptop.world.topic.replace("labelrace", "nobody");
    let found = laptop.doctor(&[("LABELRACE_TOPIC_ARN", &topic)]).await;
    only_this_is_bad(&found, "topic", &["the topic does not exist"]);

    let other = laptop.world.other_key().await;
    let found = laptop.doctor(&[("LABELRACE_LINK_KEY_ID", &other)]).await;
    only_this_is_bad(&found, "link", &["checks with another KMS key"]);
    let found = laptop.doctor(&[("LABELRACE_LINK_KEY_ID", "7ca1a11e-0000-4000-8000-000000000000")]).await;
    only_this_is_bad(&found, "link", &["the KMS key does not exist"]);
    let found = laptop.doctor(&[("LABELRACE_LINK_URL", "http://127.0.0.1:9/")]).await;
    only_this_is_bad(&found, "link", &["cannot be reached"]);

    let found = laptop.doctor(&[("LABELRACE_FFMPEG", "/bin/false")]).await;
    only_this_is_bad(&found, "ffmpeg", &["/bin/false"]);
    let found = laptop.doctor(&[("LABELRACE_FFMPEG", "/nowhere/ffmpeg")]).await;
    only_this_is_bad(&found, "ffmpeg", &["which is not there"]);

    laptop.world.unsubscribe("owners").await;
    let found = laptop.doctor(&[]).await;
    only_this_is_bad(
        &found,
        "owners",
        &["nobody gets their mail", "labelrace subscribe ADDRESS --audience owners"],
    );

    let sns = aws_sdk_sns::Client::new(&sdk);
    let all = sns.subscribe().topic_arn(&laptop.world.topic).protocol("sqs");
    all.endpoint("arn:aws:sqs:us-east-1:123456789012:owners").send().await.unwrap();
    let found = laptop.doctor(&[]).await;
    assert!(about(&found, "topic").starts_with("? "), "{}", about(&found, "topic"));
    assert_eq!(laptop.world.n_mails().await, (0, 0), "who has no filter gets no trial");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_looks_into_the_log_and_the_pools_that_it_is_told_of() {
    const TEAM: &str = "eu-west-1_TeamAAAA1";
    let ann = User::new("5f0c-1", "ann@example.com").with("nickname", "Robin");
    let bob = User::new("5f0c-2", "bob@example.com");
    let pool = Pool { id: TEAM, users: vec![ann.clone(), bob.clone()] };
    let laptop = Laptop::over(World::with_pools(&[pool]).await).await;
    let doctor = async |pool: &str| {
        laptop.labelrace(&["doctor", "--user-pool", pool], &[("LABELRACE_LOG_GROUP", "logs:")]).await
    };
    let found = doctor(TEAM).await;
    only_this_is_bad(&found, "log", &["there is nothing here", "/WorkerActivity in us-east-1", "AWS_REGION"]);
    let words = about(&found, "user");
    assert!(words.starts_with("good ") && words.contains("2 users, 1 with a name"), "{words}");
    for secret in ann.secrets().into_iter().chain(bob.secrets()) {
        assert!(!found.out.contains(secret), "{secret} is in {}", found.out);
    }

    let group = "/aws/sagemaker/groundtruth/WorkerActivity";
    laptop.world.moto.logs().create_log_group().log_group_name(group).send().await.unwrap();
    let found = doctor("eu-west-1_Nobody000").await;
    only_this_is_bad(&found, "user", &["there is no user pool eu-west-1_Nobody000 in this account"]);
    assert!(about(&found, "log").starts_with("good "), "{}", found.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_tells_how_the_last_runs_went() {
    let laptop = Laptop::new().await;
    let nowhere = [("LABELRACE_TOPIC_ARN", laptop.world.topic.replace("labelrace", "nobody"))];
    let nowhere: Vec<(&str, &str)> = nowhere.iter().map(|(name, value)| (*name, value.as_str())).collect();
    laptop.labelrace(&["send", "--kind", "daily"], &nowhere).await.failed(1, &["its mail could not be sent"]);
    only_this_is_bad(&laptop.doctor(&[]).await, "daily", &["it failed with NotifyFailed"]);

    let key = "runs/blades/weekly/20261123T080000Z.json";
    let _ = laptop
        .labelrace(&["send", "--kind", "weekly", "--scheduled-time", "2026-11-23T08:00:00Z"], &[])
        .await
        .ok();
    let mut record = laptop.world.json(key).await;
    record["state"] = json!("claimed");
    record["lease_until"] = json!("2020-01-01T00:00:00Z");
    let put = async |key: &str, record: &Value| {
        let body = record.to_string().into();
        laptop.world.bucket("films").put(key, body, "application/json", When::Always).await.unwrap();
    };
    put(key, &record).await;
    let found = laptop.doctor(&[]).await;
    assert!(about(&found, "weekly").contains("it was ended before it was done"), "{}", found.out);
    record["lease_until"] = json!(Utc::now() + Duration::from_mins(10));
    put(key, &record).await;
    assert!(about(&laptop.doctor(&[]).await, "weekly").contains("one is at work now"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_set_nothing_is_told_what_to_set() {
    let laptop = Laptop::new().await;
    let unset: Vec<(&str, &str)> = ["JOB", "BUCKET", "TOPIC_ARN", "LINK_URL", "LINK_KEY_ID"]
        .map(|name| (&*format!("LABELRACE_{name}").leak(), ""))
        .into();
    let found = laptop.doctor(&unset).await;
    for (what, name) in
        [("job", "LABELRACE_JOB"), ("bucket", "LABELRACE_BUCKET"), ("topic", "LABELRACE_TOPIC_ARN")]
    {
        let line = about(&found, what);
        assert!(line.starts_with("? ") && line.contains(name), "{line}");
    }
    assert_eq!(found.code, Some(0));
}
