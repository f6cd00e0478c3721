//! What was asked becomes what will be done.
//!
//! Words of flags, events and variables enter; a [`Plan`] and a [`Film`] leave, which are always valid.
//!
//! Rooms: `moment` (times as people write them), `asked` (the settings), `plan` (what they mean together).

mod moment;
mod theme;
mod asked;
mod plan;

pub use self::{
    asked::{CountRequest, FilmRequest, SourceRequest},
    moment::{Length, LengthError, Moment, MomentError},
    plan::{Files, Film, Input, Plan, PlanError},
    theme::ThemeChoice,
};
