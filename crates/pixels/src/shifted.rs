//! A bitmap whose corner is between two pixels of the frame, resampled for the pixels it covers.
//!
//! A pixel is the mean of the four of the picture that it covers, by area, and beyond the picture's
//! edges there is nothing. Colors are weighted by their alpha, so that the color of a transparent
//! pixel does not shine through beside it. How the result gets onto a frame is for [`Pixels::blit`].
//!
//! [`Pixels::blit`]: crate::frame::Pixels::blit

use std::ops::Range;

use crate::{
    cells::shared,
    frame::{Bitmap, PixelRow, UNIT},
};

type Pixel = [u8; 4];

/// How much of a pixel each of the four is, in parts of 256: in the row above the one before it and
/// the one over it, then the same in its own row.
type Weights = [u16; 4];

/// Resamples bitmaps, and keeps its buffers for the next one.
#[derive(Debug, Default)]
pub struct Shifted {
    bytes: Vec<u8>,
    above: Vec<Pixel>,
    below: Vec<Pixel>,
}

impl Shifted {
    /// The picture as far as a frame of this size shows it, moved to the right and down by this many
    /// units, each less than a pixel; `None` where the frame shows nothing.
    pub fn by(
        &mut self,
        picture: Bitmap<'_>,
        (right, down): (u16, u16),
        (width, height): (u32, u32),
    ) -> Option<Bitmap<'_>> {
        let columns = shared(picture.left, picture.width.checked_add(1)?, width);
        let rows = shared(picture.top, picture.height.checked_add(1)?, height);
        if columns.is_empty() || rows.is_empty() {
            return None;
        }

        let unit = UNIT.unsigned_abs() as u16;
        let (left, up) = (unit - right, unit - down);
        let weights = [right * down, left * down, right * up, left * up];
        // In columns of the picture, of which the frame may show only some.
        let start = (columns.start as i64 - picture.left) as usize;
        let visible = start..start + columns.len();
        let at = |row: usize| row as i64 - picture.top;
        self.bytes.clear();
        self.bytes.resize(4 * columns.len() * rows.len(), 0);
        pixels(&mut self.above, picture, at(rows.start) - 1, &visible);
        for (row, seen) in rows.clone().zip(self.bytes.chunks_exact_mut(4 * columns.len())) {
            pixels(&mut self.below, picture, at(row), &visible);
            mix(seen, &self.above, &self.below, weights);
            std::mem::swap(&mut self.above, &mut self.below);
        }
        Some(Bitmap {
            left: columns.start as i64,
            top: rows.start as i64,
            width: columns.len(),
            height: rows.len(),
            bytes: &self.bytes,
            channels: 4,
        })
    }
}

/// The pixels of a row of the picture in these columns, after the one before them; beyond the picture
/// they are transparent.
fn pixels(pixels: &mut Vec<Pixel>, picture: Bitmap<'_>, row: i64, columns: &Range<usize>) {
    pixels.clear();
    if let Some(row) = usize::try_from(row).ok().filter(|row| *row < picture.height) {
        if columns.start == 0 {
            pixels.push([0; 4]);
        }
        match picture.own_row(row, columns.start.saturating_sub(1)..columns.end.min(picture.width)) {
            PixelRow::Rgba(row) => pixels.extend_from_slice(row),
            PixelRow::Rgb(row) => {
                pixels.extend(row.iter().map(|[red, green, blue]| [*red, *green, *blue, u8::MAX]));
            }
        }
    }
    pixels.resize(columns.len() + 1, [0; 4]);
}

/// Makes a row of what two rows of the picture are where they meet.
fn mix(seen: &mut [u8], above: &[Pixel], below: &[Pixel], weights: Weights) {
    // As if all were opaque, as nearly all are; in sixteen bits, so that the compiler takes many at once.
    let [one, two, three, four] = weights;
    let (before, here) = (above.as_flattened().iter().zip(below.as_flattened()), above[1..].as_flattened());
    let here = here.iter().zip(below[1..].as_flattened());
    for (seen, (before, here)) in seen.iter_mut().zip(before.zip(here)) {
        let [above, below] = [before.0, before.1].map(|byte| u16::from(*byte));
        let [over, own] = [here.0, here.1].map(|byte| u16::from(*byte));
        let sum = one * above + two * over + three * below + four * own;
        *seen = ((sum + 128) >> 8) as u8;
    }

    let (seen, _) = seen.as_chunks_mut::<4>();
    for (seen, (above, below)) in seen.iter_mut().zip(above.windows(2).zip(below.windows(2))) {
        // The color of a transparent pixel does not matter, and an opaque one is right already.
        if matches!(seen[3], 0 | u8::MAX) {
            continue;
        }
        let four = [above[0], above[1], below[0], below[1]];
        if four.iter().any(|pixel| pixel[3] != seen[3]) {
            seen[..3].copy_from_slice(&weighed(four, weights));
        }
    }
}

/// The mean color of four pixels, each as much as it hides.
fn weighed(pixels: [Pixel; 4], weights: Weights) -> [u8; 3] {
    let (mut colors, mut all) = ([0_u32; 3], 0);
    for ([red, green, blue, alpha], weight) in pixels.into_iter().zip(weights) {
        let weight = u32::from(weight) * u32::from(alpha);
        all += weight;
        for (sum, color) in colors.iter_mut().zip([red, green, blue]) {
            *sum += weight * u32::from(color);
        }
    }
    let inverse = u64::from(u32::MAX.checked_div(all).unwrap_or(0));
    // One division for all three: for a color times the sum of the weights it is exact.
    colors.map(|sum| ((u64::from(sum + all / 2) * inverse) >> 32) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: (u32, u32) = (9, 9);

    fn shifted(width: usize, bytes: &[[u8; 4]], by: (u16, u16)) -> Vec<[u8; 4]> {
        let height = bytes.len() / width;
        let picture = Bitmap { left: 2, top: 2, width, height, bytes: bytes.as_flattened(), channels: 4 };
        let mut shifted = Shifted::default();
        shifted.by(picture, by, FRAME).unwrap().bytes.as_chunks().0.to_vec()
    }

    #[test]
    fn a_pixel_is_the_mean_of_those_it_covers() {
        let two = [[200, 0, 40, 255], [100, 160, 40, 255]];
        assert_eq!(
            shifted(2, &two, (4, 0))[..3],
            [[200, 0, 40, 191], [125, 120, 40, 255], [100, 160, 40, 64]]
        );
        assert_eq!(
            shifted(1, &two[..1], (8, 4)),
            [[200, 0, 40, 96], [200, 0, 40, 96], [200, 0, 40, 32], [200, 0, 40, 32]]
        );
    }

    #[test]
    fn the_color_of_what_is_transparent_is_never_seen() {
        let pixels = [[250, 0, 0, 0], [10, 20, 30, 255], [0, 250, 0, 0]];
        for [red, green, blue, alpha] in shifted(3, &pixels, (5, 0)) {
            assert!(alpha == 0 || [red, green, blue] == [10, 20, 30]);
        }
    }

    #[test]
    fn one_color_stays_that_color_at_any_alpha() {
        for color in [0, 1, 2, 99, 127, 128, 200, 254, 255] {
            for alpha in 1..=255 {
                for units in [1, 7, 15] {
                    for [red, _, _, seen] in shifted(1, &[[color, 0, 255, alpha]], (units, 16 - units)) {
                        assert!(seen == 0 || red == color, "{red}, not {color} at {alpha}");
                    }
                }
            }
        }
    }

    #[test]
    fn only_what_the_frame_shows_is_made() {
        let bytes = vec![255; 3 * 100 * 50];
        for (left, top, columns, rows) in [(0, 0, 9, 9), (-98, -48, 3, 3), (8, 8, 1, 1), (-100, -50, 1, 1)] {
            let picture = Bitmap { left, top, width: 100, height: 50, bytes: &bytes, channels: 3 };
            let mut shifted = Shifted::default();
            let seen = shifted.by(picture, (3, 3), FRAME).unwrap();
            assert_eq!((seen.width, seen.height, seen.bytes.len()), (columns, rows, 4 * columns * rows));
        }
        for (left, top) in [(9, 0), (0, 9), (-101, 0), (0, -51), (i64::MIN, 0), (0, i64::MAX)] {
            let picture = Bitmap { left, top, width: 100, height: 50, bytes: &bytes, channels: 3 };
            assert!(Shifted::default().by(picture, (3, 3), FRAME).is_none());
        }
    }
}
