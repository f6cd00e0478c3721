//! A job, counted: what was read, and the numbers that films, receipts and mails share.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use strum::VariantArray;

use super::{
    by::By,
    count::Count,
    discretion::ShowingRule,
    idle_cap::IdleCap,
    interval::{Choice, Interval},
    span::Span,
    tally::{Tally, TallyError, buckets},
    throughput::{Measuring, Throughput, ThroughputRow, throughput},
};
use crate::{
    people::Cast,
    source::{Answer, Gathered},
};

/// The fewest people whose hours of the day may be shown together: of fewer, they are as good as each person's own.
const FEWEST_FOR_HOURS: usize = 5;

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
    /// The longest pause that still counts as work.
    pub idle_cap: IdleCap,
}

/// Everything about a job before it becomes a film.
#[derive(Debug)]
pub struct Counted {
    /// What was read.
    pub gathered: Gathered,
    /// Who is who among the people of the job.
    pub cast: Cast,
    /// The same, with those who are not to be seen as one; the cast itself if everybody may be seen.
    pub seen: Cast,
    /// Which rules hold for what is shown of people.
    pub rules: Vec<ShowingRule>,
    /// The counts of everybody who has a bar.
    pub tally: Tally,
    /// The number of people with an answer in the span, even where each bar is a team's.
    pub people: usize,
    /// How it was counted.
    pub counting: Counting,
}

impl Counted {
    /// Counts what was read. `bars` are those who have a bar: the cast itself, or its teams.
    ///
    /// # Errors
    /// When no answer is in the span, or there would be too many buckets.
    pub fn new(gathered: Gathered, cast: &Cast, bars: &Cast, counting: Counting) -> Result<Self, TallyError> {
        let Counting { count, span, interval, zone, .. } = counting;
        let tally = Tally::new(&gathered.answers, bars, count, span, interval, zone)?;
        let counted = gathered.answers.iter().filter(|answer| span.contains(answer.submitted));
        let people: BTreeSet<_> = counted.map(|answer| cast.index_of(&answer.worker)).collect();
        let people = people.len();
        let seen = cast.clone();
        Ok(Self { gathered, cast: cast.clone(), seen, rules: Vec::new(), tally, people, counting })
    }

    /// The same, where single people are shown as they are in this cast, by these rules.
    #[must_use]
    pub fn seen_as(self, seen: Cast, rules: Vec<ShowingRule>) -> Self {
        Self { seen, rules, ..self }
    }

    /// The number of dataset objects with an answer in the span, as far as answers tell their objects; `None` if none
    /// does.
    pub fn objects(&self, span: Span) -> Option<usize> {
        let answers = self.gathered.answers.iter().filter(|answer| span.contains(answer.submitted));
        let answers = answers.filter(|answer| !answer.object.is_empty());
        let objects: BTreeSet<_> = answers.map(|answer| (&answer.job, &answer.object)).collect();
        (!objects.is_empty()).then_some(objects.len())
    }

    /// Whether the period that is counted begins with the first answer of the job.
    pub fn is_from_the_beginning(&self) -> bool {
        let first = self.gathered.answers.iter().map(|answer| answer.submitted).min();
        first.is_none_or(|first| self.counting.span.since.is_none_or(|since| since <= first))
    }

    /// How much was done and how fast.
    pub fn throughput(&self, by: By) -> Vec<ThroughputRow> {
        let cast = if by == By::Worker { &self.seen } else { &self.cast };
        throughput(&self.gathered, cast, by, self.counting.measuring(self.tally.interval()))
    }

    /// How much was done and how fast, in all.
    pub fn whole_throughput(&self) -> Option<Throughput> {
        self.throughput(By::All).first().map(|row| row.throughput)
    }

    /// Whether hours of the day may be told of everyone together: of fewer people they are as good as each person's own.
    pub fn tells_of_hours(&self) -> bool {
        FEWEST_FOR_HOURS <= self.people
    }

    /// The rows of all tables of throughput, as they may be uploaded.
    pub fn shared_throughput(&self) -> Vec<ThroughputRow> {
        let is_shared = |by: &By| match by {
            // These are the buckets of the film.
            By::Interval => false,
            By::HourOfDay => self.tells_of_hours(),
            By::All | By::Worker | By::Team | By::Job | By::Day | By::Week => true,
        };
        let tables = By::VARIANTS.iter().copied().filter(is_shared);
        tables.flat_map(|by| self.throughput(by)).map(ThroughputRow::shared).collect()
    }
}

impl Counting {
    /// Refuses a span in which nothing was submitted.
    ///
    /// # Errors
    /// When that is so.
    pub fn check(self, answers: &[Answer]) -> Result<(), TallyError> {
        let is_any = answers.iter().any(|answer| self.span.contains(answer.submitted));
        let times =
            answers.first().zip(answers.last()).map(|(first, last)| (first.submitted, last.submitted));
        let nothing = || TallyError::nothing_in_span(times, answers.len(), self.span, self.zone);
        is_any.then_some(()).ok_or_else(nothing)
    }

    /// How much was done and how fast, of what was read, without counting it for a film.
    ///
    /// # Errors
    /// When nothing was done in the span, or the rows would be too many buckets.
    pub fn throughput(
        self,
        gathered: &Gathered,
        cast: &Cast,
        by: By,
    ) -> Result<Vec<ThroughputRow>, TallyError> {
        let answers = gathered.answers.iter().map(|answer| answer.submitted);
        let all = answers.chain(gathered.events.iter().map(|event| event.at));
        let times = all.clone().filter(|time| self.span.contains(*time));
        let (Some(first), Some(last)) = (times.clone().min(), times.max()) else {
            let n = gathered.answers.len();
            return Err(TallyError::nothing_in_span(
                all.clone().min().zip(all.max()),
                n,
                self.span,
                self.zone,
            ));
        };
        let interval = match by {
            By::Interval => buckets(self.interval, first, last, self.zone)?.0,
            _ => Interval::DAY,
        };
        Ok(throughput(gathered, cast, by, self.measuring(interval)))
    }

    fn measuring(self, interval: Interval) -> Measuring {
        let Self { span, zone, idle_cap, .. } = self;
        Measuring { span, interval, zone, idle_cap }
    }
}
