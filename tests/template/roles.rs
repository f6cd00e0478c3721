//! Who may do what: every role with every action on every resource.

use super::stack::{EVERYTHING, KEY, POOL, Stack, WEBHOOK, rules};

const ROLES: [&str; 3] = ["LinkRole", "RaceRole", "ScheduleRole"];

fn allowed(stack: &Stack, role: &str) -> Vec<String> {
    let policies = stack.at(role, "/Policies").as_array().unwrap();
    policies.iter().flat_map(|policy| rules(&policy["PolicyDocument"])).collect()
}

fn trusted(stack: &Stack, role: &str) -> Vec<String> {
    rules(stack.at(role, "/AssumeRolePolicyDocument"))
}

/// The lines are these, in any order.
#[track_caller]
fn same(found: &[String], expected: &[&str]) {
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    let more: Vec<_> = found.iter().filter(|line| !expected.contains(&line.as_str())).collect();
    let less: Vec<_> = expected.iter().filter(|line| !found.contains(&(**line).to_owned())).collect();
    assert!(more.is_empty() && less.is_empty(), "more than expected: {more:#?}\nless: {less:#?}");
    assert_eq!(found.len(), expected.len(), "a line comes twice");
}

const RACE: [&str; 13] = [
    "Allow s3:ListBucket on arn:aws:s3:::jobs if StringEquals s3:ResourceAccount 111122223333 and StringLike s3:prefix out/leaves/*",
    "Allow s3:GetObject on arn:aws:s3:::jobs/out/leaves/* if StringEquals s3:ResourceAccount 111122223333",
    "Allow s3:PutObject on VideoBucket.Arn/videos/*",
    "Allow s3:PutObject on VideoBucket.Arn/runs/*",
    "Allow s3:PutObject on VideoBucket.Arn/data/*",
    "Allow s3:GetObject on VideoBucket.Arn/runs/*",
    "Allow s3:GetObject on VideoBucket.Arn/data/*",
    "Allow s3:ListBucket on VideoBucket.Arn if StringLikeIfExists s3:prefix runs/* data/* videos/*",
    "Allow kms:GenerateMac on LinkKey.Arn",
    "Allow sns:Publish on Topic",
    "Allow sqs:SendMessage on DeadLetters.Arn",
    "Allow logs:CreateLogStream on RaceLogs.Arn",
    "Allow logs:PutLogEvents on RaceLogs.Arn",
];

const LINK: [&str; 6] = [
    "Allow s3:GetObject on VideoBucket.Arn/videos/*",
    "Allow kms:VerifyMac on LinkKey.Arn",
    "Allow s3:GetObject on VideoBucket.Arn/links/revoked.json",
    "Allow s3:ListBucket on VideoBucket.Arn if StringLikeIfExists s3:prefix links/*",
    "Allow logs:CreateLogStream on LinkLogs.Arn",
    "Allow logs:PutLogEvents on LinkLogs.Arn",
];

const SCHEDULE: [&str; 2] =
    ["Allow lambda:InvokeFunction on RaceFunction.Arn", "Allow sqs:SendMessage on DeadLetters.Arn"];

const TRACE: [&str; 2] = ["Allow xray:PutTelemetryRecords on *", "Allow xray:PutTraceSegments on *"];

#[test]
fn each_role_may_do_what_it_does_and_nothing_else() {
    let stack = Stack::plain();
    same(&allowed(&stack, "RaceRole"), &RACE);
    same(&allowed(&stack, "LinkRole"), &LINK);
    same(&allowed(&stack, "ScheduleRole"), &SCHEDULE);
}

#[test]
fn names_that_people_chose_are_one_object_and_nothing_beside_it() {
    let stack = Stack::with(&[("AliasesUri", "s3://people/team/names.csv")]);
    let names = "Allow s3:GetObject on arn:aws:s3:::people/team/names.csv if StringEquals s3:ResourceAccount 111122223333";
    same(&allowed(&stack, "RaceRole"), &[RACE.to_vec(), vec![names]].concat());
}

#[test]
fn who_is_in_which_team_is_one_object_too() {
    let stack = Stack::with(&[("GroupUri", "s3://people/teams.csv")]);
    let teams =
        "Allow s3:GetObject on arn:aws:s3:::people/teams.csv if StringEquals s3:ResourceAccount 111122223333";
    same(&allowed(&stack, "RaceRole"), &[RACE.to_vec(), vec![teams]].concat());
    let there = Stack::with(&[("GroupUri", "s3://people/teams.csv"), ("JobBucketAccount", "999988887777")]);
    let line = format!("{teams} 999988887777");
    assert!(allowed(&there, "RaceRole").contains(&line), "nor in any third account");
}

#[test]
fn the_labelers_of_one_user_pool_are_listed_and_nothing_else() {
    let stack = Stack::with(&[("CognitoUserPoolArn", POOL)]);
    let list = format!("Allow cognito-idp:ListUsers on {POOL}");
    same(&allowed(&stack, "RaceRole"), &[RACE.to_vec(), vec![list.as_str()]].concat());
}

#[test]
fn the_secret_of_a_webhook_is_read_and_no_other() {
    let stack = Stack::with(&[("Webhook", WEBHOOK)]);
    let reads = ["ssm:GetParameter", "secretsmanager:GetSecretValue"]
        .map(|action| format!("Allow {action} on {WEBHOOK}"));
    same(&allowed(&stack, "RaceRole"), &[RACE.to_vec(), reads.iter().map(String::as_str).collect()].concat());
    let under_key = Stack::with(&[("Webhook", WEBHOOK), ("KeyArn", KEY)]);
    let through = "kms:ViaService ssm.eu-west-1.amazonaws.com";
    assert!(
        allowed(&under_key, "RaceRole")
            .iter()
            .any(|line| line.contains("kms:Decrypt") && line.contains(through))
    );
}

#[test]
fn the_activity_of_workers_is_read_only_if_somebody_says_so() {
    let stack = Stack::with(&[("ActivityLog", "on")]);
    let log = "Allow logs:FilterLogEvents on arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/groundtruth/WorkerActivity:*";
    same(&allowed(&stack, "RaceRole"), &[RACE.to_vec(), vec![log]].concat());
}

#[test]
fn a_bucket_of_another_account_is_read_there_and_nowhere_else() {
    let key = "arn:aws:kms:eu-west-1:999988887777:key/theirs";
    let stack = Stack::with(&[("JobBucketAccount", "999988887777"), ("JobBucketKeyArn", key)]);
    let there: Vec<String> = RACE.iter().map(|line| line.replace("111122223333", "999988887777")).collect();
    let decrypt =
        format!("Allow kms:Decrypt on {key} if StringEquals kms:ViaService s3.eu-west-1.amazonaws.com");
    let expected: Vec<&str> = there.iter().map(String::as_str).chain([decrypt.as_str()]).collect();
    same(&allowed(&stack, "RaceRole"), &expected);
}

#[test]
fn your_own_key_is_used_through_its_services_only() {
    let stack = Stack::with(&[("KeyArn", KEY)]);
    let through = |action: &str, services: &[&str]| {
        let services: Vec<String> =
            services.iter().map(|service| format!("{service}.eu-west-1.amazonaws.com")).collect();
        format!("Allow kms:{action} on {KEY} if StringEquals kms:ViaService {}", services.join(" "))
    };
    for (role, plain, services, actions) in [
        ("RaceRole", RACE.to_vec(), &["s3", "sns", "sqs"][..], &["Decrypt", "GenerateDataKey"][..]),
        ("LinkRole", LINK.to_vec(), &["s3"], &["Decrypt"]),
        ("ScheduleRole", SCHEDULE.to_vec(), &["sqs"], &["Decrypt", "GenerateDataKey"]),
    ] {
        let more: Vec<String> = actions.iter().map(|action| through(action, services)).collect();
        let expected: Vec<&str> = plain.into_iter().chain(more.iter().map(String::as_str)).collect();
        same(&allowed(&stack, role), &expected);
    }
}

#[test]
fn traces_are_the_one_thing_that_has_no_resource() {
    let stack = Stack::with(&[("Tracing", "on")]);
    same(&allowed(&stack, "RaceRole"), &[RACE.to_vec(), TRACE.to_vec()].concat());
    same(&allowed(&stack, "LinkRole"), &[LINK.to_vec(), TRACE.to_vec()].concat());
    same(&allowed(&stack, "ScheduleRole"), &SCHEDULE);
}

#[test]
fn no_role_may_do_anything_at_all_or_to_anything_at_all() {
    let stack = Stack::with(&EVERYTHING);
    assert_eq!(stack.of_type("AWS::IAM::Role"), ROLES, "each role is written out, SAM adds none");
    assert!(
        stack.of_type("AWS::IAM::Policy").is_empty() && stack.of_type("AWS::IAM::ManagedPolicy").is_empty()
    );
    for role in ROLES {
        assert!(stack.at(role, "/ManagedPolicyArns").is_null(), "{role} has what AWS thinks it needs");
        for line in allowed(&stack, role) {
            let (action, rest) = line.strip_prefix("Allow ").unwrap().split_once(" on ").unwrap();
            assert!(!action.contains('*'), "{role}: {line}");
            let resource = rest.split(" if ").next().unwrap();
            assert!(resource != "*" || TRACE.contains(&line.as_str()), "{role}: {line}");
            assert!(
                !resource.trim_end_matches("/*").trim_end_matches(":*").contains('*') || resource == "*",
                "{role}: {line}"
            );
        }
    }
}

#[test]
fn the_function_behind_the_link_can_neither_sign_nor_write() {
    let stack = Stack::with(&EVERYTHING);
    let mut actions: Vec<String> = allowed(&stack, "LinkRole")
        .iter()
        .map(|line| line.split_whitespace().nth(1).unwrap().to_owned())
        .filter(|action| !action.starts_with("logs:") && !action.starts_with("xray:"))
        .collect();
    actions.sort();
    actions.dedup();
    assert_eq!(actions, ["kms:Decrypt", "kms:VerifyMac", "s3:GetObject", "s3:ListBucket"]);
    let race = allowed(&stack, "RaceRole");
    assert!(
        !race.iter().any(|line| line.contains("VerifyMac") || line.contains("/links/")),
        "nor un-revoke one"
    );
}

#[test]
fn a_role_is_taken_by_its_service_and_for_this_stack() {
    let stack = Stack::plain();
    for role in ["RaceRole", "LinkRole"] {
        assert_eq!(trusted(&stack, role), ["Allow Service lambda.amazonaws.com sts:AssumeRole"]);
    }
    assert_eq!(
        trusted(&stack, "ScheduleRole"),
        ["Allow Service scheduler.amazonaws.com sts:AssumeRole if \
          StringEquals aws:SourceAccount 111122223333 and StringEquals aws:SourceArn Schedules.Arn"]
    );
    for (function, role) in [("RaceFunction", "RaceRole.Arn"), ("LinkFunction", "LinkRole.Arn")] {
        assert_eq!(stack.at(function, "/Role"), role);
    }
}

#[test]
fn a_boundary_bounds_every_role_and_without_one_none_is_bound() {
    let bound = "arn:aws:iam::111122223333:policy/bound";
    let (with, without) = (Stack::with(&[("PermissionsBoundaryArn", bound)]), Stack::plain());
    for role in ROLES {
        assert_eq!(with.at(role, "/PermissionsBoundary"), bound);
        assert!(without.at(role, "/PermissionsBoundary").is_null());
    }
}
