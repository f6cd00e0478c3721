//! What leaves: a subject and a text. And what enters beside the numbers: the link to the film.

use chrono::{DateTime, Utc};

/// The subject and the text of a mail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailText {
    /// One line of at most 99 characters of ASCII.
    pub subject: String,
    /// Plain text in lines of at most 76 columns, except for addresses, which each have a line of their own.
    pub body: String,
}

/// A link to the film.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilmLink {
    /// The address.
    pub url: String,
    /// When the link expires.
    pub until: DateTime<Utc>,
}
