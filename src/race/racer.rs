//! One competitor: a person, or a team, and the curve of their labels.

use std::cmp::Reverse;

use super::{curve::Curve, legs::Legs};
use crate::{
    people::Person,
    stats::{DayCounts, Rival, Worker},
};

/// A competitor.
#[derive(Clone, Debug)]
pub(super) struct Racer {
    pub(super) person: Person,
    pub(super) curve: Curve,
    /// Labels on each day before the race.
    pub(super) before: DayCounts,
    pub(super) rival: Option<Rival>,
}

/// Everyone with a label, in the order of the cast; everybody where nobody has one.
fn competing(workers: &[Worker]) -> impl Iterator<Item = &Worker> {
    let nobody_has_any = nobody_has_any(workers);
    workers.iter().filter(move |worker| nobody_has_any || 0 < worker.total())
}

fn nobody_has_any(workers: &[Worker]) -> bool {
    workers.iter().all(|worker| worker.total() == 0)
}

/// What those who compete have at the end, largest first.
pub(super) fn totals(workers: &[Worker]) -> Vec<u64> {
    let mut totals: Vec<u64> = competing(workers).map(Worker::total).collect();
    totals.sort_unstable_by_key(|total| Reverse(*total));
    totals
}

/// Those who compete; their curves run over these legs. Where nobody has a label, as when empty answers are counted by
/// their annotations, everyone stands at zero from the start.
pub(super) fn racers(workers: &[Worker], legs: &Legs) -> Vec<Racer> {
    let nobody_has_any = nobody_has_any(workers);
    let curve = |worker: &Worker| {
        if nobody_has_any { Curve::at_zero(legs) } else { Curve::new(&worker.steps, legs) }
    };
    let racer = |worker: &Worker| Racer {
        person: worker.person.clone(),
        curve: curve(worker),
        before: worker.before.clone(),
        rival: worker.rival,
    };
    competing(workers).map(racer).collect()
}
