//! Who is in which place at each moment.
//!
//! Places are whole numbers; how bars move between them is for `rows`.

use super::{curve::Standing, math::real, racer::Racer, trades::KeptPlaces};
use crate::stats::in_view;

/// The first places at each of a series of moments.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Rows per moment.
    pub(super) top: usize,
    /// The racers by place, `top` for each moment.
    places: Vec<u32>,
    /// How many places are seen at each moment, from the first.
    seen: Vec<usize>,
    /// The highest value at each moment.
    leader: Vec<f64>,
}

impl Grid {
    /// Ranks the racers at each of these moments, given in buckets that have passed; there is at least one
    /// moment. `top` is the number of racers, or at least three less, so that each row is taken: see `in_view`.
    pub(super) fn new(racers: &[Racer], top: usize, moments: impl Iterator<Item = f64>) -> Self {
        let joining = joining(racers);
        let mut grid = Self { top, places: Vec::new(), seen: Vec::new(), leader: Vec::new() };
        let mut order: Vec<(Standing, u32)> = Vec::with_capacity(racers.len());
        for u in moments {
            // Before the first label everybody has nothing, so they are ranked as of the next instant.
            let u = u.max(AN_INSTANT);
            order.clear();
            order.extend((0..).zip(racers).filter_map(|(n, racer)| Some((racer.curve.standing(u)?, n))));
            let first = in_view(order.len(), top);
            if let Some(last) = first.checked_sub(1).filter(|_| first < order.len()) {
                order.select_nth_unstable(last);
            }
            order[..first].sort_unstable();
            let places = order[..first].iter().map(|&(_, racer)| racer);
            // Nobody is left without a row alone: see `in_view`. Below them wait those who have not joined yet, in the
            // order in which they will, except that the very last to join waits above the others. So whoever joins moves
            // up just one row, past that unseen racer, and each row is always taken.
            let (last, others) = joining[order.len()..].split_last().unzip();
            let waiting = last.into_iter().chain(others.into_iter().flatten()).copied();
            grid.places.extend(places.chain(waiting).take(top));
            grid.seen.push(first);
            grid.leader.push(order.first().map_or(0.0, |(standing, _)| standing.value()));
        }
        grid
    }

    /// The same with the pairs that keep their order while they are level, and the moments at which somebody has another
    /// place then; there are `samples` moments per step.
    pub(super) fn keeping(mut self, kept: &KeptPlaces, samples: usize) -> (Self, Vec<usize>) {
        let mut moved = Vec::new();
        for (moment, places) in self.places.chunks_exact_mut(self.top).enumerate() {
            let level = || kept.at(moment / samples).iter().filter(|pair| pair.is_level);
            // Where three or more are level, a pass may bring others together.
            for pair in level().flat_map(|_| level()) {
                let place = |racer: usize| places.iter().position(|&placed| placed as usize == racer);
                match (place(pair.upper), place(pair.lower)) {
                    (Some(upper), Some(lower)) if lower + 1 == upper => places.swap(lower, upper),
                    // Who comes into the last row for a moment only does not come.
                    (None, Some(lower)) if lower + 1 == places.len() => {
                        places[lower] = u32::try_from(pair.upper).unwrap_or(places[lower]);
                    }
                    _ => continue,
                }
                if moved.last() != Some(&moment) {
                    moved.push(moment);
                }
            }
        }
        (self, moved)
    }

    /// How many moments there are.
    pub(super) fn n_moments(&self) -> usize {
        self.leader.len()
    }

    /// The place and the racer for each place at a moment, from the first. After the last moment time stands
    /// still.
    pub(super) fn placed(&self, moment: usize) -> impl Iterator<Item = (usize, usize)> {
        let places = &self.places[moment.min(self.leader.len() - 1) * self.top..][..self.top];
        places.iter().enumerate().map(|(place, &racer)| (place, racer as usize))
    }

    /// The place of a racer at a moment, from 0; for a racer without one, the row after the last.
    pub(super) fn row(&self, moment: usize, racer: usize) -> f64 {
        let place = self.placed(moment).find(|&(_, placed)| placed == racer);
        real(place.map_or(self.top, |(place, _)| place))
    }

    /// The racers that are seen at a moment, from the first place.
    pub(super) fn seen_at(&self, moment: usize) -> impl Iterator<Item = usize> {
        let seen = self.seen[moment.min(self.seen.len() - 1)];
        self.placed(moment).take(seen).map(|(_, racer)| racer)
    }

    /// The highest value at a moment.
    pub(super) fn leader(&self, moment: usize) -> f64 {
        self.leader[moment.min(self.leader.len() - 1)]
    }

    /// How many rows all bars together move between each moment and the next.
    pub(super) fn moves(&self) -> Vec<f64> {
        let moves = |moment: usize| {
            let before = self.placed(moment).map(|(_, racer)| racer);
            let after = self.placed(moment + 1).map(|(_, racer)| racer);
            let arrived = after.filter(|&racer| self.placed(moment).all(|(_, placed)| placed != racer));
            before
                .chain(arrived)
                .map(|racer| (self.row(moment + 1, racer) - self.row(moment, racer)).abs())
                .sum()
        };
        (0..self.leader.len() - 1).map(moves).collect()
    }
}

/// How long after the beginning of the first bucket everybody in it has a value, in buckets.
const AN_INSTANT: f64 = 1e-3;

/// Everybody in the order in which they join; those who join in the same bucket by their first values.
fn joining(racers: &[Racer]) -> Vec<u32> {
    let mut joining: Vec<(f64, Option<Standing>, u32)> = (0..)
        .zip(racers)
        .map(|(n, racer)| {
            let joins = racer.curve.joins_at();
            (joins, racer.curve.standing(joins + AN_INSTANT), n)
        })
        .collect();
    joining.sort_by(|(joins, standing, _), (other, others, _)| {
        joins.total_cmp(other).then_with(|| standing.cmp(others))
    });
    joining.into_iter().map(|(_, _, n)| n).collect()
}
