//! Pictures of people: which file of a folder is whose, read, and cut to a circle.
//!
//! A folder is listed before anybody waits, and its files are fetched when it is known who is in the film:
//! of a thousand pictures only those are read that somebody will see. What cannot be used is skipped with
//! its reason. Where a circle stands, and what is drawn for those who have none, is for `scene`.

mod initials;
mod names;
mod picture;

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use tokio::task::spawn_blocking;

pub use self::{
    initials::initials,
    picture::{Picture, Round},
};
use crate::{
    people::Person,
    source::{Place, WorkerId},
    store::{self, Store, StoreError},
};

/// A file over this size is skipped unread.
pub const LARGEST_FILE: u64 = 10 << 20;

/// So many people have a picture at most.
pub const MOST_PICTURES: usize = 2_000;

/// A place with more keys than this, with those below it, is something else than a folder of pictures.
const MOST_KEYS: usize = 100_000;

/// Files that are fetched side by side. They are decoded one at a time, since one may take much memory.
const FETCHES: usize = 8;

/// Why there are no pictures.
#[derive(Debug, thiserror::Error)]
pub enum PortraitsError {
    /// The place could not be listed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A single file.
    #[error("{shown} is a file; {WAY_OUT}")]
    NotAFolder {
        /// The place.
        shown: String,
    },
    /// Nothing at all, which is also what a wrong address looks like.
    #[error("there is nothing in {shown}; {WAY_OUT}")]
    Nothing {
        /// The place.
        shown: String,
    },
    /// Files, and none of them a picture.
    #[error("{shown} holds no picture; {WAY_OUT}, and does not look into the folders below it")]
    NoPicture {
        /// The place.
        shown: String,
    },
    /// Far more than the pictures of a team.
    #[error("{shown} holds more than {MOST_KEYS} files, with those below it; {WAY_OUT}")]
    Huge {
        /// The place.
        shown: String,
    },
}

const WAY_OUT: &str = "--images takes a folder of PNG or JPEG files named after worker ids or names";

/// A picture that could not be used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skipped {
    /// Its name in the folder, which may be somebody's: for who runs the program, not for a log.
    pub file: String,
    /// Why.
    pub why: Why,
}

/// The kinds of reason for which a picture is left out.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Why {
    /// A file over [`LARGEST_FILE`].
    TooLarge,
    /// More pixels than a portrait needs.
    TooManyPixels,
    /// Not what its name says.
    NoPicture,
    /// A picture that cannot be decoded to its end.
    Damaged,
    /// A file that could not be fetched.
    Unreadable,
    /// One of more than [`MOST_PICTURES`].
    TooMany,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "over 10 MB",
            Self::TooManyPixels => "too many pixels",
            Self::NoPicture => "neither PNG nor JPEG",
            Self::Damaged => "damaged or cut off",
            Self::Unreadable => "could not be read",
            Self::TooMany => "one picture too many",
        })
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.why)
    }
}

/// The pictures of a folder that nobody has looked at yet.
#[derive(Clone)]
pub struct Album {
    files: Vec<File>,
    /// The place in `files`, by an id as [`names::of_id`] writes it.
    by_id: HashMap<String, usize>,
    /// The same, by a name as [`names::of_name`] writes it.
    by_name: HashMap<String, usize>,
}

#[derive(Clone)]
struct File {
    key: String,
    /// Without the folder.
    name: String,
    /// In bytes, as listed.
    size: u64,
}

impl fmt::Debug for Album {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Album of {}", self.files.len())
    }
}

/// Lists the pictures of a folder: `.png`, `.jpg` and `.jpeg` in any case, not those of folders below it.
///
/// # Errors
/// When the place cannot be listed, or there is no picture in it.
pub async fn find<S: Store>(store: &S, source: &Place) -> Result<Album, PortraitsError> {
    let shown = || source.shown.clone();
    if source.is_file {
        return Err(PortraitsError::NotAFolder { shown: shown() });
    }
    let (mut files, mut n_keys, mut trouble) = (Vec::new(), 0, None);
    let mut listing = store.list(&source.key);
    while let Some(entry) = listing.next().await {
        let entry = match entry {
            Ok(entry) => entry,
            // A bucket that stops listing hides everything after; a folder hides one place, maybe below it.
            Err(error) if source.bucket.is_some() => return Err(error.into()),
            Err(error) => {
                trouble.get_or_insert(error);
                continue;
            }
        };
        n_keys += 1;
        if MOST_KEYS < n_keys {
            return Err(PortraitsError::Huge { shown: shown() });
        }
        let name = entry.key.strip_prefix(&source.key).unwrap_or(&entry.key);
        if !name.contains('/') && names::stem(name).is_some() {
            files.push(File { name: name.to_owned(), size: entry.size, key: entry.key });
        }
    }
    match (files.is_empty(), trouble) {
        (false, _) => Ok(Album::new(files)),
        (true, Some(error)) => Err(error.into()),
        (true, None) if n_keys == 0 => Err(PortraitsError::Nothing { shown: shown() }),
        (true, None) => Err(PortraitsError::NoPicture { shown: shown() }),
    }
}

impl Album {
    fn new(mut files: Vec<File>) -> Self {
        // Of two that could be one person's the first is, in whatever order they were listed.
        files.sort_by(|one, other| one.key.cmp(&other.key));
        let (mut by_id, mut by_name) = (HashMap::new(), HashMap::new());
        for (file, stem) in files.iter().map(|file| names::stem(&file.name)).enumerate() {
            if let Some(id) = stem.and_then(names::of_id) {
                by_id.entry(id).or_insert(file);
            }
            if let Some(name) = stem.and_then(names::of_name) {
                by_name.entry(name).or_insert(file);
            }
        }
        Self { files, by_id, by_name }
    }

    /// Reads the pictures of `people`.
    ///
    /// A file is somebody's by any of their ids, with or without the prefix of a workforce, or else by the
    /// name that the film shows.
    pub async fn read<S: Store>(&self, store: &S, people: &[&Person]) -> Portraits {
        let mut portraits = Portraits::default();
        // Two people may share a picture, which is read once.
        let mut owners: BTreeMap<usize, Vec<&WorkerId>> = BTreeMap::new();
        for person in people {
            if let Some(file) = self.file_of(person) {
                owners.entry(file).or_default().push(&person.id);
            }
        }
        let wanted = owners.keys().enumerate().map(|(nth, file)| fetch(store, &self.files[*file], nth));
        let mut fetched = stream::iter(wanted.collect::<Vec<_>>()).buffered(FETCHES);
        for (file, owners) in &owners {
            let picture = match fetched.next().await {
                Some(Ok(bytes)) => decode(bytes).await,
                Some(Err(why)) => Err(why),
                None => break,
            };
            match picture {
                Ok(picture) => portraits.add(picture, owners),
                Err(why) => portraits.skipped.push(Skipped { file: self.files[*file].name.clone(), why }),
            }
        }
        portraits
    }

    fn file_of(&self, person: &Person) -> Option<usize> {
        let by_id = |id: &WorkerId| self.by_id.get(&names::of_id(id.as_str())?);
        let by_name = || self.by_name.get(&names::of_name(&person.name)?);
        by_id(&person.id).or_else(|| person.others.iter().find_map(by_id)).or_else(by_name).copied()
    }
}

async fn fetch(store: &impl Store, file: &File, nth: usize) -> Result<Bytes, Why> {
    if MOST_PICTURES <= nth {
        return Err(Why::TooMany);
    }
    if LARGEST_FILE < file.size {
        return Err(Why::TooLarge);
    }
    let read = store::read(store, &file.key, LARGEST_FILE).await;
    read.map_err(|_| Why::Unreadable)?.ok_or(Why::TooLarge)
}

/// On a thread that may take long. Should a decoder panic, its picture is damaged and the film goes on.
async fn decode(bytes: Bytes) -> Result<Picture, Why> {
    spawn_blocking(move || Picture::decode(&bytes)).await.unwrap_or(Err(Why::Damaged))
}

/// Who has a picture, and which.
#[derive(Clone, Default)]
pub struct Portraits {
    pictures: Vec<Picture>,
    of: HashMap<WorkerId, usize>,
    skipped: Vec<Skipped>,
}

impl fmt::Debug for Portraits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pictures, skipped, .. } = self;
        write!(f, "Portraits: {}, {} skipped", pictures.len(), skipped.len())
    }
}

impl Portraits {
    fn add(&mut self, picture: Picture, owners: &[&WorkerId]) {
        self.of.extend(owners.iter().map(|owner| ((*owner).clone(), self.pictures.len())));
        self.pictures.push(picture);
    }

    /// The picture of this person, where there is one.
    pub fn for_person(&self, person: &Person) -> Option<&Picture> {
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

    /// The pictures of people that could not be used, in the order of their names.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }
}

#[cfg(test)]
mod tests;
