//! Frames as PNG pictures: the poster, and a folder with all of them.

use std::path::Path;

use super::{
    draft::Draft,
    error::MovieError,
    painter::{FramePainter, Tell},
};
use crate::{
    race::Race,
    render::{
        canvas::{Pixels, Rgb},
        scene::Look,
    },
};

/// Draws the last frame as a PNG.
///
/// # Errors
/// When it cannot be written.
pub fn poster(race: &Race, look: &Look, draft: &Draft) -> Result<(), MovieError> {
    let painter = FramePainter::<Rgb>::new(race, look);
    painter.draw(&race.frame(race.len() - 1));
    save(painter.canvas.borrow().pixels(), draft.path(), draft.target())
}

/// Draws every frame as a PNG, `frame-00000.png` and so on, into a folder.
///
/// # Errors
/// When one cannot be written, or when `tell` says to stop.
pub fn pictures(race: &Race, look: &Look, draft: &Draft, tell: Tell<'_>) -> Result<(), MovieError> {
    let painter = FramePainter::<Rgb>::new(race, look);
    for frame in race.frames() {
        painter.draw(&frame);
        let name = format!("frame-{:05}.png", frame.number);
        save(painter.canvas.borrow().pixels(), &draft.path().join(&name), &draft.target().join(&name))?;
        if tell(frame.number + 1).is_break() {
            return Err(MovieError::Stopped { frames: frame.number + 1, all: race.len() });
        }
    }
    Ok(())
}

/// Writes a picture to `path`; an error names `target`, where it was to go.
fn save(pixels: &Rgb, path: &Path, target: &Path) -> Result<(), MovieError> {
    let picture = |source| MovieError::Picture { path: target.to_owned(), source };
    image::save_buffer(path, pixels.bytes(), pixels.width(), pixels.height(), image::ColorType::Rgb8)
        .map_err(picture)
}
