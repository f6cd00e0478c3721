use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::UTC;

use super::*;
use crate::{
    people::{Aliases, Naming},
    source::{
        Class, Jobs, Place, Reading, Strictness, Times, WorkerId, answer::Submission,
        read_result::ReadResult, settle::settle,
    },
    stats::gate::gate,
};

/// The class that a worker gives to an object; nothing where it is empty.
type Says = fn(u32) -> &'static str;

/// A job in which each worker gives objects a class, as a function of the object says; none where that is empty. All
/// answers to an object come in one minute, and the objects a day apart from Thursday, 1 January 1970.
fn told(objects: u32, workers: &[(&str, Says)]) -> (Gathered, Cast) {
    let mut read = ReadResult::default();
    let root: Arc<str> = "job".into();
    for object in 0..objects {
        for (n, (worker, class)) in workers.iter().enumerate() {
            let submitted = DateTime::<Utc>::UNIX_EPOCH
                + TimeDelta::days(i64::from(object))
                + TimeDelta::seconds(i64::try_from(n).unwrap());
            let said = class(object);
            let submission = Submission {
                worker_id: WorkerId::new(worker),
                class: Class::new(said),
                ..Submission::new(submitted)
            };
            if said != "absent" {
                read.add(&root, Times::Submitted, vec![(object.to_string().into(), submission)]);
            }
        }
    }
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let reading = Reading { jobs: Jobs::All, strictness: Strictness::Strict, ..Reading::new(now) };
    let place = Place {
        key: "job".into(),
        is_file: false,
        bucket: None,
        shown: "job".into(),
        is_log_group: false,
        only: Arc::default(),
    };
    let gathered = settle(read, &place, &reading).unwrap();
    let cast = Cast::new(&gathered.answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
    (gathered, cast)
}

fn agreed(objects: u32, workers: &[(&str, Says)]) -> Agreement {
    let (gathered, cast) = told(objects, workers);
    agreement(&gathered, &cast, Span::default(), UTC)
}

const TRUE: Says = |n| ["cat", "dog", "fox"][n as usize % 3];
/// Takes each third dog for a fox.
const HASTY: Says = |n| if n % 9 == 4 { "fox" } else { TRUE(n) };
/// Says something of its own of each tenth object.
const ODD: Says = |n| if n % 10 == 4 { "owl" } else { TRUE(n) };
const ALWAYS: Says = |_| "cat";
const NOTHING: Says = |_| "";

#[test]
fn agreement_is_about_objects_with_two_answers() {
    let absent: Says = |n| if n < 6 { "absent" } else { TRUE(n) };
    let all = agreed(12, &[("ann", TRUE), ("bob", absent)]);
    assert_eq!((all.objects, all.answers, all.people, all.classes), (6, 18, 2, 3));
    assert!((all.alpha.unwrap().alpha - 1.0).abs() < 1e-12);
    assert_eq!((all.disagreed, all.lacking, all.confused.len()), (0, None, 0));
}

#[test]
fn what_is_confused_and_where_all_disagree_is_told() {
    let all = agreed(90, &[("ann", TRUE), ("bob", HASTY), ("cyd", ODD)]);
    // Of 10 hasty answers each differs from two; of 9 odd ones each from two; object 4 is both.
    assert_eq!(all.disagreed, 1);
    let object = &all.disagreed_objects[0];
    assert_eq!((object.object.as_str(), object.classes.join(" ").as_str()), ("4", "dog fox owl"));
    let first = &all.confused[0];
    assert_eq!((first.classes.clone(), first.pairs), (["dog".to_owned(), "fox".to_owned()], 19));
    let differing: f64 = 10.0 * 2.0 + 9.0 * 2.0 - 1.0;
    assert!((first.share - 19.0 / differing).abs() < 1e-12, "{first:?}");
    let alpha = all.alpha.unwrap();
    assert!(0.8 < alpha.alpha && alpha.alpha < 0.9 && alpha.low < alpha.alpha, "{alpha:?}");
}

#[test]
fn weeks_begin_on_monday_and_have_objects_of_their_own() {
    let all = agreed(20, &[("ann", TRUE), ("bob", ODD)]);
    let weeks: Vec<_> = all.weeks.iter().map(|week| (week.week.to_string(), week.objects)).collect();
    let expected = [("1969-12-29", 4), ("1970-01-05", 7), ("1970-01-12", 7), ("1970-01-19", 2)];
    assert_eq!(weeks, expected.map(|(week, objects)| (week.to_owned(), objects)));
    assert_eq!(all.weeks.iter().map(|week| week.objects).sum::<u64>(), all.objects);
}

#[test]
fn where_nothing_can_be_said_it_says_why() {
    let lacking = |workers: &[(&str, Says)]| agreed(5, workers).lacking;
    assert_eq!(lacking(&[("ann", NOTHING), ("bob", NOTHING)]), Some(Lacking::NoClasses));
    assert_eq!(lacking(&[("ann", TRUE)]), Some(Lacking::OnePersonEach));
    assert_eq!(lacking(&[("ann", ALWAYS), ("bob", ALWAYS)]), Some(Lacking::OneClass));
}

#[test]
fn what_everybody_may_read_is_of_five_people_or_more_and_names_no_object() {
    let team: [(&str, Says); 6] =
        [("ann", TRUE), ("bob", HASTY), ("cyd", ODD), ("dan", TRUE), ("eve", HASTY), ("flo", NOTHING)];
    assert_eq!(agreed(90, &team[..4]).shared(), None, "four");
    assert_eq!(agreed(90, &[&team[..4], &team[5..]].concat()).shared(), None, "the fifth gave no class");
    let all = agreed(90, &team[..5]);
    let shared = all.clone().shared().unwrap();
    assert_eq!((shared.alpha, shared.disagreed), (all.alpha, all.disagreed));
    assert!(!all.weeks.is_empty() && shared.weeks == all.weeks);
    assert!(shared.disagreed_objects.is_empty());

    // In one week only two of the five.
    let early: Says = |n| if n < 40 { TRUE(n) } else { "" };
    let all = agreed(90, &[("ann", TRUE), ("bob", ODD), ("cyd", early), ("dan", early), ("eve", early)]);
    let shared = all.clone().shared().unwrap();
    assert_eq!(all.weeks.iter().map(|week| week.people).min(), Some(2));
    assert!(shared.weeks.len() < all.weeks.len() && shared.weeks.iter().all(|week| week.people == 5));
    assert_eq!(agreed(5, &[("ann", ALWAYS); 5]).shared(), None, "nothing can be said");
}

#[test]
fn two_ids_of_one_person_are_one_voice() {
    let (gathered, _) = told(10, &[("ann", TRUE), ("ann2", ODD)]);
    let aliases = Aliases::parse(b"ann,Ann\nann2,Ann").unwrap();
    let cast = Cast::new(&gathered.answers, &BTreeMap::new(), &aliases, Naming::Id, "job");
    let all = agreement(&gathered, &cast, Span::default(), UTC);
    assert_eq!((all.people, all.lacking), (1, Some(Lacking::OnePersonEach)));
}

#[test]
fn who_always_says_the_same_is_held_back_and_honest_people_are_not() {
    let held = |objects, workers: &[(&str, Says)]| {
        let (gathered, cast) = told(objects, workers);
        let gate = gate(&gathered, &cast, Span::default());
        let names = gate.held.iter().map(|person| cast.people()[*person].id.to_string());
        (names.collect::<Vec<_>>(), gate.is_possible)
    };
    let team: [(&str, Says); 4] = [("ann", TRUE), ("bob", HASTY), ("cyd", TRUE), ("dan", ALWAYS)];
    assert_eq!(held(60, &team), (vec!["dan".to_owned()], true));
    assert_eq!(held(29, &team), (vec![], false), "too few answers to say anything");
    assert_eq!(held(60, &team[..1]), (vec![], false), "nobody to compare with");
}
