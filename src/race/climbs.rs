//! How far somebody has climbed since a period began, and who climbed most in each.

use super::{
    grid::Grid,
    math::{exact, real, whole},
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

/// How many labels two people have to be apart so that one is above the other. Where buckets end, values are whole
/// numbers.
const APART: f64 = 0.5;

/// The places at a moment, from 0, as far as they say something: those who are level stand above each other by chance, so
/// each of them has all of their places.
#[derive(Clone, Debug)]
pub(super) struct SharedPlaces {
    /// Those who have a row, with the first and the last place of those who are level with them.
    placed: Vec<(usize, (usize, usize))>,
    /// The labels of the last one who has a row, and the first place of those who are level with them.
    last: Option<(f64, usize)>,
}

impl SharedPlaces {
    /// The places at a moment at which racers have this `value`.
    pub(super) fn new(grid: &Grid, moment: usize, value: impl Fn(usize) -> f64) -> Self {
        let seen: Vec<_> = grid.seen_at(moment).map(|racer| (racer, value(racer))).collect();
        Self::of_rows(&seen)
    }

    /// The places of these racers with so many labels, from the first.
    fn of_rows(rows: &[(usize, f64)]) -> Self {
        let mut shared = Vec::with_capacity(rows.len());
        for level in rows.chunk_by(|(_, above), (_, below)| is_level(*above, *below)) {
            let (first, last) = (shared.len(), shared.len() + level.len() - 1);
            shared.extend(level.iter().map(|(racer, _)| (*racer, (first, last))));
        }
        let last = rows.last().zip(shared.last()).map(|((_, value), (_, (first, _)))| (*value, *first));
        Self { placed: shared, last }
    }

    /// The first and the last place of a racer with so many labels; for one without a row, the places from the last
    /// that is seen.
    fn of(&self, racer: usize, value: f64) -> (usize, usize) {
        if let Some((_, places)) = self.placed.iter().find(|(placed, _)| *placed == racer) {
            return *places;
        }
        let behind = self.placed.len();
        match self.last {
            Some((last, first)) if is_level(last, value) => (first, behind),
            _ => (behind, behind),
        }
    }

    /// How many rows somebody has climbed who had so many labels then and is in this row now; negative for rows fallen.
    pub(super) fn climbed(&self, racer: usize, value: f64, row: f64) -> f64 {
        let (first, last) = self.of(racer, value);
        if row < real(first) { real(first) - row } else { (real(last) - row).min(0.0) }
    }
}

fn is_level(one: f64, other: f64) -> bool {
    (one - other).abs() < APART
}

/// The biggest climb of each period but the first, in which nobody has a place to climb from. None of a period that it
/// leaves level with somebody, since it may be as far as another one then. `starts` are the moments at which the periods
/// begin, and the places then; `value` gives the labels of a racer at a moment, `counts` whether a racer has a name.
pub(super) fn climbs(
    grid: &Grid,
    (starts, places): (&[usize], &[SharedPlaces]),
    n_moments: usize,
    value: impl Fn(usize, usize) -> f64,
    counts: impl Fn(usize) -> bool,
) -> Vec<PeriodClimb> {
    let ends = starts.iter().skip(1).copied().chain([n_moments]);
    let periods = starts.iter().copied().zip(ends).zip(places).enumerate().skip(1);
    let climb = |(period, ((begins, ends), places)): (usize, ((usize, usize), &SharedPlaces))| {
        let biggest = |moment: usize| {
            let had = |racer: usize| Some(value(racer, begins)).filter(|had| 0.0 < *had && counts(racer));
            let climbed = grid.placed(moment).filter_map(|(place, racer)| {
                Some((whole(places.climbed(racer, had(racer)?, real(place)).max(0.0)), racer, place))
            });
            // Of two who climbed as far, the higher one.
            climbed.max_by_key(|&(rows, _, place)| (rows, std::cmp::Reverse(place)))
        };
        let same = |moment: usize| biggest(moment).map(|(rows, racer, _)| (rows, racer));
        let last = ends.checked_sub(1).filter(|last| begins < *last)?;
        let (rows, racer) = same(last).filter(|(rows, _)| FEWEST <= *rows)?;
        let has = value(racer, last);
        if grid.placed(last).any(|(_, other)| other != racer && is_level(value(other, last), has)) {
            return None;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn climbed(rows: &[f64], racer: usize, value: f64, row: f64) -> f64 {
        let rows: Vec<_> = rows.iter().copied().enumerate().collect();
        SharedPlaces::of_rows(&rows).climbed(racer, value, row)
    }

    fn is(climbed: f64, expected: f64) {
        assert!((climbed - expected).abs() < 1e-9, "{climbed}, not {expected}");
    }

    #[test]
    fn whoever_was_alone_in_a_place_has_climbed_from_there() {
        is(climbed(&[30.0, 20.0, 10.0], 2, 10.0, 0.0), 2.0);
        is(climbed(&[30.0, 20.0, 10.0], 0, 30.0, 1.5), -1.5);
        is(climbed(&[30.0, 20.0, 10.0], 7, 5.0, 1.0), 2.0);
    }

    #[test]
    fn of_those_who_were_level_nobody_climbs_or_falls_among_themselves() {
        for row in [0.0, 0.5, 2.0] {
            is(climbed(&[10.0, 10.0, 10.0], 1, 10.0, row), 0.0);
        }
        let rows = [30.0, 20.0, 20.0, 20.0];
        is(climbed(&rows, 3, 20.0, 0.0), 1.0);
        is(climbed(&rows, 1, 20.0, 3.0), 0.0);
        is(climbed(&rows, 1, 20.0, 4.0), -1.0);
        is(climbed(&rows, 9, 20.0, 0.0), 1.0);
    }
}
