//! Where things lie on a frame.
//!
//! The size of a frame, what it has to show, and the widths of two columns enter; every position leaves, in pixels.
//! Rooms: `needs` (what there is to show), `shape` (wide, square or tall), `head` and `foot` (what is above and below
//! the bars), `rows` (what is in a row), `positions` (all of it).

mod needs;
mod shape;
mod head;
mod foot;
mod rows;
mod positions;

pub(super) use self::{
    foot::Clock,
    needs::{CAP_HEIGHT, Needs, Total},
    positions::{Arrows, Layout, MEDAL, Names},
};
