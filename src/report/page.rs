//! The page beside a film: its numbers to look up, sort, copy and print, for a browser.
//!
//! Enters: what was counted, and its race. Leaves: one HTML file that needs nothing from anywhere, the captions of the
//! film, and the numbers as files. It is a function of what enters: the same job gives the same bytes.
//!
//! A page goes to everybody who gets the film, so it tells nobody more about anybody: see [`crate::stats::on_page`].
//! What it is made of besides lies in `assets/page`; its words lie in `assets/words/page`.
//!
//! Rooms: `periods` (labels per day, and per hour), `standings` (who is in the table), `planned` (what is to be done by
//! when), `captions` (the film in words),
//! `numbers` (all of it), `charts` (as the script of the page takes it), `look` (styles, script, and the policy that
//! lets in nothing else), `model` (a page), `outlook` (its forecast and quality in words), `drawings` and `ranks` (parts of it), `html` (the whole), `table` (as CSV).

mod periods;
mod standings;
mod planned;
mod captions;
mod numbers;
mod charts;
mod look;
mod model;
mod outlook;
mod drawings;
mod ranks;
mod html;
mod table;

pub use self::{
    captions::FilmText,
    model::{FilmPage, PageFilm, PagePlaces, PageSection},
    numbers::{PageCourse, PageInput, PageNumbers, PagePlan},
    periods::{DayPart, PerDays, PeriodLabels},
    standings::{PageRow, Standings, TheRest},
};
