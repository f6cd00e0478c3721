//! The numbers of a mail for programs, under names that stay: `docs/mails.md` has them all.

use chrono::NaiveDate;
use serde::Serialize;

use super::{audience::Audience, mail::MailText, todo::todos};
use crate::{
    source::LogUse,
    stats::{
        ConfusedPair, DayCount, Digest, EndRange, Lacking, Leader, NoForecast, ShowingRule, Timeliness,
        WeekRace,
    },
};

/// A mail as an object for programs. What does not exist, or would give somebody away, is null.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names are those of docs/mails.md, which says what each is")]
pub struct DigestNumbers<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<&'a str>,
    pub job: &'a str,
    pub period_start: Option<NaiveDate>,
    pub period_end: Option<NaiveDate>,
    pub tz: &'a str,
    pub as_of: &'a str,
    pub unit: &'a str,
    pub labels: u64,
    pub labels_before: u64,
    pub labels_so_far: u64,
    pub labels_today: u64,
    pub labels_done: Option<u64>,
    pub labels_total: Option<u64>,
    pub labels_needed: Option<u64>,
    pub images_done: Option<u64>,
    pub images_total: Option<u64>,
    pub machine_labeled: Option<u64>,
    pub failed: Option<u64>,
    pub days: &'a [DayCount],
    pub active_people: Option<usize>,
    pub people_so_far: Option<usize>,
    pub active_hours: Option<f64>,
    pub labels_per_active_hour: Option<f64>,
    pub labels_per_active_hour_before: Option<f64>,
    pub median_task_s: Option<f64>,
    pub median_task_s_before: Option<f64>,
    pub accepted: Option<u64>,
    pub returned: Option<u64>,
    pub declined: Option<u64>,
    pub alpha: Option<f64>,
    pub alpha_lo: Option<f64>,
    pub alpha_hi: Option<f64>,
    pub alpha_n: Option<u64>,
    pub alpha_before: Option<f64>,
    pub alpha_job: Option<f64>,
    pub alpha_job_n: Option<u64>,
    pub alpha_lacking: Option<Lacking>,
    pub disagreed: Option<u64>,
    pub confused: Option<&'a ConfusedPair>,
    pub standing: Option<Timeliness>,
    pub no_forecast: Option<NoForecast>,
    pub pace: Option<f64>,
    pub eta_pace: Option<NaiveDate>,
    pub eta_slow: Option<NaiveDate>,
    pub eta_range: Option<EndRange>,
    pub deadline: Option<NaiveDate>,
    pub pace_needed: Option<f64>,
    pub s3_count: Option<u64>,
    pub log_count: Option<u64>,
    pub answers: u64,
    pub skipped: u64,
    pub rules: &'a [ShowingRule],
    pub leaders: &'a [Leader],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub todos: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<&'a DayCount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub race: Option<&'a WeekRace>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<DigestNumbers<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
}

/// The numbers of a digest and the mail that is made of it.
pub fn digest_numbers<'a>(digest: &'a Digest, audience: Audience, mail: &'a MailText) -> DigestNumbers<'a> {
    let jobs = digest.jobs.iter().map(|job| of_one(job, audience)).collect();
    DigestNumbers {
        audience: Some(audience.word()),
        subject: Some(&mail.subject),
        text: Some(&mail.body),
        jobs,
        ..of_one(digest, audience)
    }
}

fn of_one(digest: &Digest, audience: Audience) -> DigestNumbers<'_> {
    let forecast = digest.forecast.as_ref();
    let workload = forecast.map(|forecast| forecast.workload);
    let (pace, slowest) =
        (forecast.and_then(|forecast| forecast.pace), forecast.and_then(|forecast| forecast.slowest));
    let need = forecast.and_then(|forecast| forecast.deadline);
    let (effort, before) = (digest.effort.as_ref(), digest.effort_before.as_ref());
    let quality = digest.quality.as_ref();
    let alpha = quality.and_then(|quality| quality.week);
    let of_job = quality.and_then(|quality| quality.job);
    let log = match &digest.log {
        Some(LogUse::Beside(log)) => Some((log.responses, log.logged)),
        _ => None,
    };
    let is_for_owners = audience == Audience::Owners;
    let far = digest.progress;
    DigestNumbers {
        audience: None,
        subject: None,
        job: &digest.title,
        period_start: digest.week.first().map(|day| day.date),
        period_end: digest.week.last().map(|day| day.date),
        tz: &digest.time_zone,
        as_of: &digest.as_of,
        unit: &digest.what,
        labels: digest.this_week(),
        labels_before: digest.week_before,
        labels_so_far: digest.labels,
        labels_today: digest.today,
        labels_done: workload.map(|work| work.done),
        labels_total: workload.map(|work| work.total),
        labels_needed: workload.map(|work| work.left),
        images_done: far.map(|far| far.done),
        images_total: far.map(|far| far.total),
        machine_labeled: far.map(|far| far.machine),
        failed: far.map(|far| far.failed),
        days: &digest.week,
        active_people: digest.week_people,
        people_so_far: digest.people,
        active_hours: effort.and_then(|effort| effort.active_hours),
        labels_per_active_hour: effort.and_then(|effort| effort.labels_per_active_hour),
        labels_per_active_hour_before: before.and_then(|effort| effort.labels_per_active_hour),
        median_task_s: effort.and_then(|effort| effort.median_task_s),
        median_task_s_before: before.and_then(|effort| effort.median_task_s),
        accepted: effort.and_then(|effort| effort.accepted),
        returned: effort.and_then(|effort| effort.returned),
        declined: effort.and_then(|effort| effort.declined),
        alpha: alpha.map(|alpha| alpha.alpha),
        alpha_lo: alpha.map(|alpha| alpha.low),
        alpha_hi: alpha.map(|alpha| alpha.high),
        alpha_n: alpha.map(|alpha| alpha.objects),
        alpha_before: quality.and_then(|quality| quality.before).map(|alpha| alpha.alpha),
        alpha_job: of_job.map(|alpha| alpha.alpha),
        alpha_job_n: of_job.map(|alpha| alpha.objects),
        alpha_lacking: quality.and_then(|quality| quality.lacking),
        disagreed: quality.map(|quality| quality.disagreed),
        confused: quality.and_then(|quality| quality.confused.as_ref()),
        standing: digest.standing(),
        no_forecast: digest.no_forecast,
        pace: pace.map(|pace| pace.per_day),
        eta_pace: pace.and_then(|pace| pace.end),
        eta_slow: slowest.and_then(|pace| pace.end),
        eta_range: forecast.and_then(|forecast| forecast.range),
        deadline: need.map(|need| need.date),
        pace_needed: need.and_then(|need| need.per_day),
        s3_count: log.map(|(s3, _)| s3),
        log_count: log.map(|(_, log)| log),
        answers: digest.answers,
        skipped: digest.skipped,
        rules: &digest.showing,
        leaders: &digest.leaders,
        todos: is_for_owners.then(|| todos(digest).iter().map(super::todo::Todo::code).collect()),
        last_day: digest.last_day().filter(|_| !is_for_owners),
        goal: digest.goal.filter(|_| !is_for_owners).map(|goal| goal.labels),
        race: digest.race.as_ref().filter(|_| !is_for_owners),
        jobs: Vec::new(),
        text: None,
    }
}
