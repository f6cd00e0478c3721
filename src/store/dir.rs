//! A folder as a [`Store`]: the key of a file is its path below the folder.
//!
//! This file reads and writes; `walk` lists, and `faults` has what the system says of a file. What the keys mean is left
//! to `source::keys`, and so are names that a copy has changed, such as `10_03` for `10:03`.

mod faults;
mod walk;

use std::{
    fs, io,
    io::Read,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use futures_util::{FutureExt, Stream, StreamExt, future, stream, stream::BoxStream};
use walkdir::WalkDir;

pub(crate) use self::faults::reading;
use self::{
    faults::{blocking, error, writing},
    walk::{UNFINISHED_PREFIX, UNFINISHED_SUFFIX, Walk, is_file_name, is_unfinished, walking},
};
use super::{
    error::{StoreError, Trouble},
    object::{Entry, FolderItem, Object, Store, When},
    target::{TargetError, file_target},
};

/// How much of a large file is in memory at once.
const CHUNK_BYTES: u64 = 1 << 20;

/// A folder on this machine.
///
/// Symbolic links are followed, when reading and when writing.
#[derive(Clone, Debug)]
pub struct Dir {
    root: PathBuf,
}

impl Dir {
    /// The folder `root`. It need not exist yet: the first write makes it.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The path of `key`. Keys that no file below the folder can have are refused: absolute ones, and those with
    /// an empty part, `.` or `..`.
    fn path(&self, key: &str) -> Result<PathBuf, StoreError> {
        if key.split('/').all(is_file_name) {
            Ok(self.root.join(key))
        } else {
            let source = "a key is a path below the folder, without . and ..".into();
            Err(error(&self.root.join(key), Trouble::Unsupported, Some(source)))
        }
    }

    /// What lies in a folder, by name. What is neither a file nor a folder is left out, as in a listing.
    fn items(&self, folder: &Path) -> Result<Vec<Result<FolderItem, StoreError>>, StoreError> {
        let walk = Walk { root: self.root.clone(), prefix: String::new() };
        let mut items = Vec::new();
        let found = WalkDir::new(folder).follow_links(true).min_depth(1).max_depth(1).sort_by_file_name();
        for item in found {
            let entry = match item {
                Ok(entry) => entry,
                Err(cause) if cause.depth() == 0 => return Err(walking(folder, cause)),
                Err(cause) => {
                    items.push(Err(walking(folder, cause)));
                    continue;
                }
            };
            match walk.key(entry.path()) {
                Some(_) if leads_back(folder, &entry) => {
                    items.push(Err(error(entry.path(), Trouble::Loop, None)));
                }
                Some(key) if entry.file_type().is_dir() => {
                    items.push(Ok(FolderItem::Folder(format!("{key}/"))));
                }
                Some(key) if entry.file_type().is_file() && !is_unfinished(&key) => {
                    items.push(walk.entry(key, &entry).map(FolderItem::File));
                }
                Some(_) => {}
                None => items.push(Err(error(entry.path(), Trouble::BadName, None))),
            }
        }
        Ok(items)
    }
}

impl Store for Dir {
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        let walk = Walk { root: self.root.clone(), prefix: prefix.to_owned() };
        // The thread starts when somebody reads, not before.
        stream::once(future::lazy(move |_| walk.start())).flatten().boxed()
    }

    fn children(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>> {
        let (dir, folder) = (self.clone(), folder.to_owned());
        let look = async move {
            let path = dir.root.join(folder.trim_end_matches('/'));
            blocking(&path.clone(), move || dir.items(&path)).await
        };
        let items = look.map(|items| match items {
            Ok(items) => items,
            Err(error) => vec![Err(error)],
        });
        items.map(stream::iter).flatten_stream().boxed()
    }

    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        let path = self.path(key)?;
        let opened = {
            let path = path.clone();
            blocking(&path.clone(), move || open(&path)).await?
        };
        Ok(object(path, opened))
    }

    fn get_here(&self, key: &str) -> Option<Result<Object, StoreError>> {
        let read = |path: PathBuf| {
            let opened = open(&path)?;
            Ok(object(path, opened))
        };
        Some(self.path(key).and_then(read))
    }

    fn read_here(&self, key: &str, size: usize, room: &mut Vec<u8>) -> bool {
        let file = self.path(key).ok().and_then(|path| open_file(&path).ok());
        // A byte more is asked for than there should be: so one call tells that this is all.
        room.resize(room.len().max(size + 1), 0);
        file.is_some_and(|mut file| read_once(&mut file, &mut room[..=size]).is_ok_and(|read| read == size))
    }

    fn is_here(&self) -> bool {
        true
    }

    /// Folders do not keep the content type.
    async fn put(
        &self,
        key: &str,
        body: Bytes,
        _content_type: &str,
        when: When,
    ) -> Result<Option<String>, StoreError> {
        let path = self.path(key)?;
        let replace = match when {
            When::Always => true,
            When::Absent => false,
            When::Tag(_) => {
                let source = "files have no entity tags to compare".into();
                return Err(error(&path, Trouble::Unsupported, Some(source)));
            }
        };
        blocking(&path.clone(), move || write(&path, &mut &body[..], replace)).await?;
        Ok(None)
    }

    /// Folders do not keep the content type.
    async fn put_file(&self, key: &str, file: &Path, _content_type: &str) -> Result<(), StoreError> {
        let (path, file) = (self.path(key)?, file.to_owned());
        let copy = move || {
            let mut file = fs::File::open(&file).map_err(|cause| reading(&file, cause))?;
            write(&path, &mut file, true)
        };
        blocking(&self.root, copy).await
    }
}

/// Whether an entry of a folder is a link to that folder or to one above it.
fn leads_back(folder: &Path, entry: &walkdir::DirEntry) -> bool {
    if !entry.path_is_symlink() || !entry.file_type().is_dir() {
        return false;
    }
    let real = folder.canonicalize().ok().zip(entry.path().canonicalize().ok());
    real.is_some_and(|(folder, target)| folder.starts_with(target))
}

enum FirstRead {
    Whole(Bytes),
    Begun(Bytes, fs::File),
}

fn object(path: PathBuf, (size, opened): (Option<u64>, FirstRead)) -> Object {
    let body = match opened {
        FirstRead::Whole(bytes) if bytes.is_empty() => stream::empty().boxed(),
        FirstRead::Whole(bytes) => stream::iter([Ok(bytes)]).boxed(),
        FirstRead::Begun(first, file) => stream::iter([Ok(first)]).chain(chunks(path, file)).boxed(),
    };
    Object { etag: None, size, body }
}

/// Opens a file without waiting: that of a pipe would wait for a writer, and its kind is known only after it.
fn open_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    options.open(path)
}

fn open(path: &Path) -> Result<(Option<u64>, FirstRead), StoreError> {
    let opened = open_file(path).and_then(|file| Ok((file.metadata()?, file)));
    let (data, mut file) = match opened {
        Ok(opened) => opened,
        // What cannot be opened may be something that is none of ours, such as a socket.
        Err(cause) => match fs::metadata(path) {
            Ok(data) if !data.is_file() && !data.is_dir() => {
                return Err(error(path, Trouble::Unsupported, Some("this is not a regular file".into())));
            }
            _ => return Err(reading(path, cause)),
        },
    };
    if data.is_dir() {
        return Err(error(path, Trouble::NotFound, Some("this is a folder".into())));
    }
    if !data.is_file() {
        return Err(error(path, Trouble::Unsupported, Some("this is not a regular file".into())));
    }
    let first = read_chunk(&mut file, data.len()).map_err(|cause| reading(path, cause))?;
    Ok(if (first.len() as u64) < CHUNK_BYTES {
        (Some(first.len() as u64), FirstRead::Whole(first))
    } else {
        // A file that is being written may have grown by the end.
        (None, FirstRead::Begun(first, file))
    })
}

/// The next chunk; it is shorter than the others only at the end of the file.
fn read_chunk(file: &mut fs::File, expected: u64) -> io::Result<Bytes> {
    let room = usize::try_from(expected.min(CHUNK_BYTES)).unwrap_or_default();
    let mut chunk = vec![0; room + 1];
    // A file is as long as the system says, and is over when a byte more than that is asked for in vain: one call where
    // it takes two to hear of the end.
    let read = read_once(file, &mut chunk)?;
    let is_whole = read == room && 0 < room && expected < CHUNK_BYTES;
    chunk.truncate(read);
    if !is_whole {
        file.take(CHUNK_BYTES - (read as u64).min(CHUNK_BYTES)).read_to_end(&mut chunk)?;
    }
    Ok(chunk.into())
}

fn read_once(file: &mut fs::File, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(room) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

fn chunks(path: PathBuf, file: fs::File) -> impl Stream<Item = Result<Bytes, StoreError>> + Send {
    stream::unfold(Some((path, file)), |rest| async {
        let (path, mut file) = rest?;
        let read = {
            let path = path.clone();
            blocking(&path.clone(), move || match read_chunk(&mut file, CHUNK_BYTES) {
                Ok(chunk) => Ok((chunk, file)),
                Err(cause) => Err(reading(&path, cause)),
            })
            .await
        };
        match read {
            Ok((chunk, _)) if chunk.is_empty() => None,
            Ok((chunk, file)) => Some((Ok(chunk), Some((path, file)))),
            Err(error) => Some((Err(error), None)),
        }
    })
}

fn write(path: &Path, body: &mut impl Read, replace: bool) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(path);
    let made: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    let written = write_beside(path, folder, body, replace);
    if written.is_err() {
        for folder in made {
            // Not empty, or never made: then it is not ours to remove.
            let _ = fs::remove_dir(folder);
        }
    }
    written
}

fn write_beside(path: &Path, folder: &Path, body: &mut impl Read, replace: bool) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(|cause| writing(folder, cause))?;
    // What must not be there yet is looked for under its own name: a link is something as well.
    let target = if replace { file_target(path) } else { Ok(path.to_owned()) };
    let target = target.map_err(|refused| match refused {
        TargetError::Unknown { source, .. } => writing(path, source),
        other @ TargetError::NotPlain { .. } => error(path, Trouble::Unsupported, Some(other.into())),
    })?;
    let folder = target.parent().unwrap_or(&target);
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED_PREFIX).suffix(UNFINISHED_SUFFIX);
    // Temporary files are for their owner only; what becomes a film is as open as any new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(|cause| writing(path, cause))?;
    // The sync is where a network drive says that it is full.
    let whole = io::copy(body, &mut file).and_then(|_| file.as_file().sync_data());
    whole.map_err(|cause| writing(path, cause))?;
    if replace {
        file.persist(&target).map_err(|refused| writing(path, refused.error))?;
    } else {
        file.persist_noclobber(&target).map_err(|refused| match refused.error.kind() {
            io::ErrorKind::AlreadyExists => error(path, Trouble::Exists, None),
            _ => writing(path, refused.error),
        })?;
    }
    Ok(())
}
