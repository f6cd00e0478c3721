//! Pictures that cannot be used, and why.

use std::fmt;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 10 << 20;

/// The largest number of pictures in one film.
pub const MOST_PICTURES: usize = 2_000;

/// A picture that could not be used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SkippedPicture {
    /// Its file name, which may be somebody's name: show it to whoever runs the program, but do not log it.
    pub file: String,
    /// Why it could not be used.
    pub why: WhySkipped,
}

/// Why a picture is left out.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum WhySkipped {
    /// A file that is larger than [`LARGEST_FILE`].
    TooLarge,
    /// Far more pixels than a portrait needs.
    TooManyPixels,
    /// Not a picture, whatever its name says.
    NoPicture,
    /// A picture that cannot be decoded to its end.
    Damaged,
    /// A file that could not be read.
    Unreadable,
    /// A picture beyond the first [`MOST_PICTURES`].
    TooMany,
}

impl fmt::Display for WhySkipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "over 10 MB",
            Self::TooManyPixels => "too many pixels",
            Self::NoPicture => "not a PNG, JPEG, WebP, GIF or BMP",
            Self::Damaged => "damaged or cut off",
            Self::Unreadable => "could not be read",
            Self::TooMany => "one picture too many",
        })
    }
}

impl fmt::Display for SkippedPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.why)
    }
}
