//! An invented labeling job in the real layout: a private team that draws boxes.
//!
//! It is for trying things out, for tests and for the demo. People work by day and rest at the weekend, each at
//! their own pace. Somebody joins late, somebody leaves, two overtake each other, and at the end some objects
//! are still open. The same shape and seed give the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use chacha20::ChaCha8Rng;
use chrono::{DateTime, Datelike, TimeDelta, Utc, Weekday};
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1, StandardNormal};
use serde_json::json;

/// How large the job is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shape {
    /// People on the team.
    pub workers: u32,
    /// Dataset objects.
    pub objects: u32,
    /// How many people answer each object; Ground Truth allows 9.
    pub answers: u32,
    /// Days from the first, weekends included.
    pub days: u32,
    /// Another seed is another job.
    pub seed: u64,
}

/// Why a shape cannot be.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ShapeError {
    /// A number out of its range.
    #[error("--{name} must be from {least} to {most}, not {value}")]
    OutOfRange {
        /// The setting.
        name: &'static str,
        /// What it was.
        value: u32,
        /// The smallest that is possible.
        least: u32,
        /// The largest that is possible.
        most: u32,
    },
    /// Nobody answers an object twice.
    #[error("{answers} answers per object need at least as many workers, not {workers}")]
    TooFewWorkers {
        /// Per object.
        answers: u32,
        /// On the team.
        workers: u32,
    },
}

impl Shape {
    /// Checks the ranges.
    ///
    /// # Errors
    /// The first number that cannot be.
    pub fn checked(self) -> Result<Self, ShapeError> {
        let ranges = [
            ("workers", self.workers, 1, 10_000),
            ("objects", self.objects, 1, 1_000_000),
            ("answers", self.answers, 1, 9),
            ("days", self.days, 1, 1_000),
        ];
        for (name, value, least, most) in ranges {
            if !(least..=most).contains(&value) {
                return Err(ShapeError::OutOfRange { name, value, least, most });
            }
        }
        if self.workers < self.answers {
            return Err(ShapeError::TooFewWorkers { answers: self.answers, workers: self.workers });
        }
        Ok(self)
    }
}

/// All jobs end before this Monday, so that none lies in the future.
const AFTER_THE_LAST_DAY: &str = "2026-03-02T00:00:00Z";

/// So much of the work is done in the days that the job has; the rest is open.
const DONE: f64 = 0.88;

/// One object in so many expires before anybody has answered.
const FAILED_ONE_IN: u32 = 400;

/// One object in so many is closed with an answer too few.
const SHORT_ONE_IN: u32 = 60;

/// Somebody on the team.
struct Member {
    worker_id: String,
    sub: String,
    /// Seconds from one answer to the next, on an ordinary day.
    pace: f64,
    starts_at: i64,
    ends_at: i64,
    first_day: u32,
    last_day: u32,
    /// Two who overtake each other are quick on different days.
    quick_on: Option<u32>,
}

struct Done {
    member: usize,
    accepted: DateTime<Utc>,
    submitted: DateTime<Utc>,
    boxes: u32,
}

/// The files of the job `name`: keys below the job's folder, and bytes.
pub fn files(name: &str, shape: Shape) -> impl Iterator<Item = (String, Vec<u8>)> {
    let mut rng = ChaCha8Rng::seed_from_u64(shape.seed);
    let first_day = first_day(shape.days);
    let team = team(shape, &mut rng);
    let objects = work(shape, &team, first_day, &mut rng);
    let finished: BTreeMap<u32, DateTime<Utc>> = objects
        .iter()
        .filter(|(object, answers)| answers.len() >= wanted(shape, **object) as usize)
        .filter_map(|(&object, answers)| {
            let last = answers.last()?.submitted;
            Some((object, last + TimeDelta::seconds(rng.random_range(5..180))))
        })
        .collect();
    let manifest = manifest(name, shape, &finished);
    let template = ("annotation-tool/data.json".to_owned(), labels().into_bytes());
    let manifest = (crate::source::keys::MANIFEST.to_owned(), manifest.into_bytes());
    let responses = objects.into_iter().filter_map(move |(object, answers)| {
        let written = finished.get(&object)?.format("%Y-%m-%d_%H:%M:%S");
        let key =
            format!("annotations/worker-response/iteration-{}/{object}/{written}.json", iteration(object));
        Some((key, response(&team, &answers).into_bytes()))
    });
    [template, manifest].into_iter().chain(responses)
}

/// Ground Truth sends at most so many objects at once, and begins a new iteration with the next.
fn iteration(object: u32) -> u32 {
    object / 1000 + 1
}

fn first_day(days: u32) -> DateTime<Utc> {
    let end: DateTime<Utc> = AFTER_THE_LAST_DAY.parse().unwrap_or_default();
    end - TimeDelta::weeks(i64::from(days.div_ceil(7)))
}

fn team(shape: Shape, rng: &mut ChaCha8Rng) -> Vec<Member> {
    (0..shape.workers)
        .map(|n| {
            let spread: f64 = StandardNormal.sample(rng);
            let starts_at = rng.random_range(7 * 3600..10 * 3600);
            let mut member = Member {
                worker_id: format!("private.eu-west-1.{:016x}", rng.random::<u64>()),
                sub: sub(rng),
                pace: (0.32 * spread).exp(),
                starts_at,
                ends_at: starts_at + rng.random_range(6 * 3600..9 * 3600),
                first_day: 0,
                last_day: shape.days,
                quick_on: None,
            };
            match n {
                // Neck and neck.
                0 | 1 if 2 <= shape.workers => {
                    member.pace = 0.72;
                    (member.starts_at, member.ends_at) = (8 * 3600, 16 * 3600);
                    member.quick_on = Some(n);
                }
                2 if 4 <= shape.workers => member.last_day = shape.days * 6 / 10,
                3 if 4 <= shape.workers => {
                    member.first_day = shape.days * 4 / 10;
                    member.pace = 0.6;
                }
                _ if n % 5 == 4 => member.first_day = rng.random_range(0..=shape.days / 3),
                _ => {}
            }
            member
        })
        .collect()
}

/// A random UUID (RFC 9562, version 4), as Amazon Cognito makes them.
fn sub(rng: &mut ChaCha8Rng) -> String {
    let bits: u128 = rng.random();
    let bits = bits & !(0xF000 << 64) & !(0xC000 << 48) | 0x4000 << 64 | 0x8000 << 48;
    let hex = format!("{bits:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

impl Member {
    fn works_on(&self, day: u32, weekday: Weekday) -> bool {
        (self.first_day..self.last_day.max(self.first_day + 1)).contains(&day)
            && !matches!(weekday, Weekday::Sat | Weekday::Sun)
    }

    /// Relative to the others on this day; smaller is quicker.
    fn pace_on(&self, day: u32) -> f64 {
        match self.quick_on {
            Some(turn) if turn_on(day) == turn => self.pace * 0.75,
            Some(_) => self.pace * 1.35,
            None => self.pace,
        }
    }
}

/// Who of the two is quick: the first on the first working day, then each for two days, so that the one
/// behind always gets ahead.
fn turn_on(day: u32) -> u32 {
    let working_day = day / 7 * 5 + (day % 7).min(5);
    working_day.div_ceil(2) % 2
}

/// Everybody takes the next object that wants another answer, day by day. Objects with their answers in
/// the order of time.
fn work(
    shape: Shape,
    team: &[Member],
    first_day: DateTime<Utc>,
    rng: &mut ChaCha8Rng,
) -> BTreeMap<u32, Vec<Done>> {
    let weekday = |day: u32| (first_day + TimeDelta::days(day.into())).weekday();
    let work_of = |member: &Member| -> f64 {
        (0..shape.days)
            .filter(|&day| member.works_on(day, weekday(day)))
            .map(|day| seconds(member.ends_at - member.starts_at) / member.pace_on(day))
            .sum()
    };
    let capacity: f64 = team.iter().map(work_of).sum();
    let all = f64::from(shape.objects) * f64::from(shape.answers);
    // Seconds per answer for somebody of pace 1, so that the days suffice for most of the work.
    let unit = (capacity / (all * DONE)).max(0.5);

    let mut taken: Vec<u32> =
        (0..shape.objects).map(|object| shape.answers - wanted(shape, object)).collect();
    let mut next_object = vec![0u32; team.len()];
    let mut objects: BTreeMap<u32, Vec<Done>> = BTreeMap::new();
    for day in 0..shape.days {
        let midnight = first_day + TimeDelta::days(day.into());
        let mut clock: BTreeSet<(DateTime<Utc>, usize)> = team
            .iter()
            .enumerate()
            .filter(|(_, member)| member.works_on(day, midnight.weekday()))
            .map(|(n, member)| (midnight + TimeDelta::seconds(member.starts_at), n))
            .collect();
        while let Some((now, n)) = clock.pop_first() {
            let member = &team[n];
            let rest: f64 = Exp1.sample(rng);
            let seconds = unit * member.pace_on(day) * (0.35 + 0.65 * rest);
            let until = now + milliseconds(seconds * 1000.0);
            if midnight + TimeDelta::seconds(member.ends_at) < until {
                continue;
            }
            let open = (next_object[n]..shape.objects).find(|&object| taken[object as usize] < shape.answers);
            let Some(object) = open else { continue };
            next_object[n] = object + 1;
            taken[object as usize] += 1;
            // Some of the time is not spent on the task.
            let spent =
                milliseconds(seconds * 1000.0 * rng.random_range(0.4..0.95)).max(TimeDelta::seconds(1));
            let boxes = rng.random_range(0u32..7);
            objects.entry(object).or_default().push(Done {
                member: n,
                accepted: until - spent,
                submitted: until,
                boxes,
            });
            clock.insert((until, n));
        }
    }
    for answers in objects.values_mut() {
        answers.sort_by_key(|answer| answer.submitted);
    }
    objects
}

/// Answers with which the object is finished: 0 for one that fails, one too few for one that expires.
fn wanted(shape: Shape, object: u32) -> u32 {
    if object % FAILED_ONE_IN == FAILED_ONE_IN - 1 {
        0
    } else if object % SHORT_ONE_IN == SHORT_ONE_IN - 1 && 1 < shape.answers {
        shape.answers - 1
    } else {
        shape.answers
    }
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a day")]
fn seconds(seconds: i64) -> f64 {
    seconds as f64
}

#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, and a day has few milliseconds")]
fn milliseconds(milliseconds: f64) -> TimeDelta {
    TimeDelta::milliseconds(milliseconds as i64)
}

fn labels() -> String {
    json!({"document-version": "2018-11-28", "labels": [{"label": "Crack"}, {"label": "Dent"}]}).to_string()
}

/// Ground Truth writes times with milliseconds, and drops them when they are zero.
fn wire_time(time: DateTime<Utc>) -> String {
    let format =
        if time.timestamp_subsec_millis() == 0 { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S%.3fZ" };
    time.format(format).to_string()
}

fn response(team: &[Member], answers: &[Done]) -> String {
    let answers: Vec<_> = answers
        .iter()
        .map(|answer| {
            let member = &team[answer.member];
            let boxes: Vec<_> = (0..answer.boxes)
                .map(|n| json!({"height": 40 + 3 * n, "label": "Crack", "left": 100 * n, "top": 60, "width": 80}))
                .collect();
            json!({
                "acceptanceTime": wire_time(answer.accepted),
                "answerContent": {"boundingBox": {
                    "boundingBoxes": boxes,
                    "inputImageProperties": {"height": 1080, "width": 1920},
                }},
                "submissionTime": wire_time(answer.submitted),
                "timeSpentInSeconds": seconds((answer.submitted - answer.accepted).num_milliseconds()) / 1000.0,
                "workerId": member.worker_id,
                "workerMetadata": {"identityData": {
                    "identityProviderType": "Cognito",
                    "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_labelrace",
                    "sub": member.sub,
                }},
            })
        })
        .collect();
    json!({"answers": answers}).to_string()
}

fn manifest(name: &str, shape: Shape, finished: &BTreeMap<u32, DateTime<Utc>>) -> String {
    let mut manifest = String::new();
    for object in 0..shape.objects {
        let mut line = json!({"source-ref": format!("s3://labelrace-sample/images/{object:06}.jpg")});
        if wanted(shape, object) == 0 {
            line["defects-metadata"] = json!({
                "retry-count": 1,
                "failure-reason": "ClientError: Annotation tasks expired.",
                "human-annotated": "true",
            });
        } else if let Some(finished) = finished.get(&object) {
            line["defects"] =
                json!({"annotations": [], "image_size": [{"width": 1920, "height": 1080, "depth": 3}]});
            line["defects-metadata"] = json!({
                "class-map": {"0": "Crack"},
                "creation-date": (*finished + TimeDelta::seconds(70)).format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
                "human-annotated": "yes",
                "job-name": format!("labeling-job/{}", name.to_lowercase()),
                "objects": [],
                "type": "groundtruth/object-detection",
            });
        }
        manifest.push_str(&line.to_string());
        manifest.push('\n');
    }
    manifest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::formats::{at_key, format::Role, worker_response};

    const SHAPE: Shape = Shape { workers: 12, objects: 2000, answers: 3, days: 10, seed: 1 };

    fn answers(shape: Shape) -> Vec<crate::source::answer::Submission> {
        let now = "2026-06-01T00:00:00Z".parse().unwrap();
        files("job", shape)
            .filter(|(key, _)| at_key(key).is_some_and(|(format, _)| format.role == Role::Answers))
            .flat_map(|(_, bytes)| {
                let parsed = worker_response::parse(&bytes, now).unwrap().unwrap();
                assert!(parsed.skipped.is_empty());
                parsed.submissions
            })
            .collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_does_not() {
        let bytes = |seed| files("job", Shape { seed, ..SHAPE }).collect::<Vec<_>>();
        assert!(bytes(1) == bytes(1));
        assert!(bytes(1) != bytes(2));
    }

    #[test]
    fn people_rest_at_the_weekend_and_most_of_the_work_gets_done() {
        let answers = answers(SHAPE);
        assert!(answers.iter().all(|a| !matches!(a.submitted.weekday(), Weekday::Sat | Weekday::Sun)));
        assert!((4000..6000).contains(&answers.len()), "{}", answers.len());
        let workers: std::collections::BTreeSet<_> = answers.iter().map(|a| a.sub.clone()).collect();
        assert_eq!(workers.len(), 12);
    }

    #[test]
    fn two_take_the_lead_from_each_other() {
        let mut all = answers(SHAPE);
        all.sort_by_key(|a| a.submitted);
        let mut rng = ChaCha8Rng::seed_from_u64(SHAPE.seed);
        let team = team(SHAPE, &mut rng);
        let (mut a, mut b, mut changes, mut ahead) = (0, 0, 0, None);
        for answer in all {
            let sub = answer.sub.unwrap();
            a += u32::from(sub.as_str() == team[0].sub);
            b += u32::from(sub.as_str() == team[1].sub);
            let leader = (a != b).then_some(a > b);
            changes += u32::from(leader.is_some() && ahead.is_some() && leader != ahead);
            ahead = leader.or(ahead);
        }
        assert!(3 <= changes, "{changes}");
    }

    #[test]
    fn a_shape_that_cannot_be_is_refused() {
        assert!(Shape { workers: 2, ..SHAPE }.checked().is_err());
        assert!(Shape { answers: 10, ..SHAPE }.checked().is_err());
        assert!(Shape { objects: 0, ..SHAPE }.checked().is_err());
    }

    #[test]
    fn small_jobs_have_answers_too() {
        let shape = Shape { workers: 1, objects: 3, answers: 1, days: 1, seed: 7 };
        assert!(!answers(shape).is_empty());
    }
}
