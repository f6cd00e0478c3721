//! The arithmetic of motion: smooth curves, round numbers, and conversions between counts and real numbers.
//!
//! `render` uses the same functions, so that what it draws moves as the race does.

/// The weights of 2 `half` + 1 neighbors, w(s) = (1 + cos(2 pi s / D)) / D over |s| <= D / 2 with D = 2 `half`;
/// they add up to one.
pub(crate) fn raised_cosine(half: usize) -> impl Iterator<Item = f64> {
    (0..=2 * half).map(move |step| {
        let s = real(step) / real(half) - 1.0;
        (1.0 + (std::f64::consts::PI * s).cos()) / (2.0 * real(half))
    })
}

/// From 0 to 1, level at both ends: 3 x^2 - 2 x^3.
pub(crate) fn smoothstep(x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

/// The least number from `below` to `above` at which this holds, by bisection: it holds at `above`, and from that
/// number on. What is left uncertain is a part in 2^48.
pub(super) fn first_where(mut below: f64, mut above: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..48 {
        let middle = f64::midpoint(below, above);
        if holds(middle) { above = middle } else { below = middle }
    }
    above
}

/// 1, 2 and 5 times every power of ten, in ascending order.
pub(crate) fn round_numbers() -> impl Iterator<Item = u64> {
    (0..19).flat_map(|power| [1, 2, 5].map(|digit| digit * 10u64.pow(power)))
}

/// A count of labels as a real number.
#[expect(clippy::cast_precision_loss, reason = "counts of labels are far below 2^52")]
pub(crate) fn exact(n: u64) -> f64 {
    n as f64
}

/// A number of frames, buckets or rows as a real number.
#[expect(clippy::cast_precision_loss, reason = "numbers of frames, buckets and rows are far below 2^52")]
pub(crate) fn real(n: usize) -> f64 {
    n as f64
}

/// The nearest whole number; 0 for anything below it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
pub(super) fn whole(x: f64) -> usize {
    x.round() as usize
}
