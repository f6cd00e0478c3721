//! Who has which picture.
//!
//! Pictures are shared, never copied, and made round when they are drawn. Of those that were, only as many are kept
//! as fit into a budget: in a film of thousands of people each is on the screen for a short time.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    picture::{BUDGET, Portrait, SquarePicture},
    skipped::SkippedPicture,
};
use crate::{
    people::{list::Strangers, person::Person},
    source::WorkerId,
};

/// The pictures of people, decoded.
#[derive(Clone, Default)]
pub struct Portraits {
    pictures: Vec<Arc<SquarePicture>>,
    of: HashMap<WorkerId, usize>,
    pub(super) skipped: Vec<SkippedPicture>,
    pub(super) strangers: Option<Strangers>,
    rounds: Arc<Mutex<Rounds>>,
}

/// The picture of one person, which is made round when it is drawn.
#[derive(Clone)]
pub struct PersonPicture {
    number: usize,
    picture: Arc<SquarePicture>,
    rounds: Arc<Mutex<Rounds>>,
}

/// Pictures that were made round, by their numbers and diameters.
#[derive(Default)]
struct Rounds {
    made: HashMap<(usize, u32), Arc<Portrait>>,
    n_bytes: usize,
}

impl fmt::Debug for Portraits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pictures, skipped, .. } = self;
        write!(f, "Portraits: {}, {} skipped", pictures.len(), skipped.len())
    }
}

impl fmt::Debug for PersonPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.picture.fmt(f)
    }
}

impl Portraits {
    /// Gives these people a picture.
    pub(super) fn add(&mut self, picture: SquarePicture, owners: &[&WorkerId]) {
        self.of.extend(owners.iter().map(|owner| ((*owner).clone(), self.pictures.len())));
        self.pictures.push(Arc::new(picture));
    }

    /// The same, with the pictures that are nobody's.
    #[must_use]
    pub fn with_strangers(self, strangers: Option<Strangers>) -> Self {
        Self { strangers, ..self }
    }

    /// The picture of this person, if there is one.
    pub fn for_person(&self, person: &Person) -> Option<PersonPicture> {
        let number = *self.of.get(&person.id)?;
        let (picture, rounds) = (Arc::clone(&self.pictures[number]), Arc::clone(&self.rounds));
        Some(PersonPicture { number, picture, rounds })
    }

    /// How many people have a picture.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether nobody has one.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The pictures that are nobody's; `None` if all are somebody's. File names may be names of people: show them to
    /// whoever runs the program, but do not log them.
    pub fn strangers(&self) -> Option<&Strangers> {
        self.strangers.as_ref()
    }

    /// The pictures that could not be used, in the order of their file names.
    pub fn skipped(&self) -> &[SkippedPicture] {
        &self.skipped
    }
}

impl PersonPicture {
    /// The picture in a circle of this diameter in pixels, at least 1; a very large one is made smaller.
    pub fn round(&self, diameter_px: u32) -> Arc<Portrait> {
        let key = (self.number, diameter_px);
        // Nothing in it can be half done.
        let lock = || self.rounds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(round) = lock().made.get(&key) {
            return Arc::clone(round);
        }
        let round = Arc::new(self.picture.round(diameter_px));
        lock().keep(key, &round);
        round
    }
}

impl Rounds {
    fn keep(&mut self, key: (usize, u32), round: &Arc<Portrait>) {
        if BUDGET < self.n_bytes + round.rgba.len() {
            self.made.clear();
            self.n_bytes = 0;
        }
        if self.made.insert(key, Arc::clone(round)).is_none() {
            self.n_bytes += round.rgba.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_round_pictures_no_more_are_kept_than_the_budget_holds() {
        let mut rounds = Rounds::default();
        let round = |diameter: u32| Portrait { diameter, rgba: vec![0; 4 * (diameter * diameter) as usize] };
        for number in 0..40 {
            rounds.keep((number, 1_000), &Arc::new(round(1_000)));
            let held: usize = rounds.made.values().map(|round| round.rgba.len()).sum();
            assert!(held <= BUDGET && held == rounds.n_bytes, "{held}");
        }
        assert!(rounds.made.contains_key(&(39, 1_000)));
    }
}
