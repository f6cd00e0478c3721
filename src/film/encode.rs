//! ffmpeg, which turns frames into an MP4.
//!
//! Frames that are drawn already enter (planar `Y'CbCr`, 4:2:0, BT.709 in limited range); a film whose frames have
//! been counted again leaves, at the path that was given. Where that path lies, and moving the film to its target,
//! is for `movie`. This is the only folder that starts a process.
//! Rooms: `limits`, `error`, `find` (which ffmpeg), `command` (what every call has in common), `confine` (what ffmpeg
//! may do), `process` (how it is ended), `output` (what it prints), `run` (one that works on a file), `pipe` (how frames
//! get there), `verify` (the film is read again), `extras` (what a film has beside its frames), `quality` (how carefully
//! it is compressed), `encoding` (what film is made), `child` (the running ffmpeg), `preview` (a film as a small moving
//! picture), `version` (which ffmpeg it is).

mod limits;
mod error;
mod find;
mod command;
mod confine;
mod process;
mod output;
mod run;
mod pipe;
mod verify;
mod extras;
mod quality;
mod encoding;
mod child;
mod version;
mod preview;

pub use self::{
    child::Encoder,
    encoding::Encoding,
    error::EncodeError,
    extras::{Chapter, Extras},
    find::{Places, find},
    limits::PATIENCE,
    preview::{PreviewKind, PreviewShape, check_preview, preview},
    process::Stopper,
    quality::Quality,
    verify::verify,
    version::version,
};
