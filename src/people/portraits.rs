//! Pictures of people: which file of a folder belongs to whom, read, and cut to a circle.
//!
//! Enters: a folder, and the people of a film. Leaves: their [`Portraits`], with what was skipped and why. The
//! folder is listed before the job is read, and files are fetched once it is known who is in the film, so only
//! the pictures that somebody will see are read. Where circles are drawn is for `render`.
//!
//! Rooms: `initials` (for people without a picture), `names` (file names and people compared), `skipped`,
//! `picture` (one of them, decoded), `gallery` (who has which), `album` (a folder of them).

mod initials;
mod names;
mod skipped;
mod picture;
mod gallery;
mod album;

pub use self::{
    album::{Album, PortraitsError, find},
    gallery::{PersonPicture, Portraits},
    initials::initials,
    picture::{Portrait, SquarePicture},
    skipped::{LARGEST_FILE, MOST_PICTURES, SkippedPicture, WhySkipped},
};

#[cfg(test)]
mod tests;
