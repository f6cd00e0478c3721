//! A film for each of many jobs: the machine, who may start what, when, and what rings.

use std::{collections::BTreeSet, path::Path, process::Command};

use labelrace::settings::{Defaults, Request, RunKind};
use serde_json::{Value, json};

use super::stack::{EVERYTHING, KEY, Stack, rules, text};

const ON: (&str, &str) = ("Fleet", "on");

fn names(stack: &Stack) -> BTreeSet<String> {
    stack.all().map(|(name, _)| name.to_owned()).collect()
}

fn allowed(stack: &Stack, role: &str) -> BTreeSet<String> {
    let policies = stack.at(role, "/Policies").as_array().unwrap();
    policies.iter().flat_map(|policy| rules(&policy["PolicyDocument"])).collect()
}

#[test]
fn it_is_not_there_while_it_is_off() {
    let (off, on) = (names(&Stack::plain()), names(&Stack::with(&[ON])));
    let more: Vec<&str> = on.difference(&off).map(String::as_str).collect();
    assert_eq!(
        more,
        ["FleetFailsAlarm", "FleetLogs", "FleetMachine", "FleetRace", "FleetRole", "FleetTimeoutAlarm"]
    );
    assert!(off.is_subset(&on));
    assert!(!Stack::plain().outputs.keys().any(|name| name.contains("Fleet")));
}

#[test]
fn its_role_may_work_start_itself_and_read_the_list() {
    let stack = Stack::with(&[ON]);
    let of_states = "arn:aws:states:eu-west-1:111122223333";
    let expected: BTreeSet<String> = [
        "Allow lambda:InvokeFunction on RaceFunction.Arn".to_owned(),
        format!("Allow states:StartExecution on {of_states}:stateMachine:labels-fleet"),
        "Allow s3:GetObject on VideoBucket.Arn/data/*/jobs/*/items.json".to_owned(),
    ]
    .into_iter()
    .chain(["DescribeExecution", "StopExecution", "RedriveExecution"].iter().flat_map(|action| {
        ["labels-fleet", "labels-fleet/MakeFilms"]
            .map(|name| format!("Allow states:{action} on {of_states}:execution:{name}:*"))
    }))
    .chain(
        [
            "CreateLogDelivery",
            "DeleteLogDelivery",
            "DescribeLogGroups",
            "DescribeResourcePolicies",
            "GetLogDelivery",
            "ListLogDeliveries",
            "PutResourcePolicy",
            "UpdateLogDelivery",
        ]
        .map(|action| format!("Allow logs:{action} on *")),
    )
    .collect();
    assert_eq!(allowed(&stack, "FleetRole"), expected);
    assert_eq!(
        stack.at("FleetMachine", "/StateMachineName"),
        "labels-fleet",
        "the pattern above is its name"
    );
    assert_eq!(stack.at("FleetMachine", "/RoleArn"), "FleetRole.Arn");
    assert_eq!(
        rules(stack.at("FleetRole", "/AssumeRolePolicyDocument")),
        [format!(
            "Allow Service states.amazonaws.com sts:AssumeRole if ArnLike aws:SourceArn \
             {of_states}:stateMachine:labels-fleet and StringEquals aws:SourceAccount 111122223333"
        )]
    );
    let started = "Allow states:StartExecution on FleetMachine";
    assert!(allowed(&stack, "ScheduleRole").contains(started));
    assert!(!allowed(&Stack::plain(), "ScheduleRole").contains(started));
}

#[test]
fn your_own_key_and_boundary_hold_here_too() {
    let stack = Stack::with(&[&EVERYTHING[..], &[ON]].concat());
    let decrypt =
        format!("Allow kms:Decrypt on {KEY} if StringEquals kms:ViaService s3.eu-west-1.amazonaws.com");
    assert!(allowed(&stack, "FleetRole").contains(&decrypt));
    assert_eq!(stack.at("FleetRole", "/PermissionsBoundary"), "arn:aws:iam::111122223333:policy/bound");
    assert_eq!(stack.at("FleetLogs", "/KmsKeyId"), KEY);
    assert_eq!(stack.resource("FleetLogs")["DeletionPolicy"], "Delete");
}

#[test]
fn the_schedule_asks_for_what_the_function_lists_with_a_number_of_films_at_once() {
    let stack = Stack::with(&[ON, ("FleetAtOnce", "7"), ("FleetExpression", "cron(0 6 * * ? *)")]);
    let target = |pointer: &str| stack.at("FleetRace", pointer).clone();
    assert_eq!(target("/ScheduleExpression"), "cron(0 6 * * ? *)");
    assert_eq!(target("/ScheduleExpressionTimezone"), "Europe/Berlin");
    assert_eq!(
        (target("/Target/Arn"), target("/Target/RoleArn")),
        (json!("FleetMachine"), json!("ScheduleRole.Arn"))
    );
    assert_eq!(target("/Target/DeadLetterConfig/Arn"), "DeadLetters.Arn");
    let event =
        text(&target("/Target/Input")).replace("<aws.scheduler.scheduled-time>", "2026-11-23T07:00:00Z");
    let event: Value = serde_json::from_str(&event).unwrap();
    assert_eq!(event["at_once"], json!(7), "a text is no concurrency");
    let told = stack.at("RaceFunction", "/Environment/Variables").clone();
    let defaults = Defaults::from_variables(&|name| Some(text(told.get(name)?))).unwrap();
    let request = Request::from_event(&event, &defaults).unwrap();
    assert_eq!((request.kind, request.at_once), (RunKind::Jobs, 7));
}

/// The states of the machine, with those of a film.
fn states(definition: &Value) -> Vec<(&str, &Value)> {
    let all = definition["States"].as_object().unwrap().iter();
    let inner =
        all.clone().flat_map(|(_, state)| state["ItemProcessor"]["States"].as_object().into_iter().flatten());
    all.chain(inner).map(|(name, state)| (name.as_str(), state)).collect()
}

#[test]
fn the_machine_makes_each_film_by_itself_and_waits_where_another_try_is_at_work() {
    let stack = Stack::with(&[ON]);
    assert_eq!(stack.at("FleetMachine", "/StateMachineType"), "STANDARD");
    assert_eq!(stack.at("FleetMachine", "/LoggingConfiguration/IncludeExecutionData"), false);
    let definition = stack.at("FleetMachine", "/Definition");
    let map = &definition["States"]["MakeFilms"];
    assert_eq!(
        map["ItemProcessor"]["ProcessorConfig"],
        json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"})
    );
    assert_eq!(map["ToleratedFailureCount"], 1_000_000, "a job that fails fails alone");
    // All results together have 256 KiB at most.
    let result = &map["ItemProcessor"]["States"]["FilmIsMade"]["Result"];
    assert!(100_000 * (result.to_string().len() + 1) < 256 * 1024, "{result}");
    assert!(map["MaxConcurrency"].is_null(), "a number in a template becomes a text");
    assert_eq!(map["MaxConcurrencyPath"], "$.listed.Payload.at_once");
    assert_eq!(map["ItemSelector"], json!({"event.$": "$$.Map.Item.Value"}));
    // What was answered before is no field of an event, so nothing of it is sent again.
    let payloads: Vec<&Value> =
        states(definition).iter().map(|(_, state)| &state["Parameters"]["Payload.$"]).collect();
    let payloads: BTreeSet<&str> = payloads.into_iter().filter_map(Value::as_str).collect();
    assert_eq!(payloads, ["$$.Execution.Input", "$.event", "$.listed.Payload.summary"].into());
    assert_eq!(map["Label"], "MakeFilms", "the role names executions by it");

    let tasks: Vec<_> = states(definition).into_iter().filter(|(_, state)| state["Type"] == "Task").collect();
    assert_eq!(tasks.len(), 3);
    let lambda = stack.at("RaceFunction", "/Timeout").as_u64().unwrap();
    for (name, task) in tasks {
        assert!(
            lambda < task["TimeoutSeconds"].as_u64().unwrap(),
            "{name} is cut off before the function ends"
        );
        let retries = task["Retry"].as_array().unwrap();
        for retry in retries.iter().filter(|retry| retry["MaxAttempts"] != 0) {
            assert!(60 <= retry["IntervalSeconds"].as_u64().unwrap(), "{name}: {retry}");
            assert!(retry["JitterStrategy"].is_null(), "{name} would wait for less");
        }
        assert_eq!(retries.last().unwrap()["ErrorEquals"], json!(["States.ALL"]));
        // Whoever is told "in progress" waits, and asks again.
        let scope = states(definition);
        let state = |name: &Value| scope.iter().find(|(other, _)| *other == name).unwrap().1;
        let choice = state(&task["Next"]);
        let waits = choice["Choices"].as_array().unwrap();
        let waits = waits.iter().find(|choice| choice["StringEquals"] == "in_progress").unwrap();
        let wait = state(&waits["Next"]);
        assert_eq!(
            (&wait["Type"], &wait["Seconds"], &wait["Next"]),
            (&json!("Wait"), &json!(60), &json!(name))
        );
    }
}

#[test]
fn both_ends_of_a_failed_run_ring() {
    let stack = Stack::with(&[ON]);
    for (name, metric) in
        [("FleetFailsAlarm", "ExecutionsFailed"), ("FleetTimeoutAlarm", "ExecutionsTimedOut")]
    {
        assert_eq!(stack.at(name, "/Namespace"), "AWS/States");
        assert_eq!(stack.at(name, "/MetricName"), metric);
        assert_eq!(
            stack.at(name, "/Dimensions"),
            &json!([{"Name": "StateMachineArn", "Value": "FleetMachine"}])
        );
        assert_eq!(stack.at(name, "/AlarmActions"), &json!(["AlarmTopic"]));
        assert!(stack.at(name, "/AlarmDescription").as_str().is_some_and(|told| told.ends_with('.')));
    }
    let hours =
        |parameters: &[(&str, &str)]| text(stack_of(parameters).at("NoRunAlarm", "/EvaluationPeriods"));
    assert_eq!(hours(&[ON, ("DailySchedule", "off")]), "26", "its runs come each day");
    assert_eq!(hours(&[ON, ("DailySchedule", "off"), ("WeeklySchedule", "off")]), "26");
}

fn stack_of(parameters: &[(&str, &str)]) -> Stack {
    Stack::with(parameters)
}

#[test]
fn statelint_has_nothing_to_say_of_the_machine() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join(".tools/venv/bin/python");
    let told = Command::new(&python).arg(root.join("tests/template.py")).arg("lint").output();
    let told = told.unwrap_or_else(|error| panic!("there is no {python:?} ({error}): run `make tools`"));
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}
