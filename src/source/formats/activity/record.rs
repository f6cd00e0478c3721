//! One event of the log: `{"worker_id":"...","event_type":"TasksSubmitted",...}`.
//!
//! All values are texts, and a time that is not set is empty. Which kinds of events there are is not documented: the
//! log's own documentation shows `TasksSubmitted`, and the metrics beside it count tasks accepted, returned and
//! declined. Anything else is counted by name.

use std::{
    borrow::Cow,
    fmt,
    hash::{DefaultHasher, Hasher},
};

use chrono::{DateTime, Utc};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::source::{
    activity::{LogContents, LoggedStep},
    answer::{Submission, WorkerId},
    event::TaskStep,
    formats::format::FileFacts,
    pool::UserPool,
    skipped::{Reason, Skip},
    time,
};

/// What tells the text of an event from others.
#[derive(Clone, Copy)]
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    /// That of this text, with everything around the event.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(text);
        Self(hasher.finish())
    }
}

#[derive(Deserialize)]
struct LogRecord<'a> {
    #[serde(borrow, default)]
    worker_id: LogText<'a>,
    #[serde(borrow, default)]
    cognito_user_pool_id: LogText<'a>,
    #[serde(borrow, default)]
    cognito_sub_id: LogText<'a>,
    #[serde(borrow, default)]
    task_accepted_time: LogText<'a>,
    #[serde(borrow, default)]
    task_submitted_time: LogText<'a>,
    #[serde(borrow, default)]
    task_returned_time: LogText<'a>,
    #[serde(borrow, default)]
    task_declined_time: LogText<'a>,
    #[serde(borrow, default)]
    workteam_arn: LogText<'a>,
    #[serde(borrow, default)]
    labeling_job_arn: LogText<'a>,
    #[serde(borrow, default)]
    work_requester_account_id: LogText<'a>,
    #[serde(borrow, default)]
    job_reference_code: LogText<'a>,
    #[serde(borrow, default)]
    event_type: LogText<'a>,
    #[serde(borrow, default)]
    event_timestamp: LogText<'a>,
    /// The event itself, where the service's own event is around it.
    #[serde(borrow, alias = "@message")]
    message: Option<&'a RawValue>,
    /// The service's id of the event around it.
    #[serde(borrow, default, rename = "eventId", alias = "@ptr")]
    event_id: LogText<'a>,
}

/// Reads an event, and what is around it, into `log`.
///
/// # Errors
/// Why it cannot be used.
pub(super) fn read(
    json: &str,
    print: Fingerprint,
    facts: &FileFacts,
    log: &mut LogContents,
) -> Result<(), Skip> {
    let around: LogRecord<'_> = serde_json::from_str(json).map_err(|error| Skip::json(&error))?;
    let id = around.event_id.get();
    let Some(message) = around.message else { return take(&around, id, print, facts, log) };
    let text: Cow<'_, str> = if message.get().starts_with('"') {
        serde_json::from_str::<String>(message.get()).map_err(|error| Skip::json(&error))?.into()
    } else {
        message.get().into()
    };
    let event: LogRecord<'_> = serde_json::from_str(text.trim()).map_err(|error| Skip::json(&error))?;
    take(&event, id, print, facts, log)
}

fn take(
    event: &LogRecord<'_>,
    id: Option<&str>,
    print: Fingerprint,
    facts: &FileFacts,
    log: &mut LogContents,
) -> Result<(), Skip> {
    let Some(kind) = event.event_type.get() else {
        return Err(Skip::new(Reason::WrongShape, "an event without a type"));
    };
    let (root, account) = job(event)?;
    let team = event.workteam_arn.get().map(|arn| arn.rsplit('/').next().unwrap_or(arn));
    if !facts.only.lets_through(&root, team, &account) {
        return Ok(());
    }
    let Some(kind) = LogEventKind::of(kind) else {
        log.other_event(kind);
        return Ok(());
    };
    let worker_id = event.worker_id.get().and_then(WorkerId::new);
    let sub = event.cognito_sub_id.get().and_then(WorkerId::new);
    if worker_id.is_none() && sub.is_none() {
        return Err(Skip::new(Reason::WrongShape, "an event without a worker"));
    }
    let at = time::plausible(moment(event, kind)?, facts.now)?;
    log.pools.extend(event.cognito_user_pool_id.get().and_then(UserPool::new));
    let id = match id {
        Some(id) => id.into(),
        None => log.id_of(print.0),
    };
    let (job, team) = (log.text(&root), team.map(|team| log.text(team)));
    match kind {
        LogEventKind::Submitted => {
            // What was accepted after it was submitted, or before there were such tasks, was not accepted then.
            let accepted = event.task_accepted_time.get().and_then(time::parse_logged);
            let accepted = accepted.filter(|&time| time <= at && time::plausible(time, facts.now).is_ok());
            let inside = None;
            let submission = Submission { worker_id, sub, accepted, inside, team, ..Submission::new(at) };
            log.submitted(job, id, submission);
        }
        LogEventKind::Step(step) => log.steps.push(LoggedStep { job, id, step, worker_id, sub, team, at }),
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum LogEventKind {
    Submitted,
    Step(TaskStep),
}

impl LogEventKind {
    /// `TasksSubmitted`, and whatever else ends in the same word.
    fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let word = name.strip_prefix("tasks").or_else(|| name.strip_prefix("task")).unwrap_or(&name);
        Some(match word {
            "submitted" => Self::Submitted,
            "accepted" => Self::Step(TaskStep::Accepted),
            "returned" => Self::Step(TaskStep::Returned),
            "declined" => Self::Step(TaskStep::Declined),
            _ => return None,
        })
    }
}

/// The job as `account/region/name` in lower case, and the account. An event without an ARN is of the job that its
/// reference code stands for.
fn job(event: &LogRecord<'_>) -> Result<(String, String), Skip> {
    let arn = event.labeling_job_arn.get().unwrap_or_default();
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let (region, account, name) = match parts[..] {
        [_, _, _, region, account, resource] => {
            (region, account, resource.rsplit('/').next().unwrap_or_default())
        }
        _ => ("", "", arn.rsplit('/').next().unwrap_or_default()),
    };
    let account = event.work_requester_account_id.get().unwrap_or(account);
    let name = if name.is_empty() { event.job_reference_code.get().unwrap_or_default() } else { name };
    if name.is_empty() {
        return Err(Skip::new(Reason::WrongShape, "an event without a labeling job"));
    }
    let parts = [account, region, name].into_iter().filter(|part| !part.is_empty());
    let root = parts.collect::<Vec<_>>().join("/").to_lowercase();
    Ok((root, account.to_owned()))
}

/// When it happened: the time of its kind, or else the time of the event.
fn moment(event: &LogRecord<'_>, kind: LogEventKind) -> Result<DateTime<Utc>, Skip> {
    let own = match kind {
        LogEventKind::Submitted => &event.task_submitted_time,
        LogEventKind::Step(TaskStep::Accepted) => &event.task_accepted_time,
        LogEventKind::Step(TaskStep::Returned) => &event.task_returned_time,
        LogEventKind::Step(TaskStep::Declined) => &event.task_declined_time,
    };
    let of_event = || event.event_timestamp.get().and_then(time::parse_epoch);
    let time = own.get().and_then(time::parse_logged).or_else(of_event);
    time.ok_or_else(|| Skip::new(Reason::BadTime, "no time that can be read"))
}

/// A text, whatever JSON calls it. A list or an object is none.
#[derive(Default)]
struct LogText<'a>(Option<Cow<'a, str>>);

impl LogText<'_> {
    /// The text; `None` if it is not set, which the log writes as an empty one.
    fn get(&self) -> Option<&str> {
        self.0.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for LogText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LogTextVisitor)
    }
}

struct LogTextVisitor;

impl<'de> Visitor<'de> for LogTextVisitor {
    type Value = LogText<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<LogText<'de>, E> {
        Ok(LogText(Some(text.into())))
    }

    fn visit_str<E>(self, text: &str) -> Result<LogText<'de>, E> {
        Ok(LogText(Some(text.to_owned().into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<LogText<'de>, E> {
        Ok(LogText(Some(number.to_string().into())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<LogText<'de>, E> {
        Ok(LogText(Some(number.to_string().into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<LogText<'de>, E> {
        Ok(LogText(Some(number.to_string().into())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<LogText<'de>, E> {
        Ok(LogText(None))
    }

    fn visit_unit<E>(self) -> Result<LogText<'de>, E> {
        Ok(LogText(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LogText<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(LogText(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<LogText<'de>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(LogText(None))
    }
}
