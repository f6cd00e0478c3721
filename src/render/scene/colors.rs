//! Which color somebody's bar has.
//!
//! Everybody has a slot of the palette, which stays the same from film to film. Where two who are ever seen together
//! would look alike, the later in the cast gets another slot. So no two bars in one frame have one color, unless
//! somebody chose it for both or their people are in one team.

use std::collections::BTreeSet;

use crate::{
    color::{Color, Oklab},
    people::{Group, Person},
    race::{Bars, Race, RaceOf},
    render::style::Theme,
    stats::Rival,
};

/// Colors closer than this, as [`Oklab::distance`] measures it, are one color to whoever watches.
const SAME: f64 = 0.02;

/// How far a color that is given out instead should be from those beside it. The closest two of our palettes are 0.086
/// apart.
const APART: f64 = 0.08;

/// How far it is from what is behind it and from the bars of those who have no color of their own.
const VISIBLE: f64 = 0.12;

/// So many colors at the beginning of a palette differ most from each other.
pub const MAIN_COLORS: usize = 10;

/// How many slots are tried; of those that are all too close to others, the best is taken.
const TRIES: usize = 600;

/// The colors of everybody in the race.
pub fn colors(race: &Race, theme: &Theme) -> Vec<Color> {
    let teams = team_colors(race, theme);
    let color = |(person, tint): (&Person, Tint)| match tint {
        Tint::Team => person
            .group
            .as_ref()
            .and_then(|group| teams.iter().find(|(name, _)| *name == group.name))
            .map_or_else(|| tint.color(theme), |(_, color)| *color),
        Tint::Fixed(_) | Tint::Slot(_) => tint.color(theme),
    };
    race.people().zip(tints(race, theme)).map(color).collect()
}

/// The slots of those people, by their numbers in the race, who have another one in this film than in the cast.
pub fn moved_slots(race: &Race, theme: &Theme) -> Vec<(usize, usize)> {
    let moved = |(n, (person, tint)): (usize, (&Person, Tint))| match tint {
        Tint::Slot(slot) if slot != person.slot => Some((n, slot)),
        _ => None,
    };
    race.people().zip(tints(race, theme)).enumerate().filter_map(moved).collect()
}

/// The teams of the race and their colors, in the order of the cast. No two have one color unless somebody chose it.
pub(super) fn team_colors(race: &Race, theme: &Theme) -> Vec<(String, Color)> {
    let mut groups: Vec<&Group> = Vec::new();
    for group in race.people().filter_map(|person| person.group.as_deref()) {
        if groups.iter().all(|known| known.name != group.name) {
            groups.push(group);
        }
    }
    let tint = |group: &&Group| group.color.map_or(Tint::Slot(group.slot), Tint::Fixed);
    let mut tints: Vec<Tint> = groups.iter().map(tint).collect();
    let everybody: BTreeSet<usize> = (0..tints.len()).collect();
    tell_apart(theme, &mut tints, &vec![everybody; groups.len()]);
    groups.iter().zip(tints).map(|(group, tint)| (group.name.clone(), tint.color(theme))).collect()
}

/// How a bar gets its color.
#[derive(Clone, Copy, Debug)]
enum Tint {
    /// Somebody chose it.
    Fixed(Color),
    /// From a slot of the palette.
    Slot(usize),
    /// That of the person's team; where teams have colors, it is a neutral one for people in none.
    Team,
}

impl Tint {
    fn color(self, theme: &Theme) -> Color {
        match self {
            Self::Fixed(color) => color,
            Self::Slot(slot) => theme.of_slot(slot),
            Self::Team => theme.others,
        }
    }
}

fn tints(race: &Race, theme: &Theme) -> Vec<Tint> {
    let in_teams = race.people().any(|person| person.group.is_some());
    if race.course().of == RaceOf::Team {
        return team_tints(race, theme);
    }
    let are_teams = race.course().bars == Bars::Groups;
    let tint = |person: &Person| match (person.color, &person.group) {
        (Some(color), _) => Tint::Fixed(color),
        (None, Some(group)) if are_teams => Tint::Slot(group.slot),
        (None, _) if in_teams => Tint::Team,
        (None, _) => Tint::Slot(person.slot),
    };
    let mut tints: Vec<Tint> = race.people().map(tint).collect();
    let is_beyond = |tint: &Tint| matches!(tint, Tint::Slot(slot) if MAIN_COLORS <= *slot);
    if !are_teams && tints.iter().any(is_beyond) {
        serve_the_seen(&mut tints, race.seen_together());
    }
    if !are_known_apart(theme, &tints) {
        tell_apart(theme, &mut tints, race.seen_together());
    }
    tints
}

/// The color that somebody chose for the team, or that of its slot; the others are neutral, the pace car in the color of
/// goals.
fn team_tints(race: &Race, theme: &Theme) -> Vec<Tint> {
    let tint = |(racer, person): (usize, &Person)| match (race.rival(racer), &person.group) {
        (Some(Rival::PaceCar), _) => Tint::Fixed(theme.goal),
        (Some(Rival::Ghost), _) => Tint::Team,
        (None, Some(group)) => group.color.map_or(Tint::Slot(group.slot), Tint::Fixed),
        (None, None) => person.color.map_or(Tint::Slot(person.slot), Tint::Fixed),
    };
    race.people().enumerate().map(tint).collect()
}

/// Gives the main colors to people who are seen: of those who have none, the first get the colors that are only those of
/// people who are never seen, and these get theirs. So each slot still has as many people, and whoever is remembered
/// with theirs keeps it from then on.
fn serve_the_seen(tints: &mut [Tint], together: &[BTreeSet<usize>]) {
    let is_seen = |racer: &usize| !together[*racer].is_empty();
    let with = |slot: usize| {
        let tints = &*tints;
        (0..tints.len()).filter(move |&racer| matches!(tints[racer], Tint::Slot(own) if own == slot))
    };
    let of_nobody_seen = (0..MAIN_COLORS).filter(|&slot| !with(slot).any(|racer| is_seen(&racer)));
    let givers: Vec<usize> = of_nobody_seen.filter_map(|slot| with(slot).next()).collect();
    let is_without = |racer: &usize| matches!(tints[*racer], Tint::Slot(slot) if MAIN_COLORS <= slot);
    let takers: Vec<usize> = (0..tints.len()).filter(is_seen).filter(is_without).collect();
    for (giver, taker) in givers.into_iter().zip(takers) {
        tints.swap(giver, taker);
    }
}

/// Whether no two of these can have one color, whoever is seen with whom.
fn are_known_apart(theme: &Theme, tints: &[Tint]) -> bool {
    let colors: Vec<Oklab> = tints.iter().map(|tint| tint.color(theme).oklab()).collect();
    let is_apart =
        |(n, color): (usize, &Oklab)| colors[..n].iter().all(|other| SAME <= color.distance(*other));
    tints.iter().all(|tint| matches!(tint, Tint::Team))
        || tints.len() <= theme.n_people_colors() && colors.iter().enumerate().all(is_apart)
}

/// Gives another slot to those who would look like somebody they are seen together with: like anybody whose color was
/// chosen, or somebody earlier in the cast. So most colors stay from film to film.
fn tell_apart(theme: &Theme, tints: &mut [Tint], together: &[BTreeSet<usize>]) {
    let n_colors = theme.n_people_colors();
    let others: Vec<Oklab> = (0..n_colors + TRIES).map(|slot| theme.of_slot(slot).oklab()).collect();
    let behind = [theme.background.oklab(), theme.others.oklab()];
    let is_visible = |slot: &usize| behind.iter().all(|behind| VISIBLE <= others[*slot].distance(*behind));
    for racer in 0..tints.len() {
        let Tint::Slot(own) = tints[racer] else { continue };
        let is_settled = |other: &usize| *other < racer || matches!(tints[*other], Tint::Fixed(_));
        let settled = together[racer].iter().filter(|other| **other != racer && is_settled(other));
        let taken: Vec<Oklab> = settled.map(|&other| tints[other].color(theme).oklab()).collect();
        let distance =
            |color: Oklab| taken.iter().map(|other| color.distance(*other)).fold(f64::INFINITY, f64::min);
        if SAME <= distance(theme.of_slot(own).oklab()) {
            continue;
        }
        let of_palette = (1..n_colors).map(|n| (own % n_colors + n) % n_colors);
        let candidates = of_palette.chain(n_colors..others.len()).filter(is_visible);
        // Best is a color of nobody at all, so that this is the only one who has to move.
        let all: Vec<Oklab> =
            together[racer].iter().map(|&other| tints[other].color(theme).oklab()).collect();
        let is_free = |slot: &usize| all.iter().all(|other| APART <= others[*slot].distance(*other));
        if let Some(free) = candidates.clone().find(is_free) {
            tints[racer] = Tint::Slot(free);
            continue;
        }
        let (mut best, mut farthest) = (own, 0.0);
        for slot in candidates {
            let distance = distance(others[slot]);
            if farthest < distance {
                (best, farthest) = (slot, distance);
            }
            if APART <= distance {
                break;
            }
        }
        tints[racer] = Tint::Slot(best);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn apart(theme: &Theme, tints: &[Tint]) -> Vec<Color> {
        let everybody: BTreeSet<usize> = (0..tints.len()).collect();
        let together = vec![everybody; tints.len()];
        let mut tints = tints.to_vec();
        tell_apart(theme, &mut tints, &together);
        tints.iter().map(|tint| tint.color(theme)).collect()
    }

    #[test]
    fn a_color_that_somebody_chose_is_nobody_elses() {
        let theme = Theme::light();
        let first = theme.of_slot(0);
        let colors = apart(&theme, &[Tint::Slot(0), Tint::Slot(1), Tint::Fixed(first)]);
        assert_eq!(colors[1..], [theme.of_slot(1), first]);
        assert!(APART <= colors[0].oklab().distance(first.oklab()));
    }

    #[test]
    fn main_colors_are_for_those_who_are_seen() {
        let mut tints: Vec<Tint> = (0..14).map(Tint::Slot).collect();
        tints[12] = Tint::Fixed(Color(1, 2, 3));
        let together: Vec<BTreeSet<usize>> = (0..14)
            .map(|racer| if [1, 4].contains(&racer) { BTreeSet::new() } else { [racer].into() })
            .collect();
        serve_the_seen(&mut tints, &together);
        let slots: Vec<Option<usize>> =
            tints.iter().map(|tint| if let Tint::Slot(slot) = tint { Some(*slot) } else { None }).collect();
        let kept = [0, 10, 2, 3, 11, 5, 6, 7, 8, 9, 1, 4];
        assert_eq!(slots[..12], kept.map(Some), "two who are never seen have changed theirs for others");
        assert_eq!((slots[12], slots[13]), (None, Some(13)), "no further one is to be had");
        let before = slots;
        serve_the_seen(&mut tints, &together);
        let again: Vec<Option<usize>> =
            tints.iter().map(|tint| if let Tint::Slot(slot) = tint { Some(*slot) } else { None }).collect();
        assert_eq!(again, before, "the next film changes nothing");
    }

    #[test]
    fn a_palette_stays_as_it_is() {
        for theme in [Theme::light(), Theme::dark()] {
            let tints: Vec<Tint> = (0..24).map(Tint::Slot).collect();
            assert_eq!(apart(&theme, &tints), theme.people);
        }
    }

    proptest! {
        #[test]
        fn of_any_thirty_no_two_have_one_color(
            slots in proptest::collection::vec(0usize..60, 1..30), palette in 1usize..24, dark: bool,
        ) {
            let mut theme = if dark { Theme::dark() } else { Theme::light() };
            theme.people.truncate(palette);
            let tints: Vec<Tint> = slots.into_iter().map(Tint::Slot).collect();
            let colors = apart(&theme, &tints);
            for (n, color) in colors.iter().enumerate() {
                for other in &colors[..n] {
                    prop_assert!(SAME <= color.oklab().distance(other.oklab()), "{} and {}", color, other);
                }
            }
        }
    }
}
