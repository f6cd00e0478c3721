//! A frame as pixels.
//!
//! A frame of `race` and a look enter; a drawn picture leaves.
//!
//! Rooms: `style` (sizes and themes), `text` (fonts, measuring), `canvas` (pixels), `scene` (what stands where).

pub mod style;
pub mod text;
pub mod canvas;
pub mod scene;
