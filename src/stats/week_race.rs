//! The race of the calendar week in the labelers' mail: the team beside a pace car and its own last week, and the people
//! in front.
//!
//! People are named only if they have a bar in the film, which shows the same numbers, and as `telling` allows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    calendar::{WorkCalendar, monday},
    counted::Counted,
    forecast::Workload,
    leader::Leader,
    telling::{named_of_week, tells_of_day},
    week_days::WeekDays,
};

/// The most who are named.
const MOST_NAMED: usize = 5;

/// The race of a week, from its Monday until the last whole day.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct WeekRace {
    /// The Monday.
    pub from: NaiveDate,
    /// The last whole day.
    pub to: NaiveDate,
    /// What the team did in these days.
    pub team: u64,
    /// What it did on the same days of the week before.
    pub last_week: u64,
    /// What the deadline asked for in these days.
    pub pace_car: Option<WeekPace>,
    /// Those in front who are named, best first; empty where nobody may be.
    pub leaders: Vec<Leader>,
    /// How many took part; `None` where that would give somebody away.
    pub people: Option<usize>,
    /// Who did so much more than on the same days of the week before as nobody else.
    pub best_jump: Option<String>,
}

/// What a deadline asked for at the beginning of a period.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct WeekPace {
    /// In the period.
    pub labels: u64,
    /// On each working day.
    pub per_day: f64,
    /// The day at whose end the job is to be done.
    pub deadline: NaiveDate,
}

/// What is known of the work and the deadline.
#[derive(Clone, Copy, Debug)]
pub struct WorkAhead<'a> {
    /// How much there is to do, in what the mail counts.
    pub workload: Workload,
    /// When people work.
    pub calendar: &'a WorkCalendar,
    /// The day at whose end the job is to be done.
    pub deadline: NaiveDate,
}

impl WorkAhead<'_> {
    /// What the deadline asked for on the days from `from` to `to`, both included, as of the morning of the first, since
    /// when so much was `done`. `None` where nobody works in that time.
    pub(super) fn pace_car(&self, from: NaiveDate, to: NaiveDate, done: u64) -> Option<WeekPace> {
        let Self { workload, calendar, deadline } = *self;
        let days = calendar.worked(from, deadline);
        let of_them = calendar.worked(from, to.min(deadline));
        let left = workload.left + done;
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let per_day = left as f64 / f64::from(days);
        let labels =
            (u128::from(left) * u128::from(of_them) + u128::from(days) / 2).checked_div(days.into())?;
        (0 < of_them).then_some(WeekPace {
            labels: u64::try_from(labels).unwrap_or(u64::MAX),
            per_day,
            deadline,
        })
    }
}

/// What the race of a week is made of.
pub(super) struct RaceOfWeek<'a> {
    pub(super) counted: &'a Counted,
    pub(super) days: &'a WeekDays,
    /// The places of those who have a bar of their own.
    pub(super) with_bar: &'a BTreeSet<Option<usize>>,
    /// Whether anybody may be named, and be counted.
    pub(super) tells_names: bool,
    pub(super) tells_people: bool,
    pub(super) ahead: Option<WorkAhead<'a>>,
}

impl RaceOfWeek<'_> {
    /// The race of the calendar week of the day before `today`; `None` where nothing was done in it.
    pub(super) fn until(self, today: NaiveDate) -> Option<WeekRace> {
        let to = today.pred_opt()?;
        let from = monday(to);
        let week = Days::new(7);
        let (last_from, last_to) = (from.checked_sub_days(week)?, today.checked_sub_days(week)?);
        let totals = self.days.between(from, today);
        let before = self.days.between(last_from, last_to);
        let team = totals.values().sum();
        if team == 0 {
            return None;
        }
        let mut ranked: Vec<(Option<usize>, u64)> = totals
            .iter()
            .filter(|(who, n)| 0 < **n && self.with_bar.contains(who))
            .map(|(who, n)| (*who, *n))
            .collect();
        ranked.sort_by_key(|(who, n)| (std::cmp::Reverse(*n), *who));
        let all: Vec<(u64, bool)> = totals
            .iter()
            .filter(|(_, n)| 0 < **n)
            .map(|(who, n)| (*n, self.with_bar.contains(who)))
            .collect();
        let hidden: Vec<u64> = all.iter().filter(|(_, has_bar)| !has_bar).map(|(n, _)| *n).collect();
        let bars: Vec<u64> = ranked.iter().map(|(_, n)| *n).collect();
        let named = if self.tells_names { named_of_week(&bars, &hidden, MOST_NAMED) } else { 0 };
        let name = |who: &Option<usize>| who.map(|who| self.counted.cast.people()[who].name.clone());
        let leaders: Vec<Leader> = ranked[..named]
            .iter()
            .filter_map(|(who, labels)| Some(Leader { name: name(who)?, labels: *labels }))
            .collect();
        let done = self.days.total(from, today + Days::new(1));
        Some(WeekRace {
            from,
            to,
            team,
            last_week: before.values().sum(),
            pace_car: self.ahead.and_then(|ahead| ahead.pace_car(from, to, done)),
            best_jump: (0 < named).then(|| jump(&ranked, &before)).flatten().and_then(|who| name(&Some(who))),
            leaders,
            people: (self.tells_people && tells_of_day(&all)).then_some(all.len()),
        })
    }
}

/// Who did so much more than in the week before as nobody else; of those who did anything then.
fn jump(ranked: &[(Option<usize>, u64)], before: &BTreeMap<Option<usize>, u64>) -> Option<usize> {
    let rise = |(who, n): &(Option<usize>, u64)| {
        let then = before.get(who).copied().filter(|then| 0 < *then)?;
        n.checked_sub(then).filter(|rise| 0 < *rise).map(|rise| (rise, *who))
    };
    let mut rises: Vec<(u64, Option<usize>)> = ranked.iter().filter_map(rise).collect();
    rises.sort_by_key(|(rise, _)| std::cmp::Reverse(*rise));
    match rises.as_slice() {
        [(most, _), (next, _), ..] if most == next => None,
        [(_, who), ..] => *who,
        [] => None,
    }
}
