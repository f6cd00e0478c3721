//! The size of a frame.

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

/// Sizes with a name of their own: for screens, and for phones held upright.
const NAMED: [(&str, Size); 5] = [
    ("1080p", Size::DEFAULT),
    ("720p", Size { width: 1280, height: 720 }),
    ("4k", Size { width: 3840, height: 2160 }),
    ("square", Size { width: 1080, height: 1080 }),
    ("phone", Size::PHONE),
];

/// Why a text is not a valid size.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SizeError {
    /// Not two numbers.
    #[error("`{0}` is not a size; use 1080p, 720p, 4k, square or phone, or write it like 1920x1080")]
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

    /// A phone that is held upright.
    pub const PHONE: Self = Self { width: 1080, height: 1920 };

    /// Pixels from left to right.
    pub fn width(self) -> u32 {
        self.width
    }

    /// Pixels from top to bottom.
    pub fn height(self) -> u32 {
        self.height
    }
}

impl Default for Size {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Size {
    /// The names of sizes that have one.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name)
    }
}

impl FromStr for Size {
    type Err = SizeError;

    fn from_str(text: &str) -> Result<Self, SizeError> {
        if let Some((_, size)) = NAMED.iter().find(|(name, _)| text.trim().eq_ignore_ascii_case(name)) {
            return Ok(*size);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_even_numbers_within_reason() {
        assert_eq!("1920x1080".parse(), Ok(Size::DEFAULT));
        assert_eq!("1080p".parse(), Ok(Size::DEFAULT));
        assert_eq!("Phone".parse::<Size>().unwrap().to_string(), "1080x1920");
        assert_eq!("1080x1920".parse::<Size>().unwrap().to_string(), "1080x1920");
        for text in
            ["", "1920", "x", "1920x", "-2x4", "7x7", "99999x99999", "3840x3840", "481x270", "480x271"]
        {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }
}
