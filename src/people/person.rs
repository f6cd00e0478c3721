//! A person in the film, and the team that somebody is in.

use std::{collections::BTreeSet, sync::Arc};

use super::naming::NameOrigin;
use crate::{color::Color, source::WorkerId};

/// One person in the film.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    /// The stable id.
    pub id: WorkerId,
    /// The name in the film.
    pub name: String,
    /// Where the name is from; `None` for a team.
    pub origin: Option<NameOrigin>,
    /// The slot of the color: its index in the palette, and beyond that shades of it.
    pub slot: usize,
    /// The color that somebody chose instead.
    pub color: Option<Color>,
    /// The team, for people who are in one.
    pub group: Option<Arc<Group>>,
    /// Further ids of this person, without prefix.
    pub others: BTreeSet<WorkerId>,
    /// Whether this person asked not to be seen.
    pub is_hidden: bool,
    /// How many people are taken together here: 1, unless this is everyone else who is not to be seen.
    pub members: usize,
}

/// A team.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
    /// The name in the film.
    pub name: String,
    /// The index of the color in the palette, as for a person: teams get colors in the order of their first
    /// answers.
    pub slot: usize,
    /// The color that somebody chose instead.
    pub color: Option<Color>,
}

impl Person {
    /// Nobody, with a bar all the same; its color is that of a slot. `None` for an id that is none.
    pub fn made_up(id: &str, name: String, slot: usize) -> Option<Self> {
        Some(Self {
            id: WorkerId::new(id)?,
            name,
            origin: None,
            slot,
            color: None,
            group: None,
            others: BTreeSet::new(),
            is_hidden: false,
            members: 1,
        })
    }

    /// Gives a name to somebody who has none.
    pub(super) fn call(&mut self, name: String, origin: NameOrigin) {
        self.name = name;
        self.origin = Some(origin);
    }

    /// The names by which a list may refer to this person, best first: the ids, then the name.
    pub(super) fn known_as(&self) -> impl Iterator<Item = &str> {
        let ids = std::iter::once(&self.id).chain(&self.others).map(WorkerId::as_str);
        ids.chain([self.name.as_str()])
    }
}
