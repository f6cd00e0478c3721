//! One frame as numbers: who has how many labels, in which row, and what is new.
//!
//! Where that lies on the screen, and what it looks like, is for `render`.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    assembly::Race,
    climbs::SharedPlaces,
    math::{exact, real, smoothstep, whole},
    notices::{self, Notice},
    others::Others,
    periods::PeriodStart,
    racer::Racer,
    stretches::labels_in,
    timing::SAMPLES,
};

/// How long gains and climbs take to fade out before the next period begins, in seconds.
const RESTART: f64 = 0.35;

/// How long the title takes to fade out, in seconds; at most a third of its time.
const OPENS: f64 = 0.5;

/// How long the bar of somebody who joins fades in, in seconds.
const FADE: f64 = 0.35;

/// How long marks of the axis fade in and out, in seconds.
const MARKS_FADE: f64 = 0.5;

/// The number of moments in [`Frame::axis_around`], spread over the time in which marks of the axis fade.
pub const MARKS: usize = 9;

/// How long after the end of the race the summary begins to appear, in seconds; at most a tenth of the hold.
const CLOSES: f64 = 0.3;

/// How long the summary takes to appear, in seconds; at most four tenths of the hold.
const CLOSING: f64 = 1.2;

/// The shortest hold with a summary, in seconds.
const SHORTEST_CLOSING: f64 = 0.8;

/// One picture of the film.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// From 0.
    pub number: usize,
    /// Seconds since the film began.
    pub t: f64,
    /// How much of the timeline has passed, 0 to 1.
    pub part: f64,
    /// The time on the clock of the race, to the second.
    pub clock: DateTime<Utc>,
    /// The value at the end of the axis.
    pub axis_max: f64,
    /// The same at [`MARKS`] moments around this one, so that whatever depends on it can fade.
    pub axis_around: [f64; MARKS],
    /// The labels of everybody so far, including people who are not shown.
    pub labels: f64,
    /// How much of the job is done so far, in the unit of its [`Reach`](crate::stats::Reach).
    pub done: Option<f64>,
    /// Everybody with a label but without a row.
    pub others: Others,
    /// What the film announces, and how visible that is, 0 to 1.
    pub notice: Option<(Notice, f64)>,
    /// How visible the title is, 0 to 1; from the end of the opening on 0.
    pub opening: f64,
    /// How visible gains and climbs are, 0 to 1.
    pub news: f64,
    /// For each person in [`Race::people`], the labels so far in each of [`Race::stretches`]; empty in a race of more
    /// than three.
    pub stretches: Vec<Vec<f64>>,
    /// How far the summary at the end has appeared, 0 to 1, at an even speed.
    pub closing: f64,
    /// The visible bars in the order in which they are drawn: the highest value last.
    pub bars: Vec<Bar>,
    /// The invisible bars of people who have no label yet or are about to reach the waiting room, the row below
    /// the last. Everybody who is in neither list is in that room.
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
    /// Labels since the day (or other [`Race::period`]) on the clock began, true in every frame; 0 where the film has no periods.
    pub gain: f64,
    /// Rows climbed since then, negative for rows fallen; 0 in the first period.
    pub climb: f64,
    /// How visible it is that this is the person's best day (or other period) so far, 0 to 1; above 0 only while it is,
    /// and while the numbers as they are written say so.
    pub best: f64,
}

impl Race {
    /// All frames, one after the other.
    pub fn frames(&self) -> impl ExactSizeIterator<Item = Frame> {
        (0..self.len()).map(|number| self.frame(number))
    }

    /// For each person the numbers of those who are ever visible in one frame with them, themselves included; none for
    /// somebody who never is. All frames are made for it, the first time that it is asked.
    pub fn seen_together(&self) -> &[BTreeSet<usize>] {
        self.together.get_or_init(|| {
            let mut together = vec![BTreeSet::new(); self.racers.len()];
            let mut before = Vec::new();
            for frame in self.frames() {
                let mut seen: Vec<usize> = frame.bars.iter().map(|bar| bar.racer).collect();
                seen.sort_unstable();
                // Mostly the same people are seen as in the frame before.
                if seen != before {
                    for &racer in &seen {
                        together[racer].extend(&seen);
                    }
                    before = seen;
                }
            }
            together
        })
    }

    /// The numbers of the people who are visible in any frame, in the order of the cast.
    pub fn ever_shown(&self) -> Vec<usize> {
        let together = self.seen_together();
        (0..together.len()).filter(|&racer| !together[racer].is_empty()).collect()
    }

    /// One frame; past the last one, the last one again.
    pub fn frame(&self, number: usize) -> Frame {
        let number = number.min(self.timing.n_frames - 1);
        let t = real(number) / f64::from(self.timing.fps);
        let moment = self.timing.moment_of(number);
        let part = self.timing.part_at(moment);
        let u = self.timing.timeline.buckets_at(part);
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
            // The last frame is also the poster, which shows the whole race.
            notice: notices::at(&self.notices, t).filter(|_| number + 1 < self.timing.n_frames),
            opening: self.opening(t),
            news: self.news(u, t),
            stretches: if self.stretches.is_empty() {
                Vec::new()
            } else {
                self.racers.iter().map(|racer| labels_in(&self.stretches, racer, u)).collect()
            },
            closing: self.closing(t),
            bars,
            unseen,
        }
    }

    fn bars(&self, moment: usize, u: f64, t: f64) -> Vec<Bar> {
        let nth = self.periods.as_ref().map(|periods| periods.at(u));
        let period = self
            .periods
            .as_ref()
            .zip(nth)
            .map(|(periods, nth)| (periods.starts()[nth], &self.start_places[nth]));
        let mut bars: Vec<Bar> = self
            .rows
            .at(moment / SAMPLES)
            .map(|(racer, row)| {
                let Racer { curve, .. } = &self.racers[racer];
                let joined = curve.joins_at();
                // Whoever has joined by then is there when the race begins.
                let joined_at =
                    if joined <= self.timing.starts_at() { -FADE } else { self.timing.seconds_at(joined) };
                // Whoever joins at the very end is fully visible when the film ends.
                let fade = FADE.min((self.seconds() - joined_at) / 2.0);
                let alpha = self.rows.inside(row) * smoothstep((t - joined_at) / fade);
                let value = self.kept.value(moment / SAMPLES, racer, &|racer| self.racers[racer].curve.at(u));
                let (gain, climb) = period.map_or((0.0, 0.0), |(start, places)| {
                    // In the first period nobody has climbed yet.
                    let climb =
                        if start.from <= 0.0 { 0.0 } else { self.climbed_since(start, places, racer, row) };
                    ((value - curve.at(start.from.min(u))).max(0.0), climb)
                });
                let best = self.bests.get(racer).zip(nth).and_then(|(bests, nth)| bests[nth]);
                let best = best.filter(|best| best.before + 0.5 <= gain);
                let best = best.map_or(0.0, |best| smoothstep((t - best.since) / FADE));
                Bar { racer, value, row, alpha, gain, climb, best }
            })
            .collect();
        bars.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| b.row.total_cmp(&a.row)));
        bars
    }

    /// How visible gains and climbs are when `u` buckets have passed, at a second of the film: they fade out before the
    /// next period begins, 0 to 1.
    fn news(&self, u: f64, t: f64) -> f64 {
        let Some(periods) = &self.periods else { return 0.0 };
        let next = periods.starts().get(periods.at(u) + 1);
        next.map_or(1.0, |next| smoothstep((self.timing.seconds_at(next.shown) - t) / RESTART))
    }

    /// How many rows somebody in this row has climbed since a period began, given its places.
    fn climbed_since(&self, start: PeriodStart, places: &SharedPlaces, racer: usize, row: f64) -> f64 {
        let curve = &self.racers[racer].curve;
        let climbed = places.climbed(racer, curve.at(start.shown), row);
        // Whoever comes last of several has not fallen.
        if curve.joins_at() < start.shown { climbed } else { climbed.max(0.0) }
    }

    /// How visible the title is at a second of the film, 0 to 1.
    fn opening(&self, t: f64) -> f64 {
        let opening = self.timing.opening;
        if opening <= t { 0.0 } else { smoothstep((opening - t) / OPENS.min(opening / 3.0)) }
    }

    /// How far the summary has appeared at a second of the film, 0 to 1.
    fn closing(&self, t: f64) -> f64 {
        let fps = f64::from(self.timing.fps);
        let hold = real(self.timing.n_frames - self.timing.n_moving) / fps;
        if hold < SHORTEST_CLOSING {
            return 0.0;
        }
        let at_rest = real(self.timing.n_moving - 1) / fps;
        ((t - at_rest - CLOSES.min(0.1 * hold)) / CLOSING.min(0.4 * hold)).clamp(0.0, 1.0)
    }

    fn axis_around(&self, moment: usize) -> [f64; MARKS] {
        let step =
            whole(MARKS_FADE * f64::from(self.timing.fps) * real(self.timing.per_frame) / real(MARKS - 1))
                .max(1);
        std::array::from_fn(|n| self.axis.at((moment + n * step).saturating_sub(MARKS / 2 * step)))
    }

    /// The time on the clock. It stops a second before the end of the last bucket, since that end may belong to the
    /// next day, and before the end of the day of the last label, after which nothing is known.
    ///
    /// The clock skips stretches that are cut short at once, because it would only be a blur there.
    fn clock(&self, u: f64) -> DateTime<Utc> {
        let u = self.timing.timeline.skipped_to(u).map_or(u, real);
        let bucket = whole(u.floor()).min(self.edges.len() - 2);
        let (from, to) = (self.edges[bucket], self.edges[bucket + 1]);
        let length = real(usize::try_from((to - from).num_seconds()).unwrap_or(0));
        let passed = i64::try_from(whole((length * (u - real(bucket))).floor())).unwrap_or(0);
        (from + TimeDelta::seconds(passed)).min(to.min(self.over) - TimeDelta::seconds(1))
    }
}
