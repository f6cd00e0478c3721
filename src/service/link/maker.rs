//! How people get to a film: by a link of our own, or at an address that S3 answers itself.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{address::FilmKey, error::LinkError, links::Links};
use crate::{
    report::mail::FilmLink,
    store::{
        StoreError,
        s3::{S3, Shown},
    },
};

/// Makes addresses of films.
#[derive(Debug)]
pub enum LinkMaker {
    /// Addresses of the link function, which work for weeks.
    Links(Links),
    /// Addresses of the bucket, which work for hours: for setups without a link function.
    Presigned(S3),
}

/// Why there is no address.
#[derive(Debug, thiserror::Error)]
pub enum LinkMakerError {
    /// The link could not be made.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The address of the bucket could not be made.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LinkMaker {
    /// The address of the film under `key`, and how long it works.
    ///
    /// # Errors
    /// When no address can be made.
    pub async fn to(&self, key: &str, now: DateTime<Utc>) -> Result<FilmLink, LinkMakerError> {
        match self {
            Self::Links(links) => {
                let link = links.to(key, now).await?;
                Ok(FilmLink { url: link.url.into(), until: link.expires })
            }
            Self::Presigned(bucket) => {
                let lives = bucket.longest_link(now).await?;
                // Whole minutes, as the mail says it, and not one too many.
                let lives = Duration::from_secs(lives.as_secs().max(60));
                let film: Result<FilmKey, _> = key.parse();
                let file_name = film.map_or_else(|_| "race.mp4".to_owned(), |film| film.file_name());
                let shown = Shown { content_type: "video/mp4", file_name };
                Ok(FilmLink { url: bucket.presigned(key, lives, &shown).await?, until: now + lives })
            }
        }
    }
}
