//! The sections of a film: the title, a rest at the start, the time that passes, and the hold at the end.

use chrono::{DateTime, Utc};

use super::{
    curve::Curve,
    pacing::{Lasting, Pacing},
    timeline::Timeline,
};

/// How long everybody rests at the start, in seconds, so that the first frame is still; at most a sixteenth of
/// the film.
const INTRO: f64 = 0.5;

/// The largest part of a film that its title may take.
const LONGEST_OPENING: f64 = 1.0 / 12.0;

/// In seconds; nobody could read a title that is shorter.
const SHORTEST_OPENING: f64 = 1.0;

/// How long each section of a film is, in seconds.
pub(super) struct Sections {
    /// The whole film.
    pub(super) seconds: f64,
    pub(super) hold: f64,
    pub(super) intro: f64,
    /// How long the title is shown.
    pub(super) opening: f64,
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
                let longest = seconds * LONGEST_OPENING;
                let opening = if longest < SHORTEST_OPENING { 0.0 } else { pacing.opening.min(longest) };
                let timeline = timeline(Lasting::Whole(seconds - hold - intro - opening));
                Self { seconds, hold, intro, opening, timeline }
            }
            Lasting::PerBucket(_) => {
                let timeline = timeline(pacing.lasting);
                let opening = pacing.opening;
                let seconds = opening + INTRO + timeline.seconds() + hold;
                Self { seconds, hold, intro: INTRO, opening, timeline }
            }
        }
    }
}
