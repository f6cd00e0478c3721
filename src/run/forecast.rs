//! The forecast of a job: how much of it is left, and when it will be done.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::{
    locale::{counted, thousands},
    people::Cast,
    settings::{ForecastPlan, Plan},
    source::{Answer, Gathered},
    stats::{Count, Forecast, SoFar, Timeliness, WithPeople, Workload, forecast},
};

/// After so many working days without a label somebody should know.
const QUIET_DAYS: u32 = 2;

/// A job, and when it will be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlook {
    /// The job's name.
    pub job: String,
    /// When it will be done.
    #[serde(flatten)]
    pub forecast: Forecast,
    /// The same with more people, if somebody asked.
    pub with_people: Option<WithPeople>,
    /// What readers have to know, as sentences.
    pub notes: Vec<String>,
}

/// Why there is no forecast.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ForecastError {
    /// Nobody knows on which days people work.
    #[error("{why}")]
    NoCalendar {
        /// What is wrong with it.
        why: String,
    },
    /// Nothing says how large the job is.
    #[error(
        "nothing says how many labels the job takes: it has no list of its objects (manifests/output/output.manifest); give the number with --total"
    )]
    NoTotal,
    /// Nothing says how many people label an object.
    #[error(
        "nothing says how many people label each object: no finished object has shown it yet; give the number with --per-object"
    )]
    NoPerObject,
    /// More is done than somebody says there is.
    #[error(
        "--total {total} is less than the {} that are done; it is what the whole job takes, from its first day on",
        counted(*done, unit, unit)
    )]
    TotalBelow {
        /// What somebody said.
        total: u64,
        /// What is done.
        done: u64,
        /// Labels or annotations.
        unit: &'static str,
    },
    /// Fewer people than none.
    #[error("--people {more} of {} leaves nobody to work", counted(*people as u64, "person", "people"))]
    NobodyLeft {
        /// How many more, which is below zero.
        more: i32,
        /// How many there are.
        people: usize,
    },
}

/// When the job will be done, and what if so many `more` people worked on it.
///
/// The forecast is that of the last whole day before the end of the plan's span, or else of the newest time in the
/// source. What was done before the span began is done all the same.
///
/// # Errors
/// When nothing says how large the job is, or what was asked for cannot be.
pub fn outlook<P>(
    gathered: &Gathered,
    cast: &Cast,
    plan: &Plan<P>,
    asked: &ForecastPlan,
    more: Option<i32>,
) -> Result<Outlook, ForecastError> {
    if let Some(why) = &asked.no_calendar {
        return Err(ForecastError::NoCalendar { why: why.clone() });
    }
    let unit = if asked.total.is_some() { plan.count } else { Count::Labels };
    let workload = workload(gathered, plan, asked, unit)?;
    let until = plan.span.until;
    let date = |time: DateTime<Utc>| time.with_timezone(&plan.zone).date_naive();
    let answers = || gathered.answers.iter().filter(|answer| is_before(answer, until));
    let mut days: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    for answer in answers() {
        *days.entry(date(answer.submitted)).or_default() += unit.of(answer);
    }
    let known = SoFar {
        days: &days,
        workload,
        through: through(gathered, plan),
        calendar: &asked.calendar,
        deadline: asked.deadline,
    };
    let forecast = forecast(known, plan.zone.to_string());
    let people = forecast.pace.map_or(0, |pace| {
        let in_pace = answers().filter(|answer| (pace.from..=pace.to).contains(&date(answer.submitted)));
        in_pace.map(|answer| cast.index_of(&answer.worker)).collect::<BTreeSet<_>>().len()
    });
    let with_people = match more {
        Some(more) if forecast.pace.is_some() => {
            let with = known.with_people(&forecast, more, people);
            if with.is_none() && 0 < people {
                return Err(ForecastError::NobodyLeft { more, people });
            }
            with
        }
        _ => None,
    };
    let notes = notes(&known, &forecast, gathered, plan, asked);
    Ok(Outlook { job: gathered.name.clone(), forecast, with_people, notes })
}

/// The last day that is over: before the end of the plan's span, or else that of the newest time in the source.
pub(super) fn through<P>(gathered: &Gathered, plan: &Plan<P>) -> NaiveDate {
    let date = |time: DateTime<Utc>| time.with_timezone(&plan.zone).date_naive();
    let now = date(plan.input.reading.now);
    let through = match plan.span.until {
        Some(until) => date(until).min(now).pred_opt(),
        None if date(gathered.as_of) < now => Some(date(gathered.as_of)),
        None => now.pred_opt(),
    };
    through.unwrap_or(NaiveDate::MIN)
}

fn is_before(answer: &Answer, until: Option<DateTime<Utc>>) -> bool {
    until.is_none_or(|until| answer.submitted < until)
}

/// How much of the job is done and how much is left: of what somebody says it takes, or else for each object that waits
/// for people the answers that it lacks.
fn workload<P>(
    gathered: &Gathered,
    plan: &Plan<P>,
    asked: &ForecastPlan,
    unit: Count,
) -> Result<Workload, ForecastError> {
    let until = plan.span.until;
    let answers = || gathered.answers.iter().filter(|answer| is_before(answer, until));
    let done = answers().map(|answer| unit.of(answer)).sum();
    if let Some(total) = asked.total {
        let Some(left) = total.checked_sub(done) else {
            return Err(ForecastError::TotalBelow { total, done, unit: unit.name() });
        };
        return Ok(Workload { total, done, left, unit, open_objects: None, per_object: None });
    }
    let waiting = gathered.waiting(until).ok_or(ForecastError::NoTotal)?;
    let given = Given::new(gathered, answers());
    let mode = || match until {
        None => given.mode(gathered, &waiting),
        Some(_) => Given::new(gathered, gathered.answers.iter())
            .mode(gathered, &gathered.waiting(None).unwrap_or_default()),
    };
    let per_object = asked.per_object.or_else(mode).ok_or(ForecastError::NoPerObject)?;
    let lacks = |object: &(usize, String)| u64::from(per_object.saturating_sub(given.to(object)));
    let lacking: u64 = waiting.iter().map(lacks).sum();
    // Answers of a log do not say to which object they belong. Those to finished objects are in the responses too, or,
    // where there are none, as many as these objects take.
    let to_open = if given.to_objects.iter().all(HashMap::is_empty) {
        let finished = gathered.progress().map_or(0, |progress| progress.human) * u64::from(per_object);
        given.to_none.saturating_sub(finished)
    } else {
        given.to_none
    };
    let left = lacking.saturating_sub(to_open);
    let open_objects = Some(waiting.len() as u64);
    Ok(Workload { total: done + left, done, left, unit, open_objects, per_object: Some(per_object) })
}

/// How many answers each object has.
struct Given<'a> {
    /// By the place of the job and the object in it.
    to_objects: Vec<HashMap<&'a str, u32>>,
    /// Those that do not tell their object.
    to_none: u64,
}

impl<'a> Given<'a> {
    fn new(gathered: &'a Gathered, answers: impl Iterator<Item = &'a Answer>) -> Self {
        let places: HashMap<&str, usize> =
            gathered.jobs.iter().enumerate().map(|(place, job)| (&*job.root, place)).collect();
        let mut given = Self { to_objects: vec![HashMap::new(); gathered.jobs.len()], to_none: 0 };
        for answer in answers {
            match places.get(&*answer.job) {
                Some(place) if !answer.object.is_empty() => {
                    *given.to_objects[*place].entry(&answer.object).or_default() += 1;
                }
                _ => given.to_none += 1,
            }
        }
        given
    }

    fn to(&self, (job, object): &(usize, String)) -> u32 {
        self.to_objects[*job].get(object.as_str()).copied().unwrap_or_default()
    }

    /// How many answers most objects have for which nobody waits any more, or, if there is none, most objects with an
    /// answer; `None` if no answer tells its object.
    fn mode(&self, gathered: &Gathered, waiting: &[(usize, String)]) -> Option<u32> {
        let mut objects: BTreeMap<u32, u64> = BTreeMap::new();
        for answers in self.to_objects.iter().flat_map(HashMap::values) {
            *objects.entry(*answers).or_default() += 1;
        }
        let most = |objects: &BTreeMap<u32, u64>| {
            let most = objects.iter().max_by_key(|(answers, objects)| (**objects, **answers));
            most.filter(|(_, objects)| 0 < **objects).map(|(answers, _)| *answers)
        };
        let of_all = most(&objects);
        if gathered.jobs.iter().any(|job| job.progress.is_some()) {
            for object in waiting {
                if let Some(open) = objects.get_mut(&self.to(object)) {
                    *open = open.saturating_sub(1);
                }
            }
        }
        most(&objects).or(of_all)
    }
}

fn notes<P>(
    known: &SoFar<'_>,
    forecast: &Forecast,
    gathered: &Gathered,
    plan: &Plan<P>,
    asked: &ForecastPlan,
) -> Vec<String> {
    let mut notes = Vec::new();
    if forecast.standing == Timeliness::Done {
        return notes;
    }
    let last = known.days.iter().rev().find(|(_, labels)| 0 < **labels).map(|(date, _)| *date);
    let now = plan.input.reading.now.with_timezone(&plan.zone).date_naive();
    let end = if plan.span.until.is_some() { known.through } else { now.pred_opt().unwrap_or(now) };
    if let Some(next) = last.and_then(|last| last.succ_opt()) {
        let quiet = asked.calendar.worked(next, end);
        if QUIET_DAYS <= quiet {
            notes.push(format!(
                "Nothing was submitted on the {} working days from {next} to {end}; the dates count from {}.",
                thousands(quiet.into()),
                known.through
            ));
        }
    }
    if let (Some(per_object), None) = (forecast.workload.per_object, asked.per_object) {
        notes.push(format!(
            "Most finished objects have {}; --per-object says it otherwise.",
            counted(per_object.into(), "answer", "answers")
        ));
    }
    if gathered.may_grow() && plan.span.until.is_none() {
        notes.push(
            "An answer is written when its object is finished, so the last days may still grow.".to_owned(),
        );
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_no_less_than_what_is_done() {
        let error = ForecastError::TotalBelow { total: 10, done: 1200, unit: "labels" };
        assert_eq!(
            error.to_string(),
            "--total 10 is less than the 1,200 labels that are done; it is what the whole job takes, from its first day on"
        );
    }
}
