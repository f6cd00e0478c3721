//! How people get to a film: by a link of our own, or at an address that S3 answers itself.
//!
//! A page is opened at an address of S3 too, and from there a name beside it leads nowhere: it lacks a signature. So a
//! page has whole addresses of its film and its downloads in it. They are links with the token of the page's own, which
//! opens all files of one film: they work as long as the link in the mail does, for everybody to whom it is forwarded,
//! and are revoked with it. The link function knows nothing of that.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{
    address::{FilmKey, NotFilm},
    error::LinkError,
    links::Links,
};
use crate::{
    report::{mail::FilmLink, page::PagePlaces},
    store::{StoreError, s3::S3},
};

/// The files of a page, in the order of its places.
const BESIDE: [&str; 5] = [".mp4", ".png", ".vtt", ".csv", ".json"];

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
    /// No key of a film.
    #[error(transparent)]
    Key(#[from] NotFilm),
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
                let lives = lives(bucket, now).await?;
                let film: FilmKey = key.parse()?;
                Ok(FilmLink { url: bucket.presigned(key, lives, &film.shown()).await?, until: now + lives })
            }
        }
    }

    /// The addresses of all files of the page around the film under `key`, for the page itself, and how long they work.
    ///
    /// # Errors
    /// When no address can be made.
    pub async fn beside(
        &self,
        key: &str,
        now: DateTime<Utc>,
    ) -> Result<(PagePlaces, DateTime<Utc>), LinkMakerError> {
        let film: FilmKey = key.parse()?;
        let mut urls = Vec::new();
        let until = match self {
            Self::Links(links) => {
                let link = links.to(key, now).await?;
                for ending in BESIDE {
                    urls.push(Links::beside(&link, &film.beside(ending))?.into());
                }
                link.expires
            }
            Self::Presigned(bucket) => {
                let lives = lives(bucket, now).await?;
                for ending in BESIDE {
                    let beside: FilmKey = film.beside(ending).parse()?;
                    urls.push(bucket.presigned(beside.as_str(), lives, &beside.shown()).await?);
                }
                now + lives
            }
        };
        let sites = match self {
            Self::Links(links) => vec![links.site()],
            // The page itself is at the same site.
            Self::Presigned(_) => Vec::new(),
        };
        let mut urls = urls.into_iter();
        let mut next = || urls.next().unwrap_or_default();
        let [film, poster, captions, table, numbers] = [next(), next(), next(), next(), next()];
        Ok((PagePlaces { film, poster, captions, table, numbers, sites }, until))
    }

    /// The address of the page under `key`, the addresses in which were made at the time `made` and work `until` then.
    /// It works as long as they do.
    ///
    /// # Errors
    /// When no address can be made.
    pub async fn of_page(
        &self,
        key: &str,
        (made, until): (DateTime<Utc>, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Result<FilmLink, LinkMakerError> {
        match self {
            Self::Links(links) => {
                let link = links.until(key, made, until).await?;
                Ok(FilmLink { url: link.url.into(), until: link.expires })
            }
            Self::Presigned(_) => {
                let link = self.to(key, now).await?;
                Ok(FilmLink { until: link.until.min(until), ..link })
            }
        }
    }
}

/// How long an address of the bucket can live: whole minutes, as the mail says it, and not one too many.
async fn lives(bucket: &S3, now: DateTime<Utc>) -> Result<Duration, StoreError> {
    let lives = bucket.longest_link(now).await?;
    Ok(Duration::from_secs(lives.as_secs().max(60)))
}
