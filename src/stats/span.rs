//! The period of which answers are counted.

use chrono::{DateTime, Utc};

/// A period of time: answers submitted in `[since, until)` are counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Span {
    /// The first moment inside; `None` counts from the beginning.
    pub since: Option<DateTime<Utc>>,
    /// The first moment outside; `None` counts to the end.
    pub until: Option<DateTime<Utc>>,
}

impl Span {
    /// Whether an answer submitted at this time is counted.
    pub fn contains(&self, time: DateTime<Utc>) -> bool {
        self.since.is_none_or(|since| since <= time) && self.until.is_none_or(|until| time < until)
    }
}
