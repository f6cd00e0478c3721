//! Who is who.
//!
//! Enters: the answers of a job, and lists that somebody wrote. Leaves: a [`Cast`], which gives everybody a stable
//! id, a name that may be shown, a color, and perhaps a team; and their pictures.
//!
//! Rooms: `name` (names that may be shown), `naming` (how to call people without one), `list` (files with two
//! columns), `aliases`, `groups` and `colors` (what they list), `words` and `pseudonym` (friendly names), `person`,
//! `cast` (all of it together), `portraits` (pictures).

pub(crate) mod name;
mod naming;
mod list;
mod aliases;
mod groups;
mod colors;
mod words;
mod pseudonym;
mod person;
mod cast;
pub mod portraits;

pub use self::{
    aliases::Aliases,
    cast::{Cast, Remembered, RememberedPerson},
    colors::Colors,
    groups::Groups,
    list::{ListError, ListKind},
    name::{LONGEST_NAME, NameTrouble, name_of, presentable},
    naming::Naming,
    person::{Group, Person},
};
