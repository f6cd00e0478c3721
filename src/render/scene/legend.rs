//! The teams and their colors in a line under the title.

use super::{apart::told_apart, colors::team_colors, layout::Layout, numbers::narrow};
use crate::{
    color::Color,
    race::{Bars, Race, real},
    render::{
        style::Theme,
        text::{Fitted, Text, Weight},
    },
};

/// What a team takes beside its name: the square, and the distance to the next, in font sizes.
const BESIDE: f64 = 2.4;

/// The distance behind the last team, in font sizes.
const AFTER: f64 = 1.0;

/// The narrowest name worth reading, in font sizes. Where names would be narrower, the last teams are left out.
const NARROWEST: f64 = 3.0;

/// The teams and their colors, from left to right.
#[derive(Debug, Default)]
pub(super) struct Legend(pub(super) Vec<Team>);

#[derive(Debug)]
pub(super) struct Team {
    pub(super) name: Fitted,
    /// `None` for the ellipsis that replaces teams without room.
    pub(super) color: Option<Color>,
    pub(super) x: f64,
}

impl Legend {
    /// The teams of the people in the race with their colors, in the order of the cast; none if the bars themselves
    /// are teams.
    pub(super) fn teams(race: &Race, bars: Bars, theme: &Theme) -> Vec<(String, Color)> {
        if bars == Bars::People { team_colors(race, theme) } else { Vec::new() }
    }

    /// The width of a line with all names in full, in pixels; 0 without teams.
    pub(super) fn full_width(teams: &[(String, Color)], layout: &Layout, text: &mut Text) -> f64 {
        let size = layout.head.strip_size;
        widths(teams, size, text).iter().map(|width| width + BESIDE * size).sum()
    }

    /// Lays them out in a line of `room` pixels. Where that is too little for all names, the long ones share what the
    /// short ones leave; an ellipsis replaces teams for which even that is too little.
    pub(super) fn new(teams: &[(String, Color)], room: f64, layout: &Layout, text: &mut Text) -> Self {
        let size = layout.head.strip_size;
        let widths = widths(teams, size, text);
        let room_for = |n: usize| {
            let more = if n < teams.len() { 1.5 * size } else { 0.0 };
            longest(&widths[..n], room - more - real(n) * BESIDE * size + (BESIDE - AFTER) * size)
        };
        // The first alone is there in any case.
        let n = (2..=teams.len()).rev().find(|&n| NARROWEST * size <= room_for(n));
        let n = n.unwrap_or_else(|| teams.len().min(1));
        let longest = room_for(n).max(NARROWEST * size);
        let names: Vec<String> = teams[..n].iter().map(|(name, _)| text.legible(name)).collect();
        let mut fit = |name: &str| text.fit(name, narrow(longest), narrow(size), Weight::Regular);
        let fitted = names.iter().map(|name| fit(name)).collect();
        let fitted = told_apart(&names, 0..n, fitted, fit);
        let mut legend = Self::default();
        let mut x = layout.left;
        for (name, (_, color)) in fitted.into_iter().zip(teams) {
            let width = f64::from(text.width(&name.text, name.size, Weight::Regular));
            legend.0.push(Team { name, color: Some(*color), x });
            x += width + BESIDE * size;
        }
        if n < teams.len() {
            let name = Fitted { text: "…".to_owned(), size: narrow(size) };
            legend.0.push(Team { name, color: None, x });
        }
        legend
    }
}

fn widths(teams: &[(String, Color)], size: f64, text: &mut Text) -> Vec<f64> {
    let width = |(name, _): &(String, Color)| {
        let name = text.legible(name);
        f64::from(text.width(&name, narrow(size), Weight::Regular))
    };
    teams.iter().map(width).collect()
}

/// How wide a name may be so that all of them take no more than `room` together: those that are narrower leave the
/// rest to the others.
fn longest(widths: &[f64], room: f64) -> f64 {
    let mut sorted = widths.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (mut room, mut left) = (room, sorted.len());
    for width in sorted {
        if room / real(left) < width {
            return room / real(left);
        }
        room -= width;
        left -= 1;
    }
    f64::INFINITY
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_names_share_what_short_ones_leave() {
        let is = |widths: &[f64], room: f64, expected: f64| {
            let found = longest(widths, room);
            assert!((1.0 / found - 1.0 / expected).abs() < 1e-9, "{found}");
        };
        is(&[10.0, 20.0, 30.0], 60.0, f64::INFINITY);
        is(&[10.0, 20.0, 30.0], 50.0, 20.0);
        is(&[10.0, 100.0, 100.0], 70.0, 30.0);
        is(&[], 10.0, f64::INFINITY);
    }

    proptest! {
        #[test]
        fn names_never_take_more_than_their_room(
            widths in proptest::collection::vec(0.0f64..500.0, 0..40), room in 0.0f64..4000.0,
        ) {
            let longest = longest(&widths, room);
            let taken: f64 = widths.iter().map(|width| width.min(longest)).sum();
            prop_assert!(taken <= room + 1e-6 || widths.is_empty());
            prop_assert!(longest.is_infinite() || room - 1e-6 <= taken, "all of it is used: {} of {}", taken, room);
        }
    }
}
