//! The `labelrace` program as somebody types it, with jobs on disk. These tests need ffmpeg: `make ffmpeg`, or
//! `LABELRACE_FFMPEG`.
//!
//! `every_command` runs all commands, `hostile_text` has what others wrote, `memory` gives the program little of it,
//! `bad_input` everything that can be wrong with files, flags, disks and ffmpeg, `links_and_signals` where outputs go
//! and how a film is stopped, `exports` tables for other programs, `previews` small moving pictures,
//! `page` the page in a browser (`make tools`),
//! `teams_and_themes` the settings of the look, `names_in_any_script` fonts, and
//! `command_line` help, hints, files of settings and progress, `lists_of_people` ids as people write them, and
//! `fleet`, `forecast`, `agreement`, `digest` and `datasheet` the commands of these names, `small_groups` who is not to
//! be seen, `team_race` the race of a whole team, `throughput` the command `stats`, of which it recomputes the numbers
//! with `python3`, and `wrong_commands` what people mistype. Commands that need AWS are in
//! `stores/s3_commands.rs` and `service/cloud_commands.rs`.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "what a helper cannot do fails its test")]

#[path = "../common/mod.rs"]
mod common;

mod agreement;
#[cfg(target_os = "linux")]
mod bad_input;
mod command_line;
mod datasheet;
mod digest;
mod every_command;
mod fleet;
mod forecast;
mod exports;
mod hostile_text;
#[cfg(target_os = "linux")]
mod links_and_signals;
mod lists_of_people;
#[cfg(target_os = "linux")]
mod memory;
mod names_in_any_script;
mod small_groups;
mod team_race;
mod previews;
// The browser is a package for these processors only.
#[cfg(target_arch = "x86_64")]
mod page;
mod teams_and_themes;
mod throughput;
mod wrong_commands;
