//! Where something is to be read: a folder, a prefix of a bucket, or one file.

use std::{borrow::Cow, sync::Arc};

use super::{
    activity::EventFilter,
    answer::hash,
    keys,
    skipped::{Reason, Skip},
};
use crate::{locale::plain::holds_address, store::StoreError};

/// What is to be read of a store.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The key of a folder with a slash at its end (empty: everything), or the whole key of one file.
    pub key: String,
    /// Whether `key` is one file.
    pub is_file: bool,
    /// The bucket, if the store is one.
    pub bucket: Option<String>,
    /// The place as a person writes it.
    pub shown: String,
    /// Whether it is a log group, which is read like a file of lines.
    pub is_log_group: bool,
    /// Which events count, if it turns out to be a log.
    pub only: Arc<EventFilter>,
}

/// Ends of keys that are files: in a bucket a key may be a prefix all the same, but not with such a name.
const FILES: [&str; 9] =
    [".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".log", ".manifest", ".gz", ".parquet"];

impl Place {
    /// A prefix of a bucket, or a single file if the prefix is named like one.
    pub fn in_bucket(bucket: &str, prefix: &str) -> Self {
        let is_file = FILES.iter().any(|end| prefix.ends_with(end));
        let whole = is_file || prefix.is_empty();
        let key = if whole { prefix.to_owned() } else { format!("{prefix}/") };
        let shown = format!("s3://{bucket}/{prefix}");
        let (is_log_group, only) = (false, Arc::default());
        Self { key, is_file, bucket: Some(bucket.to_owned()), shown, is_log_group, only }
    }

    /// Whether a file may hold answers, by the end of its name.
    pub(super) fn is_named_like_answers(key: &str) -> bool {
        FILES.iter().any(|end| key.ends_with(end))
    }

    /// A folder of the same store.
    #[must_use]
    pub fn at(&self, folder: &str) -> Self {
        let shown = match &self.bucket {
            Some(bucket) => format!("s3://{bucket}/{folder}"),
            None => format!("/{folder}"),
        };
        Self { key: folder.to_owned(), is_file: false, shown, ..self.clone() }
    }

    /// The place of the whole job, if this is a folder inside of one that has only a part of its answers.
    #[must_use]
    pub fn of_whole_job(&self) -> Option<Self> {
        if self.is_file || self.is_log_group {
            return None;
        }
        let root = keys::job_of_part(&self.key)?;
        let shown = match &self.bucket {
            Some(bucket) => format!("s3://{bucket}/{root}"),
            None => keys::without_part(&self.shown),
        };
        let key = if root.is_empty() { root } else { format!("{root}/") };
        Some(Self { key, shown, ..self.clone() })
    }

    /// The name of the job, as far as the place says it before anything has been read. Where several jobs
    /// are below the place, the name of their folder.
    pub fn name(&self) -> &str {
        if self.is_log_group {
            return keys::last_part(&self.key);
        }
        let folder =
            if self.is_file { self.key.rsplit_once('/').map_or("", |(folder, _)| folder) } else { &self.key };
        let folder = folder.trim_end_matches('/');
        let root = keys::root_above(folder).map_or(folder.len(), |root| root.len());
        match (keys::last_part(&folder[..root]), &self.bucket) {
            ("", Some(bucket)) => bucket,
            (name, _) => name,
        }
    }

    /// A key without the part that all keys of this place begin with.
    pub fn relative<'k>(&self, key: &'k str) -> &'k str {
        let folder = &self.key[..self.key.rfind('/').map_or(0, |slash| slash + 1)];
        key.trim_start_matches('/').strip_prefix(folder).unwrap_or(key)
    }

    /// The entry of a folder that alone is at fault for an error of its listing, and why it is skipped: a link that leads
    /// nowhere, or back, or a name that is no text. `None` where more may be behind the error; so it is in a bucket.
    pub fn lost_entry<'e>(&self, error: &'e StoreError) -> Option<(&'e str, Skip)> {
        let is_alone = self.bucket.is_none() && error.trouble.is_of_entry();
        is_alone
            .then(|| (self.relative(&error.what), Skip::new(Reason::Unreadable, error.trouble.to_string())))
    }

    /// The key of an `s3://` reference to a worker-response file of the job at `root`, if it is in the same store.
    pub fn key_of(&self, root: &str, reference: &str) -> Option<String> {
        let (bucket, key) = reference.strip_prefix("s3://")?.split_once('/')?;
        if let Some(own) = &self.bucket {
            return (own == bucket).then(|| key.to_owned());
        }
        // A folder is a copy of the job: the part below the job's root is the same.
        let (_, below) = key.split_once("/annotations/worker-response/")?;
        Some(keys::below(root, &format!("annotations/worker-response/{below}")))
    }

    /// The place of a job found here, as somebody would type it. A job of a log and a project are chosen by their name.
    pub fn shown_job(&self, root: &str, name: Option<&str>) -> String {
        match name {
            Some(name) if name.contains(' ') => return format!("{} --labeling-job \"{name}\"", self.shown),
            Some(name) => return format!("{} --labeling-job {name}", self.shown),
            None => {}
        }
        match &self.bucket {
            Some(bucket) => format!("s3://{bucket}/{root}"),
            None => format!("/{root}"),
        }
    }
}
/// The name of a job as others see it: in films, mails, logs and keys. A folder may be called like somebody's e-mail
/// address, which becomes a hash.
pub fn name_for_others(name: &str) -> Cow<'_, str> {
    if holds_address(name) { Cow::Owned(format!("job-{}", &hash(name)[..8])) } else { Cow::Borrowed(name) }
}

/// A text from a source as others see it in tables: one with an e-mail address in it becomes a hash, which is the same
/// for the same text.
pub fn text_for_others(text: &str) -> Cow<'_, str> {
    if holds_address(text) { Cow::Owned(hash(text)) } else { Cow::Borrowed(text) }
}
