//! What the film announces, as it is written.

use std::collections::HashMap;

use super::{layout::Layout, numbers::narrow};
use crate::{
    locale::{Locale, Period, Phrase, Unit},
    race::{Notice, Race},
    render::text::{Fitted, Text, Weight},
};

/// What the film may tell, as it is written.
#[derive(Debug, Default)]
pub(super) struct Notices(pub(super) HashMap<Notice, (Fitted, f64)>);

impl Notices {
    /// `room` is the width of the line that is left for round numbers, in pixels; all others are told in bars.
    pub(super) fn new(
        race: &Race,
        what: Unit,
        locale: &Locale,
        (layout, room): (&Layout, f64),
        text: &mut Text,
    ) -> Self {
        let period = race.period().unwrap_or(Period::Day);
        let size = narrow(layout.head.strip_size);
        let room = narrow(room) - 2.0 * size;
        let (in_bars, bar_room) = (narrow(layout.gain_size), narrow(0.8 * layout.track_width()));
        let mut written = HashMap::new();
        for notice in race.notices() {
            let (phrase, room, size, weight) = match notice {
                Notice::Lead(_) => (Phrase::TakesTheLead, bar_room, in_bars, Weight::Bold),
                Notice::Goal(_) => (Phrase::ReachesTheGoal, bar_room, in_bars, Weight::Bold),
                Notice::Climb { rows, .. } => {
                    (Phrase::Climbed { rows: rows as u64, period }, bar_room, in_bars, Weight::Bold)
                }
                Notice::Milestone(n) => (Phrase::Milestone { n, what }, room, size, Weight::Regular),
            };
            let words = text.legible(&locale.say(phrase));
            let fitted = text.fit(&words, room, size, weight);
            let width = f64::from(text.width(&fitted.text, fitted.size, weight));
            written.insert(notice, (fitted, width));
        }
        Self(written)
    }

    /// The width of the widest round number with its dot and some air, in pixels; 0 if there is none.
    pub(super) fn width(&self, layout: &Layout) -> f64 {
        let in_line = self.0.iter().filter(|(notice, _)| matches!(notice, Notice::Milestone(_)));
        let widest = in_line.map(|(_, (_, width))| *width).reduce(f64::max);
        widest.map_or(0.0, |widest| widest + 2.0 * layout.head.strip_size)
    }
}
