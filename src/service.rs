//! What makes one film each morning, exactly once.
//!
//! An event or a command enters; a film in the bucket and a mail leave.
//!
//! Rooms: `logs`, `scratch`, `notify` (mail), `link` (the link in it), `runs` (what
//! runs know of each other), `handler` (the function on one page), `doctor`.

pub mod logs;
pub mod scratch;
pub mod link;
pub mod notify;
pub mod runs;
pub mod handler;
pub mod doctor;
