//! What can go wrong between the first frame and a checked film.

use std::{io, path::PathBuf, process::ExitStatus};

use super::limits::LONGEST_SIDE;

/// Why there is no film.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The ffmpeg that was named cannot be used.
    #[error("{said} names {}, which {why}", .ffmpeg.display())]
    Named {
        /// Where it was named: the flag or the variable.
        said: &'static str,
        /// The path that was named.
        ffmpeg: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// No ffmpeg anywhere.
    #[error(
        "ffmpeg was not found (install it with the system's package manager, or name one with --ffmpeg or LABELRACE_FFMPEG)"
    )]
    Missing,
    /// Sides that a film in 4:2:0 cannot have.
    #[error("a film cannot be {width}x{height} (both sides must be even, from 2 to {LONGEST_SIDE} pixels)")]
    Size {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// No frames in a second.
    #[error("a film needs at least 1 frame per second")]
    Fps,
    /// ffmpeg could not be started.
    #[error("could not start {} (name another ffmpeg with --ffmpeg)", .ffmpeg.display())]
    Spawn {
        /// What was to be started.
        ffmpeg: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// An ffmpeg that cannot make a moving picture of this kind.
    #[error("{} cannot make {kind} pictures{}", .ffmpeg.display(), .instead.map_or_else(String::new, |instead| format!("; name the preview like {instead}")))]
    NoPreview {
        /// The program.
        ffmpeg: PathBuf,
        /// What it cannot make.
        kind: &'static str,
        /// What it may be able to make.
        instead: Option<&'static str>,
    },
    /// What a film has beside its frames could not be written where ffmpeg reads it.
    #[error("could not write the chapters or the cover of the film")]
    Extras(#[source] io::Error),
    /// A frame of the wrong length.
    #[error("a frame has {found} bytes instead of {expected}")]
    FrameLength {
        /// Bytes that came.
        found: usize,
        /// Bytes of a frame of this size.
        expected: usize,
    },
    /// No frames.
    #[error("a film needs at least 1 frame")]
    NoFrames,
    /// ffmpeg failed or was killed.
    #[error("ffmpeg failed after {frames} frames ({status}){}", told(.words, *.status))]
    Failed {
        /// Frames that it had been given.
        frames: u64,
        /// How it ended.
        status: ExitStatus,
        /// The last 4 KiB that it said; may be empty.
        words: String,
    },
    /// ffmpeg failed while it made a preview of the film.
    #[error("ffmpeg could not make the preview ({status}){}", told(.words, *.status))]
    Preview {
        /// How it ended.
        status: ExitStatus,
        /// The last 4 KiB that it said; may be empty.
        words: String,
    },
    /// ffmpeg exited successfully before it had read all frames.
    #[error("ffmpeg stopped reading after {frames} frames and reported no error")]
    Stopped {
        /// Frames that it had been given.
        frames: u64,
    },
    /// Somebody who holds the stopper ended it.
    #[error("ffmpeg was ended, as somebody asked to stop")]
    Asked,
    /// Nothing went on for too long.
    #[error("ffmpeg did nothing for {seconds} s and was ended (name another one with --ffmpeg)")]
    Idle {
        /// How long it was waited for.
        seconds: u64,
    },
    /// A frame could not be written although ffmpeg had not failed.
    #[error("could not hand a frame to ffmpeg")]
    Pipe(#[source] io::Error),
    /// ffmpeg's exit status could not be read.
    #[error("could not wait for ffmpeg")]
    Wait(#[source] io::Error),
    /// The film that was written cannot be read.
    #[error("ffmpeg left a film that is damaged{}", told(.words, *.status))]
    Damaged {
        /// How ffmpeg ended that read it.
        status: ExitStatus,
        /// What it said.
        words: String,
    },
    /// The film that was written is not the film that was drawn.
    #[error("ffmpeg left a film of {found} frames instead of {expected}")]
    FrameCount {
        /// Frames in the file.
        found: u64,
        /// Frames that were drawn.
        expected: u64,
    },
}

/// ffmpeg's output as the end of a sentence.
fn told(words: &str, status: ExitStatus) -> String {
    if !words.is_empty() {
        return format!(": {words}");
    }
    #[cfg(unix)]
    if std::os::unix::process::ExitStatusExt::signal(&status) == Some(9) {
        return ": somebody killed it, or the memory did not suffice".to_owned();
    }
    let _ = status;
    ", and it did not say why".to_owned()
}
