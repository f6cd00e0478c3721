//! The head, from the top down: title, subtitle, how far the job is, teams and what is told.

use super::{
    needs::{Needs, READABLE, Total},
    shape::readable,
};

/// Positions and sizes in pixels, as in the whole layout.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) title_width: f64,
    pub(crate) title_y: f64,
    pub(crate) title_size: f64,
    pub(crate) subtitle_y: f64,
    pub(crate) small_size: f64,
    /// The upper and lower edge of the bar that tells how far the job is.
    pub(crate) progress: (f64, f64),
    pub(crate) strip_y: f64,
    pub(crate) strip_size: f64,
    /// Where it ends.
    pub(super) bottom: f64,
}

impl Head {
    pub(super) fn new(s: f64, full_width: f64, total: Total, needs: Needs) -> Self {
        let title_size = (44.0 * s).max(1.2 * READABLE);
        let (small_size, strip_size) = (readable(22.0 * s), readable(20.0 * s));
        let title_y = 48.0 * s + title_size;
        let subtitle_y = title_y + 18.0 * s + small_size;
        let progress = (subtitle_y + 20.0 * s, subtitle_y + 20.0 * s + (8.0 * s).max(3.0));
        let bottom = if needs.progress { progress.1 } else { subtitle_y };
        let strip_y = bottom + 12.0 * s + strip_size;
        Self {
            title_width: if total == Total::Head { 0.72 } else { 1.0 } * full_width,
            title_y,
            title_size,
            subtitle_y,
            small_size,
            progress,
            strip_y,
            strip_size,
            bottom: if needs.strip { strip_y + 20.0 * s } else { bottom + 24.0 * s },
        }
    }
}
