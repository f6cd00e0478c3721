//! The race: every frame of the film as numbers.
//!
//! A frame is a function of its number alone, so frames can be made in any order. Where a bar lies on the
//! screen, and what it looks like, is for `scene`.
//!
//! Values run through every bucket's sum on a monotone curve. Rows are the places people have in the order
//! of their values, taken on a grid finer than the frames and smoothed by a centred raised cosine: two
//! who swap are level at the moment when their values are, and nobody jumps.

mod curve;
mod grid;
mod idle;
mod passing;
mod rows;

use chrono::{DateTime, TimeDelta, Utc};

pub use self::idle::Lasting;
use self::{
    curve::Curve,
    grid::Grid,
    idle::Timeline,
    passing::Passing,
    rows::{Rows, Steps},
};
use crate::{people::Person, plan::Idle, tally::Tally};

/// Frames, and how time passes in them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pacing {
    /// Frames per second, at least 1.
    pub fps: u32,
    /// The length of the film.
    pub lasting: Lasting,
    /// How long the film stands still at its end, in seconds; never for more than a quarter of a whole.
    pub hold: f64,
    /// How long a swap of two rows takes, in seconds, above 0; never longer than a quarter of a whole.
    pub swap: f64,
    /// What becomes of nights and weekends.
    pub idle: Idle,
    /// How many people are shown at once, at least 1.
    pub top: usize,
}

impl Pacing {
    /// As a film is if nobody asks for anything.
    pub const DEFAULT: Self =
        Self { fps: 30, lasting: Lasting::Whole(30.0), hold: 3.0, swap: 0.5, idle: Idle::Compress, top: 10 };
}

/// Everybody stands at the start for this long, and never for more than a sixteenth of the film: the first
/// frame is at rest.
const INTRO: f64 = 0.5;

/// How gently time changes its speed, in seconds of a film in which it passes evenly.
const SPEED_EASE: f64 = 0.25;

/// How long somebody who joins fades in, in seconds.
const FADE: f64 = 0.35;

/// The width of the window that smooths the axis, in seconds.
const AXIS_WINDOW: f64 = 1.5;

/// The axis ends this much beyond the leader.
const HEADROOM: f64 = 1.08;

/// The axis is never shorter than this part of the last leader's value: the first labels would fill the
/// screen and shake it.
const SHORTEST_AXIS: f64 = 0.15;

/// Places are taken this many times for each step of the rows.
const SAMPLES: usize = 4;

/// Rows are known at least so many times a second, however few frames there are.
const STEPS: u32 = 24;

/// A race has at least one frame, and everybody in it has at least one label at the end.
#[derive(Clone, Debug)]
pub struct Race {
    pacing: Pacing,
    seconds: f64,
    /// Moments at which places are taken, for each frame.
    per_frame: usize,
    n_frames: usize,
    /// Frames before time begins to pass.
    n_waiting: usize,
    /// Frames before the hold, those at the start among them; the last of them is the end of the race.
    n_moving: usize,
    edges: Vec<DateTime<Utc>>,
    racers: Vec<Racer>,
    total: Curve,
    timeline: Timeline,
    passing: Passing,
    grid: Grid,
    rows: Rows,
}

#[derive(Clone, Debug)]
struct Racer {
    person: Person,
    curve: Curve,
}

/// One picture of the film.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// From 0.
    pub number: usize,
    /// Seconds since the film began.
    pub t: f64,
    /// How much of the timeline is over, 0 to 1.
    pub part: f64,
    /// What time it is in the race, to the second.
    pub clock: DateTime<Utc>,
    /// The value at the end of the axis.
    pub axis_max: f64,
    /// Labels of everybody so far, also of those who are not shown.
    pub labels: f64,
    /// The bars that can be seen, in the order in which they are drawn: the highest value last.
    pub bars: Vec<Bar>,
    /// Those that cannot, because they have no label yet or are about to reach the waiting room. Everybody
    /// else is there, in the row below the last one.
    pub unseen: Vec<Bar>,
}

/// One person in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The number of the person in [`Race::people`].
    pub racer: usize,
    /// Labels so far, not rounded.
    pub value: f64,
    /// The row, 0 at the top; between two rows while swapping.
    pub row: f64,
    /// How visible it is, 0 to 1.
    pub alpha: f64,
}

impl Race {
    /// How long the film of this tally is, in seconds.
    pub fn seconds_of(tally: &Tally, pacing: Pacing) -> f64 {
        Parts::new(&total(tally), tally.edges(), pacing).seconds
    }

    /// The race of this tally.
    pub fn new(tally: &Tally, pacing: Pacing) -> Self {
        let total = total(tally);
        let Parts { seconds, hold, intro, timeline } = Parts::new(&total, tally.edges(), pacing);
        let fps = f64::from(pacing.fps);
        let n_frames = whole(seconds * fps).max(1);
        let n_moving = (n_frames - whole(hold * fps).min(n_frames - 1)).max(1);
        let n_waiting = whole(intro * fps).min(n_moving - 1);
        let racers: Vec<Racer> = tally
            .workers()
            .iter()
            .filter(|worker| 0 < worker.total())
            .map(|worker| Racer {
                person: worker.person.clone(),
                curve: Curve::new(&worker.steps, tally.len()),
            })
            .collect();
        // Fewer people than rows leave no room empty.
        let top = pacing.top.min(racers.len()).max(1);
        let steps_a_frame = STEPS.div_ceil(pacing.fps) as usize;
        let per_frame = SAMPLES * steps_a_frame;

        // Looked at once at an even speed, to know where to be slow, and then as the film shows it.
        let n_passing = n_moving - 1 - n_waiting;
        let n_even = n_passing.max(1) * per_frame;
        let even = (0..=n_even).map(|step| timeline.buckets_at(real(step) / real(n_even)));
        let even = Grid::new(&racers, top, even);
        let ease = whole(SPEED_EASE * fps * real(per_frame));
        let passing = Passing::new(&even.moves(), &timeline.idle_in(n_even), real(n_passing) / fps, ease);
        let mut race = Self {
            pacing,
            seconds,
            per_frame,
            n_frames,
            n_waiting,
            n_moving,
            edges: tally.edges().to_vec(),
            racers,
            total,
            timeline,
            passing,
            grid: even,
            rows: Rows::default(),
        };
        let moments = (0..=(n_moving - 1) * per_frame).map(|moment| race.buckets_at(moment));
        race.grid = Grid::new(&race.racers, top, moments);
        let steps_a_second = fps * real(steps_a_frame);
        let steps = Steps {
            last: (n_moving - 1) * steps_a_frame + whole((race.swap() / 2.0 * steps_a_second).ceil()) + 1,
            samples: SAMPLES,
            rate: steps_a_second,
        };
        let value = |racer: usize, step: usize| race.racers[racer].curve.at(race.buckets_at(step * SAMPLES));
        race.rows = Rows::new(&race.grid, steps, race.swap(), value, race.racers.len());
        race
    }

    /// Everybody in the race, in the order of the cast.
    pub fn people(&self) -> impl ExactSizeIterator<Item = &Person> {
        self.racers.iter().map(|racer| &racer.person)
    }

    /// The numbers of those who are seen at any time, in the order of the cast.
    pub fn ever_shown(&self) -> Vec<usize> {
        let mut shown = vec![false; self.racers.len()];
        for bar in self.frames().flat_map(|frame| frame.bars) {
            shown[bar.racer] = true;
        }
        (0..shown.len()).filter(|&racer| shown[racer]).collect()
    }

    /// How many labels this person has at the end.
    pub fn final_value(&self, racer: usize) -> f64 {
        self.racers[racer].curve.at(self.n_buckets())
    }

    /// How many frames the film has, at least 1.
    pub fn len(&self) -> usize {
        self.n_frames
    }

    /// Never: a race has at least one frame.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Frames per second.
    pub fn fps(&self) -> u32 {
        self.pacing.fps
    }

    /// The length of the film in seconds.
    pub fn seconds(&self) -> f64 {
        real(self.n_frames) / f64::from(self.pacing.fps)
    }

    /// How many rows the film has room for.
    pub fn rows(&self) -> usize {
        self.grid.top
    }

    /// Where buckets begin, and where the last one ends.
    pub fn edges(&self) -> &[DateTime<Utc>] {
        &self.edges
    }

    /// All frames, one after the other.
    pub fn frames(&self) -> impl ExactSizeIterator<Item = Frame> {
        (0..self.n_frames).map(|number| self.frame(number))
    }

    /// One frame; past the last one, the last one again.
    pub fn frame(&self, number: usize) -> Frame {
        let number = number.min(self.n_frames - 1);
        let t = real(number) / f64::from(self.pacing.fps);
        // The hold goes on along the grid, so that rows that still moved come to rest in it. The last
        // frame is at rest however short the hold is.
        let moment = if number + 1 == self.n_frames { usize::MAX / 2 } else { number * self.per_frame };
        let part = self.part_at(moment);
        let u = self.timeline.buckets_at(part);
        let (bars, unseen) = self.bars(moment, u, t).into_iter().partition(|bar| 0.0 < bar.alpha);
        Frame {
            number,
            t,
            part,
            clock: self.clock(u),
            axis_max: self.axis_max(moment),
            labels: self.total.at(u),
            bars,
            unseen,
        }
    }

    fn bars(&self, moment: usize, u: f64, t: f64) -> Vec<Bar> {
        let top = real(self.grid.top);
        let mut bars: Vec<Bar> = self
            .rows
            .at(moment / SAMPLES)
            .map(|(racer, row)| {
                let Racer { curve, .. } = &self.racers[racer];
                let joined = curve.joins_at();
                // Those of the first bucket stand at the start when the film begins.
                let seconds_in = if joined <= 0.0 { FADE } else { t - self.seconds_at(joined) };
                // Half a row below the last one a bar is gone: there is the timeline.
                let alpha = smoothstep(2.0 * (top - row) - 1.0) * smoothstep(seconds_in / FADE);
                Bar { racer, value: curve.at(u), row, alpha }
            })
            .collect();
        bars.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| b.row.total_cmp(&a.row)));
        bars
    }

    /// Moments around one, each with its weight in a raised cosine of this length; before the first moment
    /// and after the last time stands still.
    fn window(&self, moment: usize, seconds: f64) -> impl Iterator<Item = (usize, f64)> {
        let half = whole(seconds / 2.0 * f64::from(self.pacing.fps) * real(self.per_frame)).max(1);
        raised_cosine(half)
            .enumerate()
            .map(move |(step, weight)| ((moment + step).saturating_sub(half), weight))
            .filter(|&(_, weight)| 0.0 < weight)
    }

    fn swap(&self) -> f64 {
        self.pacing.swap.min(self.seconds / 4.0)
    }

    fn axis_max(&self, moment: usize) -> f64 {
        let shortest = SHORTEST_AXIS * self.grid.leader(usize::MAX);
        let axis = |moment| shortest.max(HEADROOM * self.grid.leader(moment));
        let window = AXIS_WINDOW.min(self.seconds / 2.0);
        let smoothed: f64 = self.window(moment, window).map(|(moment, weight)| weight * axis(moment)).sum();
        // However fast it grows, the leader's bar stays on the axis.
        smoothed.max(1.005 * self.grid.leader(moment))
    }

    /// Steps from frame to frame in which time passes.
    fn n_passing(&self) -> usize {
        self.n_moving - 1 - self.n_waiting
    }

    fn n_buckets(&self) -> f64 {
        real(self.edges.len() - 1)
    }

    /// Buckets that are over at a moment of the film.
    fn buckets_at(&self, moment: usize) -> f64 {
        self.timeline.buckets_at(self.part_at(moment))
    }

    /// The part of the timeline that is over at a moment of the film.
    fn part_at(&self, moment: usize) -> f64 {
        let passed = moment.saturating_sub(self.n_waiting * self.per_frame);
        let n_passing = self.n_passing() * self.per_frame;
        if passed < n_passing { self.passing.timeline_at(real(passed) / real(n_passing)) } else { 1.0 }
    }

    /// The second of the film at which so many buckets are over.
    fn seconds_at(&self, buckets: f64) -> f64 {
        let film = self.passing.film_at(self.timeline.part_at(buckets));
        (real(self.n_waiting) + real(self.n_passing()) * film) / f64::from(self.pacing.fps)
    }

    /// Where on the timeline time is cut short, each from 0 to 1: from where to where.
    pub fn gaps(&self) -> Vec<(f64, f64)> {
        self.timeline.gaps()
    }

    /// When the bucket begins that is at this part of the timeline.
    pub fn bucket_at(&self, part: f64) -> DateTime<Utc> {
        let u = self.timeline.buckets_at(part);
        self.edges[self.timeline.skipped_to(u).unwrap_or(whole(u.floor()))]
    }

    /// The time on the clock; it stops a second before the end of the last bucket, which is another day.
    ///
    /// Over what is cut short it jumps at once: who would follow it there saw nothing but a blur.
    fn clock(&self, u: f64) -> DateTime<Utc> {
        let u = self.timeline.skipped_to(u).map_or(u, real);
        let bucket = whole(u.floor()).min(self.edges.len() - 2);
        let (from, to) = (self.edges[bucket], self.edges[bucket + 1]);
        let length = real(usize::try_from((to - from).num_seconds()).unwrap_or(0));
        let passed = i64::try_from(whole((length * (u - real(bucket))).floor())).unwrap_or(0);
        (from + TimeDelta::seconds(passed)).min(to - TimeDelta::seconds(1))
    }
}

/// What a film consists of, in seconds.
struct Parts {
    seconds: f64,
    hold: f64,
    intro: f64,
    timeline: Timeline,
}

impl Parts {
    fn new(total: &Curve, edges: &[DateTime<Utc>], pacing: Pacing) -> Self {
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

/// Everybody together.
fn total(tally: &Tally) -> Curve {
    Curve::sum(tally.workers().iter().map(|worker| worker.steps.as_slice()), tally.len())
}

/// The weights of 2 `half` + 1 neighbours, w(s) = (1 + cos(2 pi s / D)) / D over |s| <= D / 2 with D = 2 `half`;
/// they add up to one.
fn raised_cosine(half: usize) -> impl Iterator<Item = f64> {
    (0..=2 * half).map(move |step| {
        let s = real(step) / real(half) - 1.0;
        (1.0 + (std::f64::consts::PI * s).cos()) / (2.0 * real(half))
    })
}

/// From 0 to 1 with a rest at both ends: 3 x^2 - 2 x^3.
pub(crate) fn smoothstep(x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of frames, buckets and rows are far below 2^52")]
fn real(n: usize) -> f64 {
    n as f64
}

/// The nearest whole number; nothing below 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
fn whole(x: f64) -> usize {
    x.round() as usize
}

#[cfg(test)]
mod tests;
