//! Manifests: the progress of a job, and its answers where nothing better has them.

use std::sync::Arc;

use bytes::BytesMut;
use futures_util::StreamExt;

use super::{
    GatherError, Times,
    fetch::{Fetched, What},
    last_part,
    reader::Reader,
};
use crate::{
    source::{
        answer::{Reason, Skip},
        formats::manifest::Manifest,
        keys,
    },
    store::{self, Entry, Store, StoreError, Trouble},
};

/// No line of a manifest is longer than 100,000 characters; this is well above it, in bytes.
const LONGEST_LINE: usize = 4 << 20;

impl<S: Store + 'static> Reader<'_, S> {
    pub(super) async fn read_manifest(&mut self, root: &str, key: &str) -> Result<(), GatherError> {
        let mut manifest = match self.manifest(key).await {
            Ok(Ok(manifest)) => manifest,
            Ok(Err(skip)) => {
                self.skipped.add(self.relative(key), skip);
                return Ok(());
            }
            Err(error) if error.trouble == Trouble::NotFound && !self.source.is_file => return Ok(()),
            Err(error) => return self.unreadable(error),
        };
        self.as_of = self.as_of.max(manifest.last.filter(|&last| last <= self.reading.now));
        for skip in std::mem::take(&mut manifest.skipped) {
            self.skipped.add(self.relative(key), skip);
        }
        self.jobs.entry(root.into()).or_default().manifest = Some(manifest);
        Ok(())
    }

    /// Reads a manifest line by line, however large; from its start again where the body breaks off.
    async fn manifest(&self, key: &str) -> Result<Result<Manifest, Skip>, StoreError> {
        let mut n_reads = 1;
        'reading: loop {
            let mut body = self.store.get(key).await?.body;
            let mut manifest = Manifest::default();
            let mut rest = BytesMut::new();
            while let Some(chunk) = body.next().await {
                match chunk {
                    Ok(chunk) => rest.extend_from_slice(&chunk),
                    Err(error) if n_reads < store::READS && error.trouble == Trouble::Unavailable => {
                        n_reads += 1;
                        continue 'reading;
                    }
                    Err(error) => return Err(error),
                }
                while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
                    manifest.line(&rest.split_to(end + 1));
                }
                if LONGEST_LINE < rest.len() {
                    // Nothing that Ground Truth writes has such lines: this is another file.
                    return Ok(Err(Skip::new(Reason::WrongShape, "a line over 4 MB")));
                }
            }
            manifest.last_line(&rest);
            return Ok(Ok(manifest));
        }
    }

    /// Where nothing else carries worker ids, the manifest of a custom job may.
    pub(super) async fn take_answers_of_manifest(&mut self, root: &Arc<str>) -> Result<(), GatherError> {
        let Some(job) = self.jobs.get_mut(root) else { return Ok(()) };
        let Some(manifest) = &mut job.manifest else { return Ok(()) };
        let lines = manifest.take_answers(last_part(root));
        for line in lines {
            let object: Arc<str> = line.line.to_string().into();
            let key = line.reference.as_deref().and_then(|reference| self.key_of(root, reference));
            if let Some(key) = key {
                let entry = Entry { key, size: 0, etag: None, modified: None };
                let what = What::Response { object, instead: line.embedded };
                self.fetch(entry, Arc::clone(root), what).await?;
            } else if let Some(mut parsed) = line.embedded {
                parsed.keep_plausible(self.reading.now);
                let key = format!("line {}", line.line + 1);
                let parsed = Ok(vec![(object, parsed)]);
                self.take(Fetched { key, job: Arc::clone(root), parsed, times: Times::Consolidated });
            } else {
                let skip = Skip::new(Reason::Unreadable, "its worker-response-ref lies in another bucket");
                self.skipped.add(&format!("line {}", line.line + 1), skip);
            }
        }
        Ok(())
    }

    /// The key in this store of an `s3://` reference to a worker-response file.
    fn key_of(&self, root: &str, reference: &str) -> Option<String> {
        let (bucket, key) = reference.strip_prefix("s3://")?.split_once('/')?;
        if let Some(own) = &self.source.bucket {
            return (own == bucket).then(|| key.to_owned());
        }
        // A folder is a copy of the job: the part below the job's root is the same.
        let (_, below) = key.split_once("/annotations/worker-response/")?;
        Some(keys::below(root, &format!("annotations/worker-response/{below}")))
    }
}
