//! What the log of the workers' activity tells: who accepted, submitted, returned or declined a task, and when.
//!
//! `formats` turns the lines of a log into [`LogContents`]; which of them are wanted says an [`EventFilter`]. Who is
//! behind a worker id, and which events are one, is decided by `settle`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    answer::{KnownIds, Submission, WorkerId},
    event::TaskStep,
    pool::UserPool,
};

/// Which events of a log are wanted. Every field that is `None` lets all of them through.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EventFilter {
    /// Those of the labeling job with this name. ARNs have names in lower case, so case does not matter. Where jobs of
    /// several regions have one name, `region/name` says which is meant, and `account/region/name` the most.
    pub job: Option<String>,
    /// Those of the work team with this name, in whatever case.
    pub team: Option<String>,
    /// Those of this account.
    pub account: Option<String>,
}

impl EventFilter {
    /// The events that may be wanted, as a pattern of CloudWatch Logs; `None` for all of them. It only saves time: what
    /// comes is looked at again.
    pub fn pattern(&self) -> Option<String> {
        let job = self.job.as_ref()?.to_lowercase();
        let name = job.rsplit('/').next()?;
        let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_plain.then(|| format!(r#"{{ $.labeling_job_arn = "*labeling-job/{name}" }}"#))
    }

    /// Whether an event of this job, team and account is wanted. `root` is `account/region/name` in lower case.
    pub(super) fn lets_through(&self, root: &str, team: Option<&str>, account: &str) -> bool {
        let is_job = |wanted: &String| {
            let wanted = wanted.to_lowercase();
            root.strip_suffix(&wanted).is_some_and(|above| above.is_empty() || above.ends_with('/'))
        };
        self.job.as_ref().is_none_or(is_job)
            && self
                .team
                .as_ref()
                .is_none_or(|wanted| team.is_some_and(|team| team.eq_ignore_ascii_case(wanted)))
            && self.account.as_ref().is_none_or(|wanted| account == wanted)
    }
}

/// A task that the log says was submitted.
#[derive(Debug)]
pub struct LoggedAnswer {
    /// Its job, as `account/region/name`.
    pub job: Arc<str>,
    /// What tells this event from all others.
    pub id: Arc<str>,
    /// What the event says.
    pub submission: Submission,
}

/// A step of a task that the log tells, by a worker who is not known for certain yet.
#[derive(Debug)]
pub struct LoggedStep {
    /// See [`LoggedAnswer::job`].
    pub job: Arc<str>,
    /// See [`LoggedAnswer::id`].
    pub id: Arc<str>,
    /// What was done.
    pub step: TaskStep,
    /// The worker id.
    pub worker_id: Option<WorkerId>,
    /// The `sub` of the identity.
    pub sub: Option<WorkerId>,
    /// The work team.
    pub team: Option<Arc<str>>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What one file of a log holds, or one log.
#[derive(Debug, Default)]
pub struct LogContents {
    /// Submitted tasks.
    pub answers: Vec<LoggedAnswer>,
    /// Everything else that was done to tasks.
    pub steps: Vec<LoggedStep>,
    /// The user pools that the people sign in with.
    pub pools: BTreeSet<UserPool>,
    /// Events of a kind that is not known, by their names.
    pub other_events: BTreeMap<String, u64>,
    texts: HashSet<Arc<str>>,
    ids: KnownIds,
    seen: HashMap<u64, u32>,
}

/// So many unknown kinds are counted by name; a log of something else would have no end of them.
const OTHER_EVENTS: usize = 20;

/// So many characters of such a name are kept.
const LONGEST_NAME: usize = 40;

impl LogContents {
    /// Whether nothing of a log was in it.
    pub(super) fn is_empty(&self) -> bool {
        self.answers.is_empty()
            && self.steps.is_empty()
            && self.pools.is_empty()
            && self.other_events.is_empty()
    }

    /// A text that many events have, kept once.
    pub(super) fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let text: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&text));
        text
    }

    /// What tells an event that has no id of its own from all others: its text, and how many before it in the same
    /// file have that same text. The same file read twice gives the same ids.
    pub(super) fn id_of(&mut self, hash: u64) -> Arc<str> {
        let n_before = self.seen.entry(hash).and_modify(|n| *n += 1).or_default();
        if *n_before == 0 { format!("{hash:x}").into() } else { format!("{hash:x}-{n_before}").into() }
    }

    /// Adds a task that was submitted.
    pub(super) fn submitted(&mut self, job: Arc<str>, id: Arc<str>, mut submission: Submission) {
        self.ids.share(&mut submission);
        self.answers.push(LoggedAnswer { job, id, submission });
    }

    /// Counts an event of a kind that is not known.
    pub(super) fn other_event(&mut self, name: &str) {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_NAME).collect();
        let name = if name.is_empty() { "unnamed".to_owned() } else { name };
        if self.other_events.len() < OTHER_EVENTS || self.other_events.contains_key(&name) {
            *self.other_events.entry(name).or_default() += 1;
        } else {
            *self.other_events.entry("others".to_owned()).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_named_in_any_case_and_as_exactly_as_it_takes() {
        let lets = |job: &str| {
            let only = EventFilter { job: Some(job.into()), ..EventFilter::default() };
            only.lets_through("123456789012/eu-west-1/metrics-demo", None, "123456789012")
        };
        for job in ["Metrics-Demo", "eu-west-1/metrics-demo", "123456789012/eu-west-1/metrics-demo"] {
            assert!(lets(job), "{job}");
        }
        for job in ["demo", "us-east-1/metrics-demo", "", "metrics"] {
            assert!(!lets(job), "{job}");
        }
    }

    #[test]
    fn an_unknown_team_or_another_account_is_not_wanted() {
        let only = EventFilter { team: Some("night".into()), ..EventFilter::default() };
        assert!(only.lets_through("a", Some("Night"), "1"));
        assert!(!only.lets_through("a", None, "1") && !only.lets_through("a", Some("day"), "1"));
        let only = EventFilter { account: Some("1".into()), ..EventFilter::default() };
        assert!(only.lets_through("a", None, "1") && !only.lets_through("a", None, "2"));
    }

    #[test]
    fn equal_lines_of_one_file_are_two_events_and_unknown_kinds_are_counted_by_name() {
        let mut log = LogContents::default();
        assert_ne!(log.id_of(7), log.id_of(7));
        assert_eq!(log.id_of(8), LogContents::default().id_of(8));
        (0..30).for_each(|n| log.other_event(&format!("Tasks\u{1b}[2J{n}")));
        log.other_event("");
        assert_eq!((log.other_events.len(), log.other_events["others"]), (21, 11));
        assert!(log.other_events.keys().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric())));
    }
}
