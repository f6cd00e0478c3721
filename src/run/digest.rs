//! The numbers of the mail about a job, or about several: what was counted, and when it will be done.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    count::count,
    forecast::{ForecastError, Outlook, outlook, through},
};
use crate::{
    people::Naming,
    race::Bars,
    settings::{ForecastPlan, Plan, Privacy},
    source::Gathered,
    stats::{Called, Counted, Digest, DigestOf, NoForecast, ShowingRule, WorkAhead},
};

/// What the mail of a job says of its film and its plans.
#[derive(Clone, Copy, Debug)]
pub struct DigestPlan<'a> {
    /// How much work the job is, and when people work.
    pub forecast: &'a ForecastPlan,
    /// The title of the film.
    pub title: &'a str,
    /// The most bars that were asked for.
    pub top: usize,
    /// When the mail is written.
    pub now: DateTime<Utc>,
}

/// The digest of what was counted; where there are several jobs, with one for each of them in it.
pub fn digest<P>(counted: &Counted, plan: &Plan<P>, of: DigestPlan<'_>) -> Digest {
    let mut digest = of_one(counted, plan, of);
    let jobs = &counted.gathered.jobs;
    if 1 < jobs.len() {
        let one = |root: &str| {
            // Some of the jobs may have no answer in the time that was asked for.
            let alone = count(counted.gathered.of_job(root), &counted.cast, plan).ok()?;
            let title = alone.gathered.name.clone();
            Some(of_one(&alone, plan, DigestPlan { title: &title, ..of }))
        };
        digest.jobs = jobs.iter().filter_map(|job| one(&job.root)).collect();
    }
    digest
}

/// When the mail would be written: now, or, of a job that has ended, on the morning after its last day.
pub fn digest_time<P>(gathered: &Gathered, plan: &Plan<P>) -> DateTime<Utc> {
    let now = plan.input.reading.now;
    let after = through(gathered, plan).succ_opt().unwrap_or(NaiveDate::MAX);
    if after < now.with_timezone(&plan.zone).date_naive() {
        let morning =
            after.and_hms_opt(8, 0, 0).and_then(|time| time.and_local_timezone(plan.zone).earliest());
        return morning.map_or(now, |morning| morning.to_utc());
    }
    now
}

fn of_one<P>(counted: &Counted, plan: &Plan<P>, of: DigestPlan<'_>) -> Digest {
    let DigestPlan { forecast: asked, title, top, now } = of;
    let outlook = outlook(&counted.gathered, &counted.cast, plan, asked, None);
    let ahead = outlook.as_ref().ok().zip(asked.deadline).and_then(|(Outlook { forecast, .. }, deadline)| {
        let workload = forecast.workload;
        // What is left has to be in what is counted.
        (workload.unit == plan.count).then_some(WorkAhead { workload, calendar: &asked.calendar, deadline })
    });
    let called = called(counted, plan);
    let tells_names = called != Called::Nobody && plan.privacy == Privacy::Standard;
    let in_teams = plan.bars == Bars::Groups;
    let mut digest = Digest::new(counted, DigestOf { title, in_teams, top, now, called, tells_names, ahead });
    digest.language = plan.locale.to_string();
    digest.quiet_days = quiet_days(&counted.gathered, plan, asked, now);
    match outlook {
        Ok(outlook) => digest.forecast = Some(outlook.forecast),
        Err(_) if !asked.is_wanted() => {}
        Err(error) => digest.no_forecast = Some(reason(&error)),
    }
    digest
}

fn called<P>(counted: &Counted, plan: &Plan<P>) -> Called {
    let is_team = |rule: &ShowingRule| rule.is_one_bar();
    match plan.naming {
        _ if counted.rules.iter().any(is_team) => Called::Nobody,
        Naming::Pseudonym if plan.bars == Bars::People && counted.gathered.names.is_empty() => {
            Called::Pseudonyms
        }
        _ => Called::Names,
    }
}

/// Working days since the last answer, up to the day before the mail.
fn quiet_days<P>(gathered: &Gathered, plan: &Plan<P>, asked: &ForecastPlan, now: DateTime<Utc>) -> u32 {
    let date = |time: DateTime<Utc>| time.with_timezone(&plan.zone).date_naive();
    let until = plan.span.until;
    let last =
        gathered.answers.iter().rev().find(|answer| until.is_none_or(|until| answer.submitted < until));
    let Some(next) = last.and_then(|last| date(last.submitted).succ_opt()) else { return 0 };
    date(now).pred_opt().map_or(0, |yesterday| asked.calendar.worked(next, yesterday))
}

fn reason(error: &ForecastError) -> NoForecast {
    match *error {
        ForecastError::TotalBelow { total, done, .. } => NoForecast::TotalBelow { total, done },
        ForecastError::NoPerObject => NoForecast::NoPerObject,
        ForecastError::NoCalendar { .. } => NoForecast::NoCalendar,
        ForecastError::NoTotal | ForecastError::NobodyLeft { .. } => NoForecast::NoTotal,
    }
}
