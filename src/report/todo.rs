//! What needs an owner: at most three things, by fixed rules. The words are for the mail.

use crate::{
    source::LogUse,
    stats::{Digest, JobProgress, NoForecast, QualityAlarm, Timeliness},
};

/// The most that a mail asks for.
const MOST: usize = 3;

/// After so many working days without a label somebody should look.
const QUIET_DAYS: u32 = 2;

/// One failed object in so many is worth a look.
const MANY_FAILED: u64 = 100;

/// Something that an owner should do.
#[derive(Clone, Debug, PartialEq)]
pub enum Todo {
    /// The deadline has passed with so much to go.
    Passed(u64),
    /// No working day is left, with so much to go.
    NoWorkingDays(u64),
    /// The pace and what the deadline needs, for each working day.
    Late(f64, f64),
    /// The total that is set, and what is done.
    TotalBelow(u64, u64),
    /// A deadline is set, and nothing says how large the job is.
    TotalMissing,
    /// Nothing came on so many working days.
    Quiet(u32),
    /// Agreement is low, and these two classes are confused most often.
    Confused([String; 2]),
    /// Agreement is low.
    Agreement,
    /// The activity log could not be read.
    Log,
    /// Names could not be read.
    Names,
    /// So many files and answers could not be used.
    Skipped(u64),
    /// So many objects failed.
    Failed(u64),
}

impl Todo {
    /// Its name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Passed(_) => "deadline_passed",
            Self::NoWorkingDays(_) => "no_working_days",
            Self::Late(..) => "late",
            Self::TotalBelow(..) => "total_below",
            Self::TotalMissing => "total_missing",
            Self::Quiet(_) => "quiet",
            Self::Confused(_) => "confused_classes",
            Self::Agreement => "low_agreement",
            Self::Log => "log_unread",
            Self::Names => "names_unread",
            Self::Skipped(_) => "skipped",
            Self::Failed(_) => "failed_objects",
        }
    }
}

/// What an owner should do, the most urgent first.
pub fn todos(digest: &Digest) -> Vec<Todo> {
    let mut todos: Vec<Todo> = in_time(digest).into_iter().collect();
    match digest.no_forecast {
        Some(NoForecast::TotalBelow { total, done }) => todos.push(Todo::TotalBelow(total, done)),
        Some(NoForecast::NoTotal | NoForecast::NoPerObject) => todos.push(Todo::TotalMissing),
        Some(NoForecast::NoCalendar) | None => {}
    }
    let is_over =
        digest.standing() == Some(Timeliness::Done) || digest.progress.is_some_and(JobProgress::is_over);
    if QUIET_DAYS <= digest.quiet_days && !is_over {
        todos.push(Todo::Quiet(digest.quiet_days));
    }
    if let Some(quality) = &digest.quality
        && matches!(quality.alarm(), QualityAlarm::Low | QualityAlarm::Drop)
    {
        todos.push(match &quality.confused {
            Some(pair) => Todo::Confused(pair.classes.clone()),
            None => Todo::Agreement,
        });
    }
    if matches!(digest.log, Some(LogUse::Unread { .. })) {
        todos.push(Todo::Log);
    }
    if digest.names_warning.is_some() {
        todos.push(Todo::Names);
    }
    if 0 < digest.skipped {
        todos.push(Todo::Skipped(digest.skipped));
    }
    if let Some(far) =
        digest.progress.filter(|far| 0 < far.failed && far.total <= far.failed.saturating_mul(MANY_FAILED))
    {
        todos.push(Todo::Failed(far.failed));
    }
    todos.truncate(MOST);
    todos
}

fn in_time(digest: &Digest) -> Option<Todo> {
    let forecast = digest.forecast.as_ref()?;
    let left = forecast.workload.left;
    match forecast.standing {
        Timeliness::Passed => Some(Todo::Passed(left)),
        Timeliness::NoWorkingDays => Some(Todo::NoWorkingDays(left)),
        Timeliness::Late => Some(Todo::Late(forecast.pace?.per_day, forecast.deadline?.per_day?)),
        _ => {
            // Before there is a pace, a deadline may have passed all the same.
            let deadline = forecast.deadline.filter(|_| 0 < left)?;
            (deadline.date <= forecast.through).then_some(Todo::Passed(left))
        }
    }
}
