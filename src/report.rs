//! Reports on a film, for machines and for people.
//!
//! Enters: counts and a race. Leaves: a receipt, a mail, and a page for a browser.
//!
//! Rooms: `audience` (who gets a mail), `receipt`, `fleet` (how many jobs stand), `todo` (what needs an owner), `mail`,
//! `digest_json` (its numbers for programs), `page`.

pub mod audience;
pub mod receipt;
pub mod fleet;
pub mod todo;
pub mod mail;
pub mod digest_json;
pub mod page;
