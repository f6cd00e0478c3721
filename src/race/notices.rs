//! What the film announces: who takes the lead, and round numbers of labels.
//!
//! It does so quietly: one notice at a time, each long enough to be read, and no lead that lasts only a moment.
//! How a notice is worded and drawn is for `render`.

use super::{
    course::Announce,
    grid::Grid,
    math::{exact, real, round_numbers, smoothstep, whole},
};

/// Something that the film announces.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Notice {
    /// The person of this number in [`super::Race::people`] takes the lead.
    Lead(usize),
    /// Everybody together has reached this many labels.
    Milestone(u64),
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
    /// The labels of everybody together at a moment.
    pub(super) labels: &'a dyn Fn(usize) -> f64,
    /// Whether a racer has a name, so that a lead is worth announcing.
    pub(super) has_name: &'a dyn Fn(usize) -> bool,
}

/// How long a notice is shown, in seconds; at most an eighth of the film.
const LASTS: f64 = 2.6;

/// How long a notice fades in and fades out, in seconds.
const FADE: f64 = 0.35;

/// How long a notice may wait for an earlier one, in seconds; after that it is dropped.
const WAITS: f64 = 1.0;

/// How long a lead must last to be announced, in seconds.
const STEADY: f64 = 1.0;

/// The second before which no lead is announced, because everybody has just begun.
const BEGUN: f64 = 1.5;

/// The most milestones of a film.
const MILESTONES: f64 = 5.0;

impl TimedNotice {
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

/// All notices of a film, in order.
pub(super) fn schedule(announce: Announce, grid: &Grid, input: &NoticeInput<'_>) -> Vec<TimedNotice> {
    let lasts = LASTS.min(input.seconds / 8.0);
    let seconds = |moment: usize| real(moment) / input.rate;
    let mut events: Vec<(f64, Notice)> = Vec::new();
    if matches!(announce, Announce::All | Announce::Leads) {
        let leads = leads(grid, input.n_moments, input.rate).into_iter();
        let leads = leads.filter(|&(racer, _)| (input.has_name)(racer));
        events.extend(leads.map(|(racer, from)| (seconds(from), Notice::Lead(racer))));
    }
    if matches!(announce, Announce::All | Announce::Milestones) {
        events
            .extend(milestones(input).into_iter().map(|(moment, n)| (seconds(moment), Notice::Milestone(n))));
    }
    events.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let is_number = |notice: Notice| matches!(notice, Notice::Milestone(_));
    let mut schedule: Vec<TimedNotice> = Vec::new();
    for (at, notice) in events {
        // A number that is out of date makes way for the next one.
        if let Some(last) = schedule.last_mut()
            && is_number(last.notice)
            && is_number(notice)
        {
            last.until = last.until.min(at);
            if last.until - last.from < lasts / 2.0 {
                schedule.pop();
            }
        }
        let free = schedule.last().map_or(0.0, |last| last.until);
        if free <= at + WAITS {
            let from = at.max(free);
            schedule.push(TimedNotice { notice, from, until: from + lasts });
        }
    }
    // At the end the summary shows the total, and the last frame has no notice.
    let over = seconds(input.n_moments - 1) + FADE;
    let end = input.seconds - FADE;
    for timed in &mut schedule {
        timed.until = timed.until.min(if is_number(timed.notice) { over.min(end) } else { end });
    }
    schedule.retain(|timed| lasts / 2.0 <= timed.until - timed.from);
    schedule
}

/// The moments at which round numbers of labels are reached; only the largest of several at once.
fn milestones(input: &NoticeInput<'_>) -> Vec<(usize, u64)> {
    let step = milestone_step((input.labels)(input.n_moments - 1));
    let mut next = step;
    let mut milestones = Vec::new();
    for moment in 0..input.n_moments {
        let labels = (input.labels)(moment);
        if next <= labels {
            let reached = step * (labels / step).floor();
            milestones.push((moment, whole(reached) as u64));
            next = reached + step;
        }
    }
    milestones
}

/// Who takes the lead at which moment, except for the first leader.
fn leads(grid: &Grid, n_moments: usize, rate: f64) -> Vec<(usize, usize)> {
    let leader = |moment: usize| grid.placed(moment).next().map_or(0, |(_, racer)| racer);
    let mut reigns: Vec<(usize, usize, usize)> = Vec::new();
    for moment in 0..n_moments {
        match reigns.last_mut() {
            Some((racer, _, to)) if *racer == leader(moment) => *to = moment,
            _ => reigns.push((leader(moment), moment, moment)),
        }
    }
    let n_reigns = reigns.len();
    let steady = |n: usize, from: usize, to: usize| n + 1 == n_reigns || STEADY * rate <= real(to - from);
    let mut leads: Vec<(usize, usize)> = Vec::new();
    let mut last = None;
    for (n, (racer, from, to)) in reigns.into_iter().enumerate() {
        if !steady(n, from, to) {
            continue;
        }
        if last.is_some_and(|last| last != racer) && BEGUN * rate <= real(from) {
            leads.push((racer, from));
        }
        last = Some(racer);
    }
    leads
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
    fn a_number_makes_way_for_the_next_and_for_the_summary() {
        let grid = Grid::new(&[], 0, [0.0].into_iter());
        let input = NoticeInput {
            n_moments: 101,
            rate: 10.0,
            seconds: 13.0,
            labels: &|moment| real(moment),
            has_name: &|_| true,
        };
        let schedule = schedule(Announce::Milestones, &grid, &input);
        let numbers: Vec<Notice> = schedule.iter().map(|timed| timed.notice).collect();
        assert_eq!(numbers, [20, 40, 60, 80].map(Notice::Milestone), "100 is what the summary says");
        assert!(schedule.is_sorted_by(|a, b| a.until <= b.from));
    }
}
