//! Frames as files.
//!
//! A race and its look enter; an MP4, a poster and pictures leave.
//!
//! Rooms: `encode` (the ffmpeg child), `movie` (drawing, encoding, moving into place).

pub mod encode;
pub mod movie;
