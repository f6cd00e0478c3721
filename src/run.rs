//! The program on one page: read, cast, count, race, draw, encode, place.
//!
//! Rooms: `captions` (the words around a race), `files` (what settings name), `pipeline`.

mod captions;
mod files;
mod pipeline;

pub use self::{
    captions::title,
    files::{Open, Pictures, files, pictures},
    pipeline::*,
};
