//! A temporary folder for one run, which is removed at its end; and the sweep of those whose runs did not get there.
//!
//! Lambda ends a run that takes too long without a word, and its files stay: after some such mornings the disk would
//! be full. Only the function sweeps, since only there the temporary folder is its own. What it removes has to show
//! that it was ours: a folder of our user with our marker in it, which nobody holds the lock of. The system releases
//! the lock of a process that dies.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// The names of these folders begin with this.
const PREFIX: &str = "labelrace-run-";

/// The file that shows that a folder is ours. It is locked as long as the run goes on.
const MARKER: &str = "labelrace-run.lock";

/// Its name until it is locked.
const UNLOCKED: &str = ".labelrace-run.lock";

/// What it says.
const WORDS: &[u8] = b"Temporary files of a run of labelrace. They may be deleted once it is over.\n";

/// A folder that is gone when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    folder: tempfile::TempDir,
    _lock: File,
}

impl Scratch {
    /// Makes a new folder in `above`.
    ///
    /// # Errors
    /// When no folder can be made there.
    pub fn new(above: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(above)?;
        let unlocked = folder.path().join(UNLOCKED);
        let mut lock = File::create_new(&unlocked)?;
        lock.write_all(WORDS)?;
        lock.lock()?;
        // It gets its name when it is locked, so that no sweep sees it without.
        fs::rename(unlocked, folder.path().join(MARKER))?;
        Ok(Self { folder, _lock: lock })
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

/// Removes the folders in `above` that runs have left which are over. Whatever cannot be removed stays.
///
/// # Errors
/// When `above` cannot be listed.
pub fn sweep(above: &Path) -> io::Result<()> {
    for entry in fs::read_dir(above)? {
        let Ok(entry) = entry else { continue };
        if !entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
            continue;
        }
        let folder = entry.path();
        // The lock is held until the folder is gone.
        if let Some(_lock) = left(&folder) {
            match fs::remove_dir_all(&folder) {
                Ok(()) => tracing::info!("removed what a run that was ended had left"),
                Err(error) => tracing::warn!(%error, "could not remove what a run that was ended had left"),
            }
        }
    }
    Ok(())
}

/// The lock of a folder that a run has left; `None` if it is not one, or the run goes on.
fn left(folder: &Path) -> Option<File> {
    let data = fs::symlink_metadata(folder).ok()?;
    if !data.is_dir() || !is_of_our_user(&data) {
        return None;
    }
    let mut marker = open_marker(&folder.join(MARKER))?;
    let data = marker.metadata().ok()?;
    if !data.is_file() || !is_of_our_user(&data) || data.len() != WORDS.len() as u64 {
        return None;
    }
    let mut words = vec![0; WORDS.len()];
    marker.read_exact(&mut words).ok()?;
    (words == WORDS && marker.try_lock().is_ok()).then_some(marker)
}

/// Opens the marker itself and no link in its place, and waits for nothing, as for the other end of a pipe.
#[cfg(unix)]
fn open_marker(marker: &PathBuf) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    let how = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    open(marker, how, Mode::empty()).ok().map(File::from)
}

#[cfg(not(unix))]
fn open_marker(marker: &PathBuf) -> Option<File> {
    fs::symlink_metadata(marker).ok().filter(fs::Metadata::is_file)?;
    File::open(marker).ok()
}

#[cfg(unix)]
fn is_of_our_user(data: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(data) == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_of_our_user(_data: &fs::Metadata) -> bool {
    true
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use rustix::fs::{CWD, FileType, mknodat};

    use super::*;

    /// What a run leaves that is ended without a word.
    fn abandoned(above: &Path) -> PathBuf {
        let scratch = Scratch::new(above).unwrap();
        fs::create_dir(scratch.path().join("deep")).unwrap();
        fs::write(scratch.path().join("deep/.labelrace-x.mp4"), "half").unwrap();
        let Scratch { folder, _lock } = scratch;
        folder.keep()
    }

    fn names(above: &Path) -> Vec<String> {
        let names =
            fs::read_dir(above).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    fn pipe(path: &Path) {
        mknodat(CWD, path, FileType::Fifo, 0o600.into(), 0).unwrap();
    }

    #[test]
    fn what_a_run_has_left_is_swept_and_what_is_in_use_stays() {
        let above = tempfile::tempdir().unwrap();
        let left = abandoned(above.path());
        let running = Scratch::new(above.path()).unwrap();
        assert!(left.exists(), "making one sweeps nothing");
        sweep(above.path()).unwrap();
        assert!(!left.exists() && running.path().exists());
        running.close().unwrap();
        assert!(names(above.path()).is_empty());
    }

    #[test]
    fn what_is_only_called_like_ours_stays() {
        let above = tempfile::tempdir().unwrap();
        let at = |name: &str| above.path().join(name);
        let real = abandoned(above.path());
        fs::create_dir_all(at("labelrace-jobs-backup/deep")).unwrap();
        fs::write(at("labelrace-race.mp4"), "a film").unwrap();
        fs::write(at(".labelrace-draft.mp4"), "half").unwrap();
        fs::write(at("labelrace-run-file"), "a file").unwrap();
        fs::create_dir(at("labelrace-run-no-marker")).unwrap();
        fs::create_dir(at("labelrace-run-other-words")).unwrap();
        let other_words = WORDS.to_ascii_uppercase();
        fs::write(at("labelrace-run-other-words").join(MARKER), other_words).unwrap();
        fs::create_dir(at("labelrace-run-linked-marker")).unwrap();
        symlink(real.join(MARKER), at("labelrace-run-linked-marker").join(MARKER)).unwrap();
        fs::create_dir(at("labelrace-run-piped-marker")).unwrap();
        pipe(&at("labelrace-run-piped-marker").join(MARKER));
        pipe(&at("labelrace-run-pipe"));
        pipe(&at("labelrace-pipe"));
        let elsewhere = tempfile::tempdir().unwrap();
        let linked = abandoned(elsewhere.path());
        symlink(&linked, at("labelrace-run-link")).unwrap();

        let mut expected = names(above.path());
        sweep(above.path()).unwrap();
        expected.retain(|name| *name != real.file_name().unwrap().to_string_lossy());
        assert_eq!(names(above.path()), expected);
        assert!(linked.join(MARKER).exists(), "what a link points to was swept");
    }

    #[test]
    fn what_belongs_to_another_user_stays() {
        let above = tempfile::tempdir().unwrap();
        let left = abandoned(above.path());
        // Only root can give a file away; for anybody else this is a folder of their own, and is swept.
        let is_given = std::os::unix::fs::chown(left.join(MARKER), Some(65_534), None).is_ok();
        sweep(above.path()).unwrap();
        assert_eq!(left.exists(), is_given);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let above = tempfile::tempdir().unwrap();
        assert!(Scratch::new(&above.path().join("none")).is_err());
        assert!(sweep(&above.path().join("none")).is_err());
    }
}
