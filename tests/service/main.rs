//! The film in the mail each morning. These tests need moto, Lambda's emulator and ffmpeg: run `make tools ffmpeg`
//! first. Only `runs_with_faults` and `fleet` need nothing but ffmpeg.
//!
//! `run_claims` and `runs_with_faults` show that each run makes one film, whatever fails; `film_links` and
//! `mail_topic` test the links and SNS; `film_function` is the whole function as Lambda runs it, and
//! `cloud_commands` are `labelrace send`, `subscribe`, `confirm` and `doctor`. `chat_webhook` tests posts to Slack and
//! Teams, and `team_names` names from user pools, on the command line and in the function. `fleet` makes the films of
//! many jobs.
#![expect(clippy::unwrap_used, reason = "what a helper cannot do fails its test")]

#[path = "../common/mod.rs"]
mod common;

mod chat_webhook;
mod cloud_commands;
mod film_function;
mod film_links;
mod fleet;
mod mail_topic;
mod run_claims;
mod runs_with_faults;
mod team_names;
