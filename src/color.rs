//! Colors: red, green and blue, how people write them, and which text is readable on them.

use std::{fmt, str::FromStr};

use serde::Deserialize;

use crate::locale::plain::quotable;

/// The smallest contrast ratio between a text and its background (WCAG 2.2, level AA).
pub const READABLE: f64 = 4.5;

/// A color as red, green and blue, 0 to 255 each, in sRGB.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub struct Color(pub u8, pub u8, pub u8);

/// A text that is not a color.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is not a color; write it like #2476D8")]
pub struct ColorError(String);

impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        let digits = text.trim().trim_start_matches('#');
        let refuse = || ColorError(quotable(text).chars().take(LONGEST_SHOWN).collect());
        let value =
            u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|c| c.is_ascii_hexdigit()));
        match (digits.len(), value.ok_or_else(refuse)?.to_be_bytes()) {
            (6, [_, red, green, blue]) => Ok(Self(red, green, blue)),
            (3, [_, _, red, rest]) => Ok(Self(17 * red, 17 * (rest >> 4), 17 * (rest & 15))),
            _ => Err(refuse()),
        }
    }
}

impl TryFrom<String> for Color {
    type Error = ColorError;

    fn try_from(text: String) -> Result<Self, ColorError> {
        text.parse()
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// The most characters that an error quotes.
const LONGEST_SHOWN: usize = 40;

/// The color of text on dark bars.
pub const BRIGHT_TEXT: Color = Color(0xFF, 0xFF, 0xFF);
/// The color of text on bright bars.
pub const DARK_TEXT: Color = Color(0x11, 0x18, 0x27);
/// The color of text on the few bars on which neither of these is readable.
const BLACK: Color = Color(0, 0, 0);

impl Color {
    /// The relative luminance of WCAG 2.2, from 0 to 1.
    pub fn luminance(self) -> f64 {
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The contrast ratio of WCAG 2.2, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The color as people see it: in Oklab (Ottosson, 2020).
    pub fn oklab(self) -> Oklab {
        let [red, green, blue] = [self.0, self.1, self.2].map(linear);
        let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        Oklab([
            0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
        ])
    }

    /// The color of this hue, saturation and lightness, each from 0 to 1 (HSL, as in CSS Color 4).
    pub fn of_hue(hue: f64, saturation: f64, lightness: f64) -> Self {
        let channel = |n: f64| {
            let k = (n + 12.0 * hue).rem_euclid(12.0);
            let part = saturation * lightness.min(1.0 - lightness);
            let value = lightness - part * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a float cast saturates"
            )]
            let byte = (255.0 * value).round() as u8;
            byte
        };
        Self(channel(0.0), channel(8.0), channel(4.0))
    }

    /// This color mixed with another, of which it gets this part, 0 to 1.
    #[must_use]
    pub fn toward(self, other: Self, part: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
        let mix =
            |own: u8, other: u8| (f64::from(own) * (1.0 - part) + f64::from(other) * part).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// The color of text on this color, with a contrast of at least 4.5:1.
    #[must_use]
    pub fn text_on(self) -> Self {
        let better = |dark: Self| {
            if self.contrast(dark) < self.contrast(BRIGHT_TEXT) { BRIGHT_TEXT } else { dark }
        };
        let text = better(DARK_TEXT);
        // White on black is 21:1, so white or black has at least the square root of that: 4.58.
        if READABLE <= self.contrast(text) { text } else { better(BLACK) }
    }
}

/// A color as people see it: lightness, green to red, blue to yellow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklab([f64; 3]);

impl Oklab {
    /// How different two colors look, from 0 to about 1. Colors less than 0.02 apart can hardly be told.
    pub fn distance(self, other: Self) -> f64 {
        self.0.iter().zip(other.0).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }
}

/// A channel of sRGB as a share of the light.
fn linear(channel: u8) -> f64 {
    let channel = f64::from(channel) / 255.0;
    if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_any_color_can_be_read() {
        let steps = || (0..=255).step_by(15);
        for color in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| Color(r, g, b)))) {
            assert!(READABLE <= color.contrast(color.text_on()), "{color}");
        }
        assert_eq!("#2476D8".parse::<Color>().unwrap().text_on(), BRIGHT_TEXT);
        assert_eq!("#FB605F".parse::<Color>().unwrap().text_on(), DARK_TEXT);
    }

    #[test]
    fn black_and_white_are_one_apart_and_hues_are_round() {
        let distance = |a: Color, b: Color| a.oklab().distance(b.oklab());
        assert!((distance(Color(0, 0, 0), Color(255, 255, 255)) - 1.0).abs() < 1e-6);
        assert!(distance(Color(200, 30, 60), Color(200, 30, 60)) < 1e-12);
        assert!(0.3 < distance(Color(255, 0, 0), Color(0, 255, 0)));
        assert_eq!(Color::of_hue(0.0, 1.0, 0.5), Color(255, 0, 0));
        assert_eq!(Color::of_hue(1.0 / 3.0, 1.0, 0.25), Color(0, 128, 0));
        assert_eq!(Color::of_hue(2.0 / 3.0, 0.0, 0.5), Color(128, 128, 128));
    }

    #[test]
    fn a_color_is_six_or_three_hexadecimal_digits() {
        assert_eq!("#2476d8".parse(), Ok(Color(0x24, 0x76, 0xD8)));
        assert_eq!("f0A".parse(), Ok(Color(255, 0, 170)));
        assert_eq!(Color(1, 2, 254).to_string(), "#0102FE");
        for text in ["", "#", "#12345", "#1234567", "#+12345", "red", "#12 456"] {
            assert!(text.parse::<Color>().is_err(), "{text}");
        }
    }
}
