//! The link in the mail: an address that works for weeks, and that nobody else can make.
//!
//! A presigned URL lasts no longer than the credentials that signed it, which are those of a function and last
//! hours. So the mail holds an address of our own with a token, and a small function answers it with a presigned
//! URL that is made on the spot. The token is a MAC by a KMS key that nobody can read: whoever makes links can only
//! make them, and whoever checks them can only check. A link may be used any number of times, because mail scanners
//! follow every link before a person reads the mail.
//!
//! The key of a film enters; an address for a mail leaves, and later the answer to whoever opens it.
//!
//! Rooms: `error`, `address` (what a link looks like), `kms` (the key), `links` (makes them), `maker` (links, or
//! presigned URLs without a function), `revoked` (which no longer work), `endpoint` (answers them), `probe` (tries one).

mod error;
mod address;
pub mod kms;
mod links;
mod maker;
pub mod revoked;
pub mod endpoint;
pub mod probe;

pub use self::{
    address::{Address, FilmKey, NotLink},
    error::{DAYS_MAX, LinkError, LinkTrouble},
    links::{Link, Links},
    maker::{LinkMaker, LinkMakerError},
};
