//! A frame as pixels: a plotters backend that counts in sixteenths of a pixel.
//!
//! Rectangles, paths, texts and bitmaps enter through plotters; the bytes of a frame leave.
//! plotters' coordinates are whole numbers, so a bar on a canvas of the frame's real size would jump from pixel to
//! pixel. This canvas reports [`UNIT`] times that size instead: positions, font sizes and stroke widths are all in
//! sixteenths of a pixel, and an edge between two pixels covers its share of both.
//! Rooms: `glyphs` (painted letters, kept), `backend` (plotters' calls). How shapes become pixels is for the crate
//! `crates/pixels`.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "here lengths become pixels; every one is first clipped to the frame"
)]
#![cfg_attr(
    test,
    expect(clippy::cast_possible_wrap, clippy::cast_precision_loss, reason = "pixels of a test are few")
)]

mod glyphs;
mod backend;

pub use labelrace_pixels::{Bitmap, I420, Mask, Paint, Pixels, Rgb, SubpixelRect, UNIT};

pub use self::backend::{Canvas, area};
