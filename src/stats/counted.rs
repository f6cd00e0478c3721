//! A job, counted: what was read, and the numbers that films, receipts and mails share.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::{
    count::Count,
    interval::Choice,
    span::Span,
    tally::{Tally, TallyError},
};
use crate::{people::Cast, source::Gathered};

/// How to count.
#[derive(Clone, Copy, Debug)]
pub struct Counting {
    /// What is counted.
    pub count: Count,
    /// The period of which answers are counted.
    pub span: Span,
    /// How long a bucket is.
    pub interval: Choice,
    /// The time zone of days and hours.
    pub zone: Tz,
}

/// Everything about a job before it becomes a film.
#[derive(Debug)]
pub struct Counted {
    /// What was read.
    pub gathered: Gathered,
    /// The counts of everybody who has a bar.
    pub tally: Tally,
    /// The number of people with an answer in the span, even where each bar is a team's.
    pub people: usize,
}

impl Counted {
    /// Counts what was read. `bars` are those who have a bar: the cast itself, or its teams.
    ///
    /// # Errors
    /// When no answer is in the span, or there would be too many buckets.
    pub fn new(
        gathered: Gathered,
        cast: &Cast,
        bars: &Cast,
        Counting { count, span, interval, zone }: Counting,
    ) -> Result<Self, TallyError> {
        let tally = Tally::new(&gathered.answers, bars, count, span, interval, zone)?;
        let counted = gathered.answers.iter().filter(|answer| span.contains(answer.submitted));
        let people: BTreeSet<_> = counted.map(|answer| cast.index_of(&answer.worker)).collect();
        let people = people.len();
        Ok(Self { gathered, tally, people })
    }

    /// The number of dataset objects with an answer in the span, as far as answers tell their objects.
    pub fn objects(&self, span: Span) -> usize {
        let answers = self.gathered.answers.iter().filter(|answer| span.contains(answer.submitted));
        let answers = answers.filter(|answer| !answer.object.is_empty());
        answers.map(|answer| (&answer.job, &answer.object)).collect::<BTreeSet<_>>().len()
    }
}
