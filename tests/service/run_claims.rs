//! Who may do a run: the claim on it, over an S3 in which of two writers one comes too late.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use labelrace::{
    people::{Remembered, RememberedPerson},
    service::runs::{
        self, CastFile, Claim, ClaimError, ClaimOutcome, Claimant, RunState, Slot, read_cast, write_cast,
    },
    settings::RunKind,
    source::WorkerId,
    store::{Store, Trouble, When, s3::S3},
};

use crate::common::{
    faulty_store::{Fault, Faulty},
    world::moto::Moto,
};

const SOURCE: &str = "s3://team/blades";

fn now() -> DateTime<Utc> {
    "2026-11-23T07:30:10Z".parse().unwrap()
}

fn slot() -> Slot {
    Slot::new("blades", RunKind::Daily, Some("2026-11-23T07:30:00Z".parse().unwrap()), "")
}

/// `request` at `minutes` past the start; its lease is one of 5 minutes.
fn holder(request: &str, minutes: i64) -> Claimant<'_> {
    let now = now() + TimeDelta::minutes(minutes);
    Claimant { source: SOURCE, request, until: now + TimeDelta::minutes(5), now, force: false }
}

/// A bucket, and the services that it is in.
async fn bucket() -> (Moto, S3) {
    let moto = Moto::start();
    let bucket = moto.bucket("films").await;
    (moto, bucket)
}

async fn claim<'a, S: Store>(store: &'a S, holder: Claimant<'_>) -> ClaimOutcome<'a, S> {
    runs::claim(store, &slot(), holder).await.unwrap()
}

#[track_caller]
fn ours<S>(claimed: ClaimOutcome<'_, S>) -> Claim<'_, S> {
    match claimed {
        ClaimOutcome::Ours(claim) => claim,
        ClaimOutcome::Done(record) | ClaimOutcome::InProgress(record) => {
            panic!("it is another's: {record:?}")
        }
    }
}

#[track_caller]
fn is_lost(outcome: &Result<(), ClaimError>) {
    assert!(matches!(outcome, Err(ClaimError::Lost { .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_run_is_ours_until_its_lease_ends_and_then_the_first_takers() {
    let (_moto, store) = bucket().await;
    let mut first = ours(claim(&store, holder("a", 0)).await);
    assert!(matches!(claim(&store, holder("b", 4)).await, ClaimOutcome::InProgress(_)));
    first.note(|record| record.notified = false).await.unwrap();
    let mut second = ours(claim(&store, holder("b", 6)).await);
    // Who comes back from the dead can neither note anything nor give up what is another's.
    is_lost(&first.note(|record| record.state = RunState::Complete).await);
    is_lost(&first.give_up("OutOfTime", "why").await);
    second.note(|record| record.state = RunState::Complete).await.unwrap();
    for request in ["a", "b", "c"] {
        assert!(matches!(claim(&store, holder(request, 20)).await, ClaimOutcome::Done(_)));
    }
}

#[tokio::test]
async fn the_same_request_takes_up_at_once_and_so_does_anybody_after_a_failure() {
    let (_moto, store) = bucket().await;
    let mut first = ours(claim(&store, holder("a", 0)).await);
    let mut again = ours(claim(&store, holder("a", 1)).await);
    is_lost(&first.note(|record| record.state = RunState::Complete).await);
    again.note(|record| record.state = RunState::Uploaded).await.unwrap();
    again.give_up("NotifyFailed", "why").await.unwrap();
    let third = ours(claim(&store, holder("b", 2)).await);
    // A film that is there is kept.
    assert_eq!((third.record().state, &third.record().error), (RunState::Uploaded, &None));
    assert!(matches!(claim(&store, holder("c", 3)).await, ClaimOutcome::InProgress(_)));
}

#[tokio::test]
async fn force_begins_what_is_done_anew_but_a_retry_of_it_does_not() {
    let (_moto, store) = bucket().await;
    let mut first = ours(claim(&store, holder("a", 0)).await);
    let forced = |request, minutes| Claimant { force: true, ..holder(request, minutes) };
    assert!(matches!(claim(&store, forced("b", 1)).await, ClaimOutcome::InProgress(_)));
    first.note(|record| (record.state, record.lease_until) = (RunState::Complete, None)).await.unwrap();
    let mut second = ours(claim(&store, forced("b", 1)).await);
    assert_eq!(second.record().state, RunState::Claimed);
    second.note(|record| (record.state, record.lease_until) = (RunState::Complete, None)).await.unwrap();
    assert!(matches!(claim(&store, forced("b", 2)).await, ClaimOutcome::Done(_)));
}

#[tokio::test]
async fn of_many_at_once_exactly_one_wins_whether_it_is_new_or_left_behind() {
    let (_moto, store) = bucket().await;
    let names: Vec<String> = (0..16).map(|n| format!("r{n}")).collect();
    for minutes in [0, 10, 20] {
        let claims = join_all(names.iter().map(|name| {
            // None of them has had it: a request may take up its own.
            let slot = slot();
            let name = format!("{name}-{minutes}");
            let store = &store;
            async move { runs::claim(store, &slot, holder(&name, minutes)).await.unwrap() }
        }))
        .await;
        let won = claims.iter().filter(|claimed| matches!(claimed, ClaimOutcome::Ours(_))).count();
        let waiting = claims.iter().filter(|claimed| matches!(claimed, ClaimOutcome::InProgress(_))).count();
        assert_eq!((won, waiting), (1, 15), "{minutes}");
    }
}

#[tokio::test]
async fn what_a_writer_wrote_is_known_by_it_although_the_answer_was_lost() {
    let (moto, _) = bucket().await;
    let faulty =
        |faults: &[Fault]| Faulty::new(S3::new(&moto.sdk_config(), "films"), Trouble::Exists, faults);
    // As an SDK does that tries again, and then meets itself.
    let store = faulty(&[Fault::PutUnanswered(1), Fault::PutUnanswered(2), Fault::PutUnanswered(3)]);
    let mut first = ours(claim(&store, holder("a", 0)).await);
    first.note(|record| record.state = RunState::Uploaded).await.unwrap();
    first.give_up("NotifyFailed", "why").await.unwrap();
    assert_eq!((first.record().state, first.record().lease_until), (RunState::Uploaded, None));

    // And where the error is told at first: the next note is based on what is really there.
    let store =
        Faulty::new(S3::new(&moto.sdk_config(), "films"), Trouble::Unavailable, &[Fault::PutUnanswered(3)]);
    let mut second = ours(claim(&store, holder("b", 1)).await);
    let lost = second.note(|record| record.notified = true).await;
    assert!(matches!(lost, Err(ClaimError::Store(_))), "{lost:?}");
    second.give_up("NotifyFailed", "why").await.unwrap();
    assert!(second.record().notified && second.record().lease_until.is_none());
}

#[tokio::test]
async fn a_record_of_another_job_or_of_nobody_is_left_alone() {
    let (_moto, store) = bucket().await;
    let _first = ours(claim(&store, holder("a", 0)).await);
    let other = Claimant { source: "s3://others/blades", ..holder("a", 0) };
    let refused = runs::claim(&store, &slot(), other).await.unwrap_err();
    assert!(
        refused.to_string().contains("belongs to s3://team/blades, another job of the same name"),
        "{refused}"
    );

    for garbage in ["", "{", "[]", "{\"state\": \"claimed\"}"] {
        let key = slot().record();
        store.put(&key, garbage.into(), "application/json", When::Always).await.unwrap();
        let refused = runs::claim(&store, &slot(), holder("a", 9)).await.unwrap_err();
        assert!(refused.to_string().contains("is not the record of a run; remove it"), "{refused}");
        assert_eq!(labelrace::store::read(&store, &key, 100).await.unwrap().unwrap(), garbage);
    }
}

#[tokio::test]
async fn the_cast_is_written_only_by_who_has_read_the_newest() {
    let (_moto, store) = bucket().await;
    let person = |id: &str| RememberedPerson {
        directory: None,
        slot: None,
        id: WorkerId::new(id).unwrap(),
        pseudonym: Some(format!("{id} the brave")),
    };
    let cast = |ids: &[&str]| Remembered { people: ids.iter().map(|id| person(id)).collect() };
    let both = read_cast(&store, &slot(), SOURCE).await.unwrap();
    assert_eq!(both, CastFile::default());
    assert!(write_cast(&store, &slot(), SOURCE, &both, &cast(&["ann"])).await.unwrap());
    assert!(!write_cast(&store, &slot(), SOURCE, &both, &cast(&["bob"])).await.unwrap());
    let newest = read_cast(&store, &slot(), SOURCE).await.unwrap();
    assert_eq!(newest.remembered, cast(&["ann"]));
    assert!(write_cast(&store, &slot(), SOURCE, &newest, &cast(&["ann", "bob"])).await.unwrap());
    assert!(!write_cast(&store, &slot(), SOURCE, &newest, &cast(&["ann", "cyd"])).await.unwrap());
    // One that cannot be read counts for none, and is replaced.
    store.put(&slot().cast(), "{".into(), "application/json", When::Always).await.unwrap();
    let broken = read_cast(&store, &slot(), SOURCE).await.unwrap();
    assert!(broken.remembered.people.is_empty());
    assert!(write_cast(&store, &slot(), SOURCE, &broken, &cast(&["ann"])).await.unwrap());
}

#[tokio::test]
async fn a_cast_belongs_to_one_job_and_one_without_a_job_to_the_first_that_comes() {
    let (_moto, store) = bucket().await;
    let early = r#"{"people": [{"id": "ann", "pseudonym": "Ann the brave"}]}"#;
    store.put(&slot().cast(), early.into(), "application/json", When::Always).await.unwrap();
    let taken = read_cast(&store, &slot(), SOURCE).await.unwrap();
    assert_eq!(taken.remembered.people.len(), 1);
    assert!(write_cast(&store, &slot(), SOURCE, &taken, &taken.remembered).await.unwrap());
    assert_eq!(read_cast(&store, &slot(), SOURCE).await.unwrap().remembered, taken.remembered);
    let refused = read_cast(&store, &slot(), "s3://others/blades").await.unwrap_err();
    let words = "data/blades/cast.json belongs to s3://team/blades, another job of the same name";
    assert!(refused.to_string().contains(words), "{refused}");
}
