//! The look as data: the size of a frame, its colors.
//!
//! What somebody wrote enters (`1920x1080`, a theme file); valid sizes and themes leave.
//! Nothing is drawn here; `scene` reads it. How a film writes numbers and dates is for `locale`.
//! Rooms: `size`, `theme`.

mod size;
mod theme;

pub use self::{
    size::{Size, SizeError},
    theme::{Theme, ThemeError},
};
