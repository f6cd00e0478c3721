//! Many jobs at once: how each of them stands.
//!
//! The films are made one by one, and leave a [`FleetJob`] each. Which of the jobs come first, and what their numbers are
//! together, is found here; what the mail says of it is for `mail`.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::receipt::Receipt;
use crate::{
    locale::plain::discreet,
    source::name_for_others,
    stats::{Digest, JobProgress, Timeliness},
};

/// A job that is not done and had no answer for so long is stale.
const STALE: TimeDelta = TimeDelta::days(7);
/// The longest reason of a failure, in characters.
const WHY: usize = 300;

/// What became of a job this time.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobOutcome {
    /// No film, and there should be one.
    Failed,
    /// A new film.
    Filmed,
    /// Nothing has changed since its last film, or nothing is in it yet.
    NothingNew,
}

/// What a job has in common with those that need somebody, worst first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStanding {
    /// Its film could not be made.
    Failed,
    /// It is not done, and nobody has labeled anything for a week.
    Stale,
    /// It will miss its deadline at this pace; or, without a deadline, the last week had less than half of the one
    /// before.
    Behind,
    /// None of those.
    Fine,
    /// All of its objects are done.
    Done,
}

/// One job of many.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FleetJob {
    /// Its folder below the place of all jobs, as others see it.
    pub name: String,
    /// What became of it this time.
    pub outcome: JobOutcome,
    /// Why its film could not be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What its last film shows; `None` where it has none yet.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub film: Option<JobNumbers>,
    /// Where its film is: a path, an `s3://` address, or a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub video: Option<String>,
}

/// The numbers of a job's last film.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct JobNumbers {
    /// The total that the film shows.
    pub labels: u64,
    /// The last whole days, oldest first, and how much was submitted on each.
    pub days: BTreeMap<NaiveDate, u64>,
    /// The total of the seven days before those.
    pub week_before: u64,
    /// How far the job is, where a manifest says so.
    pub progress: Option<JobProgress>,
    /// The newest time in the source, RFC 3339.
    pub as_of: String,
    /// Whether its forecast misses its deadline; `None` where it has no deadline.
    pub is_late: Option<bool>,
}

impl JobNumbers {
    /// Those of a film.
    pub fn new(digest: &Digest, receipt: &Receipt) -> Self {
        let timeliness = receipt.forecast.as_ref().map(|forecast| forecast.standing);
        Self {
            labels: digest.labels,
            days: digest.week.iter().map(|day| (day.date, day.labels)).collect(),
            week_before: digest.week_before,
            progress: digest.progress.filter(|progress| 0 < progress.total),
            as_of: digest.as_of.clone(),
            is_late: timeliness.and_then(|timeliness| match timeliness {
                Timeliness::Late | Timeliness::Passed | Timeliness::NoWorkingDays => Some(true),
                Timeliness::OnTime | Timeliness::LittleReserve => Some(false),
                Timeliness::Done | Timeliness::NotEnoughData | Timeliness::NoDeadline => None,
            }),
        }
    }

    fn is_done(&self) -> bool {
        self.progress.is_some_and(JobProgress::is_over)
    }

    fn standing(&self, now: DateTime<Utc>) -> JobStanding {
        let as_of = DateTime::parse_from_rfc3339(&self.as_of).ok();
        let week: u64 = self.days.values().sum();
        if self.is_done() {
            return JobStanding::Done;
        }
        // Only where a manifest says how much there is to do can a job be known to wait.
        if self.progress.is_some() && as_of.is_some_and(|as_of| STALE <= now - as_of.to_utc()) {
            return JobStanding::Stale;
        }
        if self.is_late.unwrap_or(week < self.week_before / 2) {
            JobStanding::Behind
        } else {
            JobStanding::Fine
        }
    }
}

impl FleetJob {
    /// The job in the folder `below` the place of all jobs; empty where it is that place.
    pub fn new(below: &str, outcome: JobOutcome) -> Self {
        let parts: Vec<_> = below.trim_matches('/').split('/').map(name_for_others).collect();
        let name = parts.join("/");
        Self {
            name: if name.is_empty() { ".".to_owned() } else { name },
            outcome,
            why: None,
            film: None,
            video: None,
        }
    }

    /// The same, with why there is no film.
    #[must_use]
    pub fn because(self, why: &str) -> Self {
        let mut why: Vec<char> = discreet(why).chars().collect();
        if WHY < why.len() {
            why.truncate(WHY);
            why.extend("...".chars());
        }
        Self { why: Some(why.into_iter().collect::<String>().replace(['\n', '\r'], " ")), ..self }
    }

    /// How it stands at the time `now`.
    pub fn standing(&self, now: DateTime<Utc>) -> JobStanding {
        match (self.outcome, &self.film) {
            (JobOutcome::Failed, _) => JobStanding::Failed,
            (_, Some(film)) => film.standing(now),
            (_, None) => JobStanding::Fine,
        }
    }

    /// How far it is, in percent, rounded down; `None` where nothing says so.
    fn done(&self) -> Option<u64> {
        let far = self.film.as_ref()?.progress?;
        Some(far.done.saturating_mul(100) / far.total.max(1))
    }
}

/// All jobs of a place, worst first.
#[derive(Clone, Debug, Serialize)]
pub struct Fleet {
    /// The name of the place, as others see it.
    pub name: String,
    /// When the films were made.
    pub at: DateTime<Utc>,
    /// The time zone of days, as an IANA name.
    pub time_zone: String,
    /// How many films were made.
    pub filmed: usize,
    /// How many jobs had nothing new.
    pub nothing_new: usize,
    /// How many films could not be made.
    pub failed: usize,
    /// The newest whole day on which anything was submitted, in any of the jobs.
    pub day: Option<FleetDay>,
    /// The jobs.
    pub jobs: Vec<FleetJob>,
}

/// A day of all jobs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct FleetDay {
    /// The day.
    pub date: NaiveDate,
    /// What was submitted on it, in all jobs.
    pub labels: u64,
    /// In how many of them.
    pub jobs: usize,
}

impl Fleet {
    /// These jobs of the place called `name`, at the time `now`.
    pub fn new(name: &str, mut jobs: Vec<FleetJob>, now: DateTime<Utc>, zone: Tz) -> Self {
        jobs.sort_by_cached_key(|job| {
            // Of those that stand alike, the one with the most to do comes first.
            (job.standing(now), job.done().unwrap_or(101), job.name.clone())
        });
        let count = |outcome| jobs.iter().filter(|job| job.outcome == outcome).count();
        Self {
            name: name_for_others(name).into_owned(),
            at: now,
            time_zone: zone.to_string(),
            filmed: count(JobOutcome::Filmed),
            nothing_new: count(JobOutcome::NothingNew),
            failed: count(JobOutcome::Failed),
            day: last_day(&jobs),
            jobs,
        }
    }

    /// Whether there is anything to tell.
    pub fn is_news(&self) -> bool {
        0 < self.filmed + self.failed
    }

    /// What all their last films show together.
    pub fn labels(&self) -> u64 {
        self.jobs.iter().filter_map(|job| job.film.as_ref()).map(|film| film.labels).sum()
    }
}

/// The newest whole day with labels, over all jobs.
fn last_day(jobs: &[FleetJob]) -> Option<FleetDay> {
    let mut days: BTreeMap<NaiveDate, (u64, usize)> = BTreeMap::new();
    for (date, labels) in jobs.iter().filter_map(|job| job.film.as_ref()).flat_map(|film| &film.days) {
        let day = days.entry(*date).or_default();
        day.0 += labels;
        day.1 += usize::from(0 < *labels);
    }
    let mut newest: Vec<_> = days.into_iter().filter(|(_, (labels, _))| 0 < *labels).collect();
    newest.sort_by_key(|(date, _)| Reverse(*date));
    newest.first().map(|(date, (labels, jobs))| FleetDay { date: *date, labels: *labels, jobs: *jobs })
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn now() -> DateTime<Utc> {
        "2026-11-23T07:00:00Z".parse().unwrap()
    }

    pub(in crate::report) fn numbers(done: u64, days: [u64; 2], week_before: u64, as_of: &str) -> JobNumbers {
        let date = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        JobNumbers {
            labels: 100 * done,
            days: [(date(21), days[0]), (date(22), days[1])].into(),
            week_before,
            progress: Some(JobProgress { total: 100, done, machine: 0, failed: 0 }),
            as_of: format!("{as_of}T12:00:00+01:00"),
            is_late: None,
        }
    }

    pub(in crate::report) fn job(name: &str, film: JobNumbers) -> FleetJob {
        let video = Some(format!("https://abc.lambda-url.eu-central-1.on.aws/v/{name}.html?e=1&s=x"));
        FleetJob { film: Some(film), video, ..FleetJob::new(name, JobOutcome::Filmed) }
    }

    pub(in crate::report) fn fleet() -> Fleet {
        let late = JobNumbers { is_late: Some(true), ..numbers(97, [5, 5], 5, "2026-11-22") };
        let jobs = vec![
            job("done", numbers(100, [0, 0], 0, "2026-10-01")),
            job("fine-70", numbers(70, [5, 10], 10, "2026-11-22")),
            job("fine-20", numbers(20, [5, 10], 10, "2026-11-22")),
            job("late", late),
            job("slow", numbers(50, [0, 4], 100, "2026-11-22")),
            job("stale", numbers(98, [0, 0], 0, "2026-11-10")),
            FleetJob::new("begun", JobOutcome::NothingNew),
            FleetJob::new("north/ruins/", JobOutcome::Failed)
                .because("s3://b/ruins: ada@example.com broke it"),
        ];
        Fleet::new("output", jobs, now(), Tz::UTC)
    }

    #[test]
    fn those_that_need_somebody_come_first() {
        let names: Vec<_> = fleet().jobs.iter().map(|job| job.name.clone()).collect();
        assert_eq!(names, ["north/ruins", "stale", "slow", "late", "fine-20", "fine-70", "begun", "done"]);
    }

    #[test]
    fn the_newest_day_with_labels_is_that_of_all_jobs() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(fleet().day, Some(FleetDay { date, labels: 29, jobs: 4 }));
        assert_eq!(Fleet::new("output", vec![], now(), Tz::UTC).day, None);
    }

    #[test]
    fn numbers_are_read_as_they_were_written() {
        for job in fleet().jobs {
            let text = serde_json::to_string(&job).unwrap();
            assert_eq!(serde_json::from_str::<FleetJob>(&text).unwrap(), job, "{text}");
        }
    }
}
