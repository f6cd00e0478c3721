//! Whose labels count by name where a gate was asked for: whose agreement with the others is not plainly low.
//!
//! Each person is compared with the others who gave the same objects a class, without the person's own answers: what
//! most of the others said, where they do not differ evenly. Agreement is Cohen's kappa, since raw agreement is high for
//! whoever always says the most frequent class. Whom the gate holds back is for nobody to see; how many there are is not
//! told either.

use std::collections::{BTreeMap, BTreeSet};

use super::{agreement::Judgments, alpha::float, span::Span};
use crate::{people::Cast, source::Gathered};

/// So many answers have to be compared before anything is said of anybody.
pub const FEWEST_COMPARED: u64 = 30;

/// Agreement with the others below which labels do not count by name.
pub const LEAST_AGREEMENT: f64 = 0.4;

/// Of an interval of 95 %, in standard errors.
const STANDARD_ERRORS: f64 = 1.96;

/// What a gate found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Gate {
    /// Those whose labels do not count by name, by their places in the cast.
    pub held: BTreeSet<usize>,
    /// Whether anybody could be compared at all.
    pub is_possible: bool,
}

/// How one person's answers compare with what the others said.
#[derive(Clone, Debug, Default, PartialEq)]
struct Compared {
    same: u64,
    own: BTreeMap<u32, u64>,
    others: BTreeMap<u32, u64>,
}

impl Compared {
    fn n(&self) -> u64 {
        self.own.values().sum()
    }

    /// Where the interval of kappa begins; `None` where chance alone would give full agreement.
    fn low(&self) -> Option<f64> {
        let n = float(self.n());
        let observed = float(self.same) / n;
        let both = self.own.iter().filter_map(|(class, own)| Some((own, self.others.get(class)?)));
        let by_chance: f64 = both.map(|(own, others)| float(*own) / n * (float(*others) / n)).sum();
        if 1.0 <= by_chance {
            return None;
        }
        let kappa = (observed - by_chance) / (1.0 - by_chance);
        let error = (observed * (1.0 - observed) / n).sqrt() / (1.0 - by_chance);
        Some(kappa - STANDARD_ERRORS * error)
    }
}

/// Who is held back, of the answers in a span.
pub fn gate(gathered: &Gathered, cast: &Cast, span: Span) -> Gate {
    let judgments = Judgments::new(gathered, cast, span);
    let mut compared: BTreeMap<usize, Compared> = BTreeMap::new();
    for judged in &judgments.objects {
        for (person, class) in &judged.by {
            let others = judged.by.iter().filter(|(other, _)| other != person).map(|(_, class)| *class);
            if let Some(most) = most(others) {
                let of = compared.entry(*person).or_default();
                of.same += u64::from(most == *class);
                *of.own.entry(*class).or_default() += 1;
                *of.others.entry(most).or_default() += 1;
            }
        }
    }
    compared.retain(|_, compared| FEWEST_COMPARED <= compared.n());
    let is_low = |compared: &Compared| compared.low().is_some_and(|low| low < LEAST_AGREEMENT);
    let held = compared.iter().filter(|(_, compared)| is_low(compared)).map(|(person, _)| *person);
    Gate { held: held.collect(), is_possible: !compared.is_empty() }
}

/// What most said; `None` if nobody said anything, or two classes were said equally often.
fn most(classes: impl Iterator<Item = u32>) -> Option<u32> {
    let mut votes: BTreeMap<u32, u32> = BTreeMap::new();
    for class in classes {
        *votes.entry(class).or_default() += 1;
    }
    let (class, n) = votes.iter().max_by_key(|(_, n)| **n)?;
    (votes.values().filter(|other| *other == n).count() == 1).then_some(*class)
}

/// The rule, as it is printed wherever a gate holds.
pub fn gate_rule(is_possible: bool) -> String {
    if !is_possible {
        return format!(
            "No gate is possible: nobody gave {FEWEST_COMPARED} objects a class that others classified too, so all labels count by name."
        );
    }
    format!(
        "Labels count by name unless at least {FEWEST_COMPARED} of a person's answers could be compared with colleagues' and agreement with them beyond chance (Cohen's kappa, lower end of its 95 % interval) is below {LEAST_AGREEMENT}; those are counted under everyone else."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_not_fooled_by_a_frequent_class() {
        // 90 of 100 objects are of class 0; one person always says 0, another is right on 90 of 100.
        let lazy = Compared {
            same: 90,
            own: BTreeMap::from([(0, 100)]),
            others: BTreeMap::from([(0, 90), (1, 10)]),
        };
        let honest = Compared {
            same: 94,
            own: BTreeMap::from([(0, 88), (1, 12)]),
            others: BTreeMap::from([(0, 90), (1, 10)]),
        };
        assert!(lazy.low().unwrap() < 0.0, "{:?}", lazy.low());
        assert!(LEAST_AGREEMENT < honest.low().unwrap(), "{:?}", honest.low());
        let one_class =
            Compared { same: 50, own: BTreeMap::from([(0, 50)]), others: BTreeMap::from([(0, 50)]) };
        assert_eq!(one_class.low(), None);
    }

    #[test]
    fn others_who_differ_evenly_say_nothing() {
        assert_eq!(most([1, 1, 2].into_iter()), Some(1));
        assert_eq!(most([1, 2].into_iter()), None);
        assert_eq!(most([].into_iter()), None);
    }
}
