//! Races to look at: small ones made by hand, and those of invented jobs.
#![allow(dead_code, reason = "no test binary needs all of them")]

use std::{collections::BTreeMap, path::Path};

use chrono::{DateTime, TimeDelta, Utc};
use labelrace::{
    answer::{Answer, WorkerId},
    gather::{Jobs, Reading, Strictness},
    people::{Aliases, Cast, Naming},
    plan::{Input, Plan},
    race::{Frame, Pacing, Race},
    run::{self, Counted},
    sample::Shape,
    store::Location,
    tally::{Count, Span, Tally},
};

/// A race of these people, each with a digit per hour: so many labels in it.
pub(crate) fn race(people: &[(&str, &str)], pacing: Pacing) -> Race {
    let monday: DateTime<Utc> = "2026-02-02T08:00:00Z".parse().expect("a time");
    let mut answers = Vec::new();
    for &(name, hours) in people {
        for (hour, labels) in (0..).zip(hours.chars()) {
            for minute in 0..i64::from(labels.to_digit(10).expect("labels of an hour are a digit")) {
                answers.push(Answer {
                    job: "job".into(),
                    object: format!("{name} {hour} {minute}").into(),
                    worker: WorkerId::new(name).expect("a name"),
                    submitted: monday + TimeDelta::hours(hour) + TimeDelta::minutes(minute),
                    accepted: None,
                    spent_ms: None,
                    inside: 1,
                });
            }
        }
    }
    answers.sort_by_key(|answer| answer.submitted);
    // An id would be cut; an alias is shown whole.
    let aliases: String = people.iter().flat_map(|(name, _)| [name, ",", name, "\n"]).collect();
    let aliases = Aliases::parse(aliases.as_bytes()).expect("names of people");
    let cast = Cast::new(&answers, &BTreeMap::new(), &aliases, Naming::Id, "job");
    let hourly = "1h".parse().expect("an interval");
    let tally = Tally::new(&answers, &cast, Count::Labels, Span::default(), hourly, chrono_tz::UTC);
    Race::new(&tally.expect("answers that can be counted"), pacing)
}

/// How a job in this folder is read and counted if nobody asks for anything.
pub(crate) fn plan(folder: &Path) -> Plan {
    Plan {
        input: Input {
            source: Location::Path(folder.to_owned()),
            reading: Reading {
                parallel: 16,
                jobs: Jobs::One,
                strictness: Strictness::Strict,
                now: "2026-03-02T00:00:00Z".parse().expect("a time"),
            },
        },
        interval: "auto".parse().expect("an interval"),
        zone: chrono_tz::UTC,
        span: Span::default(),
        count: Count::Labels,
        aliases: Aliases::default(),
        naming: Naming::Pseudonym,
        pseudonym_key: None,
    }
}

/// An invented job, written to the folder, read back and counted.
pub(crate) fn sample(folder: &Path, shape: Shape) -> Counted {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        run::sample(&Location::Path(folder.to_owned()), shape).await.expect("a sample is written");
        run::count(&plan(folder), &|_| {}).await.expect("a sample is read")
    })
}

/// The frame in which two who change places are nearest to each other.
pub(crate) fn half_way_through_a_swap(race: &Race) -> usize {
    let apart = |frame: &Frame| {
        let rows = frame.bars.iter().map(|bar| bar.row);
        let pairs = frame.bars.iter().flat_map(|bar| rows.clone().map(move |row| (bar.row - row).abs()));
        // Each bar is no distance from itself.
        pairs.filter(|&apart| 0.0 < apart).fold(f64::INFINITY, f64::min)
    };
    let frames = race.frames().min_by(|a, b| apart(a).total_cmp(&apart(b)));
    frames.expect("a race has a frame").number
}
