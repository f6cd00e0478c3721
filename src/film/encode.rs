//! The ffmpeg child: frames go in, an MP4 comes out, and whatever happens is told as it happened.
//!
//! This is the only file that starts a process. It takes frames that are drawn already (planar
//! `Y'CbCr`, 4:2:0, BT.709 in limited range) and leaves a film that has been counted again at the
//! path it was given. Where that path lies, and moving the film to where it is wanted, is for
//! `movie`; `find` says which ffmpeg is used.
//!
//! [`Encoder::write`] writes into the pipe on the caller's own thread, with no queue of its own:
//! ffmpeg reads ahead on a thread of its own, so the encoder works while the next frame is drawn.
//! A queue of three recycled buffers and a thread to draw on were measured against it on two
//! cores: 8.1 instead of 8.9 ms a frame at 1080p and 3.9 instead of 3.6 at 720p, with ranges that
//! overlap. Whoever has more cores and slow frames can still put one in front of it.

mod find;
mod verify;
mod words;

use std::{
    ffi::OsString,
    fs,
    io::{self, Write},
    num::NonZeroU32,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

pub use find::{Places, find};
pub use verify::verify;
use words::Words;

/// x264's constant rate factor where nothing else is asked for: text stays clean at it.
pub const DEFAULT_CRF: u8 = 20;

/// The longest side x264 takes, in pixels.
const LONGEST_SIDE: u32 = 16_384;

/// How often ffmpeg is asked whether it has closed the film.
const A_MOMENT: Duration = Duration::from_millis(2);

/// How often, and how far apart, an encoder that closed its pipe is asked whether it has ended.
const PATIENCE: (u32, Duration) = (200, Duration::from_millis(10));

/// What film is to be made, and by which ffmpeg.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Encoding {
    /// The program, as [`find`] found it.
    pub ffmpeg: PathBuf,
    /// Pixels from left to right: even, 2 to 16384.
    pub width: u32,
    /// Pixels from top to bottom: even, 2 to 16384.
    pub height: u32,
    /// Frames per second, at least 1.
    pub fps: u32,
    /// x264's constant rate factor, 1 (huge) to 51 (ugly); [`DEFAULT_CRF`] is the usual one.
    pub crf: u8,
    /// Threads that x264 may use; `None` leaves it to x264, which takes one and a half for each
    /// processor it sees. The bytes of a film depend on it.
    pub threads: Option<NonZeroU32>,
    /// The title that players show.
    pub title: Option<String>,
}

impl Encoding {
    /// The bytes of one frame: the Y plane, then Cb, then Cr, with no padding.
    #[must_use]
    pub fn frame_len(&self) -> usize {
        self.width as usize * self.height as usize * 3 / 2
    }

    fn check(&self) -> Result<(), EncodeError> {
        let side = |side: u32| side.is_multiple_of(2) && (2..=LONGEST_SIDE).contains(&side);
        if !side(self.width) || !side(self.height) {
            return Err(EncodeError::Size { width: self.width, height: self.height });
        }
        if self.fps == 0 {
            return Err(EncodeError::Fps);
        }
        // 0 is lossless to x264, which the profile "high" cannot be.
        if !(1..=51).contains(&self.crf) {
            return Err(EncodeError::Crf(self.crf));
        }
        Ok(())
    }

    fn arguments(&self, target: &Path) -> Vec<OsString> {
        let size = format!("{}x{}", self.width, self.height);
        let fps = self.fps.to_string();
        let crf = self.crf.to_string();
        // About two seconds from one keyframe to the next: players seek to keyframes.
        let gop = self.fps.saturating_mul(2).to_string();

        let mut all = Vec::new();
        let mut add = |some: &[&str]| all.extend(some.iter().map(OsString::from));
        add(&["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", &size, "-framerate", &fps]);
        // The frames are tagged on their way in as on their way out: ffmpeg from 7.1 on puts a
        // scaler between two ends that differ, at the price of the encoding itself.
        add(&BT709);
        // Reading from pipe:0 takes ffmpeg's ears off the keyboard, so no -nostdin is needed.
        add(&["-i", "pipe:0", "-map", "0:v:0", "-an"]);
        // x264 picks the lowest level that fits: 4.2 at 1080p60, less below, more above.
        add(&["-c:v", "libx264", "-preset", "veryfast", "-crf", &crf, "-profile:v", "high"]);
        add(&["-pix_fmt", "yuv420p", "-g", &gop]);
        if let Some(threads) = self.threads {
            add(&["-threads:v", &threads.to_string()]);
        }
        add(&BT709);
        // Same frames, same bytes: no version and no date of the muxer.
        add(&["-flags:v", "+bitexact+cgop", "-fflags", "+bitexact"]);
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

/// What the pixels mean; without it players guess, and guess differently by size.
const BT709: [&str; 8] =
    ["-color_range", "tv", "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"];

/// A path as ffmpeg takes it for a path and nothing else: `-x.mp4` is no flag, `a:b.mp4` is not
/// the file `b.mp4` over a protocol `a`.
fn file_url(path: &Path) -> OsString {
    let mut url = OsString::from("file:");
    url.push(path);
    url
}

/// ffmpeg with what every call of it has in common.
fn command(ffmpeg: &Path) -> Command {
    let mut command = Command::new(ffmpeg);
    command.args(["-hide_banner", "-loglevel", "error"]);
    // Either would put something else than ffmpeg's words into its words.
    command.env_remove("FFREPORT").env_remove("AV_LOG_FORCE_COLOR");
    // Ctrl-C in a terminal goes to the whole foreground group. In a group of its own ffmpeg does
    // not hear it: we alone decide, and what is reported is the interruption and not an encoder
    // that died. If we die without a word, ffmpeg sees its pipe end, closes its file and exits.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

/// A running ffmpeg. Dropped, it is killed and reaped.
///
/// It is `Send`: it may live on a thread of its own while frames are drawn on another.
#[derive(Debug)]
pub struct Encoder {
    ffmpeg: PathBuf,
    target: PathBuf,
    frame_len: usize,
    frames: u64,
    child: Arc<Mutex<Child>>,
    /// `None` once ffmpeg refused a frame, or was given the last one.
    stdin: Option<ChildStdin>,
    words: Words,
}

impl Encoder {
    /// Starts ffmpeg, which will write over the file at `target`.
    ///
    /// # Errors
    /// Settings that no film can have, and an ffmpeg that cannot be started.
    pub fn start(encoding: &Encoding, target: &Path) -> Result<Self, EncodeError> {
        encoding.check()?;
        let spawn = |source| EncodeError::Spawn { ffmpeg: encoding.ffmpeg.clone(), source };
        let mut child = command(&encoding.ffmpeg)
            .args(encoding.arguments(target))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(spawn)?;
        // ffmpeg that nobody listens to stops once the pipe is full, and then we stop with it.
        let words = Words::listen(child.stderr.take());
        Ok(Self {
            ffmpeg: encoding.ffmpeg.clone(),
            target: target.to_owned(),
            frame_len: encoding.frame_len(),
            frames: 0,
            stdin: child.stdin.take(),
            child: Arc::new(Mutex::new(child)),
            words,
        })
    }

    /// ffmpeg's process id, for the log.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child().id()
    }

    /// How many frames ffmpeg has taken. Some of them may still be on their way in the pipe.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Hands over one frame of [`Encoding::frame_len`] bytes; waits while ffmpeg is busy.
    ///
    /// # Errors
    /// A frame of another length, which ffmpeg does not get to see; and ffmpeg's own failure, in
    /// its own words. After the latter the film is lost.
    pub fn write(&mut self, frame: &[u8]) -> Result<(), EncodeError> {
        if frame.len() != self.frame_len {
            return Err(EncodeError::FrameLength { found: frame.len(), expected: self.frame_len });
        }
        let Some(stdin) = &mut self.stdin else {
            return Err(EncodeError::Stopped { frames: self.frames });
        };
        match stdin.write_all(frame) {
            Ok(()) => {
                self.frames += 1;
                Ok(())
            }
            Err(source) => Err(self.refused(source)),
        }
    }

    /// Waits for ffmpeg to close the film, and counts its frames again.
    ///
    /// # Errors
    /// No frame was written; ffmpeg failed; the film is damaged, or is not as long as it was
    /// drawn. The file at the target is then worth nothing.
    pub fn finish(mut self) -> Result<(), EncodeError> {
        // ffmpeg would call a film of nothing a success. It is killed without being asked.
        if self.frames == 0 {
            return Err(EncodeError::NoFrames);
        }
        drop(self.stdin.take());
        let status = self.ended().map_err(EncodeError::Wait)?;
        if !status.success() {
            return Err(self.failed(status));
        }
        // A pipe holds a few small frames that nobody ever read.
        if fs::metadata(&self.target).map_or(0, |film| film.len()) == 0 {
            return Err(EncodeError::Stopped { frames: 0 });
        }
        verify(&self.ffmpeg, &self.target, self.frames)
    }

    /// Why ffmpeg refused a frame. The broken pipe is what we saw last; what happened first is
    /// in how ffmpeg ended, and in what it said before.
    fn refused(&mut self, pipe: io::Error) -> EncodeError {
        drop(self.stdin.take());
        match self.reap() {
            Ok(Some(status)) if !status.success() => self.failed(status),
            Ok(_) if pipe.kind() == io::ErrorKind::BrokenPipe => EncodeError::Stopped { frames: self.frames },
            _ => EncodeError::Pipe(pipe),
        }
    }

    fn failed(&self, status: ExitStatus) -> EncodeError {
        EncodeError::Failed { frames: self.frames, status, words: self.words.last() }
    }

    /// How the child ended by itself. One that has closed its pipe is about to; one that does not
    /// is killed, and then it is not the kill that went wrong first.
    fn reap(&mut self) -> io::Result<Option<ExitStatus>> {
        let (times, apart) = PATIENCE;
        for _ in 0..times {
            let ended = self.child().try_wait()?;
            if ended.is_some() {
                return Ok(ended);
            }
            thread::sleep(apart);
        }
        self.child().kill()?;
        self.child().wait()?;
        Ok(None)
    }

    /// Waits until the child has ended, and leaves room for somebody else to kill it meanwhile.
    fn ended(&self) -> io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.child().try_wait()? {
                return Ok(status);
            }
            thread::sleep(A_MOMENT);
        }
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something that can end the encoder while a frame is being written, from another thread.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(Arc::clone(&self.child))
    }
}

impl Drop for Encoder {
    /// Both calls do nothing for a child that was waited for already.
    fn drop(&mut self) {
        let mut child = self.child();
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Ends an encoder that may be waiting for ffmpeg, or ffmpeg for something that never comes.
#[derive(Clone, Debug)]
pub struct Stopper(Arc<Mutex<Child>>);

impl Stopper {
    /// Kills ffmpeg; whoever writes or finishes then gets an error. Nothing happens to one that has ended.
    pub fn stop(&self) {
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).kill();
    }
}

/// Why there is no film.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The ffmpeg that somebody named is none.
    #[error("{said} names {}, which {why}", .ffmpeg.display())]
    Named {
        /// Where it was named: the flag or the variable.
        said: &'static str,
        /// The path that was named.
        ffmpeg: PathBuf,
        /// What is the matter with it.
        why: &'static str,
    },
    /// No ffmpeg anywhere.
    #[error(
        "no ffmpeg was found (run `make -C layers/ffmpeg`, or install ffmpeg with the system's package manager, or name one with --ffmpeg)"
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
    /// A rate factor that x264 does not know.
    #[error("a film's crf is from 1 to 51, {DEFAULT_CRF} is usual (got {0})")]
    Crf(u8),
    /// ffmpeg could not be started.
    #[error("could not start {} (name another ffmpeg with --ffmpeg)", .ffmpeg.display())]
    Spawn {
        /// What was to be started.
        ffmpeg: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A frame of the wrong length.
    #[error("a frame has {found} bytes instead of {expected}")]
    FrameLength {
        /// Bytes that came.
        found: usize,
        /// Bytes of a frame of this size.
        expected: usize,
    },
    /// Nothing to make a film of.
    #[error("a film needs at least 1 frame")]
    NoFrames,
    /// ffmpeg gave up, or was made to.
    #[error("ffmpeg failed after {frames} frames ({status}){}", told(.words, *.status))]
    Failed {
        /// Frames that it had been given.
        frames: u64,
        /// How it ended.
        status: ExitStatus,
        /// The last 4 KiB that it said; may be empty.
        words: String,
    },
    /// ffmpeg called it a success before it had seen everything.
    #[error("ffmpeg stopped reading after {frames} frames and reported no error")]
    Stopped {
        /// Frames that it had been given.
        frames: u64,
    },
    /// A frame could not be handed over although ffmpeg was well.
    #[error("could not hand a frame to ffmpeg")]
    Pipe(#[source] io::Error),
    /// Nobody knows how ffmpeg ended.
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

/// ffmpeg's words as the end of a sentence.
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
