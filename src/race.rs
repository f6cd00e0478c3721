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
mod passing;

use chrono::{DateTime, TimeDelta, Utc};

use self::{curve::Curve, grid::Grid, passing::Passing};
use crate::{people::Person, tally::Tally};

/// Frames, and how time passes in them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pacing {
    /// Frames per second, at least 1.
    pub fps: u32,
    /// Length of the film in seconds, the hold at its end included.
    pub seconds: f64,
    /// How many people are shown at once, at least 1.
    pub top: usize,
}

/// The film stands still at its end for this long, and never for more than a quarter of its length.
const HOLD: f64 = 3.0;

/// Everybody stands at the start for this long, and never for more than a sixteenth of the film: the first
/// frame is at rest.
const INTRO: f64 = 0.5;

/// How gently time changes its speed, in seconds of a film in which it passes evenly.
const SPEED_EASE: f64 = 0.25;

/// How long a swap of two rows takes, in seconds.
const SWAP: f64 = 0.6;

/// How far apart the five moments are, in seconds, over which rows are eased when they are in order.
const EASE: f64 = 0.04;

/// How long somebody who joins fades in, in seconds.
const FADE: f64 = 0.35;

/// The width of the window that smooths the axis, in seconds.
const AXIS_WINDOW: f64 = 1.5;

/// The axis ends this much beyond the leader.
const HEADROOM: f64 = 1.08;

/// The axis is never shorter than this part of the last leader's value: the first labels would fill the
/// screen and shake it.
const SHORTEST_AXIS: f64 = 0.15;

/// Places are taken this many times per frame.
const SAMPLES: usize = 4;

/// A race has at least one frame, and everybody in it has at least one label at the end.
#[derive(Clone, Debug)]
pub struct Race {
    pacing: Pacing,
    n_frames: usize,
    /// Frames before time begins to pass.
    n_waiting: usize,
    /// Frames before the hold, those at the start among them; the last of them is the end of the race.
    n_moving: usize,
    edges: Vec<DateTime<Utc>>,
    racers: Vec<Racer>,
    total: Curve,
    passing: Passing,
    grid: Grid,
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
    /// How much of the race is over, 0 to 1.
    pub part: f64,
    /// What time it is in the race, to the second.
    pub clock: DateTime<Utc>,
    /// The value at the end of the axis.
    pub axis_max: f64,
    /// Labels of everybody so far, also of those who are not shown.
    pub labels: f64,
    /// The bars that can be seen, in the order in which they are drawn: the highest value last.
    pub bars: Vec<Bar>,
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
    /// How visible it is, above 0 to 1.
    pub alpha: f64,
}

/// Where everybody stands at one moment.
#[derive(Clone, Debug)]
struct Rows {
    /// Those who are in the race, each with a row.
    placed: Vec<(usize, f64)>,
    /// The row of everybody else.
    waiting: f64,
}

impl Race {
    /// The race of this tally.
    pub fn new(tally: &Tally, pacing: Pacing) -> Self {
        let n_frames = whole(pacing.seconds * f64::from(pacing.fps)).max(1);
        let hold = HOLD.min(pacing.seconds / 4.0);
        let n_moving = (n_frames - whole(hold * f64::from(pacing.fps)).min(n_frames - 1)).max(1);
        let intro = INTRO.min(pacing.seconds / 16.0);
        let n_waiting = whole(intro * f64::from(pacing.fps)).min(n_moving - 1);
        let racers: Vec<Racer> = tally
            .workers()
            .iter()
            .filter(|worker| 0 < worker.total())
            .map(|worker| Racer {
                person: worker.person.clone(),
                curve: Curve::new(&worker.steps, tally.len()),
            })
            .collect();
        let total = Curve::sum(tally.workers().iter().map(|worker| worker.steps.as_slice()), tally.len());
        // Fewer people than rows leave no room empty.
        let top = pacing.top.min(racers.len()).max(1);
        let n_buckets = real(tally.len());
        let n_passing = n_moving - 1 - n_waiting;
        // Looked at once at an even speed, to know where to be slow, and then as the film shows it.
        let even = (0..=n_passing.max(1) * SAMPLES).map(|step| real(step) / real(n_passing.max(1) * SAMPLES));
        let even = Grid::new(&racers, top, even.map(|part| part * n_buckets));
        let ease = whole(SPEED_EASE * f64::from(pacing.fps) * real(SAMPLES));
        let passing = Passing::new(&even.moves(), real(n_passing) / f64::from(pacing.fps), ease);
        let mut race = Self {
            pacing,
            n_frames,
            n_waiting,
            n_moving,
            edges: tally.edges().to_vec(),
            racers,
            total,
            passing,
            grid: even,
        };
        let moments = (0..=(n_moving - 1) * SAMPLES).map(|moment| race.buckets_at(moment));
        race.grid = Grid::new(&race.racers, top, moments);
        race
    }

    /// Everybody in the race, in the order of the cast.
    pub fn people(&self) -> impl ExactSizeIterator<Item = &Person> {
        self.racers.iter().map(|racer| &racer.person)
    }

    /// The numbers of those who are seen at any time, in the order of the cast.
    pub fn ever_shown(&self) -> Vec<usize> {
        let mut shown = vec![false; self.racers.len()];
        for racer in self.grid.everybody() {
            shown[racer] = true;
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
        let u = self.buckets_at(number.min(self.n_moving - 1) * SAMPLES);
        // The hold goes on along the grid, so that rows that still moved come to rest in it. The last
        // frame is at rest however short the hold is.
        let moment = if number + 1 == self.n_frames { usize::MAX / 2 } else { number * SAMPLES };
        Frame {
            number,
            t,
            part: u / self.n_buckets(),
            clock: self.clock(u),
            axis_max: self.axis_max(moment),
            labels: self.total.at(u),
            bars: self.bars(moment, u, t),
        }
    }

    fn bars(&self, moment: usize, u: f64, t: f64) -> Vec<Bar> {
        let top = real(self.grid.top);
        let mut bars: Vec<Bar> = self
            .rows_at(moment)
            .placed
            .into_iter()
            .filter_map(|(racer, row)| {
                let Racer { curve, .. } = &self.racers[racer];
                let joined = curve.joins_at();
                // Those of the first bucket stand at the start when the film begins.
                let seconds_in = if joined <= 0.0 { FADE } else { t - self.seconds_at(joined) };
                // Half a row below the last one a bar is gone: there is the timeline.
                let alpha = smoothstep(2.0 * (top - row) - 1.0) * smoothstep(seconds_in / FADE);
                (0.0 < alpha).then(|| Bar { racer, value: curve.at(u), row, alpha })
            })
            .collect();
        bars.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| b.row.total_cmp(&a.row)));
        bars
    }

    /// Where everybody stands at a moment: the ordered rows, eased by the binomial kernel 1 4 6 4 1.
    fn rows_at(&self, moment: usize) -> Rows {
        let step = whole(EASE * f64::from(self.pacing.fps) * real(SAMPLES)).max(1);
        let near = [(0, 1.0), (1, 4.0), (2, 6.0), (3, 4.0), (4, 1.0)];
        Rows::mean(near.into_iter().map(|(n, weight)| {
            (weight / 16.0, self.ordered_at((moment + n * step).saturating_sub(2 * step)))
        }))
    }

    /// The smoothed rows, brought into the order of the values.
    ///
    /// Where many swap at once, the places of a pair are averaged over swaps with others too, and the pair
    /// lags behind its values. So the rows, from the highest value down, become the nearest ones that do not
    /// fall: isotonic regression, `min sum (row' - row)^2` with `row'(ahead) <= row'(behind)`, by pooling
    /// adjacent violators. It keeps the sum of rows, and two who swap alone are not touched by it.
    fn ordered_at(&self, moment: usize) -> Rows {
        let places = self.window(moment, self.swap()).map(|(moment, weight)| {
            let placed = self.grid.placed(moment).map(|(place, racer)| (racer, real(place))).collect();
            (weight, Rows { placed, waiting: self.grid.waiting_row(moment) })
        });
        let Rows { placed, waiting } = Rows::mean(places);
        let u = self.buckets_at(moment);
        let mut order: Vec<(f64, (usize, f64))> =
            placed.into_iter().map(|(racer, row)| (self.racers[racer].curve.at(u), (racer, row))).collect();
        order.sort_by(|(a, (_, above)), (b, (_, below))| b.total_cmp(a).then(above.total_cmp(below)));
        // The mean row of each pool, and how many are in it.
        let mut pools: Vec<(f64, usize)> = Vec::with_capacity(order.len());
        for &(_, (_, row)) in &order {
            pools.push((row, 1));
            while let [.., (upper, n), (lower, m)] = pools[..]
                && lower < upper
            {
                let mean = (upper * real(n) + lower * real(m)) / real(n + m);
                pools.truncate(pools.len() - 2);
                pools.push((mean, n + m));
            }
        }
        let rows = pools.into_iter().flat_map(|(row, n)| std::iter::repeat_n(row, n));
        Rows { placed: order.iter().map(|&(_, (racer, _))| racer).zip(rows).collect(), waiting }
    }

    /// Moments around one, each with its weight in a raised cosine of this length; before the first moment
    /// and after the last time stands still.
    fn window(&self, moment: usize, seconds: f64) -> impl Iterator<Item = (usize, f64)> {
        let half = whole(seconds / 2.0 * f64::from(self.pacing.fps) * real(SAMPLES)).max(1);
        raised_cosine(half)
            .enumerate()
            .map(move |(step, weight)| ((moment + step).saturating_sub(half), weight))
            .filter(|&(_, weight)| 0.0 < weight)
    }

    fn swap(&self) -> f64 {
        SWAP.min(self.pacing.seconds / 4.0)
    }

    fn axis_max(&self, moment: usize) -> f64 {
        let shortest = SHORTEST_AXIS * self.grid.leader(usize::MAX);
        let axis = |moment| shortest.max(HEADROOM * self.grid.leader(moment));
        let window = AXIS_WINDOW.min(self.pacing.seconds / 2.0);
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
        let passed = moment.saturating_sub(self.n_waiting * SAMPLES);
        let n_passing = self.n_passing() * SAMPLES;
        if passed < n_passing {
            self.n_buckets() * self.passing.race_at(real(passed) / real(n_passing))
        } else {
            self.n_buckets()
        }
    }

    /// The second of the film at which so many buckets are over.
    fn seconds_at(&self, buckets: f64) -> f64 {
        (real(self.n_waiting) + real(self.n_passing()) * self.passing.film_at(buckets / self.n_buckets()))
            / f64::from(self.pacing.fps)
    }

    /// The time on the clock; it stops a second before the end of the last bucket, which is another day.
    fn clock(&self, u: f64) -> DateTime<Utc> {
        let bucket = whole(u.floor()).min(self.edges.len() - 2);
        let (from, to) = (self.edges[bucket], self.edges[bucket + 1]);
        let length = real(usize::try_from((to - from).num_seconds()).unwrap_or(0));
        let passed = i64::try_from(whole((length * (u - real(bucket))).floor())).unwrap_or(0);
        (from + TimeDelta::seconds(passed)).min(to - TimeDelta::seconds(1))
    }
}

impl Rows {
    /// The mean of weighted rows; the weights add up to one.
    fn mean(all: impl Iterator<Item = (f64, Self)>) -> Self {
        let mut waiting = 0.0;
        let mut raised: Vec<(usize, f64)> = Vec::new();
        for (weight, rows) in all {
            waiting += weight * rows.waiting;
            for (racer, row) in rows.placed {
                let lift = weight * (rows.waiting - row);
                match raised.iter_mut().find(|(known, _)| *known == racer) {
                    Some((_, sum)) => *sum += lift,
                    None => raised.push((racer, lift)),
                }
            }
        }
        // Sums of weights are one but for their last digits; a row at rest is a whole number.
        let settled = |row: f64| if (row - row.round()).abs() < 1e-9 { row.round() } else { row };
        let placed =
            raised.into_iter().map(|(racer, lift)| (racer, settled(waiting - lift).max(0.0))).collect();
        Self { placed, waiting }
    }
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
