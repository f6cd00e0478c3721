//! Frames as PNG pictures: the poster, and a folder with all of them.

use std::path::Path;

use image::ImageEncoder;
use strum::{IntoStaticStr, VariantArray};

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

/// Which frame stands for the whole film.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum PosterOf {
    /// The last one: the standings.
    #[default]
    End,
    /// The first one: the title, or where there is none the start of the race.
    Title,
}

/// The picture that stands for the whole film.
#[derive(Debug)]
pub struct Poster(Rgb);

impl Poster {
    /// Draws it.
    pub fn new(race: &Race, look: &Look, of: PosterOf) -> Self {
        let painter = FramePainter::<Rgb>::new(race, look);
        painter.draw(&race.frame(match of {
            PosterOf::End => race.len() - 1,
            PosterOf::Title => 0,
        }));
        Self(painter.canvas.borrow().pixels().clone())
    }

    /// Writes it as the file that its name promises.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, draft: &Draft) -> Result<(), MovieError> {
        save(&self.0, draft.path(), draft.target())
    }

    /// The bytes of a PNG file.
    ///
    /// # Errors
    /// When it cannot be encoded, which is a matter of memory; the error names `film`.
    pub fn png(&self, film: &Draft) -> Result<Vec<u8>, MovieError> {
        let Self(pixels) = self;
        let mut png = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut png);
        let (width, height) = (pixels.width(), pixels.height());
        let written = encoder.write_image(pixels.bytes(), width, height, image::ExtendedColorType::Rgb8);
        written.map(|()| png).map_err(|source| MovieError::Picture { path: film.target().to_owned(), source })
    }
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
