//! What film is to be made, and how ffmpeg is asked for it.

use std::{
    ffi::OsString,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    command::file_url,
    error::EncodeError,
    extras::{ExtraFiles, Extras},
    limits::LONGEST_SIDE,
    quality::Quality,
};

/// The meaning of the pixel values; without it players guess, differently for each size.
const BT709: [&str; 8] =
    ["-color_range", "tv", "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"];

/// Which film to make, and with which ffmpeg.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Encoding {
    /// The program, as [`find`](super::find()) found it.
    pub ffmpeg: PathBuf,
    /// Pixels from left to right: even, 2 to 16384.
    pub width: u32,
    /// Pixels from top to bottom: even, 2 to 16384.
    pub height: u32,
    /// Frames per second, at least 1.
    pub fps: u32,
    /// How carefully x264 compresses.
    pub quality: Quality,
    /// Threads that x264 may use; `None` leaves it to x264, which takes one and a half for each
    /// processor it sees. The bytes of a film depend on it.
    pub threads: Option<NonZeroU32>,
    /// The title that players show.
    pub title: Option<String>,
    /// What it has beside its frames.
    pub extras: Extras,
    /// How long ffmpeg may go without taking a frame, closing the film or telling of a packet, before it is ended;
    /// [`PATIENCE`](super::PATIENCE) is the usual time.
    pub patience: Duration,
}

impl Encoding {
    /// The bytes of one frame: the Y plane, then Cb, then Cr, with no padding.
    #[must_use]
    pub fn frame_len(&self) -> usize {
        self.width as usize * self.height as usize * 3 / 2
    }

    pub(super) fn check(&self) -> Result<(), EncodeError> {
        let side = |side: u32| side.is_multiple_of(2) && (2..=LONGEST_SIDE).contains(&side);
        if !side(self.width) || !side(self.height) {
            return Err(EncodeError::Size { width: self.width, height: self.height });
        }
        if self.fps == 0 {
            return Err(EncodeError::Fps);
        }
        Ok(())
    }

    pub(super) fn arguments(&self, files: &ExtraFiles, target: &Path) -> Vec<OsString> {
        let extra = files.arguments();
        let size = format!("{}x{}", self.width, self.height);
        let fps = self.fps.to_string();
        // About two seconds from one keyframe to the next: players seek to keyframes.
        let gop = self.fps.saturating_mul(2).to_string();

        let mut all = Vec::new();
        let mut add = |some: &[&str]| all.extend(some.iter().map(OsString::from));
        add(&["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", &size, "-framerate", &fps]);
        // The frames are tagged on their way in as on their way out: ffmpeg from 7.1 on puts a
        // scaler between two ends that differ, at the price of the encoding itself.
        add(&BT709);
        // Reading from pipe:0 keeps ffmpeg from reading the keyboard, so no -nostdin is needed.
        add(&["-i", "pipe:0"]);
        all.extend(extra.inputs);
        let mut add = |some: &[&str]| all.extend(some.iter().map(OsString::from));
        add(&["-map", "0:v:0"]);
        // x264 picks the lowest level that fits: 4.2 at 1080p60, less below, more above.
        add(&["-c:v:0", "libx264", "-profile:v:0", "high"]);
        add(&self.quality.arguments());
        add(&["-pix_fmt:v:0", "yuv420p", "-g:v:0", &gop]);
        if let Some(threads) = self.threads {
            add(&["-threads:v:0", &threads.to_string()]);
        }
        for [name, value] in BT709.as_chunks::<2>().0 {
            add(&[&format!("{name}:v:0"), value]);
        }
        // The same frames give the same bytes: the muxer writes neither its version nor a date.
        add(&["-flags:v:0", "+bitexact+cgop", "-fflags", "+bitexact"]);
        all.extend(extra.outputs);
        let mut add = |some: &[&str]| all.extend(some.iter().map(OsString::from));
        if let Some(title) = &self.title {
            let title = title.replace(char::is_control, " ");
            add(&["-metadata", &format!("title={title}")]);
        }
        // The index goes to the front, so that a browser plays before it has everything. The
        // target is a file the caller made beside the real one, so it may be written over.
        add(&["-movflags", "+faststart", "-f", "mp4", "-y"]);
        all.push(file_url(target));
        all
    }
}
