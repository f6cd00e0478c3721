//! Answers, counted: labels per worker per time bucket, and their running sums.
//!
//! A tally always has at least one worker and one bucket. For each worker it keeps only the buckets in which
//! something happened, so thousands of workers over months stay small. Its table is written by `export`.

use std::{collections::BTreeMap, ops::Range};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    count::Count,
    interval::{Choice, Interval},
    span::Span,
    timestamp::{day, in_words},
};
use crate::{
    locale::thousands,
    people::{Cast, Person},
    source::{Answer, WorkerId},
};

/// The most buckets. Nobody could see more of them pass, and their table would be huge.
pub const MOST_BUCKETS: usize = 100_000;

/// Cumulative labels per worker per time bucket.
#[derive(Clone, Debug)]
pub struct Tally {
    interval: Interval,
    zone: Tz,
    edges: Vec<DateTime<Utc>>,
    workers: Vec<Worker>,
    /// How many of them, the last ones, are rivals of a team.
    n_rivals: usize,
    /// What everybody together did on each day before the span began.
    before: DayCounts,
    /// Those who are not to be seen, taken together.
    unseen: Option<Worker>,
    /// The buckets in which each of them began.
    unseen_began: Vec<usize>,
    span: (DateTime<Utc>, DateTime<Utc>),
}

/// Labels by day.
pub type DayCounts = BTreeMap<NaiveDate, u64>;

/// One person's labels.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Who it is.
    pub person: Person,
    /// Labels on each day before the span began, which no step has.
    pub before: DayCounts,
    /// The buckets in which the sum grew, in order of time.
    pub steps: Vec<Step>,
    /// What it is where it is nobody's work, but what a team is compared with.
    pub rival: Option<Rival>,
}

/// Whom a team races against.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rival {
    /// What the deadline needs.
    PaceCar,
    /// The team itself, on the same days a week before.
    Ghost,
}

/// What one person did in one bucket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Step {
    /// The bucket's number from 0.
    pub bucket: usize,
    /// Labels in this bucket.
    pub labels: u64,
    /// Labels in this bucket and all before.
    pub cumulative: u64,
    /// When the last of them was submitted. People with equal sums are ranked by this time.
    pub reached: DateTime<Utc>,
}

/// Why answers cannot be counted as asked.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TallyError {
    /// No answer is in the span.
    #[error("no answers {asked}: {there}; try {flags}")]
    NothingInSpan {
        /// What was asked for: `since 1 Jan 2030`.
        asked: String,
        /// What there is instead, and when.
        there: String,
        /// The flags that take all of it.
        flags: String,
    },
    /// Annotations are to be counted, and no answer tells how many it holds.
    #[error(
        "nothing here says how many annotations an answer has: a log of the workers' activity and a race table never do; count labels, or give the job's responses"
    )]
    NoAnnotations,
    /// More buckets than a film can show.
    #[error("an interval of {interval} makes more than {MOST_BUCKETS} time buckets; {fits} fits")]
    TooManyBuckets {
        /// The interval asked for.
        interval: Interval,
        /// The shortest of the usual intervals that fits.
        fits: Interval,
    },
}

impl TallyError {
    /// None of what was done at these times is in the span. They are the first and the last of so many answers, or of
    /// other events where there is no answer.
    pub(super) fn nothing_in_span(
        times: Option<(DateTime<Utc>, DateTime<Utc>)>,
        n: usize,
        span: Span,
        zone: Tz,
    ) -> Self {
        let shown = |time| in_words(time, zone);
        let asked = match (span.since, span.until) {
            (Some(since), Some(until)) => format!("from {} to {}", shown(since), shown(until)),
            (Some(since), None) => format!("since {}", shown(since)),
            (None, Some(until)) => format!("before {}", shown(until)),
            (None, None) => "at all".to_owned(),
        };
        let Some((first, last)) = times else {
            let there = "nothing was done at any time".to_owned();
            return Self::NothingInSpan { asked, there, flags: "another SOURCE".to_owned() };
        };
        let there = match n {
            0 => format!("what else happened is from {} to {}", shown(first), shown(last)),
            1 => format!("this job's only answer is from {}", shown(first)),
            n => format!(
                "this job's {} answers are from {} to {}",
                thousands(n as u64),
                shown(first),
                shown(last)
            ),
        };
        let since =
            span.since.filter(|since| first < *since).map(|_| format!("--since {}", day(first, zone, 0)));
        let until =
            span.until.filter(|until| *until <= last).map(|_| format!("--until {}", day(last, zone, 1)));
        let flags: Vec<String> = since.into_iter().chain(until).collect();
        Self::NothingInSpan { asked, there: format!("{there} ({zone})"), flags: flags.join(" ") }
    }
}

impl Tally {
    /// Counts the answers in `span`. The answers are in order of time, and `cast` contains all of their workers.
    ///
    /// # Errors
    /// When no answer is in the span or tells what is to be counted, or there would be too many buckets.
    pub fn new(
        answers: &[Answer],
        cast: &Cast,
        count: Count,
        span: Span,
        choice: Choice,
        zone: Tz,
    ) -> Result<Self, TallyError> {
        let counted = || answers.iter().filter(|answer| span.contains(answer.submitted));
        let times = counted().map(|answer| answer.submitted);
        let (Some(first), Some(last)) = (times.clone().min(), times.max()) else {
            let times =
                answers.first().zip(answers.last()).map(|(first, last)| (first.submitted, last.submitted));
            return Err(TallyError::nothing_in_span(times, answers.len(), span, zone));
        };
        if count == Count::Annotations && counted().all(|answer| answer.inside.is_none()) {
            return Err(TallyError::NoAnnotations);
        }
        let (interval, edges) = buckets(choice, first, last, zone)?;
        let mut steps: Vec<Vec<Step>> = vec![Vec::new(); cast.people().len()];
        let mut unseen_began: BTreeMap<&WorkerId, usize> = BTreeMap::new();
        let mut bucket = 0;
        for answer in counted() {
            let Some(person) = cast.index_of(&answer.worker) else { continue };
            while edges[bucket + 1] <= answer.submitted {
                bucket += 1;
            }
            let labels = count.of(answer);
            if 1 < cast.people()[person].members && 0 < labels {
                unseen_began.entry(&answer.worker).or_insert(bucket);
            }
            let steps = &mut steps[person];
            let cumulative = steps.last().map_or(0, |step| step.cumulative) + labels;
            match steps.last_mut() {
                Some(step) if step.bucket == bucket => {
                    step.labels += labels;
                    step.cumulative = cumulative;
                    if 0 < labels {
                        step.reached = answer.submitted;
                    }
                }
                _ => steps.push(Step { bucket, labels, cumulative, reached: answer.submitted }),
            }
        }
        let (before, before_by_person) = days_before(answers, cast, count, span, zone);
        let people = cast.people().iter().zip(before_by_person);
        let answered = people.zip(steps).filter(|(_, steps)| !steps.is_empty());
        let worker = |((person, before), mut steps): ((&Person, DayCounts), Vec<Step>)| {
            // An answer without annotations adds nothing to a count of annotations.
            steps.retain(|step| 0 < step.labels);
            Worker { person: person.clone(), before, steps, rival: None }
        };
        let (mut unseen, workers): (Vec<Worker>, Vec<Worker>) =
            answered.map(worker).partition(|worker| 1 < worker.person.members);
        let unseen = unseen.pop();
        let unseen_began = unseen_began.into_values().collect();
        Ok(Self {
            before,
            unseen,
            unseen_began,
            ..Self::of_workers(interval, zone, edges, workers, (first, last))
        })
    }

    /// The tally of these workers, of whom rivals are the last.
    pub(super) fn of_workers(
        interval: Interval,
        zone: Tz,
        edges: Vec<DateTime<Utc>>,
        workers: Vec<Worker>,
        span: (DateTime<Utc>, DateTime<Utc>),
    ) -> Self {
        let n_rivals = workers.iter().filter(|worker| worker.rival.is_some()).count();
        let (unseen, unseen_began) = (None, Vec::new());
        let before = DayCounts::new();
        Self { interval, zone, edges, workers, n_rivals, before, unseen, unseen_began, span }
    }

    /// How long a bucket is.
    pub fn interval(&self) -> Interval {
        self.interval
    }

    /// The time zone of days and hours.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// How many buckets there are, from the first answer to the last.
    pub fn len(&self) -> usize {
        self.edges.len() - 1
    }

    /// Always false: a tally has at least one bucket.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Where each bucket begins, and where the last one ends: one more edge than buckets.
    pub fn edges(&self) -> &[DateTime<Utc>] {
        &self.edges
    }

    /// Those who are not to be seen, taken together; they are not among the workers.
    pub fn unseen(&self) -> Option<&Worker> {
        self.unseen.as_ref()
    }

    /// How many of those who are not to be seen began in or before a bucket, and have a label.
    pub fn unseen_until(&self, bucket: usize) -> usize {
        self.unseen_began.iter().filter(|began| **began <= bucket).count()
    }

    /// Everybody with an answer in the span who may be seen, and those who are not, taken together.
    pub fn everybody(&self) -> impl Iterator<Item = &Worker> {
        self.workers().iter().chain(&self.unseen)
    }

    /// Everybody with an answer in the span who may be seen, in the order of the cast.
    pub fn workers(&self) -> &[Worker] {
        &self.workers[..self.workers.len() - self.n_rivals]
    }

    /// Whoever has a bar: the same, and then the rivals of a team, whose labels nobody made in this span.
    pub fn with_rivals(&self) -> &[Worker] {
        &self.workers
    }

    /// Whether anything was counted before the span began, so that it does not begin from nothing.
    pub fn is_continued(&self) -> bool {
        !self.before.is_empty()
    }

    /// What everybody together did on each day; none where buckets are longer than a day.
    pub fn by_day(&self) -> DayCounts {
        let date = |bucket: usize| self.edges[bucket].with_timezone(&self.zone).date_naive();
        let mut days = DayCounts::new();
        if self.interval.tells_days() {
            for step in self.everybody().flat_map(|worker| &worker.steps) {
                *days.entry(date(step.bucket)).or_default() += step.labels;
            }
        }
        days
    }

    /// The same with the days before the span began, and with people who have no answer in it.
    pub fn by_day_with_before(&self) -> DayCounts {
        let mut days = self.by_day();
        for (date, labels) in &self.before {
            *days.entry(*date).or_default() += labels;
        }
        days
    }

    /// Everybody with a label, in the order of the film's last frame: the most first, and of equals whoever was first.
    pub fn ranked(&self) -> Vec<&Worker> {
        let mut ranked: Vec<&Worker> = self.workers().iter().filter(|worker| 0 < worker.total()).collect();
        ranked.sort_by_key(|worker| {
            (std::cmp::Reverse(worker.total()), worker.steps.last().map(|step| step.reached))
        });
        ranked
    }

    /// The labels of everybody together.
    pub fn total(&self) -> u64 {
        self.everybody().map(Worker::total).sum()
    }

    /// When the first and the last answer of the span were submitted.
    pub fn first_and_last(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        self.span
    }

    /// The table of everybody in every bucket, including zeros. It is sorted by time, then by labels so far with the
    /// most first, then by id.
    pub fn rows(&self) -> impl Iterator<Item = TallyRow<'_>> {
        let n_rows = self.everybody().count();
        let mut next = vec![0; n_rows];
        (0..self.len()).flat_map(move |bucket| {
            let mut now: Vec<TallyRow<'_>> = Vec::with_capacity(n_rows);
            for (worker, next) in self.everybody().zip(&mut next) {
                let step = worker.steps.get(*next).filter(|step| step.bucket == bucket);
                *next += usize::from(step.is_some());
                let cumulative = next.checked_sub(1).map_or(0, |last| worker.steps[last].cumulative);
                let labels = step.map_or(0, |step| step.labels);
                now.push(TallyRow { start: self.edges[bucket], person: &worker.person, labels, cumulative });
            }
            now.sort_by(|a, b| b.cumulative.cmp(&a.cumulative).then_with(|| a.person.id.cmp(&b.person.id)));
            now
        })
    }
}

/// What everybody together, and each person of the cast, did on each day before the span began.
fn days_before(
    answers: &[Answer],
    cast: &Cast,
    count: Count,
    span: Span,
    zone: Tz,
) -> (DayCounts, Vec<DayCounts>) {
    let (mut all, mut by_person) = (DayCounts::new(), vec![DayCounts::new(); cast.people().len()]);
    let n_before = span.since.map_or(0, |since| answers.partition_point(|answer| answer.submitted < since));
    for answer in &answers[..n_before] {
        let (date, labels) = (answer.submitted.with_timezone(&zone).date_naive(), count.of(answer));
        *all.entry(date).or_default() += labels;
        if let Some(person) = cast.index_of(&answer.worker) {
            *by_person[person].entry(date).or_default() += labels;
        }
    }
    (all, by_person)
}

impl Worker {
    /// All labels of the span.
    pub fn total(&self) -> u64 {
        self.steps.last().map_or(0, |step| step.cumulative)
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct TallyRow<'a> {
    /// Where the bucket begins.
    pub start: DateTime<Utc>,
    /// Whose labels these are.
    pub person: &'a Person,
    /// Labels in this bucket.
    pub labels: u64,
    /// Labels in this bucket and all before.
    pub cumulative: u64,
}

/// The fewest buckets that make a film worth watching; with fewer, a shorter interval is chosen.
const ENOUGH_BUCKETS: usize = 60;

/// The interval that was asked for, or the one that is chosen for answers from `first` to `last`, and the edges of the
/// buckets.
///
/// # Errors
/// When there would be too many buckets.
pub(super) fn buckets(
    choice: Choice,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    zone: Tz,
) -> Result<(Interval, Vec<DateTime<Utc>>), TallyError> {
    let within = |interval: Interval, most: Range<usize>| {
        let edges: Vec<_> = interval.edges(first, last, zone).take(most.end + 1).collect();
        (most.contains(&(edges.len() - 1))).then_some((interval, edges))
    };
    let at_most = 1..MOST_BUCKETS + 1;
    match choice {
        Choice::Every(interval) => within(interval, at_most.clone()).ok_or_else(|| {
            let fits =
                Interval::USUAL.into_iter().rev().find(|&usual| within(usual, at_most.clone()).is_some());
            TallyError::TooManyBuckets { interval, fits: fits.unwrap_or(Interval::WEEK) }
        }),
        Choice::Auto => {
            let long_enough = Interval::USUAL.into_iter().find_map(|interval| {
                let (interval, edges) = within(interval, at_most.clone())?;
                (ENOUGH_BUCKETS < edges.len()).then_some((interval, edges))
            });
            let finest =
                || buckets(Choice::Every(Interval::USUAL[Interval::USUAL.len() - 1]), first, last, zone);
            long_enough.map_or_else(finest, Ok)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Europe::Berlin, UTC};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        people::{Aliases, Naming},
        source::time,
    };

    fn answer(worker: &str, at: &str) -> Answer {
        let worker = WorkerId::new(worker).unwrap();
        Answer { inside: Some(3), ..Answer::new("job", at, worker, time::parse(at).unwrap()) }
    }

    fn tally_of(
        answers: &[Answer],
        count: Count,
        span: Span,
        choice: Choice,
        zone: Tz,
    ) -> Result<Tally, TallyError> {
        let mut answers = answers.to_vec();
        answers.sort_by_key(|answer| answer.submitted);
        let cast = Cast::new(&answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
        Tally::new(&answers, &cast, count, span, choice, zone)
    }

    fn hours(answers: &[Answer]) -> Tally {
        tally_of(answers, Count::Labels, Span::default(), "1h".parse().unwrap(), UTC).unwrap()
    }

    #[test]
    fn days_before_the_span_are_known_but_not_counted() {
        let answers = [
            answer("a", "2026-03-01T10:00:00Z"),
            answer("b", "2026-03-01T11:00:00Z"),
            answer("gone", "2026-03-02T10:00:00Z"),
            answer("a", "2026-03-02T23:30:00Z"),
            answer("b", "2026-03-03T10:00:00Z"),
        ];
        let since = |at: &str| Span { since: Some(time::parse(at).unwrap()), until: None };
        let of = |span| tally_of(&answers, Count::Annotations, span, "1h".parse().unwrap(), Berlin).unwrap();
        let day = |day: u32, labels: u64| (NaiveDate::from_ymd_opt(2026, 3, day).unwrap(), labels);
        // In Berlin the last answer of the second is of the third.
        let tally = of(since("2026-03-02T23:00:00Z"));
        assert_eq!(tally.by_day(), DayCounts::from([day(3, 6)]));
        assert_eq!(tally.by_day_with_before(), DayCounts::from([day(1, 6), day(2, 3), day(3, 6)]));
        assert_eq!((tally.total(), tally.is_continued()), (6, true));
        let before: Vec<&DayCounts> = tally.workers().iter().map(|worker| &worker.before).collect();
        assert_eq!(before, [&DayCounts::from([day(1, 3)]), &DayCounts::from([day(1, 3)])]);
        // A day of which the span has only the end.
        let tally = of(since("2026-03-01T10:30:00Z"));
        assert_eq!(tally.by_day(), DayCounts::from([day(1, 3), day(2, 3), day(3, 6)]));
        assert_eq!(tally.by_day_with_before()[&day(1, 0).0], 6);
        assert!(!of(Span::default()).is_continued());
    }

    fn rows(tally: &Tally) -> Vec<(String, String, u64, u64)> {
        let row = |row: TallyRow<'_>| {
            (
                crate::stats::rfc3339(row.start, tally.zone()),
                row.person.id.to_string(),
                row.labels,
                row.cumulative,
            )
        };
        tally.rows().map(row).collect()
    }

    #[test]
    fn the_table_is_dense_and_sorted() {
        let tally = hours(&[
            answer("b", "2024-03-04T08:59:59.999Z"),
            answer("a", "2024-03-04T10:00:00Z"),
            answer("a", "2024-03-04T10:30:00Z"),
        ]);
        let row = |hour: &str, worker: &str, labels, cumulative| {
            (format!("2024-03-04T{hour}:00:00+00:00"), worker.to_owned(), labels, cumulative)
        };
        let expected = [
            row("08", "b", 1, 1),
            row("08", "a", 0, 0),
            row("09", "b", 0, 1),
            row("09", "a", 0, 0),
            row("10", "a", 2, 2),
            row("10", "b", 0, 1),
        ];
        assert_eq!(rows(&tally), expected);
    }

    #[test]
    fn annotations_are_what_is_inside() {
        let answers = [answer("a", "2024-03-04T08:00:00Z"), answer("a", "2024-03-04T08:01:00Z")];
        let tally = tally_of(&answers, Count::Annotations, Span::default(), Choice::Auto, UTC).unwrap();
        assert_eq!(tally.total(), 6);
    }

    #[test]
    fn a_span_is_half_open() {
        let answers = ["07:59:59", "08:00:00", "08:59:59", "09:00:00"]
            .map(|at| answer("a", &format!("2024-03-04T{at}Z")));
        let span =
            Span { since: time::parse("2024-03-04T08:00:00Z"), until: time::parse("2024-03-04T09:00:00Z") };
        let tally = tally_of(&answers, Count::Labels, span, Choice::Auto, UTC).unwrap();
        assert_eq!(tally.total(), 2);
        let span = Span { since: time::parse("2025-01-01T00:00:00Z"), until: None };
        let error = tally_of(&answers, Count::Labels, span, Choice::Auto, UTC).unwrap_err();
        assert!(error.to_string().contains("from 4 Mar 2024, 07:59 to 4 Mar 2024, 09:00"), "{error}");
    }

    #[test]
    fn auto_takes_the_longest_interval_that_gives_sixty_buckets() {
        let interval = |last: &str| {
            let answers = [answer("a", "2024-03-04T00:00:00Z"), answer("a", last)];
            let tally = tally_of(&answers, Count::Labels, Span::default(), Choice::Auto, UTC).unwrap();
            (tally.interval().to_string(), tally.len())
        };
        assert_eq!(interval("2024-03-04T00:00:00Z"), ("1m".into(), 1));
        assert_eq!(interval("2024-03-04T00:59:00Z"), ("1m".into(), 60));
        assert_eq!(interval("2024-03-04T04:54:59Z"), ("1m".into(), 295));
        assert_eq!(interval("2024-03-04T04:55:00Z"), ("5m".into(), 60));
        assert_eq!(interval("2024-03-06T11:00:00Z"), ("1h".into(), 60));
        assert_eq!(interval("2024-03-14T00:00:00Z"), ("1h".into(), 241));
        assert_eq!(interval("2024-05-02T00:00:00Z"), ("1d".into(), 60));
    }

    #[test]
    fn too_many_buckets_name_an_interval_that_fits() {
        let answers = [answer("a", "2020-01-01T00:00:00Z"), answer("a", "2024-01-01T00:00:00Z")];
        let choice: Choice = "1m".parse().unwrap();
        let error = tally_of(&answers, Count::Labels, Span::default(), choice, UTC).unwrap_err();
        assert_eq!(error.to_string(), "an interval of 1m makes more than 100000 time buckets; 1h fits");
    }

    #[test]
    fn a_day_of_daylight_saving_has_23_or_25_hours() {
        let hours = |day: &str| {
            let answers =
                [answer("a", &format!("{day}T00:00:00+01:00")), answer("a", &format!("{day}T22:59:00Z"))];
            let answers = if day.contains("-10-") {
                [answer("a", "2024-10-26T22:00:00Z"), answers[1].clone()]
            } else {
                answers
            };
            let choice = "1h".parse().unwrap();
            tally_of(&answers, Count::Labels, Span::default(), choice, Berlin).unwrap()
        };
        let spring = hours("2024-03-31");
        let until_midnight = |tally: &Tally| {
            let day = |edge: &DateTime<Utc>| edge.with_timezone(&Berlin).date_naive();
            let first = day(&tally.edges()[0]);
            tally.edges().iter().filter(|edge| day(edge) == first).count()
        };
        assert_eq!(until_midnight(&spring), 23);
        assert_eq!(until_midnight(&hours("2024-10-27")), 25);
    }

    proptest! {
        #[test]
        fn every_answer_is_counted_once_whatever_their_order(
            picks in proptest::collection::vec((0u8..6, 0i64..1_000_000), 1..200),
        ) {
            let at = |seconds: &i64| (DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(1_700_000_000 + seconds)).to_rfc3339();
            let answers: Vec<Answer> = picks.iter().map(|(who, s)| answer(&format!("w{who}"), &at(s))).collect();
            let mut reversed = answers.clone();
            reversed.reverse();
            for choice in ["auto", "1h", "1d", "1w"] {
                let choice: Choice = choice.parse().unwrap();
                let tally = tally_of(&answers, Count::Labels, Span::default(), choice, Berlin).unwrap();
                prop_assert_eq!(tally.total(), answers.len() as u64);
                prop_assert_eq!(tally.rows().map(|row| row.labels).sum::<u64>(), tally.total());
                let other = tally_of(&reversed, Count::Labels, Span::default(), choice, Berlin).unwrap();
                prop_assert_eq!(rows(&tally), rows(&other));
                let mut last = std::collections::HashMap::new();
                for row in tally.rows() {
                    let before = last.insert(row.person.id.clone(), row.cumulative).unwrap_or(0);
                    prop_assert_eq!(before + row.labels, row.cumulative, "a sum never falls");
                }
            }
        }
    }
}
