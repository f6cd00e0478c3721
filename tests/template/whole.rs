//! The template as a whole.

use std::{collections::BTreeSet, path::Path, process::Command};

use super::stack::{EVERYTHING, Stack, text};

fn tool(name: &str, arguments: &[&str]) -> (bool, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = root.join(".tools/venv/bin").join(name);
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(&program)
        .args(arguments)
        .current_dir(root)
        .env_clear()
        .env("HOME", home.path())
        .env("AWS_DEFAULT_REGION", "eu-west-1")
        .env("SAM_CLI_TELEMETRY", "0")
        .output()
        .unwrap_or_else(|error| panic!("there is no {name} ({error}): run `make tools`"));
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.success(), said)
}

#[test]
fn sam_finds_nothing_wrong_with_it() {
    let (fine, said) = tool("sam", &["validate", "--lint", "--template", "template.yaml"]);
    assert!(fine && said.contains("is a valid SAM Template"), "{said}");
}

#[test]
fn cfn_lint_has_nothing_to_say() {
    let arguments =
        ["--regions", "eu-west-1", "us-east-1", "--include-checks", "I", "--ignore-checks", "I3042"];
    let (fine, said) = tool("cfn-lint", &[&arguments[..], &["--template", "template.yaml"]].concat());
    assert!(fine && said.trim().is_empty(), "{said}");
}

/// What a resource of each kind would be called by, if anything.
const NAMES: [(&str, &str); 19] = [
    ("AWS::CloudWatch::Alarm", "AlarmName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::KMS::Key", ""),
    ("AWS::Lambda::EventInvokeConfig", ""),
    ("AWS::Lambda::Function", "FunctionName"),
    ("AWS::Lambda::LayerVersion", "LayerName"),
    ("AWS::Lambda::Permission", ""),
    ("AWS::Lambda::Url", ""),
    ("AWS::Logs::LogGroup", "LogGroupName"),
    ("AWS::S3::Bucket", "BucketName"),
    ("AWS::S3::BucketPolicy", ""),
    ("AWS::SNS::Subscription", ""),
    ("AWS::SNS::Topic", "TopicName"),
    ("AWS::SNS::TopicPolicy", ""),
    ("AWS::SQS::Queue", "QueueName"),
    ("AWS::SQS::QueuePolicy", ""),
    ("AWS::Scheduler::Schedule", "Name"),
    ("AWS::Scheduler::ScheduleGroup", "Name"),
    ("AWS::StepFunctions::StateMachine", "StateMachineName"),
];

#[test]
fn two_stacks_fit_into_one_account() {
    let stack = Stack::with(&[&EVERYTHING[..], &[("Fleet", "on")]].concat());
    let mut seen = BTreeSet::new();
    for (name, resource) in stack.all() {
        let kind = text(&resource["Type"]);
        let known = NAMES.iter().find(|(known, _)| *known == kind);
        let (_, property) = known.unwrap_or_else(|| panic!("how is a {kind} called? say it in this test"));
        let called = &resource["Properties"][property];
        assert!(
            called.is_null() || called.as_str().is_some_and(|called| called.starts_with("labels-")),
            "{name} is called {called} in every stack"
        );
        seen.insert(kind);
    }
    assert!(15 < seen.len());
}

#[test]
fn a_stack_says_what_one_needs_next() {
    let stack = Stack::plain();
    let value = |name: &str| text(&stack.outputs[name]["Value"]);
    let names: Vec<&str> = stack.outputs.keys().map(String::as_str).collect();
    let expected = [
        "AlarmTopicArn",
        "DeadLetterQueue",
        "Environment",
        "LinkKeyId",
        "LinkUrl",
        "LogsUrl",
        "RaceFunction",
        "RunOnce",
        "TopicArn",
        "VideoBucket",
    ];
    assert_eq!(names.iter().copied().collect::<BTreeSet<_>>(), expected.into());
    for (name, output) in &stack.outputs {
        assert!(output["Description"].as_str().is_some_and(|told| told.ends_with('.')), "{name}");
        assert!(output["Export"].is_null(), "{name}: an export is a name, and two stacks would share it");
    }
    assert_eq!(value("VideoBucket"), "VideoBucket");
    assert_eq!(value("TopicArn"), "Topic");
    assert_eq!(value("RaceFunction"), "RaceFunction");
    assert_eq!(value("LinkUrl"), "LinkFunctionUrl.FunctionUrl");
    assert_eq!(value("LinkKeyId"), "LinkKey");
    assert_eq!(value("DeadLetterQueue"), "DeadLetters");
    assert_eq!(value("AlarmTopicArn"), "AlarmTopic");
    assert_eq!(
        value("RunOnce"),
        "sam remote invoke RaceFunction --stack-name labels --region eu-west-1 \
         --event '{\"kind\":\"once\"}' --parameter InvocationType=Event"
    );
    assert!(value("LogsUrl").starts_with("https://eu-west-1.console.aws.amazon.com/cloudwatch/"));
    assert!(text(&stack.outputs["VideoBucket"]["Description"]).contains("stays when the stack is deleted"));
}

#[test]
fn the_command_line_is_told_what_the_function_is_told() {
    let more = Stack::with(&[("ActivityLog", "on"), ("Exports", "json"), ("Privacy", "strict")]);
    for (stack, expected) in [(Stack::plain(), 7), (more, 10)] {
        let told = stack.at("RaceFunction", "/Environment/Variables");
        let lines = text(&stack.outputs["Environment"]["Value"]);
        let mut n = 0;
        for line in lines.lines().filter(|line| !line.starts_with("export AWS_REGION='eu-west-1'")) {
            let (name, value) = line.strip_prefix("export ").unwrap().split_once('=').unwrap();
            assert_eq!(value, format!("'{}'", text(&told[name])), "{name}");
            n += 1;
        }
        assert_eq!(n, expected, "{lines}");
    }
}

#[test]
fn the_owner_of_another_accounts_bucket_is_told_whom_to_let_in() {
    assert!(!Stack::plain().outputs.contains_key("JobBucketReader"));
    let stack = Stack::with(&[("JobBucketAccount", "999988887777")]);
    assert_eq!(stack.outputs["JobBucketReader"]["Value"], "RaceRole.Arn");
}
