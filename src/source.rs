//! Whatever a labeling tool left behind, read into one shape.
//!
//! A [`Store`](crate::store::Store) and a [`Place`] in it come in. [`Gathered`] goes out: the answers in the
//! order of time, the jobs they belong to, how far each job is, and what had to be skipped and why.
//!
//! Rooms: `class`, `answer`, `event`, `pool`, `skipped` and `time` are the nouns, `activity` is what a log holds, `sheet` reads
//! text tables, `keys` and `place` say where files are, `progress` counts objects, and `formats` has one file for each
//! format. `ledger` keeps what earlier readings found, `manner` says how to read. `projects` says which files of another tool belong together, `reading` lists and fetches, `settle` decides
//! what it all means, `gather` does both, and `compare` puts a log beside responses; `probe` only looks whether there is
//! anything, and `below` which jobs there are. `sample` invents a job.

pub mod class;
pub mod answer;
pub mod event;
pub mod pool;
pub mod skipped;
pub mod time;
pub mod activity;
pub mod sheet;
pub mod keys;
pub mod place;
pub mod progress;
pub mod options;
pub mod log_use;
pub mod formats;
pub mod ledger;
pub mod manner;
pub mod gathered;
pub mod read_result;
mod projects;
mod reading;
pub mod settle;
pub mod compare;
pub mod gather;
pub mod probe;
mod below;
pub mod sample;

pub use self::{
    activity::EventFilter,
    answer::{Answer, WorkerId},
    below::{FoundJob, jobs_below},
    class::Class,
    compare::{ComparedSpan, beside},
    event::{TaskEvent, TaskStep},
    formats::own::{OWN_PARQUET, is_own},
    gather::gather,
    gathered::{GatherError, Gathered, Job},
    ledger::Ledger,
    log_use::{LogComparison, LogUse},
    manner::Reading,
    options::{
        ColumnNames, DEFAULT_PARALLEL, DateOrder, Jobs, PARALLEL_IN_FUNCTION, ReadProgress, Records,
        Strictness, TableTimes,
    },
    place::{Place, name_for_others, text_for_others},
    pool::UserPool,
    progress::Progress,
    sheet::SheetError,
    skipped::{Reason, Skipped, SkippedReason},
    time::Times,
};
