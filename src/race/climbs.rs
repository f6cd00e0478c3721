//! Who climbed most in each period.

use super::{
    grid::Grid,
    math::{exact, whole},
};

/// The fewest rows that are worth telling when they are climbed in one period.
const FEWEST: usize = 2;

/// The climb of a period.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct PeriodClimb {
    pub(super) racer: usize,
    /// Rows climbed, at least 2.
    pub(super) rows: usize,
    /// The number of the period, from 0 for the first one.
    pub(super) period: usize,
    /// The moment since which it has been the biggest climb of the period, and as big as in the end.
    pub(super) from: usize,
    /// The last moment of the period.
    pub(super) last: usize,
}

/// The biggest climb of each period but the first, in which nobody has a place to climb from. `starts` are the moments
/// at which the periods begin; `value` gives the labels of a racer at a moment, `counts` whether a racer has a name.
pub(super) fn climbs(
    grid: &Grid,
    starts: &[usize],
    n_moments: usize,
    value: impl Fn(usize, usize) -> f64,
    counts: impl Fn(usize) -> bool,
) -> Vec<PeriodClimb> {
    let ends = starts.iter().skip(1).copied().chain([n_moments]);
    let periods = starts.iter().copied().zip(ends).enumerate().skip(1);
    let climb = |(period, (begins, ends)): (usize, (usize, usize))| {
        let biggest = |moment: usize| {
            let climbed =
                grid.placed(moment).filter(|&(_, racer)| 0.0 < value(racer, begins) && counts(racer));
            // Whoever comes from outside the rows has climbed at least from the first place that is not seen.
            let climbed = climbed.map(|(place, racer)| {
                let from = whole(grid.seen_row(begins, racer));
                (from.saturating_sub(place), racer, place)
            });
            // Of two who climbed as far, the higher one.
            climbed.max_by_key(|&(rows, _, place)| (rows, std::cmp::Reverse(place)))
        };
        let same = |moment: usize| biggest(moment).map(|(rows, racer, _)| (rows, racer));
        let last = ends.checked_sub(1).filter(|last| begins < *last)?;
        let (rows, racer) = same(last).filter(|(rows, _)| FEWEST <= *rows)?;
        let other = (begins..last).rev().find(|&moment| same(moment) != Some((rows, racer)));
        Some(PeriodClimb { racer, rows, period, from: other.map_or(begins, |other| other + 1), last })
    };
    periods.filter_map(climb).collect()
}

/// The first of so many moments at which this racer has as many labels.
pub(super) fn reaches(
    racer: usize,
    labels: u64,
    n_moments: usize,
    value: impl Fn(usize, usize) -> f64,
) -> Option<usize> {
    let (mut below, mut above) = (0, n_moments);
    while below < above {
        let middle = usize::midpoint(below, above);
        if value(racer, middle) < exact(labels) {
            below = middle + 1;
        } else {
            above = middle;
        }
    }
    (below < n_moments).then_some(below)
}
