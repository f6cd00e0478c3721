//! What x264 can encode, and how long it may take.

use std::time::Duration;

/// How long ffmpeg may do nothing that can be seen. A frame takes far less than a second; closing a film of many
/// gigabytes on a slow disk takes minutes.
pub const PATIENCE: Duration = Duration::from_mins(10);

/// The longest side x264 takes, in pixels.
pub(super) const LONGEST_SIDE: u32 = 16_384;
