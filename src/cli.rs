//! The command line: flags in, files and words out.
//!
//! Rooms: `output` (printing), `cache` (of jobs in S3), `args` (the arguments of each command), `stop` (Ctrl-C), `progress`, `tables`,
//! `stats` and `people` (what is printed), `settings` (the table of settings), `film` and `cloud` (what each command
//! does), `command` (all of them).

pub(crate) mod output;
mod cache;
pub(crate) mod args;
pub(crate) mod stop;
mod progress;
mod tables;
mod stats;
mod people;
pub(crate) mod settings;
pub(crate) mod formats;
pub(crate) mod film;
#[cfg(feature = "aws")]
pub(crate) mod cloud;
pub(crate) mod command;
