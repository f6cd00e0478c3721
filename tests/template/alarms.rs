//! What rings, when, and whom it tells.

use labelrace::{
    service::handler::{Measures, Outcome, Status, metrics},
    settings::RunKind,
};
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
            "LinkFailsAlarm",
            "AWS/Lambda Url5xxCount of FunctionName LinkFunction: Sum >= 1 in 1 x 300 s, missing notBreaching",
        ),
        (
            "LinkThrottlesAlarm",
            "AWS/Lambda Throttles of FunctionName LinkFunction: Sum >= 1 in 1 x 300 s, missing notBreaching",
        ),
        (
            "MailFailsAlarm",
            "AWS/SNS NumberOfNotificationsFailed of TopicName Topic.TopicName: \
             Sum >= 1 in 1 x 300 s, missing notBreaching",
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

/// A series of numbers in CloudWatch, as whoever writes it names it.
struct Metric {
    namespace: String,
    name: String,
    dimensions: Vec<(String, String)>,
}

impl Metric {
    /// One that AWS documents for a resource of this stack.
    fn of_aws(namespace: &str, name: &str, dimension: &str, resource: &str) -> Self {
        let dimensions = vec![(dimension.to_owned(), resource.to_owned())];
        Self { namespace: namespace.to_owned(), name: name.to_owned(), dimensions }
    }

    /// Those of a line that our own program writes, read as CloudWatch reads it: one for each set of dimensions.
    fn of_line(line: &Value) -> Vec<Self> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut all = Vec::new();
        for directive in line["_aws"]["CloudWatchMetrics"].as_array().unwrap() {
            for set in directive["Dimensions"].as_array().unwrap() {
                for metric in directive["Metrics"].as_array().unwrap() {
                    let name = text(&metric["Name"]);
                    assert!(line[&name].is_number(), "{name} has no value in {line}");
                    let names = set.as_array().unwrap().iter().map(text);
                    all.push(Self {
                        namespace: text(&directive["Namespace"]),
                        name,
                        dimensions: names.map(|name| (name.clone(), text(&line[&name]))).collect(),
                    });
                }
            }
        }
        all
    }

    fn is_watched_by(&self, stack: &Stack, alarm: &str) -> bool {
        let pairs = stack.at(alarm, "/Dimensions").as_array().unwrap().iter();
        let watched: Vec<_> = pairs
            .map(|pair| (super::stack::text(&pair["Name"]), super::stack::text(&pair["Value"])))
            .collect();
        stack.at(alarm, "/Namespace") == self.namespace.as_str()
            && stack.at(alarm, "/MetricName") == self.name.as_str()
            && watched == self.dimensions
    }
}

/// Whether an alarm rings, as CloudWatch finds out: by one number for each period, with `None` for a period without
/// data.
fn rings(stack: &Stack, alarm: &str, periods: &[Option<f64>]) -> bool {
    let number = |pointer: &str| super::stack::text(stack.at(alarm, pointer)).parse::<f64>().unwrap();
    let threshold = number("/Threshold");
    let missing = stack.at(alarm, "/TreatMissingData") == "breaching";
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred at most")]
    let n = number("/EvaluationPeriods") as usize;
    let compared = |value: f64| match stack.at(alarm, "/ComparisonOperator").as_str().unwrap() {
        "LessThanThreshold" => value < threshold,
        "GreaterThanThreshold" => threshold < value,
        "GreaterThanOrEqualToThreshold" => threshold <= value,
        other => panic!("{alarm} compares with {other}"),
    };
    assert!(stack.at(alarm, "/DatapointsToAlarm").is_null());
    let newest = (0..n).map(|back| periods.len().checked_sub(back + 1).and_then(|at| periods[at]));
    newest.into_iter().all(|value| value.map_or(missing, compared))
}

/// What a run of each end writes.
fn written_by(status: Status, function: &str) -> Option<Value> {
    let outcome = Outcome {
        status,
        notified: true,
        kind: RunKind::Daily,
        job: "leaves".into(),
        link: None,
        link_until: None,
        receipt: None,
        more: serde_json::Map::new(),
        measures: Measures::default(),
    };
    metrics(&outcome, function, chrono::Utc::now())
}

/// Each alarm, the number that somebody really writes where the alarm looks for it, and the numbers that make it ring
/// and that do not.
#[test]
fn every_alarm_rings_by_a_metric_that_is_really_written() {
    let stack = Stack::plain();
    let lambda = |name, function| Metric::of_aws("AWS/Lambda", name, "FunctionName", function);
    let ours = |status| {
        let written =
            written_by(status, "RaceFunction").map(|line| Metric::of_line(&line)).unwrap_or_default();
        written.into_iter().find(|metric| metric.is_watched_by(&stack, "NoRunAlarm"))
    };
    for status in [Status::Done, Status::AlreadyDone, Status::NothingNew] {
        assert!(ours(status).is_some(), "{status:?} does not keep the alarm quiet");
    }
    assert!(ours(Status::InProgress).is_none());
    let of_runs = ours(Status::Done).unwrap();
    // The names of AWS: "Lambda metrics", "Monitoring function URLs", "Amazon SNS metrics", "CloudWatch metrics for
    // Amazon SQS" in its documentation.
    let queue =
        Metric::of_aws("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "DeadLetters.QueueName");
    let topic = Metric::of_aws("AWS/SNS", "NumberOfNotificationsFailed", "TopicName", "Topic.TopicName");
    let rows = [
        ("DeadLettersAlarm", queue, vec![Some(1.0)], vec![Some(0.0)]),
        ("LinkAbuseAlarm", lambda("Invocations", "LinkFunction"), vec![Some(1001.0)], vec![Some(1000.0)]),
        ("LinkErrorsAlarm", lambda("Errors", "LinkFunction"), vec![Some(1.0)], vec![Some(0.0)]),
        ("LinkFailsAlarm", lambda("Url5xxCount", "LinkFunction"), vec![Some(1.0)], vec![Some(0.0)]),
        ("LinkThrottlesAlarm", lambda("Throttles", "LinkFunction"), vec![Some(1.0)], vec![Some(0.0)]),
        ("MailFailsAlarm", topic, vec![Some(1.0)], vec![Some(0.0)]),
        // Nothing at all for 26 hours; and a run within them.
        ("NoRunAlarm", of_runs, vec![None; 26], [vec![Some(1.0)], vec![None; 25]].concat()),
        ("RaceDurationAlarm", lambda("Duration", "RaceFunction"), vec![Some(720e3)], vec![Some(719e3)]),
        ("RaceErrorsAlarm", lambda("Errors", "RaceFunction"), vec![Some(1.0)], vec![Some(0.0)]),
        ("RaceThrottlesAlarm", lambda("Throttles", "RaceFunction"), vec![Some(1.0)], vec![Some(0.0)]),
    ];
    let tried: Vec<&str> = rows.iter().map(|(alarm, ..)| *alarm).collect();
    assert_eq!(tried, stack.of_type("AWS::CloudWatch::Alarm"), "an alarm that nobody has heard yet");
    for (alarm, metric, loud, quiet) in rows {
        assert!(metric.is_watched_by(&stack, alarm), "{alarm} watches what nobody writes");
        assert!(rings(&stack, alarm, &loud), "{alarm} does not ring");
        assert!(!rings(&stack, alarm, &quiet), "{alarm} rings for nothing");
        assert_eq!(rings(&stack, alarm, &[]), alarm == "NoRunAlarm", "{alarm} without any data");
    }
}
