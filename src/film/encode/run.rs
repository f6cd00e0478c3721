//! An ffmpeg that works on a file until it has ended: started, watched and heard. What its words mean is for whoever
//! started it.

use std::{
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
    time::Duration,
};

use super::{confine::Bounds, error::EncodeError, output::FfmpegOutput, process::Stopper};

/// An ffmpeg that has ended by itself.
pub(super) struct Ended<T> {
    pub(super) status: ExitStatus,
    /// The last of what it said on its standard error.
    pub(super) words: String,
    /// What was made of its standard output, on a thread of its own: something that ffmpeg started could keep the pipe
    /// open when it has ended.
    pub(super) told: JoinHandle<T>,
}

/// Runs it to its end. `read` gets its standard output, and steps the stopper with everything that goes on.
///
/// # Errors
/// When it cannot be started, or was ended by the stopper.
pub(super) fn run<T: Send + 'static>(
    mut command: Command,
    ffmpeg: &Path,
    (stopper, patience): (&Stopper, Duration),
    read: impl FnOnce(ChildStdout, &Stopper) -> T + Send + 'static,
) -> Result<Ended<Option<T>>, EncodeError> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let pipes = |child: &mut Child| (child.stdout.take(), child.stderr.take());
    let (stdout, stderr) = stopper.start(&mut command, Bounds::of(0), pipes).map_err(|source| {
        let spawn = EncodeError::Spawn { ffmpeg: ffmpeg.to_owned(), source };
        stopper.fault(patience).unwrap_or(spawn)
    })?;
    let output = FfmpegOutput::listen(stderr);
    let stepped = stopper.clone();
    let told = thread::spawn(move || stdout.map(|out| read(out, &stepped)));
    let status = stopper.wait().map_err(EncodeError::Wait)?;
    match stopper.fault(patience) {
        Some(fault) => Err(fault),
        None => Ok(Ended { status, words: output.last(), told }),
    }
}
