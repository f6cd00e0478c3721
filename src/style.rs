//! The look as data: the size of a frame, colours, themes.
//!
//! Nothing is drawn here; `scene` reads it. How a film writes numbers and dates is for `locale`.

mod theme;

use std::{fmt, str::FromStr};

use serde::Deserialize;

pub use self::theme::{READABLE, Theme, ThemeError};

/// A frame's size in pixels: both even, as 4:2:0 video needs them, and neither too small to read nor
/// larger than any player takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Size {
    width: u32,
    height: u32,
}

/// Shortest and longest side of a frame, and most pixels (those of 3840x2160).
const SHORTEST: u32 = 180;
const LONGEST: u32 = 3840;
const MOST_PIXELS: u32 = 3840 * 2160;

/// Why a text is no size.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SizeError {
    /// Not two numbers.
    #[error("`{0}` is no size; write it like 1920x1080")]
    Form(String),
    /// Video with 4:2:0 chroma has even sides.
    #[error("{0} has an odd side; both must be even, as in 1920x1080")]
    Odd(String),
    /// Out of range.
    #[error(
        "{0} is out of range; each side is from {SHORTEST} to {LONGEST} pixels, and the whole no more than 3840x2160"
    )]
    Range(String),
}

impl Size {
    /// Full HD.
    pub const DEFAULT: Self = Self { width: 1920, height: 1080 };

    /// Pixels from left to right.
    pub fn width(self) -> u32 {
        self.width
    }

    /// Pixels from top to bottom.
    pub fn height(self) -> u32 {
        self.height
    }
}

impl FromStr for Size {
    type Err = SizeError;

    fn from_str(text: &str) -> Result<Self, SizeError> {
        let form = || SizeError::Form(text.to_owned());
        let (width, height) = text.trim().split_once(['x', 'X', '×']).ok_or_else(form)?;
        let width: u32 = width.trim().parse().map_err(|_| form())?;
        let height: u32 = height.trim().parse().map_err(|_| form())?;
        let side = SHORTEST..=LONGEST;
        if !side.contains(&width) || !side.contains(&height) || MOST_PIXELS < width * height {
            return Err(SizeError::Range(text.to_owned()));
        }
        if !width.is_multiple_of(2) || !height.is_multiple_of(2) {
            return Err(SizeError::Odd(text.to_owned()));
        }
        Ok(Self { width, height })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

/// A colour as red, green and blue, 0 to 255 each, in sRGB.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub struct Colour(pub u8, pub u8, pub u8);

/// Why a text is no colour.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is no colour; write it like #2476D8")]
pub struct ColourError(String);

impl FromStr for Colour {
    type Err = ColourError;

    fn from_str(text: &str) -> Result<Self, ColourError> {
        let digits = text.trim().trim_start_matches('#');
        let refuse = || ColourError(text.chars().take(LONGEST_SHOWN).collect());
        let value =
            u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|c| c.is_ascii_hexdigit()));
        match (digits.len(), value.ok_or_else(refuse)?.to_be_bytes()) {
            (6, [_, red, green, blue]) => Ok(Self(red, green, blue)),
            (3, [_, _, red, rest]) => Ok(Self(17 * red, 17 * (rest >> 4), 17 * (rest & 15))),
            _ => Err(refuse()),
        }
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;

    fn try_from(text: String) -> Result<Self, ColourError> {
        text.parse()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// Of what is quoted back so much is enough to find it again.
const LONGEST_SHOWN: usize = 40;

/// White on dark bars, near-black on bright ones.
pub const BRIGHT_TEXT: Colour = Colour(0xFF, 0xFF, 0xFF);
/// See [`BRIGHT_TEXT`].
pub const DARK_TEXT: Colour = Colour(0x11, 0x18, 0x27);
/// For the few colours in between, on which neither can be read well.
const BLACK: Colour = Colour(0, 0, 0);

impl Colour {
    /// The relative luminance of WCAG 2.2, from 0 to 1.
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The contrast ratio of WCAG 2.2, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour of a text that lies on this one; at least 4.5:1 on any.
    #[must_use]
    pub fn text_on(self) -> Self {
        let better = |dark: Self| {
            if self.contrast(dark) < self.contrast(BRIGHT_TEXT) { BRIGHT_TEXT } else { dark }
        };
        let text = better(DARK_TEXT);
        // White against black is 21:1, so one of the two is at least its root: 4.58.
        if READABLE <= self.contrast(text) { text } else { better(BLACK) }
    }
}

/// A count with a comma after every three digits: `12,360`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.char_indices() {
        if 0 < position && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_even_numbers_within_reason() {
        assert_eq!("1920x1080".parse(), Ok(Size::DEFAULT));
        assert_eq!("1080x1920".parse::<Size>().unwrap().to_string(), "1080x1920");
        for text in
            ["", "1920", "x", "1920x", "-2x4", "7x7", "99999x99999", "3840x3840", "481x270", "480x271"]
        {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }

    #[test]
    fn text_on_any_colour_can_be_read() {
        let steps = || (0..=255).step_by(15);
        for colour in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| Colour(r, g, b)))) {
            assert!(READABLE <= colour.contrast(colour.text_on()), "{colour}");
        }
        assert_eq!("#2476D8".parse::<Colour>().unwrap().text_on(), BRIGHT_TEXT);
        assert_eq!("#FB605F".parse::<Colour>().unwrap().text_on(), DARK_TEXT);
    }

    #[test]
    fn a_colour_is_six_or_three_hexadecimal_digits() {
        assert_eq!("#2476d8".parse(), Ok(Colour(0x24, 0x76, 0xD8)));
        assert_eq!("f0A".parse(), Ok(Colour(255, 0, 170)));
        assert_eq!(Colour(1, 2, 254).to_string(), "#0102FE");
        for text in ["", "#", "#12345", "#1234567", "#+12345", "red", "#12 456"] {
            assert!(text.parse::<Colour>().is_err(), "{text}");
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        let texts = [0, 999, 1000, 12_360, 1_234_567].map(thousands);
        assert_eq!(texts, ["0", "999", "1,000", "12,360", "1,234,567"]);
    }
}
