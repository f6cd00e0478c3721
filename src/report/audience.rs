//! Whom a mail is for: those who label, or those who own the job.

use std::{fmt, str::FromStr};

/// Whom a mail is for. It is what subscriptions are filtered by.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Audience {
    /// Those who label.
    Labelers,
    /// Those who own the job.
    Owners,
}

impl Audience {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Labelers, Self::Owners];

    /// The word for it on the command line and in filters.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Labelers => "labelers",
            Self::Owners => "owners",
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that names no audience.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is nobody; write labelers or owners")]
pub struct AudienceError(String);

impl FromStr for Audience {
    type Err = AudienceError;

    fn from_str(text: &str) -> Result<Self, AudienceError> {
        let named = Self::ALL.into_iter().find(|audience| audience.word() == text);
        named.ok_or_else(|| AudienceError(text.to_owned()))
    }
}
