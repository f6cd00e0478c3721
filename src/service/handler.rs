//! The function on one page: claim, read, film, upload, mail.
//!
//! It knows nothing about Lambda: a request enters, an outcome leaves, and the caller says when it has to end. A run
//! that fails notes that in its record, so that the next one takes it up at once.
//!
//! Rooms: `failure` (and its class), `deadline`, `outcome` (and metrics), `setup` (what it is made of), `telling` (a
//! run that is claimed, and its mail), `job_reading`, `exports` (tables beside the film), `fleet_jobs` and
//! `fleet_summary` (of many jobs: which have something new, and the mail about all), `steps` (all else that comes
//! before the mail), `handle` (one run from beginning to end).

mod failure;
mod deadline;
mod outcome;
mod setup;
mod telling;
mod job_reading;
mod exports;
mod fleet_jobs;
mod fleet_summary;
mod steps;
mod handle;

pub use self::{
    failure::Failure,
    handle::Call,
    outcome::{Measures, Outcome, Status, metrics},
    setup::Handler,
};
