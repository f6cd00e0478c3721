//! What the film announces: who takes the lead, who reaches the goal, who climbs most on a day, and round numbers of
//! labels.
//!
//! It does so quietly: one notice at a time, each long enough to be read, and only as long as what it says is true.
//! How a notice is worded and drawn is for `render`.

use std::ops::Range;

use super::{
    climbs::{PeriodClimb, reaches},
    course::Announce,
    grid::Grid,
    math::{exact, real, round_numbers, smoothstep, whole},
};

/// Something that the film announces.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Notice {
    /// The person of this number in [`super::Race::people`] takes the lead.
    Lead(usize),
    /// This person reaches the goal.
    Goal(usize),
    /// This person has climbed so many rows since the period began, more than anybody else.
    Climb {
        /// The number of the person.
        racer: usize,
        /// At least 2.
        rows: usize,
    },
    /// Everybody together has reached this many labels.
    Milestone(u64),
}

impl Notice {
    /// The person that it is about, if it is about one.
    pub fn racer(self) -> Option<usize> {
        match self {
            Self::Lead(racer) | Self::Goal(racer) | Self::Climb { racer, .. } => Some(racer),
            Self::Milestone(_) => None,
        }
    }
}

/// A notice, and when it begins and ends, in seconds of the film.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimedNotice {
    pub(super) notice: Notice,
    from: f64,
    until: f64,
}

/// The facts of a film that notices are made from.
pub(super) struct NoticeInput<'a> {
    /// Moments until the race is over.
    pub(super) n_moments: usize,
    /// Moments per second.
    pub(super) rate: f64,
    /// The length of the whole film in seconds.
    pub(super) seconds: f64,
    /// The second at which time begins to pass.
    pub(super) begins: f64,
    /// How long two bars take to change places, in seconds.
    pub(super) swap: f64,
    /// The labels of everybody together at a moment.
    pub(super) labels: &'a dyn Fn(usize) -> f64,
    /// The labels of a racer at a moment.
    pub(super) value: &'a dyn Fn(usize, usize) -> f64,
    /// Whether a racer has a name, so that a notice about them is worth it.
    pub(super) has_name: &'a dyn Fn(usize) -> bool,
    /// How many racers there are.
    pub(super) n_racers: usize,
    /// The goal of each person, if there is one.
    pub(super) goal: Option<u64>,
    /// Who climbed most in each period.
    pub(super) climbs: &'a [PeriodClimb],
}

/// How long a notice is shown, in seconds; at most an eighth of the film.
const LASTS: f64 = 2.6;

/// The shortest time in which a notice can be read, in seconds; at most a sixteenth of the film.
const LEAST: f64 = 1.5;

/// How long a notice fades in and fades out, in seconds.
const FADE: f64 = 0.35;

/// How long a notice may wait for an earlier one, in seconds; after that it is dropped.
const WAITS: f64 = 1.0;

/// The same for somebody who reaches the goal and is still near it, since it may be the only one: longer than any other
/// notice lasts.
const GOAL_WAITS: f64 = 3.0;

/// So many times the goal is still near it.
const NEAR_GOAL: f64 = 1.2;

/// How long after the start no lead is announced, in seconds, because everybody has just begun.
const BEGUN: f64 = 1.0;

/// The most milestones of a film.
const MILESTONES: f64 = 5.0;

impl TimedNotice {
    /// When it begins and ends, in seconds of the film.
    pub(super) fn span(self) -> (f64, f64) {
        (self.from, self.until)
    }

    /// How visible it is at this second, 0 to 1.
    fn alpha(self, t: f64) -> f64 {
        let fade = FADE.min((self.until - self.from) / 3.0);
        smoothstep((t - self.from) / fade) * smoothstep((self.until - t) / fade)
    }
}

/// The notice at this second, and how visible it is.
pub(super) fn at(schedule: &[TimedNotice], t: f64) -> Option<(Notice, f64)> {
    schedule.iter().map(|timed| (timed.notice, timed.alpha(t))).find(|(_, alpha)| 0.0 < *alpha)
}

/// All notices of a film, in order. Leads come first; what else there is to tell takes the time that they leave.
pub(super) fn schedule(announce: Announce, grid: &Grid, input: &NoticeInput<'_>) -> Vec<TimedNotice> {
    let lasts = LASTS.min(input.seconds / 8.0);
    let least = LEAST.min(input.seconds / 16.0);
    let mut schedule = Schedule { taken: Vec::new(), lasts, least };
    if matches!(announce, Announce::All | Announce::Leads) {
        for span in leads(grid, input, least) {
            schedule.add(span);
        }
    }
    if announce == Announce::All {
        for span in goals(grid, input).into_iter().chain(biggest_climbs(input, lasts)) {
            schedule.add(span);
        }
    }
    if matches!(announce, Announce::All | Announce::Milestones) {
        for span in milestones(input) {
            schedule.add(span);
        }
    }
    schedule.taken
}

/// Something that is true for a time, in seconds of the film.
#[derive(Clone, Copy, Debug)]
struct ToldWhile {
    notice: Notice,
    from: f64,
    until: f64,
    /// How long it may wait for an earlier one, in seconds.
    waits: f64,
}

struct Schedule {
    /// In order, none of them at the same time.
    taken: Vec<TimedNotice>,
    lasts: f64,
    least: f64,
}

impl Schedule {
    /// Shows it as soon as no other notice is shown, unless it would be too late or too short by then.
    fn add(&mut self, span: ToldWhile) {
        let mut from = span.from;
        let mut next = 0;
        while let Some(before) = self.taken.get(next).filter(|timed| timed.from < from + self.least) {
            from = from.max(before.until);
            next += 1;
        }
        let free = self.taken.get(next).map_or(f64::INFINITY, |timed| timed.from);
        let until = (from + self.lasts).min(span.until).min(free);
        if from <= span.from + span.waits && self.least <= until - from + 1e-9 {
            self.taken.insert(next, TimedNotice { notice: span.notice, from, until });
        }
    }
}

/// The last second of a notice: the last frame has none.
fn end(input: &NoticeInput<'_>) -> f64 {
    input.seconds - FADE
}

/// How many labels somebody has to be ahead of everybody else to lead. Where buckets end, values are whole numbers, so
/// whoever has less of a lead than that is about to be level.
const AHEAD: f64 = 0.5;

/// A time in which somebody leads, from the first to the last moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Spell {
    racer: usize,
    first: usize,
    last: usize,
}

/// Who leads when, given the racers and their values from the first place on at each moment. Whoever is level with
/// others for a while, but not overtaken, goes on; it begins and ends with somebody ahead.
fn spells<I>(n_moments: usize, standings: impl Fn(usize) -> I) -> Vec<Spell>
where
    I: Iterator<Item = (usize, f64)>,
{
    let mut spells: Vec<Spell> = Vec::new();
    // Whether the last one can go on.
    let mut goes_on = false;
    for moment in 0..n_moments {
        let Some((first, most)) = standings(moment).next() else { continue };
        let is_ahead = standings(moment).skip(1).all(|(_, value)| value + AHEAD <= most);
        match spells.last_mut().filter(|_| goes_on) {
            Some(spell) if spell.racer == first && is_ahead => spell.last = moment,
            Some(spell) if !is_ahead => {
                goes_on = standings(moment).any(|(racer, value)| racer == spell.racer && most <= value);
            }
            _ => {
                goes_on = is_ahead;
                spells.extend(is_ahead.then_some(Spell { racer: first, first: moment, last: moment }));
            }
        }
    }
    spells
}

/// When each leader but the first takes the lead and loses it again, or has to share it. Whoever holds it only for a
/// moment is left out, but never the last one.
fn leads(grid: &Grid, input: &NoticeInput<'_>, least: f64) -> Vec<ToldWhile> {
    let spells = spells(input.n_moments, |moment| {
        grid.placed(moment).map(move |(_, racer)| (racer, (input.value)(racer, moment)))
    });
    let mut holder = None;
    let mut leads = Vec::new();
    for (nth, Spell { racer, first, last }) in spells.into_iter().enumerate() {
        let from = real(first) / input.rate;
        let until = if last + 1 == input.n_moments { end(input) } else { real(last) / input.rate };
        let from = from.max(input.begins + BEGUN);
        if until - from < least {
            continue;
        }
        // Whoever is in front from the start has taken the lead from nobody.
        if holder.map_or(0 < nth, |holder| holder != racer) && (input.has_name)(racer) {
            leads.push(ToldWhile { notice: Notice::Lead(racer), from, until, waits: WAITS });
        }
        holder = Some(racer);
    }
    leads
}

/// When each of those who have a row then reaches the goal.
fn goals(grid: &Grid, input: &NoticeInput<'_>) -> Vec<ToldWhile> {
    let Some(goal) = input.goal else { return Vec::new() };
    let goal_of = |racer: usize| {
        let reached = reaches(racer, goal, input.n_moments, input.value)?;
        let has_row = |moment: &usize| grid.placed(*moment).any(|(_, placed)| placed == racer);
        // Whoever has it from the start does not reach it.
        if reached == 0 || !has_row(&reached) {
            return None;
        }
        let left = (reached..input.n_moments).find(|moment| !has_row(moment));
        let until = left.map_or(end(input), |moment| real(moment) / input.rate);
        let value = |moment: usize| (input.value)(racer, moment);
        let waits = goal_waits(goal, reached..input.n_moments, input.rate, value);
        Some(ToldWhile { notice: Notice::Goal(racer), from: real(reached) / input.rate, until, waits })
    };
    let mut goals: Vec<ToldWhile> =
        (0..input.n_racers).filter(|&racer| (input.has_name)(racer)).filter_map(goal_of).collect();
    goals.sort_by(|a, b| a.from.total_cmp(&b.from));
    goals
}

/// How long the notice of the goal may wait, in seconds, from the first of these moments, of which there are so many a
/// second: while its racer is near it.
fn goal_waits(goal: u64, mut moments: Range<usize>, rate: f64, value: impl Fn(usize) -> f64) -> f64 {
    let far = moments.position(|moment| NEAR_GOAL * exact(goal) < value(moment));
    far.map_or(GOAL_WAITS, |near| (real(near) / rate).clamp(WAITS, GOAL_WAITS))
}

/// Who has climbed most in each period but the first, towards its end, as long as that is so.
fn biggest_climbs(input: &NoticeInput<'_>, lasts: f64) -> Vec<ToldWhile> {
    let span = |climb: &PeriodClimb| {
        // A bar is where it has climbed to when half of the swap has passed, and leaves half a swap before.
        let from = real(climb.from) / input.rate + input.swap / 2.0;
        let is_over = climb.last + 1 == input.n_moments;
        let until = if is_over { end(input) } else { real(climb.last) / input.rate - input.swap / 2.0 };
        let from = if is_over { from } else { from.max(until - lasts) };
        let notice = Notice::Climb { racer: climb.racer, rows: climb.rows };
        ToldWhile { notice, from, until, waits: WAITS }
    };
    input.climbs.iter().map(span).collect()
}

/// When round numbers of labels are reached, each until the next one; only the largest of several at once.
fn milestones(input: &NoticeInput<'_>) -> Vec<ToldWhile> {
    let step = milestone_step((input.labels)(input.n_moments - 1));
    // What is reached before the race begins is no news.
    let mut next = step * (((input.labels)(0) / step).floor() + 1.0);
    let mut milestones: Vec<ToldWhile> = Vec::new();
    // At the end the summary shows the total.
    let over = (real(input.n_moments - 1) / input.rate + FADE).min(end(input));
    for moment in 0..input.n_moments {
        let labels = (input.labels)(moment);
        if next <= labels {
            let reached = step * (labels / step).floor();
            let from = real(moment) / input.rate;
            if let Some(last) = milestones.last_mut() {
                last.until = last.until.min(from);
            }
            milestones.push(ToldWhile {
                notice: Notice::Milestone(whole(reached) as u64),
                from,
                until: over,
                waits: WAITS,
            });
            next = reached + step;
        }
    }
    milestones
}

/// The smallest of 1, 2 and 5 times a power of ten that gives few enough milestones.
fn milestone_step(labels: f64) -> f64 {
    let steps = round_numbers().skip_while(|step| *step < 10).map(exact);
    steps.into_iter().find(|step| labels / step < MILESTONES + 1.0).unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milestones_are_few_and_round() {
        let steps = [7.0, 59.0, 60.0, 5285.0, 36_000.0].map(milestone_step);
        assert_eq!(steps.map(whole), [10, 10, 20, 1000, 10_000]);
    }

    #[test]
    fn what_is_told_comes_and_goes() {
        let schedule = [TimedNotice { notice: Notice::Milestone(10), from: 2.0, until: 4.6 }];
        let alpha = |t: f64| at(&schedule, t).map_or(0.0, |(_, alpha)| alpha);
        assert!(alpha(1.9) <= 0.0 && alpha(4.7) <= 0.0 && (alpha(3.0) - 1.0).abs() < 1e-12);
        assert!(0.0 < alpha(2.1) && alpha(2.1) < alpha(2.2));
    }

    #[test]
    fn a_lead_ends_when_others_are_in_front_even_if_they_are_level() {
        // The values of three racers at each moment.
        let values = [
            [3.0, 2.0, 2.0],
            [4.0, 3.8, 2.0],
            [5.0, 4.0, 2.0],
            [5.0, 6.0, 6.0],
            [6.0, 6.2, 6.2],
            [8.0, 7.0, 7.0],
            [8.0, 8.2, 7.0],
            [9.0, 8.2, 7.0],
        ];
        let standings = |moment: usize| {
            let mut order: Vec<(usize, f64)> = values[moment].iter().copied().enumerate().collect();
            order.sort_by(|(_, one), (_, other)| other.total_cmp(one));
            order.into_iter()
        };
        let spell = |first, last| Spell { racer: 0, first, last };
        assert_eq!(spells(values.len(), standings), [spell(0, 2), spell(5, 5), spell(7, 7)]);
    }

    #[test]
    fn what_may_wait_longer_is_told_after_a_whole_lead() {
        let mut schedule = Schedule { taken: Vec::new(), lasts: 2.6, least: 1.5 };
        let told = |notice, waits| ToldWhile { notice, from: 5.0, until: 30.0, waits };
        let climb = Notice::Climb { racer: 3, rows: 2 };
        for (notice, waits) in [(Notice::Lead(1), WAITS), (climb, WAITS), (Notice::Goal(2), GOAL_WAITS)] {
            schedule.add(told(notice, waits));
        }
        let told: Vec<_> = schedule.taken.iter().map(|timed| (timed.notice, timed.from)).collect();
        assert_eq!(told, [(Notice::Lead(1), 5.0), (Notice::Goal(2), 7.6)]);
    }

    #[test]
    fn the_goal_is_told_late_only_of_somebody_who_is_near_it() {
        // Ten moments a second, from the moment at which the goal of 100 is reached.
        let waits = |per_second: f64| {
            goal_waits(100, 0..200, 10.0, |moment| 100.0 + per_second * real(moment) / 10.0)
        };
        let is = |per_second: f64, expected: f64| {
            assert!((waits(per_second) - expected).abs() < 0.11, "{per_second}");
        };
        is(1.0, GOAL_WAITS);
        is(10.0, 2.0);
        is(200.0, WAITS);
    }

    #[test]
    fn what_is_told_later_takes_the_time_that_is_left() {
        let mut schedule = Schedule { taken: Vec::new(), lasts: 2.0, least: 1.0 };
        let lead = |racer, from, until| ToldWhile { notice: Notice::Lead(racer), from, until, waits: WAITS };
        for span in [lead(1, 5.0, 9.0), lead(2, 9.0, 20.0)] {
            schedule.add(span);
        }
        for (n, from) in [(10, 1.0), (20, 4.5), (30, 6.5), (40, 9.5), (50, 4.0)] {
            schedule.add(ToldWhile { notice: Notice::Milestone(n), from, until: 30.0, waits: WAITS });
        }
        let told: Vec<_> =
            schedule.taken.iter().map(|timed| (timed.notice, timed.from, timed.until)).collect();
        assert_eq!(
            told,
            [
                (Notice::Milestone(10), 1.0, 3.0),
                (Notice::Milestone(50), 4.0, 5.0),
                (Notice::Lead(1), 5.0, 7.0),
                (Notice::Milestone(30), 7.0, 9.0),
                (Notice::Lead(2), 9.0, 11.0),
            ]
        );
    }

    #[test]
    fn a_number_makes_way_for_the_next_and_for_the_summary() {
        let grid = Grid::new(&[], 0, [0.0].into_iter());
        let input = NoticeInput {
            n_moments: 101,
            rate: 10.0,
            seconds: 13.0,
            begins: 0.0,
            swap: 0.5,
            labels: &|moment| real(moment),
            value: &|_, _| 0.0,
            has_name: &|_| true,
            n_racers: 0,
            goal: None,
            climbs: &[],
        };
        let schedule = schedule(Announce::Milestones, &grid, &input);
        let numbers: Vec<Notice> = schedule.iter().map(|timed| timed.notice).collect();
        assert_eq!(numbers, [20, 40, 60, 80].map(Notice::Milestone), "100 is what the summary says");
        assert!(schedule.is_sorted_by(|a, b| a.until <= b.from));
    }
}
