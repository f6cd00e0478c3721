//! The film: frames are drawn on one thread while ffmpeg gets the one before on another.

use std::{
    ops::ControlFlow,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use super::{
    draft::Draft,
    error::MovieError,
    painter::{FramePainter, Tell},
    watch::watched,
};
use crate::{
    film::encode::{Encoder, Encoding},
    race::Race,
    render::{canvas::I420, scene::Look},
};

/// How many drawn frames may wait for the encoder.
const QUEUE: usize = 2;

/// Makes the film; `encoding` is of the look's size and the race's frame rate.
///
/// # Errors
/// If the encoder or the disk fails, or if `tell` says to stop.
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
    let n_made = || n_frames.load(Ordering::Relaxed);
    let (outcome, is_stopped) = watched(
        &kill,
        || tell(n_made()),
        || {
            thread::scope(|scope| {
                encode(scope, race, look, encoder, |frames| {
                    n_frames.store(frames, Ordering::Relaxed);
                    tell(frames)
                })
            })
        },
    );
    if is_stopped {
        return Err(MovieError::Stopped { frames: n_made(), all: race.len() });
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
            // Buffers are reused: after the first few frames none is allocated.
            let mut buffer = empty.try_recv().unwrap_or_default();
            painter.canvas.borrow_mut().swap(&mut buffer);
            if to_encoder.send(buffer).is_err() {
                break;
            }
        }
    });
    // Returning early drops the queue, which ends the drawing thread, and the encoder, which kills ffmpeg.
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
