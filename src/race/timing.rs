//! Which moment of the race each frame shows.
//!
//! The film is divided into moments, a whole number of them per frame. Before the first moment that moves and
//! after the last one, time stands still. What the bars do at a moment is for `grid`, `rows` and `axis`.

use super::{
    grid::Grid,
    math::{real, whole},
    pacing::{Pace, Pacing},
    passing::Passing,
    racer::Racer,
    sections::Sections,
    timeline::Timeline,
};

/// The moments in each step of the rows.
pub(super) const SAMPLES: usize = 4;

/// The fewest steps of the rows in a second, however low the frame rate is.
const STEPS: u32 = 24;

/// How gradually time changes its speed: in seconds, for a film in which it passed evenly.
const SPEED_EASE: f64 = 0.25;

/// The part of the film after which the last day has begun, if that is asked for.
pub(super) const LAST_DAY: f64 = 0.6;

/// The smallest part of the race that is left for the days before, or for the last one.
const SOONEST: f64 = 0.1;

/// Maps frames and moments to time in the race, and back.
#[derive(Clone, Debug)]
pub(super) struct Timing {
    /// Frames per second.
    pub(super) fps: u32,
    /// Moments per frame.
    pub(super) per_frame: usize,
    /// All frames of the film, at least 1.
    pub(super) n_frames: usize,
    /// Frames before time begins to pass.
    n_waiting: usize,
    /// Frames before the hold, including the waiting ones; the last of them shows the end of the race.
    pub(super) n_moving: usize,
    /// How long the title is shown, in seconds.
    pub(super) opening: f64,
    pub(super) timeline: Timeline,
    /// The part of the timeline that has passed when the race begins, at least 0 and below 1.
    starts: f64,
    /// How the rest of it passes.
    passing: Passing,
}

impl Timing {
    /// The timing of a film with these sections, in which the first `top` of the racers have a row. `begins` is how
    /// many buckets have passed when the race begins. `last_day` is when the clock first shows the last day, in buckets;
    /// `None` where there is only one.
    pub(super) fn new(
        sections: Sections,
        pacing: Pacing,
        racers: &[Racer],
        top: usize,
        (begins, last_day): (f64, Option<f64>),
    ) -> Self {
        let Sections { seconds, hold, intro, opening, timeline } = sections;
        let fps = f64::from(pacing.fps);
        let n_frames = whole(seconds * fps).max(1);
        let n_moving = (n_frames - whole(hold * fps).min(n_frames - 1)).max(1);
        let n_waiting = whole((opening + intro) * fps).min(n_moving - 1);
        let per_frame = SAMPLES * STEPS.div_ceil(pacing.fps) as usize;

        // The race is first looked at as if time passed evenly, to find out where to slow down.
        let n_passing = n_moving - 1 - n_waiting;
        let n_even = n_passing.max(1) * per_frame;
        let starts = timeline.part_at(begins);
        let part = |step: usize| starts + (1.0 - starts) * real(step) / real(n_even);
        let even = (0..=n_even).map(|step| timeline.buckets_at(part(step)));
        let mut moves = Grid::new(racers, top, even).moves();
        // From nothing all bars begin to grow at once, which is as much to watch as if each had moved one row.
        if let Some(first) = moves.first_mut().filter(|_| starts <= 0.0) {
            *first += real(top);
        }
        let ease = whole(SPEED_EASE * fps * real(per_frame));
        let mut passing =
            Passing::new(&moves, &timeline.idle_in(starts, n_even), real(n_passing) / fps, ease);
        if let (Pace::Recent, Some(last_day)) = (pacing.pace, last_day) {
            // The frame before is the last one that may show the day before.
            let latest = (LAST_DAY * real(n_frames) - 1.0 - real(n_waiting)) / real(n_passing.max(1));
            passing = passing.reaching(
                (timeline.part_at(last_day) - starts) / (1.0 - starts),
                latest.clamp(SOONEST, 1.0 - SOONEST),
            );
        }
        Self { fps: pacing.fps, per_frame, n_frames, n_waiting, n_moving, opening, timeline, starts, passing }
    }

    /// The length of the film in seconds.
    pub(super) fn seconds(&self) -> f64 {
        real(self.n_frames) / f64::from(self.fps)
    }

    /// Frames in which time passes.
    fn n_passing(&self) -> usize {
        self.n_moving - 1 - self.n_waiting
    }

    /// Moments until the race is over.
    pub(super) fn n_moments(&self) -> usize {
        (self.n_moving - 1) * self.per_frame + 1
    }

    /// Moments per second.
    pub(super) fn rate(&self) -> f64 {
        f64::from(self.fps) * real(self.per_frame)
    }

    /// The moment that a frame shows. It keeps counting during the hold, so that rows still in motion come to
    /// rest there; the last frame is at rest however short the hold is.
    pub(super) fn moment_of(&self, number: usize) -> usize {
        if number + 1 == self.n_frames { usize::MAX / 2 } else { number * self.per_frame }
    }

    /// How much of the timeline has passed at a moment, 0 to 1.
    pub(super) fn part_at(&self, moment: usize) -> f64 {
        let passed = moment.saturating_sub(self.n_waiting * self.per_frame);
        let n_passing = self.n_passing() * self.per_frame;
        if n_passing <= passed {
            return 1.0;
        }
        self.starts + (1.0 - self.starts) * self.passing.timeline_at(real(passed) / real(n_passing))
    }

    /// How many buckets have passed at a moment.
    pub(super) fn buckets_at(&self, moment: usize) -> f64 {
        self.timeline.buckets_at(self.part_at(moment))
    }

    /// How many buckets have passed when the race begins.
    pub(super) fn starts_at(&self) -> f64 {
        self.timeline.buckets_at(self.starts)
    }

    /// The second at which time begins to pass.
    pub(super) fn begins(&self) -> f64 {
        real(self.n_waiting) / f64::from(self.fps)
    }

    /// The moment at this second of the film.
    pub(super) fn moment_at(&self, seconds: f64) -> usize {
        whole(seconds * self.rate())
    }

    /// The second of the film at which this many buckets have passed; that at which time begins to pass, if they have
    /// by then.
    pub(super) fn seconds_at(&self, buckets: f64) -> f64 {
        let film = self.passing.film_at((self.timeline.part_at(buckets) - self.starts) / (1.0 - self.starts));
        (real(self.n_waiting) + real(self.n_passing()) * film) / f64::from(self.fps)
    }
}
