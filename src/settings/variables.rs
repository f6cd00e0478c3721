//! The environment variables of the function: which there are, and what they are called.

/// Gives the value of an environment variable.
pub type Variable<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// What variables begin with.
const PREFIX: &str = "LABELRACE_";

/// The variable that holds fields of an event as JSON. It is the template's parameter `Settings`.
pub(super) const SETTINGS: &str = "LABELRACE_SETTINGS";

/// The field for the one setting that is not a flag.
pub(super) const JOB: &str = "job";

/// The fields that the template passes in variables of their own, since CloudFormation must know them: for
/// permissions, and for the clock of the schedules.
const PASSED: [&str; 6] = [JOB, "time_zone", "aliases", "group", "log_group", "privacy"];

/// The fields that differ from run to run, so that only an event can have them.
const OF_A_RUN: [&str; 6] = ["kind", "audience", "scheduled_time", "force", "at_once", "seen"];

/// Where a field of an event is said for all runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ForAllRuns {
    /// In a variable of its own.
    Variable,
    /// In `LABELRACE_SETTINGS`.
    Settings,
    /// Nowhere: it belongs in an event.
    Never,
}

/// Where this field is said for all runs.
pub(super) fn for_all_runs(field: &str) -> ForAllRuns {
    if PASSED.contains(&field) {
        ForAllRuns::Variable
    } else if OF_A_RUN.contains(&field) {
        ForAllRuns::Never
    } else {
        ForAllRuns::Settings
    }
}

/// The variable of a setting: `LABELRACE_TIME_ZONE` for `time_zone` and for `--time-zone`.
pub fn variable_of(name: &str) -> String {
    format!("{PREFIX}{}", name.replace('-', "_").to_uppercase())
}
