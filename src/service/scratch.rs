//! A temporary folder for one run. Folders that earlier runs left behind are removed first, and its own at the end.
//!
//! Lambda ends a run that takes too long without a word, and its files stay: after some such mornings the disk would
//! be full. A lock shows whether a folder is still in use; the system releases the lock of a process that dies.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// The names of these folders begin with this.
const PREFIX: &str = "labelrace-";

/// How often a folder is made again after another run has removed it between making and locking.
const TRIES: u32 = 5;

/// A folder that is gone when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    folder: tempfile::TempDir,
    _lock: File,
}

impl Scratch {
    /// Removes what earlier runs left in `above`, and makes a new folder in it.
    ///
    /// # Errors
    /// When no folder can be made there. Whatever cannot be removed stays.
    pub fn new(above: &Path) -> io::Result<Self> {
        sweep(above)?;
        for _ in 1..TRIES {
            if let Some(scratch) = Self::make(above)? {
                return Ok(scratch);
            }
        }
        Self::make(above)?.ok_or_else(|| io::Error::other("another run removes it again and again"))
    }

    fn make(above: &Path) -> io::Result<Option<Self>> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(above)?;
        let lock = File::open(folder.path());
        let is_ours = lock.as_ref().is_ok_and(|lock| lock.try_lock().is_ok());
        // Another run may have removed it before it was locked.
        Ok(match lock {
            Ok(lock) if is_ours && folder.path().exists() => Some(Self { folder, _lock: lock }),
            _ => None,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Removes the folder.
    ///
    /// # Errors
    /// When something could not be removed.
    pub fn close(self) -> io::Result<()> {
        self.folder.close()
    }
}

fn sweep(above: &Path) -> io::Result<()> {
    for entry in fs::read_dir(above)? {
        let Ok(path) = entry.map(|entry| entry.path()) else { continue };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Beside folders of whole runs there may be files of a film that was being made.
        if name.starts_with(PREFIX) || name.starts_with(&format!(".{PREFIX}")) {
            remove_unless_somebodys(&path);
        }
    }
    Ok(())
}

fn remove_unless_somebodys(path: &PathBuf) {
    let Ok(file) = File::open(path) else { return };
    if file.try_lock().is_err() {
        return;
    }
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Ok(()) => tracing::info!("removed what a run that was ended had left"),
        Err(error) => tracing::warn!(%error, "could not remove what a run that was ended had left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_swept_and_what_is_in_use_stays() {
        let above = tempfile::tempdir().unwrap();
        let left = above.path().join("labelrace-left");
        fs::create_dir_all(left.join("deep")).unwrap();
        fs::write(left.join("deep/race.mp4"), "half").unwrap();
        fs::write(above.path().join(".labelrace-x.mp4"), "half").unwrap();
        fs::write(above.path().join("other"), "not ours").unwrap();

        let first = Scratch::new(above.path()).unwrap();
        assert!(!left.exists());
        let second = Scratch::new(above.path()).unwrap();
        assert!(first.path().exists() && second.path().exists());
        fs::write(second.path().join("race.mp4"), "whole").unwrap();
        drop(first);
        second.close().unwrap();
        let names: Vec<_> =
            fs::read_dir(above.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["other"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let above = tempfile::tempdir().unwrap();
        assert!(Scratch::new(&above.path().join("none")).is_err());
    }
}
