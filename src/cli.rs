//! The command line: flags in, files and words out.
//!
//! Rooms: `args` (the arguments of each command), `loudness` (how much is said), `output` (printing), `stop` (Ctrl-C),
//! `progress`, `open` (a film is shown), `next` (what to try after a film), `short_help` (what `-h` shows), `tables`,
//! `stats`, `forecast`, `agreement`, `impact`, `datasheet`, `people` and `formats` (what is printed), `film` and `cloud` (what each command does), `command` (all of
//! them), `layers` (settings that were not typed), `settings` (the table of settings), `report` (versions and settings, for
//! whoever reports a fault).

pub(crate) mod args;
pub(crate) mod loudness;
pub(crate) mod output;
pub(crate) mod stop;
mod progress;
mod open;
mod next;
mod tables;
mod stats;
mod forecast;
mod agreement;
mod impact;
mod datasheet;
mod people;
pub(crate) mod formats;
pub(crate) mod film;
pub(crate) mod report;
#[cfg(feature = "aws")]
pub(crate) mod cloud;
pub(crate) mod short_help;
pub(crate) mod command;
pub(crate) mod layers;
pub(crate) mod settings;
