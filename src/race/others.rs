//! Everyone else: the people with a label who have no row, taken together.

use super::{
    curve::Curve,
    math::{raised_cosine, whole},
    racer::Racer,
    rows::Rows,
    timing::{SAMPLES, Timing},
};
use crate::stats::{Tally, in_view};

/// The people without a row, taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Others {
    /// How many there are.
    pub people: usize,
    /// The sum of their labels, not rounded. It changes gradually when somebody joins or leaves them.
    pub value: f64,
    /// How visible they are, 0 to 1.
    pub alpha: f64,
}

/// Of fewer people, the row would show what one of them did.
const FEWEST_UNSEEN: usize = 3;

/// How gradually somebody joins or leaves the others, in seconds.
const GRADUALLY: f64 = 0.8;

/// The others in each frame; empty where everybody has a row.
///
/// The labels of somebody who is halfway out of the rows count half. The sum is smoothed by a raised cosine, because
/// many people with equal values may leave the rows at once.
pub(super) fn others(
    timing: &Timing,
    racers: &[Racer],
    rows: &Rows,
    top: usize,
    total: &Curve,
    tally: &Tally,
) -> Vec<Others> {
    // Those who are not to be seen are among the others from the moment on at which there are enough of them.
    let unseen = |u: f64| match tally.unseen_until(whole(u.max(0.0))) {
        unseen if unseen < FEWEST_UNSEEN => 0,
        unseen => unseen,
    };
    let now = |number: usize| {
        let moment = timing.moment_of(number);
        let u = timing.buckets_at(moment);
        let joined = rows.at(moment / SAMPLES).filter(|&(racer, _)| racers[racer].curve.joins_at() < u);
        let value: f64 = joined.map(|(racer, row)| rows.inside(row) * racers[racer].curve.at(u)).sum();
        let n_joined = racers.iter().filter(|racer| racer.curve.joins_at() < u).count();
        // As many as there will be when the bars are at rest: on the way there may be one, who must not be told.
        let people = n_joined - in_view(n_joined, top) + unseen(u);
        let alpha = if people == 0 { 0.0 } else { 1.0 };
        Others { people, value: (total.at(u) - value).max(0.0), alpha }
    };
    // Even where everybody has a row, somebody may be outside the rows for a moment; that does not count.
    if racers.len() <= top && tally.unseen().is_none() {
        return Vec::new();
    }
    let n_frames = timing.n_frames;
    let sharp: Vec<Others> = (0..n_frames).map(now).collect();
    let half = whole(GRADUALLY / 2.0 * f64::from(timing.fps)).max(1);
    let weights: Vec<f64> = raised_cosine(half).collect();
    let smooth = |number: usize| {
        if number + 1 == n_frames {
            return sharp[number];
        }
        let near = |step: usize| sharp[(number + step).saturating_sub(half).min(n_frames - 1)];
        let mean = |of: fn(Others) -> f64| -> f64 {
            weights.iter().enumerate().map(|(step, weight)| weight * of(near(step))).sum()
        };
        // While they fade in or out, there is still a number to write.
        let most = (0..weights.len()).map(|step| near(step).people).max().unwrap_or(0);
        let people = if sharp[number].people == 0 { most } else { sharp[number].people };
        Others { people, value: mean(|others| others.value), alpha: mean(|others| others.alpha) }
    };
    (0..n_frames).map(smooth).collect()
}
