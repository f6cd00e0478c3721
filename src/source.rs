//! Whatever a labeling tool left, read into one shape.
//!
//! A store (a bucket or a folder) and a place in it enter; [`gather::Gathered`] leaves: answers in the order
//! of time, the jobs they belong to, how far each job is, and what had to be skipped and why.
//!
//! Rooms: `answer` and `time` (one answer, and when it was), `keys` (what a key means), `formats` (one file
//! for each format), `gather` (list, fetch, settle), `sample` (an invented job).

pub mod answer;
pub mod time;
pub mod keys;
pub mod formats;
pub mod gather;
pub mod sample;
