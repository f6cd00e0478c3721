//! Which color somebody's bar has.

use crate::{
    color::Color,
    people::{Group, Person},
    race::Race,
    render::style::Theme,
};

/// The colors of everybody in the race.
pub fn colors(race: &Race, theme: &Theme) -> Vec<Color> {
    let in_teams = race.people().any(|person| person.group.is_some());
    race.people().map(|person| color(person, theme, in_teams)).collect()
}

/// The color that somebody chose for a team, or that of its place among them.
pub(super) fn group_color(group: &Group, theme: &Theme) -> Color {
    group.color.unwrap_or_else(|| theme.of_slot(group.slot))
}

/// The color that somebody chose, that of the team, or that of the place in the cast.
fn color(person: &Person, theme: &Theme, in_teams: bool) -> Color {
    match (person.color, &person.group) {
        (Some(color), _) => color,
        (None, Some(group)) => group_color(group, theme),
        (None, None) if in_teams => theme.others,
        (None, None) => theme.of_slot(person.slot),
    }
}
