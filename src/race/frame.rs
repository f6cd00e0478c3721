//! One frame, made of what the race knows: who has what, where, and what of it is new.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Notice, Others, Race, Racer,
    curve::Curve,
    math::{SAMPLES, exact, real, smoothstep, whole},
    notices,
    since::{ANEW, Start},
};

/// How long somebody who joins fades in, in seconds.
const FADE: f64 = 0.35;

/// How long marks of the axis take to come and to go, in seconds, and how often the axis is looked at in it.
const MARKS_FADE: f64 = 0.5;

/// See [`MARKS_FADE`].
pub const MARKS: usize = 9;

/// The summary begins to come so long after the race is over, and takes so long, in seconds; in a short hold
/// a tenth and four tenths of it.
const CLOSES: f64 = 0.3;
/// See [`CLOSES`].
const CLOSING: f64 = 1.2;

/// A hold shorter than this has no room for a summary, in seconds.
const SHORTEST_CLOSING: f64 = 0.8;

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
    /// The same at [`MARKS`] moments around this one, so that what depends on it can come and go gently.
    pub axis_around: [f64; MARKS],
    /// Labels of everybody so far, also of those who are not shown.
    pub labels: f64,
    /// What of the job is done so far, in what it is measured in.
    pub done: Option<f64>,
    /// Everybody with a label for whom there is no row.
    pub others: Others,
    /// What the film tells, and how visible that is, 0 to 1.
    pub notice: Option<(Notice, f64)>,
    /// How much of the way into the summary at the end is over, 0 to 1, at an even speed.
    pub closing: f64,
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
    /// Labels since the day (or the [`Race::period`]) of the clock began; 0 where there are no such.
    pub gain: f64,
    /// Rows climbed since then, negative for rows fallen; 0 in the first one.
    pub climb: f64,
}

impl Race {
    /// One frame; past the last one, the last one again.
    pub fn frame(&self, number: usize) -> Frame {
        let number = number.min(self.n_frames - 1);
        let t = real(number) / f64::from(self.pacing.fps);
        let moment = self.moment_of(number);
        let part = self.part_at(moment);
        let u = self.timeline.buckets_at(part);
        let bars = self.bars(moment, u, t);
        let (bars, unseen) = bars.into_iter().partition(|bar| 0.0 < bar.alpha);
        let before = self.course.reach.as_ref().map_or(0.0, |reach| exact(reach.before));
        Frame {
            number,
            t,
            part,
            clock: self.clock(u),
            axis_max: self.axis.at(moment),
            axis_around: self.axis_around(moment),
            labels: self.total.at(u),
            done: self.reach.as_ref().map(|reach| before + reach.at(u)),
            others: self.others.get(number).copied().unwrap_or_default(),
            // A picture of the end tells of the whole.
            notice: notices::at(&self.told, t).filter(|_| number + 1 < self.n_frames),
            closing: self.closing(t),
            bars,
            unseen,
        }
    }

    fn bars(&self, moment: usize, u: f64, t: f64) -> Vec<Bar> {
        let since = self.since(u, t);
        let mut bars: Vec<Bar> = self
            .rows
            .at(moment / SAMPLES)
            .map(|(racer, row)| {
                let Racer { curve, .. } = &self.racers[racer];
                let joined = curve.joins_at();
                // Those of the first bucket stand at the start when the film begins.
                let joined_at = if joined <= 0.0 { -FADE } else { self.seconds_at(joined) };
                // Whoever joins at the very end is all there when the film ends.
                let fade = FADE.min((self.seconds() - joined_at) / 2.0);
                let alpha = self.inside(row) * smoothstep((t - joined_at) / fade);
                let value = curve.at(u);
                let (gain, climb) = since.map_or((0.0, 0.0), |since| {
                    let climbed = |start: Start| self.climbed_since(start, racer, row);
                    (value - since.gained_from(curve), since.climbed(climbed))
                });
                Bar { racer, value, row, alpha, gain, climb }
            })
            .collect();
        bars.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| b.row.total_cmp(&a.row)));
        bars
    }

    /// What numbers of the day count from when `u` buckets are over, at a second of the film.
    fn since(&self, u: f64, t: f64) -> Option<Since> {
        let (start, before) = self.periods.as_ref()?.at(u);
        let fresh = smoothstep((t - self.seconds_at(start.shown)) / ANEW);
        Some(Since { start, before, fresh })
    }

    /// How many rows somebody in this row has climbed since a period began: from a place, not from a row, which
    /// may be between two of them, so that at rest it is a whole number.
    fn climbed_since(&self, start: Start, racer: usize, row: f64) -> f64 {
        let seconds = self.seconds_at(start.shown);
        let moment = whole(seconds * f64::from(self.pacing.fps) * real(self.per_frame));
        let joined = self.racers[racer].curve.joins_at() < start.shown;
        let place = if joined { self.grid.row(moment, racer) } else { real(self.grid.top) };
        place - row
    }

    /// How much of the way into the summary is over at a second of the film.
    fn closing(&self, t: f64) -> f64 {
        let fps = f64::from(self.pacing.fps);
        let hold = real(self.n_frames - self.n_moving) / fps;
        if hold < SHORTEST_CLOSING {
            return 0.0;
        }
        let at_rest = real(self.n_moving - 1) / fps;
        ((t - at_rest - CLOSES.min(0.1 * hold)) / CLOSING.min(0.4 * hold)).clamp(0.0, 1.0)
    }

    fn axis_around(&self, moment: usize) -> [f64; MARKS] {
        let step =
            whole(MARKS_FADE * f64::from(self.pacing.fps) * real(self.per_frame) / real(MARKS - 1)).max(1);
        std::array::from_fn(|n| self.axis.at((moment + n * step).saturating_sub(MARKS / 2 * step)))
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

/// What the numbers of a day count from: the day before, and this one, which takes over as it is fresh.
#[derive(Clone, Copy)]
struct Since {
    start: Start,
    before: Option<Start>,
    /// 0 to 1.
    fresh: f64,
}

impl Since {
    fn mixed(self, before: f64, now: f64) -> f64 {
        before + self.fresh * (now - before)
    }

    /// The value from which a gain counts.
    fn gained_from(self, curve: &Curve) -> f64 {
        self.mixed(curve.at(self.before.unwrap_or(self.start).from), curve.at(self.start.from))
    }

    /// Rows climbed, as `climbed` has them for one period. In the first one everybody has just begun, and nobody
    /// has climbed.
    fn climbed(self, climbed: impl Fn(Start) -> f64) -> f64 {
        let earlier = self.before.filter(|before| 0.0 < before.from);
        self.mixed(earlier.map_or(0.0, &climbed), self.before.map_or(0.0, |_| climbed(self.start)))
    }
}
