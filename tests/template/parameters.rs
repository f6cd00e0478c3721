//! What a person may say, and what is refused before anything is made.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::stack::{NEEDED, POOL, python, source, text};

fn parameters() -> impl Iterator<Item = (&'static str, &'static Value)> {
    let all = source()["Parameters"].as_object().unwrap();
    assert!(20 < all.len(), "this test no longer sees the parameters");
    all.iter().map(|(name, parameter)| (name.as_str(), parameter))
}

fn parameter(name: &str) -> &'static Value {
    let parameter = &source()["Parameters"][name];
    assert!(parameter.is_object(), "there is no parameter {name}");
    parameter
}

#[test]
fn only_what_nobody_can_guess_must_be_said() {
    let without: BTreeSet<&str> = parameters()
        .filter(|(_, parameter)| parameter.get("Default").is_none())
        .map(|(name, _)| name)
        .collect();
    assert_eq!(without, NEEDED.map(|(name, _)| name).into());
}

#[test]
fn every_parameter_is_explained_labelled_and_in_one_group() {
    let interface = &source()["Metadata"]["AWS::CloudFormation::Interface"];
    let mut grouped: Vec<String> = Vec::new();
    for group in interface["ParameterGroups"].as_array().unwrap() {
        assert!(!text(&group["Label"]["default"]).is_empty());
        grouped.extend(group["Parameters"].as_array().unwrap().iter().map(text));
    }
    grouped.sort();
    let mut names: Vec<&str> = parameters().map(|(name, _)| name).collect();
    names.sort_unstable();
    assert_eq!(grouped, names, "each parameter is in one group, and each group has only parameters");

    let labels = interface["ParameterLabels"].as_object().unwrap();
    assert_eq!(labels.keys().map(String::as_str).collect::<BTreeSet<_>>(), names.into_iter().collect());
    for (name, parameter) in parameters() {
        assert!(labels[name]["default"].as_str().is_some_and(|label| 1 < label.len()), "{name} has no label");
        let description = parameter["Description"].as_str().unwrap_or_default();
        assert!(description.ends_with('.') && description.len() <= 4000, "{name} is not explained");
    }
}

#[test]
fn whatever_a_person_types_is_checked_and_every_default_would_pass() {
    let mut pairs = Vec::new();
    for (name, parameter) in parameters() {
        let default = parameter.get("Default");
        if let Some(allowed) = parameter.get("AllowedValues") {
            let allowed: Vec<String> = allowed.as_array().unwrap().iter().map(text).collect();
            assert!(default.is_none_or(|default| allowed.contains(&text(default))), "the default of {name}");
        } else if parameter["Type"] == "Number" {
            let (least, most) = (parameter["MinValue"].as_f64(), parameter["MaxValue"].as_f64());
            let default = default.unwrap().as_f64();
            assert!(least.is_some() && least <= default && default <= most, "the range of {name}");
        } else {
            assert_eq!(parameter["Type"], "String", "{name}");
            let pattern = parameter["AllowedPattern"].as_str().unwrap_or_default();
            assert!(pattern.starts_with('^') && pattern.ends_with('$'), "{name} takes anything");
            let told = parameter["ConstraintDescription"].as_str().unwrap_or_default();
            assert!(told.starts_with("must "), "{name} is refused without a word");
            pairs.extend(default.map(|default| json!([pattern, default])));
        }
    }
    assert!(10 < pairs.len());
    let passes = python("match", &json!(pairs));
    for (pair, passes) in pairs.iter().zip(passes.as_array().unwrap()) {
        assert_eq!(passes, &json!(true), "a default does not fit its pattern: {pair}");
    }
}

/// For each pattern what it takes and what it refuses.
const EXAMPLES: &[(&str, &[&str], &[&str])] = &[
    (
        "JobBucket",
        &["jobs", "my-jobs.eu", "abc"],
        &["", "ab", "s3://jobs", "Jobs", "jobs/", "jo*bs", "-jobs"],
    ),
    (
        "JobPrefix",
        &["out/", "out/my-job/", "out/Mein Auftrag/", "a.b/c=d/e+f/", "x/"],
        &[
            "",
            "/",
            "out",
            "/out/",
            "out//job/",
            "out/*/",
            "o?t/",
            "${aws:username}/",
            "out/ /",
            "it's/",
            "s3://b/out",
            "öl/",
        ],
    ),
    (
        "TimeZone",
        &["UTC", "Europe/Berlin", "America/Argentina/Ushuaia", "Etc/GMT+2", "GB-Eire"],
        &["", "berlin", "+02:00", "Europe/", "Europe/Berlin ", "A/B/C/D"],
    ),
    ("LabelersEmail", ADDRESSES, NO_ADDRESSES),
    ("OwnersEmail", ADDRESSES, NO_ADDRESSES),
    ("AlarmEmail", ADDRESSES, NO_ADDRESSES),
    ("Contact", &["", "Ada, +49 30 1234", "ada@example.com"], &["two\nlines", "<b>Ada</b>", "a\tb"]),
    (
        "Webhook",
        &[
            "",
            "arn:aws:ssm:eu-west-1:111122223333:parameter/labelrace/hook",
            "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:hook-a1B2c3",
        ],
        &[
            "https://hooks.slack.com/services/T0/B0/x",
            "hook",
            "arn:aws:ssm:eu-west-1:1:parameter/hook",
            "arn:aws:ssm:eu-west-1:111122223333:parameter/*",
        ],
    ),
    ("DailyExpression", EXPRESSIONS, NO_EXPRESSIONS),
    ("WeeklyExpression", EXPRESSIONS, NO_EXPRESSIONS),
    ("FleetExpression", EXPRESSIONS, NO_EXPRESSIONS),
    (
        "Settings",
        &["{}", r#"{"title": "Blätter, $5 & more", "top": 12}"#],
        &["", "top=12", "[]", "{\"title\": \"two\nlines\"}"],
    ),
    (
        "AliasesUri",
        &["", "s3://people/names.csv", "s3://people/team a/names.csv"],
        &[
            "names.csv",
            "s3://people",
            "s3://people/",
            "s3://people/*",
            "s3://people/a?.csv",
            "https://people/n.csv",
        ],
    ),
    (
        "GroupUri",
        &["", "s3://people/teams.csv"],
        &["teams.csv", "s3://people", "s3://people/", "s3://people/*", "https://people/n.csv"],
    ),
    (
        "CognitoUserPoolArn",
        &["", POOL, "arn:aws-cn:cognito-idp:cn-north-1:111122223333:userpool/cn-north-1_Ab1"],
        &[
            "eu-west-1_AbCdEf123",
            "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/*",
            "arn:aws:cognito-idp:*:111122223333:userpool/eu-west-1_A",
        ],
    ),
    ("JobBucketAccount", &["", "999988887777"], &["99998888777", "9999-8888-7777"]),
    ("JobBucketKeyArn", KEYS, NO_KEYS),
    (
        "FfmpegLayerArn",
        &["", "arn:aws:lambda:eu-west-1:111122223333:layer:ffmpeg:3"],
        &[
            "ffmpeg",
            "arn:aws:lambda:eu-west-1:111122223333:layer:ffmpeg",
            "arn:aws:lambda:eu-west-1:1:layer:f:3",
        ],
    ),
    ("KeyArn", KEYS, NO_KEYS),
    (
        "PermissionsBoundaryArn",
        &["", "arn:aws:iam::111122223333:policy/team/bound", "arn:aws:iam::aws:policy/PowerUserAccess"],
        &["bound", "arn:aws:iam::111122223333:role/bound"],
    ),
    ("RaceConcurrency", &["", "0", "1", "100"], &["-1", "01", "1000", "none"]),
];

const ADDRESSES: &[&str] = &["", "ada@example.com", "a.b+c@mail.example.co.uk"];
const NO_ADDRESSES: &[&str] = &["ada", "ada@example", "a@example.com, b@example.com", "a b@example.com"];
const EXPRESSIONS: &[&str] =
    &["cron(30 7 * * ? *)", "cron(30 7 ? * MON-FRI *)", "cron(0 04 ? * MON *)", "cron(5 23 L * ? 2026)"];
/// The clocks change in some zone at each hour up to 03:00.
const NO_EXPRESSIONS: &[&str] = &[
    "",
    "rate(1 day)",
    "30 7 * * ? *",
    "cron(30 7 * *)",
    "cron(30 0 * * ? *)",
    "cron(30 2 * * ? *)",
    "cron(30 03 * * ? *)",
    "cron(30 24 * * ? *)",
    "cron(30 * * * ? *)",
    "cron(30 7,8 * * ? *)",
    "cron(*/5 7 * * ? *)",
    "cron(60 7 * * ? *)",
];
const KEYS: &[&str] = &[
    "",
    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
];
const NO_KEYS: &[&str] = &[
    "alias/labels",
    "1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:eu-west-1:111122223333:alias/labels",
    "*",
];

#[test]
fn patterns_take_what_is_right_and_refuse_what_is_not() {
    let with_pattern: BTreeSet<&str> =
        parameters().filter(|(_, p)| p.get("AllowedPattern").is_some()).map(|(name, _)| name).collect();
    // The two concurrencies have one pattern.
    assert_eq!(
        parameter("LinkConcurrency")["AllowedPattern"],
        parameter("RaceConcurrency")["AllowedPattern"]
    );
    let tried: BTreeSet<&str> = EXAMPLES.iter().map(|(name, ..)| *name).chain(["LinkConcurrency"]).collect();
    assert_eq!(with_pattern, tried, "each pattern has examples");

    let mut pairs = Vec::new();
    let mut expected = Vec::new();
    for (name, takes, refuses) in EXAMPLES {
        let pattern = &parameter(name)["AllowedPattern"];
        pairs.extend(takes.iter().chain(*refuses).map(|example| json!([pattern, example])));
        expected.extend(takes.iter().map(|example| (name, example, true)));
        expected.extend(refuses.iter().map(|example| (name, example, false)));
    }
    let found = python("match", &json!(pairs));
    let wrong: Vec<_> = expected
        .iter()
        .zip(found.as_array().unwrap())
        .filter(|((.., expected), found)| json!(expected) != **found)
        .map(|(example, _)| example)
        .collect();
    assert!(wrong.is_empty(), "(parameter, example, whether it should be taken): {wrong:?}");
}

#[test]
fn a_link_cannot_outlive_its_film_whatever_is_said() {
    let (link, video) = (parameter("LinkDays"), parameter("VideoDays"));
    assert!(link["MaxValue"].as_u64().unwrap() <= video["MinValue"].as_u64().unwrap());
    assert_eq!((&link["Default"], &video["Default"]), (&json!(14), &json!(90)));
}
