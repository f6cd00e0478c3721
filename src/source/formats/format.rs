//! What makes a format: how its files are recognized, how they are read, and what they count for.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::head::FileHead;
use crate::source::{
    activity::{EventFilter, LogContents},
    answer::{Submission, WorkerId},
    keys::JobKey,
    options::{ColumnNames, TableTimes},
    pool::UserPool,
    progress::ObjectList,
    skipped::Skip,
    time::Times,
};

/// One format: everything that the rest of the program knows about it.
#[derive(Debug)]
pub struct Format {
    /// The tool that writes it.
    pub tool: &'static str,
    /// What somebody gives who has it; `None` if another format's words cover it.
    pub give: Option<&'static str>,
    /// What is a label in it and what is not, as a sentence; empty where `give` is `None`.
    pub counts: &'static str,
    /// What the knowledge of it rests on, such as `files that teams published`.
    pub rests_on: &'static str,
    /// What the key of such a file says; `None` if jobs of this tool have no fixed place for their files, and
    /// then only content decides.
    pub key: Option<KeyReader>,
    /// Whether a file that begins like this is one.
    pub head: HeadReader,
    /// What a file with no job around it belongs to; `None` if it is read only when it is named itself.
    pub loose: Option<LooseJob>,
    /// What it counts for beside the other files of its job.
    pub role: Role,
    /// How it is read.
    pub read: Read,
    /// What its times are worth.
    pub times: Times,
}

impl Format {
    /// What formats of other tools than Ground Truth have in common; each of them says what it is and how it differs.
    pub(super) const OF_ANOTHER_TOOL: Self = Self {
        tool: "another tool",
        give: None,
        counts: "",
        rests_on: "",
        key: None,
        head: |_| false,
        loose: Some(LooseJob::File),
        role: Role::Answers,
        read: Read::Nothing("nothing is known of it"),
        times: Times::Submitted,
    };
}

/// Looks at the beginning of a file; whether it is in this format.
pub type HeadReader = fn(&FileHead<'_>) -> bool;

/// Reads a key that was split at its slashes; `None` if it is not the key of a file in this format.
pub type KeyReader = fn(&[&str]) -> Option<JobKey>;

/// What a file counts for. The files of one job that come first in this order win over the rest, which have the
/// same answers again, but coarser.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Role {
    /// Answers. Read as soon as it is listed.
    Answers,
    /// Answers where there is nothing better.
    Fallback,
    /// The job's objects, and perhaps answers where there is nothing better. Always read, for the progress.
    ObjectList,
    /// Nothing: it was made of answers that lie elsewhere.
    Derived,
}

/// The job of a file that has none around it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LooseJob {
    /// All such files of the place that was asked for are one job.
    Place,
    /// Each file is a job.
    File,
    /// All files of the tool are one job.
    Tool,
    /// The project that each answer names, in whatever file it is; all that name none are one.
    Project,
    /// The project of the same tool that has the same answers; if there is none, the file.
    SameProject,
    /// The one that each event in it names, as in a log.
    Named,
}

/// How a file is read.
#[derive(Clone, Copy, Debug)]
pub enum Read {
    /// As a whole, up to 64 MB. An error is the reason for which the whole file cannot be used.
    Whole(fn(&[u8], &FileFacts) -> Result<Contents, Skip>),
    /// Line by line, however large the file is.
    Lines(PartReader),
    /// JSON object by object, as `elements` finds them, however large the file is. A line is an object here.
    Elements(PartReader),
    /// Item by item of one list that the file's object has under this key, however large the file is. A line is an item
    /// here.
    Items(&'static str, PartReader),
    /// Not at all: it does not say who or when. The words say so, and what to export instead.
    Nothing(&'static str),
}

/// Reads a part of a file: a line, an object or an item. What it skips need not say in which part that is.
pub type PartReader = fn(Line<'_>, &FileFacts, &mut Contents);

/// What is known of a file before it is read.
#[derive(Clone, Debug)]
pub struct FileFacts {
    /// The object that its key names; empty if it names none.
    pub object: Arc<str>,
    /// When it was written, by its name.
    pub written: Option<DateTime<Utc>>,
    /// When it was written, by the store; a copy is as old as its copying.
    pub modified: Option<DateTime<Utc>>,
    /// The present, which decides what time is plausible.
    pub now: DateTime<Utc>,
    /// Which events count, if it is a log.
    pub only: Arc<EventFilter>,
    /// How the times of tables are to be understood.
    pub tables: TableTimes,
    /// What the columns of tables are, where somebody said it.
    pub columns: Arc<ColumnNames>,
}

impl FileFacts {
    /// A file of which nothing is known but the present.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            object: "".into(),
            written: None,
            modified: None,
            now,
            only: Arc::default(),
            tables: TableTimes::default(),
            columns: Arc::default(),
        }
    }
}

/// A line of a file.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its text without white space around it, and without the byte order mark of a file. May be empty.
    pub text: &'a [u8],
    /// Its number from 1.
    pub number: u64,
    /// Whether the file ends here without a line break: it may still be being written.
    pub is_cut: bool,
}

impl<'a> Line<'a> {
    /// The line `number`, from 1, of a file, with or without its line break.
    pub fn new(bytes: &'a [u8], number: u64) -> Self {
        let text = bytes.trim_ascii();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        Self { text, number, is_cut: !bytes.ends_with(b"\n") }
    }
}

/// What a file gave.
#[derive(Debug, Default)]
pub struct Contents {
    /// Each answer with its object, in the order of the file.
    pub answers: Vec<(Arc<str>, Submission)>,
    /// The user pools that its people sign in with.
    pub pools: BTreeSet<UserPool>,
    /// One entry for each answer or line that could not be used, or does not count.
    pub skipped: Vec<Skip>,
    /// What it tells, if it is a log.
    pub log: LogContents,
    /// The objects of the job, from a file whose role that is.
    pub objects: ObjectList,
    /// How exactly its answers are timed, if less exactly than those of its format.
    pub times: Times,
    /// The names of people that the file itself shows, by their ids.
    pub names: BTreeMap<WorkerId, String>,
    /// How the file was understood, if that has to be said.
    pub note: Option<String>,
    /// Whether the objects of its answers only tell them apart.
    pub tells_no_objects: bool,
    /// Whether its answers are numbers of a table, and not tasks that somebody submitted.
    pub tells_no_tasks: bool,
}

impl Contents {
    /// Adds what is in a line, and in which line it is that something was skipped.
    pub fn add_line(&mut self, line: Line<'_>, facts: &FileFacts, read: PartReader) {
        self.add_part("line", line, facts, read);
    }

    /// The same of an object or item.
    pub fn add_entry(&mut self, entry: Line<'_>, facts: &FileFacts, read: PartReader) {
        self.add_part("entry", entry, facts, read);
    }

    fn add_part(&mut self, called: &str, part: Line<'_>, facts: &FileFacts, read: PartReader) {
        let n_before = self.skipped.len();
        read(part, facts, self);
        let skipped = self.skipped.split_off(n_before).into_iter();
        self.skipped.extend(skipped.map(|skip| skip.at(format_args!("{called} {}", part.number))));
    }
}
