//! The formats that answers come in, one file for each.

pub mod inside;
pub mod worker_response;
pub mod consolidation;
pub mod manifest;
