//! One competitor: a person, or a team, and the curve of their labels.

use super::{curve::Curve, legs::Legs};
use crate::{people::Person, stats::Worker};

/// A competitor.
#[derive(Clone, Debug)]
pub(super) struct Racer {
    pub(super) person: Person,
    pub(super) curve: Curve,
    /// Labels at the end.
    pub(super) total: u64,
}

/// Everyone with a label, in the order of the cast; their curves run over these legs. Where nobody has
/// one, as when empty answers are counted by their annotations, everyone stands at zero from the start.
pub(super) fn racers(workers: &[Worker], legs: &Legs) -> Vec<Racer> {
    let nobody_has_any = workers.iter().all(|worker| worker.total() == 0);
    let curve = |worker: &Worker| {
        if nobody_has_any { Curve::at_zero(legs) } else { Curve::new(&worker.steps, legs) }
    };
    let with_labels = workers.iter().filter(|worker| nobody_has_any || 0 < worker.total());
    let racer = |worker: &Worker| Racer {
        person: worker.person.clone(),
        curve: curve(worker),
        total: worker.total(),
    };
    with_labels.map(racer).collect()
}
