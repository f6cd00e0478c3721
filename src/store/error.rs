//! What can go wrong with a store, in words that say what to do about it.

use crate::aws::NO_CREDENTIALS;

/// The cause of an error: whatever a service or the system said.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong, and with which object or place.
#[derive(Debug, thiserror::Error)]
#[error("{trouble}: {what}")]
pub struct StoreError {
    /// The object or place, as a person would write it: `s3://bucket/key` or a path.
    pub what: String,
    /// The kind of trouble, for code that acts on it.
    pub trouble: Trouble,
    /// What the service or the system said.
    #[source]
    pub source: Option<BoxError>,
}

/// Kinds of trouble with a store; where there is a way out, the message names it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// No such object, folder or bucket.
    #[error("there is nothing here")]
    NotFound,
    /// The caller is not allowed to do this.
    #[error("no permission")]
    Denied,
    /// Nobody is signed in to AWS.
    #[error("{NO_CREDENTIALS}")]
    NoCredentials,
    /// The bucket is in another region.
    #[error("the bucket is in another region (set AWS_REGION={})", .region.as_deref().unwrap_or("to the bucket's own"))]
    OtherRegion {
        /// Which one, if the service said so.
        region: Option<String>,
    },
    /// A conditional write found another object there.
    #[error("an object of somebody else is already there")]
    Exists,
    /// A file or folder whose name is no text.
    #[error("its name is not UTF-8")]
    BadName,
    /// A link that leads back to a folder above it.
    #[error("a link leads back to a folder above it")]
    Loop,
    /// This store cannot do what was asked.
    #[error("this kind of store cannot do that")]
    Unsupported,
    /// The service was too slow, too busy, or could not be reached.
    #[error("the store did not answer in time, or could not be reached")]
    Unavailable,
    /// This machine has no open file, memory or disk left for it.
    #[error("this machine ran out of open files, memory or disk (ulimit -a shows the bounds)")]
    Exhausted,
    /// Anything else: see the source.
    #[error("the store failed")]
    Other,
}

impl Trouble {
    /// Whether it is the fault of one entry of a folder, behind which nothing can be that is not there by another name.
    pub fn is_of_entry(&self) -> bool {
        matches!(self, Self::NotFound | Self::BadName | Self::Loop)
    }
}
