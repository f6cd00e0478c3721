//! What is shown of somebody's days is true in every frame: the star of a best day, and the columns of a few people.
//! Both are compared with what a tally says, counted here by days.
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "labels of a day are few")]

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use labelrace::{
    locale::Period,
    race::{Announce, Course, Lasting, Pacing, Race},
    source::WorkerId,
    stats::{Span, Tally},
};

use crate::common::races;

/// Ten frames in each of twenty seconds.
fn pacing() -> Pacing {
    Pacing { fps: 10, lasting: Lasting::Whole(20.0), ..Pacing::default() }
}

/// The labels of a person on each day.
type Days = BTreeMap<NaiveDate, u64>;

/// The days of everybody with a label, in the order of the race.
fn days(tally: &Tally) -> Vec<Days> {
    let with_labels = tally.workers().iter().filter(|worker| 0 < worker.total());
    let by_day = with_labels.map(|worker| {
        let mut days = Days::new();
        for step in &worker.steps {
            let begin = tally.edges()[step.bucket].with_timezone(&tally.zone());
            *days.entry(begin.date_naive()).or_default() += step.labels;
        }
        days
    });
    by_day.collect()
}

#[test]
fn a_star_is_there_while_a_day_is_the_best_of_three_or_more_and_only_then() {
    let (mut n_stars, mut n_best) = (0, 0);
    for seed in 1..7 {
        let tally = races::team(12, 2_500, 10, seed, "1h");
        let days = days(&tally);
        let race = Race::new(&tally, pacing());
        assert_eq!(race.period(), Some(Period::Day));
        let last = race.len() - 1;
        for frame in race.frames() {
            let today = frame.clock.with_timezone(&tally.zone()).date_naive();
            for bar in &frame.bars {
                let before: Vec<u64> = days[bar.racer].range(..today).map(|(_, labels)| *labels).collect();
                let is_best = before.iter().max().is_some_and(|most| *most < bar.gain.round() as u64)
                    && 2 <= before.len();
                if 0.0 < bar.best {
                    n_stars += 1;
                    assert!(is_best, "frame {}: {bar:?} after {before:?}", frame.number);
                } else if frame.number == last {
                    assert!(!is_best, "{bar:?} after {before:?}");
                }
                n_best += usize::from(is_best && frame.number == last);
            }
        }
        let quiet = Course { announce: Announce::None, ..Course::default() };
        let quiet = Race::on(quiet, &tally, pacing());
        assert!(quiet.frames().all(|frame| frame.bars.iter().all(|bar| bar.best <= 0.0)));
    }
    assert!(100 < n_stars && 0 < n_best, "{n_stars} and {n_best}: nothing was looked at");
}

#[test]
fn a_star_in_the_film_of_a_few_days_is_for_the_best_day_of_the_whole_job() {
    let (mut n_stars, mut n_best_here) = (0, 0);
    for seed in 1..9 {
        let whole = races::team(12, 2_500, 12, seed, "1h");
        // The second week.
        let since = whole.edges()[0] + TimeDelta::days(6);
        let span = Span { since: Some(since), until: None };
        let tally = races::team_in(span, 12, 2_500, 12, seed, "1h");
        let of_job: BTreeMap<&WorkerId, Days> = whole
            .workers()
            .iter()
            .filter(|worker| 0 < worker.total())
            .map(|worker| &worker.person.id)
            .zip(days(&whole))
            .collect();
        let days = days(&tally);
        let race = Race::new(&tally, pacing());
        let people: Vec<_> = race.people().collect();
        for frame in race.frames() {
            let today = frame.clock.date_naive();
            for bar in &frame.bars {
                let gain = bar.gain.round() as u64;
                let is_best = |days: &Days| days.range(..today).all(|(_, labels)| *labels < gain);
                let is_best_of_job = is_best(&of_job[&people[bar.racer].id]);
                n_stars += usize::from(0.0 < bar.best);
                assert!(bar.best <= 0.0 || is_best_of_job, "frame {}: {bar:?}", frame.number);
                if frame.number + 1 == race.len() {
                    assert_eq!(0.0 < bar.best, is_best_of_job, "{bar:?}");
                    n_best_here += usize::from(!is_best_of_job && is_best(&days[bar.racer]));
                }
            }
        }
    }
    assert!(0 < n_stars && 0 < n_best_here, "{n_stars} and {n_best_here}: nothing was looked at");
}

#[test]
fn columns_add_up_to_the_bar_and_end_as_the_days_were() {
    for workers in 1..4 {
        let tally = races::team(workers, 150 * workers, 8, 5, "1h");
        let days = days(&tally);
        let race = Race::new(&tally, pacing());
        for frame in race.frames() {
            for bar in &frame.bars {
                let sum: f64 = frame.stretches[bar.racer].iter().sum();
                assert!((sum - bar.value).abs() < 1e-6, "frame {}: {sum} of {}", frame.number, bar.value);
            }
        }
        let dates: Vec<NaiveDate> =
            race.stretches().iter().map(|begin| begin.with_timezone(&tally.zone()).date_naive()).collect();
        let last = race.frame(race.len() - 1);
        for (columns, days) in last.stretches.iter().zip(&days) {
            let labels = dates.iter().map(|date| days.get(date).copied().unwrap_or(0));
            assert_eq!(
                columns.iter().map(|labels| labels.round() as u64).collect::<Vec<_>>(),
                labels.collect::<Vec<_>>()
            );
        }
    }
    let four = Race::new(&races::team(4, 600, 8, 5, "1h"), pacing());
    assert!(four.frames().all(|frame| frame.stretches.is_empty()), "four people have no room for columns");
}
