//! Answers, counted.
//!
//! Answers and a cast enter; numbers leave.
//!
//! Rooms: `tally` (labels per person per time bucket).

pub mod tally;
