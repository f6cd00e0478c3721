//! What the film itself tells: who takes the lead, and round numbers of labels.
//!
//! Quietly: one at a time, each long enough to be read, and no lead that lasts a blink.

use super::{grid::Grid, smoothstep, whole};
use crate::plan::Announce;

/// Something that is told.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Notice {
    /// The person of this number in [`super::Race::people`] takes the lead.
    Lead(usize),
    /// So many labels of all together.
    Milestone(u64),
}

/// Something, and when it is told, in seconds of the film.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) notice: Notice,
    from: f64,
}

/// How long something is told, in seconds.
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
        smoothstep((t - self.from) / FADE) * smoothstep((self.from + LASTS - t) / FADE)
    }
}

/// What is told at this second of a film of so many, and how visible it is: the last frame tells nothing.
pub(super) fn at(told: &[Told], t: f64, seconds: f64) -> Option<(Notice, f64)> {
    let end = smoothstep((seconds - 2.0 * FADE - t) / FADE);
    told.iter().map(|told| (told.notice, told.alpha(t) * end)).find(|(_, alpha)| 0.0 < *alpha)
}

/// All that a film tells, in its order. `grid` has `n_moments`, `rate` of them in a second; `labels` is how
/// many there are at each.
pub(super) fn told(
    announce: Announce,
    grid: &Grid,
    n_moments: usize,
    rate: f64,
    labels: impl Fn(usize) -> f64,
) -> Vec<Told> {
    let seconds = |moment: usize| super::real(moment) / rate;
    let mut events: Vec<Told> = Vec::new();
    if matches!(announce, Announce::All | Announce::Leads) {
        let lead =
            |&(racer, from): &(usize, usize)| Told { notice: Notice::Lead(racer), from: seconds(from) };
        events.extend(leads(grid, n_moments, rate).iter().map(lead));
    }
    if matches!(announce, Announce::All | Announce::Milestones) {
        let step = milestone_step(labels(n_moments - 1));
        let mut next = step;
        for moment in 0..n_moments {
            if next <= labels(moment) {
                while next + step <= labels(moment) {
                    next += step;
                }
                events.push(Told { notice: Notice::Milestone(whole(next) as u64), from: seconds(moment) });
                next += step;
            }
        }
    }
    events.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut told: Vec<Told> = Vec::new();
    for event in events {
        let free = told.last().map_or(0.0, |last| last.from + LASTS);
        if free <= event.from + WAITS {
            told.push(Told { from: event.from.max(free), ..event });
        }
    }
    told
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
    let steady =
        |n: usize, from: usize, to: usize| n + 1 == n_reigns || STEADY * rate <= super::real(to - from);
    let mut leads: Vec<(usize, usize)> = Vec::new();
    let mut last = None;
    for (n, (racer, from, to)) in reigns.into_iter().enumerate() {
        if !steady(n, from, to) {
            continue;
        }
        if last.is_some_and(|last| last != racer) && BEGUN * rate <= super::real(from) {
            leads.push((racer, from));
        }
        last = Some(racer);
    }
    leads
}

/// The smallest of 1, 2 and 5 times a power of ten of which there are few in all of the labels.
fn milestone_step(labels: f64) -> f64 {
    let steps = (1..19).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(power)));
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
        let told = [Told { notice: Notice::Milestone(10), from: 2.0 }];
        let alpha = |t: f64| at(&told, t, 5.5).map_or(0.0, |(_, alpha)| alpha);
        assert!(alpha(1.9) <= 0.0 && alpha(5.0) <= 0.0 && (alpha(3.0) - 1.0).abs() < 1e-12);
        assert!(0.0 < alpha(2.1) && alpha(2.1) < alpha(2.2));
        assert!(at(&told, 3.0, 3.5).is_none(), "not at the end of a film");
    }
}
