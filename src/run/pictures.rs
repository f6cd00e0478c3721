//! The pictures of people that a setting names.
//!
//! A folder is listed before anybody waits for the reading; its files are fetched once it is known who is seen.

use super::{error::RunError, read::source_of};
use crate::{
    people::{
        Cast, Person,
        portraits::{self, Album, Portraits, PortraitsError},
    },
    race::Race,
    store::{LocalPath, Location, Opened, Store, Stores, Trouble},
};

/// A folder of pictures, and the store that it lies in.
#[derive(Debug)]
pub(super) struct Pictures<S> {
    store: Opened<S>,
    album: Album,
}

impl<S: Store> Pictures<S> {
    /// Lists the pictures at a place.
    ///
    /// # Errors
    /// When the place cannot be listed, or holds no pictures.
    pub(super) async fn list<P: LocalPath>(
        images: &Location<P>,
        stores: &Stores<S, P>,
    ) -> Result<Self, RunError> {
        let (store, place) = stores.open(images).await.map_err(|error| match error.trouble {
            Trouble::NotFound => PortraitsError::Nothing { shown: images.to_string() },
            _ => error.into(),
        })?;
        let album = portraits::find(&store, &source_of(place)).await?;
        Ok(Self { store, album })
    }

    /// Reads the pictures of those who are seen in a race. `casts` are all who may have one: the people of the job, and
    /// their teams where those have the bars.
    pub(super) async fn of(&self, race: &Race, casts: &[&Cast]) -> Portraits {
        let racers: Vec<&Person> = race.people().collect();
        let seen: Vec<&Person> = race.ever_shown().into_iter().map(|racer| racers[racer]).collect();
        let album = casts.iter().fold(self.album.clone(), |album, cast| album.spelled_out(cast));
        album.read(&self.store, &seen).await.with_strangers(self.album.strangers(casts))
    }
}
