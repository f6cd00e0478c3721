//! Each number by an example, and all of them against the same numbers written down plainly.

#![expect(clippy::cast_precision_loss, reason = "the numbers of these tests are small")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{TimeDelta, Weekday};
use chrono_tz::{
    Europe::Berlin,
    Tz::{self, UTC},
};
use proptest::prelude::*;

use super::*;
use crate::{
    people::{Aliases, Colors, Groups, Naming},
    source::{
        Jobs, Place, Reading, Strictness, TaskEvent, Times, answer::Submission, read_result::ReadResult,
        settle::settle, time,
    },
};

fn at(text: &str) -> DateTime<Utc> {
    time::parse(text).unwrap()
}

/// An answer of `worker` in `job`, submitted at a time.
fn answer(job: &str, worker: &str, submitted: DateTime<Utc>) -> (Arc<str>, Submission) {
    (job.into(), Submission { worker_id: WorkerId::new(worker), ..Submission::new(submitted) })
}

/// A job in which these answers are each to an object of their own.
fn gathered(answers: impl IntoIterator<Item = (Arc<str>, Submission)>) -> Gathered {
    let mut read = ReadResult::default();
    for (n, (job, submission)) in answers.into_iter().enumerate() {
        read.add(&job, Times::Submitted, vec![(n.to_string().into(), submission)]);
    }
    let now = at("2026-01-01T00:00:00Z");
    let reading = Reading { jobs: Jobs::All, strictness: Strictness::Strict, ..Reading::new(now) };
    let (is_log_group, only) = (false, std::sync::Arc::default());
    let place =
        Place { key: "out/".into(), is_file: false, bucket: None, shown: "out".into(), is_log_group, only };
    settle(read, &place, &reading).unwrap()
}

fn cast(gathered: &Gathered, groups: &str) -> Cast {
    let groups = Groups::parse(groups.as_bytes()).unwrap();
    let none = Aliases::default();
    let cast = Cast::new(&gathered.answers, &BTreeMap::new(), &none, Naming::Id, "job");
    cast.dressed(&groups, &Colors::default())
}

fn measuring(zone: Tz, idle_cap: &str) -> Measuring {
    let interval = "1h".parse().unwrap();
    Measuring { span: Span::default(), interval, zone, idle_cap: idle_cap.parse().unwrap() }
}

fn table(gathered: &Gathered, by: By) -> Vec<ThroughputRow> {
    throughput(gathered, &cast(gathered, "bob,North\ncyd,North"), by, measuring(UTC, "5m"))
}

fn keys(rows: &[ThroughputRow]) -> Vec<&str> {
    rows.iter().map(|row| row.key.as_deref().unwrap_or("-")).collect()
}

#[track_caller]
fn near(number: Option<f64>, expected: f64) {
    let number = number.expect("a number");
    assert!((number - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{number} is not {expected}");
}

/// The AWS Machine Learning Blog on throughput shows 14 tasks of 2.28 minutes, and a mean of 9.78 s, which is
/// rounded from what CloudWatch has.
#[test]
fn fourteen_tasks_in_2_28_minutes_are_9_77_seconds_each() {
    let start = at("2019-08-14T16:00:59Z");
    let lengths = [
        5_000, 7_250, 8_100, 8_800, 9_000, 9_350, 9_600, 9_750, 10_100, 10_500, 11_000, 11_450, 12_300,
        14_600,
    ];
    assert_eq!(lengths.iter().sum::<u64>(), 136_800, "2.28 minutes");
    let answers = (0..).zip(lengths).map(|(n, spent_ms)| {
        let (job, submission) =
            answer("metrics-demo", "cd449a289e129409", start + TimeDelta::seconds(20 * n));
        (job, Submission { spent_ms: Some(spent_ms), ..submission })
    });
    let rows = table(&gathered(answers), By::All);
    let [ThroughputRow { throughput, .. }] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((throughput.submitted, throughput.seconds_n), (Some(14), 14));
    near(throughput.seconds_sum, 136.8);
    near(throughput.seconds_mean, 136.8 / 14.0);
    assert_eq!(format!("{:.2}", throughput.seconds_mean.unwrap()), "9.77");
    near(throughput.seconds_median, 9.675);
    near(throughput.seconds_p90, 11.45 + 0.7 * 0.85);
}

fn morning() -> Gathered {
    let times = [
        ("a", "ann", "2024-03-03T23:59:00Z"),
        ("a", "ann", "2024-03-04T08:10:00Z"),
        ("b", "bob", "2024-03-04T08:59:59Z"),
        ("b", "ann", "2024-03-04T10:00:00Z"),
        ("a", "cyd", "2024-03-11T08:15:00Z"),
    ];
    gathered(times.map(|(job, worker, time)| answer(job, worker, at(time))))
}

#[test]
fn each_table_has_its_keys_in_its_order() {
    let morning = morning();
    let keys_by =
        |by| table(&morning, by).iter().map(|row| row.key.clone().unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(keys_by(By::All), [""]);
    assert_eq!(keys_by(By::Worker), ["ann", "bob", "cyd"]);
    assert_eq!(keys_by(By::Team), ["North", ""], "those in no team are last");
    assert_eq!(keys_by(By::Job), ["a", "b"]);
    assert_eq!(keys_by(By::Interval).len(), 4);
    let day = |day: &str| format!("2024-03-{day}T00:00:00+00:00");
    assert_eq!(keys_by(By::Day), [day("03"), day("04"), day("11")]);
    assert_eq!(keys_by(By::Week), ["2024-02-26T00:00:00+00:00".to_owned(), day("04"), day("11")]);
    assert_eq!(keys_by(By::HourOfDay), ["8", "10", "23"]);
    let rows = throughput(&morning, &cast(&morning, ""), By::Day, measuring(Berlin, "5m"));
    assert_eq!(keys(&rows), ["2024-03-04T00:00:00+01:00", "2024-03-11T00:00:00+01:00"]);
}

#[test]
fn a_span_leaves_out_what_is_outside() {
    let morning = morning();
    let span = Span { since: Some(at("2024-03-04T08:10:00Z")), until: Some(at("2024-03-04T10:00:00Z")) };
    let rows =
        throughput(&morning, &cast(&morning, ""), By::Worker, Measuring { span, ..measuring(UTC, "5m") });
    assert_eq!(keys(&rows), ["ann", "bob"]);
}

#[test]
fn a_team_of_the_source_comes_before_one_of_the_group_file() {
    let bob = |team: Option<&str>, time| {
        let (job, submission) = answer("a", "bob", at(time));
        (job, Submission { team: team.map(Into::into), ..submission })
    };
    let jobs =
        gathered([bob(Some("private-one"), "2024-03-04T08:00:00Z"), bob(None, "2024-03-04T09:00:00Z")]);
    let rows = table(&jobs, By::Team);
    assert_eq!(keys(&rows), ["North", "private-one"]);
    assert_eq!(rows.iter().map(|row| row.throughput.people).sum::<usize>(), 2, "one person in two teams");
}

#[test]
fn steps_are_none_where_nothing_tells_them_and_zero_where_there_were_none() {
    let mut morning = morning();
    let steps = |gathered: &Gathered, by| {
        let steps = |row: &ThroughputRow| {
            let Throughput { accepted, returned, declined, .. } = row.throughput;
            (row.key.clone().unwrap_or_default(), accepted, returned, declined)
        };
        table(gathered, by).iter().map(steps).collect::<Vec<_>>()
    };
    assert_eq!(steps(&morning, By::All), [(String::new(), None, None, None)]);
    let event = |step, worker, time| TaskEvent {
        step,
        worker: WorkerId::new(worker).unwrap(),
        job: "b".into(),
        team: None,
        at: at(time),
    };
    morning.events = vec![
        event(TaskStep::Accepted, "ann", "2024-03-04T09:00:00Z"),
        event(TaskStep::Returned, "ann", "2024-03-04T09:30:00Z"),
        event(TaskStep::Declined, "dan", "2024-03-05T09:30:00Z"),
    ];
    assert_eq!(steps(&morning, By::All), [(String::new(), Some(1), Some(1), Some(1))]);
    assert_eq!(steps(&morning, By::Job)[1], ("b".into(), Some(1), Some(1), Some(1)));
    assert_eq!(steps(&morning, By::Worker)[0], ("ann".into(), Some(1), Some(1), Some(0)));
    let rows = table(&morning, By::Worker);
    let dan = rows.last().unwrap();
    assert_eq!(
        (dan.key.as_deref(), dan.name.as_deref()),
        (Some("dan"), None),
        "nobody who has no answer has a name"
    );
    let Throughput { submitted, people, seconds_n, seconds_sum, active_hours, first, .. } = dan.throughput;
    assert_eq!(
        (submitted, people, seconds_n, seconds_sum, active_hours, first),
        (Some(0), 0, 0, None, None, None)
    );
}

#[test]
fn annotations_are_those_that_answers_tell() {
    let told = |job: &str, inside: Option<u32>, time: &str| {
        let (job, submission) = answer(job, "ann", at(time));
        (job, Submission { inside, ..submission })
    };
    let mut some = gathered([
        told("a", Some(3), "2024-03-04T08:00:00Z"),
        told("a", None, "2024-03-04T09:00:00Z"),
        told("b", None, "2024-03-05T08:00:00Z"),
    ]);
    let annotations = |gathered: &Gathered, by| -> Vec<Option<u64>> {
        table(gathered, by).iter().map(|row| row.throughput.annotations).collect()
    };
    assert_eq!(annotations(&some, By::All), [Some(3)]);
    assert_eq!(annotations(&some, By::Job), [Some(3), None]);
    let (step, worker) = (TaskStep::Declined, WorkerId::new("dan").unwrap());
    some.events =
        vec![TaskEvent { step, worker, job: "b".into(), team: None, at: at("2024-03-06T08:00:00Z") }];
    assert_eq!(annotations(&some, By::Day), [Some(3), None, Some(0)], "no answers have no annotations");
    some.answers.retain(|answer| answer.inside.is_none());
    assert_eq!(annotations(&some, By::Day), [None, None, None]);
}

#[test]
fn without_any_length_there_are_no_times_and_no_hours() {
    let Throughput {
        labels, seconds_n, seconds_sum, seconds_mean, active_hours, labels_per_active_hour, ..
    } = table(&morning(), By::All)[0].throughput;
    assert_eq!((labels, seconds_n), (5, 0));
    let times = (seconds_sum, seconds_mean, active_hours, labels_per_active_hour);
    assert_eq!(times, (None, None, None, None));
}

#[test]
fn one_answer_is_its_own_median() {
    let (job, submission) = answer("a", "ann", at("2024-03-04T08:00:00Z"));
    let accepted = Some(at("2024-03-04T07:59:24Z"));
    let one = table(&gathered([(job, Submission { accepted, ..submission })]), By::All)[0].throughput;
    for seconds in [one.seconds_sum, one.seconds_mean, one.seconds_median, one.seconds_p90] {
        near(seconds, 36.0);
    }
    near(one.active_hours, 0.01);
    near(one.labels_per_active_hour, 100.0);
    assert_eq!((one.first, one.last), ("2024-03-04".parse().ok(), one.first));
}

#[test]
fn lengths_of_years_are_cut_or_raw_and_never_overflow() {
    let (job, submission) = answer("a", "ann", at("2024-03-04T08:00:00Z"));
    let endless = Submission { spent_ms: Some(u64::MAX), ..submission.clone() };
    let ancient = Submission { accepted: Some(at("0001-01-01T00:00:00Z")), ..submission.clone() };
    let backward = Submission { accepted: Some(at("9999-01-01T00:00:00Z")), ..submission };
    let jobs = gathered(
        [endless.clone(), endless, ancient, backward].map(|submission| (Arc::clone(&job), submission)),
    );
    let [capped, raw] = ["5m", "none"]
        .map(|cap| throughput(&jobs, &cast(&jobs, ""), By::All, measuring(UTC, cap))[0].throughput);
    assert_eq!(
        (capped.seconds_n, capped.submitted),
        (3, Some(4)),
        "what was submitted before its acceptance has no length"
    );
    near(capped.seconds_sum, 900.0);
    near(capped.seconds_mean, 300.0);
    near(raw.seconds_sum, 2.0 * (u64::MAX as f64) / 1000.0 + 63_845_913_600.0);
    assert!(raw.active_hours.unwrap().is_finite());
}

#[test]
fn of_a_person_nothing_is_shared_that_tells_when_or_who() {
    for row in table(&morning(), By::Worker) {
        let shared = row.clone().shared();
        assert_eq!((shared.key, shared.throughput.first, shared.throughput.last), (None, None, None));
        assert_eq!((shared.name, shared.throughput.submitted), (row.name, row.throughput.submitted));
    }
    for by in [By::All, By::Team, By::Day] {
        let rows = table(&morning(), by);
        let shared: Vec<ThroughputRow> = rows.iter().cloned().map(ThroughputRow::shared).collect();
        assert_eq!(shared, rows);
    }
}

#[test]
fn quantiles_are_those_of_numpy() {
    // numpy.percentile([15, 20, 35, 40, 50], [40, 90]) is [29, 46].
    near(quantile(&[15, 20, 35, 40, 50], 0.4), 29.0);
    near(quantile(&[15, 20, 35, 40, 50], 0.9), 46.0);
    near(quantile(&[1, 2, 3, 4], 0.5), 2.5);
    near(quantile(&[7], 0.9), 7.0);
    assert_eq!(quantile(&[], 0.5), None);
}

/// The same numbers, written down as plainly as their definitions, with no regard to time or memory.
mod plain {
    use super::*;

    /// Milliseconds that a task took, at most `cap`.
    pub(super) fn length(answer: &Answer, cap: Option<i64>) -> Option<i64> {
        let since_accepted = answer.accepted.map(|accepted| (answer.submitted - accepted).num_milliseconds());
        let length = match answer.spent_ms {
            Some(spent) => i64::try_from(spent).unwrap(),
            None => since_accepted.filter(|length| 0 <= *length)?,
        };
        Some(cap.map_or(length, |cap| length.min(cap)))
    }

    /// Milliseconds that a person was active: any two stretches with no more than the cap between them are made one,
    /// until there are none.
    fn active(answers: &[&Answer], cap: Option<i64>) -> i64 {
        let mut stretches: Vec<(i64, i64)> = Vec::new();
        for answer in answers {
            let submitted = answer.submitted.timestamp_millis();
            let length = length(answer, cap).unwrap_or(0);
            let from = answer.accepted.map_or(i64::MAX, |accepted| accepted.timestamp_millis());
            stretches.push(if from <= submitted && length != 0 {
                (from, from + length)
            } else {
                (submitted - length, submitted)
            });
        }
        let near = |a: (i64, i64), b: (i64, i64)| match cap {
            Some(cap) => a.0.max(b.0) - a.1.min(b.1) <= cap,
            None => true,
        };
        'again: loop {
            for a in 0..stretches.len() {
                for b in 0..a {
                    if near(stretches[a], stretches[b]) {
                        let (a, b) = (stretches.remove(a), stretches[b]);
                        stretches.retain(|stretch| *stretch != b);
                        stretches.push((a.0.min(b.0), a.1.max(b.1)));
                        continue 'again;
                    }
                }
            }
            return stretches.iter().map(|(from, to)| to - from).sum();
        }
    }

    /// The point at `part` on the line through the sorted values, in equal steps from 0 to 1.
    fn percentile(lengths: &[i64], part: f64) -> Option<f64> {
        let mut sorted: Vec<f64> = lengths.iter().map(|length| *length as f64).collect();
        sorted.sort_by(f64::total_cmp);
        let step = 1.0 / (sorted.len() as f64 - 1.0);
        let on = |(n, pair): (usize, &[f64])| {
            let t = (part - n as f64 * step) / step;
            (-1e-9..=1.0 + 1e-9).contains(&t).then(|| pair[0] * (1.0 - t) + pair[1] * t)
        };
        sorted.windows(2).enumerate().find_map(on).or(sorted.first().copied())
    }

    pub(super) fn row(answers: &[&Answer], cast: &Cast, zone: Tz, cap: Option<i64>) -> Throughput {
        let date = |answer: &&Answer| answer.submitted.with_timezone(&zone).date_naive();
        let lengths: Vec<i64> = answers.iter().filter_map(|answer| length(answer, cap)).collect();
        let people: BTreeSet<usize> =
            answers.iter().map(|answer| cast.index_of(&answer.worker).unwrap()).collect();
        let of = |person: &usize| -> Vec<&Answer> {
            let is_theirs = |answer: &&&Answer| cast.index_of(&answer.worker) == Some(*person);
            answers.iter().filter(is_theirs).copied().collect()
        };
        let is_known = !lengths.is_empty();
        let sum = lengths.iter().sum::<i64>() as f64 / 1000.0;
        let hours = people.iter().map(|person| active(&of(person), cap)).sum::<i64>() as f64 / 3.6e6;
        Throughput {
            submitted: Some(answers.len() as u64),
            accepted: None,
            returned: None,
            declined: None,
            labels: answers.len() as u64,
            annotations: answers.iter().map(|answer| answer.inside.map(u64::from)).sum(),
            people: people.len(),
            active_days: Some(answers.iter().map(date).collect::<BTreeSet<_>>().len()),
            seconds_n: lengths.len(),
            seconds_sum: is_known.then_some(sum),
            seconds_mean: is_known.then_some(sum / lengths.len() as f64),
            seconds_median: percentile(&lengths, 0.5).map(|length| length / 1000.0),
            seconds_p90: percentile(&lengths, 0.9).map(|length| length / 1000.0),
            active_hours: is_known.then_some(hours),
            labels_per_active_hour: (is_known && 0.0 < hours).then_some(answers.len() as f64 / hours),
            first: answers.iter().map(date).min(),
            last: answers.iter().map(date).max(),
        }
    }
}

/// What two rows have that is no decimal number, and what is.
fn parts(row: &Throughput) -> (Throughput, [Option<f64>; 6]) {
    let decimals = [
        row.seconds_sum,
        row.seconds_mean,
        row.seconds_median,
        row.seconds_p90,
        row.active_hours,
        row.labels_per_active_hour,
    ];
    let rest = Throughput {
        seconds_sum: None,
        seconds_mean: None,
        seconds_median: None,
        seconds_p90: None,
        active_hours: None,
        labels_per_active_hour: None,
        ..*row
    };
    (rest, decimals)
}

/// An answer: job, worker, minute, seconds since its acceptance, recorded seconds, annotations.
type Pick = (u8, u8, i64, Option<i64>, Option<u64>, u32);

fn picked(picks: &[Pick]) -> Gathered {
    let start = at("2024-03-29T12:00:00Z");
    gathered(picks.iter().map(|&(job, worker, minute, since, spent, inside)| {
        let submitted = start + TimeDelta::minutes(minute);
        let (job, submission) = answer(&format!("job-{job}"), &format!("w{worker}"), submitted);
        let accepted = since.map(|seconds| submitted - TimeDelta::seconds(seconds));
        let spent_ms = spent.map(|seconds| seconds * 1000);
        (job, Submission { accepted, spent_ms, inside: Some(inside), ..submission })
    }))
}

proptest! {
    #[test]
    fn every_number_is_the_plain_one(
        picks in proptest::collection::vec(
            (
                0u8..3,
                0u8..4,
                0i64..6000,
                proptest::option::of(-100i64..2000),
                proptest::option::weighted(0.3, 0u64..2000),
                0u32..5,
            ),
            1..60,
        ),
        cap in proptest::sample::select(vec!["5m", "90s", "1h", "none"]),
        by in proptest::sample::select(<By as strum::VariantArray>::VARIANTS.to_vec()),
    ) {
        let gathered = picked(&picks);
        let cast = cast(&gathered, "w1,North\nw2,South");
        // Over the day on which clocks are put forward, too.
        let zone = Berlin;
        let measuring = measuring(zone, cap);
        let local = |answer: &Answer| answer.submitted.with_timezone(&zone);
        let key = |answer: &Answer| match by {
            By::All => String::new(),
            By::Worker => answer.worker.to_string(),
            By::Team => match answer.worker.as_str() {
                "w1" => "North".to_owned(),
                "w2" => "South".to_owned(),
                _ => String::new(),
            },
            By::Job => answer.job.to_string(),
            By::Interval => {
                let hour = answer.submitted - TimeDelta::seconds(answer.submitted.timestamp().rem_euclid(3600));
                rfc3339(hour, zone)
            }
            By::Day => local(answer).date_naive().to_string(),
            By::Week => local(answer).date_naive().week(Weekday::Mon).first_day().to_string(),
            By::HourOfDay => local(answer).hour().to_string(),
        };
        let mut expected: BTreeMap<String, Vec<&Answer>> = BTreeMap::new();
        for answer in &gathered.answers {
            expected.entry(key(answer)).or_default().push(answer);
        }
        let rows = throughput(&gathered, &cast, by, measuring);
        prop_assert_eq!(rows.len(), expected.len());
        for row in rows {
            let is_date = matches!(by, By::Day | By::Week);
            let key = row.key.unwrap_or_default();
            let key = if is_date {
                prop_assert!(key[10..].starts_with("T00:00:00+0"), "{}", key);
                key[..10].to_owned()
            } else {
                key
            };
            let expected = plain::row(&expected[&key], &cast, zone, measuring.idle_cap.milliseconds().map(u64::cast_signed));
            let ((rest, decimals), (expected_rest, expected_decimals)) = (parts(&row.throughput), parts(&expected));
            prop_assert_eq!(rest, expected_rest);
            for (decimal, expected) in decimals.into_iter().zip(expected_decimals) {
                prop_assert_eq!(decimal.is_some(), expected.is_some());
                let (decimal, expected) = (decimal.unwrap_or(0.0), expected.unwrap_or(0.0));
                prop_assert!((decimal - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{} {}", decimal, expected);
            }
        }
    }
}

#[test]
fn a_race_table_has_labels_and_no_tasks() {
    let mut read = ReadResult::default();
    let job: Arc<str> = "races.csv".into();
    for (n, labels) in [3, 4].into_iter().enumerate() {
        let (_, submission) = answer("", "ann", at("2024-03-04T08:00:00Z"));
        let submission = Submission { labels, inside: None, ..submission };
        read.add(&job, Times::Submitted, vec![(n.to_string().into(), submission)]);
    }
    read.jobs.get_mut(&job).unwrap().tells_no_tasks = true;
    let now = at("2026-01-01T00:00:00Z");
    let place = Place {
        key: "races.csv".into(),
        is_file: true,
        bucket: None,
        shown: "races.csv".into(),
        is_log_group: false,
        only: Arc::default(),
    };
    let gathered = settle(read, &place, &Reading::new(now)).unwrap();
    let row = throughput(&gathered, &cast(&gathered, ""), By::All, measuring(UTC, "5m")).remove(0).throughput;
    assert_eq!((row.labels, row.people, row.first), (7, 1, Some(at("2024-03-04T08:00:00Z").date_naive())));
    assert_eq!((row.submitted, row.active_days, row.annotations), (None, None, None));
    assert_eq!((row.seconds_n, row.active_hours), (0, None));
}
