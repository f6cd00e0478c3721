//! The pipe to ffmpeg: frames are lent to it, and come back once ffmpeg has read them.
//!
//! To write a frame is to copy it, which at 1080p takes longer than to draw most of it. Linux takes the pages of a frame
//! into a pipe instead; then nobody may draw on them before they were read. What is still in the pipe was sent last, so
//! its length tells which frames were read. Where a system does not lend, frames are written.

use std::{
    collections::VecDeque,
    io::{self, Write},
    process::ChildStdin,
};

/// As much as a user may have in a pipe: the kernel wakes both sides three times a frame of 1080p and not 47 times.
#[cfg(target_os = "linux")]
const PIPE: usize = 1 << 20;

/// A frame in the pipe, and how many bytes had been sent when its last one was.
#[derive(Debug)]
struct LentFrame {
    bytes: Vec<u8>,
    end: u64,
}

/// The pipe, and the frames that may still be in it.
#[derive(Debug)]
pub(super) struct FramePipe {
    /// `None` once it is closed. The frames are kept even then: what is in the pipe is still to be read.
    pipe: Option<ChildStdin>,
    /// Those sent last are last.
    frames: VecDeque<LentFrame>,
    sent: u64,
    is_lending: bool,
}

impl FramePipe {
    pub(super) fn new(pipe: ChildStdin) -> Self {
        widen(&pipe);
        Self { pipe: Some(pipe), frames: VecDeque::new(), sent: 0, is_lending: cfg!(target_os = "linux") }
    }

    /// Ends what ffmpeg reads.
    pub(super) fn close(&mut self) {
        drop(self.pipe.take());
    }

    /// Sends a frame, and returns an earlier one that may be drawn on.
    pub(super) fn send(&mut self, frame: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
        self.give(&frame)?;
        self.frames.push_back(LentFrame { bytes: frame, end: self.sent });
        let is_read = match self.frames.front() {
            Some(oldest) if 1 < self.frames.len() => oldest.end <= self.read()?,
            _ => false,
        };
        Ok(if is_read { self.frames.pop_front().map(|frame| frame.bytes) } else { None })
    }

    /// Sends the last frame once more.
    pub(super) fn send_again(&mut self) -> io::Result<()> {
        let Some(mut frame) = self.frames.pop_back() else { return Ok(()) };
        let given = self.give(&frame.bytes);
        frame.end = self.sent;
        self.frames.push_back(frame);
        given
    }

    /// Writes a frame that somebody keeps.
    pub(super) fn write(&mut self, frame: &[u8]) -> io::Result<()> {
        let pipe = self.pipe.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        pipe.write_all(frame)?;
        self.sent += frame.len() as u64;
        Ok(())
    }

    fn give(&mut self, frame: &[u8]) -> io::Result<()> {
        let mut rest = frame;
        while self.is_lending && !rest.is_empty() {
            let pipe = self.pipe.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
            match lent(pipe, rest) {
                Ok(n) => {
                    self.sent += n as u64;
                    rest = rest.get(n..).unwrap_or_default();
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Err(error),
                Err(error) => {
                    tracing::debug!(%error, "frames are copied to the encoder");
                    self.is_lending = false;
                }
            }
        }
        self.write(rest)
    }

    /// How many bytes ffmpeg has read.
    fn read(&self) -> io::Result<u64> {
        let pipe = self.pipe.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(self.sent.saturating_sub(unread(pipe)?))
    }
}

/// Makes the pipe wider, if the system lets us.
#[cfg(target_os = "linux")]
fn widen(pipe: &ChildStdin) {
    if let Err(error) = rustix::pipe::fcntl_setpipe_size(pipe, PIPE) {
        tracing::debug!(%error, "the pipe to the encoder stays narrow");
    }
}

#[cfg(not(target_os = "linux"))]
fn widen(_: &ChildStdin) {}

/// Lends as many of these bytes as fit, and waits while none does.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "the only call that lends, and its one condition is met by the type of its argument"
)]
fn lent(pipe: &ChildStdin, bytes: &[u8]) -> io::Result<usize> {
    use rustix::pipe::{IoSliceRaw, SpliceFlags, vmsplice};
    let bytes = [IoSliceRaw::from_slice(bytes)];
    // SAFETY: the input of a child is the end of a pipe that is written to, so the bytes are only read. None is given
    // away (SPLICE_F_GIFT). That nobody writes to them before they are read is for the film, and for nobody's memory.
    let n = unsafe { vmsplice(pipe, &bytes, SpliceFlags::empty()) };
    Ok(n?)
}

#[cfg(not(target_os = "linux"))]
fn lent(_: &ChildStdin, _: &[u8]) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

/// How many bytes are in the pipe.
#[cfg(target_os = "linux")]
fn unread(pipe: &ChildStdin) -> io::Result<u64> {
    Ok(rustix::io::ioctl_fionread(pipe)?)
}

#[cfg(not(target_os = "linux"))]
fn unread(_: &ChildStdin) -> io::Result<u64> {
    Ok(0)
}
