//! The link in the mail: an address that works for weeks and can be made by nobody else.
//!
//! A presigned URL lasts no longer than the credentials that signed it, which in a function is some hours.
//! So the mail holds an address of our own with a token, and a small function answers it with a presigned
//! URL that is made on the spot. The token is a MAC by a KMS key that nobody can read: who makes links can
//! only make them, who checks them can only check. It may be used as often as one likes, because scanners of
//! mail follow every link before anybody reads it.

mod address;
pub mod answer;
pub mod kms;
pub mod probe;

use chrono::{DateTime, TimeDelta, Utc};
use url::{Host, Url};

use crate::aws::BoxError;

pub use address::{Address, FilmKey};
use kms::HmacKey;

/// The longest that a link may live, in days.
pub const DAYS_MAX: u16 = 365;

/// Makes links.
#[derive(Debug)]
pub struct Links {
    base: Url,
    key: HmacKey,
    life: TimeDelta,
}

/// A link, and until when it works.
#[derive(Clone, Eq, PartialEq)]
pub struct Link {
    /// The whole address. Whoever has it may see the film: it belongs into a mail, never into a log.
    pub url: Url,
    /// From here on it is answered with "no longer".
    pub expires: DateTime<Utc>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("expires", &self.expires).finish_non_exhaustive()
    }
}

impl Links {
    /// Links below `base`, the address of the function that answers them, living `days`.
    ///
    /// # Errors
    /// When `base` is not the root of an `https` site, or `days` is not within 1 to [`DAYS_MAX`].
    pub fn new(base: &str, key: HmacKey, days: u16) -> Result<Self, LinkError> {
        let wrong = |trouble| LinkError { what: base.to_owned(), trouble, source: None };
        let base = Url::parse(base).map_err(|error| LinkError {
            what: base.to_owned(),
            trouble: Trouble::BadBase,
            source: Some(error.into()),
        })?;
        // A proxy of the same machine, as in a trial, has no certificate.
        let is_own = match base.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        let is_safe = base.scheme() == "https" || (base.scheme() == "http" && is_own);
        let is_root = base.path() == "/" && base.query().is_none() && base.fragment().is_none();
        if !is_safe || !is_root || !base.username().is_empty() || base.password().is_some() {
            return Err(wrong(Trouble::BadBase));
        }
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(wrong(Trouble::BadLife(days)));
        }
        Ok(Self { base, key, life: TimeDelta::days(days.into()) })
    }

    /// The link to the film or poster under `key`.
    ///
    /// # Errors
    /// When `key` is not that of a film or poster, or KMS does not make the MAC.
    pub async fn to(&self, key: &str, now: DateTime<Utc>) -> Result<Link, LinkError> {
        self.until(key, now + self.life).await
    }

    async fn until(&self, key: &str, expires: DateTime<Utc>) -> Result<Link, LinkError> {
        let wrong = || LinkError { what: key.to_owned(), trouble: Trouble::NotFilm, source: None };
        let film: FilmKey = key.parse().map_err(|_| wrong())?;
        let mac = self.key.mint(&address::message(&film, expires.timestamp())).await?;
        let address = Address::new(film, expires.timestamp(), &mac).ok_or_else(|| LinkError {
            what: self.key.id().to_owned(),
            trouble: Trouble::WrongUsage,
            source: Some("the MAC is not one of HMAC_SHA_256".into()),
        })?;
        let mut url = self.base.clone();
        url.set_path(&address.path());
        url.set_query(Some(&address.query()));
        let expires = DateTime::from_timestamp(address.expires(), 0).unwrap_or(expires);
        Ok(Link { url, expires })
    }
}

/// What went wrong with links, and with which thing.
#[derive(Debug, thiserror::Error)]
#[error("{trouble}: {what}")]
pub struct LinkError {
    /// The address, film or KMS key.
    pub what: String,
    /// The kind of trouble, for those who act on it.
    pub trouble: Trouble,
    /// What the service said.
    #[source]
    pub source: Option<BoxError>,
}

/// Kinds of trouble with links, each with the way out in its words.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// Links cannot start with this.
    #[error("links need the root of an https site (the function URL of the stack, https://.../)")]
    BadBase,
    /// A life that no link may have.
    #[error("links live 1 to {DAYS_MAX} days, not {0}")]
    BadLife(u16),
    /// Links show films and posters only.
    #[error(
        "there are links only to videos/JOB/KIND/FILE.mp4 and .png, of letters, digits, `-`, `_` and `.`"
    )]
    NotFilm,
    /// No such KMS key.
    #[error("there is no such KMS key (look for the key of the links in the outputs of the stack)")]
    NotFound,
    /// The caller may not.
    #[error("no permission on the KMS key (kms:GenerateMac makes links, kms:VerifyMac checks them)")]
    Denied,
    /// Nobody signed in.
    #[error(
        "no AWS credentials that work were found (set AWS_PROFILE, or sign in with `aws sso login` or `aws configure`)"
    )]
    NoCredentials,
    /// Somebody has switched the key off.
    #[error("the KMS key is disabled (enable it; links that were sent work again then)")]
    Disabled,
    /// Somebody is removing the key.
    #[error(
        "the KMS key is being deleted, and with it every link that was sent (`aws kms cancel-key-deletion`, then \
         `aws kms enable-key`)"
    )]
    Deleting,
    /// A key for something else.
    #[error(
        "the KMS key is for something else (it must have the key spec HMAC_256 and the usage GENERATE_VERIFY_MAC)"
    )]
    WrongUsage,
    /// The service was too slow, too busy, or could not be reached.
    #[error("KMS did not answer in time, or could not be reached (try again)")]
    Unavailable,
    /// Anything else: see the source.
    #[error("KMS failed")]
    Other,
}
