//! Who is who.
//!
//! Enters: the answers of a job, and lists that somebody wrote. Leaves: a [`Cast`], which gives everybody a stable
//! id, a name that may be shown, a color, and perhaps a team; and their pictures.
//!
//! Rooms: `name` (names that may be shown), `id_beginnings` (ids of which only the beginning is written), `naming` (how to
//! call people without a name), `list` (files with two columns), `aliases`, `groups` and `colors` (what they list),
//! `words` and `pseudonym` (friendly names), `directory` and `cognito` (the names in a team's user pool), `person`,
//! `stable_ids` (the best known one of several ids), `cast` (all of it together), `portraits` (pictures).

pub(crate) mod name;
mod id_beginnings;
mod naming;
mod list;
mod aliases;
mod groups;
mod colors;
mod words;
mod pseudonym;
mod directory;
#[cfg(feature = "aws")]
pub mod cognito;
mod person;
mod stable_ids;
mod cast;
pub mod portraits;

pub use self::{
    aliases::Aliases,
    cast::{Cast, NameSources, Remembered, RememberedPerson},
    colors::Colors,
    directory::{Directory, DirectoryName, NameTrouble, PoolNames, PoolUser},
    groups::Groups,
    list::{ListError, ListKind, Strangers},
    name::{LONGEST_NAME, RefusedName, name_of, presentable},
    naming::{NameOrigin, Naming},
    person::{Group, Person},
    pseudonym::export_id,
};
