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
    count::Count,
    counted::Counted,
    discretion::ShowingRule,
    forecast::{Forecast, Timeliness},
    leader::Leader,
    tally::Worker,
    telling::{FEWEST_UNNAMED, showing, telling, tells_of_day},
    timestamp::rfc3339,
    week_days::{WeekDays, days},
    week_effort::WeekEffort,
    week_quality::WeekQuality,
    week_race::{RaceOfWeek, WeekPace, WeekRace, WorkAhead},
};
use crate::{
    locale::Unit,
    source::{LogUse, Progress},
};

/// The most leaders who are named.
const MOST_LEADERS: usize = 5;
/// Days in a week.
const WEEK: u64 = 7;

/// The numbers of a film and its job that a mail may state.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
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
    /// What the log of the workers' activity was used for, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<LogUse>,
    /// Which rules hold for what is shown of people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub showing: Vec<ShowingRule>,
    /// Whether that log is all that was counted.
    #[serde(default)]
    pub is_logged: bool,
    /// Whether the last days may still grow, since an answer is written only when its object is finished.
    #[serde(default = "yes")]
    pub may_grow: bool,
    /// The language of the film and its mail, as a tag. This and what follows is missing in digests of early versions.
    #[serde(default)]
    pub language: String,
    /// How people are called in the film.
    #[serde(default)]
    pub called: Called,
    /// When the job will be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forecast: Option<Forecast>,
    /// Why nobody can say, where somebody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_forecast: Option<NoForecast>,
    /// Working days since the last answer, up to yesterday.
    #[serde(default)]
    pub quiet_days: u32,
    /// What the deadline asked for on the last day with labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<WeekPace>,
    /// The race of the calendar week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub race: Option<WeekRace>,
    /// How many people took part in the week; `None` where that would give somebody away.
    #[serde(default)]
    pub week_people: Option<usize>,
    /// How much the team worked in the week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<WeekEffort>,
    /// The same of the week before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort_before: Option<WeekEffort>,
    /// How far the team agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<WeekQuality>,
    /// Answers that were used.
    #[serde(default)]
    pub answers: u64,
    /// Files and answers that could not be used.
    #[serde(default)]
    pub skipped: u64,
    /// The jobs, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<Digest>,
}

/// How people are called in a film.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Called {
    /// By names that were invented, so that somebody may not know which one is theirs.
    #[default]
    Pseudonyms,
    /// By names that they know.
    Names,
    /// Nobody is named.
    Nobody,
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum NoForecast {
    /// Nothing says how large the job is.
    NoTotal,
    /// Nothing says how many people label an object.
    NoPerObject,
    /// Nobody knows on which days people work: a list of holidays cannot be used.
    NoCalendar,
    /// More is done than somebody says there is.
    TotalBelow {
        /// What somebody said.
        total: u64,
        /// What is done.
        done: u64,
    },
}

/// What a digest is made of beside what was counted.
#[derive(Clone, Copy, Debug)]
pub struct DigestOf<'a> {
    /// The title of the film.
    pub title: &'a str,
    /// Whether each bar is a team.
    pub in_teams: bool,
    /// The most bars that were asked for.
    pub top: usize,
    /// When the mail is written.
    pub now: DateTime<Utc>,
    /// How people are called in the film.
    pub called: Called,
    /// Whether the mail may name anybody.
    pub tells_names: bool,
    /// What is known of the work that is left, where there is a deadline.
    pub ahead: Option<WorkAhead<'a>>,
}

/// In all digests before there was a choice.
fn yes() -> bool {
    true
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
    /// Those of them that machines labeled.
    #[serde(default)]
    pub machine: u64,
    /// Objects that failed or expired.
    pub failed: u64,
}

impl JobProgress {
    /// Objects that nobody has labeled yet and that did not fail.
    pub fn waiting(self) -> u64 {
        self.total.saturating_sub(self.done + self.failed)
    }

    /// Whether there are none.
    pub fn is_over(self) -> bool {
        self.waiting() == 0
    }
}

impl From<Progress> for JobProgress {
    fn from(progress: Progress) -> Self {
        let Progress { total, human, machine, failed, .. } = progress;
        Self { total, done: human + machine, machine, failed }
    }
}

impl Digest {
    /// The digest of what was counted. The length of the film is not known yet.
    pub fn new(counted: &Counted, of: DigestOf<'_>) -> Self {
        let Counted { gathered, tally, people, counting, .. } = counted;
        let DigestOf { title, in_teams, top, now, called, tells_names, ahead } = of;
        let zone = tally.zone();
        let today = now.with_timezone(&zone).date_naive();
        let tomorrow = today.succ_opt().unwrap_or(today);
        let week = Days::new(WEEK);
        let monday = today.checked_sub_days(week).unwrap_or(NaiveDate::MIN);
        let before = monday.checked_sub_days(week).unwrap_or(NaiveDate::MIN);
        let done = WeekDays::new(counted, before, tomorrow);
        let ranked = tally.ranked();
        let bars: Vec<u64> = ranked.iter().map(|worker| worker.total()).collect();
        let film = showing(&bars, top);
        let told = telling(&bars, MOST_LEADERS, film);
        let bar_of = |worker: &&Worker| counted.cast.index_of(&worker.person.id);
        let named: BTreeSet<_> =
            if in_teams { BTreeSet::new() } else { ranked.iter().take(film.bars).map(bar_of).collect() };
        let is_counted = if in_teams {
            let everybody = largest_first(counted);
            // With two people more than teams nobody can tell which team is one person.
            told.counted && telling(&everybody, 0, film).counted && bars.len() + 2 <= *people
        } else {
            told.counted
        };
        let leader = |worker: &&Worker| Leader { name: worker.person.name.clone(), labels: worker.total() };
        let named_leaders = if tells_names { told.named } else { 0 };
        let days_of_week: Vec<DayCount> = monday
            .iter_days()
            .take_while(|date| *date < today)
            .map(|date| day(counted, &done, date, in_teams, &named))
            .collect();
        let last_day = days_of_week.iter().rev().find(|day| 0 < day.labels).map(|day| day.date);
        let goal = last_day
            .zip(ahead)
            .and_then(|(date, ahead)| ahead.pace_car(date, date, done.total(date, tomorrow)));
        let race = RaceOfWeek {
            counted,
            days: &done,
            with_bar: &named,
            tells_names: tells_names && !in_teams && is_counted,
            tells_people: is_counted,
            ahead,
        };
        // Of fewer people what the team did together is as good as what each did.
        let strict = counted.rules.iter().find_map(|rule| match rule {
            ShowingRule::Strict { least } => Some(*least),
            _ => None,
        });
        let least = strict.unwrap_or(FEWEST_UNNAMED);
        let spans = [days(monday, today, zone), days(before, monday, zone)];
        Self {
            title: title.to_owned(),
            what: counting.count.name().to_owned(),
            labels: tally.total(),
            people: is_counted.then_some(*people),
            teams: in_teams.then_some(bars.len()),
            leaders: ranked.iter().take(named_leaders).map(leader).collect(),
            week: days_of_week,
            week_before: done.total(before, monday),
            today: done.total(today, tomorrow),
            progress: gathered.progress().map(JobProgress::from),
            as_of: rfc3339(gathered.as_of, zone),
            time_zone: zone.to_string(),
            seconds: 0,
            names_warning: None,
            log: gathered.log.clone(),
            showing: counted.rules.clone(),
            is_logged: gathered.log == Some(LogUse::Alone),
            may_grow: gathered.may_grow(),
            language: String::new(),
            called,
            forecast: None,
            no_forecast: None,
            quiet_days: 0,
            goal,
            week_people: people_of_week(&done, monday, today, &named).filter(|_| is_counted),
            race: race.until(today),
            effort: WeekEffort::new(counted, spans[0], least),
            effort_before: WeekEffort::new(counted, spans[1], least),
            quality: WeekQuality::new(counted, spans, least),
            answers: gathered.answers.len() as u64,
            skipped: gathered.skipped.count(),
            jobs: Vec::new(),
        }
    }

    /// The same, of a film of so many seconds.
    #[must_use]
    pub fn lasting(self, seconds: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 3,600")]
        let seconds = seconds.round() as u64;
        Self { seconds, ..self }
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

    /// What is counted.
    pub fn unit(&self) -> Unit {
        if self.what == Count::Annotations.name() { Unit::Annotations } else { Unit::Labels }
    }

    /// Whether it ends in time, where anybody can say.
    pub fn standing(&self) -> Option<Timeliness> {
        self.forecast.as_ref().map(|forecast| forecast.standing)
    }

    /// How many people, or teams, are not named, and their total; `None` where nobody is named.
    pub fn unnamed(&self) -> Option<(usize, u64)> {
        let all = self.teams.or(self.people)?;
        let others = all.saturating_sub(self.leaders.len());
        let theirs = self.labels.saturating_sub(self.leaders.iter().map(|leader| leader.labels).sum());
        (!self.leaders.is_empty() && 0 < others).then_some((others, theirs))
    }
}

/// How many people took part in a week, where that gives nobody away.
fn people_of_week(
    done: &WeekDays,
    from: NaiveDate,
    to: NaiveDate,
    named: &BTreeSet<Option<usize>>,
) -> Option<usize> {
    let totals = done.between(from, to);
    let with_any = totals.iter().filter(|(_, total)| 0 < **total);
    let with_any: Vec<_> = with_any.map(|(who, total)| (*total, named.contains(who))).collect();
    tells_of_day(&with_any).then_some(with_any.len())
}

/// What each person has in the film, largest first.
fn largest_first(counted: &Counted) -> Vec<u64> {
    let Counted { gathered, cast, counting, .. } = counted;
    let mut totals: BTreeMap<Option<usize>, u64> = BTreeMap::new();
    for answer in gathered.answers.iter().filter(|answer| counting.span.contains(answer.submitted)) {
        *totals.entry(cast.index_of(&answer.worker)).or_default() += counting.count.of(answer);
    }
    let mut totals: Vec<u64> = totals.into_values().filter(|total| 0 < *total).collect();
    totals.sort_unstable_by_key(|total| std::cmp::Reverse(*total));
    totals
}

/// A day. Those in `named` have a bar of their own in the film, which shows how much they did on it; where it has the
/// bars of teams, nobody can tell which team is one person if there are two people more than teams.
fn day(
    counted: &Counted,
    done: &WeekDays,
    date: NaiveDate,
    in_teams: bool,
    named: &BTreeSet<Option<usize>>,
) -> DayCount {
    let totals = done.on(date);
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
