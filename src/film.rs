//! Frames as files.
//!
//! A race and its look enter; an MP4, a poster and single frames leave. Nothing is left behind if one of them fails.
//! Rooms: `encode` (ffmpeg: finding it, running it, checking its film), `movie` (drawing, encoding, moving into place).

pub mod encode;
pub mod movie;
