//! The film: frames are drawn on one thread while ffmpeg gets the one before on another.

use std::{
    ops::ControlFlow,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::{
    draft::Draft,
    error::MovieError,
    painter::{FramePainter, Tell},
    watch::watched,
};
use crate::{
    film::encode::{Encoder, Encoding},
    race::{Frame, Race},
    render::{canvas::I420, scene::Look},
};

/// How many drawn frames may wait for the encoder, beside those that are on their way to it.
const QUEUE: usize = 1;

/// What goes from the drawing thread to the other.
enum PaintedFrame {
    New(Vec<u8>),
    /// The same picture as before: at the end of a film there are seconds of it.
    Again,
}

/// Whether two frames are one picture: nothing but their times differs, which no frame shows.
fn looks_the_same(one: &Frame, other: &Frame) -> bool {
    one.bars == other.bars && Frame { number: other.number, t: other.t, ..one.clone() } == *other
}

/// How long the two halves of the work took; they go on side by side.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct FilmTimes {
    /// Drawing frames.
    pub draw: Duration,
    /// Waiting for the encoder, until the film has been read again.
    pub wait: Duration,
}

/// Makes the film; `clock` tells the time, and `encoding` is of the look's size and the race's frame rate.
///
/// # Errors
/// If the encoder or the disk fails, or if `tell` says to stop.
pub fn film(
    race: &Race,
    look: &Look,
    encoding: &Encoding,
    draft: &Draft,
    tell: Tell<'_>,
    clock: fn() -> DateTime<Utc>,
) -> Result<FilmTimes, MovieError> {
    let encoder = Encoder::start(encoding, draft.path())?;
    let kill = encoder.stopper();
    let n_frames = AtomicUsize::new(0);
    let n_made = || n_frames.load(Ordering::Relaxed);
    let (outcome, is_stopped) = watched(
        &kill,
        || tell(n_made()),
        || {
            thread::scope(|scope| {
                let tell = |frames| {
                    n_frames.store(frames, Ordering::Relaxed);
                    tell(frames)
                };
                encode(scope, race, look, encoder, tell, clock)
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
    clock: fn() -> DateTime<Utc>,
) -> Result<FilmTimes, MovieError> {
    let since = move |began: DateTime<Utc>| (clock() - began).to_std().unwrap_or_default();
    let mut times = FilmTimes::default();
    let (to_encoder, drawn) = mpsc::sync_channel::<PaintedFrame>(QUEUE);
    let (to_artist, empty) = mpsc::channel::<Vec<u8>>();
    let artist = scope.spawn(move || {
        let began = clock();
        let painter = FramePainter::<I420>::new(race, look);
        let mut draw = since(began);
        let mut before: Option<Frame> = None;
        for frame in race.frames() {
            let began = clock();
            if before.as_ref().is_some_and(|before| looks_the_same(before, &frame)) {
                if to_encoder.send(PaintedFrame::Again).is_err() {
                    break;
                }
                continue;
            }
            painter.draw(&frame);
            before = Some(frame);
            // Buffers are reused: after the first few frames none is allocated.
            let mut buffer = empty.try_recv().unwrap_or_default();
            painter.canvas.borrow_mut().swap(&mut buffer);
            draw += since(began);
            if to_encoder.send(PaintedFrame::New(buffer)).is_err() {
                break;
            }
        }
        draw
    });
    // Returning early drops the queue, which ends the drawing thread, and the encoder, which kills ffmpeg.
    for (number, frame) in drawn.iter().enumerate() {
        let began = clock();
        let free = match frame {
            PaintedFrame::New(frame) => encoder.lend(frame)?,
            PaintedFrame::Again => {
                encoder.repeat()?;
                None
            }
        };
        times.wait += since(began);
        if tell(number + 1).is_break() {
            return Err(MovieError::Stopped { frames: number + 1, all: race.len() });
        }
        if let Some(free) = free {
            let _ = to_artist.send(free);
        }
    }
    times.draw = artist.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let began = clock();
    encoder.finish()?;
    times.wait += since(began);
    Ok(times)
}
