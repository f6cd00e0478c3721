//! Somebody to ask, as mails and refusals print it.

use std::{fmt, str::FromStr};

/// The most characters of a contact.
const LONGEST_CONTACT: usize = 200;

/// Somebody to ask: a name, an address, a channel.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contact(String);

/// A text that is not a contact.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a contact is one line of 1 to {LONGEST_CONTACT} characters, such as a name and an e-mail address")]
pub struct ContactError;

impl FromStr for Contact {
    type Err = ContactError;

    fn from_str(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let is_line =
            (1..=LONGEST_CONTACT).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if is_line { Ok(Self(text.to_owned())) } else { Err(ContactError) }
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
