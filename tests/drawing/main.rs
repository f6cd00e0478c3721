//! How a race moves and what its frames look like. These tests need no tools.
//!
//! `any_input` draws whatever can be counted, `motion_in_figures` measures the race,
//! `layout_as_text` says where things are in a frame and in which color,
//! and `golden_pictures` compares whole frames with pictures that somebody has looked at.
#![expect(clippy::unwrap_used, reason = "what a helper cannot do fails its test")]

#[path = "../common/mod.rs"]
mod common;

mod any_input;
mod days_of_people;
mod golden_pictures;
mod layout_as_text;
mod motion_in_figures;
