//! Who has which picture.

use std::{collections::HashMap, fmt};

use super::{picture::SquarePicture, skipped::SkippedPicture};
use crate::{people::person::Person, source::WorkerId};

/// The pictures of people, decoded.
#[derive(Clone, Default)]
pub struct Portraits {
    pictures: Vec<SquarePicture>,
    of: HashMap<WorkerId, usize>,
    pub(super) skipped: Vec<SkippedPicture>,
}

impl fmt::Debug for Portraits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pictures, skipped, .. } = self;
        write!(f, "Portraits: {}, {} skipped", pictures.len(), skipped.len())
    }
}

impl Portraits {
    /// Gives these people a picture.
    pub(super) fn add(&mut self, picture: SquarePicture, owners: &[&WorkerId]) {
        self.of.extend(owners.iter().map(|owner| ((*owner).clone(), self.pictures.len())));
        self.pictures.push(picture);
    }

    /// The picture of this person, if there is one.
    pub fn for_person(&self, person: &Person) -> Option<&SquarePicture> {
        self.of.get(&person.id).map(|picture| &self.pictures[*picture])
    }

    /// How many people have a picture.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether nobody has one.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The pictures that could not be used, in the order of their file names.
    pub fn skipped(&self) -> &[SkippedPicture] {
        &self.skipped
    }
}
