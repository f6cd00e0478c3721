//! The race, put together from its parts.
//!
//! What a single frame shows is for `frame`.

use std::{cmp::Reverse, collections::BTreeSet, sync::OnceLock};

use chrono::{DateTime, Utc};

use super::{
    axis::{AXIS_WINDOW, Axis},
    course::{Bars, Course},
    curve::Curve,
    grid::Grid,
    math::{exact, real, whole},
    notices::{self, Notice, NoticeInput, TimedNotice},
    others::{Others, others},
    pacing::Pacing,
    periods::Periods,
    racer::{Racer, racers},
    rows::{RowSteps, Rows},
    sections::Sections,
    timing::{SAMPLES, Timing},
};
use crate::{
    locale::Period,
    people::Person,
    stats::{Tally, showing},
};

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
    pub(super) notices: Vec<TimedNotice>,
    pub(super) is_counted: bool,
    /// In each frame; empty where everybody has a row, or nobody may know how many have none.
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
        let mut totals: Vec<u64> = racers.iter().map(|racer| racer.total).collect();
        totals.sort_unstable_by_key(|total| Reverse(*total));
        let showing = showing(&totals, pacing.top);
        // Where there are fewer people than rows, no row stays empty.
        let top = showing.bars.max(1);
        let timing = Timing::new(sections, pacing, &racers, top);
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
        let input =
            NoticeInput { n_moments, rate: timing.rate(), seconds, labels: &labels, has_name: &has_name };
        let notices = notices::schedule(course.announce, &grid, &input);
        let others = if showing.counted { others(&timing, &racers, &rows, top, &total) } else { Vec::new() };
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
            notices,
            is_counted: showing.counted,
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

    /// Whether the film may tell how many people there are, without giving away those who have no row.
    pub fn is_counted(&self) -> bool {
        self.is_counted
    }

    /// How many rows the film has room for.
    pub fn rows(&self) -> usize {
        self.grid.top
    }

    /// Where each bucket begins, and where the last one ends.
    pub fn edges(&self) -> &[DateTime<Utc>] {
        &self.edges
    }

    /// The parts of the timeline that are cut short: the beginning and the end of each, from 0 to 1.
    pub fn gaps(&self) -> Vec<(f64, f64)> {
        self.timing.timeline.gaps()
    }

    /// The beginning of the bucket at this part of the timeline, 0 to 1.
    pub fn bucket_at(&self, part: f64) -> DateTime<Utc> {
        let timeline = &self.timing.timeline;
        let u = timeline.buckets_at(part);
        self.edges[timeline.skipped_to(u).unwrap_or(whole(u.floor()))]
    }
}

/// The labels of everybody together.
fn total(tally: &Tally) -> Curve {
    Curve::sum(tally.workers().iter().map(|worker| worker.steps.as_slice()), tally.len())
}
