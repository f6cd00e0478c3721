//! The mail: a [`Digest`](crate::stats::Digest) in sentences, as a subject and plain text that can be read on a phone.
//!
//! Its numbers come from `stats`, and its words from `locale`; sending it is for `service`.
//!
//! Rooms: `text` (what leaves), `lines` (plain text in lines), `voice` (numbers and days in the language of a digest),
//! `parts` (sections that both mails have), `subject`, `owners`, `labelers`, `compose` (all of it), `fleet` (the mail about many jobs).

mod text;
mod lines;
mod voice;
mod parts;
mod subject;
mod owners;
mod labelers;
mod compose;
mod fleet;

pub use self::{
    compose::{mail, nothing_new},
    fleet::{FLEET_LINKS, fleet_mail, fleet_words},
    text::{FilmLink, MailText},
};

#[cfg(test)]
mod tests;
