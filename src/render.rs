//! A frame as pixels.
//!
//! A frame of the race and a look enter; a drawn frame leaves. Everything is drawn with plotters, on any backend.
//! Rooms: `style` (sizes and themes), `text` (fonts and measuring), `canvas` (pixels), `scene` (what is where).

pub mod style;
pub mod text;
pub mod canvas;
pub mod scene;
