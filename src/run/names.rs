//! Names from the team's own directory: which user pools are read, and what came of it.

use std::collections::BTreeSet;

use crate::{
    people::{Directory, NameTrouble, PoolNames, cognito::UserPools},
    settings::Plan,
    source::{Gathered, UserPool, WorkerId},
};

/// The names of the people of a job, where the plan asks for those of Amazon Cognito: from the user pools that it
/// names, otherwise from those that the answers name. Whatever keeps names from being read is told and no failure.
pub async fn names<P>(gathered: &Gathered, plan: &Plan<P>, pools: &UserPools) -> PoolNames {
    let asked = if plan.user_pools.is_empty() { &gathered.pools } else { &plan.user_pools };
    if asked.is_empty() {
        return PoolNames::none(NameTrouble::NoPool);
    }
    let (users, mut troubles) = pools.users(asked).await;
    let is_whole = troubles.iter().all(|trouble| matches!(trouble, NameTrouble::Empty(_)));
    let directory = Directory::new(&users, is_whole);
    if troubles.is_empty() && !directory.knows(ids(gathered)) {
        let asked: Vec<&str> = asked.iter().map(UserPool::id).collect();
        troubles.push(NameTrouble::Strangers(asked.join(" or ")));
    }
    PoolNames { directory, users, troubles }
}

/// All ids of everybody who worked on a task.
fn ids(gathered: &Gathered) -> impl Iterator<Item = &WorkerId> {
    let known: BTreeSet<&WorkerId> = gathered.workers().collect();
    known.into_iter().chain(gathered.also_known_as.values().flatten())
}
