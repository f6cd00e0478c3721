//! Where the bars are: whole places turned into smooth motion between rows.

use super::{
    math::{raised_cosine, real, smoothstep, whole},
    means::{Heights, Mean},
    trades::{KeptPair, KeptPlaces},
};

/// The rows of everybody who is not in the waiting room (the row below the last), at each step of the film.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    top: f64,
    steps: Vec<Heights>,
}

/// The width of the window that eases rows after they were put in order, in seconds.
const EASE: f64 = 0.1;

/// The fewest and the most times that rows are put in order and eased.
const ROUNDS: std::ops::RangeInclusive<usize> = 6..=64;

/// Rounds continue until the motion is this calm, which is less than half of what the tests allow.
const CALM: Figures =
    Figures { wrong_pairs: 0.008, hasty_steps: 0.008, longest_step: 0.7, hidden_pairs: f64::INFINITY };

/// Rounds also end when this many pairs per row cover each other: a calmer film that nobody can read is no gain.
const CROWDED: f64 = 1.0;

/// The speed above which a bar is hasty, in rows per second: 0.35 rows per frame at 30 frames per second.
const HASTY: f64 = 0.35 * 30.0;

/// The speed above which a bar leaps, in rows per second: 0.8 rows per frame at 30 frames per second.
const LEAP: f64 = 0.8 * 30.0;

/// The most additional times that rows are eased where a bar leaps.
const LEAPS: usize = 16;

/// How far apart two bars that change places are kept, in rows, so that neither hides the other. The first
/// value that leaves the motion calm is used.
const APART: [f64; 5] = [0.3, 0.2, 0.1, 0.05, 0.0];

/// Motion is calm if no larger part of all steps is hasty. The tests allow 0.02.
const MOST_HASTY: f64 = 0.017;

impl Rows {
    /// Turns the places of a grid with `top` rows, of which these are the `means`, into motion, in three stages.
    ///
    /// The row of a bar is the mean of its places, w(s) = (1 + cos(2 pi s / D)) / D over |s| <= D / 2, with
    /// D as long as a swap: two bars that swap alone are level when their values are, and are at rest D / 2
    /// before and after. Where many bars swap at once, such a mean lags behind the values. So the rows are put
    /// in the order of their values and then eased, again and again, as alternating projections find a point
    /// in two convex sets (von Neumann 1950): rows in order, and rows that move smoothly. Bars that would jump
    /// past each other then come together earlier and part later. More rounds make that longer, so there are
    /// only as many as the film needs. While bars are together, they are kept a little apart so that each can
    /// be seen. Pairs that are `kept` stay in their order.
    pub(super) fn new(
        (top, means): (usize, &[Heights]),
        rate: f64,
        kept: &KeptPlaces,
        value: impl Fn(usize, usize) -> f64,
        n_racers: usize,
    ) -> Self {
        let easing: Vec<f64> = raised_cosine(whole(EASE * rate).max(2)).collect();
        let mut mean = Mean::of(n_racers);
        let mut rows = Self { top: real(top), steps: Vec::new() };
        for apart in APART {
            rows.steps = means.to_vec();
            rows.settle((apart, kept), &easing, &mut mean, rate, &value);
            if rows.figures(rate, &value).hasty_steps <= MOST_HASTY {
                break;
            }
        }
        rows
    }

    /// Puts rows in order and eases them until they are in order and smooth.
    fn settle(
        &mut self,
        (apart, kept): (f64, &KeptPlaces),
        easing: &[f64],
        mean: &mut Mean,
        rate: f64,
        value: impl Fn(usize, usize) -> f64,
    ) {
        for round in 1..=*ROUNDS.end() {
            for (step, row) in self.steps.iter_mut().enumerate() {
                in_order(row, apart, kept.at(step), |racer| value(racer, step));
            }
            self.ease(easing, mean, |_| true);
            if ROUNDS.start() <= &round && round % 2 == 0 {
                let figures = self.figures(rate, &value);
                if figures.within(CALM) || CROWDED * self.top < figures.hidden_pairs {
                    break;
                }
            }
        }
        // A bar that passes many others of equal value at once leaps, however many rounds there are. All rows
        // are eased there, so that they keep their sum.
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

    /// How much of a bar is visible in its row, 0 to 1. Half a row below the last one nothing is, because that is
    /// where the timeline is.
    pub(super) fn inside(&self, row: f64) -> f64 {
        smoothstep(2.0 * (self.top - row) - 1.0)
    }

    /// Each racer with their row at a step; after the last step everybody is at rest.
    pub(super) fn at(&self, step: usize) -> impl Iterator<Item = (usize, f64)> {
        let settled = |lift: f64| {
            let row = self.top - lift;
            // The weights add up to one only approximately, but a row at rest is a whole number.
            if (row - row.round()).abs() < 1e-9 { row.round() } else { row }
        };
        let step = &self.steps[step.min(self.steps.len() - 1)];
        step.iter().map(move |&(racer, lift)| (racer, settled(lift).max(0.0)))
    }

    /// The steps at which a bar arrives too fast.
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

    /// Replaces each of these steps by the mean of itself and its neighbors; whatever is at rest at the start
    /// and at the end stays at rest.
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

    /// Measures the motion of visible bars, for a film with one frame per step.
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
            // Each pair was counted twice, and each bar once with itself.
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

/// How calm and how readable the motion is.
#[derive(Clone, Copy, Debug)]
struct Figures {
    /// Pairs per frame in which the smaller value is drawn more than half a row above the larger one.
    wrong_pairs: f64,
    /// The part of all steps that are hasty, 0 to 1.
    hasty_steps: f64,
    /// The longest step, in rows per frame at 30 frames per second.
    longest_step: f64,
    /// Pairs per frame that are closer than a quarter of a row.
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

/// Moves rows to the nearest ones that are in the order of the values and `apart` from each other: isotonic
/// regression, min sum (row' - row)^2 with row'(ahead) + apart <= row'(behind), by pooling adjacent violators.
/// The sum of the rows stays the same. Near the waiting room, where many bars may be, they are less far apart.
fn in_order(row: &mut Vec<(usize, f64)>, apart: f64, kept: &[KeptPair], value: impl Fn(usize) -> f64) {
    let mut order: Vec<(f64, f64, usize)> =
        row.drain(..).map(|(racer, lift)| (value(racer), lift, racer)).collect();
    order.sort_by(|(a, higher, _), (b, lower, _)| b.total_cmp(a).then(lower.total_cmp(higher)));
    let mut order: Vec<(f64, usize)> = order.into_iter().map(|(_, lift, racer)| (lift, racer)).collect();
    keep(&mut order, kept);
    let lifts: Vec<f64> = order.iter().map(|&(lift, _)| lift).collect();
    // If somebody would be pushed below the waiting room, rows are kept less far apart, down to not at all.
    let tries =
        std::iter::successors(Some(apart), |apart| Some(if *apart < 0.05 { 0.0 } else { apart / 2.0 }));
    let in_order = |apart: f64| decreasing(&lifts, apart);
    let rows = tries.map(in_order).find(|rows| rows.last().is_none_or(|lowest| 0.0 <= *lowest));
    row.extend(order.iter().map(|&(_, racer)| racer).zip(rows.into_iter().flatten()));
}

/// Brings pairs that keep their order back into it. Everybody is placed by how many of the others are below them
/// (Copeland 1951), since three who are level may go round in a circle; then who is higher stays higher.
fn keep(order: &mut [(f64, usize)], kept: &[KeptPair]) {
    let place = |racer: usize| order.iter().position(|&(_, other)| other == racer);
    let places = kept.iter().filter_map(|pair| Some([place(pair.upper)?, place(pair.lower)?]));
    let kept: Vec<[usize; 2]> = places.filter(|[upper, lower]| lower < upper).collect();
    if kept.is_empty() {
        return;
    }
    let mut above: Vec<i64> = (0..).take(order.len()).collect();
    for [upper, lower] in kept {
        above[upper] -= 1;
        above[lower] += 1;
    }
    let mut sorted: Vec<(i64, (f64, usize))> = above.into_iter().zip(order.iter().copied()).collect();
    sorted.sort_by(|(a, (higher, _)), (b, (lower, _))| a.cmp(b).then(lower.total_cmp(higher)));
    order.iter_mut().zip(sorted).for_each(|(old, (_, new))| *old = new);
}

/// The nearest decreasing numbers with `apart` between neighbors, or less between numbers below 1.
fn decreasing(numbers: &[f64], apart: f64) -> Vec<f64> {
    // How far each is above the last one, if they are exactly as far apart as required.
    let mut sum = 0.0;
    let mut above = vec![0.0; numbers.len()];
    for (above, number) in above.iter_mut().zip(numbers).rev() {
        *above = sum;
        sum += apart * number.clamp(0.0, 1.0);
    }
    // The mean of each pool, and how many numbers are in it.
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
            in_order(&mut row, 0.3, &[], |racer| -real(racer));
            let sum: f64 = row.iter().map(|(_, lift)| lift).sum();
            prop_assert!((sum - lifts.iter().sum::<f64>()).abs() < 1e-9);
            prop_assert!(row.iter().all(|(_, lift)| -1e-12 <= *lift));
            prop_assert!(row.is_sorted_by(|(a, upper), (b, lower)| a < b && lower <= &(upper + 1e-12)));
        }
    }
}
