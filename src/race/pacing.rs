//! How long a film is, and how time passes in it, as plain values.

use strum::{IntoStaticStr, VariantArray};

/// Frames per second, unless somebody chooses another number.
pub const DEFAULT_FPS: u32 = 30;

/// The length of a film in seconds, unless somebody chooses another.
pub const DEFAULT_SECONDS: f64 = 30.0;

/// How long the last standings are held, in seconds, unless somebody chooses another time.
pub const DEFAULT_HOLD: f64 = 3.0;

/// How long two rows take to swap, in seconds, unless somebody chooses another time.
pub const DEFAULT_SWAP: f64 = 0.5;

/// How many bars are shown at once, unless somebody chooses another number.
pub const DEFAULT_TOP: usize = 10;

/// The frame rate and the speed of a film.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pacing {
    /// Frames per second, at least 1.
    pub fps: u32,
    /// The length of the film.
    pub lasting: Lasting,
    /// How long the last standings are held, in seconds; at most a quarter of a [`Lasting::Whole`] is used.
    pub hold: f64,
    /// How long two rows take to swap, in seconds, above 0; at most a quarter of the film is used.
    pub swap: f64,
    /// How long the title is shown before the race begins, in seconds; at most a twelfth of a [`Lasting::Whole`],
    /// and not at all where that would be less than a second.
    pub opening: f64,
    /// Which part of the race gets the most time.
    pub pace: Pace,
    /// What happens to nights and weekends.
    pub idle: Idle,
    /// How many bars are shown at once, at least 1; a few more or fewer where somebody without a bar would be given
    /// away.
    pub top: usize,
}

/// A race alone: nothing before it, and no part of it in a hurry.
impl Default for Pacing {
    fn default() -> Self {
        Self {
            fps: DEFAULT_FPS,
            lasting: Lasting::Whole(DEFAULT_SECONDS),
            hold: DEFAULT_HOLD,
            swap: DEFAULT_SWAP,
            opening: 0.0,
            pace: Pace::Even,
            idle: Idle::default(),
            top: DEFAULT_TOP,
        }
    }
}

/// How the length of a film is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lasting {
    /// The length of the whole film in seconds, including the rest at the start and the hold at the end.
    Whole(f64),
    /// Seconds for each bucket that is not cut short; the rest at the start, the hold at the end and a short
    /// beat for each cut are added.
    PerBucket(f64),
}

/// Which part of the race gets the most time.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Pace {
    /// No part more than others, apart from moments in which much happens. The race begins with the first label, and
    /// values are exact at the end of every bucket.
    Even,
    /// The last day: it begins after at most 60 % of the film. A race of several days begins with its first standings,
    /// and values are exact at the ends of days, or more often where that can be followed.
    #[default]
    Recent,
}

/// What happens to stretches in which nobody labels.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Idle {
    /// Each is cut down to a short beat, and leaves a gap in the timeline.
    #[default]
    Compress,
    /// They take as long as any other time.
    Keep,
}
