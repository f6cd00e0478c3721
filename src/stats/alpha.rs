//! Krippendorff's alpha for classes: how far people agree, beyond what chance gives.
//!
//! Numbers in, numbers out. 1 is agreement on everything, 0 what chance gives. Objects of which fewer than two people
//! told a class are left out, and people may be missing anywhere (Krippendorff, *Computing Krippendorff's
//! Alpha-Reliability*, 2011). The interval is that of a bootstrap over objects.

use std::collections::BTreeMap;

use chacha20::ChaCha8Rng;
use rand::SeedableRng;
use rand_distr::{Binomial, Distribution};
use serde::{Deserialize, Serialize};

/// So often the objects are drawn anew.
const DRAWS: usize = 1000;

/// The draws are the same each time.
const SEED: u64 = 2011;

/// Of the draws so many, in parts of 1,000, lie below the interval, and as many above it.
const TAIL: usize = 25;

/// How often each class was told of one object, by the class. The same for many objects, which are kept together.
pub(super) type Votes = Vec<(u32, u32)>;

/// How far people agree.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Alpha {
    /// Krippendorff's alpha: at most 1.
    pub alpha: f64,
    /// Where its 95 % interval begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// Objects of which at least two people told a class.
    pub objects: u64,
}

/// Objects by what was told of them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Ballots(BTreeMap<Votes, u64>);

impl Ballots {
    /// Adds an object of which these classes were told, one for each person. Fewer than two are no agreement.
    pub(super) fn add(&mut self, classes: impl IntoIterator<Item = u32>) {
        let mut votes: BTreeMap<u32, u32> = BTreeMap::new();
        for class in classes {
            *votes.entry(class).or_default() += 1;
        }
        if 2 <= votes.values().sum::<u32>() {
            *self.0.entry(votes.into_iter().collect()).or_default() += 1;
        }
    }

    /// How many objects there are.
    pub(super) fn objects(&self) -> u64 {
        self.0.values().sum()
    }

    /// What was told of objects, and of how many.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Votes, u64)> {
        self.0.iter().map(|(votes, objects)| (votes, *objects))
    }

    /// How far people agree; `None` without an object that two people told a class of, and where only one class was
    /// told at all.
    pub(super) fn alpha(&self) -> Option<Alpha> {
        self.draws().map(|(alpha, _)| alpha)
    }

    /// The same, and the alphas of objects drawn anew, in no order.
    pub(super) fn draws(&self) -> Option<(Alpha, Vec<f64>)> {
        let alpha = alpha(self.iter())?;
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        let drawn: Vec<f64> =
            (0..DRAWS).filter_map(|_| alpha_of(&self.0, &draw(&self.0, &mut rng))).collect();
        let mut sorted = drawn.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |part: usize| sorted.get(sorted.len() * part / DRAWS).copied().unwrap_or(alpha);
        let (low, high) = (at(TAIL).min(alpha), at(DRAWS - TAIL).max(alpha));
        Some((Alpha { alpha, low, high, objects: self.objects() }, drawn))
    }
}

/// As many objects as there are, drawn from them with replacement: how often each kind of votes was drawn.
fn draw(ballots: &BTreeMap<Votes, u64>, rng: &mut ChaCha8Rng) -> Vec<u64> {
    let mut left: u64 = ballots.values().sum();
    let mut of = left;
    let one = |objects: &u64| {
        let part = if of == 0 { 1.0 } else { float(*objects) / float(of) };
        let drawn = Binomial::new(left, part.min(1.0)).map_or(0, |binomial| binomial.sample(rng));
        left -= drawn;
        of -= objects;
        drawn
    };
    ballots.values().map(one).collect()
}

fn alpha_of(ballots: &BTreeMap<Votes, u64>, drawn: &[u64]) -> Option<f64> {
    alpha(ballots.keys().zip(drawn.iter().copied()))
}

/// One less the observed disagreement over the expected one.
fn alpha<'a>(ballots: impl Iterator<Item = (&'a Votes, u64)>) -> Option<f64> {
    let mut observed = 0.0;
    let mut classes: BTreeMap<u32, u64> = BTreeMap::new();
    for (votes, objects) in ballots.filter(|(_, objects)| 0 < *objects) {
        let people: u64 = votes.iter().map(|(_, n)| u64::from(*n)).sum();
        let same: u64 = votes.iter().map(|(_, n)| u64::from(*n).pow(2)).sum();
        observed += float(objects) * float(people.pow(2) - same) / float(people - 1);
        for (class, n) in votes {
            *classes.entry(*class).or_default() += objects * u64::from(*n);
        }
    }
    let all: u64 = classes.values().sum();
    let by_chance = float(all).powi(2) - classes.values().map(|n| float(*n).powi(2)).sum::<f64>();
    (1 < classes.len()).then(|| 1.0 - float(all - 1) * observed / by_chance)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(super) fn float(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line for each person, one column for each object; a dot is no answer.
    fn ballots(lines: &[&str]) -> Ballots {
        let mut ballots = Ballots::default();
        let people: Vec<Vec<char>> =
            lines.iter().map(|line| line.chars().filter(|c| *c != ' ').collect()).collect();
        for object in 0..people[0].len() {
            ballots.add(people.iter().map(|told| told[object]).filter(|c| *c != '.').map(u32::from));
        }
        ballots
    }

    #[track_caller]
    fn check(lines: &[&str], expected: f64, objects: u64) {
        let alpha = ballots(lines).alpha().unwrap();
        assert!((alpha.alpha - expected).abs() < 0.0005, "{alpha:?}");
        assert!(alpha.low <= alpha.alpha && alpha.alpha <= alpha.high && alpha.low < alpha.high, "{alpha:?}");
        assert_eq!(alpha.objects, objects);
    }

    #[test]
    fn the_published_examples_have_their_published_values() {
        // Krippendorff 2011, A: binary, two observers, no missing data.
        check(&["0100000010", "1110010000"], 0.095, 10);
        // B: nominal, two observers, no missing data.
        check(&["aabbdcccedda", "babbbccceddd"], 0.692, 12);
        // C: nominal, four observers, missing data.
        check(&["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743, 11);
    }

    #[test]
    fn agreement_on_everything_is_1_and_chance_is_0() {
        let alpha = ballots(&["abcabcabc", "abcabcabc"]).alpha().unwrap();
        assert_eq!((alpha.alpha, alpha.low, alpha.high), (1.0, 1.0, 1.0));
        let mut by_chance = Ballots::default();
        for n in 0..400 {
            by_chance.add([n % 2, n / 2 % 2]);
        }
        let alpha = by_chance.alpha().unwrap();
        assert!(alpha.alpha.abs() < 0.01 && alpha.low < -0.05 && 0.05 < alpha.high, "{alpha:?}");
    }

    #[test]
    fn one_class_or_one_person_is_no_agreement() {
        assert_eq!(ballots(&["aaa", "aaa"]).alpha(), None);
        assert_eq!(ballots(&["abc"]).alpha(), None);
        assert_eq!(Ballots::default().alpha(), None);
    }

    #[test]
    fn more_objects_make_the_interval_narrower() {
        let width = |n| {
            let mut ballots = Ballots::default();
            for object in 0..n {
                let class = object % 3;
                ballots.add([class, class, if object % 5 == 0 { (class + 1) % 3 } else { class }]);
            }
            let alpha = ballots.alpha().unwrap();
            alpha.high - alpha.low
        };
        let (few, many) = (width(60), width(6000));
        assert!(few / many > 5.0 && few / many < 20.0, "{few} {many}");
    }
}
