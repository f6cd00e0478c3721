//! The places of racers, each smoothed over the time of a swap.
//!
//! How these means become rows in which bars can be followed is for `rows`.

use super::{
    grid::Grid,
    math::{raised_cosine, real, whole},
};

/// Pairs of a racer and their height above the waiting room (the row below the last), in rows.
pub(super) type Heights = Vec<(usize, f64)>;

/// The steps at which rows are computed.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowSteps {
    /// The last step, at which everybody has come to rest.
    pub(super) last: usize,
    /// Moments of the grid per step.
    pub(super) samples: usize,
    /// Steps per second.
    pub(super) rate: f64,
}

/// The means at each step.
pub(super) fn means(grid: &Grid, steps: RowSteps, swap: f64, n_racers: usize) -> Vec<Heights> {
    let mut means = Means::new(steps, swap, n_racers);
    (0..=steps.last).map(|step| means.at(grid, step)).collect()
}

/// These means after somebody `moved` in the grid, at these moments, in order.
pub(super) fn means_after(
    mut means: Vec<Heights>,
    (grid, moved): (&Grid, &[usize]),
    steps: RowSteps,
    swap: f64,
    n_racers: usize,
) -> Vec<Heights> {
    let mut made = Means::new(steps, swap, n_racers);
    for (step, mean) in means.iter_mut().enumerate() {
        let (from, to) = made.moments(grid, step);
        let next = moved.partition_point(|&moment| moment < from);
        if moved.get(next).is_some_and(|&moment| moment <= to) {
            *mean = made.at(grid, step);
        }
    }
    means
}

/// Makes the means of places.
struct Means {
    weights: Vec<f64>,
    /// Moments on either side.
    half: usize,
    samples: usize,
    mean: Mean,
}

impl Means {
    fn new(steps: RowSteps, swap: f64, n_racers: usize) -> Self {
        let half = whole(swap / 2.0 * steps.rate * real(steps.samples)).max(1);
        Self {
            weights: raised_cosine(half).collect(),
            half,
            samples: steps.samples,
            mean: Mean::of(n_racers),
        }
    }

    /// Each racer's mean height above the waiting room around a step.
    fn at(&mut self, grid: &Grid, step: usize) -> Heights {
        let top = real(grid.top);
        for (n, weight) in self.weights.iter().enumerate() {
            // Before the first moment and after the last one time stands still.
            let moment = (step * self.samples + n).saturating_sub(self.half);
            for (place, racer) in grid.placed(moment) {
                self.mean.add(racer, weight * (top - real(place)));
            }
        }
        self.mean.take()
    }

    /// The first and the last moment that the mean of a step takes.
    fn moments(&self, grid: &Grid, step: usize) -> (usize, usize) {
        let at = step * self.samples;
        let last = grid.n_moments() - 1;
        (at.saturating_sub(self.half).min(last), (at + self.half).min(last))
    }
}

/// Sums by racer, made again and again, each over a few of many racers.
pub(super) struct Mean {
    lifts: Vec<f64>,
    touched: Vec<usize>,
}

impl Mean {
    pub(super) fn of(n_racers: usize) -> Self {
        Self { lifts: vec![0.0; n_racers], touched: Vec::new() }
    }

    pub(super) fn add(&mut self, racer: usize, lift: f64) {
        if lift <= 0.0 {
            return;
        }
        if self.lifts[racer] <= 0.0 {
            self.touched.push(racer);
        }
        self.lifts[racer] += lift;
    }

    pub(super) fn take(&mut self) -> Heights {
        let lifts = &mut self.lifts;
        self.touched.drain(..).map(|racer| (racer, std::mem::take(&mut lifts[racer]))).collect()
    }
}
