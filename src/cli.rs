//! The command line: flags in, files and words out.
//!
//! Rooms: `loudness` (how much is said), `output` (printing), `cache` (of jobs in S3), `args` (the arguments of each
//! command), `stop` (Ctrl-C), `progress`, `open` (a film is shown), `next` (what to try after a film), `tables`, `stats`,
//! `forecast`, `agreement`, `impact`, `datasheet`, `people` and `formats` (what is printed), `film`, `digest`, `export`,
//! `fleet` and `cloud` (what each command does), `report` (versions and settings, for whoever reports a fault),
//! `short_help` (what `-h` shows), `command` (all of them), `meant` (tips for words that are none), `layers` (settings
//! that were not typed), `settings` (the table of settings).

pub(crate) mod loudness;
pub(crate) mod output;
mod cache;
pub(crate) mod args;
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
pub(crate) mod digest;
pub(crate) mod export;
pub(crate) mod fleet;
#[cfg(feature = "aws")]
pub(crate) mod cloud;
pub(crate) mod short_help;
pub(crate) mod command;
pub(crate) mod meant;
pub(crate) mod layers;
pub(crate) mod settings;
