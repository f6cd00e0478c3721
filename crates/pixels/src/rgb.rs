//! Pixels for pictures: red, green and blue, a byte each.

use std::fmt;

use crate::{
    cells::{self, ONE, Part, shared},
    frame::{Bitmap, Mask, Paint, PixelRow, Pixels, SubpixelRect, UNIT},
};

/// A frame of packed 24 bit RGB: what `image` and PNG want.
#[derive(Clone, Eq, PartialEq)]
pub struct Rgb {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
}

impl fmt::Debug for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rgb {} x {}", self.width, self.height)
    }
}

impl Rgb {
    /// Pixels in a row.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The bytes of the picture, to keep.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Pixels for Rgb {
    fn new(width: u32, height: u32) -> Self {
        Self { width, height, bytes: vec![0; 3 * width as usize * height as usize] }
    }

    fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn fill(&mut self, area: &SubpixelRect, paint: Paint) {
        let (pixels, _) = self.bytes.as_chunks_mut::<3>();
        let side = UNIT.unsigned_abs() as usize;
        cells::fill(pixels, self.width as usize, side, area, (paint.rgb, paint.alpha));
    }

    fn stamp(&mut self, mask: Mask<'_>, paint: Paint) {
        let Some(part) = Part::of(mask, self.size()) else { return };
        let (pixels, _) = self.bytes.as_chunks_mut::<3>();
        for row in part.rows.clone() {
            let pixels = &mut pixels[row * self.width as usize..][part.columns.clone()];
            cells::stamp(pixels, part.row(row), (paint.rgb, paint.alpha));
        }
    }

    fn blit(&mut self, picture: Bitmap<'_>) {
        let columns = shared(picture.left, picture.width, self.width);
        if columns.is_empty() {
            return;
        }
        let (pixels, _) = self.bytes.as_chunks_mut::<3>();
        for row in shared(picture.top, picture.height, self.height) {
            let pixels = &mut pixels[row * self.width as usize..][columns.clone()];
            match picture.row(row, &columns) {
                PixelRow::Rgb(rgb) => pixels.copy_from_slice(rgb),
                PixelRow::Rgba(rgba) => {
                    for (pixel, [red, green, blue, alpha]) in pixels.iter_mut().zip(rgba) {
                        let weight = (u32::from(*alpha) * ONE + 127) / 255;
                        for (under, over) in pixel.iter_mut().zip([red, green, blue]) {
                            *under = cells::mix(*under, *over, weight);
                        }
                    }
                }
            }
        }
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_is_red_green_and_blue() {
        let mut frame = Rgb::new(3, 1);
        let area = SubpixelRect { columns: 16..32, rows: 0..16 };
        frame.fill(&area, Paint { rgb: [1, 2, 3], alpha: Paint::OPAQUE });
        assert_eq!(frame.into_bytes(), [0, 0, 0, 1, 2, 3, 0, 0, 0]);
    }

    #[test]
    fn a_mask_is_cut_at_the_edges() {
        let mut frame = Rgb::new(2, 2);
        let mask = Mask { left: -1, top: -1, width: 2, coverage: &[10, 20, 30, 40] };
        frame.stamp(mask, Paint { rgb: [255; 3], alpha: Paint::OPAQUE });
        assert_eq!(frame.bytes(), [40, 40, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
}
