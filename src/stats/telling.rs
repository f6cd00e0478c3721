//! What a film and its mail may tell of a team, so that nobody in it can be worked out from the two together.
//!
//! Both state the total. A film shows who has a bar with their numbers, and both may state how many people there are.
//! Whoever is not named must not be given away by that: not to somebody outside, and not to one of the others, who knows
//! a number more.

/// The fewest people who stay unnamed: of one or two, each could work out the other.
pub(super) const FEWEST_UNNAMED: usize = 3;

/// The fewest bars where somebody has none: with three there is always one to show, however many have joined.
const FEWEST_BARS: usize = 3;

/// The most bars of a film, unless nobody may be left without one.
pub const MOST_BARS: usize = 30;

/// What a film tells beside the total.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Showing {
    /// How many of those in front have a bar when it ends.
    pub bars: usize,
    /// Whether the number of people may be told.
    pub counted: bool,
}

/// What a film may tell of people with these `totals`, largest first, if `top` bars were asked for.
///
/// Nobody is left without a bar, or at least three people are. Where these would be given away, as by one label each,
/// there are fewer bars, or a bar for everybody, or the number of people is not told.
pub fn showing(totals: &[u64], top: usize) -> Showing {
    let n = totals.len();
    let top = top.max(FEWEST_BARS);
    let all = Showing { bars: n, counted: true };
    let most = top.min(n.saturating_sub(FEWEST_UNNAMED));
    if n <= top || most < FEWEST_BARS {
        return all;
    }
    if gives_nobody_away(totals, most) {
        return Showing { bars: most, counted: true };
    }
    // Fewer bars than were asked for would give away how many people have none.
    if most == top && hides_uncounted(totals, top) {
        return Showing { bars: top, counted: false };
    }
    match (FEWEST_BARS..most).rev().find(|&bars| gives_nobody_away(totals, bars)) {
        Some(bars) => Showing { bars, counted: true },
        None if n <= MOST_BARS => all,
        None => Showing { bars: top, counted: false },
    }
}

/// The most rows of the table on a page.
pub const MOST_ROWS: usize = 200;

/// Who is in the table of a page beside a film with at most `top` bars, and whether the number of people may be told.
///
/// Whoever has a bar in the film has a row too. Beyond those a row is only for the upper half, so that a table never
/// shows who did least; and only where all others stay hidden behind their sum, as in the film.
pub fn on_page(totals: &[u64], top: usize) -> Showing {
    let film = showing(totals, top);
    let most = MOST_ROWS.min(totals.len() / 2);
    if !film.counted || most <= film.bars {
        return film;
    }
    let page = showing(totals, most);
    if page.counted && (film.bars..=most).contains(&page.bars) { page } else { film }
}

/// How many bars there are while a film with so many `bars` goes on and so many people have `joined`.
pub fn in_view(joined: usize, bars: usize) -> usize {
    if joined <= bars { joined } else { bars.min(joined.saturating_sub(FEWEST_UNNAMED)) }
}

/// Whether a film with so many `bars` may tell how many people have reached this goal: of those without a bar, that
/// would say on which side of it they are.
pub fn tells_of_goal(totals: &[u64], bars: usize, goal: u64) -> bool {
    let hidden = &totals[bars.min(totals.len())..];
    hidden.first().is_none_or(|most| *most < goal && are_hidden(hidden, Some(goal - 1)))
}

/// What a mail may tell beside the total.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Telling {
    /// How many of those in front may be named with their numbers.
    pub(super) named: usize,
    /// Whether the number of people may be told. Where it may not, nobody is named either.
    pub(super) counted: bool,
}

/// What the mail may tell of people with these `totals`, largest first and none of them 0, of whom at most `most` would
/// be named, and of whose film this is told.
pub(super) fn telling(totals: &[u64], most: usize, film: Showing) -> Telling {
    let most = most.min(totals.len().saturating_sub(FEWEST_UNNAMED));
    let named = (0..=most).rev().find(|&named| gives_nobody_away(totals, named));
    let named = named.filter(|_| film.counted);
    Telling { named: named.unwrap_or(0), counted: named.is_some() }
}

/// How many of those with a bar in the film, with these `totals` of a week, may be named in the race of that week, of at
/// most `most`, where the `hidden` have no bar. Among those who are not named somebody may have more than the last who is.
pub(super) fn named_of_week(totals: &[u64], hidden: &[u64], most: usize) -> usize {
    let others = |named: usize| [&totals[named..], hidden].concat();
    let is_safe = |named: &usize| {
        let others = others(*named);
        let last = named.checked_sub(1).and_then(|last| totals.get(last)).copied();
        are_hidden(&others, None) && are_hidden(&others, last)
    };
    (1..=most.min(totals.len())).rev().find(is_safe).unwrap_or(0)
}

/// Whether the mail may tell how many people made the labels of a day: `totals` are theirs on that day, none of them 0,
/// and whether they have a bar in the film, which shows their days.
pub(super) fn tells_of_day(totals: &[(u64, bool)]) -> bool {
    let of = |keep: fn(bool) -> bool| {
        let of = totals.iter().filter(|(_, has_bar)| keep(*has_bar));
        of.map(|(total, _)| *total).collect::<Vec<_>>()
    };
    let (all, hidden) = (of(|_| true), of(|has_bar| !has_bar));
    gives_nobody_away(&all, 0) && (hidden.is_empty() || gives_nobody_away(&hidden, 0))
}

/// Whether the others stay hidden behind the total if the first `named` are told.
///
/// Each of the others has at least 1, and at most as much as the last who is named. A sum at either end of what that
/// allows would leave each of them one number only. One of the others subtracts her own first.
fn gives_nobody_away(totals: &[u64], named: usize) -> bool {
    let (leaders, others) = totals.split_at(named);
    are_hidden(others, leaders.last().copied())
}

/// Whether these people, each of whom has at most `limit` as everybody knows, stay hidden behind their sum.
fn are_hidden(others: &[u64], limit: Option<u64>) -> bool {
    if others.len() < FEWEST_UNNAMED {
        return false;
    }
    let sum: u64 = others.iter().sum();
    let rest = others.len() as u64 - 1;
    let most = limit.map(|limit| limit.saturating_mul(rest));
    others.iter().all(|own| {
        let theirs = sum - own;
        rest < theirs && most.is_none_or(|most| theirs < most)
    })
}

/// The same if it is not told how many the others are, at least three. Where they could all have one, they could also
/// be one fewer, one of whom has two.
fn hides_uncounted(totals: &[u64], named: usize) -> bool {
    let (leaders, others) = totals.split_at(named);
    let least = others.iter().skip(1).sum::<u64>();
    FEWEST_UNNAMED as u64 <= least && leaders.last().is_none_or(|least| 1 < *least)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_page_names_those_with_a_bar_and_the_upper_half() {
        let team = |n: u64| (0..n).map(|i| 1000 + 10 * (n - i)).collect::<Vec<u64>>();
        let rows = |n: u64| on_page(&team(n), 10).bars;
        assert_eq!([1, 5, 10, 12, 13, 20].map(rows), [1, 5, 10, 9, 10, 10], "as many as the film has");
        assert_eq!([30, 100, 5000].map(rows), [15, 50, MOST_ROWS]);
        // Where the film may not say how many people there are, the page says it neither, and names nobody else.
        let ones = [vec![900; 11], vec![1; 40]].concat();
        assert_eq!(on_page(&ones, 11), showing(&ones, 11));
    }

    #[test]
    fn nobody_follows_from_a_page_and_its_film() {
        for team in [teams(8, 4), teams(9, 4), teams(10, 3)].concat() {
            let page = on_page(&team, 3);
            let film = told(&team, 3);
            let told = Told { named: team[..page.bars.max(film.named.len())].to_vec(), ..film };
            assert!(!somebody_follows(&told, &team), "{team:?} is told as {told:?}");
        }
    }

    /// All teams of so many people with 1 to `most` each, largest first.
    fn teams(people: usize, most: u64) -> Vec<Vec<u64>> {
        if people == 0 {
            return vec![vec![]];
        }
        let longer =
            |first: u64| teams(people - 1, first).into_iter().map(move |rest| [vec![first], rest].concat());
        (1..=most).flat_map(longer).collect()
    }

    /// All lists of so many numbers from 1 to `most` with this sum, largest first.
    fn lists(n: usize, sum: u64, most: u64) -> Vec<Vec<u64>> {
        match (n as u64, sum) {
            (0, 0) => vec![vec![]],
            (n, sum) if n == 0 || sum < n || n * most < sum => vec![],
            _ => {
                let longer = |first: u64| {
                    let rest = lists(n - 1, sum - first, first).into_iter();
                    rest.map(move |rest| [vec![first], rest].concat())
                };
                (1..=most.min(sum)).flat_map(longer).collect()
            }
        }
    }

    /// All that a reader learns of a team from a film of so many rows and its mail, where each person has a name.
    #[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
    struct Told {
        total: u64,
        /// The numbers of those who are named, in the film or in the mail.
        named: Vec<u64>,
        /// How many people there are, if the film or the mail says so.
        people: Option<usize>,
    }

    fn told(team: &[u64], top: usize) -> Told {
        let film = showing(team, top);
        let mail = telling(team, 5, film);
        Told {
            total: team.iter().sum(),
            named: team[..film.bars.max(mail.named)].to_vec(),
            people: (film.counted || mail.counted).then_some(team.len()),
        }
    }

    /// What somebody could believe of the unnamed who is told this: each list of numbers that fits. None of them has
    /// more than the last who is named.
    fn beliefs(told: &Told) -> Vec<Vec<u64>> {
        let sum = told.total - told.named.iter().sum::<u64>();
        let limit = told.named.last().copied().unwrap_or(sum).min(sum);
        let sizes = match told.people {
            Some(people) => people - told.named.len()..=people - told.named.len(),
            None => FEWEST_UNNAMED..=usize::try_from(sum).unwrap(),
        };
        sizes.flat_map(|size| lists(size, sum, limit)).collect()
    }

    /// Whether the number of one unnamed person follows: it is the same in all that can be believed, from outside, or
    /// by one of the unnamed, who leaves her own number out.
    fn somebody_follows(told: &Told, team: &[u64]) -> bool {
        let unnamed = &team[told.named.len()..];
        if unnamed.is_empty() {
            return false;
        }
        let beliefs = beliefs(told);
        let is_one = |numbers: Vec<u64>| numbers.windows(2).all(|pair| pair[0] == pair[1]);
        let without = |own: u64| {
            let with = beliefs.iter().filter(move |numbers| numbers.contains(&own));
            let without = with.flat_map(move |numbers| {
                let mut others = numbers.clone();
                others.remove(others.iter().position(|number| *number == own).unwrap());
                others
            });
            without.collect::<Vec<_>>()
        };
        is_one(beliefs.concat()) || unnamed.iter().any(|own| is_one(without(*own)))
    }

    #[test]
    fn no_number_of_one_unnamed_person_follows_from_film_and_mail_in_any_small_team() {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for people in 1..=10 {
            for team in teams(people, 4) {
                for top in 1..=10 {
                    let told = told(&team, top);
                    assert!(!somebody_follows(&told, &team), "{team:?} in {top} rows: {told:?}");
                    let unnamed = team.len() - told.named.len();
                    assert!(unnamed == 0 || FEWEST_UNNAMED <= unnamed, "{team:?} in {top} rows: {told:?}");
                    let kind = match (unnamed, told.people) {
                        (0, _) => "all have a bar",
                        (_, None) => "not counted",
                        _ => "some have none",
                    };
                    *seen.entry(kind).or_default() += 1;
                }
            }
        }
        assert!(seen.len() == 3 && seen.values().all(|n| 100 < *n), "{seen:?}");
    }

    #[test]
    fn no_number_of_one_unnamed_person_follows_from_a_mail_alone() {
        let mut n_named = 0;
        for people in 1..=8 {
            for team in teams(people, 4) {
                let mail = telling(&team, 5, showing(&team, MOST_BARS));
                n_named += mail.named;
                if mail.counted {
                    let told = Told {
                        total: team.iter().sum(),
                        named: team[..mail.named].to_vec(),
                        people: Some(people),
                    };
                    assert!(!somebody_follows(&told, &team), "{team:?}: {told:?}");
                } else {
                    assert_eq!(mail.named, 0, "{team:?}");
                }
            }
        }
        assert!(500 < n_named, "hardly anybody is named: {n_named}");
    }

    #[test]
    fn at_each_moment_everybody_has_a_bar_or_three_people_have_none() {
        for (bars, joined) in (FEWEST_BARS..=MOST_BARS).flat_map(|bars| (1..100).map(move |n| (bars, n))) {
            let hidden = joined - in_view(joined, bars);
            assert!(hidden == 0 || FEWEST_UNNAMED <= hidden, "{joined} in {bars} rows: {hidden}");
            assert!(0 < in_view(joined, bars), "{joined} in {bars} rows");
        }
    }

    #[test]
    fn how_many_have_reached_a_goal_is_told_where_it_says_nothing_of_those_without_a_bar() {
        let team = [90, 80, 70, 30, 20, 10];
        assert!(tells_of_goal(&team, 6, 50) && tells_of_goal(&team, 3, 50));
        assert!(!tells_of_goal(&team, 3, 25), "one of the three has reached it");
        assert!(!tells_of_goal(&[90, 80, 70, 24, 24, 24], 3, 25), "none of them can have more");
    }

    #[test]
    fn a_day_tells_how_many_people_it_is_of_where_that_gives_nobody_away() {
        let day = |with_bar: &[u64], without: &[u64]| {
            let with_bar = with_bar.iter().map(|total| (*total, true));
            tells_of_day(&with_bar.chain(without.iter().map(|total| (*total, false))).collect::<Vec<_>>())
        };
        assert!(day(&[90, 50, 20], &[]) && day(&[90, 50], &[20, 10, 5]));
        assert!(!day(&[90, 50, 20], &[5]), "the film has the days of the others");
        assert!(!day(&[90, 50, 20], &[5, 3]) && !day(&[90, 50, 20], &[1, 1, 1]));
        assert!(!day(&[90, 50], &[]), "who has no film would know, if it is one of the two");
    }

    #[test]
    fn a_film_has_two_bars_fewer_or_more_rather_than_leaving_one_or_two_out() {
        let bars = |totals: &[u64], top: usize| {
            let Showing { bars, counted } = showing(totals, top);
            (bars, counted)
        };
        let team = [90, 80, 70, 60, 50, 40, 30, 20, 10];
        assert_eq!([10, 9].map(|top| bars(&team, top)), [(9, true); 2]);
        assert_eq!([8, 7, 6, 5].map(|top| bars(&team, top)), [(6, true), (6, true), (6, true), (5, true)]);
        assert_eq!(bars(&team, 1), (3, true), "two people would be left out when three have joined");
        assert_eq!(bars(&[40, 30, 20], 1), (3, true));
        assert_eq!(bars(&[9, 8, 7, 1, 1, 1], 5), (6, true), "each of the three has one, as their sum says");
        assert_eq!(bars(&[50; 20], 10), (10, false), "all have reached the same, which the sum would say");
        assert_eq!(
            bars(&[vec![90, 80, 5], vec![1; 20]].concat(), 10),
            (23, true),
            "all of the others have one"
        );
        assert_eq!(bars(&[vec![90, 80, 70, 60, 50], vec![1; 20]].concat(), 10), (3, true));
    }

    #[test]
    fn a_large_team_hears_who_leads_and_a_small_one_does_not() {
        let told = |totals: &[u64]| {
            let Telling { named, counted } = telling(totals, 5, showing(totals, 10));
            (named, counted)
        };
        assert_eq!(told(&[90, 80, 70, 60, 50, 40, 30, 20, 10]), (5, true));
        assert_eq!(told(&[90, 40, 30, 20]), (1, true));
        assert_eq!(told(&[40, 30, 20]), (0, true));
        assert_eq!(told(&[40, 30]), (0, false));
        assert_eq!(told(&[40]), (0, false));
        assert_eq!(told(&[5, 1, 1]), (0, false), "who has 5 would know both of the others");
        assert_eq!(told(&[7, 7, 7, 7]), (0, true), "the one in front would give away that all have as much");
        assert_eq!(told(&[50; 20]), (0, false), "the film does not say how many there are");
    }
}
