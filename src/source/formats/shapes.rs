//! Answers of tools that note a person and a time for each shape: what a person drew on one item is one answer.
//!
//! It is submitted with the last of the shapes, and holds all of them.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

use super::format::Contents;
use crate::source::{
    answer::{Submission, WorkerId},
    skipped::{Reason, Skip},
};

/// The shapes on one item.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    by_worker: BTreeMap<WorkerId, (DateTime<Utc>, u32)>,
}

impl Shapes {
    /// Adds a shape, by whoever is behind the first of these ids that there is.
    pub(super) fn add<'t>(
        &mut self,
        ids: impl IntoIterator<Item = Option<&'t str>>,
        drawn: Result<DateTime<Utc>, Skip>,
    ) -> Result<(), Skip> {
        let worker = ids.into_iter().flatten().find_map(WorkerId::new);
        let worker = worker.ok_or_else(|| Skip::new(Reason::WrongShape, "a shape without a person"))?;
        let drawn = drawn?;
        let (last, count) = self.by_worker.entry(worker).or_insert((drawn, 0));
        *last = drawn.max(*last);
        *count = count.saturating_add(1);
        Ok(())
    }

    /// Makes them answers to `object`.
    pub(super) fn into_answers(self, object: &Arc<str>, contents: &mut Contents) {
        for (worker, (last, inside)) in self.by_worker {
            let submission =
                Submission { worker_id: Some(worker), inside: Some(inside), ..Submission::new(last) };
            contents.answers.push((Arc::clone(object), submission));
        }
    }
}
