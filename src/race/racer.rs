//! One competitor: a person, or a team, and the curve of their labels.

use super::curve::Curve;
use crate::{people::Person, stats::Worker};

/// A competitor with at least one label.
#[derive(Clone, Debug)]
pub(super) struct Racer {
    pub(super) person: Person,
    pub(super) curve: Curve,
}

/// Everyone with a label, in the order of the cast; their curves run over `n_buckets` buckets.
pub(super) fn racers(workers: &[Worker], n_buckets: usize) -> Vec<Racer> {
    let with_labels = workers.iter().filter(|worker| 0 < worker.total());
    let racer = |worker: &Worker| Racer {
        person: worker.person.clone(),
        curve: Curve::new(&worker.steps, n_buckets),
    };
    with_labels.map(racer).collect()
}
