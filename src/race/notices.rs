//! What the film itself tells: who takes the lead, and round numbers of labels.
//!
//! Quietly: one at a time, each long enough to be read, and no lead that lasts a blink.

use super::{
    course::Announce,
    grid::Grid,
    math::{exact, real, round_numbers, smoothstep, whole},
};

/// Something that is told.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Notice {
    /// The person of this number in [`super::Race::people`] takes the lead.
    Lead(usize),
    /// So many labels of all together.
    Milestone(u64),
}

/// Something, and from when until when it is told, in seconds of the film.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) notice: Notice,
    from: f64,
    until: f64,
}

/// What there is to know of a film.
pub(super) struct Film<'a> {
    /// Moments until the race is over, and how many of them are in a second.
    pub(super) n_moments: usize,
    pub(super) rate: f64,
    /// The length of all of it.
    pub(super) seconds: f64,
    /// How many labels there are at a moment.
    pub(super) labels: &'a dyn Fn(usize) -> f64,
    /// Whether a racer is somebody who can lead.
    pub(super) has_name: &'a dyn Fn(usize) -> bool,
}

/// How long something is told, in seconds; in a short film an eighth of it.
const LASTS: f64 = 2.6;

/// How long it takes to come and to go.
const FADE: f64 = 0.35;

/// What happens while something else is told waits so long, and is not told after that.
const WAITS: f64 = 1.0;

/// A lead is one if it lasts so long, in seconds.
const STEADY: f64 = 1.0;

/// Before this nobody has lead; everybody has just begun.
const BEGUN: f64 = 1.5;

/// Milestones of a film, at most.
const MILESTONES: f64 = 5.0;

impl Told {
    /// How visible it is at this second, 0 to 1.
    fn alpha(self, t: f64) -> f64 {
        let fade = FADE.min((self.until - self.from) / 3.0);
        smoothstep((t - self.from) / fade) * smoothstep((self.until - t) / fade)
    }
}

/// What is told at this second, and how visible it is.
pub(super) fn at(told: &[Told], t: f64) -> Option<(Notice, f64)> {
    told.iter().map(|told| (told.notice, told.alpha(t))).find(|(_, alpha)| 0.0 < *alpha)
}

/// All that a film tells, in its order.
pub(super) fn told(announce: Announce, grid: &Grid, film: &Film<'_>) -> Vec<Told> {
    let lasts = LASTS.min(film.seconds / 8.0);
    let seconds = |moment: usize| real(moment) / film.rate;
    let mut events: Vec<(f64, Notice)> = Vec::new();
    if matches!(announce, Announce::All | Announce::Leads) {
        let leads = leads(grid, film.n_moments, film.rate).into_iter();
        let leads = leads.filter(|&(racer, _)| (film.has_name)(racer));
        events.extend(leads.map(|(racer, from)| (seconds(from), Notice::Lead(racer))));
    }
    if matches!(announce, Announce::All | Announce::Milestones) {
        events
            .extend(milestones(film).into_iter().map(|(moment, n)| (seconds(moment), Notice::Milestone(n))));
    }
    events.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let is_number = |notice: Notice| matches!(notice, Notice::Milestone(_));
    let mut told: Vec<Told> = Vec::new();
    for (at, notice) in events {
        // A number that is no longer true makes way for the next one.
        if let Some(last) = told.last_mut()
            && is_number(last.notice)
            && is_number(notice)
        {
            last.until = last.until.min(at);
            if last.until - last.from < lasts / 2.0 {
                told.pop();
            }
        }
        let free = told.last().map_or(0.0, |last| last.until);
        if free <= at + WAITS {
            let from = at.max(free);
            told.push(Told { notice, from, until: from + lasts });
        }
    }
    // At the end the summary has the number of all, and the last frame tells nothing.
    let over = seconds(film.n_moments - 1) + FADE;
    let end = film.seconds - FADE;
    for told in &mut told {
        told.until = told.until.min(if is_number(told.notice) { over.min(end) } else { end });
    }
    told.retain(|told| lasts / 2.0 <= told.until - told.from);
    told
}

/// When round numbers of labels are reached; of several at once the last.
fn milestones(film: &Film<'_>) -> Vec<(usize, u64)> {
    let step = milestone_step((film.labels)(film.n_moments - 1));
    let mut next = step;
    let mut milestones = Vec::new();
    for moment in 0..film.n_moments {
        let labels = (film.labels)(moment);
        if next <= labels {
            let reached = step * (labels / step).floor();
            milestones.push((moment, whole(reached) as u64));
            next = reached + step;
        }
    }
    milestones
}

/// Who takes the lead at which moment, without the first one.
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

/// The smallest of 1, 2 and 5 times a power of ten of which there are few in all of the labels.
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
        let told = [Told { notice: Notice::Milestone(10), from: 2.0, until: 4.6 }];
        let alpha = |t: f64| at(&told, t).map_or(0.0, |(_, alpha)| alpha);
        assert!(alpha(1.9) <= 0.0 && alpha(4.7) <= 0.0 && (alpha(3.0) - 1.0).abs() < 1e-12);
        assert!(0.0 < alpha(2.1) && alpha(2.1) < alpha(2.2));
    }

    #[test]
    fn a_number_makes_way_for_the_next_and_for_the_summary() {
        let grid = Grid::new(&[], 0, [0.0].into_iter());
        let film = Film {
            n_moments: 101,
            rate: 10.0,
            seconds: 13.0,
            labels: &|moment| real(moment),
            has_name: &|_| true,
        };
        let told = told(Announce::Milestones, &grid, &film);
        let numbers: Vec<Notice> = told.iter().map(|told| told.notice).collect();
        assert_eq!(numbers, [20, 40, 60, 80].map(Notice::Milestone), "100 is what the summary says");
        assert!(told.is_sorted_by(|a, b| a.until <= b.from));
    }
}
