//! Where the bars lie: integer places made into motion.

use super::{
    grid::Grid,
    math::{raised_cosine, real, whole},
};

/// The rows of everybody who is not in the waiting room, at each of some steps of the film.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    top: f64,
    /// Who is how many rows above the waiting room.
    steps: Vec<Vec<(usize, f64)>>,
}

/// The steps at which rows are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    /// At this one, the last, everybody has come to rest.
    pub(super) last: usize,
    /// Places of the grid for each of them.
    pub(super) samples: usize,
    /// Steps per second.
    pub(super) rate: f64,
}

/// How long rows are eased for each time that they are put in order, in seconds.
const EASE: f64 = 0.1;

/// Rows are eased and put in order at least, and at most so many times.
const ROUNDS: std::ops::RangeInclusive<usize> = 6..=64;

/// Rounds go on until the motion is as calm as this: less than half of what is promised.
const CALM: Figures =
    Figures { wrong_pairs: 0.008, hasty_steps: 0.008, longest_step: 0.7, hidden_pairs: f64::INFINITY };

/// And until so many pairs for each row lie on top of each other: calm that nobody could read is no gain.
const CROWDED: f64 = 1.0;

/// A bar that moves so many rows a second is hasty: 0.35 rows from a frame to the next at 30 of them.
const HASTY: f64 = 0.35 * 30.0;

/// A bar that moves so many rows a second leaps: 0.8 rows from a frame to the next at 30 of them.
const LEAP: f64 = 0.8 * 30.0;

/// Where a bar leaps, rows are eased at most so many times more.
const LEAPS: usize = 16;

/// How far apart two are kept that change places, in rows, so that neither hides the other: as much as
/// leaves the motion calm.
const APART: [f64; 5] = [0.3, 0.2, 0.1, 0.05, 0.0];

/// Motion is calm if no more of all steps are hasty: it is promised that no more than 0.02 are.
const MOST_HASTY: f64 = 0.017;

impl Rows {
    /// Makes motion of the places of `grid` in three moves.
    ///
    /// The row of a bar is the mean of its places, w(s) = (1 + cos(2 pi s / D)) / D over |s| <= D / 2, with
    /// D as long as a swap: two who swap alone are level when their values are, and are at rest D / 2 before
    /// and after. Where many swap at once, such a mean lags behind the values. So rows are brought into the
    /// order of their values, and that is eased; again and again, as alternating projections find what is
    /// in two convex sets at once (von Neumann 1950): rows in order, and rows that move gently. Bars that
    /// would jump past each other come together before and part after instead, the longer the more rounds,
    /// so there are no more of them than this film needs. While they are together they are kept a little
    /// apart, so that each can be seen.
    pub(super) fn new(
        grid: &Grid,
        steps: Steps,
        swap: f64,
        value: impl Fn(usize, usize) -> f64,
        n_racers: usize,
    ) -> Self {
        let half = whole(swap / 2.0 * steps.rate * real(steps.samples)).max(1);
        let places: Vec<f64> = raised_cosine(half).collect();
        let easing: Vec<f64> = raised_cosine(whole(EASE * steps.rate).max(2)).collect();
        let top = real(grid.top);
        let mut mean = Mean { lifts: vec![0.0; n_racers], touched: Vec::new() };
        let means = Self {
            top,
            steps: (0..=steps.last)
                .map(|step| {
                    for (n, weight) in places.iter().enumerate() {
                        // Before the first moment and after the last one time stands still.
                        let moment = (step * steps.samples + n).saturating_sub(half);
                        for (place, racer) in grid.placed(moment) {
                            mean.add(racer, weight * (top - real(place)));
                        }
                    }
                    mean.take()
                })
                .collect(),
        };
        let mut rows = means.clone();
        for apart in APART {
            rows.steps.clone_from(&means.steps);
            rows.settle(apart, &easing, &mut mean, steps.rate, &value);
            if rows.figures(steps.rate, &value).hasty_steps <= MOST_HASTY {
                break;
            }
        }
        rows
    }

    /// Brings rows in order and eases them until they are both.
    fn settle(
        &mut self,
        apart: f64,
        easing: &[f64],
        mean: &mut Mean,
        rate: f64,
        value: impl Fn(usize, usize) -> f64,
    ) {
        for round in 1..=*ROUNDS.end() {
            for (step, row) in self.steps.iter_mut().enumerate() {
                in_order(row, apart, |racer| value(racer, step));
            }
            self.ease(easing, mean, |_| true);
            if ROUNDS.start() <= &round && round % 2 == 0 {
                let figures = self.figures(rate, &value);
                if figures.within(CALM) || CROWDED * self.top < figures.hidden_pairs {
                    break;
                }
            }
        }
        // Who passes many of one value at once leaps however often they are put in order. All of the rows are
        // eased there, so that they keep their sum.
        for _ in 0..LEAPS {
            let leaps = self.leaps(rate);
            if leaps.is_empty() {
                break;
            }
            let near = |step: usize| {
                let next = leaps.partition_point(|&leap| leap < step);
                let near =
                    |leap: Option<&usize>| leap.is_some_and(|leap| leap.abs_diff(step) <= easing.len());
                near(leaps.get(next)) || near(leaps[..next].last())
            };
            self.ease(easing, mean, near);
        }
    }

    /// The rows of a step; after the last one everybody is at rest.
    pub(super) fn at(&self, step: usize) -> impl Iterator<Item = (usize, f64)> {
        let settled = |lift: f64| {
            let row = self.top - lift;
            // Sums of weights are one but for their last digits; a row at rest is a whole number.
            if (row - row.round()).abs() < 1e-9 { row.round() } else { row }
        };
        let step = &self.steps[step.min(self.steps.len() - 1)];
        step.iter().map(move |&(racer, lift)| (racer, settled(lift).max(0.0)))
    }

    /// Steps that a bar enters too fast.
    fn leaps(&self, rate: f64) -> Vec<usize> {
        let row = |step: usize, racer: usize| {
            let row = self.steps[step].iter().find(|(other, _)| *other == racer);
            row.map_or(0.0, |(_, lift)| *lift)
        };
        let fast = |step: &usize| {
            let mut seen = self.steps[*step].iter().filter(|(_, lift)| 0.5 < *lift);
            seen.any(|&(racer, lift)| LEAP < (lift - row(step - 1, racer)).abs() * rate)
        };
        (1..self.steps.len()).filter(fast).collect()
    }

    /// The mean of each of these steps and its neighbours; what is at rest at the start and at the end
    /// stays so.
    fn ease(&mut self, easing: &[f64], mean: &mut Mean, which: impl Fn(usize) -> bool) {
        let half = easing.len() / 2;
        let eased = |step: usize| {
            if !which(step) {
                return self.steps[step].clone();
            }
            for (n, weight) in easing.iter().enumerate() {
                for &(racer, lift) in &self.steps[(step + n).saturating_sub(half).min(self.steps.len() - 1)] {
                    mean.add(racer, weight * lift);
                }
            }
            mean.take()
        };
        let inner = 1..self.steps.len().max(2) - 1;
        let eased: Vec<_> = inner.clone().map(eased).collect();
        self.steps.splice(inner, eased);
    }

    /// What is promised of bars that can be seen, for a film with a frame for each step.
    fn figures(&self, rate: f64, value: impl Fn(usize, usize) -> f64) -> Figures {
        let (mut wrong, mut hidden, mut hasty, mut n_steps, mut longest) =
            (0usize, 0usize, 0usize, 0usize, 0f64);
        let mut bars: Vec<(f64, f64)> = Vec::new();
        for (step, row) in self.steps.iter().enumerate() {
            bars.clear();
            for &(racer, lift) in row.iter().filter(|(_, lift)| 0.5 < *lift) {
                bars.push((lift, value(racer, step)));
                let before = step.checked_sub(1).map_or(&row[..], |before| &self.steps[before]);
                let before = before.iter().find(|(other, _)| *other == racer);
                let speed = (lift - before.map_or(0.0, |(_, lift)| *lift)).abs() * rate;
                n_steps += 1;
                hasty += usize::from(HASTY < speed);
                longest = longest.max(speed / 30.0);
            }
            let pairs = || bars.iter().flat_map(|a| bars.iter().map(move |b| (a, b)));
            wrong += pairs().filter(|(a, b)| a.1 < b.1 && b.0 + 0.5 < a.0).count();
            // Each pair comes twice, and everybody with themselves.
            hidden += (pairs().filter(|(a, b)| (a.0 - b.0).abs() < 0.25).count() - bars.len()) / 2;
        }
        Figures {
            wrong_pairs: real(wrong) / real(self.steps.len()),
            hasty_steps: real(hasty) / real(n_steps.max(1)),
            longest_step: longest,
            hidden_pairs: real(hidden) / real(self.steps.len()),
        }
    }
}

/// Pairs per frame of which the smaller value is drawn higher by more than half a row; the part of all
/// steps that are hasty; the longest step, in rows and at 30 frames a second; pairs per frame that are nearer
/// than a quarter of a row.
#[derive(Clone, Copy, Debug)]
struct Figures {
    wrong_pairs: f64,
    hasty_steps: f64,
    longest_step: f64,
    hidden_pairs: f64,
}

impl Figures {
    fn within(self, most: Self) -> bool {
        self.wrong_pairs <= most.wrong_pairs
            && self.hasty_steps <= most.hasty_steps
            && self.longest_step <= most.longest_step
            && self.hidden_pairs <= most.hidden_pairs
    }
}

/// Sums by racer, of whom few are in any one of them.
struct Mean {
    lifts: Vec<f64>,
    touched: Vec<usize>,
}

impl Mean {
    fn add(&mut self, racer: usize, lift: f64) {
        if lift <= 0.0 {
            return;
        }
        if self.lifts[racer] <= 0.0 {
            self.touched.push(racer);
        }
        self.lifts[racer] += lift;
    }

    fn take(&mut self) -> Vec<(usize, f64)> {
        let lifts = &mut self.lifts;
        self.touched.drain(..).map(|racer| (racer, std::mem::take(&mut lifts[racer]))).collect()
    }
}

/// The nearest rows in the order of the values, and `apart` from each other: isotonic regression, min sum
/// (row' - row)^2 with row'(ahead) + apart <= row'(behind), by pooling adjacent violators. It keeps the sum of
/// rows. Near the waiting room, where many may stand, they are less apart.
fn in_order(row: &mut Vec<(usize, f64)>, apart: f64, value: impl Fn(usize) -> f64) {
    let mut order: Vec<(f64, f64, usize)> =
        row.drain(..).map(|(racer, lift)| (value(racer), lift, racer)).collect();
    order.sort_by(|(a, higher, _), (b, lower, _)| b.total_cmp(a).then(lower.total_cmp(higher)));
    let lifts: Vec<f64> = order.iter().map(|&(_, lift, _)| lift).collect();
    // Whoever would be pushed below the waiting room needs less of it, down to none.
    let tries =
        std::iter::successors(Some(apart), |apart| Some(if *apart < 0.05 { 0.0 } else { apart / 2.0 }));
    let in_order = |apart: f64| decreasing(&lifts, apart);
    let rows = tries.map(in_order).find(|rows| rows.last().is_none_or(|lowest| 0.0 <= *lowest));
    row.extend(order.iter().map(|&(_, _, racer)| racer).zip(rows.into_iter().flatten()));
}

/// The nearest decreasing numbers that are `apart` from one to the next, or less where they are below 1.
fn decreasing(numbers: &[f64], apart: f64) -> Vec<f64> {
    // How far each is above the last one, if they are no further apart than they must be.
    let mut sum = 0.0;
    let mut above = vec![0.0; numbers.len()];
    for (above, number) in above.iter_mut().zip(numbers).rev() {
        *above = sum;
        sum += apart * number.clamp(0.0, 1.0);
    }
    // The mean of each pool, and how many are in it.
    let mut pools: Vec<(f64, usize)> = Vec::with_capacity(numbers.len());
    for (number, above) in numbers.iter().zip(&above) {
        pools.push((number - above, 1));
        while let [.., (upper, n), (lower, m)] = pools[..]
            && upper < lower
        {
            let mean = (upper * real(n) + lower * real(m)) / real(n + m);
            pools.truncate(pools.len() - 2);
            pools.push((mean, n + m));
        }
    }
    let pooled = pools.into_iter().flat_map(|(number, n)| std::iter::repeat_n(number, n));
    pooled.zip(above).map(|(number, above)| number + above).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_in_the_wrong_order_meet_and_stay_apart() {
        assert_eq!(decreasing(&[1.0, 3.0], 0.0), [2.0, 2.0]);
        let [ahead, behind] = decreasing(&[2.0, 3.0], 0.5)[..] else { panic!("two numbers") };
        assert!((ahead - behind - 0.5).abs() < 1e-12 && (ahead + behind - 5.0).abs() < 1e-12);
        assert_eq!(decreasing(&[3.0, 1.0], 0.5), [3.0, 1.0], "who is in order is left alone");
    }

    proptest! {
        #[test]
        fn rows_in_order_keep_their_sum_and_nobody_is_below_the_waiting_room(
            lifts in proptest::collection::vec(0.0f64..10.0, 1..30),
        ) {
            let mut row: Vec<(usize, f64)> = lifts.iter().copied().enumerate().collect();
            in_order(&mut row, 0.3, |racer| -real(racer));
            let sum: f64 = row.iter().map(|(_, lift)| lift).sum();
            prop_assert!((sum - lifts.iter().sum::<f64>()).abs() < 1e-9);
            prop_assert!(row.iter().all(|(_, lift)| -1e-12 <= *lift));
            prop_assert!(row.is_sorted_by(|(a, upper), (b, lower)| a < b && lower <= &(upper + 1e-12)));
        }
    }
}
