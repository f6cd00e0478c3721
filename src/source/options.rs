//! How a source is to be read, and how far the reading is.

use chrono::{DateTime, Utc};
use strum::{IntoStaticStr, VariantArray};

/// How many files are fetched side by side unless somebody asks for another number.
pub const DEFAULT_PARALLEL: usize = 64;

/// How a source is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Files that are fetched side by side; at least 1.
    pub parallel: usize,
    /// Whether several jobs make one race, or are refused.
    pub jobs: Jobs,
    /// Whether a file or answer that had to be skipped is a failure.
    pub strictness: Strictness,
    /// The present, which decides what time is plausible.
    pub now: DateTime<Utc>,
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
    /// Files to be read, of those listed so far.
    pub to_read: u64,
    /// Files read and parsed.
    pub read: u64,
    /// Answers found in them.
    pub answers: u64,
    /// Lines read, of files that are read line by line.
    pub lines: u64,
}
