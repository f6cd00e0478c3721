//! The running ffmpeg: frames go in, and a checked MP4 comes out.
//!
//! [`Encoder::lend`] waits while the pipe is full, with no queue of its own: ffmpeg reads ahead on a thread of its own,
//! so the encoder works while the next frame is drawn.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Child, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use super::{
    command::command,
    confine::Bounds,
    encoding::Encoding,
    error::EncodeError,
    extras::ExtraFiles,
    output::FfmpegOutput,
    pipe::FramePipe,
    process::{Stopper, Watch},
    verify,
};

/// How often, and how far apart, an encoder that closed its pipe is asked whether it has ended.
const PATIENCE: (u32, Duration) = (200, Duration::from_millis(10));

/// A running ffmpeg. Dropped, it is killed and reaped.
///
/// It is `Send`: it may live on a thread of its own while frames are drawn on another.
#[derive(Debug)]
pub struct Encoder {
    ffmpeg: PathBuf,
    target: PathBuf,
    frame_len: usize,
    frames: u64,
    patience: Duration,
    stopper: Stopper,
    /// `None` once ffmpeg refused a frame.
    pipe: Option<FramePipe>,
    words: FfmpegOutput,
    _watch: Watch,
    _extras: ExtraFiles,
}

impl Encoder {
    /// Starts ffmpeg, which will write over the file at `target`.
    ///
    /// # Errors
    /// If the settings are impossible, or ffmpeg cannot be started.
    pub fn start(encoding: &Encoding, target: &Path) -> Result<Self, EncodeError> {
        encoding.check()?;
        let spawn = |source| EncodeError::Spawn { ffmpeg: encoding.ffmpeg.clone(), source };
        let mut command = command(&encoding.ffmpeg);
        let extras = ExtraFiles::write(&encoding.extras, target).map_err(EncodeError::Extras)?;
        command.args(encoding.arguments(&extras, target));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let stopper = Stopper::default();
        let pipes = |child: &mut Child| (child.stdin.take(), child.stderr.take());
        let bounds = Bounds::of(encoding.frame_len());
        let (stdin, stderr) = stopper.start(&mut command, bounds, pipes).map_err(spawn)?;
        Ok(Self {
            ffmpeg: encoding.ffmpeg.clone(),
            target: target.to_owned(),
            frame_len: encoding.frame_len(),
            frames: 0,
            patience: encoding.patience,
            pipe: stdin.map(FramePipe::new),
            // If nobody reads its output, ffmpeg blocks once the pipe is full, and then so do we.
            words: FfmpegOutput::listen(stderr),
            _watch: stopper.watch(encoding.patience),
            stopper,
            _extras: extras,
        })
    }

    /// ffmpeg's process id, for the log.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.stopper.id()
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
        self.check_length(frame)?;
        self.hand_over(|pipe| pipe.write(frame))
    }

    /// The same without a copy. Returns an earlier frame that ffmpeg has read, to be drawn on; `None` if there is none.
    ///
    /// # Errors
    /// As for [`write`](Self::write).
    pub fn lend(&mut self, frame: Vec<u8>) -> Result<Option<Vec<u8>>, EncodeError> {
        self.check_length(&frame)?;
        self.hand_over(|pipe| pipe.send(frame))
    }

    /// Hands over once more the frame that was lent last.
    ///
    /// # Errors
    /// As for [`write`](Self::write); if none was lent, the film is shorter than it should be, which
    /// [`finish`](Self::finish) finds.
    pub fn repeat(&mut self) -> Result<(), EncodeError> {
        self.hand_over(FramePipe::send_again)
    }

    fn check_length(&self, frame: &[u8]) -> Result<(), EncodeError> {
        let (found, expected) = (frame.len(), self.frame_len);
        if found == expected { Ok(()) } else { Err(EncodeError::FrameLength { found, expected }) }
    }

    fn hand_over<T>(&mut self, give: impl FnOnce(&mut FramePipe) -> io::Result<T>) -> Result<T, EncodeError> {
        let Some(pipe) = &mut self.pipe else {
            return Err(EncodeError::Stopped { frames: self.frames });
        };
        match give(pipe) {
            Ok(given) => {
                self.frames += 1;
                self.stopper.step();
                Ok(given)
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
        // ffmpeg calls a film without frames a success, so it is killed instead.
        if self.frames == 0 {
            return Err(EncodeError::NoFrames);
        }
        self.pipe.iter_mut().for_each(FramePipe::close);
        let status = self.stopper.wait().map_err(EncodeError::Wait)?;
        if !status.success() {
            return Err(self.failed(status));
        }
        // A few small frames fit into the pipe without ever being read.
        if fs::metadata(&self.target).map_or(0, |film| film.len()) == 0 {
            return Err(EncodeError::Stopped { frames: 0 });
        }
        verify::under(&self.stopper, self.patience, &self.ffmpeg, &self.target, self.frames)
    }

    /// Why ffmpeg refused a frame. The broken pipe is what we saw last; what happened first is
    /// in how ffmpeg ended, and in what it said before.
    fn refused(&mut self, pipe: io::Error) -> EncodeError {
        drop(self.pipe.take());
        match self.reap() {
            Ok(Some(status)) if !status.success() => self.failed(status),
            Ok(_) if pipe.kind() == io::ErrorKind::BrokenPipe => EncodeError::Stopped { frames: self.frames },
            _ => EncodeError::Pipe(pipe),
        }
    }

    fn failed(&self, status: ExitStatus) -> EncodeError {
        self.stopper.fault(self.patience).unwrap_or_else(|| EncodeError::Failed {
            frames: self.frames,
            status,
            words: self.words.last(),
        })
    }

    /// How the child ended by itself. One that has closed its pipe is about to; one that does not
    /// is killed, and then it is not the kill that went wrong first.
    fn reap(&mut self) -> io::Result<Option<ExitStatus>> {
        let (times, apart) = PATIENCE;
        for _ in 0..times {
            let ended = self.stopper.status()?;
            if ended.is_some() {
                return Ok(ended);
            }
            thread::sleep(apart);
        }
        self.stopper.reap();
        Ok(None)
    }

    /// A handle that can stop the encoder from another thread while a frame is being written, or while the film is
    /// being read again.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

impl Drop for Encoder {
    /// Does nothing for a child that was waited for already.
    fn drop(&mut self) {
        self.stopper.reap();
    }
}
