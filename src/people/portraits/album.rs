//! The pictures in a folder: listed first, and read once it is known who is in the film.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use tokio::task::spawn_blocking;

use super::{
    gallery::Portraits,
    names,
    picture::{self, SquarePicture},
    skipped::{LARGEST_FILE, MOST_PICTURES, SkippedPicture, WhySkipped},
};
use crate::{
    locale::plain::holds_address,
    people::{
        cast::Cast,
        list::{KnownPeople, Strangers},
        name::presentable,
        person::Person,
    },
    source::{Place, WorkerId},
    store::{self, Store, StoreError},
};

/// The most keys at a place, including those below it; a place with more is not a folder of pictures.
const MOST_KEYS: usize = 100_000;

/// How many files are fetched at the same time. They are decoded one at a time, since each may take much memory.
const FETCHES: usize = 8;

/// Why a place gives no pictures.
#[derive(Debug, thiserror::Error)]
pub enum PortraitsError {
    /// The place could not be listed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A single file instead of a folder.
    #[error("{shown} is a file; {WAY_OUT}")]
    NotAFolder {
        /// The place.
        shown: String,
    },
    /// Nothing at all, as at a wrong address.
    #[error("there is nothing in {shown}; {WAY_OUT}")]
    Nothing {
        /// The place.
        shown: String,
    },
    /// Files, but no picture.
    #[error("{shown} holds no picture; {WAY_OUT}, and does not look into the folders below it")]
    NoPicture {
        /// The place.
        shown: String,
    },
    /// Far more files than a team has pictures.
    #[error("{shown} and the folders below it hold more than {MOST_KEYS} files; {WAY_OUT}")]
    Huge {
        /// The place.
        shown: String,
    },
}

const WAY_OUT: &str =
    "--images takes a folder of PNG, JPEG, WebP, GIF or BMP files named after worker ids or names";

/// The pictures of a folder, listed but not yet read.
#[derive(Clone)]
pub struct Album {
    files: Vec<PictureFile>,
    /// Indices into `files` by id, as written by [`names::of_id`].
    by_id: HashMap<String, usize>,
    /// The same by name, as written by [`names::of_name`].
    by_name: HashMap<String, usize>,
    /// The names of pictures that cannot be read.
    others: Vec<String>,
}

#[derive(Clone)]
struct PictureFile {
    key: String,
    /// The key without the folder.
    name: String,
    /// The size in bytes, as listed.
    size: u64,
}

impl fmt::Debug for Album {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Album of {}", self.files.len())
    }
}

/// Lists the pictures in a folder (`.png`, `.jpg`, `.webp`, `.gif` and `.bmp` in any case), but not in folders below it.
///
/// # Errors
/// When the place cannot be listed, or there is no picture in it.
pub async fn find<S: Store>(store: &S, place: &Place) -> Result<Album, PortraitsError> {
    let shown = || place.shown.clone();
    if place.is_file {
        return Err(PortraitsError::NotAFolder { shown: shown() });
    }
    let (mut files, mut others, mut n_keys, mut trouble) = (Vec::new(), Vec::new(), 0, None);
    let mut listing = store.list(&place.key);
    while let Some(entry) = listing.next().await {
        let entry = match entry {
            Ok(entry) => entry,
            // When a bucket fails, the rest of the listing is missing; when a folder does, only one place is,
            // perhaps further below.
            Err(error) if place.bucket.is_some() => return Err(error.into()),
            Err(error) => {
                trouble.get_or_insert(error);
                continue;
            }
        };
        n_keys += 1;
        if MOST_KEYS < n_keys {
            return Err(PortraitsError::Huge { shown: shown() });
        }
        let name = entry.key.strip_prefix(&place.key).unwrap_or(&entry.key);
        if name.contains('/') {
            continue;
        }
        if names::is_other_picture(name) {
            others.push(name.to_owned());
        } else if names::stem(name).is_some() {
            files.push(PictureFile { name: name.to_owned(), size: entry.size, key: entry.key });
        }
    }
    match (files.is_empty(), trouble) {
        (false, _) => Ok(Album::new(files, others)),
        (true, Some(error)) => Err(error.into()),
        (true, None) if n_keys == 0 => Err(PortraitsError::Nothing { shown: shown() }),
        (true, None) => Err(PortraitsError::NoPicture { shown: shown() }),
    }
}

impl Album {
    fn new(mut files: Vec<PictureFile>, others: Vec<String>) -> Self {
        // Of two pictures for the same person the first by key is taken, in whatever order they were listed.
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
        Self { files, by_id, by_name, others }
    }

    /// The same, where a file may have only the beginning of an id: `everybody` says whose ids there are.
    #[must_use]
    pub fn spelled_out(mut self, everybody: &Cast) -> Self {
        let ids = everybody.known_ids();
        let meant: Vec<(String, usize)> = self
            .by_id
            .iter()
            .filter_map(|(written, &file)| Some((ids.beginning_with(written)?.0.to_owned(), file)))
            .collect();
        for (id, file) in meant {
            self.by_id.entry(id).or_insert(file);
        }
        self
    }

    /// The pictures that belong to nobody of these casts, such as people and their teams; `None` if all are somebody's.
    pub fn strangers(&self, casts: &[&Cast]) -> Option<Strangers> {
        let mut known = KnownPeople::default();
        for cast in casts {
            let more = cast.known_people();
            known.keys.extend(more.keys.iter().filter_map(|key| names::of_name(key)));
            known.keys.extend(more.keys);
            known.short_ids.extend(more.short_ids);
            known.names.extend(more.names);
        }
        let whole_ids = casts.iter().map(|cast| cast.known_ids()).collect::<Vec<_>>();
        let key = |file: &PictureFile| {
            let stem = names::stem(&file.name).unwrap_or_default();
            let id = names::of_id(stem).unwrap_or_default();
            let whole = whole_ids.iter().find_map(|ids| Some(ids.beginning_with(&id)?.0.to_owned()));
            let name = names::of_name(stem).filter(|name| known.keys.contains(name));
            whole.or(name).unwrap_or(id)
        };
        let keys: Vec<(String, String)> =
            self.files.iter().map(|file| (shown(&file.name), key(file))).collect();
        let listed: HashSet<&str> = keys.iter().map(|(_, key)| key.as_str()).collect();
        let entries = keys.iter().map(|(shown, key)| (shown.clone(), key.as_str()));
        Strangers::among("folder of pictures", entries, &known, &|key| listed.contains(key))
    }

    /// Reads the pictures of `people`, who should be only those who are seen: all pictures share one budget of memory.
    ///
    /// A picture belongs to somebody whose id, with or without the prefix of a workforce, is its file name, or
    /// else to somebody whose name in the film is.
    pub async fn read<S: Store>(&self, store: &S, people: &[&Person]) -> Portraits {
        let mut portraits = Portraits::default();
        let unreadable = |file: &String| SkippedPicture { file: file.clone(), why: WhySkipped::NoPicture };
        portraits.skipped.extend(self.others.iter().map(unreadable));
        // Two people may share a picture; it is read only once.
        let mut owners: BTreeMap<usize, Vec<&WorkerId>> = BTreeMap::new();
        for person in people {
            if let Some(file) = self.file_of(person) {
                owners.entry(file).or_default().push(&person.id);
            }
        }
        let kept = picture::kept(owners.len().min(MOST_PICTURES));
        let wanted = owners.keys().enumerate().map(|(nth, file)| fetch(store, &self.files[*file], nth));
        let mut fetched = stream::iter(wanted.collect::<Vec<_>>()).buffered(FETCHES);
        for (file, owners) in &owners {
            let picture = match fetched.next().await {
                Some(Ok(bytes)) => decode(bytes, kept).await,
                Some(Err(why)) => Err(why),
                None => break,
            };
            match picture {
                Ok(picture) => portraits.add(picture, owners),
                Err(why) => {
                    portraits.skipped.push(SkippedPicture { file: self.files[*file].name.clone(), why });
                }
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

/// The name of a file as a message may show it.
fn shown(file: &str) -> String {
    if holds_address(file) { "a file named after an address".to_owned() } else { presentable(file) }
}

async fn fetch(store: &impl Store, file: &PictureFile, nth: usize) -> Result<Bytes, WhySkipped> {
    if MOST_PICTURES <= nth {
        return Err(WhySkipped::TooMany);
    }
    if LARGEST_FILE < file.size {
        return Err(WhySkipped::TooLarge);
    }
    let read = store::read(store, &file.key, LARGEST_FILE).await;
    read.map_err(|_| WhySkipped::Unreadable)?.ok_or(WhySkipped::TooLarge)
}

/// Decodes on a thread that may block. If a decoder panics, its picture counts as damaged.
async fn decode(bytes: Bytes, kept: u32) -> Result<SquarePicture, WhySkipped> {
    spawn_blocking(move || SquarePicture::decode(&bytes, kept)).await.unwrap_or(Err(WhySkipped::Damaged))
}
