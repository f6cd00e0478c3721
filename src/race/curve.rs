//! One person's labels as a smooth curve over the buckets of time, and how two people are ranked by it.

use std::{cmp::Ordering, collections::BTreeMap};

use chrono::{DateTime, Utc};

use super::{
    legs::Legs,
    math::{exact, real},
};
use crate::stats::Step;

/// A monotone cubic through the sums at the ends of all legs (Fritsch and Carlson, SIAM Journal on Numerical
/// Analysis 17, 1980, with the weighted harmonic mean of both sides as the slope at an edge: Fritsch and Butland, SIAM
/// Journal on Scientific and Statistical Computing 5, 1984).
///
/// Its argument is time in buckets: at 3.0 the first three buckets have passed. The curve never falls, never
/// overshoots, and is exact where a leg ends.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    steps: Vec<Knot>,
    n_buckets: usize,
}

/// A leg in which the sum grows.
#[derive(Clone, Copy, Debug)]
struct Knot {
    from: usize,
    to: usize,
    before: f64,
    growth: f64,
    reached: DateTime<Utc>,
}

impl Knot {
    fn length(&self) -> f64 {
        real(self.to - self.from)
    }

    /// Growth per bucket.
    fn pace(&self) -> f64 {
        self.growth / self.length()
    }
}

impl Curve {
    pub(super) fn new(steps: &[Step], legs: &Legs) -> Self {
        let mut knots: Vec<Knot> = Vec::new();
        for step in steps {
            let (from, to) = legs.around(step.bucket);
            match knots.last_mut() {
                Some(knot) if knot.from == from => {
                    knot.growth += exact(step.labels);
                    knot.reached = step.reached;
                }
                _ => {
                    let (before, growth) = (exact(step.cumulative - step.labels), exact(step.labels));
                    knots.push(Knot { from, to, before, growth, reached: step.reached });
                }
            }
        }
        Self { steps: knots, n_buckets: legs.n_buckets() }
    }

    /// The curve of somebody who is there from the start and never has a label.
    pub(super) fn at_zero(legs: &Legs) -> Self {
        let (from, to) = legs.around(0);
        let knot = Knot { from, to, before: 0.0, growth: 0.0, reached: DateTime::UNIX_EPOCH };
        Self { steps: vec![knot], n_buckets: legs.n_buckets() }
    }

    /// The curve of several people together.
    pub(super) fn sum<'a>(all: impl Iterator<Item = &'a [Step]>, legs: &Legs) -> Self {
        let mut growth: BTreeMap<usize, (u64, DateTime<Utc>)> = BTreeMap::new();
        for step in all.flatten() {
            let sum = growth.entry(step.bucket).or_insert((0, step.reached));
            *sum = (sum.0 + step.labels, sum.1.max(step.reached));
        }
        let mut cumulative = 0;
        let steps: Vec<Step> = growth
            .into_iter()
            .map(|(bucket, (labels, reached))| {
                cumulative += labels;
                Step { bucket, labels, cumulative, reached }
            })
            .collect();
        Self::new(&steps, legs)
    }

    /// The value when `u` buckets have passed.
    pub(super) fn at(&self, u: f64) -> f64 {
        let (next, f) = self.next_knot(u);
        match self.steps.get(next) {
            Some(knot) if 0.0 < f => {
                let (length, neighbors) = (knot.length(), self.neighbors(next));
                // Beyond the first and the last leg it would go on as it does there.
                let m0 = if knot.from == 0 { knot.pace() } else { slope(neighbors.0, Some(knot)) };
                let m1 = if knot.to == self.n_buckets { knot.pace() } else { slope(Some(knot), neighbors.1) };
                // The cubic Hermite basis, from `before` to `before + growth`.
                let (f2, f3) = (f * f, f * f * f);
                let rise = (3.0 * f2 - 2.0 * f3) * knot.growth;
                knot.before + rise + length * ((f3 - 2.0 * f2 + f) * m0 + (f3 - f2) * m1)
            }
            Some(knot) => knot.before,
            None => self.steps.last().map_or(0.0, |last| last.before + last.growth),
        }
    }

    /// The first knot whose leg has not passed, and how much of that leg has: 0 before it begins.
    fn next_knot(&self, u: f64) -> (usize, f64) {
        let next = self.steps.partition_point(|knot| real(knot.to) <= u);
        let f = self.steps.get(next).map_or(0.0, |knot| (u - real(knot.from)) / knot.length());
        (next, f.max(0.0))
    }

    /// The legs right before and right after that of a knot, if the sum grows in them.
    fn neighbors(&self, nth: usize) -> (Option<&Knot>, Option<&Knot>) {
        let knot = &self.steps[nth];
        let before = nth.checked_sub(1).map(|before| &self.steps[before]);
        let after = self.steps.get(nth + 1);
        (before.filter(|before| before.to == knot.from), after.filter(|after| knot.to == after.from))
    }

    /// Where the legs begin in which the curve grows, in order of time.
    pub(super) fn busy(&self) -> impl Iterator<Item = usize> {
        self.steps.iter().map(|knot| knot.from)
    }

    /// When the first leg with a label begins, in buckets; infinite where there is none.
    pub(super) fn joins_at(&self) -> f64 {
        self.steps.first().map_or(f64::INFINITY, |knot| real(knot.from))
    }

    /// What this person is ranked by when `u` buckets have passed; `None` before the first label.
    pub(super) fn standing(&self, u: f64) -> Option<Standing> {
        if u <= self.joins_at() {
            return None;
        }
        let (next, _) = self.next_knot(u);
        let so_far = next.checked_sub(1).map(|last| self.steps[last].reached);
        let then = self.steps.get(next).map(|knot| knot.reached);
        Some(Standing { value: self.at(u), so_far, then })
    }
}

/// The slope between two legs: the harmonic mean of their paces, that of the shorter one weighing more; level where the
/// sum does not grow in both.
fn slope(before: Option<&Knot>, after: Option<&Knot>) -> f64 {
    let (Some(before), Some(after)) = (before, after) else { return 0.0 };
    let (w0, w1) = (2.0 * after.length() + before.length(), after.length() + 2.0 * before.length());
    let (d0, d1) = (before.pace(), after.pace());
    if d0 <= 0.0 || d1 <= 0.0 { 0.0 } else { (w0 + w1) * d0 * d1 / (w0 * d1 + w1 * d0) }
}

/// What people are ranked by, best first: the higher value, then who reached it first, then who reaches the next
/// value first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    value: f64,
    so_far: Option<DateTime<Utc>>,
    then: Option<DateTime<Utc>>,
}

impl Standing {
    pub(super) fn value(&self) -> f64 {
        self.value
    }
}

#[cfg(test)]
impl Standing {
    /// The standing of somebody of whom only the value is known.
    pub(super) fn of(value: f64) -> Self {
        Self { value, so_far: None, then: None }
    }
}

impl Ord for Standing {
    fn cmp(&self, other: &Self) -> Ordering {
        let never = DateTime::<Utc>::MAX_UTC;
        other
            .value
            .total_cmp(&self.value)
            .then_with(|| self.so_far.cmp(&other.so_far))
            .then_with(|| self.then.unwrap_or(never).cmp(&other.then.unwrap_or(never)))
    }
}

impl PartialOrd for Standing {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Standing {}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn curve(labels: &[u64]) -> Curve {
        Curve::new(&steps(labels), &Legs::single(labels.len()))
    }

    fn steps(labels: &[u64]) -> Vec<Step> {
        let mut cumulative = 0;
        let mut steps = Vec::new();
        for (bucket, &labels) in labels.iter().enumerate() {
            cumulative += labels;
            if 0 < labels {
                let reached = DateTime::UNIX_EPOCH + TimeDelta::hours(i64::try_from(bucket).unwrap());
                steps.push(Step { bucket, labels, cumulative, reached });
            }
        }
        steps
    }

    #[test]
    fn nobody_stands_anywhere_before_the_first_label() {
        let curve = curve(&[0, 2]);
        assert!(curve.standing(1.0).is_none());
        assert!(curve.standing(1.001).is_some());
    }

    #[test]
    fn who_got_there_first_stands_above() {
        let (early, late) = (curve(&[3, 0, 0]), curve(&[0, 3, 0]));
        assert!(early.standing(2.5) < late.standing(2.5));
    }

    proptest! {
        #[test]
        fn a_curve_over_longer_legs_is_exact_at_their_ends_and_never_falls(
            labels in proptest::collection::vec(0u64..50, 1..30),
            longest in 1usize..8,
            some in 0usize..30,
        ) {
            let mut breaks = vec![0, some.min(labels.len()), labels.len()];
            breaks.dedup();
            let legs = Legs::between(&breaks, longest);
            let curve = Curve::new(&steps(&labels), &legs);
            for bucket in 0..labels.len() {
                let (_, end) = legs.around(bucket);
                let sum: u64 = labels[..end].iter().sum();
                prop_assert!((curve.at(real(end)) - exact(sum)).abs() < 1e-9);
            }
            let values: Vec<f64> = (0..=labels.len() * 32).map(|step| curve.at(real(step) / 32.0)).collect();
            prop_assert!(values.is_sorted_by(|a, b| a - 1e-9 <= *b), "{values:?}");
        }

        #[test]
        fn a_curve_is_exact_at_marks_and_never_falls(labels in proptest::collection::vec(0u64..50, 1..30)) {
            let curve = curve(&labels);
            let mut sum = 0;
            for (bucket, labels) in labels.iter().enumerate() {
                sum += labels;
                prop_assert!((curve.at(real(bucket + 1)) - exact(sum)).abs() < 1e-9);
            }
            let mut before = 0.0;
            for step in 0..=labels.len() * 32 {
                let value = curve.at(real(step) / 32.0);
                prop_assert!(before - 1e-9 <= value, "{before} {value}");
                before = value;
            }
        }
    }
}
