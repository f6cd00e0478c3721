//! Races of nobody's making: empty, single, all zero, all equal. Every frame of them can be drawn, and says nothing
//! that is not a number.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::common::{look::look, races};
use chrono::{DateTime, TimeDelta, Utc};
use labelrace::{
    people::{Aliases, Cast, Naming},
    race::{Announce, Course, Idle, Lasting, Pace, Pacing, Race},
    render::{
        canvas::{Canvas, Rgb, area},
        scene::{self, Look, Scene},
        style::Theme,
        text::Text,
    },
    source::{Answer, WorkerId},
    stats::{Count, Measure, Reach, Span, Tally},
};
use proptest::prelude::*;

/// Answers as person, minute, and annotations in it.
fn tally(answers: &[(u8, i64, u32)]) -> Tally {
    let monday: DateTime<Utc> = "2026-02-02T08:00:00Z".parse().unwrap();
    let mut all: Vec<Answer> = (0..)
        .zip(answers)
        .map(|(n, &(who, minute, inside))| {
            let worker = WorkerId::new(&format!("w{who}")).unwrap();
            let submitted = monday + TimeDelta::minutes(minute);
            Answer { inside: Some(inside), ..Answer::new("job", &format!("{n}"), worker, submitted) }
        })
        .collect();
    all.sort_by_key(|answer| answer.submitted);
    let cast = Cast::new(&all, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
    let hourly = "1h".parse().unwrap();
    Tally::new(&all, &cast, Count::Annotations, Span::default(), hourly, chrono_tz::UTC).unwrap()
}

fn check(answers: &[(u8, i64, u32)], others: bool, goal: Option<u64>) {
    let pacing = Pacing { fps: 5, lasting: Lasting::Whole(3.0), top: 3, ..Pacing::default() };
    check_film(answers, others, goal, ("320x180", pacing));
}

fn check_film(answers: &[(u8, i64, u32)], others: bool, goal: Option<u64>, (size, pacing): (&str, Pacing)) {
    let tally = tally(answers);
    let done =
        answers.iter().map(|&(_, minute, n)| (tally.edges()[0] + TimeDelta::minutes(minute), u64::from(n)));
    let reach = Reach::new(Measure::Counted, tally.total(), done, &tally, true);
    let course = Course { reach, goal, announce: Announce::default(), ..Course::default() };
    let race = Race::on(course, &tally, pacing);
    let look = Look { others, ..look(size, Theme::light()) };
    let text = Rc::new(RefCell::new(Text::embedded()));
    let scene = Scene::new(&race, &look, &mut text.borrow_mut());
    let canvas = Rc::new(RefCell::new(Canvas::<Rgb>::new(look.size.width(), look.size.height(), text)));
    for (number, frame) in race.frames().enumerate() {
        let numbers = frame.bars.iter().flat_map(|bar| [bar.value, bar.row, bar.gain, bar.alpha]);
        assert!(numbers.chain([frame.axis_max, frame.part]).all(f64::is_finite), "frame {number}: {frame:?}");
        assert!(0.0 < frame.axis_max, "frame {number} has no axis");
        scene.draw_background(&area(&canvas)).unwrap();
        scene.draw(&area(&canvas), &frame).unwrap();
    }
    let last = race.frame(race.len() - 1);
    let total: f64 = last.bars.iter().chain(&last.unseen).map(|bar| bar.value).sum();
    if last.bars.len() + last.unseen.len() == race.people().len() {
        assert!((total - f64::from(answers.iter().map(|(.., n)| n).sum::<u32>())).abs() < 1e-6);
    }
    assert!(!last.bars.is_empty(), "a film of nobody");
}

#[test]
fn nothing_inside_any_answer_is_a_race_at_zero() {
    check(&[(0, 0, 0)], false, None);
    check(&[(0, 0, 0), (1, 90, 0)], false, None);
    check(&[(0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 500, 0)], true, Some(10));
}

#[test]
fn one_label_and_equal_labels_are_races_too() {
    check(&[(0, 0, 1)], true, Some(1));
    check(&[(0, 0, 1), (1, 0, 1), (2, 0, 1), (3, 0, 1)], true, None);
    check(&[(0, 0, 0), (1, 0, 1)], false, Some(1));
    check(&[(0, 0, u32::MAX)], false, None);
}

#[test]
fn no_two_bars_in_a_frame_have_one_color_however_many_people_there_are() {
    for (workers, top) in [(24, 10), (40, 10), (60, 12), (300, 10), (90, 30)] {
        let tally = races::team(workers, 40 * workers, 6, 5, "6h");
        let pacing = Pacing { fps: 10, lasting: Lasting::Whole(12.0), top, ..Pacing::default() };
        let race = Race::new(&tally, pacing);
        for theme in [Theme::light(), Theme::dark()] {
            let colors = scene::colors(&race, &theme);
            let slots: Vec<usize> = race.people().map(|person| person.slot).collect();
            for frame in race.frames() {
                let seen: BTreeSet<String> =
                    frame.bars.iter().map(|bar| colors[bar.racer].to_string()).collect();
                assert_eq!(seen.len(), frame.bars.len(), "{workers} people, frame {}", frame.number);
            }
            // Of the first of the cast, whoever is seen keeps a main color, and one of the others gets one if it is free.
            let seen = |racer: usize| !race.seen_together()[racer].is_empty();
            for (racer, (color, slot)) in colors.iter().zip(&slots).enumerate().take(scene::MAIN_COLORS) {
                assert!(!seen(racer) || *color == theme.of_slot(*slot), "{workers} people, {racer}");
            }
            let main: BTreeSet<String> =
                (0..scene::MAIN_COLORS).map(|slot| theme.of_slot(slot).to_string()).collect();
            let given: BTreeSet<String> = (0..slots.len())
                .filter(|&racer| seen(racer))
                .map(|racer| colors[racer].to_string())
                .collect();
            assert!(main.is_subset(&given), "{workers} people: a main color is nobody's who is seen");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_answers_are_a_race(
        answers in proptest::collection::vec((0u8..6, 0i64..4_000, 0u32..3), 1..12),
        others: bool,
        goal in proptest::option::of(1u64..20),
    ) {
        check(&answers, others, goal);
    }

    #[test]
    fn any_film_of_equal_or_empty_answers_can_be_drawn(
        n_people in 1u8..7,
        inside in 0u32..2,
        apart in 0i64..600,
        others: bool,
        size in proptest::sample::select(vec!["320x180", "180x320", "240x240"]),
        (fps, top) in (1u32..8, 1usize..9),
        (seconds, hold, swap) in (1.0f64..4.0, 0.0f64..2.0, 0.1f64..2.0),
        pace in proptest::sample::select(vec![Pace::Even, Pace::Recent]),
        keep: bool,
    ) {
        let answers: Vec<(u8, i64, u32)> = (0..n_people).map(|who| (who, i64::from(who) * apart, inside)).collect();
        let idle = if keep { Idle::Keep } else { Idle::Compress };
        let pacing = Pacing { fps, lasting: Lasting::Whole(seconds), hold, swap, opening: 2.0, pace, idle, top };
        check_film(&answers, others, None, (size, pacing));
    }
}
