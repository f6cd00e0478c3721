//! What several test programs share. Each program includes all of it and uses its part.
//!
//! - `jobs` builds labeling jobs on disk, in the layout that Ground Truth uses; the one place that knows it.
//! - `races` makes tallies and races without any files, `look` what is drawn around them, and
//!   `motion_figures` measures how bars move.
//! - `activity` writes logs of the workers' activity.
//! - `desk` is a temporary folder in which the `labelrace` program is run, and `film` reads films back.
//! - `browser` is Chromium, which uses a page as its readers do.
//! - `faulty_store` wraps a store and makes chosen calls fail, `tagged_store` gives a folder entity tags.
//! - `world` is an AWS account on this machine: buckets, topic, queues and key, and Lambda's emulator.
#![allow(dead_code, reason = "no test program needs all of it")]

pub(crate) mod activity;
pub(crate) mod browser;
pub(crate) mod desk;
#[cfg(feature = "aws")]
pub(crate) mod faulty_store;
pub(crate) mod film;
pub(crate) mod jobs;
pub(crate) mod look;
pub(crate) mod motion_figures;
pub(crate) mod races;
pub(crate) mod tagged_store;
#[cfg(feature = "aws")]
pub(crate) mod world;
