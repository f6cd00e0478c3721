//! Reports on a film, for machines and for people.
//!
//! Enters: counts and a race. Leaves: a receipt and a mail.
//!
//! Rooms: `audience` (who gets a mail), `receipt`, `mail`.

pub mod audience;
pub mod receipt;
pub mod mail;
