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
    // Dropped in this order: the lock is held until nothing is left.
    contents: RunFiles,
    folder: tempfile::TempDir,
    _lock: File,
}

/// What is in a folder beside its marker, which is gone when this is dropped.
#[derive(Debug)]
struct RunFiles(PathBuf);

impl Drop for RunFiles {
    fn drop(&mut self) {
        if let Err(error) = empty(&self.0) {
            tracing::warn!(%error, "temporary files of this run stay until the next one");
        }
    }
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
        Ok(Self { contents: RunFiles(folder.path().to_owned()), folder, _lock: lock })
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
        empty(&self.contents.0)?;
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
            match empty(&folder).and_then(|()| fs::remove_dir_all(&folder)) {
                Ok(()) => tracing::info!("removed what a run that was ended had left"),
                Err(error) => tracing::warn!(%error, "could not remove what a run that was ended had left"),
            }
        }
    }
    Ok(())
}

/// Removes what is in a folder beside its marker. That goes last: whoever is ended in between leaves a folder that the
/// next sweep still knows.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == MARKER {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        }?;
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

    use proptest::prelude::{Just, Strategy as _};
    use rustix::fs::{CWD, FileType, mknodat};

    use super::*;

    /// What a run leaves that is ended without a word.
    fn abandoned(above: &Path) -> PathBuf {
        let scratch = Scratch::new(above).unwrap();
        fs::create_dir(scratch.path().join("deep")).unwrap();
        fs::write(scratch.path().join("deep/.labelrace-x.mp4"), "half").unwrap();
        let Scratch { contents, folder, _lock } = scratch;
        std::mem::forget(contents);
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

    /// Something in the temporary folder when a function starts.
    #[derive(Clone, Debug)]
    enum Lying {
        /// Of a run that was ended; so many of its files were removed already by one that was ended too.
        Over(usize),
        /// Of a run that goes on.
        InUse,
        /// A folder called like ours, without a marker.
        Foreign,
        /// Called like ours, with a marker that is cut off.
        Cut(usize),
    }

    proptest::proptest! {
        #[test]
        fn whatever_sweeps_were_ended_before_or_go_on_beside_one_takes_all_that_is_over_and_nothing_else(
            lying in proptest::collection::vec(
                proptest::prop_oneof![
                    (0..6_usize).prop_map(Lying::Over),
                    Just(Lying::InUse),
                    Just(Lying::Foreign),
                    (0..WORDS.len()).prop_map(Lying::Cut),
                ],
                0..8,
            ),
            n_sweeps in 1..4,
        ) {
            let above = tempfile::tempdir().unwrap();
            let (mut stays, mut running) = (Vec::new(), Vec::new());
            for (n, kind) in lying.into_iter().enumerate() {
                let called = above.path().join(format!("{PREFIX}{n}"));
                match kind {
                    Lying::Over(n_gone) => {
                        let left = abandoned(above.path());
                        for n in 0..5 {
                            fs::write(left.join(format!("{n}.png")), "half").unwrap();
                        }
                        let inside = names(&left).into_iter().filter(|name| name != MARKER).take(n_gone);
                        for name in inside {
                            let path = left.join(name);
                            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
                        }
                    }
                    Lying::InUse => {
                        let scratch = Scratch::new(above.path()).unwrap();
                        fs::write(scratch.path().join("0.png"), "half").unwrap();
                        stays.push(scratch.path().join("0.png"));
                        running.push(scratch);
                    }
                    Lying::Foreign => {
                        fs::create_dir(&called).unwrap();
                        stays.push(called);
                    }
                    Lying::Cut(len) => {
                        fs::create_dir(&called).unwrap();
                        fs::write(called.join(MARKER), &WORDS[..len]).unwrap();
                        stays.push(called.join(MARKER));
                    }
                }
            }
            std::thread::scope(|scope| {
                let sweeps: Vec<_> = (0..n_sweeps).map(|_| scope.spawn(|| sweep(above.path()))).collect();
                for sweep in sweeps {
                    sweep.join().unwrap().unwrap();
                }
            });
            let found = names(above.path()).len();
            proptest::prop_assert!(stays.iter().all(|path| path.exists()));
            proptest::prop_assert_eq!(found, stays.len());
            for scratch in running {
                scratch.close().unwrap();
            }
        }
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
