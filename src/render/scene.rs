//! One frame of the race, drawn with plotters on any backend.
//!
//! A race and a [`Look`] enter, and are measured once into a [`Scene`]; it draws each frame of the race.
//! What becomes of the drawing is for `canvas`; colors are those of `style`, words those of `locale`.
//! Rooms: `look`, `numbers` and `pen` (shapes in pixels); `layout` and `widths` (where things lie); `colors`, `figure`,
//! `clock`, `legend`, `notices`, `card` and `opening` (the parts, measured); `fixed` (all of them); `axis`, `bars`, `head`, `foot`
//! `summary` and `title` (the parts, drawn); `draw` (the whole frame); `missing` (characters without a font).

mod look;
mod numbers;
mod pen;
mod layout;
mod widths;
mod colors;
mod figure;
mod clock;
mod legend;
mod notices;
mod card;
mod opening;
mod fixed;
mod axis;
mod bars;
mod head;
mod foot;
mod summary;
mod title;
mod draw;
mod missing;

pub use self::{
    colors::{colors, moved_slots},
    fixed::Scene,
    look::{Captions, CountedBy, Fact, Headline, Look, ValueStyle},
    missing::missing,
};
