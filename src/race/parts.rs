//! What a film consists of: a rest at the start, the time that passes, the hold at the end.

use chrono::{DateTime, Utc};

use super::{
    curve::Curve,
    idle::Timeline,
    pacing::{Lasting, Pacing},
};

/// Everybody stands at the start for this long, and never for more than a sixteenth of the film: the first
/// frame is at rest.
const INTRO: f64 = 0.5;

/// What a film consists of, in seconds.
pub(super) struct Parts {
    pub(super) seconds: f64,
    pub(super) hold: f64,
    pub(super) intro: f64,
    pub(super) timeline: Timeline,
}

impl Parts {
    pub(super) fn new(total: &Curve, edges: &[DateTime<Utc>], pacing: Pacing) -> Self {
        // Bars come to rest half a swap after the last change, so a hold is never shorter.
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
