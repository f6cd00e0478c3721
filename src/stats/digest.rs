//! The numbers of the mail.
//!
//! A [`Digest`] is made together with the film and stored beside it, so that a mail that could not be sent can be
//! sent later without reading the job again. Everybody gets the same mail, so it names only the leaders, and tells
//! nothing by which the numbers of the others could be worked out, from the film either: see `telling`. The sentences
//! are for `report`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    counted::Counted,
    tally::Worker,
    telling::{showing, telling, tells_of_day},
    timestamp::rfc3339,
};
use crate::source::{LogUse, Progress};

/// The most leaders who are named.
const MOST_LEADERS: usize = 5;
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
    /// People in the film; `None` where that, with the other numbers, would give somebody away.
    pub people: Option<usize>,
    /// Teams in the film, where each bar is a team; the leaders are teams then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teams: Option<usize>,
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
    /// Which rules hold for what is shown of people, as sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Whether that log is all that was counted.
    #[serde(default)]
    pub is_logged: bool,
    /// Whether the last days may still grow, since an answer is written only when its object is finished.
    #[serde(default = "yes")]
    pub may_grow: bool,
}

/// In all digests before there was a choice.
fn yes() -> bool {
    true
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
    /// How many people submitted it; `None` where that, with the labels, would give somebody away.
    pub people: Option<usize>,
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
    /// The digest of what was counted, for a run at the time `now` and a film of so many seconds with at most `top`
    /// bars. `in_teams` says that each bar is a team.
    pub fn new(
        counted: &Counted,
        title: &str,
        (in_teams, top): (bool, usize),
        now: DateTime<Utc>,
        seconds: f64,
    ) -> Self {
        let Counted { gathered, tally, people, counting, .. } = counted;
        let zone = tally.zone();
        let today = now.with_timezone(&zone).date_naive();
        let days = Days::new(WEEK);
        let monday = today.checked_sub_days(days).unwrap_or(NaiveDate::MIN);
        let before = monday.checked_sub_days(days).unwrap_or(NaiveDate::MIN);
        let sum = |from, to| on_days(counted, from, to).values().sum();
        let ranked = tally.ranked();
        let bars: Vec<u64> = ranked.iter().map(|worker| worker.total()).collect();
        let film = showing(&bars, top);
        let told = telling(&bars, MOST_LEADERS, film);
        let bar_of = |worker: &&Worker| counted.cast.index_of(&worker.person.id);
        let named: BTreeSet<_> =
            if in_teams { BTreeSet::new() } else { ranked.iter().take(film.bars).map(bar_of).collect() };
        let is_counted = if in_teams {
            let everybody = largest_first(&on_days(counted, NaiveDate::MIN, NaiveDate::MAX));
            // With two people more than teams nobody can tell which team is one person.
            told.counted && telling(&everybody, 0, film).counted && bars.len() + 2 <= *people
        } else {
            told.counted
        };
        let leader = |worker: &&Worker| Leader { name: worker.person.name.clone(), labels: worker.total() };
        Self {
            title: title.to_owned(),
            what: counting.count.name().to_owned(),
            labels: tally.total(),
            people: is_counted.then_some(*people),
            teams: in_teams.then_some(bars.len()),
            leaders: ranked.iter().take(told.named).map(leader).collect(),
            week: monday
                .iter_days()
                .take_while(|date| *date < today)
                .map(|date| day(counted, date, in_teams, &named))
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
            rules: counted.rules.iter().map(|rule| rule.sentence()).collect(),
            is_logged: gathered.log == Some(LogUse::Alone),
            may_grow: gathered.may_grow(),
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

    /// How many people, or teams, are not named, and their total; `None` where nobody is named.
    pub fn unnamed(&self) -> Option<(usize, u64)> {
        let all = self.teams.or(self.people)?;
        let others = all.saturating_sub(self.leaders.len());
        let theirs = self.labels.saturating_sub(self.leaders.iter().map(|leader| leader.labels).sum());
        (!self.leaders.is_empty() && 0 < others).then_some((others, theirs))
    }
}

/// How much each person submitted on the days from `from` until the day before `to`.
fn on_days(counted: &Counted, from: NaiveDate, to: NaiveDate) -> BTreeMap<Option<usize>, u64> {
    let Counted { gathered, cast, counting, .. } = counted;
    let mut totals = BTreeMap::new();
    for answer in gathered.answers.iter().filter(|answer| counting.span.contains(answer.submitted)) {
        let date = answer.submitted.with_timezone(&counting.zone).date_naive();
        if (from..to).contains(&date) {
            *totals.entry(cast.index_of(&answer.worker)).or_default() += counting.count.of(answer);
        }
    }
    totals
}

fn largest_first(totals: &BTreeMap<Option<usize>, u64>) -> Vec<u64> {
    let mut totals: Vec<u64> = totals.values().copied().filter(|total| 0 < *total).collect();
    totals.sort_unstable_by_key(|total| std::cmp::Reverse(*total));
    totals
}

/// A day. Those in `named` have a bar of their own in the film, which shows how much they did on it; where it has the
/// bars of teams, nobody can tell which team is one person if there are two people more than teams.
fn day(counted: &Counted, date: NaiveDate, in_teams: bool, named: &BTreeSet<Option<usize>>) -> DayCount {
    let totals = on_days(counted, date, date.succ_opt().unwrap_or(NaiveDate::MAX));
    let team_of = |who: &Option<usize>| who.and_then(|who| counted.cast.people()[who].group.as_ref());
    let teams = totals.keys().map(|who| team_of(who).map(|group| &group.name)).collect::<BTreeSet<_>>().len();
    let teams = in_teams.then_some(teams);
    let with_any = totals.iter().filter(|(_, total)| 0 < **total);
    let with_any: Vec<_> = with_any.map(|(who, total)| (*total, named.contains(who))).collect();
    let is_counted = tells_of_day(&with_any) && teams.is_none_or(|teams| teams + 2 <= with_any.len());
    DayCount {
        date,
        labels: totals.values().sum(),
        people: (is_counted || totals.is_empty()).then_some(totals.len()),
    }
}
