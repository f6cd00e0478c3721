//! What the film announces, as it is written.

use std::collections::HashMap;

use super::{layout::Layout, numbers::narrow};
use crate::{
    locale::{Locale, Phrase, Unit},
    race::{Notice, Race},
    render::text::{Fitted, Text, Weight},
};

/// What the film may tell, as it is written.
#[derive(Debug, Default)]
pub(super) struct Notices(pub(super) HashMap<Notice, (Fitted, f64)>);

impl Notices {
    /// `room` is the width of the line that is left for them, in pixels.
    pub(super) fn new(
        race: &Race,
        names: &[String],
        what: Unit,
        locale: &Locale,
        (layout, room): (&Layout, f64),
        text: &mut Text,
    ) -> Self {
        let size = narrow(layout.head.strip_size);
        let room = narrow(room) - 2.0 * size;
        let mut written = HashMap::new();
        for notice in race.notices() {
            let words = match notice {
                Notice::Lead(racer) => {
                    // A shorter name is better than half a sentence.
                    let rest = text.width(&locale.say(Phrase::TakesTheLead("")), size, Weight::Regular);
                    let name = text.fit_name(&names[racer], room - rest, size, Weight::Regular);
                    locale.say(Phrase::TakesTheLead(&name.text))
                }
                Notice::Milestone(n) => locale.say(Phrase::Milestone { n, what }),
            };
            let words = text.legible(&words);
            let fitted = text.fit(&words, room, size, Weight::Regular);
            let width = f64::from(text.width(&fitted.text, fitted.size, Weight::Regular));
            written.insert(notice, (fitted, width));
        }
        Self(written)
    }

    /// The width of the widest with its dot and some air, in pixels; 0 if there is none.
    pub(super) fn width(&self, layout: &Layout) -> f64 {
        let widest = self.0.values().map(|(_, width)| *width).fold(0.0, f64::max);
        if self.0.is_empty() { 0.0 } else { widest + 2.0 * layout.head.strip_size }
    }
}
