//! The pixels of a frame: areas, shapes and pictures, painted in sixteenths of a pixel.
//!
//! Shapes, masks and bitmaps in [units](UNIT) enter; the bytes of a frame leave. What is drawn where, and what a
//! letter looks like, is for labelrace itself.
//!
//! This is a crate of its own because nearly all of the time that drawing takes is spent in these few loops. They
//! are optimized in every build, so that all the rest needs no optimization in demos and tests, and compiles in
//! a quarter of the time.
//!
//! Rooms: `frame` (what a frame can paint), `cells` (the arithmetic), [`I420`] and [`Rgb`] (two ways to store a
//! frame), `outline` and `shifted` (shapes and bitmaps as masks and pixels).

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "here lengths become pixels; every one is first clipped to the frame"
)]

mod frame;
mod cells;
mod i420;
mod rgb;
mod outline;
mod shifted;

pub use self::{
    frame::{Bitmap, Mask, Paint, Pixels, SubpixelRect, UNIT},
    i420::I420,
    outline::{Outline, Point},
    rgb::Rgb,
    shifted::Shifted,
};
