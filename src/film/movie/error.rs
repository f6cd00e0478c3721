//! Why a film, a poster or a folder of frames could not be made.

use std::{io, path::PathBuf};

use crate::{film::encode::EncodeError, store::TargetError};

/// Why a film could not be made.
#[derive(Debug, thiserror::Error)]
pub enum MovieError {
    /// The encoder failed.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The folder for a file is not there.
    #[error("could not write {}: there is no folder {}; make it first, or name another", path.display(), folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// The folder: where links lead, if the file is one.
        folder: PathBuf,
    },
    /// A file could not be written.
    #[error("could not write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A picture could not be written.
    #[error("could not write the picture {}", path.display())]
    Picture {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: image::ImageError,
    },
    /// A target that nothing can take the place of.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// What other programs take for their output.
    #[error("- is no place: results go to files; name one (./- is a file of that name)")]
    Pipe,
    /// A film whose name promises another kind of file.
    #[error("a film is an MP4 file, so it cannot be called {}; call it {}", path.display(), instead.display())]
    NotMp4 {
        /// The name.
        path: PathBuf,
        /// A possible one.
        instead: PathBuf,
    },
    /// A picture whose name promises another kind of file.
    #[error("a picture is a PNG or JPEG file, so it cannot be called {}; call it {}", path.display(), instead.display())]
    NotAPicture {
        /// The name.
        path: PathBuf,
        /// A possible one.
        instead: PathBuf,
    },
    /// A preview whose name promises another kind of file.
    #[error("a preview is a WebP or GIF file, so it cannot be called {}; call it {}", path.display(), instead.display())]
    NotAPreview {
        /// The name.
        path: PathBuf,
        /// A possible one.
        instead: PathBuf,
    },
    /// A preview that is too large however small it is made.
    #[error("even the smallest preview of this film has more than {most} bytes, so {} is not written", path.display())]
    LargePreview {
        /// The preview.
        path: PathBuf,
        /// The most bytes that it may have.
        most: u64,
    },
    /// A folder for frames that is not empty.
    #[error("{} is not an empty folder; frames go into a new one", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The caller asked to stop.
    #[error("stopped after {frames} of {all} frames; nothing was written")]
    Stopped {
        /// Frames made so far.
        frames: usize,
        /// Frames of the film.
        all: usize,
    },
}
