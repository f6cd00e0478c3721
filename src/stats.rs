//! Answers, counted.
//!
//! Enters: the answers of a job and its cast. Leaves: numbers, above all the [`Tally`] (labels per person per
//! time bucket).
//!
//! Rooms: `count` (what is counted), `span` (in which period), `interval` (how long a bucket is), `tally` (the
//! sums), `reach` (how far the whole job is), `export` (the tally as CSV or JSON), `counted` (a whole
//! job), `digest` (the numbers of a mail), `timestamp` (how a time is written).

mod count;
mod span;
mod interval;
mod timestamp;
mod tally;
mod reach;
mod export;
mod counted;
mod digest;

pub use self::{
    count::Count,
    counted::{Counted, Counting},
    digest::{DayCount, Digest, JobProgress, Leader},
    interval::{Choice, Interval, IntervalError},
    reach::{Measure, Reach},
    span::Span,
    tally::{MOST_BUCKETS, Step, Tally, TallyError, TallyRow, Worker},
    timestamp::rfc3339,
};
