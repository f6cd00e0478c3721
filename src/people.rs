//! Who is who.
//!
//! The answers of a job and the lists that somebody wrote enter; a [`Cast`] leaves: everybody with a stable
//! id, a name that may be shown, a color, and perhaps a team and a picture.
//!
//! Rooms: `name` (what may be shown), `list` (files of `id,something`), `aliases`, `groups`, `colors`, `words` and `pseudonym` (friendly
//! names), `cast` (all of it together), `portraits` (pictures).

pub(crate) mod name;
mod naming;
mod list;
mod aliases;
mod groups;
mod colors;
mod words;
mod pseudonym;
mod cast;
pub mod portraits;

pub use self::{
    aliases::Aliases,
    cast::{Cast, Group, Person, Remembered, RememberedPerson},
    colors::Colors,
    groups::Groups,
    list::{Kind, ListError},
    name::presentable,
    naming::Naming,
};
