//! Where a file that is written really goes: at the end of every link, and only in the place of a plain file.
//!
//! A file is made beside its target and moved there when it is whole. Moved onto a link, it would take the place of
//! the link itself, which may be the system's own: `/dev/stdout` is one. Everything that writes asks here first.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// So many links may lead from one to the next, as on Linux.
const MOST_LINKS: u32 = 40;

/// Why nothing can be written there.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// Something that a file or a folder cannot take the place of.
    #[error("{} is {what}, and {wanted} cannot take its place", path.display())]
    NotPlain {
        /// The target as it was named.
        path: PathBuf,
        /// What is there.
        what: &'static str,
        /// What was to be there.
        wanted: &'static str,
    },
    /// The system does not say what is there.
    #[error("could not look at {}", path.display())]
    Unknown {
        /// The target as it was named.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Follows the links of a target that is to be a file. What it points to need not exist.
///
/// # Errors
/// When a folder, a device, a pipe or a socket is there, or the links lead in a circle.
pub fn file_target(path: &Path) -> Result<PathBuf, TargetError> {
    target(path, TargetKind::File)
}

/// Follows the links of a target that is to be a folder. What it points to need not exist.
///
/// # Errors
/// When something else than a folder is there, or the links lead in a circle.
pub fn folder_target(path: &Path) -> Result<PathBuf, TargetError> {
    target(path, TargetKind::Folder)
}

fn target(path: &Path, wanted: TargetKind) -> Result<PathBuf, TargetError> {
    let target = followed(path, wanted)?;
    // The kind of what is there is looked at, and it is not opened: opening a pipe would wait for its other end.
    match kind(&target) {
        Ok(Some(found)) if found != wanted => Err(not_plain(path, found.words(), wanted)),
        Ok(_) => Ok(target),
        Err(source) => Err(TargetError::Unknown { path: path.to_owned(), source }),
    }
}

fn not_plain(path: &Path, what: &'static str, wanted: TargetKind) -> TargetError {
    TargetError::NotPlain { path: path.to_owned(), what, wanted: wanted.words() }
}

/// The end of all links, in a folder that is named without any: two names of one file become one.
fn followed(path: &Path, wanted: TargetKind) -> Result<PathBuf, TargetError> {
    let unknown = |source| TargetError::Unknown { path: path.to_owned(), source };
    let mut target = std::path::absolute(path).map_err(unknown)?;
    for _ in 0..=MOST_LINKS {
        // Without its folder nothing can be written, and whoever writes says so.
        if let (Some(folder), Some(name)) = (target.parent(), target.file_name())
            && let Ok(folder) = folder.canonicalize()
        {
            target = folder.join(name);
        }
        // The links there lead to what a process has open, and to nothing that has a place.
        if cfg!(target_os = "linux") && target.starts_with("/proc") {
            return Err(not_plain(path, "an open file of a process", wanted));
        }
        match fs::read_link(&target) {
            Ok(next) => {
                target = target.parent().unwrap_or(Path::new("/")).join(next);
            }
            Err(_) => return Ok(target),
        }
    }
    Err(not_plain(path, "a link that leads in a circle", wanted))
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum TargetKind {
    File,
    Folder,
    Other(&'static str),
}

impl TargetKind {
    fn words(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Other(what) => what,
        }
    }
}

/// What is there, if anything.
fn kind(target: &Path) -> io::Result<Option<TargetKind>> {
    let data = match fs::symlink_metadata(target) {
        Ok(data) => data.file_type(),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    Ok(Some(match data {
        data if data.is_file() => TargetKind::File,
        data if data.is_dir() => TargetKind::Folder,
        data => TargetKind::Other(special(data)),
    }))
}

#[cfg(unix)]
fn special(data: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if data.is_fifo() {
        "a pipe"
    } else if data.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special(_data: fs::FileType) -> &'static str {
    "no plain file"
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use std::os::unix::{fs::symlink, net::UnixListener};

    use super::*;

    #[test]
    fn links_are_followed_to_their_end_whether_it_is_there_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().canonicalize().unwrap().join(name);
        fs::create_dir(at("films")).unwrap();
        symlink("films/race.mp4", at("one")).unwrap();
        symlink(at("one"), at("two")).unwrap();
        symlink("films", at("folder")).unwrap();
        for name in ["films/race.mp4", "one", "two", "folder/race.mp4", "films/../folder/race.mp4"] {
            assert_eq!(file_target(&at(name)).unwrap(), at("films/race.mp4"), "{name}");
        }
        fs::write(at("films/race.mp4"), "old").unwrap();
        assert_eq!(file_target(&at("two")).unwrap(), at("films/race.mp4"));
        assert_eq!(folder_target(&at("folder")).unwrap(), at("films"));
    }

    #[test]
    fn what_is_no_plain_file_is_named_and_never_opened() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe"), rustix::fs::FileType::Fifo, 0o600.into(), 0)
            .unwrap();
        let _socket = UnixListener::bind(at("socket")).unwrap();
        symlink("/dev/null", at("null")).unwrap();
        symlink("pipe", at("to-pipe")).unwrap();
        symlink("circle", at("circle")).unwrap();
        for (name, what) in [
            ("pipe", "a pipe"),
            ("to-pipe", "a pipe"),
            ("socket", "a socket"),
            ("null", "a device"),
            ("circle", "a link that leads in a circle"),
            (".", "a folder"),
        ] {
            let path = folder.path().join(name);
            let told = file_target(&path).unwrap_err().to_string();
            let expected = format!("{} is {what}, and a file cannot take its place", path.display());
            assert_eq!(told, expected);
        }
        fs::write(at("notes"), "").unwrap();
        for (name, what) in
            [("notes", "a file"), ("null", "a device"), ("circle", "a link that leads in a circle")]
        {
            let told = folder_target(&at(name)).unwrap_err().to_string();
            assert!(told.ends_with(&format!("is {what}, and a folder cannot take its place")), "{told}");
        }
    }

    #[test]
    fn the_systems_own_links_stay() {
        for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/2"] {
            let told = file_target(Path::new(name)).unwrap_err().to_string();
            assert!(told.contains("is an open file of a process"), "{told}");
        }
    }
}
