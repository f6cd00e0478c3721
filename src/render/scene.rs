//! One frame of the race, drawn with plotters on any backend.
//!
//! A race and a [`Look`] enter, and are measured once into a [`Scene`]; it draws each frame of the race.
//! What becomes of the drawing is for `canvas`; colors are those of `style`, words those of `locale`.
//! Rooms: `look`, `numbers` and `pen` (shapes in pixels); `layout` and `widths` (where things lie); `apart` (names that
//! differ at their end); `colors`, `figure`, `clock`, `legend`, `notices`, `card`, `opening` and `days` (the parts,
//! measured); `fixed` (all of them); `axis`, `avatars`, `columns`, `best`, `bars`, `head`, `foot`, `summary` and `title`
//! (the parts, drawn); `draw` (the whole frame); `missing` (characters without a font).

mod look;
mod numbers;
mod pen;
mod layout;
mod widths;
mod apart;
mod colors;
mod figure;
mod clock;
mod legend;
mod notices;
mod card;
mod opening;
mod days;
mod fixed;
mod axis;
mod avatars;
mod columns;
mod best;
mod bars;
mod head;
mod foot;
mod summary;
mod title;
mod draw;
mod missing;

pub use self::{
    colors::{MAIN_COLORS, colors, moved_slots},
    fixed::Scene,
    look::{Captions, CountedBy, Fact, Headline, Look, ValueStyle},
    missing::missing,
};
