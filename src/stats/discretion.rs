//! Who is not to be seen, and when nobody is: what a film, its mail and its tables show of a small team.
//!
//! People who asked for it, and those whom a gate holds back, are taken together. Who they are must not follow from
//! that: fewer than three of them, or too few who are left, and the whole team has one bar.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::gate::gate_rule;

/// Fewer people taken together would be as good as seen.
const FEWEST_TOGETHER: usize = 3;

/// In a team of so many everybody has a bar, so that whoever lacks one is missed.
const SMALL_TEAM: usize = 10;

/// So many people are seen, unless somebody says otherwise.
const USUALLY_SEEN: usize = 2;

/// A rule that holds for what is shown of people.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum ShowingRule {
    /// The team has one bar, since fewer than so many people would be seen.
    FewSeen {
        /// The least number of people who are seen.
        least: usize,
    },
    /// The team has one bar, since fewer than three people would be taken together.
    FewTogether,
    /// Nobody has a bar, since a race of the team was asked for.
    TeamRace,
    /// Nobody is named in mails, and all bars have the colors of teams.
    Strict {
        /// The least number of people who are seen.
        least: usize,
    },
    /// Labels of people count by name unless their agreement with the others is low.
    Gate {
        /// Whether anybody could be compared.
        is_possible: bool,
    },
}

impl ShowingRule {
    /// The rule as a sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::FewSeen { least } => {
                format!("The whole team has one bar: fewer than {least} people would be seen.")
            }
            Self::FewTogether => format!(
                "The whole team has one bar: everyone else would be fewer than {FEWEST_TOGETHER} people."
            ),
            Self::TeamRace => "This is a race of the team: nobody has a bar of their own.".to_owned(),
            Self::Strict { least } => format!(
                "Strict privacy: nobody is named in mails, all bars have the team's colors, and a team of fewer than {least} people has one bar."
            ),
            Self::Gate { is_possible } => gate_rule(is_possible),
        }
    }

    /// Whether it is one by which the whole team has one bar.
    pub fn is_one_bar(self) -> bool {
        match self {
            Self::FewSeen { .. } | Self::FewTogether | Self::TeamRace => true,
            Self::Strict { .. } | Self::Gate { .. } => false,
        }
    }
}

/// What is shown of people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Discretion {
    /// These people are taken together, by their places; usually there are none.
    Together(BTreeSet<usize>),
    /// Everybody is.
    Team(ShowingRule),
}

/// What is shown of people with these `totals`, of whom the `unseen` are not to be seen and at least `least` have to
/// be; `None` if nobody said how many: then a team of which nobody is hidden is shown as it is, however small.
pub fn discretion(totals: &[u64], unseen: &BTreeSet<usize>, least: Option<usize>) -> Discretion {
    let with_labels = || (0..totals.len()).filter(|person| 0 < totals[*person]);
    let mut together: BTreeSet<usize> = with_labels().filter(|person| unseen.contains(person)).collect();
    let all = with_labels().count();
    let few = ShowingRule::FewSeen { least: least.unwrap_or(USUALLY_SEEN) };
    if together.is_empty() {
        let is_too_few = least.is_some_and(|least| all < least);
        return if is_too_few { Discretion::Team(few) } else { Discretion::Together(together) };
    }
    if together.len() < FEWEST_TOGETHER && all <= SMALL_TEAM {
        return Discretion::Team(ShowingRule::FewTogether);
    }
    // In a large team those with the fewest labels have no bar anyway.
    let mut others: Vec<usize> = with_labels().filter(|person| !together.contains(person)).collect();
    others.sort_by_key(|person| (std::cmp::Reverse(totals[*person]), *person));
    while together.len() < FEWEST_TOGETHER
        && let Some(person) = others.pop()
    {
        together.insert(person);
    }
    // If each of them had one label, their sum would say so.
    let sum: u64 = together.iter().map(|person| totals[*person]).sum();
    if sum <= together.len() as u64 {
        return Discretion::Team(ShowingRule::FewTogether);
    }
    if others.len() < least.unwrap_or(USUALLY_SEEN) {
        return Discretion::Team(few);
    }
    Discretion::Together(together)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(totals: &[u64], unseen: &[usize], least: Option<usize>) -> Discretion {
        discretion(totals, &unseen.iter().copied().collect(), least)
    }

    fn together(people: &[usize]) -> Discretion {
        Discretion::Together(people.iter().copied().collect())
    }

    #[test]
    fn usually_everybody_is_seen() {
        assert_eq!(of(&[5, 4, 3], &[], None), together(&[]));
        assert_eq!(of(&[5], &[], None), together(&[]), "who works alone is no secret");
        assert_eq!(of(&[0, 0], &[], None), together(&[]), "where nothing is counted nobody hides");
        assert_eq!(of(&[5], &[], Some(2)), Discretion::Team(ShowingRule::FewSeen { least: 2 }));
        assert_eq!(of(&[5, 4, 3, 0, 0], &[], Some(4)), Discretion::Team(ShowingRule::FewSeen { least: 4 }));
    }

    #[test]
    fn one_who_hides_in_a_small_team_hides_all() {
        assert_eq!(of(&[9, 8, 7, 6, 5, 4], &[2], None), Discretion::Team(ShowingRule::FewTogether));
        assert_eq!(of(&[9, 8, 7, 6, 5, 4], &[2, 3, 4], None), together(&[2, 3, 4]));
        assert_eq!(of(&[9, 0, 7], &[1], None), together(&[]), "who has no label is not there");
        let few = Discretion::Team(ShowingRule::FewSeen { least: 2 });
        assert_eq!(of(&[9, 8, 7, 6], &[1, 2, 3], None), few);
        assert_eq!(of(&[9, 8, 1, 1, 1], &[2, 3, 4], None), Discretion::Team(ShowingRule::FewTogether));
    }

    #[test]
    fn in_a_large_team_who_hides_is_among_those_with_the_fewest_labels() {
        let totals: Vec<u64> = (1..=12).collect();
        assert_eq!(of(&totals, &[11], None), together(&[0, 1, 11]));
    }
}
