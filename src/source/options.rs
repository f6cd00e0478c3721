//! What may be said about how a source is read, and how far the reading is.

use std::str::FromStr;

use chrono_tz::Tz;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// How many files are fetched side by side unless somebody asks for another number.
pub const DEFAULT_PARALLEL: usize = 128;

/// The same in the function, which is near its bucket and may open 1024 files.
pub const PARALLEL_IN_FUNCTION: usize = 256;

/// How the times of tables are to be understood where they don't say it themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct TableTimes {
    /// What `8/9/2018` is; `None` if the dates of a table have to show it.
    pub date_order: Option<DateOrder>,
    /// The zone of times that name none.
    pub zone: Tz,
}

/// What the columns of a table are called, where no tool calls them so. The rest is found by the names that tools use.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ColumnNames {
    /// Who answered.
    pub worker: Option<String>,
    /// When the answer was submitted.
    pub time: Option<String>,
    /// On which object.
    pub object: Option<String>,
    /// How long it took, in seconds.
    pub seconds: Option<String>,
    /// When it was begun.
    pub started: Option<String>,
}

/// A text that does not say what columns are.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "write columns like worker=Who,time=When; there are worker, time, object, seconds and started, each once"
)]
pub struct ColumnNamesError;

impl FromStr for ColumnNames {
    type Err = ColumnNamesError;

    fn from_str(text: &str) -> Result<Self, ColumnNamesError> {
        let mut names = Self::default();
        for part in text.split(',') {
            let (role, name) = part.split_once('=').ok_or(ColumnNamesError)?;
            let place = match role.trim() {
                "worker" => &mut names.worker,
                "time" => &mut names.time,
                "object" => &mut names.object,
                "seconds" => &mut names.seconds,
                "started" => &mut names.started,
                _ => return Err(ColumnNamesError),
            };
            let name = name.trim();
            if name.is_empty() || place.replace(name.to_owned()).is_some() {
                return Err(ColumnNamesError);
            }
        }
        Ok(names)
    }
}

/// What comes first in a date with slashes.
#[derive(Clone, Copy, Debug, EnumString, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum DateOrder {
    /// 8/9/2018 is August 9.
    MonthFirst,
    /// 8/9/2018 is September 8.
    DayFirst,
}

/// What tells who did how much.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Records {
    /// The responses of the workers, one file for each finished object.
    #[default]
    Responses,
    /// The log of their activity.
    Log,
    /// The responses, and the log for what they do not know.
    Both,
}

/// What to do if a source holds several jobs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Jobs {
    /// Refuse and name them.
    One,
    /// Take them together.
    All,
    /// Take the job at the place itself; if there is none, take all jobs below it together.
    Any,
}

/// What to do about what had to be skipped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Strictness {
    /// Count it and go on.
    Lenient,
    /// Fail.
    Strict,
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ReadProgress {
    /// Keys listed.
    pub listed: u64,
    /// Whether these are all.
    pub all_listed: bool,
    /// Files to be read, of those listed so far.
    pub to_read: u64,
    /// Files read and parsed.
    pub read: u64,
    /// Answers found in them.
    pub answers: u64,
    /// Lines read, of files that are read line by line.
    pub lines: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_what_they_hold() {
        let names: ColumnNames = "worker=Who did it, time = When".parse().unwrap();
        assert_eq!((names.worker.as_deref(), names.time.as_deref()), (Some("Who did it"), Some("When")));
        for text in ["", "worker", "worker=", "who=a", "worker=a,worker=b", "worker=a,,time=b"] {
            assert_eq!(text.parse::<ColumnNames>(), Err(ColumnNamesError), "{text}");
        }
    }
}
