//! The numbers of the mail.
//!
//! A [`Digest`] is made together with the film and stored beside it, so that a mail that could not be sent can be
//! sent later without reading the job again. Everybody gets the same mail, so it names only the leaders, and never
//! so many that the numbers of the others could be worked out. The sentences are for `report`.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{count::Count, counted::Counted, span::Span, tally::Worker, timestamp::rfc3339};
use crate::source::{Gathered, LogUse, Progress, WorkerId};

/// The most leaders who are named.
const MOST_LEADERS: usize = 5;
/// The fewest people who stay unnamed: if there were one or two, they could work out each other's numbers.
const FEWEST_UNNAMED: usize = 3;
/// Days in a week.
const WEEK: u64 = 7;

/// The numbers of a film and its job that a mail may state.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Digest {
    /// The title of the film.
    pub title: String,
    /// `labels` or `annotations`.
    pub what: String,
    /// The total that the film shows.
    pub labels: u64,
    /// People in the film.
    pub people: usize,
    /// The leaders who are named, best first.
    pub leaders: Vec<Leader>,
    /// The seven whole days before the run, oldest first.
    pub week: Vec<DayCount>,
    /// The total of the seven days before those.
    pub week_before: u64,
    /// The total so far on the day of the run itself.
    pub today: u64,
    /// How far the job is, where a manifest says so.
    pub progress: Option<JobProgress>,
    /// The newest time in the source, RFC 3339.
    pub as_of: String,
    /// The time zone of these days, as an IANA name.
    pub time_zone: String,
    /// The length of the film in whole seconds.
    pub seconds: u64,
    /// Why people are without the names that were to be shown.
    #[serde(default)]
    pub names_warning: Option<String>,
    /// What readers have to know about the log of the workers' activity, if one was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_note: Option<String>,
    /// Whether that log is all that was counted.
    #[serde(default)]
    pub is_logged: bool,
}

/// One of the leaders.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Leader {
    /// The name in the film.
    pub name: String,
    /// This person's total in the film.
    pub labels: u64,
}

/// The counts of one day.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DayCount {
    /// The date in the digest's time zone.
    pub date: NaiveDate,
    /// What was submitted on this day.
    pub labels: u64,
    /// How many people submitted it.
    pub people: usize,
}

/// How far a job is, in dataset objects.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct JobProgress {
    /// All objects of the job.
    pub total: u64,
    /// Objects labeled by people or machines.
    pub done: u64,
    /// Objects that failed or expired.
    pub failed: u64,
}

impl From<Progress> for JobProgress {
    fn from(progress: Progress) -> Self {
        Self { total: progress.total, done: progress.human + progress.machine, failed: progress.failed }
    }
}

impl Digest {
    /// The digest of what was counted in `span`, for a run at the time `now` and a film of so many seconds.
    pub fn new(
        counted: &Counted,
        title: &str,
        count: Count,
        span: Span,
        now: DateTime<Utc>,
        seconds: f64,
    ) -> Self {
        let Counted { gathered, tally, people, .. } = counted;
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
            progress: gathered.progress().map(JobProgress::from),
            as_of: rfc3339(gathered.as_of, zone),
            time_zone: zone.to_string(),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 3,600")]
            seconds: seconds.round() as u64,
            names_warning: None,
            log_note: gathered.log.as_ref().map(LogUse::sentence),
            is_logged: gathered.log == Some(LogUse::Alone),
        }
    }

    /// The same, of a film some of whose names could not be read.
    #[must_use]
    pub fn with_names_warning(self, warning: Option<String>) -> Self {
        Self { names_warning: warning, ..self }
    }

    /// The last day of the week on which anything was submitted.
    pub fn last_day(&self) -> Option<&DayCount> {
        self.week.iter().rev().find(|day| 0 < day.labels)
    }

    /// The total of the week.
    pub fn this_week(&self) -> u64 {
        self.week.iter().map(|day| day.labels).sum()
    }

    /// How many people are not named, and their total; `None` where they are so few that each could work out the
    /// others' numbers.
    pub fn unnamed(&self) -> Option<(usize, u64)> {
        let others = self.people.saturating_sub(self.leaders.len());
        let theirs = self.labels.saturating_sub(self.leaders.iter().map(|leader| leader.labels).sum());
        (FEWEST_UNNAMED <= others).then_some((others, theirs))
    }
}

/// Who submitted how much on the days from `from` until the day before `to`.
fn on_days(
    gathered: &Gathered,
    count: Count,
    span: Span,
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
) -> impl Iterator<Item = (&WorkerId, u64)> {
    let within = move |time: DateTime<Utc>| (from..to).contains(&time.with_timezone(&zone).date_naive());
    let answers = gathered.answers.iter();
    answers
        .filter(move |answer| span.contains(answer.submitted) && within(answer.submitted))
        .map(move |answer| (&answer.worker, count.of(answer)))
}

fn day(gathered: &Gathered, count: Count, span: Span, zone: Tz, date: NaiveDate) -> DayCount {
    let next = date.succ_opt().unwrap_or(NaiveDate::MAX);
    let mut people = BTreeSet::new();
    let mut labels = 0;
    for (worker, n) in on_days(gathered, count, span, zone, date, next) {
        people.insert(worker);
        labels += n;
    }
    DayCount { date, labels, people: people.len() }
}

/// The leaders in the order of the film's last frame, as many as may be named.
fn leaders(workers: &[Worker]) -> Vec<Leader> {
    let mut ranked: Vec<&Worker> = workers.iter().filter(|worker| 0 < worker.total()).collect();
    ranked.sort_by_key(|worker| {
        (std::cmp::Reverse(worker.total()), worker.steps.last().map(|step| step.reached))
    });
    let leader = |worker: &&Worker| Leader { name: worker.person.name.clone(), labels: worker.total() };
    ranked.iter().take(named_of(ranked.len())).map(leader).collect()
}

/// How many of so many people may be named.
fn named_of(people: usize) -> usize {
    people.saturating_sub(FEWEST_UNNAMED).clamp(1, MOST_LEADERS)
}
