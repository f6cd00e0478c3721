//! What happens to a task besides its answer: who accepted, returned or declined one, and when.
//!
//! Only the log of the workers' activity tells this. `stats` counts it; what it means for a film is nothing.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::answer::WorkerId;

/// What a worker did with a task without answering it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum TaskStep {
    /// Took it.
    Accepted,
    /// Gave it back unanswered, by hand or because the time was over.
    Returned,
    /// Did not take it.
    Declined,
}

/// One step of one worker.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TaskEvent {
    /// What was done.
    pub step: TaskStep,
    /// Who did it.
    pub worker: WorkerId,
    /// The job, as in [`Answer::job`](super::Answer::job).
    pub job: Arc<str>,
    /// The name of the work team, where it is known.
    pub team: Option<Arc<str>>,
    /// When.
    pub at: DateTime<Utc>,
}
