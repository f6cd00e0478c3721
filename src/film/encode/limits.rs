//! What x264 can encode.

/// x264's constant rate factor unless another is asked for: text stays clean at it.
pub const DEFAULT_CRF: u8 = 20;

/// The longest side x264 takes, in pixels.
pub(super) const LONGEST_SIDE: u32 = 16_384;
