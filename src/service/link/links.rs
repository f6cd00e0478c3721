//! Makes the links that a function of our own answers.

use chrono::{DateTime, TimeDelta, Utc};
use url::{Host, Url};

use super::{
    address::{self, Address, FilmKey},
    error::{DAYS_MAX, LinkError, LinkTrouble},
    kms::HmacKey,
};

/// Makes links.
#[derive(Debug)]
pub struct Links {
    base: Url,
    key: HmacKey,
    life: TimeDelta,
}

/// A link, and how long it works.
#[derive(Clone, Eq, PartialEq)]
pub struct Link {
    /// The whole address. Whoever has it can see the film, so it belongs in a mail and never in a log.
    pub url: Url,
    /// When it stops working.
    pub expires: DateTime<Utc>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("expires", &self.expires).finish_non_exhaustive()
    }
}

impl Links {
    /// Links below `base`, the address of the function that answers them, which work for so many `days`.
    ///
    /// # Errors
    /// When `base` is not the root of an `https` site, or `days` is not within 1 to [`DAYS_MAX`].
    pub fn new(base: &str, key: HmacKey, days: u16) -> Result<Self, LinkError> {
        let wrong = |trouble| LinkError { what: base.to_owned(), trouble, source: None };
        let base = Url::parse(base).map_err(|error| LinkError {
            what: base.to_owned(),
            trouble: LinkTrouble::BadBase,
            source: Some(error.into()),
        })?;
        // A proxy on this machine, as one has for a trial, has no certificate.
        let is_own = match base.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        let is_safe = base.scheme() == "https" || (base.scheme() == "http" && is_own);
        let is_root = base.path() == "/" && base.query().is_none() && base.fragment().is_none();
        if !is_safe || !is_root || !base.username().is_empty() || base.password().is_some() {
            return Err(wrong(LinkTrouble::BadBase));
        }
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(wrong(LinkTrouble::BadLife(days)));
        }
        Ok(Self { base, key, life: TimeDelta::days(days.into()) })
    }

    /// The link to the film or poster under `key`.
    ///
    /// # Errors
    /// When `key` is not that of a film or poster, or KMS does not make the MAC.
    pub async fn to(&self, key: &str, now: DateTime<Utc>) -> Result<Link, LinkError> {
        self.until(key, now, now + self.life).await
    }

    /// The link to another file of the film to which a `link` leads. It has the same token and works equally long.
    ///
    /// # Errors
    /// When `key` is not that of a file of the same film.
    pub(super) fn beside(link: &Link, key: &str) -> Result<Url, LinkError> {
        let wrong = || LinkError { what: key.to_owned(), trouble: LinkTrouble::NotFilm, source: None };
        let address = Address::read(link.url.path(), link.url.query().unwrap_or_default());
        let film: FilmKey = key.parse().map_err(|_| wrong())?;
        let address = address.and_then(|address| address.beside(film)).ok_or_else(wrong)?;
        let mut url = link.url.clone();
        url.set_path(&address.path());
        Ok(url)
    }

    /// The site of all links, as a policy of a page names it.
    pub(super) fn site(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// The link to the film under `key` that is made now and works until `expires`.
    pub(super) async fn until(
        &self,
        key: &str,
        now: DateTime<Utc>,
        expires: DateTime<Utc>,
    ) -> Result<Link, LinkError> {
        let wrong = || LinkError { what: key.to_owned(), trouble: LinkTrouble::NotFilm, source: None };
        let film: FilmKey = key.parse().map_err(|_| wrong())?;
        let (made, expires) = (now.timestamp(), expires.timestamp());
        let mac = self.key.mint(&address::message(&film, made, expires)).await?;
        let address = Address::new(film, made, expires, &mac).ok_or_else(|| LinkError {
            what: self.key.id().to_owned(),
            trouble: LinkTrouble::WrongUsage,
            source: Some("the MAC is not one of HMAC_SHA_256".into()),
        })?;
        let mut url = self.base.clone();
        url.set_path(&address.path());
        url.set_query(Some(&address.query()));
        let expires = DateTime::from_timestamp(address.expires(), 0).unwrap_or_default();
        Ok(Link { url, expires })
    }
}
