//! How fast time passes in the film: slower while many bars change places, faster while nothing happens.
//!
//! At an even speed the first moments would be a scramble, since everybody is close to everybody else then.

use super::math::{raised_cosine, real, whole};

/// The largest part of the film that is given to moves; the rest passes evenly.
const LIVELY: f64 = 0.85;

/// The speed at which half of that part is given to moves, in rows per second of all bars together. A calm race
/// therefore passes evenly: a single overtaking is no reason to stop the clock.
const BUSY: f64 = 3.0;

/// Maps the timeline to the film and back: how much of one has passed when part of the other has.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    /// Parts of the film, 0 to 1, at even steps of the timeline, at least one; strictly increasing.
    film: Vec<f64>,
}

impl Passing {
    /// The timeline is divided into even steps, at least one: `moves` says how many rows are moved in each, and
    /// `still` how much of each is idle, 0 to 1. Idle time passes evenly. The whole timeline takes `seconds` of
    /// the film, and the speed changes gradually, over `ease` steps.
    pub(super) fn new(moves: &[f64], still: &[f64], seconds: f64, ease: usize) -> Self {
        let busy: Vec<f64> = still.iter().map(|still| 1.0 - still).collect();
        let eased: Vec<f64> =
            eased(moves, ease).iter().zip(&busy).map(|(moves, busy)| moves * busy).collect();
        let all: f64 = eased.iter().sum();
        let even = 1.0 / real(moves.len());
        let busy_part = even * busy.iter().sum::<f64>();
        let lively = if 0.0 < all { LIVELY * all / (all + BUSY * busy_part * seconds) } else { 0.0 };
        let mut film = vec![0.0];
        let mut over = 0.0;
        for (moves, busy) in eased.iter().zip(&busy) {
            over += even * (1.0 - lively * busy);
            over += if 0.0 < all { lively * busy_part * moves / all } else { 0.0 };
            film.push(over);
        }
        // Apart from rounding, the sum is already one.
        for part in &mut film {
            *part /= over;
        }
        Self { film }
    }

    /// The same, but the moment at which this part of the timeline has passed comes no later than at this part of the
    /// film, both above 0 and below 1: what is before it passes faster, and what is after it slower.
    pub(super) fn reaching(self, timeline: f64, latest: f64) -> Self {
        // The speed changes where a step begins, so that the moment is never beyond the change.
        let last = self.film.len() - 1;
        let step = whole((timeline * real(last)).ceil()).min(last - 1);
        let at = self.film[step];
        if at <= latest {
            return self;
        }
        let moved = |part: f64| {
            if part < at { part * latest / at } else { 1.0 - (1.0 - part) * (1.0 - latest) / (1.0 - at) }
        };
        Self { film: self.film.into_iter().map(moved).collect() }
    }

    /// How much of the timeline has passed, 0 to 1, when this part of the film has.
    pub(super) fn timeline_at(&self, film: f64) -> f64 {
        let next = self.film.partition_point(|&part| part <= film);
        if next == 0 || next == self.film.len() {
            return if next == 0 { 0.0 } else { 1.0 };
        }
        let (from, to) = (self.film[next - 1], self.film[next]);
        (real(next - 1) + (film - from) / (to - from)) / real(self.film.len() - 1)
    }

    /// How much of the film has passed, 0 to 1, when this part of the timeline has.
    pub(super) fn film_at(&self, timeline: f64) -> f64 {
        let at = timeline.clamp(0.0, 1.0) * real(self.film.len() - 1);
        let before = whole(at.floor()).min(self.film.len() - 2);
        self.film[before] + (at - real(before)) * (self.film[before + 1] - self.film[before])
    }
}

/// The mean around each step, weighted by a raised cosine; nothing moves beyond the ends.
fn eased(moves: &[f64], ease: usize) -> Vec<f64> {
    let half = ease.max(1);
    let weights: Vec<f64> = raised_cosine(half).collect();
    (0..moves.len())
        .map(|at| {
            let near = weights.iter().enumerate();
            near.filter_map(|(step, weight)| Some(weight * moves.get((at + step).checked_sub(half)?)?)).sum()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn time_passes_evenly_where_nothing_moves() {
        let passing = Passing::new(&[0.0; 10], &[0.0; 10], 1.0, 2);
        assert!((passing.timeline_at(0.3) - 0.3).abs() < 1e-12);
    }

    #[test]
    fn time_is_slow_where_much_moves() {
        let mut moves = [0.0; 100];
        moves[10] = 50.0;
        let busy = Passing::new(&moves, &[0.0; 100], 1.0, 3);
        assert!(0.8 < busy.film_at(0.15) - busy.film_at(0.05));
        let calm = Passing::new(&moves, &[0.0; 100], 1000.0, 3);
        assert!(calm.film_at(0.15) - calm.film_at(0.05) < 0.2);
    }

    #[test]
    fn idle_time_passes_evenly_whatever_goes_on_around_it() {
        let mut moves = [0.0; 100];
        moves[10] = 50.0;
        let still: [f64; 100] = std::array::from_fn(|step| if (40..60).contains(&step) { 1.0 } else { 0.0 });
        let passing = Passing::new(&moves, &still, 1.0, 3);
        assert!((passing.film_at(0.6) - passing.film_at(0.4) - 0.2).abs() < 1e-9);
    }

    #[test]
    fn a_moment_comes_no_later_than_it_is_wanted() {
        let passing = || Passing::new(&[0.0; 10], &[0.0; 10], 1.0, 2);
        let hurried = passing().reaching(0.9, 0.6);
        assert!((hurried.film_at(0.9) - 0.6).abs() < 1e-9 && (hurried.film_at(0.45) - 0.3).abs() < 1e-9);
        assert!((hurried.film_at(1.0) - 1.0).abs() < 1e-9);
        assert!((passing().reaching(0.5, 0.6).film_at(0.5) - 0.5).abs() < 1e-9, "it is there already");
    }

    proptest! {
        #[test]
        fn both_ways_are_the_same_way(moves in proptest::collection::vec(0.0f64..9.0, 1..50), part in 0.0f64..=1.0) {
            let passing = Passing::new(&moves, &vec![0.0; moves.len()], 1.0, 4);
            prop_assert!((passing.film_at(passing.timeline_at(part)) - part).abs() < 1e-9);
            prop_assert_eq!(passing.timeline_at(0.0).to_bits(), 0f64.to_bits());
            prop_assert_eq!(passing.timeline_at(1.0).to_bits(), 1f64.to_bits());
        }
    }
}
