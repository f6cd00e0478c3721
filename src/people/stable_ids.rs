//! The best known id of each person, by whichever id somebody used.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::source::WorkerId;

/// The best known ids of people, whom the alias file may name by a worker id. Each is looked up in one step, since
/// there may be as many questions as people.
pub(super) struct StableIds<'a>(HashMap<&'a WorkerId, &'a WorkerId>);

impl<'a> StableIds<'a> {
    pub(super) fn new(also_known_as: &'a BTreeMap<WorkerId, BTreeSet<WorkerId>>) -> Self {
        let mut stable = HashMap::new();
        for (id, others) in also_known_as {
            for other in others {
                stable.entry(other).or_insert(id);
            }
        }
        Self(stable)
    }

    pub(super) fn of(&self, id: &WorkerId) -> WorkerId {
        self.0.get(id).map_or_else(|| id.clone(), |&stable| stable.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_the_first_of_all_ids_that_know_her() {
        let id = |n: u32| WorkerId::new(&format!("id-{n:05}")).unwrap();
        let known: BTreeMap<_, BTreeSet<_>> =
            (0..1000).map(|n| (id(n), BTreeSet::from([id(n + 10_000), id(n + 1)]))).collect();
        let stable = StableIds::new(&known);
        // Looked up in a table, not by going through everybody.
        assert_eq!(stable.0.len(), 2000);
        assert_eq!((stable.of(&id(10_007)), stable.of(&id(7)), stable.of(&id(0))), (id(7), id(6), id(0)));
    }
}
