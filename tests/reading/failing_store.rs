//! A store that fails: what can be had is had, what is lost is counted, and a second run is complete.

use std::{fs, path::Path, sync::Arc};

use labelrace::{
    source::{
        self, GatherError, Gathered, Place, Reading, Strictness,
        sample::{self, Shape},
    },
    store::{Trouble, dir::Dir},
};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::common::faulty_store::{Fault, Faulty};

const SHAPE: Shape = Shape { workers: 4, objects: 30, answers: 3, days: 3, seed: 5 };

/// A sample job in a folder.
fn job() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (key, bytes) in sample::files("job", SHAPE) {
        let path = folder.path().join("job").join(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Gathers the job with these faults; two files at once, so that they come in nearly any order.
fn gather(
    folder: &Path,
    trouble: &Trouble,
    faults: &[Fault],
    strictness: Strictness,
) -> Result<Gathered, GatherError> {
    let store = Arc::new(Faulty::new(Dir::new(folder.to_owned()), trouble.clone(), faults));
    let (is_log_group, only) = (false, Arc::default());
    let place =
        Place { key: "job/".into(), is_file: false, bucket: None, shown: "job".into(), is_log_group, only };
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let reading = Reading { parallel: 2, strictness, ..Reading::new(now) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let gathered = runtime.block_on(source::gather(store, &place, &reading, &|_| {}))?;
    if gathered.answers.is_empty() { Err(gathered.why_nothing("job".into())) } else { Ok(gathered) }
}

fn lenient(folder: &Path, trouble: &Trouble, faults: &[Fault]) -> Result<Gathered, GatherError> {
    gather(folder, trouble, faults, Strictness::Lenient)
}

fn whole(folder: &Path) -> Gathered {
    let whole = gather(folder, &Trouble::Other, &[], Strictness::Strict).unwrap();
    assert!(whole.skipped.is_empty());
    whole
}

#[test]
fn one_file_that_cannot_be_fetched_is_skipped_and_counted() {
    let folder = job();
    let all = whole(folder.path());
    for trouble in [Trouble::Denied, Trouble::NotFound, Trouble::Other] {
        for k in [1, 7] {
            let gathered = lenient(folder.path(), &trouble, &[Fault::Get(k)]).unwrap();
            assert_eq!(gathered.skipped.count(), 1, "{trouble:?}");
            assert!(gathered.skipped.to_string().contains(&trouble.to_string()), "{}", gathered.skipped);
            assert!(gathered.answers.len() < all.answers.len());
            assert!(gathered.answers.iter().all(|answer| all.answers.contains(answer)));
        }
    }
    assert_eq!(whole(folder.path()).answers, all.answers, "a second run is complete");
}

#[test]
fn one_place_that_cannot_be_listed_is_skipped_and_counted() {
    let folder = job();
    for k in [1, 5, 20] {
        let gathered = lenient(folder.path(), &Trouble::Denied, &[Fault::ListItem(k)]).unwrap();
        assert_eq!(gathered.skipped.count(), 1, "{k}");
    }
}

#[test]
fn strict_lets_none_of_it_pass() {
    let folder = job();
    for fault in [Fault::Get(3), Fault::ListItem(3), Fault::Cut { get: 3, after_bytes: 10 }] {
        let error = gather(folder.path(), &Trouble::Other, &[fault], Strictness::Strict).unwrap_err();
        assert!(matches!(error, GatherError::Strict { .. }), "{error}");
        assert!(error.to_string().contains("--strict makes that an error"), "{error}");
    }
}

#[test]
fn a_store_that_cannot_be_used_is_the_end() {
    let folder = job();
    let elsewhere = Trouble::OtherRegion { region: Some("eu-west-1".into()) };
    for trouble in [Trouble::NoCredentials, Trouble::Unavailable, elsewhere] {
        for fault in [Fault::Get(2), Fault::ListItem(2)] {
            let error = lenient(folder.path(), &trouble, &[fault]).unwrap_err();
            let GatherError::Store(error) = &error else { panic!("{error}") };
            assert_eq!(error.trouble, trouble);
        }
    }
    whole(folder.path());
}

#[test]
fn a_body_that_breaks_off_is_asked_for_again() {
    let folder = job();
    let all = whole(folder.path());
    for after_bytes in [0, 1, 100] {
        let cut = Fault::Cut { get: 4, after_bytes };
        let gathered = lenient(folder.path(), &Trouble::Unavailable, &[cut]).unwrap();
        assert_eq!(gathered.answers, all.answers, "{after_bytes}");
        assert!(gathered.skipped.is_empty());
    }
}

#[test]
fn a_body_that_always_breaks_off_is_an_error_and_no_half_answer() {
    let folder = job();
    let cuts: Vec<Fault> = (1..200).map(|get| Fault::Cut { get, after_bytes: 50 }).collect();
    let error = lenient(folder.path(), &Trouble::Unavailable, &cuts).unwrap_err();
    assert!(matches!(error, GatherError::Store(_)), "{error}");
    let error = lenient(folder.path(), &Trouble::Denied, &cuts).unwrap_err();
    assert!(matches!(error, GatherError::Store(_)), "the reason of the first: {error}");
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (1..60usize).prop_map(Fault::ListItem),
        (1..60usize).prop_map(Fault::Get),
        (1..60usize, 0..2000usize).prop_map(|(get, after_bytes)| Fault::Cut { get, after_bytes }),
    ]
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let all =
        [Trouble::NotFound, Trouble::Denied, Trouble::Unavailable, Trouble::Other, Trouble::NoCredentials];
    prop::sample::select(all.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_fails_is_an_error_or_counted_and_a_second_run_is_complete(
        faults in prop::collection::vec(fault(), 0..6),
        trouble in trouble(),
    ) {
        let folder = job();
        let all = whole(folder.path());
        if let Ok(gathered) = lenient(folder.path(), &trouble, &faults) {
            prop_assert!(gathered.answers.iter().all(|answer| all.answers.contains(answer)));
            if gathered.skipped.is_empty() {
                prop_assert_eq!(&gathered.answers, &all.answers, "what is lost is counted");
            }
            prop_assert!(gathered.skipped.count() <= faults.len() as u64);
        }
        prop_assert_eq!(whole(folder.path()).answers, all.answers);
    }
}
