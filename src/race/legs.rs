//! The legs of a race: stretches of buckets at whose ends every value is exact, and between which it is a curve.
//!
//! Where nothing is in a hurry a leg is a bucket. How long legs have to be for the eye to follow is for `calm`.

/// Stretches of whole buckets, one after the other.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Legs {
    /// Buckets that have passed at their ends, from 0 to all, strictly increasing.
    ends: Vec<usize>,
}

impl Legs {
    /// A leg for each of so many buckets, at least one.
    pub(super) fn single(n_buckets: usize) -> Self {
        Self { ends: (0..=n_buckets).collect() }
    }

    /// Legs that end at all of these `breaks`, and are about equally long between two of them, up to `longest` buckets.
    /// The breaks are in order, from 0 to the number of buckets.
    pub(super) fn between(breaks: &[usize], longest: usize) -> Self {
        let mut ends: Vec<usize> = breaks.first().copied().into_iter().collect();
        for pair in breaks.windows(2) {
            let (from, length) = (pair[0], pair[1] - pair[0]);
            let n = length.div_ceil(longest.max(1));
            ends.extend((1..=n).map(|leg| from + leg * length / n));
        }
        Self { ends }
    }

    /// These legs and then others, which begin where these end.
    pub(super) fn then(mut self, others: Self) -> Self {
        let known = usize::from(!self.ends.is_empty());
        self.ends.extend(others.ends.into_iter().skip(known));
        self
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    /// Where the leg of a bucket begins and ends. A bucket behind the last one is a leg of its own.
    pub(super) fn around(&self, bucket: usize) -> (usize, usize) {
        let next = self.ends.partition_point(|&end| end <= bucket);
        match (next.checked_sub(1).map(|last| self.ends[last]), self.ends.get(next)) {
            (Some(from), Some(&to)) => (from, to),
            _ => (bucket, bucket + 1),
        }
    }

    /// All buckets.
    pub(super) fn n_buckets(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legs_are_about_equally_long_and_end_at_breaks() {
        let legs = Legs::between(&[0, 7, 8, 12], 3);
        assert_eq!(legs.ends, [0, 2, 4, 7, 8, 10, 12]);
        assert_eq!((legs.around(0), legs.around(4), legs.around(11)), ((0, 2), (4, 7), (10, 12)));
        assert_eq!(Legs::between(&[0, 5], 1), Legs::single(5));
        assert_eq!(Legs::default().then(Legs::between(&[0, 7], 3)).then(Legs::between(&[7, 8, 12], 3)), legs);
    }
}
