//! The race: every frame of the film as numbers.
//!
//! A frame is a function of its number alone, so frames can be made in any order. Where a bar lies on the
//! screen, and what it looks like, is for `scene`.
//!
//! Values run through every bucket's sum on a monotone curve. Rows are the places people have in the order
//! of their values, taken on a grid finer than the frames and smoothed by a centred raised cosine: two
//! who swap are level at the moment when their values are, and nobody jumps.

mod math;
mod pacing;
mod course;
mod curve;
mod axis;
mod frame;
mod grid;
mod idle;
mod notices;
mod others;
mod parts;
mod passing;
mod rows;
mod since;

use chrono::{DateTime, Utc};

pub(crate) use self::math::{exact, raised_cosine, real, round_numbers, smoothstep};
use self::{
    axis::{AXIS_WINDOW, Axis},
    curve::Curve,
    grid::Grid,
    idle::Timeline,
    math::{SAMPLES, whole},
    notices::Told,
    parts::Parts,
    passing::Passing,
    rows::{Rows, Steps},
    since::Periods,
};
pub use self::{
    course::{Announce, Bars, Course},
    frame::{Bar, Frame, MARKS},
    notices::Notice,
    others::Others,
    pacing::{DEFAULT_FPS, DEFAULT_HOLD, DEFAULT_SECONDS, DEFAULT_SWAP, DEFAULT_TOP, Idle, Lasting, Pacing},
};
use crate::{locale::Period, people::Person, stats::Tally};

/// How gently time changes its speed, in seconds of a film in which it passes evenly.
const SPEED_EASE: f64 = 0.25;

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
    course: Course,
    reach: Option<Curve>,
    timeline: Timeline,
    passing: Passing,
    periods: Option<Periods>,
    grid: Grid,
    axis: Axis,
    rows: Rows,
    told: Vec<Told>,
    /// In each frame; none where everybody has a row.
    others: Vec<Others>,
}

#[derive(Clone, Debug)]
struct Racer {
    person: Person,
    curve: Curve,
}

impl Race {
    /// How long the film of this tally is, in seconds.
    pub fn seconds_of(tally: &Tally, pacing: Pacing) -> f64 {
        Parts::new(&total(tally), tally.edges(), pacing).seconds
    }

    /// The race of this tally, with no goal.
    pub fn new(tally: &Tally, pacing: Pacing) -> Self {
        Self::on(Course::default(), tally, pacing)
    }

    /// The race of this tally on a course.
    pub fn on(course: Course, tally: &Tally, pacing: Pacing) -> Self {
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
        // At the start all bars begin to grow at once, which is as much to look at as if all had moved a row.
        let mut moves = even.moves();
        if let Some(first) = moves.first_mut() {
            *first += real(top);
        }
        let passing = Passing::new(&moves, &timeline.idle_in(n_even), real(n_passing) / fps, ease);
        let reach = course.reach.as_ref().map(|reach| Curve::new(&reach.steps, tally.len()));
        let periods = Periods::new(tally, &timeline, real(n_passing) / fps);
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
            course,
            reach,
            timeline,
            passing,
            periods,
            grid: even,
            axis: Axis::default(),
            rows: Rows::default(),
            told: Vec::new(),
            others: Vec::new(),
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
        let n_moments = (n_moving - 1) * per_frame + 1;
        let half = whole(AXIS_WINDOW.min(seconds / 2.0) / 2.0 * fps * real(per_frame));
        race.axis = Axis::new(&race.grid, n_moments, half, race.course.goal.map_or(0.0, exact));
        let labels = |moment: usize| race.total.at(race.buckets_at(moment));
        // It would be no news that no team leads.
        let has_name =
            |racer: usize| race.course.bars == Bars::People || race.racers[racer].person.group.is_some();
        let film = notices::Film {
            n_moments,
            rate: fps * real(per_frame),
            seconds,
            labels: &labels,
            has_name: &has_name,
        };
        race.told = notices::told(race.course.announce, &race.grid, &film);
        race.others = others::others(&race);
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

    /// The most of those who are not shown, and of their labels, in any frame.
    pub fn most_others(&self) -> Others {
        self.others.iter().fold(Others::default(), |most, others| Others {
            people: most.people.max(others.people),
            value: most.value.max(others.value),
            alpha: most.alpha.max(others.alpha),
        })
    }

    /// What the film tells, in its order.
    pub fn notices(&self) -> impl Iterator<Item = Notice> {
        self.told.iter().map(|told| told.notice)
    }

    /// How many labels this person has at the end.
    pub fn final_value(&self, racer: usize) -> f64 {
        self.racers[racer].curve.at(self.n_buckets())
    }

    /// What the race leads to.
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// What [`Bar::gain`] and [`Bar::climb`] are since; `None` where the film shows one day only.
    pub fn period(&self) -> Option<Period> {
        self.periods.as_ref().map(|periods| periods.kind)
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

    fn swap(&self) -> f64 {
        self.pacing.swap.min(self.seconds / 4.0)
    }

    /// Steps from frame to frame in which time passes.
    fn n_passing(&self) -> usize {
        self.n_moving - 1 - self.n_waiting
    }

    fn n_buckets(&self) -> f64 {
        real(self.edges.len() - 1)
    }

    /// The moment of a frame. The hold goes on along the grid, so that rows that still moved come to rest in it;
    /// the last frame is at rest however short the hold is.
    fn moment_of(&self, number: usize) -> usize {
        if number + 1 == self.n_frames { usize::MAX / 2 } else { number * self.per_frame }
    }

    /// How much of a bar is seen in its row, 0 to 1: half a row below the last one it is gone, for there is the
    /// timeline.
    fn inside(&self, row: f64) -> f64 {
        smoothstep(2.0 * (real(self.grid.top) - row) - 1.0)
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
}

/// Everybody together.
fn total(tally: &Tally) -> Curve {
    Curve::sum(tally.workers().iter().map(|worker| worker.steps.as_slice()), tally.len())
}

#[cfg(test)]
mod tests;
