//! How far the whole job was at each time, for the progress bar of a film.
//!
//! A film may show only a part of the job, such as its last week; the progress bar is still about all of it. It
//! counts finished objects if there is a manifest, or labels if somebody says how many there will be.

use chrono::{DateTime, Utc};

use super::tally::{Step, Tally};

/// The unit in which the progress of a job is measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Measure {
    /// Dataset objects that have all of their answers.
    Objects,
    /// What the film counts.
    Counted,
}

/// How far a job was.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reach {
    /// The unit.
    pub measure: Measure,
    /// The number when the job is finished; at least 1, and never less than what is done.
    pub total: u64,
    /// The number done before the first bucket.
    pub before: u64,
    /// The number done in each bucket, where it is not zero.
    pub steps: Vec<Step>,
}

impl Reach {
    /// The reach over the buckets of a tally. `done` says when how much was done, in order of time. Anything after
    /// the last bucket, such as a late consolidation, counts into that bucket if the film runs `until_the_end` of
    /// the job, and is left out otherwise. `None` where the total is 0.
    pub fn new(
        measure: Measure,
        total: u64,
        done: impl Iterator<Item = (DateTime<Utc>, u64)>,
        tally: &Tally,
        until_the_end: bool,
    ) -> Option<Self> {
        let edges = tally.edges();
        let last = tally.len() - 1;
        let mut before = 0;
        let mut cumulative = 0;
        let mut bucket = 0;
        let mut steps: Vec<Step> = Vec::new();
        for (time, n) in done.filter(|(_, n)| 0 < *n) {
            if time < edges[0] {
                before += n;
                continue;
            }
            while bucket < last && edges[bucket + 1] <= time {
                bucket += 1;
            }
            if edges[bucket + 1] <= time && !until_the_end {
                break;
            }
            cumulative += n;
            match steps.last_mut() {
                Some(step) if step.bucket == bucket => {
                    (step.labels, step.cumulative, step.reached) = (step.labels + n, cumulative, time);
                }
                _ => steps.push(Step { bucket, labels: n, cumulative, reached: time }),
            }
        }
        // Somebody may have given a total that is too small.
        let total = total.max(before + cumulative);
        (0 < total).then_some(Self { measure, total, before, steps })
    }

    /// The number done at the end of the film.
    pub fn done(&self) -> u64 {
        self.before + self.steps.last().map_or(0, |step| step.cumulative)
    }

    /// The part of the job that is done at the end of the film, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub fn part(&self) -> f64 {
        self.done() as f64 / self.total as f64
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::TimeDelta;

    use super::*;
    use crate::{
        people::{Aliases, Cast, Naming},
        source::{Answer, WorkerId},
        stats::{count::Count, span::Span},
    };

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    /// Three hours, from the tenth.
    fn tally() -> Tally {
        let answer = |hour| Answer::new("job", "1", WorkerId::new("a").unwrap(), at(hour));
        let answers = [answer(10), answer(12)];
        let cast = Cast::new(&answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
        let hourly = "1h".parse().unwrap();
        Tally::new(&answers, &cast, Count::Labels, Span::default(), hourly, chrono_tz::UTC).unwrap()
    }

    fn reach(total: u64, hours: &[i64], until_the_end: bool) -> Option<Reach> {
        let done = hours.iter().map(|hour| (at(*hour), 1));
        Reach::new(Measure::Objects, total, done, &tally(), until_the_end)
    }

    #[test]
    fn what_was_before_the_film_is_done_when_it_begins() {
        let reach = reach(10, &[3, 9, 10, 10, 12], true).unwrap();
        assert_eq!((reach.before, reach.done()), (2, 5));
        assert_eq!(
            reach.steps.iter().map(|step| (step.bucket, step.cumulative)).collect::<Vec<_>>(),
            [(0, 2), (2, 3)]
        );
        assert!((reach.part() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn what_comes_after_the_film_counts_only_where_it_goes_to_the_end() {
        assert_eq!(reach(10, &[10, 12, 13, 99], true).unwrap().done(), 4);
        assert_eq!(reach(10, &[10, 12, 13, 99], false).unwrap().done(), 2);
    }

    #[test]
    fn nothing_is_more_than_all() {
        assert_eq!(reach(2, &[10, 11, 12], true).unwrap().total, 3);
        assert_eq!(reach(0, &[], true), None);
    }
}
