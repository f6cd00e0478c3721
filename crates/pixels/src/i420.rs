//! Pixels for films: brightness for each, color for every four.
//!
//! What ffmpeg calls `yuv420p`, in BT.709 and limited range as players expect of a film of this
//! size, so that nothing is left to be converted. A sample of color is the mean of its four
//! pixels and sits in their middle.

use std::fmt;

use crate::{
    cells::{self, Part, shared},
    frame::{Bitmap, Mask, Paint, PixelRow, Pixels, SubpixelRect, UNIT},
};

/// A frame of planar 8 bit `Y'CbCr` 4:2:0: all of Y', then all of Cb, then all of Cr.
///
/// Its sides are even numbers; so says the size of a film.
#[derive(Clone, Eq, PartialEq)]
pub struct I420 {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
    /// A mask's row as sums and means for a row of color samples; kept to reuse their memory.
    sums: Vec<u16>,
    means: Vec<u8>,
    /// A bitmap's row in codes, and its sums for a row of color samples; kept for the same reason.
    coded: Vec<Coded>,
    seen: Vec<ChromaSums>,
}

/// Y', Cb, Cr and alpha.
type Coded = [u8; 4];

/// The part of a bitmap on the four pixels of one color sample: the sums of their alphas, and of Cb and Cr times
/// alpha.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
struct ChromaSums {
    alpha: u32,
    cb: u32,
    cr: u32,
}

impl ChromaSums {
    fn add(&mut self, [_, cb, cr, alpha]: Coded) {
        let alpha = u32::from(alpha);
        self.alpha += alpha;
        self.cb += alpha * u32::from(cb);
        self.cr += alpha * u32::from(cr);
    }

    /// The sample that results when a sum of codes is laid over `under`.
    fn over(self, under: u8, codes: u32) -> u8 {
        const ALL: u32 = 4 * 255;
        ((u32::from(under) * (ALL - self.alpha) + codes + ALL / 2) / ALL) as u8
    }
}

/// The three planes, and how many samples are in a row of the last two.
struct Planes<'a> {
    luma: &'a mut [[u8; 1]],
    chroma: [&'a mut [[u8; 1]]; 2],
    stride: usize,
}

impl fmt::Debug for I420 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "I420 {} x {}", self.width, self.height)
    }
}

impl I420 {
    fn planes(&mut self) -> Planes<'_> {
        let stride = self.width.div_ceil(2) as usize;
        let samples = stride * self.height.div_ceil(2) as usize;
        let (luma, chroma) = self.bytes.split_at_mut(self.width as usize * self.height as usize);
        let (blue, red) = chroma.split_at_mut(samples);
        let chroma = [blue.as_chunks_mut().0, red.as_chunks_mut().0];
        Planes { luma: luma.as_chunks_mut().0, chroma, stride }
    }
}

impl Pixels for I420 {
    fn new(width: u32, height: u32) -> Self {
        let luma = width as usize * height as usize;
        let chroma = width.div_ceil(2) as usize * height.div_ceil(2) as usize;
        let [black, ..] = codes([0; 3]);
        let mut bytes = vec![128; luma + 2 * chroma];
        bytes[..luma].fill(black);
        Self {
            width,
            height,
            bytes,
            sums: Vec::new(),
            means: Vec::new(),
            coded: Vec::new(),
            seen: Vec::new(),
        }
    }

    fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn fill(&mut self, area: &SubpixelRect, paint: Paint) {
        let [y, cb, cr] = codes(paint.rgb);
        let (width, side) = (self.width as usize, UNIT.unsigned_abs() as usize);
        let Planes { luma, chroma, stride } = self.planes();
        cells::fill(luma, width, side, area, ([y], paint.alpha));
        for (plane, code) in chroma.into_iter().zip([cb, cr]) {
            cells::fill(plane, stride, 2 * side, area, ([code], paint.alpha));
        }
    }

    fn stamp(&mut self, mask: Mask<'_>, paint: Paint) {
        let Some(part) = Part::of(mask, self.size()) else { return };
        let [y, cb, cr] = codes(paint.rgb);
        let (mut sums, mut means) = (std::mem::take(&mut self.sums), std::mem::take(&mut self.means));
        let width = self.width as usize;
        let Planes { luma, chroma: [blue, red], stride } = self.planes();

        for row in part.rows.clone() {
            let luma = &mut luma[row * width..][part.columns.clone()];
            cells::stamp(luma, part.row(row), ([y], paint.alpha));
        }

        let columns = part.columns.start / 2..part.columns.end.div_ceil(2);
        for row in part.rows.start / 2..part.rows.end.div_ceil(2) {
            sums.clear();
            sums.resize(columns.len(), 0);
            for row in (2 * row..2 * row + 2).filter(|row| part.rows.contains(row)) {
                add(&mut sums, part.row(row), part.columns.start % 2 != 0);
            }
            means.clear();
            means.extend(sums.iter().map(|sum| ((sum + 2) >> 2) as u8));
            for (plane, code) in [(&mut *blue, cb), (&mut *red, cr)] {
                let plane = &mut plane[row * stride..][columns.clone()];
                cells::stamp(plane, &means, ([code], paint.alpha));
            }
        }
        sums.clear();
        means.clear();
        (self.sums, self.means) = (sums, means);
    }

    fn blit(&mut self, picture: Bitmap<'_>) {
        let columns = shared(picture.left, picture.width, self.width);
        let rows = shared(picture.top, picture.height, self.height);
        if columns.is_empty() || rows.is_empty() {
            return;
        }
        let width = self.width as usize;
        let samples = columns.start / 2..columns.end.div_ceil(2);
        let (mut coded, mut seen) = (std::mem::take(&mut self.coded), std::mem::take(&mut self.seen));
        let Planes { luma, chroma: [blue, red], stride } = self.planes();
        for pair in rows.start / 2..rows.end.div_ceil(2) {
            seen.clear();
            seen.resize(samples.len(), ChromaSums::default());
            for row in (2 * pair..2 * pair + 2).filter(|row| rows.contains(row)) {
                code(&mut coded, picture.row(row, &columns));
                for ([under], [y, .., alpha]) in luma[row * width..][columns.clone()].iter_mut().zip(&coded) {
                    *under = cells::cover(*under, *y, *alpha);
                }
                see(&mut seen, &coded, !columns.start.is_multiple_of(2));
            }
            let blue = &mut blue[pair * stride..][samples.clone()];
            let red = &mut red[pair * stride..][samples.clone()];
            for (([blue], [red]), seen) in blue.iter_mut().zip(red).zip(&seen) {
                *blue = seen.over(*blue, seen.cb);
                *red = seen.over(*red, seen.cr);
            }
        }
        coded.clear();
        seen.clear();
        (self.coded, self.seen) = (coded, seen);
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

/// Adds a row of a mask to the sums for the samples it is on; `odd` where it begins on the second
/// pixel of one.
fn add(sums: &mut [u16], mut row: &[u8], odd: bool) {
    let mut first = 0;
    if let (true, [half, rest @ ..]) = (odd, row) {
        sums[0] += u16::from(*half);
        (first, row) = (1, rest);
    }
    let (pairs, rest) = row.as_chunks::<2>();
    for (sum, [one, other]) in sums[first..].iter_mut().zip(pairs) {
        *sum += u16::from(*one) + u16::from(*other);
    }
    if let [half] = rest {
        sums[first + pairs.len()] += u16::from(*half);
    }
}

/// Writes pixels of RGB, or RGBA, in codes.
fn code(coded: &mut Vec<Coded>, row: PixelRow<'_>) {
    let code = |rgb, alpha| {
        let [y, cb, cr] = codes(rgb);
        [y, cb, cr, alpha]
    };
    coded.clear();
    match row {
        PixelRow::Rgb(pixels) => coded.extend(pixels.iter().map(|rgb| code(*rgb, u8::MAX))),
        PixelRow::Rgba(pixels) => {
            coded.extend(pixels.iter().map(|[red, green, blue, alpha]| code([*red, *green, *blue], *alpha)));
        }
    }
}

/// As [`add`], for a row of a picture.
fn see(seen: &mut [ChromaSums], mut row: &[Coded], odd: bool) {
    let mut first = 0;
    if let (true, [half, rest @ ..]) = (odd, row) {
        seen[0].add(*half);
        (first, row) = (1, rest);
    }
    let (pairs, rest) = row.as_chunks::<2>();
    for (seen, [one, other]) in seen[first..].iter_mut().zip(pairs) {
        seen.add(*one);
        seen.add(*other);
    }
    if let [half] = rest {
        seen[first + pairs.len()].add(*half);
    }
}

/// A color as Y', Cb and Cr: BT.709, limited range.
///
/// In whole numbers, so that a film is the same on every machine: the shares of red, green and
/// blue times 2^16.
fn codes([red, green, blue]: [u8; 3]) -> [u8; 3] {
    let sum = |shares: [i32; 3], zero: i32| {
        let [r, g, b] = shares;
        let sum = r * i32::from(red) + g * i32::from(green) + b * i32::from(blue);
        (zero + ((sum + (1 << 15)) >> 16)) as u8
    };
    [
        sum([11_966, 40_254, 4_064], 16),
        sum([-6_596, -22_189, 28_785], 128),
        sum([28_784, -26_145, -2_639], 128),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_have_their_codes_of_bt_709_in_limited_range() {
        assert_eq!(codes([255, 255, 255]), [235, 128, 128]);
        assert_eq!(codes([0, 0, 0]), [16, 128, 128]);
        assert_eq!(codes([255, 0, 0]), [63, 102, 240]);
        assert_eq!(codes([0, 255, 0]), [173, 42, 26]);
        assert_eq!(codes([0, 0, 255]), [32, 240, 118]);
        assert_eq!(codes([255, 255, 0]), [219, 16, 138]);
        assert_eq!(codes([0, 255, 255]), [188, 154, 16]);
        assert_eq!(codes([255, 0, 255]), [78, 214, 230]);
    }

    #[test]
    fn greys_have_no_color() {
        for grey in 0..=255 {
            assert_eq!(codes([grey; 3])[1..], [128, 128]);
        }
    }

    #[test]
    fn every_code_is_the_nearest() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(17) {
                for blue in (0..=255).step_by(15) {
                    let [r, g, b] = [red, green, blue].map(|part| f64::from(part) / 255.0);
                    let luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
                    let exact = [
                        16.0 + 219.0 * luma,
                        128.0 + 224.0 * (b - luma) / 1.8556,
                        128.0 + 224.0 * (r - luma) / 1.5748,
                    ];
                    for (code, exact) in codes([red, green, blue]).into_iter().zip(exact) {
                        assert!((f64::from(code) - exact).abs() < 0.51, "{code}, not {exact}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_new_frame_is_black_and_as_long_as_ffmpeg_expects() {
        let frame = I420::new(4, 2);
        assert_eq!(frame.bytes(), [16, 16, 16, 16, 16, 16, 16, 16, 128, 128, 128, 128]);
        assert_eq!(I420::new(1_920, 1_080).bytes().len(), 3_110_400);
    }

    #[test]
    fn a_sample_of_color_is_the_mean_of_its_pixels() {
        // One pixel of each of the four that share the middle sample, and half of another's.
        for (left, top) in [(2, 2), (3, 2), (2, 3), (3, 3)] {
            let mut frame = I420::new(6, 6);
            let mask = Mask { left, top, width: 1, coverage: &[255] };
            frame.stamp(mask, Paint { rgb: [255, 0, 0], alpha: Paint::OPAQUE });
            assert_eq!(frame.bytes[36..45], [128, 128, 128, 128, 121, 128, 128, 128, 128]);
            assert_eq!(frame.bytes[45..54], [128, 128, 128, 128, 156, 128, 128, 128, 128]);
        }
    }

    #[test]
    fn a_mask_may_begin_on_any_pixel_and_reach_beyond_the_frame() {
        let coverage = [255; 81];
        for left in -9..10 {
            for top in -9..10 {
                let mut frame = I420::new(8, 6);
                let mask = Mask { left, top, width: 9, coverage: &coverage };
                frame.stamp(mask, Paint { rgb: [255; 3], alpha: Paint::OPAQUE });
                let seen = |start: i64, side: i64| ((start + 9).min(side) - start.max(0)).max(0);
                let light: u32 = frame.bytes[..48].iter().map(|byte| u32::from(byte - 16)).sum();
                assert_eq!(i64::from(light), 219 * seen(left, 8) * seen(top, 6));
                assert!(frame.bytes[48..].iter().all(|byte| *byte == 128));
            }
        }
    }

    #[test]
    fn a_frame_without_pixels_can_be_drawn_on() {
        let mut frame = I420::new(0, 0);
        let mask = Mask { left: 0, top: 0, width: 1, coverage: &[255] };
        frame.stamp(mask, Paint { rgb: [255; 3], alpha: Paint::OPAQUE });
        assert!(frame.bytes().is_empty());
    }
}
