//! Reports on a film, for machines and for people.
//!
//! Enters: counts and a race. Leaves: a receipt, a mail, and a page for a browser.
//!
//! Rooms: `audience` (who gets a mail), `receipt`, `mail`, `page`.

pub mod audience;
pub mod receipt;
pub mod mail;
pub mod page;
