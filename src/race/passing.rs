//! How time passes in the film: slower while many bars change places, faster while nothing happens.
//!
//! At an even speed the first moments, when everybody is near everybody, would be a scramble, and nights
//! would be long.

use super::{raised_cosine, real, whole};

/// The largest part of the film that is given to what moves; the rest of it passes evenly.
const LIVELY: f64 = 0.85;

/// Rows per second, of all bars together, at which half of that part is: a calm race passes evenly, and one
/// overtaking in it is no reason to stop the clock.
const BUSY: f64 = 3.0;

/// The film as a function of the race: how much of it is over when so much of the race is.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    /// Parts of the film, 0 to 1, at even steps of the race, at least one; strictly increasing.
    film: Vec<f64>,
}

impl Passing {
    /// `moves` tells for each of some even steps of the race, at least one, how many rows are moved in it.
    /// The race takes `seconds` of the film, and its speed changes gently, over `ease` of the steps.
    pub(super) fn new(moves: &[f64], seconds: f64, ease: usize) -> Self {
        let eased = eased(moves, ease);
        let all: f64 = eased.iter().sum();
        let even = 1.0 / real(moves.len());
        let lively = if 0.0 < all { LIVELY * all / (all + BUSY * seconds) } else { 0.0 };
        let mut film = vec![0.0];
        let mut over = 0.0;
        for moves in &eased {
            over += (1.0 - lively) * even + if 0.0 < all { lively * moves / all } else { 0.0 };
            film.push(over);
        }
        // The sum is one but for its last digits.
        for part in &mut film {
            *part /= over;
        }
        Self { film }
    }

    /// How much of the race is over, 0 to 1, when this part of the film is.
    pub(super) fn race_at(&self, film: f64) -> f64 {
        let next = self.film.partition_point(|&part| part <= film);
        if next == 0 || next == self.film.len() {
            return if next == 0 { 0.0 } else { 1.0 };
        }
        let (from, to) = (self.film[next - 1], self.film[next]);
        (real(next - 1) + (film - from) / (to - from)) / real(self.film.len() - 1)
    }

    /// How much of the film is over, 0 to 1, when this part of the race is.
    pub(super) fn film_at(&self, race: f64) -> f64 {
        let at = race.clamp(0.0, 1.0) * real(self.film.len() - 1);
        let before = whole(at.floor()).min(self.film.len() - 2);
        self.film[before] + (at - real(before)) * (self.film[before + 1] - self.film[before])
    }
}

/// The mean over a raised cosine around each step; beyond the ends nothing moves.
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
        let passing = Passing::new(&[0.0; 10], 1.0, 2);
        assert!((passing.race_at(0.3) - 0.3).abs() < 1e-12);
    }

    #[test]
    fn time_is_slow_where_much_moves() {
        let mut moves = [0.0; 100];
        moves[10] = 50.0;
        let busy = Passing::new(&moves, 1.0, 3);
        assert!(0.8 < busy.film_at(0.15) - busy.film_at(0.05));
        let calm = Passing::new(&moves, 1000.0, 3);
        assert!(calm.film_at(0.15) - calm.film_at(0.05) < 0.2);
    }

    proptest! {
        #[test]
        fn both_ways_are_the_same_way(moves in proptest::collection::vec(0.0f64..9.0, 1..50), part in 0.0f64..=1.0) {
            let passing = Passing::new(&moves, 1.0, 4);
            prop_assert!((passing.film_at(passing.race_at(part)) - part).abs() < 1e-9);
            prop_assert_eq!(passing.race_at(0.0).to_bits(), 0f64.to_bits());
            prop_assert_eq!(passing.race_at(1.0).to_bits(), 1f64.to_bits());
        }
    }
}
