//! What a text is made of once it is shaped: glyphs of a face, in ems; and one glyph as pixels.

use cosmic_text::{Attrs, Family, FeatureTag, FontFeatures, fontdb};

/// The name of the embedded faces.
pub(super) const FAMILY: &str = "Inter";

/// How heavy the strokes are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Weight {
    /// Text as it is read.
    Regular,
    /// Text that leads.
    Bold,
}

impl Weight {
    pub(super) fn number(self) -> fontdb::Weight {
        match self {
            Self::Regular => fontdb::Weight::NORMAL,
            Self::Bold => fontdb::Weight::BOLD,
        }
    }

    /// Digits of one width, so that a number that counts up does not tremble; but only digits, as
    /// that would put wide gaps around hyphens and dots as well.
    ///
    /// The shaper takes neighbours of one family together, whatever their features: by its other
    /// name the same face is a family of its own.
    pub(super) fn attrs(self, digits: bool) -> Attrs<'static> {
        let attrs = Attrs::new().family(Family::Name(FAMILY)).weight(self.number());
        if digits {
            let mut features = FontFeatures::new();
            features.enable(FeatureTag::new(b"tnum"));
            attrs.family(Family::SansSerif).font_features(features)
        } else {
            attrs
        }
    }
}

/// A face among those that are loaded.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Face {
    pub(super) id: fontdb::ID,
    pub(super) weight: fontdb::Weight,
}

/// One glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The face it is from.
    pub face: Face,
    /// Its number in that face.
    pub id: u16,
    /// How far its origin is to the right of the start of the run, in ems.
    pub x: f32,
    /// How far its origin is below the baseline, in ems.
    pub y: f32,
}

/// A text as a row of glyphs, in ems: times the font size is pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    /// The glyphs, from left to right.
    pub glyphs: Vec<Glyph>,
    /// From the start of the first glyph to the end of the last, in ems.
    pub width: f32,
    /// The size of its glyphs, in ems: 1 unless they reach too far up or down for a row.
    pub scale: f32,
}

/// A glyph as pixels, row by row from the top.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Shade {
    /// Where its first column is, in pixels to the right of the origin's.
    pub(crate) left: i32,
    /// Where its first row is, in pixels below the baseline's.
    pub(crate) top: i32,
    /// Pixels in a row.
    pub(crate) width: usize,
    /// Width times height of them.
    pub(crate) dots: Dots,
}

/// The pixels of a glyph.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Dots {
    /// How much of each is covered, 0 to 255, in whatever color the text has.
    Coverage(Vec<u8>),
    /// Red, green, blue and alpha of each: an emoji has colors of its own.
    Colors(Vec<u8>),
}

impl Shade {
    /// How many rows of pixels it has.
    pub(crate) fn height(&self) -> usize {
        match &self.dots {
            Dots::Coverage(bytes) => bytes.len() / self.width,
            Dots::Colors(bytes) => bytes.len() / 4 / self.width,
        }
    }

    /// How many bytes it takes.
    pub(crate) fn n_bytes(&self) -> usize {
        match &self.dots {
            Dots::Coverage(bytes) | Dots::Colors(bytes) => bytes.len(),
        }
    }
}

/// A part of a pixel that a glyph is moved by: quarters, 0 to 3.
pub(crate) type Quarters = u8;
