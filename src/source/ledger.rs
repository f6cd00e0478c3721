//! What earlier readings found in each file, so that a run fetches only what is new.
//!
//! A listing tells the size and the tag of every file. A file that has both as they were is not fetched again: what
//! was in it is in the ledger, as it was read and before anything was decided about it. Who is who, what counts twice
//! and what time is plausible is settled afresh in each run, so that any ledger, stale, cut, foreign or none, leads to
//! the same [`Gathered`](super::Gathered); it only saves requests. It holds the raw ids of people and never leaves the
//! place where it is kept.
//!
//! Rooms: `version` (of everything that reads files), `kept` (what was in one file, as bytes), `pack` (a ledger as
//! bytes), `book` (the ledger of a run), `keeper` (where it lies from run to run).

mod version;
mod kept;
mod pack;
mod book;
mod keeper;

pub(crate) use self::kept::FileContents;
pub use self::{
    book::{Ledger, Stamp},
    keeper::{LEDGER_MARGIN, LedgerKeeper, LedgerWarning},
    pack::{LARGEST_LEDGER, PackError},
};
