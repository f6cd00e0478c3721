//! Many jobs at once: how each of them stands, and the one mail about all of them.
//!
//! The films are made one by one, and leave a [`FleetJob`] each. Which of the jobs come first, what their numbers are
//! together and the sentences are made here; sending is for `service`, printing for the command line.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{audience::Audience, mail::MailText, receipt::Receipt};
use crate::{
    locale::{counted, plain::discreet, thousands},
    people::presentable,
    render::text::ascii,
    source::name_for_others,
    stats::{Digest, JobProgress, Timeliness},
};

/// A job that is not done and had no answer for so long is stale.
const STALE: TimeDelta = TimeDelta::days(7);
/// So many jobs have a row of their own in a mail.
const ROWS: usize = 300;
/// So many films have a link in a mail.
pub const LINKS: usize = 60;
/// The longest line, in columns.
const WIDTH: usize = 76;
/// The longest subject that SNS accepts, in characters.
const SUBJECT: usize = 99;
/// The widest name in the table, in columns.
const NAME: usize = 34;
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

    fn labels(&self) -> u64 {
        self.jobs.iter().filter_map(|job| job.film.as_ref()).map(|film| film.labels).sum()
    }

    /// The mail for `audience`. `until` says how long the links work, and `contact` whom readers can ask. Why a film
    /// could not be made is for the owners.
    pub fn mail(&self, audience: Audience, until: Option<DateTime<Utc>>, contact: Option<&str>) -> MailText {
        let mut text = Vec::new();
        self.head(&mut text);
        let of_owners = audience == Audience::Owners;
        self.failures(of_owners, &mut text);
        self.table(of_owners, ROWS, &mut text);
        self.links(until, &mut text);
        text.push(String::new());
        say("One label is one submitted answer. A question, or no more mail? Just ask:", &mut text);
        let contact = presentable(contact.unwrap_or_default());
        match contact.as_str() {
            "" => say("whoever runs these jobs.", &mut text),
            // An address has a line of its own, because mail programs take what follows for a part of it.
            contact if contact.contains("://") => text.extend(contact.split(' ').map(str::to_owned)),
            contact => say(contact, &mut text),
        }
        MailText { subject: self.subject(), body: text.join("\n") + "\n" }
    }

    /// The same for a terminal, with everything that is known.
    pub fn words(&self) -> String {
        let mut text = Vec::new();
        self.head(&mut text);
        self.failures(true, &mut text);
        self.table(true, usize::MAX, &mut text);
        text.join("\n") + "\n"
    }

    fn subject(&self) -> String {
        let failed = if self.failed == 0 { String::new() } else { format!(", {} failed", self.failed) };
        let day = self.day.map_or_else(String::new, |day| {
            format!(", {} on {}", counted(day.labels, "label", "labels"), day.date.format("%a %-d %b"))
        });
        let news = format!(": {}{failed}{day}", counted(self.jobs.len() as u64, "job", "jobs"));
        let room = SUBJECT.saturating_sub("[labelrace] ".len() + news.len());
        let name: String = ascii(&self.name).chars().take(room).collect();
        format!("[labelrace] {}{news}", if name.is_empty() { "your jobs" } else { &name })
    }

    fn head(&self, text: &mut Vec<String>) {
        let zone = self.time_zone.parse().unwrap_or(Tz::UTC);
        let at = self.at.with_timezone(&zone).format("%A, %-d %b %Y, %H:%M");
        let jobs = counted(self.jobs.len() as u64, "job", "jobs");
        say(&format!("{jobs} in {}: {at} ({}).", short(&self.name, NAME), self.time_zone), text);
        text.push(String::new());
        let mut parts = vec![counted(self.filmed as u64, "film", "films") + " made"];
        if 0 < self.nothing_new {
            parts.push(format!("{} with nothing new", thousands(self.nothing_new as u64)));
        }
        if 0 < self.failed {
            parts.push(format!("{} FAILED", thousands(self.failed as u64)));
        }
        item(&parts.join(", "), text);
        if let Some(day) = self.day {
            item(
                &format!(
                    "{} on {}, in {}",
                    counted(day.labels, "label", "labels"),
                    day.date.format("%A, %-d %b"),
                    counted(day.jobs as u64, "job", "jobs")
                ),
                text,
            );
        }
        item(&format!("{} in all films so far", counted(self.labels(), "label", "labels")), text);
    }

    fn failures(&self, with_reasons: bool, text: &mut Vec<String>) {
        let failed: Vec<_> = self.jobs.iter().filter(|job| job.outcome == JobOutcome::Failed).collect();
        if failed.is_empty() {
            return;
        }
        text.push(String::new());
        text.push("NO FILM THIS TIME".to_owned());
        for job in failed.iter().take(ROWS) {
            item(&short(&job.name, WIDTH - 4), text);
            if let Some(why) = job.why.as_ref().filter(|_| with_reasons) {
                // Mail programs make a link of every address, and this one leads nowhere.
                let why = presentable(&why.replace("s3://", "").replace("://", ":"));
                for line in textwrap::wrap(&why, WIDTH - 4) {
                    text.push(format!("    {line}"));
                }
            }
        }
        more(failed.len(), ROWS, text);
    }

    fn table(&self, with_standing: bool, most: usize, text: &mut Vec<String>) {
        text.push(String::new());
        text.push("ALL JOBS, those that need somebody first".to_owned());
        let names: Vec<String> = self.jobs.iter().take(most).map(|job| short(&job.name, NAME)).collect();
        let widest = names.iter().map(|name| name.width()).max().unwrap_or(0).max(4);
        let gap = " ".repeat(widest - 3);
        text.push(format!("  job{gap}  done     labels      new").trim_end().to_owned());
        for (job, name) in self.jobs.iter().zip(&names) {
            let gap = " ".repeat(widest - name.width());
            let done = job.done().map_or_else(String::new, |done| format!("{done}%"));
            let (labels, new) = job.film.as_ref().map_or_else(Default::default, |film| {
                let new = self.day.and_then(|day| film.days.get(&day.date).copied()).filter(|new| 0 < *new);
                (thousands(film.labels), new.map_or_else(String::new, |new| format!("+{}", thousands(new))))
            });
            let state = match (job.standing(self.at), with_standing) {
                (JobStanding::Failed, _) => "no film",
                (JobStanding::Stale, true) => "stale",
                (JobStanding::Behind, true) => "behind",
                (JobStanding::Done, _) => "done",
                (_, _) if job.film.is_none() => "not begun",
                _ => "",
            };
            let row = format!("  {name}{gap}  {done:>4}  {labels:>9}  {new:>7}  {state}");
            text.push(row.trim_end().to_owned());
        }
        more(self.jobs.len(), most, text);
    }

    fn links(&self, until: Option<DateTime<Utc>>, text: &mut Vec<String>) {
        let linked: Vec<_> = self.jobs.iter().filter(|job| job.outcome == JobOutcome::Filmed).collect();
        let linked: Vec<_> =
            linked.into_iter().filter_map(|job| Some((&job.name, job.video.as_ref()?))).collect();
        if linked.is_empty() {
            return;
        }
        let zone: Tz = self.time_zone.parse().unwrap_or(Tz::UTC);
        text.push(String::new());
        let until = until.map_or_else(String::new, |until| {
            format!(" (the links work until {})", until.with_timezone(&zone).format("%a %-d %b %Y, %H:%M"))
        });
        say(&format!("NEW FILMS{until}"), text);
        for (name, url) in linked.iter().take(LINKS) {
            item(&short(name, WIDTH - 4), text);
            text.push((*url).clone());
        }
        more(linked.len(), LINKS, text);
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

/// A paragraph, broken into lines.
fn say(words: &str, text: &mut Vec<String>) {
    text.extend(textwrap::wrap(words, WIDTH).into_iter().map(|line| line.trim_end().to_owned()));
}

/// An indented line.
fn item(words: &str, text: &mut Vec<String>) {
    let lines = textwrap::wrap(words, textwrap::Options::new(WIDTH - 2).subsequent_indent("    "));
    text.extend(lines.into_iter().map(|line| format!("  {line}").trim_end().to_owned()));
}

fn more(n: usize, most: usize, text: &mut Vec<String>) {
    if most < n {
        item(&format!("and {} more", thousands((n - most) as u64)), text);
    }
}

/// A name on one line, shortened to at most `width` columns. Its end tells more than its beginning: jobs of one name
/// differ in their folders, and those of one folder in their names, so the middle goes.
fn short(name: &str, width: usize) -> String {
    let name = presentable(name).replace("://", ":");
    if name.width() <= width {
        return name;
    }
    let clusters: Vec<&str> = name.graphemes(true).collect();
    let fit = |clusters: &mut dyn Iterator<Item = &&str>, room: usize| {
        let mut used = 0;
        clusters
            .take_while(|cluster| {
                used += cluster.width();
                used <= room
            })
            .count()
    };
    let room = width - 3;
    let first = fit(&mut clusters.iter(), room / 2);
    let last = fit(&mut clusters.iter().rev(), room - room / 2);
    format!("{}...{}", clusters[..first].concat(), clusters[clusters.len() - last..].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-23T07:00:00Z".parse().unwrap()
    }

    fn numbers(done: u64, days: [u64; 2], week_before: u64, as_of: &str) -> JobNumbers {
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

    fn job(name: &str, film: JobNumbers) -> FleetJob {
        let video = Some(format!("https://abc.lambda-url.eu-central-1.on.aws/v/{name}.html?e=1&s=x"));
        FleetJob { film: Some(film), video, ..FleetJob::new(name, JobOutcome::Filmed) }
    }

    fn fleet() -> Fleet {
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
    fn a_mail_about_all_jobs_can_be_sent_and_read() {
        let long = FleetJob::new(&format!("a/{}/Röntgen-日本語", "x".repeat(200)), JobOutcome::Failed)
            .because("x\ny");
        let mut jobs = fleet().jobs;
        jobs.push(long);
        jobs.extend((0..500).map(|n| job(&format!("many-{n}"), numbers(30, [1, 1], 1, "2026-11-22"))));
        let all = Fleet::new("Röntgen 東京 ada@example.com", jobs, now(), Tz::UTC);
        for audience in [Audience::Labelers, Audience::Owners] {
            let mail = all.mail(audience, Some(now()), Some("Maria, https://chat.example.com/x, room 4"));
            #[cfg(feature = "aws")]
            crate::service::notify::Mail::new(audience, &mail.subject, &mail.body).unwrap();
            assert!(
                mail.subject.ends_with(": 509 jobs, 2 failed, 529 labels on Sun 22 Nov"),
                "{}",
                mail.subject
            );
            for line in mail.body.lines() {
                let is_address = line.starts_with("https://") && !line.contains(' ');
                assert!(is_address || line.width() <= WIDTH && !line.contains("://"), "{line}");
            }
            assert!(!mail.body.contains("ada@"), "{}", mail.body);
            assert_eq!(mail.body.contains("broke it"), audience == Audience::Owners);
            assert!(mail.body.contains("and 209 more"), "{}", mail.body);
        }
    }

    #[test]
    fn numbers_are_read_as_they_were_written() {
        for job in fleet().jobs {
            let text = serde_json::to_string(&job).unwrap();
            assert_eq!(serde_json::from_str::<FleetJob>(&text).unwrap(), job, "{text}");
        }
    }
}
