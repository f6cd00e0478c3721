//! One film for each time, however often a run is started: the claim on a run, and what runs know about each other.
//!
//! Whatever starts the function does so at least once, and Lambda may end it at any moment. So a run first writes a
//! record that nobody else can have written, and notes in it what is done; later attempts read there what is left to
//! do. A record is a small object in the bucket, and each write of it depends on what the writer has read: of two
//! writers, one is told that it came too late.
//!
//! Rooms: `slot` (which run, and its keys), `record`, `claim`, `history` (earlier runs), `cast` (kept from film to
//! film).

mod slot;
mod record;
mod claim;
mod history;
mod cast;

pub use self::{
    cast::{CastFile, change_cast, read_cast, write_cast},
    claim::{Claim, ClaimOutcome, Claimant, claim},
    history::{last, newest, record},
    record::{ClaimError, FilmRecord, FleetListing, FleetNotes, PageRecord, Record, RunState},
    slot::Slot,
};
