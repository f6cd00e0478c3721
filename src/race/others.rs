//! Everyone else: those with a label for whom there is no row, together.

use super::{
    Race,
    math::{SAMPLES, raised_cosine, whole},
};

/// Those for whom there is no row, together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Others {
    /// How many they are.
    pub people: usize,
    /// Their labels, not rounded. Whoever comes or goes does so gently.
    pub value: f64,
    /// How visible they are, 0 to 1.
    pub alpha: f64,
}

/// How gently somebody becomes one of them, or is one no longer, in seconds.
const GENTLY: f64 = 0.8;

/// The others in each frame: whoever is half out of the rows is half of the others. All of it is smoothed by a
/// raised cosine, since many of one value may leave at once.
pub(super) fn others(race: &Race) -> Vec<Others> {
    let now = |number: usize| {
        let moment = race.moment_of(number);
        let u = race.buckets_at(moment);
        let joined =
            race.rows.at(moment / SAMPLES).filter(|&(racer, _)| race.racers[racer].curve.joins_at() < u);
        let (mut n_inside, mut value) = (0, 0.0);
        for (racer, row) in joined {
            n_inside += usize::from(0.5 <= race.inside(row));
            value += race.inside(row) * race.racers[racer].curve.at(u);
        }
        let n_joined = race.racers.iter().filter(|racer| racer.curve.joins_at() < u).count();
        let people = n_joined.saturating_sub(n_inside);
        let alpha = if people == 0 { 0.0 } else { 1.0 };
        Others { people, value: (race.total.at(u) - value).max(0.0), alpha }
    };
    // With a row for each there are none; one may be out of the rows for a moment all the same.
    if race.racers.len() <= race.grid.top {
        return Vec::new();
    }
    let sharp: Vec<Others> = (0..race.n_frames).map(now).collect();
    let half = whole(GENTLY / 2.0 * f64::from(race.pacing.fps)).max(1);
    let weights: Vec<f64> = raised_cosine(half).collect();
    let gentle = |number: usize| {
        if number + 1 == race.n_frames {
            return sharp[number];
        }
        let near = |step: usize| sharp[(number + step).saturating_sub(half).min(race.n_frames - 1)];
        let mean = |of: fn(Others) -> f64| -> f64 {
            weights.iter().enumerate().map(|(step, weight)| weight * of(near(step))).sum()
        };
        // While they come or go there is somebody to be named.
        let most = (0..weights.len()).map(|step| near(step).people).max().unwrap_or(0);
        let people = if sharp[number].people == 0 { most } else { sharp[number].people };
        Others { people, value: mean(|others| others.value), alpha: mean(|others| others.alpha) }
    };
    (0..race.n_frames).map(gentle).collect()
}
