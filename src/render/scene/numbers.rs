//! Numbers as the fonts take them, and as people read them.

#[expect(clippy::cast_possible_truncation, reason = "pixels of a frame")]
pub(super) fn narrow(pixels: f64) -> f32 {
    pixels as f32
}

/// The nearest whole number, as it is shown.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are positive, and a cast saturates"
)]
pub(super) fn nearest(value: f64) -> u64 {
    value.round() as u64
}
