//! The race, put together from its parts.
//!
//! What a single frame shows is for `frame`.

use std::{collections::BTreeSet, sync::OnceLock};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    axis::{AXIS_WINDOW, Axis},
    climbs::{PeriodClimb, climbs},
    course::{Bars, Course},
    curve::Curve,
    grid::Grid,
    math::{exact, real, whole},
    notices::{self, Notice, NoticeInput, TimedNotice},
    others::{Others, others},
    pacing::Pacing,
    periods::{Periods, last_day},
    racer::{Racer, racers},
    rows::{RowSteps, Rows},
    sections::Sections,
    timing::{SAMPLES, Timing},
};
use crate::{locale::Period, people::Person, stats::Tally};

/// A race has at least one frame, and everybody in it has at least one label at the end, unless nobody has any.
#[derive(Clone, Debug)]
pub struct Race {
    pub(super) edges: Vec<DateTime<Utc>>,
    pub(super) racers: Vec<Racer>,
    pub(super) total: Curve,
    pub(super) course: Course,
    pub(super) reach: Option<Curve>,
    pub(super) timing: Timing,
    pub(super) periods: Option<Periods>,
    pub(super) grid: Grid,
    pub(super) axis: Axis,
    pub(super) rows: Rows,
    pub(super) climbs: Vec<PeriodClimb>,
    pub(super) notices: Vec<TimedNotice>,
    /// In each frame; empty where everybody has a row.
    pub(super) others: Vec<Others>,
    /// See [`Race::seen_together`].
    pub(super) together: OnceLock<Vec<BTreeSet<usize>>>,
}

impl Race {
    /// How long the film of this tally is, in seconds.
    pub fn seconds_of(tally: &Tally, pacing: Pacing) -> f64 {
        Sections::new(&total(tally), tally.edges(), pacing).seconds
    }

    /// The race of this tally on the default [`Course`].
    pub fn new(tally: &Tally, pacing: Pacing) -> Self {
        Self::on(Course::default(), tally, pacing)
    }

    /// The race of this tally on a course.
    pub fn on(course: Course, tally: &Tally, pacing: Pacing) -> Self {
        let total = total(tally);
        let sections = Sections::new(&total, tally.edges(), pacing);
        let seconds = sections.seconds;
        let racers = racers(tally.workers(), tally.len());
        // Where there are fewer people than rows, no row stays empty.
        let top = pacing.top.min(racers.len()).max(1);
        let last_day = last_day(tally, &sections.timeline);
        let timing = Timing::new(sections, pacing, &racers, top, last_day);
        let periods = Periods::new(tally, &timing.timeline, timing.seconds_passing());
        let reach = course.reach.as_ref().map(|reach| Curve::new(&reach.steps, tally.len()));

        let n_moments = timing.n_moments();
        let grid = Grid::new(&racers, top, (0..n_moments).map(|moment| timing.buckets_at(moment)));

        let fps = f64::from(pacing.fps);
        let swap = pacing.swap.min(seconds / 4.0);
        let steps_a_frame = timing.per_frame / SAMPLES;
        let steps_a_second = fps * real(steps_a_frame);
        let steps = RowSteps {
            last: (timing.n_moving - 1) * steps_a_frame + whole((swap / 2.0 * steps_a_second).ceil()) + 1,
            samples: SAMPLES,
            rate: steps_a_second,
        };
        let value = |racer: usize, step: usize| racers[racer].curve.at(timing.buckets_at(step * SAMPLES));
        let rows = Rows::new(&grid, steps, swap, value, racers.len());

        let half = whole(AXIS_WINDOW.min(seconds / 2.0) / 2.0 * fps * real(timing.per_frame));
        let axis = Axis::new(&grid, n_moments, half, course.goal.map_or(0.0, exact));

        let labels = |moment: usize| total.at(timing.buckets_at(moment));
        // Those who belong to no team share a bar, and a lead of that bar is no news.
        let has_name = |racer: usize| course.bars == Bars::People || racers[racer].person.group.is_some();
        let value = |racer: usize, moment: usize| racers[racer].curve.at(timing.buckets_at(moment));
        let starts = periods.as_ref().map_or(&[][..], Periods::starts).iter();
        let starts: Vec<usize> =
            starts.map(|start| timing.moment_at(timing.seconds_at(start.shown))).collect();
        let climbs = climbs(&grid, &starts, n_moments, value, has_name);
        let input = NoticeInput {
            n_moments,
            rate: timing.rate(),
            seconds,
            begins: timing.begins(),
            labels: &labels,
            value: &value,
            has_name: &has_name,
            n_racers: racers.len(),
            goal: course.goal,
            climbs: &climbs,
        };
        let notices = notices::schedule(course.announce, &grid, &input);
        let others = others(&timing, &racers, &rows, top, &total);
        Self {
            edges: tally.edges().to_vec(),
            racers,
            total,
            course,
            reach,
            timing,
            periods,
            grid,
            axis,
            rows,
            climbs,
            notices,
            others,
            together: OnceLock::new(),
        }
    }

    /// Everybody in the race, in the order of the cast.
    pub fn people(&self) -> impl ExactSizeIterator<Item = &Person> {
        self.racers.iter().map(|racer| &racer.person)
    }

    /// The largest number of others, and of their labels, in any frame.
    pub fn most_others(&self) -> Others {
        self.others.iter().fold(Others::default(), |most, others| Others {
            people: most.people.max(others.people),
            value: most.value.max(others.value),
            alpha: most.alpha.max(others.alpha),
        })
    }

    /// What the film announces, in order.
    pub fn notices(&self) -> impl Iterator<Item = Notice> {
        self.notices.iter().map(|timed| timed.notice)
    }

    /// How many labels this person has at the end.
    pub fn final_value(&self, racer: usize) -> f64 {
        self.racers[racer].curve.at(real(self.edges.len() - 1))
    }

    /// What the race is about.
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// The period that the gains and climbs of bars refer to; `None` where the film shows one day only.
    pub fn period(&self) -> Option<Period> {
        self.periods.as_ref().map(|periods| periods.kind)
    }

    /// How many frames the film has, at least 1.
    pub fn len(&self) -> usize {
        self.timing.n_frames
    }

    /// Always false: a race has at least one frame.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Frames per second.
    pub fn fps(&self) -> u32 {
        self.timing.fps
    }

    /// The length of the film in seconds.
    pub fn seconds(&self) -> f64 {
        self.timing.seconds()
    }

    /// How many rows the film has room for.
    pub fn rows(&self) -> usize {
        self.grid.top
    }

    /// Where each bucket begins, and where the last one ends.
    pub fn edges(&self) -> &[DateTime<Utc>] {
        &self.edges
    }

    /// The stretches of the timeline that are cut short, in order.
    pub fn pauses(&self) -> Vec<Pause> {
        let timeline = &self.timing.timeline;
        let time = |part: f64| self.edges[whole(timeline.buckets_at(part))];
        let pause = |part: (f64, f64)| Pause { part, since: time(part.0), until: time(part.1) };
        timeline.gaps().into_iter().map(pause).collect()
    }

    /// The part of the timeline that has passed at this time, 0 to 1.
    pub fn part_at(&self, time: DateTime<Utc>) -> f64 {
        let next = self.edges.partition_point(|edge| *edge <= time);
        let (Some(from), Some(to)) =
            (next.checked_sub(1).map(|bucket| self.edges[bucket]), self.edges.get(next))
        else {
            return if next == 0 { 0.0 } else { 1.0 };
        };
        let seconds = |length: TimeDelta| real(usize::try_from(length.num_seconds()).unwrap_or(0));
        let passed = seconds(time - from) / seconds(*to - from).max(1.0);
        self.timing.timeline.part_at(real(next - 1) + passed)
    }

    /// When each day (or other [`Race::period`]) begins: its second of the film, and the beginning of its first
    /// bucket. Empty where the film has no periods.
    pub fn chapters(&self) -> Vec<(f64, DateTime<Utc>)> {
        let starts = self.periods.as_ref().map_or(&[][..], Periods::starts).iter();
        let chapters = starts.map(|start| {
            let seconds = if start.shown <= 0.0 { 0.0 } else { self.timing.seconds_at(start.shown) };
            (seconds, self.edges[whole(start.from)])
        });
        chapters.collect()
    }

    /// The biggest climb of all; `None` where nobody climbed more than one row in a period.
    pub fn biggest_climb(&self) -> Option<Climb> {
        let biggest = self.climbs.iter().rev().max_by_key(|climb| climb.rows)?;
        let (_, period) = self.chapters()[biggest.period];
        Some(Climb { racer: biggest.racer, rows: biggest.rows, period })
    }
}

/// A stretch of the timeline in which nobody labels, and which is cut short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pause {
    /// Its beginning and its end, as parts of the timeline.
    pub part: (f64, f64),
    /// The beginning of its first bucket.
    pub since: DateTime<Utc>,
    /// The end of its last bucket.
    pub until: DateTime<Utc>,
}

/// Rows that somebody climbed in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Climb {
    /// The number of the person in [`Race::people`].
    pub racer: usize,
    /// At least 2.
    pub rows: usize,
    /// The beginning of the first bucket of the period.
    pub period: DateTime<Utc>,
}

/// The labels of everybody together.
fn total(tally: &Tally) -> Curve {
    Curve::sum(tally.workers().iter().map(|worker| worker.steps.as_slice()), tally.len())
}
