//! The look as data: the size of a frame, colours, and how numbers and dates are written.
//!
//! Nothing is drawn here; `scene` reads it.

use std::{fmt, str::FromStr};

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
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Colour(pub u8, pub u8, pub u8);

const fn hex(rgb: u32) -> Colour {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Colour(red, green, blue)
}

/// White on dark bars, near-black on bright ones.
pub const BRIGHT_TEXT: Colour = hex(0xFF_FFFF);
/// See [`BRIGHT_TEXT`].
pub const DARK_TEXT: Colour = hex(0x11_1827);

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

    /// The colour of a text that lies on this one.
    #[must_use]
    pub fn text_on(self) -> Self {
        if self.contrast(DARK_TEXT) < self.contrast(BRIGHT_TEXT) { BRIGHT_TEXT } else { DARK_TEXT }
    }
}

/// Which set of colours.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ThemeName {
    /// On white.
    #[default]
    Light,
    /// On dark blue.
    Dark,
}

/// Why a text is no theme.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is no theme; there are light and dark")]
pub struct ThemeError(String);

impl FromStr for ThemeName {
    type Err = ThemeError;

    fn from_str(text: &str) -> Result<Self, ThemeError> {
        match text {
            "light" => Ok(Self::Light),
            "dark" => Ok(Self::Dark),
            _ => Err(ThemeError(text.to_owned())),
        }
    }
}

impl fmt::Display for ThemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Light => "light",
            Self::Dark => "dark",
        })
    }
}

/// The colours of a frame.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Behind everything.
    pub background: Colour,
    /// Title, names and values.
    pub text: Colour,
    /// Subtitle, ticks and dates.
    pub quiet: Colour,
    /// The clock, large and pale behind the bars.
    pub clock: Colour,
    /// Lines of the axis.
    pub grid: Colour,
    /// Where the bars begin.
    pub zero: Colour,
    /// What a progress or time line runs along.
    pub track: Colour,
    /// How far the job is.
    pub progress: Colour,
    /// The colours of people, in the order in which they are taken.
    pub people: &'static [Colour; 24],
}

impl ThemeName {
    /// The colours of this name.
    pub fn theme(self) -> Theme {
        match self {
            Self::Light => LIGHT,
            Self::Dark => DARK,
        }
    }
}

const LIGHT: Theme = Theme {
    background: hex(0xFF_FFFF),
    text: hex(0x0F_172A),
    quiet: hex(0x57_6175),
    clock: hex(0xCB_D5E1),
    grid: hex(0xE5_E7EB),
    zero: hex(0x64_748B),
    track: hex(0xED_F0F5),
    progress: hex(0x24_76D8),
    people: &LIGHT_24,
};

const DARK: Theme = Theme {
    background: hex(0x0F_172A),
    text: hex(0xF1_F5F9),
    quiet: hex(0x94_A3B8),
    clock: hex(0x33_4155),
    grid: hex(0x1E_293B),
    zero: hex(0x94_A3B8),
    track: hex(0x1E_293B),
    progress: hex(0x9C_BFF8),
    people: &DARK_24,
};

/// Found by farthest-point search in `OKLab` under normal sight and the three simulated dichromacies of
/// Machado et al. 2009, at least 3:1 against white, every beginning of the list spread as far as can be.
#[rustfmt::skip]
const LIGHT_24: [Colour; 24] = [
    hex(0x24_76D8), hex(0xFB_605F), hex(0x35_590A), hex(0x76_0097), hex(0x9C_5859), hex(0x49_2CCE),
    hex(0x7F_8FCA), hex(0xC0_018E), hex(0xB0_0D10), hex(0x54_629A), hex(0xC0_6B81), hex(0x9A_2F60),
    hex(0x90_67FB), hex(0x93_7134), hex(0xAB_3FC2), hex(0xD3_7812), hex(0x7E_9354), hex(0x64_3775),
    hex(0xC2_72EF), hex(0x1C_53E7), hex(0x76_3640), hex(0x38_98A6), hex(0xE8_62B8), hex(0x6E_3EAD),
];

/// As [`LIGHT_24`], at least 4.5:1 against the dark background.
#[rustfmt::skip]
const DARK_24: [Colour; 24] = [
    hex(0x9C_BFF8), hex(0xF3_4E1B), hex(0xCA_ED0A), hex(0x7C_6AFD), hex(0xC0_A878), hex(0xA5_81A8),
    hex(0x9D_F1BC), hex(0xFB_89BE), hex(0xFE_B580), hex(0xB8_97F0), hex(0xEB_DD85), hex(0xD0_5A6E),
    hex(0x1D_A12B), hex(0x49_EAF2), hex(0x5E_BBC8), hex(0x52_DB9C), hex(0xCD_72FE), hex(0xA7_CF43),
    hex(0x56_85D4), hex(0xF8_5093), hex(0xB1_63B9), hex(0xDB_7A58), hex(0xF6_BFD6), hex(0xA4_AA1C),
];

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
    fn text_on_every_bar_can_be_read() {
        for theme in [LIGHT, DARK] {
            for &colour in theme.people {
                assert!(4.5 <= colour.contrast(colour.text_on()), "{colour:?}");
                assert!(3.0 <= colour.contrast(theme.background), "{colour:?}");
            }
            for text in [theme.text, theme.quiet] {
                assert!(4.5 <= text.contrast(theme.background), "{text:?}");
            }
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        let texts = [0, 999, 1000, 12_360, 1_234_567].map(thousands);
        assert_eq!(texts, ["0", "999", "1,000", "12,360", "1,234,567"]);
    }
}
