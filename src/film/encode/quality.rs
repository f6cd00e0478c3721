//! How carefully x264 compresses a film: its preset, rate factor and parameters.
//!
//! `make bench ONLY=encoder` draws the table that these were chosen from.

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

impl Quality {
    /// What x264 is told.
    pub(super) fn arguments(self) -> [&'static str; 6] {
        // What `weightp`, `b-adapt` and `scenecut` look for is not found in flat bars. The last three keep what is faint:
        // without them, 1.5 to 2.5 times as many places of pale lines beside moving bars lose more than half of their
        // contrast, for a tenth fewer bytes.
        const LEAN: &str = "weightp=0:b-adapt=0:scenecut=0:sync-lookahead=0:no-dct-decimate=1:deadzone-inter=10:deadzone-intra=6";
        // Threads that share a frame hold fewer of them than threads that have one each, and so do fewer frames that
        // depend on later ones: together a third less memory, and a tenth less time, for 2 % more bytes.
        const BALANCED: &str = "weightp=0:b-adapt=0:scenecut=0:sync-lookahead=0:no-dct-decimate=1:deadzone-inter=10:\
            deadzone-intra=6:sliced-threads=1:bframes=2:b-pyramid=none";
        // Its preset leaves out the better coder of symbols and the filter of block edges, which cost little.
        const FAST: &str =
            "cabac=1:8x8dct=1:no-deblock=0:scenecut=0:no-dct-decimate=1:deadzone-inter=10:deadzone-intra=6";
        let (preset, crf, parameters) = match self {
            Self::Small => ("veryfast", "23", LEAN),
            Self::Balanced => ("superfast", "26.5", BALANCED),
            Self::Fast => ("ultrafast", "30", FAST),
        };
        ["-preset:v:0", preset, "-crf:v:0", crf, "-x264-params:v:0", parameters]
    }
}
