//! A race as files: the MP4, the poster, single frames, a preview.
//!
//! A race and its look enter; files leave. Each is made beside its target and moved there once everything that
//! belongs together is whole.
//! Rooms: `error`, `name` (what a name promises), `draft` (files beside their targets), `painter` (frames on a canvas), `pictures` (PNG files),
//! `watch` (stopping in the middle), `film` (the MP4), `preview` (the film as a small moving picture).

mod error;
mod name;
mod draft;
mod painter;
mod pictures;
mod watch;
mod film;
mod preview;

pub use self::{
    draft::Draft,
    error::MovieError,
    film::{FilmTimes, film},
    name::{check_film_name, picture_suffix, preview_kind},
    painter::Tell,
    pictures::{Poster, PosterOf, pictures},
    preview::{LARGEST_PREVIEW, PreviewMade, preview},
};
