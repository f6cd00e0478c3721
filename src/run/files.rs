//! The files that settings name: lists, themes and pictures, on disk or in S3.
//!
//! What is in them is for `plan` and `portraits`.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::{Error, folder_or_file};
use crate::{
    people::{
        Person,
        portraits::{self, Album, Portraits, PortraitsError},
    },
    settings::{CountRequest, Files, FilmRequest, PlanError, ThemeChoice},
    source,
    stats::Tally,
    store::{self, Location, Store, dir::Dir},
};

/// Gives the store over a bucket.
pub type Open<S> = Arc<dyn Fn(&str) -> BoxFuture<'static, S> + Send + Sync>;

/// The bytes of the files that requests name; `open` gives the store over a bucket.
///
/// # Errors
/// When one cannot be read.
pub async fn files<S: Store>(
    count: Option<&CountRequest>,
    film: Option<&FilmRequest>,
    open: &Open<S>,
) -> Result<Files, Error> {
    let theme = film.and_then(|film| match &film.theme {
        ThemeChoice::File(place) => Some(place),
        ThemeChoice::Light | ThemeChoice::Dark => None,
    });
    Ok(Files {
        aliases: file("alias file", count.and_then(|count| count.aliases.as_ref()), open).await?,
        groups: file("group file", count.and_then(|count| count.group.as_ref()), open).await?,
        colors: file("color file", count.and_then(|count| count.colors.as_ref()), open).await?,
        theme: file("theme", theme, open).await?,
    })
}

async fn file<S: Store>(
    what: &'static str,
    place: Option<&Location>,
    open: &Open<S>,
) -> Result<Option<Vec<u8>>, Error> {
    match place {
        None => Ok(None),
        Some(Location::Path(path)) => match std::fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(source) => Err(PlanError::NoFile { what, path: path.clone(), source }.into()),
        },
        Some(place @ Location::S3 { bucket, prefix }) => {
            let bytes = store::read(&open(bucket).await, prefix, LARGEST_LIST).await?;
            let huge = || Error::HugeFile { what, file: place.clone() };
            bytes.map(|bytes| Some(bytes.to_vec())).ok_or_else(huge)
        }
    }
}

/// A file of names larger than this is something else.
const LARGEST_LIST: u64 = 16 << 20;

/// A folder of pictures, and where it is.
#[derive(Debug)]
pub struct Pictures<S> {
    place: Place<S>,
    album: Album,
}

#[derive(Debug)]
enum Place<S> {
    Folder(Dir),
    Bucket(S),
}

/// Lists the pictures of people, where a film is to have some; `open` gives the store over a bucket.
///
/// # Errors
/// When there are none in that place.
pub async fn pictures<S: Store>(
    images: Option<&Location>,
    open: &Open<S>,
) -> Result<Option<Pictures<S>>, Error> {
    Ok(match images {
        None => None,
        Some(Location::Path(path)) => {
            let folder = Dir::new("/".into());
            let nothing = |_| PortraitsError::Nothing { shown: path.display().to_string() };
            let source = folder_or_file(path).map_err(nothing)?;
            let album = portraits::find(&folder, &source).await?;
            Some(Pictures { place: Place::Folder(folder), album })
        }
        Some(Location::S3 { bucket, prefix }) => {
            let store = open(bucket).await;
            let album = portraits::find(&store, &source::Place::in_bucket(bucket, prefix)).await?;
            Some(Pictures { place: Place::Bucket(store), album })
        }
    })
}

impl<S: Store> Pictures<S> {
    /// Reads the pictures of those who were counted.
    pub async fn of(&self, tally: &Tally) -> Portraits {
        let people: Vec<&Person> = tally.workers().iter().map(|worker| &worker.person).collect();
        match &self.place {
            Place::Folder(folder) => self.album.read(folder, &people).await,
            Place::Bucket(store) => self.album.read(store, &people).await,
        }
    }
}
