//! Files and folders that are made beside their targets, and moved there when they are whole.
//!
//! Whatever happens before that, the target stays as it was, and nothing is left beside it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::error::MovieError;

/// A file or folder that is made beside its target, and is gone unless it is placed there.
#[derive(Debug)]
pub struct Draft {
    target: PathBuf,
    beside: Beside,
}

#[derive(Debug)]
enum Beside {
    File(tempfile::TempPath),
    Folder(tempfile::TempDir),
}

impl Draft {
    /// A file beside `target`, which is not there or may be written over.
    ///
    /// # Errors
    /// When the target can never be written, which is better known before the work than after.
    pub fn file(target: &Path, suffix: &str) -> Result<Self, MovieError> {
        let write = |source| MovieError::Write { path: target.to_owned(), source };
        // A target that is there must be a file that may be written: renaming alone would not ask.
        match fs::metadata(target) {
            Ok(metadata) if !metadata.is_file() => {
                return Err(MovieError::NotAFile { path: target.to_owned() });
            }
            Ok(_) => drop(fs::OpenOptions::new().append(true).open(target).map_err(write)?),
            Err(_) => {}
        }
        let file = temporary().suffix(suffix).tempfile_in(parent(target)).map_err(plain).map_err(write)?;
        Ok(Self { target: target.to_owned(), beside: Beside::File(file.into_temp_path()) })
    }

    /// A folder beside `target`, which is not there or empty.
    ///
    /// # Errors
    /// As for a file.
    pub fn folder(target: &Path) -> Result<Self, MovieError> {
        let write = |source| MovieError::Write { path: target.to_owned(), source };
        match fs::read_dir(target).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Ok(false) => return Err(MovieError::NotEmpty { path: target.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(write(error)),
        }
        let folder = temporary().tempdir_in(parent(target)).map_err(plain).map_err(write)?;
        Ok(Self { target: target.to_owned(), beside: Beside::Folder(folder) })
    }

    /// Where it is wanted.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Where it is made.
    pub(super) fn path(&self) -> &Path {
        match &self.beside {
            Beside::File(file) => file,
            Beside::Folder(folder) => folder.path(),
        }
    }

    /// Moves it to its target when it is whole, with the permissions of anything new. Answers with a file's size in bytes.
    ///
    /// # Errors
    /// When it cannot be moved; the target is then as it was.
    pub fn place(self) -> Result<u64, MovieError> {
        let Self { target, beside } = self;
        let write = |source| MovieError::Write { path: target.clone(), source };
        match beside {
            Beside::File(file) => {
                let bytes = fs::metadata(&file).map_err(write)?.len();
                open_to_others(&file, &target, 0o644).map_err(write)?;
                file.persist(&target).map_err(|error| write(error.error))?;
                Ok(bytes)
            }
            Beside::Folder(folder) => {
                open_to_others(folder.path(), &target, 0o755).map_err(write)?;
                // An empty folder that is there is replaced by the rename.
                fs::rename(folder.path(), &target).map_err(write)?;
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

/// What the system said, without the temporary name that `tempfile` adds: nobody asked for such a file.
fn plain(error: io::Error) -> io::Error {
    let words = error.to_string();
    match words.split_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}

/// Temporary files are for their owner alone; a film is for everybody whom the folder lets in.
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

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
