//! What a canvas paints on a frame: areas, masks and bitmaps.
//!
//! By the time something arrives here it is a plain area, a mask or a picture: what shape it was
//! is known to the canvas alone.

use std::{fmt, ops::Range};

/// How many units there are to a pixel, along each side.
pub const UNIT: i32 = 16;

/// How a frame's pixels are stored.
///
/// Areas are inside the frame; masks and bitmaps are clipped to it here. Nothing fails.
pub trait Pixels: fmt::Debug {
    /// A black frame of this many pixels.
    fn new(width: u32, height: u32) -> Self;

    /// Pixels in a row, and rows.
    fn size(&self) -> (u32, u32);

    /// Paints an area whose edges may be inside of pixels.
    fn fill(&mut self, area: &SubpixelRect, paint: Paint);

    /// Paints through a mask.
    fn stamp(&mut self, mask: Mask<'_>, paint: Paint);

    /// Copies a picture.
    fn blit(&mut self, picture: Bitmap<'_>);

    /// The whole frame, as it is stored.
    fn bytes(&self) -> &[u8];

    /// The same, to be exchanged for another of the same length.
    fn buffer(&mut self) -> &mut Vec<u8>;
}

/// A rectangle inside the frame, in units; without its last column and row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SubpixelRect {
    /// From its left edge to its right edge.
    pub columns: Range<usize>,
    /// From its top edge to its bottom edge.
    pub rows: Range<usize>,
}

/// A color, and how much of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Paint {
    /// Red, green and blue.
    pub rgb: [u8; 3],
    /// 0 for nothing to [`Paint::OPAQUE`].
    pub alpha: u32,
}

impl Paint {
    /// The alpha of an opaque color.
    pub const OPAQUE: u32 = 256;

    /// Red, green and blue with an alpha of 0 to 1; `None` where there would be nothing to see.
    #[must_use]
    pub fn new(rgb: [u8; 3], alpha: f64) -> Option<Self> {
        let alpha = ((alpha * f64::from(Self::OPAQUE)).round() as u32).min(Self::OPAQUE);
        (0 < alpha).then_some(Self { rgb, alpha })
    }
}

/// How much of each pixel is painted, 0 to 255; may reach beyond the frame.
#[derive(Clone, Copy, Debug)]
pub struct Mask<'a> {
    /// The column of the frame that its first column is on.
    pub left: i64,
    /// The row of the frame that its first row is on.
    pub top: i64,
    /// Pixels in a row.
    pub width: usize,
    /// The coverage, row by row.
    pub coverage: &'a [u8],
}

/// A picture, in pixels of the frame; may reach beyond it.
#[derive(Clone, Copy, Debug)]
pub struct Bitmap<'a> {
    /// The column of the frame that its first column is on.
    pub left: i64,
    /// The row of the frame that its first row is on.
    pub top: i64,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green, blue and, where there are four channels, alpha.
    pub bytes: &'a [u8],
    /// Bytes in a pixel: 3 or 4.
    pub channels: usize,
}

/// Pixels of a row of a picture.
#[derive(Clone, Copy)]
pub(crate) enum PixelRow<'a> {
    Rgb(&'a [[u8; 3]]),
    Rgba(&'a [[u8; 4]]),
}

impl<'a> Bitmap<'a> {
    /// What it has for these columns of a row of the frame, all of which it covers.
    pub(crate) fn row(&self, row: usize, columns: &Range<usize>) -> PixelRow<'a> {
        let pixel = |at: usize, start: i64| (at as i64 - start) as usize;
        let columns = pixel(columns.start, self.left)..pixel(columns.end, self.left);
        self.own_row(pixel(row, self.top), columns)
    }

    /// The same, in columns and rows of its own.
    pub(crate) fn own_row(&self, row: usize, columns: Range<usize>) -> PixelRow<'a> {
        let stride = self.width * self.channels;
        let row = &self.bytes[row * stride..][..stride];
        if self.channels == 4 {
            PixelRow::Rgba(&row.as_chunks().0[columns])
        } else {
            PixelRow::Rgb(&row.as_chunks().0[columns])
        }
    }
}
