//! What a mail may tell of a team, so that nobody in it can be worked out.
//!
//! A mail states a total, and may state how many people it is of and who leads with how much. Whoever is not named
//! must not be given away by that: not to somebody outside, and not to one of the others, who knows a number more.

/// The fewest people who stay unnamed: of one or two, each could work out the other.
const FEWEST_UNNAMED: usize = 3;

/// What may be told beside a total.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Telling {
    /// How many of those in front may be named with their numbers.
    pub(super) named: usize,
    /// Whether the number of people may be told. Where it may not, nobody is named either.
    pub(super) counted: bool,
}

/// What may be told of people with these `totals`, largest first and none of them 0, of whom at most `most` would be
/// named.
pub(super) fn telling(totals: &[u64], most: usize) -> Telling {
    let most = most.min(totals.len().saturating_sub(FEWEST_UNNAMED));
    let named = (0..=most).rev().find(|&named| gives_nobody_away(totals, named));
    Telling { named: named.unwrap_or(0), counted: named.is_some() }
}

/// Whether the others stay hidden behind the total if the first `named` are told.
///
/// Each of the others has at least 1, and at most as much as the last who is named. A sum at either end of what that
/// allows would leave each of them one number only. One of the others subtracts her own first.
fn gives_nobody_away(totals: &[u64], named: usize) -> bool {
    let (leaders, others) = totals.split_at(named);
    if others.len() < FEWEST_UNNAMED {
        return false;
    }
    let sum: u64 = others.iter().sum();
    let rest = others.len() as u64 - 1;
    let most = leaders.last().map(|least| least.saturating_mul(rest));
    others.iter().all(|own| {
        let theirs = sum - own;
        rest < theirs && most.is_none_or(|most| theirs < most)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// All teams of so many people with 1 to `most` each, largest first.
    fn teams(people: usize, most: u64) -> Vec<Vec<u64>> {
        if people == 0 {
            return vec![vec![]];
        }
        let longer =
            |first: u64| teams(people - 1, first).into_iter().map(move |rest| [vec![first], rest].concat());
        (1..=most).flat_map(longer).collect()
    }

    /// Whether somebody's number follows for one who knows that so many people have `sum` together, each from 1 to
    /// `limit`: nobody knows which of them has which, so it does if only one number is possible at all.
    fn follows(people: usize, sum: u64, limit: u64) -> bool {
        let fits = |team: &Vec<u64>| team.iter().sum::<u64>() == sum;
        let possible: BTreeSet<u64> = teams(people, limit).into_iter().filter(fits).flatten().collect();
        possible.len() < 2
    }

    #[test]
    fn no_number_of_one_unnamed_person_follows_in_any_small_team() {
        let mut n_named = 0;
        for people in 1..=8 {
            for team in teams(people, 4) {
                let told = telling(&team, 5);
                if !told.counted {
                    assert_eq!(told.named, 0, "{team:?}");
                    continue;
                }
                n_named += told.named;
                let (leaders, others) = team.split_at(told.named);
                let sum: u64 = others.iter().sum();
                // Without a leader nothing limits a number but the sum; a small limit leaves no more to choose from.
                let limit = leaders.last().copied().unwrap_or(6);
                assert!(!follows(others.len(), sum, limit), "{team:?}: {told:?}, from outside");
                for own in others {
                    let theirs = sum - own;
                    assert!(
                        !follows(others.len() - 1, theirs, limit),
                        "{team:?}: {told:?}, by one with {own}"
                    );
                }
            }
        }
        assert!(500 < n_named, "hardly anybody is named: {n_named}");
    }

    #[test]
    fn a_large_team_hears_who_leads_and_a_small_one_does_not() {
        let told = |totals: &[u64]| {
            let Telling { named, counted } = telling(totals, 5);
            (named, counted)
        };
        assert_eq!(told(&[90, 80, 70, 60, 50, 40, 30, 20, 10]), (5, true));
        assert_eq!(told(&[90, 40, 30, 20]), (1, true));
        assert_eq!(told(&[40, 30, 20]), (0, true));
        assert_eq!(told(&[40, 30]), (0, false));
        assert_eq!(told(&[40]), (0, false));
        assert_eq!(told(&[5, 1, 1]), (0, false), "who has 5 would know both of the others");
        assert_eq!(told(&[7, 7, 7, 7]), (0, true), "the one in front would give away that all have as much");
    }
}
