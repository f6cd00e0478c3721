//! What the film announces, as it is written.

use std::collections::HashMap;

use super::{layout::Layout, legend::LEGEND, numbers::narrow};
use crate::{
    locale::{Locale, Phrase, Unit},
    race::{Notice, Race},
    render::text::{Fitted, Text, Weight},
};

/// What the film may tell, as it is written.
#[derive(Debug, Default)]
pub(super) struct Notices(pub(super) HashMap<Notice, (Fitted, f64)>);

impl Notices {
    pub(super) fn new(
        race: &Race,
        names: &[String],
        what: Unit,
        locale: &Locale,
        layout: &Layout,
        text: &mut Text,
    ) -> Self {
        let size = narrow(layout.head.strip_size);
        let shares = race.people().any(|person| person.group.is_some());
        let room = narrow(layout.full_width * if shares { 1.0 - LEGEND } else { 1.0 }) - 2.0 * size;
        let mut written = HashMap::new();
        for notice in race.notices() {
            let words = match notice {
                Notice::Lead(racer) => {
                    // Rather a shorter name than half of a sentence.
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
}
