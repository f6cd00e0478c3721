//! How carefully x264 compresses a film: its preset, rate factor and parameters.
//!
//! `benches/encoder.py` draws the table that these were chosen from.

use strum::{IntoStaticStr, VariantArray};

/// What matters most in a film: that it is small, that it is made fast, or some of both.
///
/// Text and thin lines are clean in all of them. A balanced film differs from its drawn frames (SSIM 0.996) as little
/// as x264's preset veryfast at 22 does, which takes twice the processor time.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Quality {
    /// Three quarters of the bytes of a balanced film, for twice the processor time.
    Small,
    /// Some of both.
    #[default]
    Balanced,
    /// Two thirds of the processor time of a balanced film, for half as many bytes again.
    Fast,
}

/// What the first three look for is not found in flat bars, and costs a fifth of the time. The others keep what is faint:
/// without them, pale lines beside moving bars lose half of their contrast or more in twice as many places, for a ninth
/// fewer bytes.
const LEAN: &str = "weightp=0:b-adapt=0:scenecut=0:no-dct-decimate=1:deadzone-inter=10:deadzone-intra=6";

impl Quality {
    /// What x264 is told.
    pub(super) fn arguments(self) -> [&'static str; 6] {
        let (preset, crf, more) = match self {
            Self::Small => ("veryfast", "23", LEAN),
            Self::Balanced => ("superfast", "26", LEAN),
            // The preset leaves out the better coder of symbols and the filter of block edges, which cost little.
            Self::Fast => ("ultrafast", "30", "cabac=1:8x8dct=1:no-deblock=0:scenecut=0"),
        };
        ["-preset:v:0", preset, "-crf:v:0", crf, "-x264-params:v:0", more]
    }
}
