//! How long a million answers take, from what was read of them to a tally, and to each table of throughput:
//! `cargo bench --bench throughput`. With `--no-default-features` it is compiled in a few minutes.
//!
//! The answers are in memory, as they are after a job was read: four jobs of 500 people over two months. The limits are
//! one second for each table, and 0.25 seconds for a tally. Measured is the time of the processor, where the system tells
//! it, so that other programs do not count. The rounds take turns; shown are the fastest and the median one.
#![expect(clippy::unwrap_used, reason = "what cannot be set up cannot be measured")]

use std::{collections::BTreeMap, fs, hint::black_box, io::Write, sync::Arc, time::Instant};

use chrono::{DateTime, TimeDelta, Utc};
use labelrace::{
    people::{Aliases, Cast, Naming},
    source::{
        Gathered, Jobs, Place, Reading, Strictness, Times, WorkerId, answer::Submission,
        read_result::ReadResult, settle::settle,
    },
    stats::{By, Choice, Count, IdleCap, Measuring, Span, Tally, throughput},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use strum::VariantArray;

const ANSWERS: usize = 1_000_000;
const PEOPLE: usize = 500;
const JOBS: usize = 4;
const SECONDS: i64 = 60 * 86_400;
const ROUNDS: usize = 9;

fn read() -> ReadResult {
    let mut random = StdRng::seed_from_u64(1);
    let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
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
    read
}

fn settled(read: ReadResult) -> Gathered {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
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

/// Milliseconds that pass while `work` is done: those of the processor if the system tells them.
fn milliseconds(work: impl FnOnce()) -> u128 {
    let processor = || {
        let times = fs::read_to_string("/proc/self/schedstat").ok()?;
        times.split_whitespace().next()?.parse::<u128>().ok()
    };
    let (start, before) = (Instant::now(), processor());
    work();
    let on_processor = before.and_then(|before| Some(processor()? - before));
    on_processor.unwrap_or_else(|| start.elapsed().as_nanos()) / 1_000_000
}

/// The most memory that the process has had so far, in megabytes, where the system tells it.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1000)
}

fn main() {
    let mut out = std::io::stdout();
    let read = read();
    writeln!(out, "read: at most {} MB", peak().unwrap_or_default()).unwrap();
    let mut gathered = None;
    let took = milliseconds(|| gathered = Some(settled(read)));
    let gathered = gathered.unwrap();
    writeln!(out, "settled in {took} ms: at most {} MB", peak().unwrap_or_default()).unwrap();
    let cast = Cast::new(&gathered.answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
    let zone = chrono_tz::Europe::Berlin;
    let measuring = Measuring {
        span: Span::default(),
        interval: "1h".parse().unwrap(),
        zone,
        idle_cap: IdleCap::default(),
    };
    let tally = || {
        let (answers, span) = (&gathered.answers, Span::default());
        Tally::new(answers, &cast, Count::default(), span, Choice::Every(measuring.interval), zone).unwrap()
    };
    drop(black_box(tally()));
    writeln!(out, "tally: at most {} MB", peak().unwrap_or_default()).unwrap();
    let mut rounds: BTreeMap<&str, Vec<u128>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let took = milliseconds(|| _ = black_box(tally()));
        rounds.entry("tally").or_default().push(took);
        for &by in By::VARIANTS {
            let took = milliseconds(|| _ = black_box(throughput(&gathered, &cast, by, measuring)));
            rounds.entry(by.into()).or_default().push(took);
        }
    }
    for (what, mut took) in rounds {
        took.sort_unstable();
        writeln!(out, "{what:<12} {:>5} ms, median {:>5} ms", took[0], took[ROUNDS / 2]).unwrap();
    }
    writeln!(out, "at most {} MB", peak().unwrap_or_default()).unwrap();
}
