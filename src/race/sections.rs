//! The sections of a film: a rest at the start, the time that passes, and the hold at the end.

use chrono::{DateTime, Utc};

use super::{
    curve::Curve,
    pacing::{Lasting, Pacing},
    timeline::Timeline,
};

/// How long everybody rests at the start, in seconds, so that the first frame is still; at most a sixteenth of
/// the film.
const INTRO: f64 = 0.5;

/// How long each section of a film is, in seconds.
pub(super) struct Sections {
    /// The whole film.
    pub(super) seconds: f64,
    pub(super) hold: f64,
    pub(super) intro: f64,
    pub(super) timeline: Timeline,
}

impl Sections {
    /// The sections of a film about these labels of everybody together, in buckets with these edges.
    pub(super) fn new(total: &Curve, edges: &[DateTime<Utc>], pacing: Pacing) -> Self {
        // Bars come to rest half a swap after the last change, so the hold is never shorter than that.
        let hold = pacing.hold.max(pacing.swap / 2.0);
        let timeline = |lasting| Timeline::new(total.busy(), edges, lasting, pacing.idle);
        match pacing.lasting {
            Lasting::Whole(seconds) => {
                let (hold, intro) = (hold.min(seconds / 4.0), INTRO.min(seconds / 16.0));
                let timeline = timeline(Lasting::Whole(seconds - hold - intro));
                Self { seconds, hold, intro, timeline }
            }
            Lasting::PerBucket(_) => {
                let timeline = timeline(pacing.lasting);
                Self { seconds: INTRO + timeline.seconds() + hold, hold, intro: INTRO, timeline }
            }
        }
    }
}
