//! The film: frames are drawn on one thread while ffmpeg gets the one before on another.

use std::{
    ops::ControlFlow,
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use super::{
    draft::Draft,
    error::MovieError,
    painter::{FramePainter, Tell},
};
use crate::{
    film::encode::{Encoder, Encoding},
    race::Race,
    render::{canvas::I420, scene::Look},
};

/// Frames between the one that is drawn and the one that is written.
const QUEUE: usize = 2;

/// How long it may take until somebody who wants it to stop is heard while the encoder hangs.
const PATIENCE: Duration = Duration::from_millis(100);

/// Makes the film; `encoding` is of the look's size and the race's frame rate.
///
/// # Errors
/// When the encoder or the disk fails, or when `tell` says to stop.
pub fn film(
    race: &Race,
    look: &Look,
    encoding: &Encoding,
    draft: &Draft,
    tell: Tell<'_>,
) -> Result<(), MovieError> {
    let encoder = Encoder::start(encoding, draft.path())?;
    let kill = encoder.stopper();
    let n_frames = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let outcome = thread::scope(|scope| {
        let (over, is_over) = mpsc::channel::<()>();
        let (n_frames, stopped) = (&n_frames, &stopped);
        // An encoder that hangs would never let the loop below ask.
        scope.spawn(move || {
            while is_over.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
                if tell(n_frames.load(Ordering::Relaxed)).is_break() {
                    stopped.store(true, Ordering::Relaxed);
                    return kill.stop();
                }
            }
        });
        let outcome = encode(scope, race, look, encoder, |frames| {
            n_frames.store(frames, Ordering::Relaxed);
            tell(frames)
        });
        drop(over);
        outcome
    });
    if stopped.load(Ordering::Relaxed) {
        return Err(MovieError::Stopped { frames: n_frames.load(Ordering::Relaxed), all: race.len() });
    }
    outcome
}

/// One thread draws, this one writes.
fn encode<'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    race: &'scope Race,
    look: &'scope Look,
    mut encoder: Encoder,
    tell: impl Fn(usize) -> ControlFlow<()>,
) -> Result<(), MovieError> {
    let (to_encoder, drawn) = mpsc::sync_channel::<Vec<u8>>(QUEUE);
    let (to_artist, empty) = mpsc::channel::<Vec<u8>>();
    let artist = scope.spawn(move || {
        let painter = FramePainter::<I420>::new(race, look);
        for frame in race.frames() {
            painter.draw(&frame);
            // Buffers go round: in the long run none is made anew.
            let mut buffer = empty.try_recv().unwrap_or_default();
            painter.canvas.borrow_mut().swap(&mut buffer);
            if to_encoder.send(buffer).is_err() {
                break;
            }
        }
    });
    // Leaving early drops the queue, which ends the artist, and the encoder, which ends the child.
    for (number, frame) in drawn.iter().enumerate() {
        encoder.write(&frame)?;
        if tell(number + 1).is_break() {
            return Err(MovieError::Stopped { frames: number + 1, all: race.len() });
        }
        let _ = to_artist.send(frame);
    }
    if let Err(panic) = artist.join() {
        std::panic::resume_unwind(panic);
    }
    Ok(encoder.finish()?)
}
