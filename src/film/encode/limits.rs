//! What x264 can encode, and how long it may take.

use std::time::Duration;

/// x264's constant rate factor unless another is asked for: text stays clean at it, and a film differs as little
/// from its drawn frames (SSIM 0.995) as with the preset veryfast at 20, which takes twice the processor time.
pub const DEFAULT_CRF: u8 = 26;

/// How long ffmpeg may do nothing that can be seen. A frame takes far less than a second; closing a film of many
/// gigabytes on a slow disk takes minutes.
pub const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// The longest side x264 takes, in pixels.
pub(super) const LONGEST_SIDE: u32 = 16_384;
