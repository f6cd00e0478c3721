//! What the system says of a file or folder, as an error of the store.

use std::{io, path::Path};

use tokio::task::spawn_blocking;

use crate::store::error::{BoxError, StoreError, Trouble};

pub(super) fn error(path: &Path, trouble: Trouble, source: Option<BoxError>) -> StoreError {
    StoreError { what: path.display().to_string(), trouble, source }
}

/// The system's error as one about reading.
pub(crate) fn reading(path: &Path, cause: io::Error) -> StoreError {
    let trouble = match cause.kind() {
        _ if is_not_there(&cause) => Trouble::NotFound,
        io::ErrorKind::PermissionDenied => Trouble::Denied,
        _ if is_exhausted(&cause) => Trouble::Exhausted,
        _ => Trouble::Other,
    };
    error(path, trouble, Some(cause.into()))
}

/// Whether this machine lacks something just now, which says nothing about the file.
fn is_exhausted(cause: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let errors = [Errno::MFILE, Errno::NFILE, Errno::NOMEM, Errno::AGAIN, Errno::NOBUFS, Errno::NOSPC];
        if let Some(error) = Errno::from_io_error(cause) {
            return errors.contains(&error);
        }
    }
    matches!(cause.kind(), io::ErrorKind::OutOfMemory | io::ErrorKind::StorageFull)
}

/// A path through something that is a file and not a folder does not exist either.
pub(super) fn is_not_there(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The system's error as one about writing, where nothing is ever "not found".
pub(super) fn writing(path: &Path, cause: io::Error) -> StoreError {
    let trouble = match cause.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Trouble::Denied,
        _ if is_exhausted(&cause) => Trouble::Exhausted,
        _ => Trouble::Other,
    };
    error(path, trouble, Some(cause.into()))
}

/// Does something on a thread that may wait.
pub(super) async fn blocking<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match spawn_blocking(work).await {
        Ok(done) => done,
        Err(stopped) => Err(error(path, Trouble::Other, Some(stopped.into()))),
    }
}
