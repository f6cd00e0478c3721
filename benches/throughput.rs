//! How long the throughput of a million answers takes, by each kind of row: `cargo bench --bench throughput`.
//!
//! The answers are in memory, as they are after a job was read: four jobs of 500 people over two months. The limit is
//! one second for each table.
#![expect(clippy::unwrap_used, reason = "what cannot be set up cannot be measured")]

use std::{collections::BTreeMap, io::Write, sync::Arc, time::Instant};

use chrono::TimeDelta;
use labelrace::{
    people::{Aliases, Cast, Naming},
    source::{
        Gathered, Jobs, Place, Reading, Strictness, Times, WorkerId, answer::Submission,
        read_result::ReadResult, settle::settle,
    },
    stats::{By, IdleCap, Measuring, Span, throughput},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use strum::VariantArray;

const ANSWERS: usize = 1_000_000;
const PEOPLE: usize = 500;
const JOBS: usize = 4;
const SECONDS: i64 = 60 * 86_400;

fn gathered() -> Gathered {
    let mut random = StdRng::seed_from_u64(1);
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let start = now - TimeDelta::seconds(SECONDS);
    let jobs: Vec<Arc<str>> = (0..JOBS).map(|n| format!("labels/output/job-{n}").into()).collect();
    let mut read = ReadResult::default();
    for n in 0..ANSWERS {
        let submitted = start + TimeDelta::seconds(random.random_range(0..SECONDS));
        let length = random.random_range(2_000..600_000);
        let worker = format!("11111111-2222-4333-8444-{:012}", random.random_range(0..PEOPLE));
        let submission = Submission {
            worker_id: WorkerId::new(&worker),
            accepted: Some(submitted - TimeDelta::milliseconds(length)),
            spent_ms: u64::try_from(length).ok(),
            ..Submission::new(submitted)
        };
        read.add(&jobs[n % JOBS], Times::Submitted, vec![(n.to_string().into(), submission)]);
    }
    let reading = Reading { jobs: Jobs::All, strictness: Strictness::Strict, ..Reading::new(now) };
    let place = Place {
        key: "labels/output/".into(),
        is_file: false,
        bucket: None,
        shown: "labels/output".into(),
        is_log_group: false,
        only: Arc::default(),
    };
    settle(read, &place, &reading).unwrap()
}

fn main() {
    let gathered = gathered();
    let cast = Cast::new(&gathered.answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
    let measuring = Measuring {
        span: Span::default(),
        interval: "1h".parse().unwrap(),
        zone: chrono_tz::Europe::Berlin,
        idle_cap: IdleCap::default(),
    };
    let mut out = std::io::stdout();
    for &by in By::VARIANTS {
        let start = Instant::now();
        let rows = throughput(&gathered, &cast, by, measuring);
        let word: &str = by.into();
        let took = start.elapsed().as_millis();
        writeln!(out, "{word:<12} {:>5} rows  {took:>5} ms", rows.len()).unwrap();
    }
}
