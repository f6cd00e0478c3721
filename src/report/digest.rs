//! The mail in numbers, and the numbers in words.
//!
//! A [`Digest`] is made when the film is, and kept with it: a mail that could not be sent is sent later without
//! reading the job again. Everybody gets the same text, so it names only those who lead, and never so many
//! that the rest could be worked out.

mod words;

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    run::Counted,
    source::{Gathered, Progress},
    stats::tally::{Count, Span, Worker, rfc3339},
};
pub use words::{Mailed, Where};

/// The most people who are named.
const MOST_LEADERS: usize = 5;
/// Those who are not named are at least so many: of fewer, each could tell the others' numbers.
const FEWEST_UNNAMED: usize = 3;
/// Days in the table of a week.
const WEEK: u64 = 7;

/// What there is to say about a film.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Digest {
    /// What the film is called.
    pub title: String,
    /// `labels` or `annotations`.
    pub what: String,
    /// All that the film counts.
    pub labels: u64,
    /// People in it.
    pub people: usize,
    /// Those in front, first to last.
    pub leaders: Vec<Leader>,
    /// The last seven whole days before the run, oldest first.
    pub week: Vec<Day>,
    /// What the seven days before those had.
    pub week_before: u64,
    /// What had been done on the day of the run itself.
    pub today: u64,
    /// How far the job is, where a manifest tells.
    pub progress: Option<Far>,
    /// The newest time in the source, RFC 3339.
    pub as_of: String,
    /// Whose days these are.
    pub time_zone: String,
    /// Length of the film in whole seconds.
    pub seconds: u64,
}

/// Somebody in front.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Leader {
    /// As the film has it.
    pub name: String,
    /// All in the film.
    pub labels: u64,
}

/// A day of the team.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Day {
    /// In the team's zone.
    pub date: NaiveDate,
    /// Submitted on it.
    pub labels: u64,
    /// By so many people.
    pub people: usize,
}

/// How far a job is, in dataset objects.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Far {
    /// All of the job.
    pub total: u64,
    /// Labeled, by people or machines.
    pub done: u64,
    /// Failed or expired.
    pub failed: u64,
}

impl From<Progress> for Far {
    fn from(progress: Progress) -> Self {
        Self { total: progress.total, done: progress.human + progress.machine, failed: progress.failed }
    }
}

impl Digest {
    /// The digest of what was counted in `span`, for a run at the moment `now`.
    pub fn new(
        counted: &Counted,
        title: &str,
        count: Count,
        span: Span,
        now: DateTime<Utc>,
        seconds: f64,
    ) -> Self {
        let Counted { gathered, tally, people } = counted;
        let zone = tally.zone();
        let today = now.with_timezone(&zone).date_naive();
        let days = Days::new(WEEK);
        let monday = today.checked_sub_days(days).unwrap_or(NaiveDate::MIN);
        let before = monday.checked_sub_days(days).unwrap_or(NaiveDate::MIN);
        let sum = |from, to| on_days(gathered, count, span, zone, from, to).map(|(_, labels)| labels).sum();
        Self {
            title: title.to_owned(),
            what: count.name().to_owned(),
            labels: tally.total(),
            people: *people,
            leaders: leaders(tally.workers()),
            week: monday
                .iter_days()
                .take_while(|date| *date < today)
                .map(|date| day(gathered, count, span, zone, date))
                .collect(),
            week_before: sum(before, monday),
            today: sum(today, today.succ_opt().unwrap_or(NaiveDate::MAX)),
            progress: gathered.progress().map(Far::from),
            as_of: rfc3339(gathered.as_of, zone),
            time_zone: zone.to_string(),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 3,600")]
            seconds: seconds.round() as u64,
        }
    }

    /// The last day of the week on which anything was done.
    fn last_day(&self) -> Option<&Day> {
        self.week.iter().rev().find(|day| 0 < day.labels)
    }

    /// What was done in the week.
    fn this_week(&self) -> u64 {
        self.week.iter().map(|day| day.labels).sum()
    }
}

/// Who submitted what on the days from `from` to before `to`.
fn on_days(
    gathered: &Gathered,
    count: Count,
    span: Span,
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
) -> impl Iterator<Item = (&crate::source::WorkerId, u64)> {
    let within = move |time: DateTime<Utc>| (from..to).contains(&time.with_timezone(&zone).date_naive());
    let answers = gathered.answers.iter();
    answers
        .filter(move |answer| span.contains(answer.submitted) && within(answer.submitted))
        .map(move |answer| (&answer.worker, count.of(answer)))
}

fn day(gathered: &Gathered, count: Count, span: Span, zone: Tz, date: NaiveDate) -> Day {
    let next = date.succ_opt().unwrap_or(NaiveDate::MAX);
    let mut people = BTreeSet::new();
    let mut labels = 0;
    for (worker, n) in on_days(gathered, count, span, zone, date, next) {
        people.insert(worker);
        labels += n;
    }
    Day { date, labels, people: people.len() }
}

/// In the order of the film's last frame: as many as may be named.
fn leaders(workers: &[Worker]) -> Vec<Leader> {
    let mut ranked: Vec<&Worker> = workers.iter().filter(|worker| 0 < worker.total()).collect();
    ranked.sort_by_key(|worker| {
        (std::cmp::Reverse(worker.total()), worker.steps.last().map(|step| step.reached))
    });
    let named = ranked.len().saturating_sub(FEWEST_UNNAMED).clamp(1, MOST_LEADERS);
    let leader = |worker: &&Worker| Leader { name: worker.person.name.clone(), labels: worker.total() };
    ranked.iter().take(named).map(leader).collect()
}
