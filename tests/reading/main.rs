//! How jobs are read and counted. These tests need no tools.
//!
//! `job_layouts` has every shape in which a job can lie in a folder, `copies_and_chains` what people make of jobs,
//! `endless_folder` a folder that is a whole disk, `activity_log` every form of the log of the workers' activity,
//! `failing_store` a store that loses some of it, `ledger` what earlier readings found, `many_jobs` a folder of
//! a hundred thousand jobs, and `other_tools` what else people label with.
#![expect(clippy::unwrap_used, reason = "what a helper cannot do fails its test")]

#[path = "../common/mod.rs"]
mod common;

mod activity_log;
mod copies_and_chains;
mod endless_folder;
#[cfg(feature = "aws")]
mod failing_store;
mod job_layouts;
#[cfg(feature = "aws")]
mod ledger;
mod many_jobs;
mod other_tools;
