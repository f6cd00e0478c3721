//! Answers, counted.
//!
//! Enters: the answers of a job and its cast. Leaves: numbers, above all the [`Tally`] (labels per person per
//! time bucket) and the [`Throughput`] (how much was done and how fast).
//!
//! Rooms: `count` (what is counted), `span` (in which period), `interval` (how long a bucket is), `tally` (the
//! sums), `reach` (how far the whole job is), `by` (what has a row of throughput), `idle_cap` and `worktime` (what
//! counts as work), `throughput` (its numbers), `export` (both tables as CSV or JSON), `counted` (a whole job),
//! `telling` (what a film and its mail may tell of a small team), `digest` (the numbers of a mail), `timestamp` (how a time is written).

mod count;
mod span;
mod interval;
mod timestamp;
mod tally;
mod reach;
mod by;
mod idle_cap;
mod worktime;
mod throughput;
mod export;
mod counted;
mod telling;
mod digest;

pub use self::{
    by::By,
    count::Count,
    counted::{Counted, Counting},
    digest::{DayCount, Digest, JobProgress, Leader},
    export::{write_throughput_csv, write_throughput_json},
    idle_cap::{IdleCap, IdleCapError},
    interval::{Choice, Interval, IntervalError},
    reach::{Measure, Reach},
    span::Span,
    tally::{MOST_BUCKETS, Step, Tally, TallyError, TallyRow, Worker},
    telling::{MOST_BARS, MOST_ROWS, Showing, in_view, on_page, showing, tells_of_goal},
    throughput::{Measuring, Throughput, ThroughputRow, throughput},
    timestamp::rfc3339,
};
