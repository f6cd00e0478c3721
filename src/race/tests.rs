//! What the motion promises, measured on races of invented jobs.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::{
    people::{Aliases, Cast, Naming},
    source::{Answer, WorkerId},
    stats::{Choice, Count, Span, Tally},
};

const PACING: Pacing = Pacing {
    fps: 30,
    lasting: Lasting::Whole(8.0),
    hold: DEFAULT_HOLD,
    swap: DEFAULT_SWAP,
    opening: 0.0,
    pace: Pace::Even,
    idle: Idle::Compress,
    top: 5,
};

fn answer(worker: &str, minute: i64) -> Answer {
    let submitted = DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
    Answer::new("job", &format!("{worker}{minute}"), WorkerId::new(worker).unwrap(), submitted)
}

fn tally(answers: Vec<Answer>) -> Tally {
    tally_of(answers, Span::default())
}

fn tally_of(mut answers: Vec<Answer>, span: Span) -> Tally {
    answers.sort_by_key(|answer| answer.submitted);
    let cast = Cast::new(&answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
    let choice: Choice = "1h".parse().unwrap();
    Tally::new(&answers, &cast, Count::Labels, span, choice, chrono_tz::UTC).unwrap()
}

/// Somebody per text, one hour per character: so many labels in it.
fn race(people: &[&str], pacing: Pacing) -> Race {
    let answers = people.iter().enumerate().flat_map(|(n, hours)| {
        let name = format!("p{n}");
        (0..).zip(hours.chars()).flat_map(move |(hour, labels)| {
            let name = name.clone();
            (0..i64::from(labels.to_digit(10).unwrap())).map(move |k| answer(&name, hour * 60 + k))
        })
    });
    Race::new(&tally(answers.collect()), pacing)
}

fn order(frame: &Frame) -> Vec<usize> {
    let mut bars = frame.bars.clone();
    bars.sort_by(|a, b| a.row.total_cmp(&b.row));
    bars.iter().map(|bar| bar.racer).collect()
}

#[test]
fn the_last_frame_is_exact_and_sorted() {
    let race = race(&["1111", "2222", "0900"], PACING);
    let last = race.frame(race.len() - 1);
    assert_eq!(order(&last), [2, 1, 0]);
    let rows: Vec<f64> = last.bars.iter().map(|bar| bar.row).collect();
    assert_eq!(rows, [2.0, 1.0, 0.0], "drawn from the smallest value to the highest");
    assert_eq!(last.bars.iter().map(|bar| bar.value).collect::<Vec<_>>(), [4.0, 8.0, 9.0]);
    assert!(last.bars.iter().all(|bar| 1.0 <= bar.alpha));
    assert_eq!(last.labels.to_bits(), 21f64.to_bits());
}

#[test]
fn a_day_begins_with_standings_unless_the_job_began_with_it() {
    let day = |n: i64| {
        let labels = (0..20).flat_map(move |k| ["a", "b"].map(|who| answer(who, 1440 * n + 480 + 20 * k)));
        labels.collect::<Vec<_>>()
    };
    let since = Span { since: Some(DateTime::UNIX_EPOCH + TimeDelta::days(1)), until: None };
    let pacing = Pacing { pace: Pace::Recent, ..PACING };
    let begins = |answers: Vec<Answer>| Race::new(&tally_of(answers, since), pacing).frame(0).labels;
    assert_eq!(begins(day(1)).to_bits(), 0f64.to_bits(), "nobody had any");
    let begun = begins([day(0), day(1)].concat());
    assert!((begun - 2.0).abs() < 0.01, "{begun} of 40 are not a twentieth");
}

#[test]
fn somebody_who_comes_into_the_rows_has_climbed_from_the_first_that_is_not_seen() {
    // Five rows, of which six people leave three on the first day. On the second, p3 comes to the second one.
    let day = |labels: [i64; 6], n: i64| {
        let people = labels.into_iter().enumerate();
        let labels = people.flat_map(move |(who, labels)| {
            (0..labels).map(move |k| answer(&format!("p{who}"), 1440 * n + 480 + 10 * k))
        });
        labels.collect::<Vec<_>>()
    };
    let answers = [day([9, 8, 7, 3, 2, 2], 0), day([3, 3, 1, 9, 1, 1], 1)].concat();
    let race = Race::new(&tally(answers), Pacing { lasting: Lasting::Whole(20.0), ..PACING });
    let last = race.frame(race.len() - 1);
    let climbed = last.bars.iter().find(|bar| bar.racer == 3).map(|bar| (bar.row, bar.climb));
    assert_eq!((last.bars.len(), climbed), (3, Some((1.0, 2.0))), "{last:?}");
}

#[test]
fn two_who_swap_are_level_when_their_values_are() {
    let race = race(&["9000", "1190"], PACING);
    let level = race.frames().filter(|frame| 0.1 < frame.part && frame.bars.len() == 2).min_by(|a, b| {
        let gap = |frame: &Frame| (frame.bars[0].value - frame.bars[1].value).abs();
        gap(a).total_cmp(&gap(b))
    });
    for bar in level.unwrap().bars {
        assert!((bar.row - 0.5).abs() < 0.1, "{}", bar.row);
    }
}

#[test]
fn ties_go_to_who_was_there_first() {
    let race = race(&["0300", "3000"], PACING);
    let last = race.frame(race.len() - 1);
    assert_eq!(order(&last), [0, 1], "the cast is in the order of first answers, and so is the race");
    assert_eq!(race.people().map(|person| person.id.as_str()).collect::<Vec<_>>(), ["p1", "p0"]);
}

#[test]
fn whoever_joins_comes_from_below_with_the_first_label() {
    let race = race(&["1111", "0010"], PACING);
    let joins = race.frames().find(|frame| frame.bars.len() == 2).unwrap();
    assert!(0.5 <= joins.part && joins.part < 0.52, "{}", joins.part);
    let newcomer = joins.bars[0];
    assert!(newcomer.alpha < 0.2, "{newcomer:?}");
    let start = race.frame(0);
    assert_eq!((start.bars.len(), start.bars[0].alpha), (1, 1.0), "the first ones stand at the start");
}

#[test]
fn those_beyond_the_last_row_wait_there_unseen() {
    let pacing = Pacing { top: 3, ..PACING };
    let race = race(&["5555", "4444", "3333", "2222", "1111", "1211"], pacing);
    assert!(race.frames().all(|frame| frame.bars.len() == 3));
    assert_eq!(race.ever_shown(), [0, 1, 2]);
}

#[test]
fn nobody_waits_there_alone() {
    // Who joins fourth and fifth would be the only one, or one of two, without a row.
    let people = ["9999999", "8888888", "7777777", "0300000", "0030000", "0005000"];
    let race = race(&people, Pacing { top: 3, lasting: Lasting::Whole(20.0), ..PACING });
    let at = |minute: i64| {
        let time = DateTime::from_timestamp(minute * 60, 0).unwrap();
        race.frames().find(|frame| time <= frame.clock).unwrap()
    };
    let shown = |frame: &Frame| frame.bars.iter().filter(|bar| 0.5 < bar.alpha).count();
    assert_eq!([30, 90, 150, 210, 390].map(|minute| shown(&at(minute))), [3, 1, 2, 3, 3]);
    assert!(race.is_counted() && race.rows() == 3);
}

#[test]
fn a_race_of_one_answer_is_a_film() {
    let race = race(&["1"], PACING);
    assert_eq!(race.len(), 240);
    let last = race.frame(239);
    assert_eq!((last.bars[0].value, last.bars[0].row), (1.0, 0.0));
    assert!(1.0 < last.axis_max);
}

#[test]
fn the_shortest_film_is_at_rest_at_its_end() {
    let race =
        race(&["19", "91"], Pacing { fps: 1, lasting: Lasting::Whole(1.0), top: 5, ..Pacing::default() });
    assert_eq!(race.len(), 1);
    assert!(race.frame(0).bars.iter().all(|bar| bar.row.fract() == 0.0));
}

#[test]
fn the_clock_stays_in_the_race() {
    let race = race(&["11"], PACING);
    let clocks: Vec<_> = race.frames().map(|frame| frame.clock.to_rfc3339()).collect();
    assert_eq!(clocks.first().unwrap(), "1970-01-01T00:00:00+00:00");
    assert_eq!(clocks.last().unwrap(), "1970-01-01T01:59:59+00:00");
    assert!(clocks.is_sorted());
}

#[test]
fn the_clock_of_a_long_bucket_stops_on_the_day_of_the_last_label() {
    // A Thursday, and the Friday of the next week.
    let answers = vec![answer("p0", 600), answer("p0", 8 * 1440 + 600)];
    let cast = Cast::new(&answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
    let weeks = "1w".parse().unwrap();
    let tally = Tally::new(&answers, &cast, Count::Labels, Span::default(), weeks, chrono_tz::UTC).unwrap();
    assert_eq!(tally.edges().last().unwrap().to_rfc3339(), "1970-01-12T00:00:00+00:00");
    let race = Race::new(&tally, PACING);
    assert_eq!(race.frame(race.len() - 1).clock.to_rfc3339(), "1970-01-09T23:59:59+00:00");
}

proptest! {
    #[test]
    fn places_are_a_permutation_and_frames_stand_alone(
        picks in proptest::collection::vec((0u8..9, 0i64..1200), 1..120),
        some in 0usize..240,
    ) {
        let answers = picks.iter().map(|(who, minute)| answer(&format!("p{who}"), *minute)).collect();
        let race = Race::new(&tally(answers), PACING);
        let frame = race.frame(some);
        prop_assert_eq!(&race.frames().nth(some).unwrap(), &frame, "in whatever order it is made");
        prop_assert!(frame.bars.iter().all(|bar| bar.value <= frame.axis_max));
        let last = race.frame(race.len() - 1);
        let mut rows: Vec<f64> = last.bars.iter().map(|bar| bar.row).collect();
        rows.sort_by(f64::total_cmp);
        prop_assert_eq!(rows, (0..last.bars.len()).map(real).collect::<Vec<_>>());
        prop_assert!(last.bars.is_sorted_by(|a, b| a.value <= b.value && a.row >= b.row));
    }

    #[test]
    fn a_film_leaves_nobody_out_or_three_people(
        picks in proptest::collection::vec((0u8..14, 0i64..600), 1..80),
        top in 1usize..14,
    ) {
        let answers = picks.iter().map(|(who, minute)| answer(&format!("p{who}"), *minute)).collect();
        let race = Race::new(&tally(answers), Pacing { top, fps: 5, ..PACING });
        let last = race.frame(race.len() - 1);
        let hidden = race.racers.len() - last.bars.len();
        let labels: f64 = last.bars.iter().map(|bar| bar.value).sum();
        prop_assert!(hidden == 0 || 3 <= hidden, "{hidden} people with {} labels", last.labels - labels);
        prop_assert!(race.is_counted() || race.most_others().people == 0);
        for moment in (0..race.timing.n_moments()).step_by(20) {
            let u = race.timing.buckets_at(moment).max(1e-3);
            let has_joined = |racer: &usize| race.racers[*racer].curve.standing(u).is_some();
            let joined = (0..race.racers.len()).filter(has_joined).count();
            let placed = race.grid.placed(moment).filter(|(_, racer)| has_joined(racer)).count();
            prop_assert!(joined == placed || placed + 3 <= joined, "{placed} of {joined} at {moment}");
        }
    }

    #[test]
    fn rows_sum_to_a_constant_with_those_who_wait(
        hours in proptest::collection::vec("[0-9]{4}[1-9][0-9]{3}", 8),
        number in 0usize..240,
    ) {
        let people: Vec<&str> = hours.iter().map(String::as_str).collect();
        let race = race(&people, PACING);
        let frame = race.frame(number);
        let rows: Vec<f64> = frame.bars.iter().chain(&frame.unseen).map(|bar| bar.row).collect();
        let sum: f64 = rows.iter().sum::<f64>() + real(race.racers.len() - rows.len()) * 5.0;
        prop_assert!((sum - (0.0 + 1.0 + 2.0 + 3.0 + 4.0 + 3.0 * 5.0)).abs() < 1e-6, "{sum}");
    }
}
