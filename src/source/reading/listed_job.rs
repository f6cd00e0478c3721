//! What a listing tells of a job before anything of it is read.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use futures_util::StreamExt;

use super::fetch::Fetch;
use crate::{
    source::{formats::format::Role, keys},
    store::{Entry, Store},
};

/// A job of which files were listed.
#[derive(Default)]
pub(super) struct ListedJob {
    /// Whether there is a file that makes the rest needless.
    pub(super) has_answers: bool,
    /// The files that wait until it is known whether they are needed.
    pub(super) waiting: BTreeMap<Role, Vec<Fetch>>,
    /// How many jobs were listed before it. Of the first one, the answers are read at once.
    n_before: usize,
    /// The sum of the hashes of its files with answers, which copies of the job share.
    fingerprint: u64,
}

impl ListedJob {
    /// A job after so many others, of which no file is noted yet.
    pub(super) fn after(n_before: usize) -> Self {
        Self { n_before, ..Self::default() }
    }

    /// Notes a file with answers: its key below the job, and its size in bytes.
    pub(super) fn add_answers(&mut self, file: &(Option<String>, u64)) {
        self.has_answers = true;
        let mut hasher = DefaultHasher::new();
        file.hash(&mut hasher);
        self.fingerprint = self.fingerprint.wrapping_add(hasher.finish());
    }
}

/// The jobs that are copies of others, of the same name and with the same files; each with the original, which is
/// the one that was listed first.
pub(super) fn copies(jobs: &BTreeMap<Arc<str>, ListedJob>) -> Vec<(Arc<str>, Arc<str>)> {
    let mut known: HashMap<(&str, u64), &Arc<str>> = HashMap::new();
    let mut copies = Vec::new();
    let mut answered: Vec<_> = jobs.iter().filter(|(_, job)| job.has_answers).collect();
    answered.sort_by_key(|(_, job)| job.n_before);
    for (root, job) in answered {
        let original = *known.entry((keys::last_part(root), job.fingerprint)).or_insert(root);
        if original != root {
            copies.push((Arc::clone(root), Arc::clone(original)));
        }
    }
    copies
}

/// A file's size and age, which only a listing tells; without them if there is no permission to list.
pub(super) async fn listed_alone(store: &impl Store, key: &str) -> Entry {
    let mut listing = store.list(key);
    while let Some(Ok(entry)) = listing.next().await {
        if entry.key == key {
            return entry;
        }
    }
    Entry::unlisted(key.to_owned())
}
