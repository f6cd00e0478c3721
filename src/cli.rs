//! The command line: flags in, files and words out.
//!
//! Rooms: `args` (the arguments of each command), `output` (printing), `stop` (Ctrl-C), `progress`, `tables`,
//! `stats` and `people` (what is printed), `settings` (the table of settings), `film`, `export` and `cloud` (what each
//! command does), `command` (all of them).

pub(crate) mod args;
pub(crate) mod output;
pub(crate) mod stop;
mod progress;
mod tables;
mod stats;
mod people;
pub(crate) mod settings;
pub(crate) mod formats;
pub(crate) mod film;
pub(crate) mod export;
#[cfg(feature = "aws")]
pub(crate) mod cloud;
pub(crate) mod command;
