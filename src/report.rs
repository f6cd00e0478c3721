//! What was made and counted, told.
//!
//! Counts and a race enter; a receipt for machines and a mail for people leave.
//!
//! Rooms: `receipt`, `digest` (the mail).

pub mod audience;
pub mod receipt;
pub mod digest;
