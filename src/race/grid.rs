//! Who is in which place at a row of moments.

use super::{Racer, curve::Standing, real};

/// The places of the first few at each of some moments.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Rows per moment.
    pub(super) top: usize,
    /// The racers by place, `top` for each moment; [`NOBODY`] where there are fewer.
    places: Vec<u32>,
    /// How many are in the race at each moment.
    n_active: Vec<usize>,
    /// The highest value at each moment.
    leader: Vec<f64>,
}

const NOBODY: u32 = u32::MAX;

impl Grid {
    /// Looks at the race at each of these moments, given in buckets that are over; at least one of them.
    pub(super) fn new(racers: &[Racer], top: usize, moments: impl Iterator<Item = f64>) -> Self {
        let mut grid = Self { top, places: Vec::new(), n_active: Vec::new(), leader: Vec::new() };
        let mut order: Vec<(Standing, u32)> = Vec::with_capacity(racers.len());
        for u in moments {
            // Before the first label everybody has nothing: they stand in the order of the next instant.
            let u = u.max(1e-3);
            order.clear();
            order.extend((0..).zip(racers).filter_map(|(n, racer)| Some((racer.curve.standing(u)?, n))));
            grid.n_active.push(order.len());
            let first = order.len().min(top);
            if first < order.len() {
                order.select_nth_unstable(first - 1);
            }
            order[..first].sort_unstable();
            let places = order[..first].iter().map(|&(_, racer)| racer);
            grid.places.extend(places.chain(std::iter::repeat_n(NOBODY, top - first)));
            grid.leader.push(order.first().map_or(0.0, |(standing, _)| standing.value()));
        }
        grid
    }

    /// Everybody who is in one of the places at any moment.
    pub(super) fn everybody(&self) -> impl Iterator<Item = usize> {
        self.places.iter().filter(|&&racer| racer != NOBODY).map(|&racer| racer as usize)
    }

    /// The places of a moment, from the first: who is where. After the last moment time stands still.
    pub(super) fn placed(&self, moment: usize) -> impl Iterator<Item = (usize, usize)> {
        let places = &self.places[self.clamped(moment) * self.top..][..self.top];
        places
            .iter()
            .enumerate()
            .filter(|&(_, &racer)| racer != NOBODY)
            .map(|(place, &racer)| (place, racer as usize))
    }

    /// Where those wait who are not shown: below the last row, and as long as rows are free, one below
    /// the next free one, so that whoever joins comes up from there.
    pub(super) fn waiting_row(&self, moment: usize) -> f64 {
        real((self.n_active[self.clamped(moment)] + 1).min(self.top))
    }

    /// The highest value at a moment.
    pub(super) fn leader(&self, moment: usize) -> f64 {
        self.leader[self.clamped(moment)]
    }

    /// How many rows all bars together move from each moment to the next.
    pub(super) fn moves(&self) -> Vec<f64> {
        let row = |moment: usize, racer: usize| {
            let place = self.placed(moment).find(|&(_, placed)| placed == racer);
            place.map_or_else(|| self.waiting_row(moment), |(place, _)| real(place))
        };
        let moves = |moment: usize| {
            let before = self.placed(moment).map(|(_, racer)| racer);
            let after = self.placed(moment + 1).map(|(_, racer)| racer);
            let arrived = after.filter(|&racer| self.placed(moment).all(|(_, placed)| placed != racer));
            before.chain(arrived).map(|racer| (row(moment + 1, racer) - row(moment, racer)).abs()).sum()
        };
        (0..self.n_active.len() - 1).map(moves).collect()
    }

    fn clamped(&self, moment: usize) -> usize {
        moment.min(self.n_active.len() - 1)
    }
}
