//! The race: every frame of the film as numbers.
//!
//! Enters: a tally, a [`Pacing`] and a [`Course`]. Leaves: a [`Race`], which gives each [`Frame`] as a function of
//! its number alone, so frames can be made in any order. Where a bar is on the screen is for `render`.
//!
//! Values follow a monotone curve through the sum at the end of each bucket. Rows follow the places of people in
//! the order of their values, taken on a grid finer than the frames and smoothed by a centered raised cosine: two
//! bars that swap are level when their values are, and no bar jumps.
//!
//! Rooms: `math`; `pacing` and `course` (what may be chosen); `legs`, `curve` and `racer` (values over time);
//! `timeline`, `sections`, `passing`, `trades`, `grid`, `calm` and `timing` (which moment a frame shows, and who is in
//! which place then); `axis`, `means`, `rows`, `periods`, `stretches`, `climbs`, `notices` and `others` (what a frame shows);
//! `assembly` (all of it together); `frame`.

mod math;
mod pacing;
mod course;
mod legs;
mod curve;
mod racer;
mod timeline;
mod sections;
mod passing;
mod trades;
mod grid;
mod calm;
mod timing;
mod axis;
mod means;
mod rows;
mod periods;
mod stretches;
mod climbs;
mod notices;
mod others;
mod assembly;
mod frame;

pub(crate) use self::math::{exact, raised_cosine, real, round_numbers, smoothstep};
pub use self::{
    assembly::{Climb, Pause, Race},
    course::{Announce, Bars, Course, RaceOf},
    frame::{Bar, Frame, MARKS},
    notices::Notice,
    others::Others,
    pacing::{
        DEFAULT_FPS, DEFAULT_HOLD, DEFAULT_SECONDS, DEFAULT_SWAP, DEFAULT_TOP, Idle, Lasting, Pace, Pacing,
    },
};

#[cfg(test)]
mod tests;
