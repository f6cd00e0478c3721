//! What earlier readings found saves requests and changes nothing: with any ledger, and with none, the same is read.

use std::{fs, path::Path, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use labelrace::{
    source::{
        self, Jobs, Ledger, Place, Reading,
        ledger::{LARGEST_LEDGER, LedgerKeeper, PackError},
    },
    store::{Store, When, dir::Dir},
};
use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use crate::common::{
    faulty_store::{Fault, Faulty},
    jobs::{Job, answer, answer_in, old_answer, put, response_file},
    tagged_store::Tagged,
};

const SOURCE: &str = "s3://team/out";

fn now() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn place() -> Place {
    Place {
        key: "out/".into(),
        is_file: false,
        bucket: None,
        shown: SOURCE.into(),
        is_log_group: false,
        only: Arc::default(),
    }
}

/// What is read with this ledger, in every detail, and how many files were fetched for it.
fn read_with(folder: &Path, ledger: Option<&Arc<Ledger>>, now: DateTime<Utc>, jobs: Jobs) -> (String, usize) {
    let store = Arc::new(Tagged::new(folder.to_owned()));
    let reading = Reading { jobs, ledger: ledger.cloned(), ..Reading::new(now) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let place = place();
    let gathered = runtime.block_on(source::gather(Arc::clone(&store), &place, &reading, &|_| {}));
    (format!("{gathered:#?}"), store.n_gets())
}

fn read(folder: &Path, ledger: Option<&Arc<Ledger>>) -> (String, usize) {
    read_with(folder, ledger, now(), Jobs::All)
}

/// A ledger as it is written; `None` if it need not be, since it is as it was.
fn written(ledger: &Arc<Ledger>) -> Option<Vec<u8>> {
    let folder = TempDir::new().unwrap();
    let store = Dir::new(folder.path().to_owned());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let keeper = LedgerKeeper::over(&store, "ledger".into(), Arc::clone(ledger));
        keeper.load(true).await.unwrap();
        keeper.save().await.unwrap();
    });
    fs::read(folder.path().join("ledger")).ok()
}

/// The ledger of a reading of this folder, as bytes.
fn ledger_of(folder: &Path) -> Vec<u8> {
    let ledger = Arc::new(Ledger::new(SOURCE));
    let _ = read(folder, Some(&ledger));
    written(&ledger).unwrap_or_default()
}

/// A ledger filled with these bytes, whether that goes well or not.
fn filled(bytes: &[u8]) -> Arc<Ledger> {
    let ledger = Ledger::new(SOURCE);
    let _ = ledger.fill(bytes);
    Arc::new(ledger)
}

const POOL: &str = "eu-west-1_AbC9";
const EARLY: &str = "2024-03-04T08:00:00Z";
const LATE: &str = "2024-03-05T09:30:00.123456Z";
/// A day and a bit after the present.
const AHEAD: &str = "2026-01-02T12:00:00Z";

/// Two jobs in which everything is that a file of a job can hold.
fn world() -> TempDir {
    let folder = TempDir::new().unwrap();
    let job = Job::at(folder.path().join("out/Xray"))
        .answers("0", &[answer("aa", EARLY), answer_in(POOL, "bb", "1-2-3", LATE)])
        .answers("1", &[old_answer("aa", LATE), json!({"workerId": "cc"})])
        .answers("2", &[answer("dd", AHEAD), answer("aa", EARLY)])
        .answers("3", &[answer("private.us-east-1.x", EARLY), answer("ada@example.com", LATE)])
        .answers("4", &[])
        .manifest(&[
            r#"{"source-ref":"s3://b/0.jpg","x":1,"x-metadata":{"job-name":"labeling-job/xray","human-annotated":"yes","creation-date":"2024-03-05T08:00:00.123456"}}"#,
            r#"{"source-ref":"s3://b/1.jpg","x-metadata":{"failure-reason":"expired"}}"#,
            r#"{"source-ref":"s3://b/2.jpg"}"#,
            "not JSON",
        ]);
    let root = job.root();
    put(&root, "5", b"{\"answers\":[{\"work");
    put(&root, "6", br#"{"humanLoopName":"loop-1","humanAnswers":[{"submissionTime":"2024-03-04T08:00:00Z","workerId":"ee"}]}"#);
    put(&root, "7", b"");
    Job::at(folder.path().join("out/Coarse")).request(&[("0", &["aa", "bb"]), ("1", &["cc"])]).manifest(&[
        r#"{"source":"t","c":{"annotationsFromAllWorkers":[{"workerId":"private.eu-west-1.aa","annotationData":{"content":"{}"}}]},"c-metadata":{"job-name":"labeling-job/coarse","creation-date":"2024-03-05T08:00:00"}}"#,
    ]);
    folder
}

#[test]
fn a_second_reading_fetches_nothing_but_what_has_to_be_looked_at_each_time() {
    let folder = world();
    let (whole, n_whole) = read(folder.path(), None);
    assert_eq!(n_whole, 11);
    let ledger = Arc::new(Ledger::new(SOURCE));
    assert_eq!(read(folder.path(), Some(&ledger)), (whole.clone(), n_whole));
    let second = filled(&written(&ledger).unwrap());
    assert_eq!(second.len(), 9);
    // One with a time that is not plausible yet, and a manifest that holds answers itself.
    assert_eq!(read(folder.path(), Some(&second)), (whole, 2));
}

#[test]
fn what_is_new_other_or_gone_is_seen() {
    let folder = world();
    let bytes = ledger_of(folder.path());
    let root = folder.path().join("out/Xray");
    put(&root, "8", br#"{"answers":[{"submissionTime":"2024-03-04T08:00:00Z","workerId":"ff"}]}"#);
    let same_length =
        fs::read_to_string(response_file(&root, "0")).unwrap().replace(EARLY, "2024-03-04T08:00:01Z");
    put(&root, "0", same_length.as_bytes());
    fs::remove_file(response_file(&root, "1")).unwrap();
    let ledger = filled(&bytes);
    assert_eq!(ledger.len(), 9);
    let (whole, _) = read(folder.path(), None);
    assert_eq!(read(folder.path(), Some(&ledger)), (whole, 4));
    assert_eq!(filled(&written(&ledger).unwrap()).len(), 9, "what is gone is forgotten");
}

#[test]
fn a_ledger_that_is_as_it_was_is_not_written_again() {
    let folder = world();
    fs::remove_dir_all(folder.path().join("out/Coarse")).unwrap();
    fs::remove_file(response_file(&folder.path().join("out/Xray"), "2")).unwrap();
    let bytes = ledger_of(folder.path());
    let place = TempDir::new().unwrap();
    let store = Dir::new(place.path().to_owned());
    fs::write(place.path().join("ledger"), &bytes).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ledger = runtime.block_on(async {
        let keeper = LedgerKeeper::new(&store, "ledger".into(), SOURCE);
        keeper.load(false).await.unwrap();
        keeper.ledger()
    });
    let (_, n_gets) = read(folder.path(), Some(&ledger));
    assert_eq!(n_gets, 0);
    fs::remove_file(place.path().join("ledger")).unwrap();
    runtime.block_on(LedgerKeeper::over(&store, "ledger".into(), ledger).save()).unwrap();
    assert!(!place.path().join("ledger").exists());
}

#[test]
fn a_ledger_cut_at_any_byte_or_with_any_byte_changed_is_none_and_changes_nothing() {
    let folder = world();
    let bytes = ledger_of(folder.path());
    let (whole, n_whole) = read(folder.path(), None);
    for end in 0..bytes.len() {
        assert!(Ledger::new(SOURCE).fill(&bytes[..end]).is_err(), "cut at {end}");
        let mut other = bytes.clone();
        other[end] ^= 0x41;
        assert!(Ledger::new(SOURCE).fill(&other).is_err(), "byte {end} changed");
        if end % 50 == 0 {
            assert_eq!(read(folder.path(), Some(&filled(&bytes[..end]))), (whole.clone(), n_whole));
        }
    }
    let longer = [&bytes[..], b"x"].concat();
    assert_eq!(Ledger::new(SOURCE).fill(&longer), Err(PackError::Damaged));
    assert_eq!(Ledger::new("s3://team/other").fill(&bytes), Err(PackError::OtherSource));
    let mut version = bytes.clone();
    version[8] ^= 1;
    assert_eq!(Ledger::new(SOURCE).fill(&version), Err(PackError::OtherVersion));
}

#[test]
fn a_clock_that_is_set_back_makes_times_implausible_as_if_there_were_no_ledger() {
    let folder = world();
    let bytes = ledger_of(folder.path());
    for years in [1, 2, 10, 30] {
        let past = now() - TimeDelta::days(365 * years);
        let (whole, _) = read_with(folder.path(), None, past, Jobs::All);
        assert_eq!(
            read_with(folder.path(), Some(&filled(&bytes)), past, Jobs::All).0,
            whole,
            "{years} years"
        );
    }
    let later = now() + TimeDelta::days(365);
    let (whole, _) = read_with(folder.path(), None, later, Jobs::All);
    assert_eq!(read_with(folder.path(), Some(&filled(&bytes)), later, Jobs::All).0, whole);
}

#[tokio::test]
async fn a_ledger_of_a_gigabyte_is_refused_by_its_size_and_replaced() {
    let place = TempDir::new().unwrap();
    let store = Dir::new(place.path().to_owned());
    let file = fs::File::create(place.path().join("ledger")).unwrap();
    file.set_len(1 << 30).unwrap();
    const { assert!(LARGEST_LEDGER < 1 << 30) }
    let keeper = LedgerKeeper::new(&store, "ledger".into(), SOURCE);
    let warning = keeper.load(false).await.unwrap_err().to_string();
    assert_eq!(
        warning,
        "the ledger of earlier readings cannot be used (it is too large), so every file is read anew"
    );
    keeper.save().await.unwrap();
    assert!(fs::metadata(place.path().join("ledger")).unwrap().len() < 1000);
    let again = LedgerKeeper::new(&store, "ledger".into(), SOURCE);
    again.load(false).await.unwrap();
}

#[tokio::test]
async fn of_two_runs_that_write_at_once_the_first_one_stays_and_neither_fails() {
    let place = TempDir::new().unwrap();
    let store = Dir::new(place.path().to_owned());
    let one = LedgerKeeper::new(&store, "ledger".into(), SOURCE);
    let two = LedgerKeeper::new(&store, "ledger".into(), "s3://team/other");
    for keeper in [&one, &two] {
        keeper.load(false).await.unwrap();
        let _ = keeper.ledger().fill(b"nothing");
    }
    one.save().await.unwrap();
    let first = fs::read(place.path().join("ledger")).unwrap();
    two.save().await.unwrap();
    assert_eq!(fs::read(place.path().join("ledger")).unwrap(), first);
}

#[tokio::test]
async fn a_store_that_fails_costs_a_warning_and_no_run() {
    let place = TempDir::new().unwrap();
    for (fault, reads, writes) in [(Fault::Get(1), false, true), (Fault::Put(1), true, false)] {
        let store = Dir::new(place.path().to_owned());
        store.put("ledger", "old".into(), "", When::Always).await.unwrap();
        let store = Faulty::new(store, labelrace::store::Trouble::Denied, &[fault]);
        let keeper = LedgerKeeper::new(&store, "ledger".into(), SOURCE);
        let loaded = keeper.load(true).await.map_err(|warning| warning.to_string());
        assert_eq!(loaded.is_ok(), reads, "{loaded:?}");
        let _ = keeper.ledger().fill(b"nothing");
        let saved = keeper.save().await.map_err(|warning| warning.to_string());
        assert_eq!(saved.is_ok(), writes, "{saved:?}");
        assert_eq!(
            fs::read(place.path().join("ledger")).unwrap(),
            b"old",
            "what could not be read is left alone"
        );
    }
}

/// What happens to a job between two readings.
#[derive(Clone, Debug)]
enum Change {
    Answer { object: u8, worker: u8, minute: u8 },
    Broken { object: u8, length: usize },
    Gone { object: u8 },
    Manifest { lines: u8, labeled: u8 },
    Request { workers: u8 },
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0..12u8, 0..5u8, 0..60u8)
            .prop_map(|(object, worker, minute)| Change::Answer { object, worker, minute }),
        1 => (0..12u8, 0..30usize).prop_map(|(object, length)| Change::Broken { object, length }),
        1 => (0..12u8).prop_map(|object| Change::Gone { object }),
        1 => (1..9u8, 0..9u8).prop_map(|(lines, labeled)| Change::Manifest { lines, labeled }),
        1 => (0..4u8).prop_map(|workers| Change::Request { workers }),
    ]
}

fn apply(folder: &Path, job: &str, change: &Change) {
    let root = folder.join("out").join(job);
    match *change {
        Change::Answer { object, worker, minute } => {
            let time = format!("2024-03-{:02}T08:{minute:02}:00Z", 1 + object);
            let text = json!({"answers": [answer(&format!("w{worker}"), &time)]}).to_string();
            put(&root, &object.to_string(), text.as_bytes());
        }
        Change::Broken { object, length } => {
            let text = r#"{"answers":[{"submissionTime":"2024-03-04T08:00:00Z"}]}"#;
            put(&root, &object.to_string(), &text.as_bytes()[..length]);
        }
        Change::Gone { object } => _ = fs::remove_file(response_file(&root, &object.to_string())),
        Change::Manifest { lines, labeled } => {
            let line = |n: u8| {
                if labeled <= n {
                    return format!(r#"{{"source":"t{n}"}}"#);
                }
                let day = n + 1;
                format!(
                    r#"{{"source":"t{n}","x":1,"x-metadata":{{"job-name":"labeling-job/{job}","creation-date":"2024-03-{day:02}T08:00:00"}}}}"#
                )
            };
            let lines: Vec<String> = (0..lines).map(line).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let _ = Job::at(&root).manifest(&lines);
        }
        Change::Request { workers } => {
            let workers: Vec<String> = (0..workers).map(|n| format!("w{n}")).collect();
            let workers: Vec<&str> = workers.iter().map(String::as_str).collect();
            let _ = Job::at(&root).request(&[("0", &workers)]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_ledger_gives_what_none_gives(
        before in prop::collection::vec((prop::sample::select(vec!["Xray", "Birds"]), change()), 1..12),
        after in prop::collection::vec((prop::sample::select(vec!["Xray", "Birds"]), change()), 0..8),
        cut in any::<prop::sample::Index>(),
        all_jobs in any::<bool>(),
        days in -900..900i64,
    ) {
        let folder = TempDir::new().unwrap();
        for (job, change) in &before {
            apply(folder.path(), job, change);
        }
        let bytes = ledger_of(folder.path());
        for (job, change) in &after {
            apply(folder.path(), job, change);
        }
        let jobs = if all_jobs { Jobs::All } else { Jobs::One };
        let now = now() + TimeDelta::days(days);
        let (whole, n_whole) = read_with(folder.path(), None, now, jobs);
        let cut = &bytes[..cut.index(bytes.len() + 1)];
        for bytes in [&bytes[..], cut, b"", &Ledger::with_body(SOURCE, cut)] {
            let ledger = filled(bytes);
            let (with, n_gets) = read_with(folder.path(), Some(&ledger), now, jobs);
            prop_assert_eq!(&with, &whole);
            // Where it ends early, files may have been asked for or not.
            prop_assert!(!all_jobs || n_gets <= n_whole);
            let again = filled(&written(&ledger).unwrap_or_else(|| bytes.to_vec()));
            prop_assert_eq!(&read_with(folder.path(), Some(&again), now, jobs).0, &whole);
        }
    }

    #[test]
    fn whatever_a_ledger_holds_it_is_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let ledger = Ledger::new(SOURCE);
        if ledger.fill(&Ledger::with_body(SOURCE, &body)).is_ok() {
            prop_assert!(ledger.readable(now()) <= ledger.len());
        }
        prop_assert!(Ledger::new(SOURCE).fill(&body).is_err());
    }
}
