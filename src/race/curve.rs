//! One person's labels as a smooth curve over the buckets of time, and how two people are ranked by it.

use std::{cmp::Ordering, collections::BTreeMap};

use chrono::{DateTime, Utc};

use super::math::{exact, real};
use crate::stats::Step;

/// A monotone cubic through the sums at the ends of all buckets (Fritsch and Carlson, SIAM Journal on
/// Numerical Analysis 17, 1980, with the harmonic mean of both sides as the slope at an edge).
///
/// Its argument is time in buckets: at 3.0 the first three buckets have passed. The curve never falls, never
/// overshoots, and is exact at whole numbers.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    steps: Vec<Knot>,
    n_buckets: usize,
}

/// A bucket in which the sum grows.
#[derive(Clone, Copy, Debug)]
struct Knot {
    bucket: usize,
    before: f64,
    growth: f64,
    reached: DateTime<Utc>,
}

impl Curve {
    pub(super) fn new(steps: &[Step], n_buckets: usize) -> Self {
        let knot = |step: &Step| Knot {
            bucket: step.bucket,
            before: exact(step.cumulative - step.labels),
            growth: exact(step.labels),
            reached: step.reached,
        };
        Self { steps: steps.iter().map(knot).collect(), n_buckets }
    }

    /// The curve of somebody who is there from the start and never has a label.
    pub(super) fn at_zero(n_buckets: usize) -> Self {
        let knot = Knot { bucket: 0, before: 0.0, growth: 0.0, reached: DateTime::UNIX_EPOCH };
        Self { steps: vec![knot], n_buckets }
    }

    /// The curve of several people together.
    pub(super) fn sum<'a>(all: impl Iterator<Item = &'a [Step]>, n_buckets: usize) -> Self {
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
        Self::new(&steps, n_buckets)
    }

    /// The value when `u` buckets have passed.
    pub(super) fn at(&self, u: f64) -> f64 {
        let (next, f) = self.next_knot(u);
        match self.steps.get(next) {
            Some(knot) if 0.0 < f => {
                let slope = |bucket: Option<usize>| {
                    let growth = bucket.map_or(knot.growth, |bucket| self.growth_in(bucket, next));
                    if growth <= 0.0 { 0.0 } else { 2.0 * growth * knot.growth / (growth + knot.growth) }
                };
                let m0 = slope(knot.bucket.checked_sub(1));
                let m1 = slope((knot.bucket + 1 < self.n_buckets).then_some(knot.bucket + 1));
                // The cubic Hermite basis, from `before` to `before + growth`.
                let (f2, f3) = (f * f, f * f * f);
                let rise = (3.0 * f2 - 2.0 * f3) * knot.growth;
                knot.before + rise + (f3 - 2.0 * f2 + f) * m0 + (f3 - f2) * m1
            }
            Some(knot) => knot.before,
            None => self.steps.last().map_or(0.0, |last| last.before + last.growth),
        }
    }

    /// The first knot whose bucket has not passed, and how much of that bucket has: 0 before it begins.
    fn next_knot(&self, u: f64) -> (usize, f64) {
        let next = self.steps.partition_point(|knot| real(knot.bucket + 1) <= u);
        let f = self.steps.get(next).map_or(0.0, |knot| u - real(knot.bucket));
        (next, f.max(0.0))
    }

    /// The growth in a bucket next to that of the knot `near`.
    fn growth_in(&self, bucket: usize, near: usize) -> f64 {
        let neighbors = &self.steps[near.saturating_sub(1)..(near + 2).min(self.steps.len())];
        neighbors.iter().find(|knot| knot.bucket == bucket).map_or(0.0, |knot| knot.growth)
    }

    /// The buckets in which the curve grows, in order of time.
    pub(super) fn busy(&self) -> impl Iterator<Item = usize> {
        self.steps.iter().map(|knot| knot.bucket)
    }

    /// When the first bucket with a label begins, in buckets; infinite where there is none.
    pub(super) fn joins_at(&self) -> f64 {
        self.steps.first().map_or(f64::INFINITY, |knot| real(knot.bucket))
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
        let mut cumulative = 0;
        let mut steps = Vec::new();
        for (bucket, &labels) in labels.iter().enumerate() {
            cumulative += labels;
            if 0 < labels {
                let reached = DateTime::UNIX_EPOCH + TimeDelta::hours(i64::try_from(bucket).unwrap());
                steps.push(Step { bucket, labels, cumulative, reached });
            }
        }
        Curve::new(&steps, labels.len())
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
