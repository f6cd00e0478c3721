//! The stretches that a person's work is looked at by: the days (weeks, months) of a film, or parts of the day where it
//! has a single one. How much was done in each, and since when one is a person's best so far.

use chrono::NaiveDate;

use super::{
    math::{exact, first_where, real},
    periods::{Periods, name_of, sums},
    racer::Racer,
};

/// In a film of more people, nobody's stretches are shown.
const FEW: usize = 3;

/// The most parts of a single day, and how many buckets may be one: with buckets of five minutes, up to four hours.
const MOST_PARTS: usize = 24;
const BUCKETS: [usize; 8] = [1, 2, 3, 4, 6, 12, 24, 48];

/// Somebody's best stretch is told apart from the first few: so many before it need labels.
const FEWEST_BEFORE: usize = 2;

/// A stretch in which somebody makes more labels than in any before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Best {
    /// The most labels in a stretch before.
    pub(super) before: f64,
    /// The second of the film since which there are more.
    pub(super) since: f64,
}

/// For each racer and period of the film, which begins on the day `first`, whether that period becomes the best one.
/// `counts` says whether a racer has a name, and `seconds_at` the second of the film at which so many buckets have
/// passed.
pub(super) fn bests(
    racers: &[Racer],
    periods: &Periods,
    (first, n_buckets): (NaiveDate, usize),
    counts: impl Fn(usize) -> bool,
    seconds_at: impl Fn(f64) -> f64,
) -> Vec<Vec<Option<Best>>> {
    let edges = edges(periods, n_buckets);
    let of_racer = |(racer, Racer { curve, before, .. }): (usize, &Racer)| {
        // In a film of a week, the best day of the whole job counts all the same.
        let mut earlier = sums(periods.kind, before);
        let mut begun = earlier.remove(&name_of(periods.kind, first)).map_or(0.0, exact);
        let n_earlier = earlier.values().filter(|labels| 0 < **labels).count();
        let (mut before, mut n_before) = (exact(earlier.into_values().max().unwrap_or(0)), n_earlier);
        let best = |ends: &[f64]| {
            let (from, to) = (ends[0], ends[1]);
            let gain = |u: f64| curve.at(u) - curve.at(from);
            let best = Best { before, since: 0.0 };
            // As it is written: rounded.
            let enough = before + 0.5;
            let is_more = |u: f64| enough <= gain(u);
            let found = FEWEST_BEFORE <= n_before && counts(racer) && is_more(to);
            // The first period may have begun before the film.
            let whole = gain(to) + std::mem::take(&mut begun);
            n_before += usize::from(0.0 < whole);
            before = before.max(whole);
            found.then(|| Best { since: seconds_at(first_where(from, to, is_more)), ..best })
        };
        edges.windows(2).map(best).collect()
    };
    racers.iter().enumerate().map(of_racer).collect()
}

/// The stretches of a race of few people, by their edges in buckets; empty where there are too many people or where
/// there is nothing to compare.
pub(super) fn stretches(n_racers: usize, periods: Option<&Periods>, n_buckets: usize) -> Vec<f64> {
    match periods {
        _ if FEW < n_racers => Vec::new(),
        Some(periods) => edges(periods, n_buckets),
        None => {
            let step = BUCKETS.into_iter().find(|step| n_buckets.div_ceil(*step) <= MOST_PARTS);
            let begins = step.filter(|_| 1 < n_buckets).map(|step| (0..n_buckets).step_by(step));
            begins.map_or_else(Vec::new, |begins| begins.chain([n_buckets]).map(real).collect())
        }
    }
}

/// The labels of a racer in each of the stretches when `u` buckets have passed.
pub(super) fn labels_in(stretches: &[f64], racer: &Racer, u: f64) -> Vec<f64> {
    let sums: Vec<f64> = stretches.iter().map(|edge| racer.curve.at(edge.min(u))).collect();
    sums.windows(2).map(|sums| sums[1] - sums[0]).collect()
}

/// Where the periods begin, and where the last one ends.
fn edges(periods: &Periods, n_buckets: usize) -> Vec<f64> {
    periods.starts().iter().map(|start| start.from).chain([real(n_buckets)]).collect()
}
