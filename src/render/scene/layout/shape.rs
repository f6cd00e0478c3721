//! The three shapes of frames, and the unit of all sizes.

use super::needs::READABLE;

/// How wide a frame is for its height.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum FrameShape {
    /// Wider than tall, like a screen: the clock is behind the bars, the summary beside them.
    Wide,
    /// About as wide as tall: the clock and the summary are below the bars.
    Square,
    /// Taller than wide, like a phone: as square, and names are above their bars.
    Tall,
}

impl FrameShape {
    pub(super) fn of(width: f64, height: f64) -> Self {
        match width / height {
            ratio if 1.25 <= ratio => Self::Wide,
            ratio if 0.8 < ratio => Self::Square,
            _ => Self::Tall,
        }
    }

    /// A 1080th of a screen's height, a 900th of a phone's width.
    pub(super) fn unit(self, width: f64, height: f64) -> f64 {
        match self {
            Self::Wide | Self::Square => (height / 1080.0).min(width / 1200.0),
            Self::Tall => (height / 1500.0).min(width / 900.0),
        }
    }
}

/// A text's size, enlarged until it is readable; 0 where that would take too much of the frame.
pub(super) fn readable(size: f64) -> f64 {
    if size < READABLE / 3.0 { 0.0 } else { size.max(READABLE) }
}
