//! Which color somebody's bar has.
//!
//! Everybody has a slot of the palette, which stays the same from film to film. Where there are more people than
//! colors, slots are shared; of two who are ever seen together, the later in the cast then gets another one.

use std::collections::BTreeSet;

use crate::{
    color::Color,
    people::{Group, Person},
    race::{Bars, Race},
    render::style::Theme,
};

/// The colors of everybody in the race. No two bars in one frame have the same color of the palette, unless their
/// people are in one team.
pub fn colors(race: &Race, theme: &Theme) -> Vec<Color> {
    let in_teams = race.people().any(|person| person.group.is_some());
    let mut slots: Vec<Option<usize>> = race.people().map(|person| slot(person, in_teams)).collect();
    if !in_teams || race.course().bars == Bars::Groups {
        tell_apart(race, theme, &mut slots);
    }
    let color = |(person, slot): (&Person, &Option<usize>)| {
        let chosen = person.color.or_else(|| person.group.as_ref()?.color);
        chosen.unwrap_or_else(|| slot.map_or(theme.others, |slot| theme.of_slot(slot)))
    };
    race.people().zip(&slots).map(color).collect()
}

/// The color that somebody chose for a team, or that of its place among them.
pub(super) fn group_color(group: &Group, theme: &Theme) -> Color {
    group.color.unwrap_or_else(|| theme.of_slot(group.slot))
}

/// The slot of the team, or that of the place in the cast; `None` for those beside the teams.
fn slot(person: &Person, in_teams: bool) -> Option<usize> {
    match &person.group {
        Some(group) => Some(group.slot),
        None => (!in_teams).then_some(person.slot),
    }
}

/// Gives those who share a slot with somebody they are seen together with another one.
fn tell_apart(race: &Race, theme: &Theme, slots: &mut [Option<usize>]) {
    let mut known = BTreeSet::new();
    if slots.iter().flatten().all(|slot| known.insert(*slot)) {
        return;
    }
    let mut together: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); slots.len()];
    for frame in race.frames() {
        for (n, bar) in frame.bars.iter().enumerate() {
            for other in &frame.bars[..n] {
                together[bar.racer.max(other.racer)].insert(bar.racer.min(other.racer));
            }
        }
    }
    for racer in 0..slots.len() {
        let Some(own) = slots[racer] else { continue };
        // Those before in the cast keep theirs, so that most colors stay from film to film.
        let taken: BTreeSet<usize> = together[racer].iter().filter_map(|&before| slots[before]).collect();
        let n_colors = theme.n_people_colors();
        let of_palette = (1..n_colors).map(|n| (own + n) % n_colors);
        // Beyond the palette the colors are shades of it.
        let mut all = [own].into_iter().chain(of_palette).chain(n_colors..);
        slots[racer] = all.find(|slot| !taken.contains(slot));
    }
}
