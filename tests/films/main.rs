//! How frames become a film. These tests need ffmpeg: `make ffmpeg`, or `LABELRACE_FFMPEG`.
//!
//! `encoder` tests the ffmpeg child process alone, `confined_encoder` what it may do and how it is ended, `film_from_job` the whole way from a job to pixels, and `kept_edges` what video may lose.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "what a helper cannot do fails its test")]

#[path = "../common/mod.rs"]
mod common;

mod confined_encoder;
mod encoder;
mod film_from_job;
mod kept_edges;
