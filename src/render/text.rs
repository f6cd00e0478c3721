//! Fonts, and how wide a text is.
//!
//! A text and a size enter; glyphs with their places, a width, or a text that fits leave.
//! No font comes from the system unless somebody asks for it, so a film looks the same wherever it is made.
//! Where a text goes on the frame is for `scene`, how its glyphs are painted for `canvas`.
//! Rooms: `glyph` (weights, glyphs, runs), `legible` (any text as one that can be drawn), `faces` (fonts for other
//! scripts), `shaper` (glyphs and widths), `fit` (a text that is too wide).

mod glyph;
mod legible;
mod faces;
mod shaper;
mod fit;

pub(crate) use self::glyph::{Dots, Quarters, Shade};
pub use self::{
    faces::{FaceError, Faces},
    fit::{Fitted, LEAST},
    glyph::{Face, Glyph, TextRun, Weight},
    legible::ascii,
    shaper::{ROOM, Text},
};
