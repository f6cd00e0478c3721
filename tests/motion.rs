//! The motion in figures, over the films of invented jobs: what is promised about order, haste and the axis
//! holds for every one of them.

mod common {
    pub(crate) mod races;
}

use std::collections::HashMap;

use common::races;
use labelrace::{
    race::{Frame, Lasting, Pacing, Race},
    sample::Shape,
};

const PACING: Pacing = Pacing { fps: 30, lasting: Lasting::Whole(30.0), top: 10, ..Pacing::DEFAULT };

/// Four jobs of so many people, of the shape that `labelrace sample` makes if nothing else is asked for.
fn jobs(workers: u32) -> impl Iterator<Item = (u64, Race)> {
    [1, 2, 3, 4].into_iter().map(move |seed| {
        let folder = tempfile::tempdir().expect("there is room for a sample");
        let shape = Shape { workers, objects: 2000, answers: 3, days: 10, seed };
        let counted = races::sample(&folder.path().join("job"), shape);
        (seed, Race::new(&counted.tally, PACING))
    })
}

/// What is measured of a film.
#[derive(Debug)]
struct Figures {
    /// Pairs per frame of which the smaller value is drawn higher by more than half a row.
    wrong_pairs: f64,
    /// The part of all steps of a bar, from one frame to the next, that are longer than 0.35 rows.
    hasty_steps: f64,
    /// The longest of them, in rows.
    longest_step: f64,
}

#[expect(clippy::cast_precision_loss, reason = "counts of bars in a short film")]
fn figures(race: &Race) -> Figures {
    let (mut wrong, mut hasty, mut steps, mut longest) = (0usize, 0usize, 0usize, 0f64);
    let mut before: HashMap<usize, f64> = HashMap::new();
    for frame in race.frames() {
        wrong += wrong_pairs(&frame);
        for bar in &frame.bars {
            if let Some(row) = before.get(&bar.racer) {
                let step = (bar.row - row).abs();
                steps += 1;
                hasty += usize::from(0.35 < step);
                longest = longest.max(step);
            }
        }
        before = frame.bars.iter().map(|bar| (bar.racer, bar.row)).collect();
    }
    Figures {
        wrong_pairs: wrong as f64 / race.len() as f64,
        hasty_steps: hasty as f64 / steps as f64,
        longest_step: longest,
    }
}

fn wrong_pairs(frame: &Frame) -> usize {
    let pairs = frame.bars.iter().flat_map(|a| frame.bars.iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| a.value < b.value && a.row + 0.5 < b.row).count()
}

#[track_caller]
fn check(workers: u32, wrong_pairs: f64) {
    for (seed, race) in jobs(workers) {
        let figures = figures(&race);
        assert!(figures.wrong_pairs <= wrong_pairs, "seed {seed}: {figures:?}");
        assert!(figures.hasty_steps <= 0.02, "seed {seed}: {figures:?}");
        assert!(figures.longest_step <= 1.0, "seed {seed}: {figures:?}");
    }
}

#[test]
fn twelve_people_are_in_order_and_in_no_hurry() {
    check(12, 0.02);
}

#[test]
fn forty_people_are_in_order_and_in_no_hurry() {
    check(40, 0.03);
}

#[test]
fn the_last_frame_is_sorted_and_the_first_is_at_rest() {
    for (seed, race) in jobs(12) {
        for frame in [race.frame(0), race.frame(race.len() - 1)] {
            let mut bars = frame.bars.clone();
            bars.sort_by(|a, b| a.row.total_cmp(&b.row));
            assert!(bars.is_sorted_by(|a, b| b.value <= a.value), "seed {seed}: {bars:?}");
            assert!(
                bars.iter().all(|bar| bar.row.fract() == 0.0 && 1.0 <= bar.alpha),
                "seed {seed}: {bars:?}"
            );
        }
    }
}

#[test]
fn the_axis_never_shrinks_and_never_jumps() {
    for (seed, race) in jobs(12) {
        let ends: Vec<f64> = race.frames().map(|frame| frame.axis_max).collect();
        for (number, pair) in ends.windows(2).enumerate() {
            let grows = pair[1] / pair[0] - 1.0;
            assert!((-1e-12..0.06).contains(&grows), "seed {seed}, frame {number}: by {grows}");
        }
    }
}
