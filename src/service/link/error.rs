//! What can go wrong with links, in words that say what to do about it.

use crate::{aws::NO_CREDENTIALS, store::BoxError};

/// The longest that a link may work, in days.
pub const DAYS_MAX: u16 = 365;

/// What went wrong with links, and with which address, film or key.
#[derive(Debug, thiserror::Error)]
#[error("{trouble}: {what}")]
pub struct LinkError {
    /// The address, film or KMS key.
    pub what: String,
    /// The kind of trouble, for code that acts on it.
    pub trouble: LinkTrouble,
    /// What the service said.
    #[source]
    pub source: Option<BoxError>,
}

/// Kinds of trouble with links; where there is a way out, the message names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkTrouble {
    /// Links cannot start with this.
    #[error("links need the root of an https site (the function URL of the stack, https://.../)")]
    BadBase,
    /// Links cannot work for so many days.
    #[error("links work for 1 to {DAYS_MAX} days, not {0}")]
    BadLife(u16),
    /// Links only lead to films and posters.
    #[error(
        "links lead only to videos/JOB/KIND/FILE.mp4 and the files beside it, of letters, digits, `-`, `_` and `.`"
    )]
    NotFilm,
    /// No such KMS key.
    #[error("the KMS key does not exist (see the outputs of the stack for the key of the links)")]
    NotFound,
    /// The caller is not allowed to do this.
    #[error("permission is missing on the KMS key (kms:GenerateMac makes links, kms:VerifyMac checks them)")]
    Denied,
    /// Nobody is signed in to AWS.
    #[error("{NO_CREDENTIALS}")]
    NoCredentials,
    /// The key is switched off.
    #[error("the KMS key is disabled (enable it; links that were sent work again then)")]
    Disabled,
    /// The key is going to be removed.
    #[error(
        "the KMS key is being deleted, and with it every link that was sent (`aws kms cancel-key-deletion`, then \
         `aws kms enable-key`)"
    )]
    Deleting,
    /// A key for something else.
    #[error(
        "the KMS key is of another kind (it must have the key spec HMAC_256 and the usage GENERATE_VERIFY_MAC)"
    )]
    WrongUsage,
    /// The service was too slow, too busy, or could not be reached.
    #[error("KMS did not answer in time, or could not be reached (try again)")]
    Unavailable,
    /// Anything else: see the source.
    #[error("KMS failed")]
    Other,
}
