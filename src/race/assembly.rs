//! The race, put together from its parts.
//!
//! What a single frame shows is for `frame`.

use std::{collections::BTreeSet, sync::OnceLock};

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::{
    axis::{AXIS_WINDOW, Axis},
    calm::{Part, calm},
    climbs::{PeriodClimb, SharedPlaces, climbs},
    course::{Announce, Bars, Course, RaceOf},
    curve::Curve,
    grid::Grid,
    legs::Legs,
    math::{exact, first_where, real, whole},
    means::{RowSteps, means, means_after},
    notices::{self, Notice, NoticeInput, TimedNotice},
    others::{Others, others},
    pacing::{Pace, Pacing},
    periods::{PeriodStart, Periods, last_day},
    racer::{Racer, racers, totals},
    rows::Rows,
    sections::Sections,
    stretches::{Best, bests, stretches},
    timeline::Timeline,
    timing::{LAST_DAY, SAMPLES, Timing},
    trades::KeptPlaces,
};
use crate::{
    locale::Period,
    people::Person,
    stats::{Rival, Tally, day_begins, showing, tells_of_goal},
};

/// A race has at least one frame, and everybody in it has at least one label at the end, unless nobody has any.
#[derive(Clone, Debug)]
pub struct Race {
    pub(super) edges: Vec<DateTime<Utc>>,
    /// The end of the day of the last label: a bucket may be longer.
    pub(super) over: DateTime<Utc>,
    pub(super) racers: Vec<Racer>,
    pub(super) total: Curve,
    pub(super) course: Course,
    pub(super) reach: Option<Curve>,
    pub(super) timing: Timing,
    pub(super) periods: Option<Periods>,
    pub(super) grid: Grid,
    pub(super) axis: Axis,
    pub(super) kept: KeptPlaces,
    pub(super) rows: Rows,
    /// The places when each period begins.
    pub(super) start_places: Vec<SharedPlaces>,
    pub(super) climbs: Vec<PeriodClimb>,
    /// For each racer and period, whether it becomes their best one; empty where that is not told.
    pub(super) bests: Vec<Vec<Option<Best>>>,
    /// The edges of the stretches in [`Frame::stretches`](super::Frame::stretches), in buckets.
    pub(super) stretches: Vec<f64>,
    pub(super) notices: Vec<TimedNotice>,
    pub(super) is_counted: bool,
    /// Whether some of the people are not to be seen.
    pub(super) has_unseen: bool,
    /// What everybody has at the end, largest first.
    pub(super) totals: Vec<u64>,
    /// In each frame; empty where everybody has a row, or nobody may know how many have none.
    pub(super) others: Vec<Others>,
    /// See [`Race::seen_together`].
    pub(super) together: OnceLock<Vec<BTreeSet<usize>>>,
}

impl Race {
    /// How long the film of this tally is, in seconds.
    pub fn seconds_of(tally: &Tally, pacing: Pacing) -> f64 {
        Sections::new(&everything(tally), tally.edges(), pacing).seconds
    }

    /// The race of this tally on the default [`Course`].
    pub fn new(tally: &Tally, pacing: Pacing) -> Self {
        Self::on(Course::default(), tally, pacing)
    }

    /// The race of this tally on a course.
    pub fn on(course: Course, tally: &Tally, pacing: Pacing) -> Self {
        let sections = Sections::new(&everything(tally), tally.edges(), pacing);
        let seconds = sections.seconds;
        let periods = Periods::new(tally, &sections.timeline, sections.timeline.seconds());
        let last_day = last_day(tally, &sections.timeline);
        let totals = totals(tally.with_rivals());
        let showing = showing(&totals, pacing.top);
        // Where there are fewer people than rows, no row stays empty.
        let top = showing.bars.max(1);
        let legs = match pacing.pace {
            Pace::Even => Legs::single(tally.len()),
            Pace::Recent => calm_legs(tally, top, &sections.timeline, periods.as_ref(), last_day),
        };
        let total = total(tally, &legs);
        let racers = racers(tally.with_rivals(), &legs);
        // A team and its rivals begin their week together.
        let begins =
            if course.of == RaceOf::Team { 0.0 } else { begins(pacing.pace, tally, &total, last_day) };
        let timing = Timing::new(sections, pacing, &racers, top, (begins, last_day));
        let reach = course.reach.as_ref().map(|reach| Curve::new(&reach.steps, &legs));

        let n_moments = timing.n_moments();
        let grid = Grid::new(&racers, top, (0..n_moments).map(|moment| timing.buckets_at(moment)));

        let fps = f64::from(pacing.fps);
        let swap = pacing.swap.min(seconds / 4.0);
        let steps = row_steps(&timing, swap);
        let at = |racer: usize, step: usize| racers[racer].curve.at(timing.buckets_at(step * SAMPLES));
        let means = means(&grid, steps, swap, racers.len());
        let kept = match pacing.pace {
            // It is exact in every bucket, trades of places included.
            Pace::Even => KeptPlaces::default(),
            Pace::Recent => {
                let bucket = |step: usize| timing.buckets_at(step * SAMPLES);
                KeptPlaces::new(&means, steps.rate, |racer, step| racers[racer].curve.standing(bucket(step)))
            }
        };
        let (grid, moved) = grid.keeping(&kept, SAMPLES);
        let means = means_after(means, (&grid, &moved), steps, swap, racers.len());
        let value = |racer: usize, step: usize| kept.value(step, racer, &|racer| at(racer, step));
        let rows = Rows::new((top, &means), steps.rate, &kept, value, racers.len());

        let half = whole(AXIS_WINDOW.min(seconds / 2.0) / 2.0 * fps * real(timing.per_frame));
        let axis = Axis::new(&grid, n_moments, half, course.goal.map_or(0.0, exact));

        let labels = |moment: usize| total.at(timing.buckets_at(moment));
        // Those who belong to no team share a bar, and a lead of that bar is no news.
        let has_name = |racer: usize| match course.of {
            RaceOf::People => course.bars == Bars::People || racers[racer].person.group.is_some(),
            RaceOf::Team => racers[racer].rival.is_none(),
        };
        // In a race of three, or against a plan, nobody climbs.
        let is_told = |racer: usize| course.of == RaceOf::People && has_name(racer);
        let value = |racer: usize, moment: usize| {
            let u = timing.buckets_at(moment);
            kept.value(moment / SAMPLES, racer, &|racer| racers[racer].curve.at(u))
        };
        let starts = periods.as_ref().map_or(&[][..], Periods::starts);
        let moments: Vec<usize> =
            starts.iter().map(|start| timing.moment_at(timing.seconds_at(start.shown))).collect();
        let start_places = start_places(starts, &moments, &grid, &racers);
        let climbs = climbs(&grid, (&moments, &start_places), n_moments, value, is_told);
        let input = NoticeInput {
            n_moments,
            rate: timing.rate(),
            seconds,
            begins: timing.begins(),
            swap,
            labels: &labels,
            value: &value,
            has_name: &has_name,
            n_racers: racers.len(),
            goal: course.goal,
            climbs: &climbs,
        };
        let notices = notices::schedule(course.announce, &grid, &input);
        let others =
            if showing.counted { others(&timing, &racers, &rows, top, &total, tally) } else { Vec::new() };
        let told = periods.as_ref().filter(|_| course.announce == Announce::All);
        let first = tally.edges()[0].with_timezone(&tally.zone()).date_naive();
        let bests = told.map_or_else(Vec::new, |periods| {
            bests(&racers, periods, (first, tally.len()), is_told, |u| timing.seconds_at(u))
        });
        let stretches = stretches(racers.len(), periods.as_ref(), tally.len());
        Self {
            edges: tally.edges().to_vec(),
            over: end_of_day(tally),
            racers,
            total,
            course,
            reach,
            timing,
            periods,
            grid,
            axis,
            kept,
            rows,
            start_places,
            climbs,
            bests,
            stretches,
            notices,
            is_counted: showing.counted,
            has_unseen: tally.unseen().is_some(),
            totals,
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

    /// What somebody in [`Race::people`] is who is nobody, but a rival of the team.
    pub fn rival(&self, racer: usize) -> Option<Rival> {
        self.racers[racer].rival
    }

    /// What the film announces, in order.
    pub fn notices(&self) -> impl Iterator<Item = Notice> {
        self.notices.iter().map(|timed| timed.notice)
    }

    /// The same, with the seconds of the film at which each begins and ends.
    pub fn timed_notices(&self) -> impl Iterator<Item = (Notice, (f64, f64))> {
        self.notices.iter().map(|timed| (timed.notice, timed.span()))
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

    /// Whether the film may tell how many people have reached this goal.
    pub fn tells_of_goal(&self, goal: u64) -> bool {
        self.is_counted && !self.has_unseen && tells_of_goal(&self.totals, self.rows(), goal)
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
    /// bucket. The first one is that with which the race begins. Empty where the film has no periods.
    pub fn chapters(&self) -> Vec<(f64, DateTime<Utc>)> {
        let Some(periods) = &self.periods else { return Vec::new() };
        let first = periods.at(self.timing.starts_at());
        let chapters = periods.starts()[first..].iter().enumerate().map(|(nth, start)| {
            let seconds = if nth == 0 { 0.0 } else { self.timing.seconds_at(start.shown) };
            (seconds, self.edges[whole(start.from)])
        });
        chapters.collect()
    }

    /// When each of the stretches in [`Frame::stretches`](super::Frame::stretches) begins. Stretches are the days (or
    /// other [`Race::period`]) of the film; one or more buckets in a film without them.
    pub fn stretches(&self) -> Vec<DateTime<Utc>> {
        let begin = |edge: &f64| self.edges[whole(*edge)];
        self.stretches.split_last().map_or(&[][..], |(_, begins)| begins).iter().map(begin).collect()
    }

    /// The biggest climb of all; `None` where nobody climbed more than one row in a period.
    pub fn biggest_climb(&self) -> Option<Climb> {
        let biggest = self.climbs.iter().rev().max_by_key(|climb| climb.rows)?;
        let period = self.periods.as_ref()?.starts().get(biggest.period)?;
        Some(Climb { racer: biggest.racer, rows: biggest.rows, period: self.edges[whole(period.from)] })
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

/// The part of all labels with which a race of several days begins, so that there are standings to begin with.
const BEGINS_WITH: f64 = 0.05;

/// How many buckets have passed when the race begins: none, or as many as it takes for standings to begin with. A race
/// of one day has none if the job began with it.
fn begins(pace: Pace, tally: &Tally, total: &Curve, last_day: Option<f64>) -> f64 {
    match (pace, last_day) {
        (Pace::Recent, Some(last_day)) => first_standings(total, tally.len()).min(last_day),
        (Pace::Recent, None) if tally.is_continued() => first_standings(total, tally.len()),
        _ => 0.0,
    }
}

/// How many buckets have passed when there are standings to begin with.
fn first_standings(total: &Curve, n_buckets: usize) -> f64 {
    let enough = BEGINS_WITH * total.at(real(n_buckets));
    first_where(0.0, real(n_buckets), |u| enough <= total.at(u))
}

/// Legs over which people come past each other no more often than can be watched.
fn calm_legs(
    tally: &Tally,
    top: usize,
    timeline: &Timeline,
    periods: Option<&Periods>,
    last_day: Option<f64>,
) -> Legs {
    let starts = periods.map_or(&[][..], Periods::starts).iter().map(|start| whole(start.from));
    let breaks = starts.chain(timeline.still_buckets()).collect();
    calm(tally.with_rivals(), top, timeline, &parts(breaks, last_day, timeline, tally.len()))
}

/// The days before the last one and the last one, with the time that they have in the film. The `breaks` are in any
/// order.
fn parts(mut breaks: Vec<usize>, last_day: Option<f64>, timeline: &Timeline, n_buckets: usize) -> Vec<Part> {
    let last_day = last_day.map_or(0, whole);
    breaks.extend([0, last_day, n_buckets]);
    breaks.sort_unstable();
    breaks.dedup();
    let before = timeline.part_at(real(last_day)).min(LAST_DAY);
    let part = |from: usize, to: usize, share: f64| Part {
        breaks: breaks.iter().copied().filter(|bucket| (from..=to).contains(bucket)).collect(),
        seconds: share * timeline.seconds(),
    };
    let parts = [part(0, last_day, before), part(last_day, n_buckets, 1.0 - before)];
    parts.into_iter().filter(|part| 1 < part.breaks.len()).collect()
}

/// The places when each of these periods begins, at these moments.
fn start_places(
    starts: &[PeriodStart],
    moments: &[usize],
    grid: &Grid,
    racers: &[Racer],
) -> Vec<SharedPlaces> {
    let places = starts
        .iter()
        .zip(moments)
        .map(|(start, moment)| SharedPlaces::new(grid, *moment, |racer| racers[racer].curve.at(start.shown)));
    places.collect()
}

/// When the day of the last label ends.
fn end_of_day(tally: &Tally) -> DateTime<Utc> {
    let (_, last) = tally.first_and_last();
    let next = last.with_timezone(&tally.zone()).date_naive().checked_add_days(Days::new(1));
    next.and_then(|next| day_begins(next, tally.zone())).unwrap_or(last)
}

/// The steps at which rows are computed, until everybody has come to rest after the last swap.
fn row_steps(timing: &Timing, swap: f64) -> RowSteps {
    let steps_a_frame = timing.per_frame / SAMPLES;
    let rate = f64::from(timing.fps) * real(steps_a_frame);
    let last = (timing.n_moving - 1) * steps_a_frame + whole((swap / 2.0 * rate).ceil()) + 1;
    RowSteps { last, samples: SAMPLES, rate }
}

/// All that moves, which decides what is idle time.
fn everything(tally: &Tally) -> Curve {
    let all = tally.with_rivals().iter().chain(tally.unseen());
    Curve::sum(all.map(|worker| worker.steps.as_slice()), &Legs::single(tally.len()))
}

/// The labels of everybody together.
fn total(tally: &Tally, legs: &Legs) -> Curve {
    Curve::sum(tally.everybody().map(|worker| worker.steps.as_slice()), legs)
}
