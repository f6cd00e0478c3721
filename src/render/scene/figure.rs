//! How each person looks: name, color, and the circle between them.

use super::{colors::colors, layout::Layout, look::Look, numbers::narrow};
use crate::{
    color::Color,
    people::{
        Person,
        portraits::{self, PersonPicture},
    },
    race::Race,
    render::text::{Fitted, Text, Weight},
};

/// How one person looks.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) name: Fitted,
    /// Of the name, in pixels.
    pub(super) width: f64,
    pub(super) color: Color,
    pub(super) avatar: Option<Avatar>,
    /// Whether it is nobody, but a rival of a team.
    pub(super) is_rival: bool,
}

/// What the circle beside a person's name shows.
#[derive(Clone, Debug)]
pub(super) enum Avatar {
    Picture(PersonPicture),
    Initials(Fitted),
}

impl Figure {
    /// Everybody in the race, with their names as they are written.
    pub(super) fn all(
        race: &Race,
        look: &Look,
        names: Vec<Fitted>,
        layout: &Layout,
        text: &mut Text,
    ) -> Vec<Self> {
        let mut figures: Vec<Self> = names
            .into_iter()
            .zip(colors(race, &look.theme))
            .enumerate()
            .map(|(racer, (name, color))| {
                let width = f64::from(text.width(&name.text, name.size, Weight::Regular));
                Self { name, width, color, avatar: None, is_rival: race.rival(racer).is_some() }
            })
            .collect();
        if let (Some(portraits), Some(circle)) = (&look.portraits, layout.circle) {
            let people: Vec<&Person> = race.people().collect();
            let diameter = f64::from(circle.side);
            for racer in race.ever_shown() {
                figures[racer].avatar = Some(if let Some(picture) = portraits.for_person(people[racer]) {
                    Avatar::Picture(picture)
                } else {
                    let initials = text.legible(&portraits::initials(&people[racer].name));
                    let (room, letters) = (narrow(0.8 * diameter), narrow(0.44 * diameter));
                    Avatar::Initials(text.fit(&initials, room, letters, Weight::Bold))
                });
            }
        }
        figures
    }
}
