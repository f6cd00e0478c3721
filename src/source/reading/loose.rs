//! Files with no job around them: which of them are worth opening.

use std::collections::{BTreeMap, HashSet};

use crate::{source::keys, store::Entry};

/// Where there are jobs, a folder is left alone if so many of its files are none that a tool has written: beside a job
/// there may be a million of its texts.
const LOOKED_AT: usize = 100;

/// The files of a listing that are in no job, and the folders that are jobs.
#[derive(Default)]
pub(super) struct LooseFiles {
    entries: Vec<Entry>,
    jobs: HashSet<String>,
}

impl LooseFiles {
    /// Notes that the folder `root` is a job, so that all that is in it is the job's.
    pub(super) fn is_job(&mut self, root: &str) {
        if !self.jobs.contains(root) {
            self.jobs.insert(root.to_owned());
        }
    }

    /// Whether there is nothing else: no folder is a job.
    pub(super) fn is_all(&self) -> bool {
        self.jobs.is_empty()
    }

    /// Whether this folder is a job.
    pub(super) fn has_job(&self, root: &str) -> bool {
        self.jobs.contains(root)
    }

    /// Notes a file, unless it is in a job or what its name says is nothing to read.
    pub(super) fn add(&mut self, entry: Entry) {
        if !keys::is_media(&entry.key) && !self.is_in_job(&entry.key) {
            self.entries.push(entry);
        }
    }

    /// The files in batches: all at once if there is no job, or else folder by folder. The rest of a folder is worth
    /// reading if something was found in its first batch.
    pub(super) fn take(&mut self) -> Vec<Vec<Entry>> {
        let entries = std::mem::take(&mut self.entries);
        if self.jobs.is_empty() {
            return vec![entries];
        }
        let mut folders: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for entry in entries.into_iter().filter(|entry| !self.is_in_job(&entry.key)) {
            let folder = entry.key.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder.to_owned()).or_default().push(entry);
        }
        folders.into_values().collect()
    }

    /// Divides a batch: what is to be read in any case, and the rest.
    pub(super) fn first(&self, mut batch: Vec<Entry>) -> (Vec<Entry>, Vec<Entry>) {
        let end = if self.jobs.is_empty() { batch.len() } else { batch.len().min(LOOKED_AT) };
        let rest = batch.split_off(end);
        (batch, rest)
    }

    fn is_in_job(&self, key: &str) -> bool {
        !self.jobs.is_empty()
            && (self.jobs.contains("")
                || key.match_indices('/').any(|(slash, _)| self.jobs.contains(&key[..slash])))
    }
}
