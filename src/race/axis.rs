//! Where the axis of values ends, at each moment of the film.

use super::{grid::Grid, math::raised_cosine};

/// The width of the window that smooths the axis, in seconds.
pub(super) const AXIS_WINDOW: f64 = 1.5;

/// How far the axis reaches beyond the leader, as a factor.
const HEADROOM: f64 = 1.08;

/// The shortest the axis may be, as a part of the final leader's value: otherwise the first labels would fill
/// the screen and shake it.
const SHORTEST_AXIS: f64 = 0.15;

/// The shortest the axis may be in labels, where anybody ever has that many.
const FEW: f64 = 10.0;

/// The axis includes the goal from the start, unless the goal is more than this many times the final leader's
/// value: then the bars would be too short to see.
const FARTHEST_GOAL: f64 = 2.0;

/// How far the axis reaches beyond the goal, as a factor.
const BEYOND_GOAL: f64 = 1.04;

/// The end of the axis at each moment. The axis never shrinks, and the leader's bar always fits on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Axis {
    ends: Vec<f64>,
}

impl Axis {
    /// The axis for the first `n_moments` of a grid, after which time stands still. It is smoothed by a raised
    /// cosine over `half` moments on either side. A `goal` of 0 means that there is none.
    pub(super) fn new(grid: &Grid, n_moments: usize, half: usize, goal: f64) -> Self {
        let half = half.max(1);
        let last = grid.leader(usize::MAX);
        if last <= 0.0 {
            // Nobody ever has any: the axis shows what is missing.
            return Self { ends: vec![if 0.0 < goal { BEYOND_GOAL * goal } else { FEW }] };
        }
        let to_the_goal = if goal <= FARTHEST_GOAL * last { BEYOND_GOAL * goal } else { 0.0 };
        let few = FEW.min(HEADROOM * last);
        let shortest = to_the_goal.max(few).max(SHORTEST_AXIS * last);
        let axis = |moment| shortest.max(HEADROOM * grid.leader(moment));
        let weights: Vec<f64> = raised_cosine(half).collect();
        let end = |moment: usize| {
            let near = weights.iter().enumerate();
            let smoothed: f64 =
                near.map(|(step, weight)| weight * axis((moment + step).saturating_sub(half))).sum();
            // The leader's bar stays on the axis however fast it grows.
            smoothed.max(1.005 * grid.leader(moment))
        };
        // The axis comes to rest `half` moments after the last one.
        Self { ends: (0..n_moments + half).map(end).collect() }
    }

    /// The value at the end of the axis.
    pub(super) fn at(&self, moment: usize) -> f64 {
        self.ends.get(moment).or(self.ends.last()).copied().unwrap_or(1.0)
    }
}
