//! Files and folders that are made beside their targets, and moved there when they are complete.
//!
//! If anything fails before that, the target is unchanged and nothing is left beside it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::error::MovieError;
use crate::store;

/// A file or folder that is made beside its target, and deleted unless it is placed there.
#[derive(Debug)]
pub struct Draft {
    /// As it was named, for messages.
    target: PathBuf,
    /// Where it is, at the end of all links.
    place: PathBuf,
    beside: Beside,
}

#[derive(Debug)]
enum Beside {
    File(tempfile::TempPath),
    Folder(tempfile::TempDir),
}

impl Draft {
    /// A file beside `target`, which must not exist or be a file that may be overwritten.
    ///
    /// # Errors
    /// If the target cannot be written, which is better known before the work than after.
    pub fn file(target: &Path, suffix: &str) -> Result<Self, MovieError> {
        let write = |source| MovieError::Write { path: target.to_owned(), source };
        if target == Path::new("-") {
            return Err(MovieError::Pipe);
        }
        let place = store::file_target(target)?;
        // A target that is there must be a file that may be written: renaming alone would not ask.
        if fs::metadata(&place).is_ok() {
            drop(fs::OpenOptions::new().append(true).open(&place).map_err(write)?);
        }
        folder_for(target, &place)?;
        let file = temporary().suffix(suffix).tempfile_in(parent(&place)).map_err(plain).map_err(write)?;
        Ok(Self { target: target.to_owned(), place, beside: Beside::File(file.into_temp_path()) })
    }

    /// A folder beside `target`, which must not exist or be empty.
    ///
    /// # Errors
    /// As for a file.
    pub fn folder(target: &Path) -> Result<Self, MovieError> {
        let write = |source| MovieError::Write { path: target.to_owned(), source };
        let place = store::folder_target(target)?;
        match fs::read_dir(&place).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Ok(false) => return Err(MovieError::NotEmpty { path: target.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(write(error)),
        }
        folder_for(target, &place)?;
        let folder = temporary().tempdir_in(parent(&place)).map_err(plain).map_err(write)?;
        Ok(Self { target: target.to_owned(), place, beside: Beside::Folder(folder) })
    }

    /// Where it will be moved, with all links followed: the same for all names of a file.
    pub fn place_of_target(&self) -> &Path {
        &self.place
    }

    /// Writes all that belongs into the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn fill(&self, bytes: &[u8]) -> Result<(), MovieError> {
        fs::write(self.path(), bytes)
            .map_err(|source| MovieError::Write { path: self.target.clone(), source })
    }

    /// Where it will be moved, as it was named.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Where it is while it is incomplete.
    pub fn path(&self) -> &Path {
        match &self.beside {
            Beside::File(file) => file,
            Beside::Folder(folder) => folder.path(),
        }
    }

    /// Moves it to its target once it is complete, with the permissions of a new file. Returns a file's size in
    /// bytes; 0 for a folder.
    ///
    /// # Errors
    /// If it cannot be moved; the target is then unchanged.
    pub fn place(self) -> Result<u64, MovieError> {
        let Self { target, place, beside } = self;
        let write = |source| MovieError::Write { path: target.clone(), source };
        match beside {
            Beside::File(file) => {
                let bytes = fs::metadata(&file).map_err(write)?.len();
                open_to_others(&file, &place, 0o644).map_err(write)?;
                file.persist(&place).map_err(|error| write(error.error))?;
                Ok(bytes)
            }
            Beside::Folder(folder) => {
                open_to_others(folder.path(), &place, 0o755).map_err(write)?;
                // An empty folder that is there is replaced by the rename.
                fs::rename(folder.path(), &place).map_err(write)?;
                // Renamed away, there is nothing left to remove.
                let _ = folder.keep();
                Ok(0)
            }
        }
    }
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".labelrace-");
    builder
}

/// The system's error without the temporary name that `tempfile` adds, which means nothing to the reader.
fn plain(error: io::Error) -> io::Error {
    let words = error.to_string();
    match words.split_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}

/// Temporary files are private to their owner; a film is readable by everybody with access to the folder.
#[cfg(unix)]
fn open_to_others(file: &Path, target: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let permissions = match fs::metadata(target) {
        Ok(metadata) => metadata.permissions(),
        Err(_) => fs::Permissions::from_mode(mode),
    };
    fs::set_permissions(file, permissions)
}

#[cfg(not(unix))]
fn open_to_others(_file: &Path, _target: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Looks whether the folder that a target lies in is there.
fn folder_for(target: &Path, place: &Path) -> Result<(), MovieError> {
    let is_missing = |folder: &Path| matches!(folder.try_exists(), Ok(false));
    // As somebody wrote it, unless a link leads elsewhere.
    let folder = [parent(target), parent(place)].into_iter().find(|folder| is_missing(folder));
    match folder {
        Some(folder) => Err(MovieError::NoFolder { path: target.to_owned(), folder: folder.to_owned() }),
        None => Ok(()),
    }
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
