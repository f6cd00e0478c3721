//! A frame as pixels: a plotters backend that counts in sixteenths of a pixel.
//!
//! Rectangles, paths, texts and bitmaps enter through plotters; the bytes of a frame leave.
//! plotters' coordinates are whole numbers, so a bar on a canvas of the frame's real size would jump from pixel to
//! pixel. This canvas reports [`UNIT`] times that size instead: positions, font sizes and stroke widths are all in
//! sixteenths of a pixel, and an edge between two pixels covers its share of both.
//! Rooms: `pixels` (what a frame can paint), `cells` (the arithmetic), [`I420`] and [`Rgb`] (two ways to store a
//! frame), `glyphs`, `outline`, `shifted` (letters, shapes and bitmaps as masks), `backend` (plotters' calls).

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "here lengths become pixels; every one is first clipped to the frame"
)]

mod pixels;
mod cells;
mod i420;
mod rgb;
mod glyphs;
mod outline;
mod shifted;
mod backend;

pub use self::{
    backend::{Canvas, area},
    i420::I420,
    pixels::{Bitmap, Mask, Paint, Pixels, SubpixelRect, UNIT},
    rgb::Rgb,
};
