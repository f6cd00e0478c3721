//! What rings, when, and whom it tells.

use serde_json::{Value, json};

use super::stack::Stack;

/// An alarm on one line.
fn alarm(stack: &Stack, name: &str) -> String {
    let part = |pointer: &str| super::stack::text(stack.at(name, pointer));
    let dimensions = stack.at(name, "/Dimensions").as_array().unwrap();
    assert_eq!(dimensions.len(), 1, "{name}");
    format!(
        "{} {} of {} {}: {} {} {} in {} x {} s, missing {}",
        part("/Namespace"),
        part("/MetricName"),
        part("/Dimensions/0/Name"),
        part("/Dimensions/0/Value"),
        part("/Statistic"),
        match part("/ComparisonOperator").as_str() {
            "LessThanThreshold" => "<",
            "GreaterThanThreshold" => ">",
            "GreaterThanOrEqualToThreshold" => ">=",
            other => panic!("{name} compares with {other}"),
        },
        part("/Threshold"),
        part("/EvaluationPeriods"),
        part("/Period"),
        part("/TreatMissingData"),
    )
}

#[test]
fn what_goes_wrong_rings() {
    let stack = Stack::plain();
    let found: Vec<(&str, String)> =
        stack.of_type("AWS::CloudWatch::Alarm").into_iter().map(|name| (name, alarm(&stack, name))).collect();
    let expected = [
        (
            "DeadLettersAlarm",
            "AWS/SQS ApproximateNumberOfMessagesVisible of QueueName DeadLetters.QueueName: \
             Maximum >= 1 in 1 x 300 s, missing notBreaching",
        ),
        (
            "LinkAbuseAlarm",
            "AWS/Lambda Invocations of FunctionName LinkFunction: Sum > 1000 in 1 x 300 s, missing notBreaching",
        ),
        (
            "LinkErrorsAlarm",
            "AWS/Lambda Errors of FunctionName LinkFunction: Sum >= 1 in 1 x 300 s, missing notBreaching",
        ),
        (
            "LinkThrottlesAlarm",
            "AWS/Lambda Throttles of FunctionName LinkFunction: Sum >= 1 in 1 x 300 s, missing notBreaching",
        ),
        (
            "NoRunAlarm",
            "LabelRace RunsCompleted of FunctionName RaceFunction: Sum < 1 in 26 x 3600 s, missing breaching",
        ),
        (
            "RaceDurationAlarm",
            "AWS/Lambda Duration of FunctionName RaceFunction: \
             Maximum >= 720000 in 1 x 300 s, missing notBreaching",
        ),
        (
            "RaceErrorsAlarm",
            "AWS/Lambda Errors of FunctionName RaceFunction: Sum >= 1 in 1 x 300 s, missing notBreaching",
        ),
        (
            "RaceThrottlesAlarm",
            "AWS/Lambda Throttles of FunctionName RaceFunction: Sum >= 1 in 1 x 300 s, missing notBreaching",
        ),
    ];
    assert_eq!(found, expected.map(|(name, line)| (name, line.to_owned())));
}

#[test]
fn a_long_run_rings_before_it_is_too_long() {
    let stack = Stack::plain();
    let timeout = stack.at("RaceFunction", "/Timeout").as_f64().unwrap() * 1000.0;
    assert!((stack.at("RaceDurationAlarm", "/Threshold").as_f64().unwrap() - 0.8 * timeout).abs() < 1.0);
}

#[test]
fn silence_rings_after_as_long_as_the_schedules_allow() {
    let hours = |parameters: &[(&str, &str)]| {
        let stack = Stack::with(parameters);
        stack.has("NoRunAlarm").then(|| super::stack::text(stack.at("NoRunAlarm", "/EvaluationPeriods")))
    };
    assert_eq!(hours(&[]).as_deref(), Some("26"));
    assert_eq!(hours(&[("WeeklySchedule", "off")]).as_deref(), Some("26"));
    assert_eq!(hours(&[("NoRunHours", "74")]).as_deref(), Some("74"));
    assert_eq!(
        hours(&[("DailySchedule", "off")]).as_deref(),
        Some("168"),
        "a week, where there is only that"
    );
    assert_eq!(hours(&[("DailySchedule", "off"), ("NoRunHours", "26")]).as_deref(), Some("168"));
    assert_eq!(hours(&[("DailySchedule", "off"), ("WeeklySchedule", "off")]), None);
}

/// Seven days in all for periods of an hour and more, one day for shorter ones.
#[test]
fn no_alarm_looks_back_further_than_cloudwatch_can() {
    let longest =
        super::stack::source()["Parameters"]["NoRunHours"]["MaxValue"].as_u64().unwrap().to_string();
    for parameters in [&[("NoRunHours", longest.as_str())][..], &[("DailySchedule", "off")]] {
        let stack = Stack::with(parameters);
        for name in stack.of_type("AWS::CloudWatch::Alarm") {
            let number = |pointer: &str| super::stack::text(stack.at(name, pointer)).parse::<u32>().unwrap();
            let (period, periods) = (number("/Period"), number("/EvaluationPeriods"));
            assert!(period.is_multiple_of(60), "{name}");
            let limit = if 3600 <= period { 7 * 86_400 } else { 86_400 };
            assert!(period * periods <= limit, "{name} looks back {periods} x {period} s");
        }
    }
}

#[test]
fn every_alarm_tells_the_people_of_alarms_and_says_what_is_wrong() {
    let stack = Stack::plain();
    let topic = json!(["AlarmTopic"]);
    for name in stack.of_type("AWS::CloudWatch::Alarm") {
        assert_eq!(stack.at(name, "/AlarmActions"), &topic, "{name}");
        assert!(
            stack.at(name, "/AlarmDescription").as_str().is_some_and(|told| told.ends_with('.')),
            "{name}"
        );
        assert!([&Value::Null, &json!(true)].contains(&stack.at(name, "/ActionsEnabled")), "{name}");
    }
    assert_eq!(stack.at("NoRunAlarm", "/OKActions"), &topic, "that films are made again is news");
}
