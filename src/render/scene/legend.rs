//! The teams and their colors in a line under the title.

use super::{colors::group_color, layout::Layout, numbers::narrow};
use crate::{
    color::Color,
    race::{Bars, Race, exact},
    render::{
        style::Theme,
        text::{Fitted, Text, Weight},
    },
};

/// How much of the strip the teams may take where something may be told beside them.
pub(super) const LEGEND: f64 = 0.6;

/// The teams and their colors, from left to right.
#[derive(Debug, Default)]
pub(super) struct Legend(pub(super) Vec<Team>);

#[derive(Debug)]
pub(super) struct Team {
    pub(super) name: Fitted,
    /// None for what stands for those without room.
    pub(super) color: Option<Color>,
    pub(super) x: f64,
}

impl Legend {
    /// The teams of those in the race and their colors, in the order of the cast; none where bars are teams
    /// themselves.
    pub(super) fn teams(race: &Race, bars: Bars, theme: &Theme) -> Vec<(String, Color)> {
        let mut teams: Vec<(String, Color)> = Vec::new();
        for group in race.people().filter_map(|person| person.group.as_ref()).filter(|_| bars == Bars::People)
        {
            if teams.iter().all(|(name, _)| *name != group.name) {
                teams.push((group.name.clone(), group_color(group, theme)));
            }
        }
        teams
    }

    /// Lays them out in a line; those that have no room are left to an ellipsis.
    pub(super) fn new(teams: &[(String, Color)], shares: bool, layout: &Layout, text: &mut Text) -> Self {
        let size = layout.head.strip_size;
        let end = layout.left + layout.full_width * if shares { LEGEND } else { 1.0 };
        let each = ((end - layout.left) / exact(teams.len().max(1) as u64)).max(6.0 * size);
        let mut legend = Self::default();
        let mut x = layout.left;
        for (name, color) in teams {
            let room = each.max(0.2 * (end - layout.left)) - 2.2 * size;
            let name = text.legible(name);
            let name = text.fit(&name, narrow(room), narrow(size), Weight::Regular);
            let width = f64::from(text.width(&name.text, name.size, Weight::Regular));
            let next = x + width + 2.4 * size;
            if end < next - size {
                let name = Fitted { text: "…".to_owned(), size: narrow(size) };
                legend.0.push(Team { name, color: None, x });
                break;
            }
            legend.0.push(Team { name, color: Some(*color), x });
            x = next;
        }
        legend
    }
}
