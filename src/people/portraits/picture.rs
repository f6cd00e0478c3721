//! One picture: decoded, cut to the square in its middle, and made round for a film.
//!
//! Anybody may have made the file, so its size is checked before its pixels are decoded. The result is kept small:
//! no film shows a face larger than [`KEPT`] pixels, and where a film has very many faces, each gets less.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "sides are a few thousand pixels, and levels are rounded to a byte, which saturates"
)]

use std::{fmt, io::Cursor};

use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgba,
    RgbaImage,
    imageops::{self, FilterType},
};

use super::skipped::WhySkipped;

/// The longest side that is kept, in pixels.
const KEPT: u32 = 384;

/// The most bytes that all pictures of a film take, as they are kept.
pub(super) const BUDGET: usize = 64_000_000;

/// The longest side that is decoded, in pixels.
const LONGEST: u32 = 8_192;

/// The most bytes of pixels that are decoded; a photo of 50 megapixels has 150 million.
const MOST_BYTES: u64 = 160_000_000;

/// The largest diameter of a circle, in pixels.
const LARGEST_CIRCLE: u32 = 2_048;

/// A square picture whose colors are multiplied by their alpha, so that they can be mixed.
#[derive(Clone, Eq, PartialEq)]
pub struct SquarePicture {
    pixels: RgbaImage,
}

impl fmt::Debug for SquarePicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture {} x {}", self.pixels.width(), self.pixels.height())
    }
}

/// A picture cut to a circle, ready to be drawn.
#[derive(Clone, Eq, PartialEq)]
pub struct Portrait {
    /// The number of pixels in a row, and of rows.
    pub diameter: u32,
    /// Red, green, blue and alpha of each pixel, row by row; colors are not multiplied by alpha. Alpha is 0
    /// outside the circle, and on its edge the part of the pixel that is inside.
    pub rgba: Vec<u8>,
}

impl fmt::Debug for Portrait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Portrait of {}", self.diameter)
    }
}

impl SquarePicture {
    /// Decodes a PNG, JPEG, WebP, GIF (its first frame) or BMP file, turned as its camera was held. Its sides are at most
    /// `kept` pixels long.
    ///
    /// # Errors
    /// When it cannot be used.
    pub(super) fn decode(bytes: &[u8], kept: u32) -> Result<Self, WhySkipped> {
        let mut reader =
            ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| WhySkipped::NoPicture)?;
        match reader.format() {
            // The decoder would paint the missing part gray without an error.
            Some(ImageFormat::Jpeg) if !is_whole_jpeg(bytes) => return Err(WhySkipped::Damaged),
            Some(
                ImageFormat::Png
                | ImageFormat::Jpeg
                | ImageFormat::WebP
                | ImageFormat::Gif
                | ImageFormat::Bmp,
            ) => {}
            _ => return Err(WhySkipped::NoPicture),
        }
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST);
        limits.max_image_height = Some(LONGEST);
        limits.max_alloc = Some(MOST_BYTES);
        reader.limits(limits.clone());
        let mut decoder = reader.into_decoder().map_err(|error| why(&error))?;
        limits.reserve(decoder.total_bytes()).map_err(|error| why(&error))?;
        let orientation = decoder.orientation().map_err(|error| why(&error))?;
        let image = DynamicImage::from_decoder(decoder).map_err(|error| why(&error))?;
        let mut small = DynamicImage::from(square(&image, kept));
        // Turning the small picture is less work, and its middle stays the same.
        small.apply_orientation(orientation);
        Ok(Self { pixels: small.into_rgba8() })
    }

    /// The picture in a circle of this diameter in pixels, at least 1; a very large one is made smaller.
    pub fn round(&self, diameter_px: u32) -> Portrait {
        let diameter = diameter_px.clamp(1, LARGEST_CIRCLE);
        let pixels = if diameter == self.pixels.width() {
            self.pixels.clone()
        } else {
            imageops::resize(&self.pixels, diameter, diameter, FilterType::CatmullRom)
        };
        let mut rgba = Vec::with_capacity(pixels.len());
        for (column, row, Rgba(multiplied)) in pixels.enumerate_pixels() {
            let [red, green, blue, alpha] = divided(*multiplied);
            let inside = f32::from(alpha) * covered(column, row, diameter);
            rgba.extend([red, green, blue, level(inside)]);
        }
        Portrait { diameter, rgba }
    }
}

fn why(error: &ImageError) -> WhySkipped {
    match error {
        ImageError::Limits(_) => WhySkipped::TooManyPixels,
        _ => WhySkipped::Damaged,
    }
}

/// Whether the picture has an end. The end of a thumbnail in the header does not count.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xDA;
    const END: [u8; 2] = [0xFF, 0xD9];
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        match rest {
            [0xFF, 0xFF, ..] => rest = &rest[1..],
            [0xFF, START_OF_SCAN, scan @ ..] => return scan.windows(2).any(|pair| pair == END),
            [0xFF, _, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = rest.get(2 + length..).unwrap_or_default();
            }
            _ => return false,
        }
    }
}

/// The side that is kept of each of `n` pictures, in pixels, so that all of them stay within the budget.
pub(super) fn kept(n: usize) -> u32 {
    let fits = (BUDGET / 4 / n.max(1)).isqrt();
    u32::try_from(fits).map_or(KEPT, |fits| fits.min(KEPT))
}

/// The square in the middle, with sides of at most `kept` pixels.
fn square(image: &DynamicImage, kept: u32) -> RgbaImage {
    let side = image.width().min(image.height());
    // First merge whole blocks of pixels, which is quick, down to about twice the final size.
    let block = (side / (2 * kept)).max(1);
    let blocks = (side / block).max(1);
    let (left, top) = ((image.width() - block * blocks) / 2, (image.height() - block * blocks) / 2);
    let pixels = RgbaImage::from_fn(blocks, blocks, |column, row| {
        mean(image, left + column * block, top + row * block, block)
    });
    if blocks <= kept { pixels } else { imageops::resize(&pixels, kept, kept, FilterType::CatmullRom) }
}

/// The mean of a block of pixels, its color multiplied by its alpha.
fn mean(image: &DynamicImage, left: u32, top: u32, side: u32) -> Rgba<u8> {
    let mut sums = [0_u32; 4];
    for row in top..top + side {
        for column in left..left + side {
            let Rgba([red, green, blue, alpha]) = image.get_pixel(column, row);
            let parts = [red, green, blue, u8::MAX].map(|part| u32::from(part) * u32::from(alpha));
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum += part;
            }
        }
    }
    // The side is at most 47 where the pictures are most, so no sum overflows.
    let whole = 255 * side * side;
    Rgba(sums.map(|sum| u8::try_from((sum + whole / 2) / whole).unwrap_or(u8::MAX)))
}

/// The color that was multiplied by this alpha.
fn divided([red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let part = |part: u8| match alpha {
        0 => 0,
        // A filter may overshoot.
        _ => level(f32::from(part) * 255.0 / f32::from(alpha)),
    };
    [part(red), part(green), part(blue), alpha]
}

/// How much of a pixel is inside the circle, 0 to 1.
fn covered(column: u32, row: u32, diameter: u32) -> f32 {
    let from_middle = |at: u32| at as f32 + 0.5 - diameter as f32 / 2.0;
    let (x, y) = (from_middle(column), from_middle(row));
    // `hypot` would give different results on different systems.
    let distance = (x * x + y * y).sqrt();
    (diameter as f32 / 2.0 - distance + 0.5).clamp(0.0, 1.0)
}

fn level(value: f32) -> u8 {
    value.round() as u8
}

#[cfg(test)]
mod tests {
    use image::{
        Luma, Rgb, RgbImage,
        codecs::{jpeg::JpegEncoder, png::PngEncoder},
    };

    use super::*;

    fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Vec::new();
        image.into().write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
        bytes
    }

    fn jpeg(image: &RgbImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95)).unwrap();
        bytes
    }

    /// The same with the mark of a camera that was held like this: Exif's segment after the start of the picture.
    fn held(image: &RgbImage, orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let mut bytes = jpeg(image);
        bytes.splice(2..2, [&[0xFF, 0xE1], &length[..], &exif[..]].concat());
        bytes
    }

    /// Red, green, blue and white: each a quarter.
    fn quarters(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
            (true, true) => Rgb([255, 0, 0]),
            (false, true) => Rgb([0, 255, 0]),
            (true, false) => Rgb([0, 0, 255]),
            (false, false) => Rgb([255, 255, 255]),
        })
    }

    /// The color in the middle of each quarter, as a letter.
    fn seen(round: &Portrait) -> String {
        let at = |quarter: u32| (round.diameter * (1 + 2 * quarter) / 4) as usize;
        let letter = |(column, row): (u32, u32)| {
            let pixel = &round.rgba[4 * (at(row) * round.diameter as usize + at(column))..][..4];
            match pixel.iter().map(|part| 128 < *part).collect::<Vec<_>>()[..] {
                [true, false, false, true] => 'r',
                [false, true, false, true] => 'g',
                [false, false, true, true] => 'b',
                [true, true, true, true] => 'w',
                [false, false, false, true] => 'k',
                _ => '?',
            }
        };
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(letter).iter().collect()
    }

    #[track_caller]
    fn decoded(bytes: &[u8]) -> SquarePicture {
        SquarePicture::decode(bytes, KEPT).unwrap()
    }

    fn alphas(round: &Portrait) -> Vec<u8> {
        round.rgba.as_chunks::<4>().0.iter().map(|pixel| pixel[3]).collect()
    }

    #[test]
    fn png_and_jpeg_of_any_size_become_round() {
        for (width, height) in [(64, 64), (7, 8), (300, 200), (900, 1_700), (2_000, 800)] {
            for bytes in [png(quarters(width, height)), jpeg(&quarters(width, height))] {
                let picture = decoded(&bytes);
                for diameter in [16, 33, 64, 384, 500] {
                    let round = picture.round(diameter);
                    assert_eq!(round.rgba.len(), 4 * (diameter * diameter) as usize);
                    assert_eq!(seen(&round), "rgbw", "{width} x {height} as {diameter}");
                }
            }
        }
    }

    #[test]
    fn however_many_there_are_their_pixels_stay_within_the_budget() {
        assert_eq!((kept(0), kept(1), kept(100)), (KEPT, KEPT, KEPT));
        for n in [109, 500, 2_000, 100_000] {
            let side = kept(n) as usize;
            assert!(0 < side && 4 * side * side * n <= BUDGET, "{n} of {side}");
        }
        let small = SquarePicture::decode(&png(quarters(2_000, 2_000)), kept(2_000)).unwrap();
        assert_eq!((small.pixels.width(), seen(&small.round(64)).as_str()), (89, "rgbw"));
    }

    #[test]
    fn only_the_middle_is_seen() {
        let stripes = |at: u32| Rgb(if (100..140).contains(&at) { [255, 255, 255] } else { [0, 0, 0] });
        for image in
            [RgbImage::from_fn(240, 40, |x, _| stripes(x)), RgbImage::from_fn(40, 240, |_, y| stripes(y))]
        {
            let picture = decoded(&png(image));
            assert!(picture.pixels.pixels().all(|pixel| pixel.0 == [255; 4]));
        }
    }

    #[test]
    fn a_circle_has_its_area_and_soft_edges() {
        let picture = decoded(&png(RgbImage::new(50, 50)));
        for diameter in [8_u32, 9, 33, 64, 200] {
            let alphas = alphas(&picture.round(diameter));
            let area: f64 = alphas.iter().map(|alpha| f64::from(*alpha) / 255.0).sum();
            let exact = std::f64::consts::PI * f64::from(diameter * diameter) / 4.0;
            assert!((area / exact - 1.0).abs() < 0.01, "{area}, not {exact}");
            assert_eq!(alphas[0], 0);
            assert_eq!(alphas[(diameter / 2 * diameter + diameter / 2) as usize], 255);
            assert!(alphas.iter().any(|alpha| (60..200).contains(alpha)));
            let turned: Vec<u8> = alphas.iter().rev().copied().collect();
            assert_eq!(alphas, turned);
        }
    }

    #[test]
    fn a_picture_is_turned_as_its_camera_was_held() {
        let turned = ["rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"];
        for (orientation, expect) in (1..).zip(turned) {
            for (width, height) in [(64, 64), (90, 60), (1_000, 1_700)] {
                let picture = decoded(&held(&quarters(width, height), orientation));
                assert_eq!(seen(&picture.round(48)), expect, "{orientation}");
            }
        }
    }

    #[test]
    fn what_is_transparent_has_no_color_to_show() {
        let image =
            RgbaImage::from_fn(
                900,
                900,
                |x, _| if x < 451 { Rgba([0, 0, 200, 255]) } else { Rgba([255, 0, 0, 0]) },
            );
        let round = decoded(&png(image)).round(64);
        for [red, green, blue, alpha] in round.rgba.as_chunks().0 {
            assert!(*alpha < 3 || (*red, *green) == (0, 0) && 190 < *blue, "{red} {green} {blue} {alpha}");
        }
        let alphas = alphas(&round);
        assert_eq!((alphas[32 * 64 + 16], alphas[32 * 64 + 48]), (255, 0));
    }

    #[test]
    fn every_kind_of_png_is_read() {
        let grey = image::ImageBuffer::from_fn(20, 20, |_, _| Luma([40_000_u16]));
        let alike = image::ImageBuffer::from_fn(20, 20, |_, _| Rgba([65_535_u16, 0, 0, 65_535]));
        assert_eq!(decoded(&png(grey)).round(8).rgba[4 * 36..][..4], [156, 156, 156, 255]);
        assert_eq!(seen(&decoded(&png(alike)).round(8)), "rrrr");
        assert_eq!(seen(&decoded(&png(RgbImage::new(1, 1))).round(64)), "kkkk");
        assert_eq!(decoded(&png(RgbImage::new(1, 8_192))).round(0).rgba, [0, 0, 0, 255]);
        assert_eq!(decoded(&png(RgbImage::new(3, 3))).round(u32::MAX).diameter, LARGEST_CIRCLE);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in
            [&b""[..], b"II*\0........", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"hello", &[0xFF; 9]]
        {
            assert_eq!(SquarePicture::decode(bytes, KEPT), Err(WhySkipped::NoPicture));
        }
    }

    #[test]
    fn what_is_cut_off_anywhere_is_refused() {
        let image = quarters(40, 30);
        for bytes in [png(image.clone()), jpeg(&image), held(&image, 6)] {
            for length in 0..bytes.len() {
                // Of a PNG only its last mark may be missing: all of its pixels are there then.
                if let Ok(picture) = SquarePicture::decode(&bytes[..length], KEPT) {
                    assert!(bytes.len() - length <= 16 && seen(&picture.round(16)) == "rgbw", "{length}");
                }
            }
        }
    }

    #[test]
    fn what_is_broken_anywhere_is_no_panic() {
        let image = quarters(24, 17);
        for whole in [png(image.clone()), jpeg(&image), held(&image, 8)] {
            for at in 0..whole.len() {
                for change in [0x01, 0x80, 0xFF] {
                    let mut bytes = whole.clone();
                    bytes[at] ^= change;
                    if let Ok(picture) = SquarePicture::decode(&bytes, KEPT) {
                        picture.round(9);
                    }
                }
            }
        }
    }

    #[test]
    fn a_header_that_promises_too_much_is_refused_before_its_pixels() {
        for (width, height) in [(8_193, 1), (1, 100_000), (8_192, 8_192), (u32::MAX >> 1, u32::MAX >> 1)] {
            let mut bytes = png(RgbaImage::new(1, 1));
            bytes[16..20].copy_from_slice(&width.to_be_bytes());
            bytes[20..24].copy_from_slice(&height.to_be_bytes());
            let sum = crc(&bytes[12..29]);
            bytes[29..33].copy_from_slice(&sum.to_be_bytes());
            assert_eq!(
                SquarePicture::decode(&bytes, KEPT),
                Err(WhySkipped::TooManyPixels),
                "{width} x {height}"
            );
        }
        let mut bytes = jpeg(&RgbImage::new(8, 8));
        let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
        bytes[frame + 5..frame + 9].fill(0xFF);
        assert_eq!(SquarePicture::decode(&bytes, KEPT), Err(WhySkipped::TooManyPixels));
    }

    /// The checksum of a PNG's chunk.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                (sum >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(sum & 1))
            })
        })
    }

    #[test]
    fn nothing_of_a_picture_is_in_its_debug_words() {
        let picture = decoded(&png(quarters(20, 10)));
        assert_eq!(format!("{picture:?} {:?}", picture.round(5)), "Picture 10 x 10 Portrait of 5");
    }
}
