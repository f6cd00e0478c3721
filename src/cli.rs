//! The command line: flags in, files and words out.
//!
//! Rooms: `args` (the arguments of each command), `output` (printing), `stop` (Ctrl-C), `progress`, `tables`,
//! `stats`, `forecast`, `agreement`, `impact`, `datasheet` and `people` (what is printed), `settings` (the table of settings), `film` and `cloud` (what each command
//! does), `command` (all of them).

pub(crate) mod args;
pub(crate) mod output;
pub(crate) mod stop;
mod progress;
mod tables;
mod stats;
mod forecast;
mod agreement;
mod impact;
mod datasheet;
mod people;
pub(crate) mod settings;
pub(crate) mod formats;
pub(crate) mod film;
#[cfg(feature = "aws")]
pub(crate) mod cloud;
pub(crate) mod command;
