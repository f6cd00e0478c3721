//! One film each morning, exactly once: the function, and everything around it.
//!
//! An event or a command enters; a film in the bucket and a mail leave.
//!
//! Rooms: `logs`, `scratch` (a temporary folder), `link` (the link in the mail), `notify` (the mail), `webhook` (the same in a chat), `runs` (what runs
//! know about each other), `handler` (the function on one page), `doctor` (checks it all).

pub mod logs;
pub mod scratch;
pub mod link;
pub mod notify;
pub mod webhook;
pub mod runs;
pub mod handler;
pub mod doctor;
