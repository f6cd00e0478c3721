//! How a source is to be read.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    ledger::Ledger,
    options::{ColumnNames, DEFAULT_PARALLEL, Jobs, Strictness, TableTimes},
};

/// How a source is to be read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Files that are fetched side by side; at least 1.
    pub parallel: usize,
    /// Whether several jobs make one race, or are refused.
    pub jobs: Jobs,
    /// Whether a file or answer that had to be skipped is a failure.
    pub strictness: Strictness,
    /// The present, which decides what time is plausible.
    pub now: DateTime<Utc>,
    /// How the times of tables are to be understood.
    pub tables: TableTimes,
    /// What the columns of tables are, where somebody said it.
    pub columns: Arc<ColumnNames>,
    /// What earlier readings found in the files of this place, if that is kept.
    pub ledger: Option<Arc<Ledger>>,
}

impl Reading {
    /// One job, as far as it can be used, at the moment `now`.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            parallel: DEFAULT_PARALLEL,
            jobs: Jobs::One,
            strictness: Strictness::Lenient,
            now,
            tables: TableTimes::default(),
            columns: Arc::default(),
            ledger: None,
        }
    }
}
