//! How long the legs of a race are: long enough for the eye to follow who passes whom.
//!
//! In a race of many people with few labels each, places change in every bucket and change back in the next. Where
//! buckets pass in a blink, values that are exact at the end of each show nothing but that. So values are exact at the
//! ends of longer legs then, which are never longer than a day, and in between the bars move as steadily as can be.

use super::{
    grid::Grid,
    legs::Legs,
    math::{real, whole},
    racer::racers,
    timeline::Timeline,
};
use crate::stats::Worker;

/// The most that all bars together may move, in rows per second, where legs can help it.
const LIVELIEST: f64 = 12.0;

/// How often in a second of the film it is looked who is where.
const LOOKS: f64 = 8.0;

/// A part of the race, and how much of the film it has.
pub(super) struct Part {
    /// The buckets at which a leg has to end, in order; the first and the last one are where the part begins and ends.
    pub(super) breaks: Vec<usize>,
    /// How long it takes, in seconds of the film.
    pub(super) seconds: f64,
}

/// The legs of these parts, one after the other. Each part has the shortest ones with which the bars move no more than
/// can be followed, or legs from break to break if there are none. `top` is how many rows the race has.
pub(super) fn calm(workers: &[Worker], top: usize, timeline: &Timeline, parts: &[Part]) -> Legs {
    let mut all = Legs::default();
    for Part { breaks, seconds } in parts {
        let parts =
            [breaks.first(), breaks.last()].map(|end| timeline.part_at(real(end.copied().unwrap_or(0))));
        let looks = whole(LOOKS * seconds).max(1);
        let moves = |legs: &Legs| {
            let at = |look: usize| parts[0] + (parts[1] - parts[0]) * real(look) / real(looks);
            let grid =
                Grid::new(&racers(workers, legs), top, (0..=looks).map(|look| timeline.buckets_at(at(look))));
            grid.moves().iter().sum::<f64>() / seconds
        };
        let mut longest = 1;
        all = loop {
            let legs = all.clone().then(Legs::between(breaks, longest));
            if legs.len() < all.len() + breaks.len() || moves(&legs) <= LIVELIEST {
                break legs;
            }
            longest += longest.div_ceil(3);
        };
    }
    all
}
