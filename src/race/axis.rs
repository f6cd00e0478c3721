//! Where the axis of values ends, at each moment of the film.

use super::{grid::Grid, math::raised_cosine};

/// The width of the window that smooths the axis, in seconds.
pub(super) const AXIS_WINDOW: f64 = 1.5;

/// The axis ends this much beyond the leader.
const HEADROOM: f64 = 1.08;

/// The axis is never shorter than this part of the last leader's value: the first labels would fill the
/// screen and shake it.
const SHORTEST_AXIS: f64 = 0.15;

/// Nor than so many labels, unless nobody ever has them: a single one is no race.
const FEW: f64 = 10.0;

/// The axis reaches to the goal from the start, unless that is more than so many times what the last leader
/// has: nobody would see the bars.
const FARTHEST_GOAL: f64 = 2.0;

/// And so much beyond it.
const BEYOND_GOAL: f64 = 1.04;

/// The ends of the axis. It never shrinks, and the leader's bar is always on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Axis {
    ends: Vec<f64>,
}

impl Axis {
    /// The axis over the first `n_moments` of a grid, after which time stands still; smoothed over `half`
    /// moments on either side, by a raised cosine. `goal` is 0 where there is none.
    pub(super) fn new(grid: &Grid, n_moments: usize, half: usize, goal: f64) -> Self {
        let half = half.max(1);
        let last = grid.leader(usize::MAX);
        let to_the_goal = if goal <= FARTHEST_GOAL * last { BEYOND_GOAL * goal } else { 0.0 };
        let few = FEW.min(HEADROOM * last);
        let shortest = to_the_goal.max(few).max(SHORTEST_AXIS * last);
        let axis = |moment| shortest.max(HEADROOM * grid.leader(moment));
        let weights: Vec<f64> = raised_cosine(half).collect();
        let end = |moment: usize| {
            let near = weights.iter().enumerate();
            let smoothed: f64 =
                near.map(|(step, weight)| weight * axis((moment + step).saturating_sub(half))).sum();
            // However fast it grows, the leader's bar stays on the axis.
            smoothed.max(1.005 * grid.leader(moment))
        };
        // So long after the last moment it is at rest.
        Self { ends: (0..n_moments + half).map(end).collect() }
    }

    /// The value at its end.
    pub(super) fn at(&self, moment: usize) -> f64 {
        self.ends.get(moment).or(self.ends.last()).copied().unwrap_or(1.0)
    }
}
