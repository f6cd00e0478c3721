//! What the address of a film looks like, and what its token proves.
//!
//! An address is read strictly: it is taken apart, written again, and accepted only if that gives the same bytes. So
//! there is one address for each token, and nothing can hide in another spelling of it.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use url::form_urlencoded;

use crate::store::Shown;

/// The length of an HMAC with SHA-256.
const MAC_BYTES: usize = 32;

/// The longest part of a key between two slashes. Names of labeling jobs have at most 63 characters.
const PART_MAX: usize = 128;

/// The longest path, or query, that is looked at.
const LONGEST: usize = 1024;

/// Every key that a link may lead to starts with this.
const FILMS: &str = "videos/";

/// What belongs together: a film (first, since tokens name it), and the files beside it that have its name. With each is
/// the type that it is shown as.
const KINDS: [(&str, &str); 6] = [
    (".mp4", "video/mp4"),
    (".png", "image/png"),
    (".html", "text/html; charset=utf-8"),
    (".vtt", "text/vtt; charset=utf-8"),
    (".csv", "text/csv; charset=utf-8"),
    (".json", "application/json"),
];

/// The key of a film, `videos/<job>/<kind>/<file>.mp4`, or of a file beside it: its poster, its page, and so on.
///
/// Its characters stand for themselves in every part of an address and in a header, so that nothing has to be
/// encoded or decoded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilmKey(String);

/// A key that is not one of a film.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("this is not the key of a film")]
pub struct NotFilm;

impl FilmKey {
    /// The key in the bucket.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Below `videos/`.
    fn below(&self) -> &str {
        self.0.strip_prefix(FILMS).unwrap_or_default()
    }

    /// The name under which the file is saved: the last part of the key alone is only a time.
    pub fn file_name(&self) -> String {
        self.below().replace('/', "-")
    }

    /// What is in it.
    pub fn content_type(&self) -> &'static str {
        KINDS.iter().find(|(ending, _)| self.0.ends_with(ending)).map_or("video/mp4", |(_, shown)| shown)
    }

    /// How a browser is told to treat it: tables and numbers are saved, since nobody reads them in a browser.
    pub fn shown(&self) -> Shown {
        let content_type = self.content_type();
        let is_saved = !["video/", "image/", "text/html"].iter().any(|seen| content_type.starts_with(seen));
        Shown { content_type, file_name: self.file_name(), is_saved }
    }

    /// The key of the film's file with this ending, such as `.html`.
    pub fn beside(&self, ending: &str) -> String {
        let (stem, _) = self.0.rsplit_once('.').unwrap_or((&self.0, ""));
        format!("{stem}{ending}")
    }

    /// The key of the film, whichever of its files this is.
    #[must_use]
    pub fn of_film(&self) -> Self {
        Self(self.beside(KINDS[0].0))
    }
}

impl FromStr for FilmKey {
    type Err = NotFilm;

    fn from_str(text: &str) -> Result<Self, NotFilm> {
        let parts: Vec<&str> = text.strip_prefix(FILMS).ok_or(NotFilm)?.split('/').collect();
        let &[job, kind, file] = parts.as_slice() else { return Err(NotFilm) };
        let is_plain = |part: &str| {
            part.len() <= PART_MAX
                && part.starts_with(|c: char| c.is_ascii_alphanumeric())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
                && !part.contains("..")
        };
        let stem = KINDS.iter().find_map(|(ending, _)| file.strip_suffix(ending)).ok_or(NotFilm)?;
        let is_film = [job, kind, file, stem].into_iter().all(is_plain);
        if is_film { Ok(Self(text.to_owned())) } else { Err(NotFilm) }
    }
}

/// The text that the MAC is made of. The version keeps another form of the token from being taken for this one, and
/// no part can hold a line break.
pub(super) fn message(film: &FilmKey, made: i64, expires: i64) -> String {
    format!("labelrace link v2\n{}\n{made}\n{expires}", film.of_film().as_str())
}

/// The address of a film with its token.
#[derive(Clone, Eq, PartialEq)]
pub struct Address {
    film: FilmKey,
    made: i64,
    expires: i64,
    mac: [u8; MAC_BYTES],
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("film", &self.film)
            .field("made", &self.made)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

impl Address {
    /// `None` if the MAC has another length, or the times are before 1970 or in the wrong order.
    pub(super) fn new(film: FilmKey, made: i64, expires: i64, mac: &[u8]) -> Option<Self> {
        (0 <= made && made <= expires).then_some(())?;
        Some(Self { film, made, expires, mac: mac.try_into().ok()? })
    }

    /// Reads the path and the query of a request, as they arrived.
    pub fn read(path: &str, query: &str) -> Option<Self> {
        if LONGEST < path.len() || LONGEST < query.len() {
            return None;
        }
        let film = path.strip_prefix("/v/")?;
        let film = format!("{FILMS}{film}").parse().ok()?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let (t, e, s) = (pairs.next()?, pairs.next()?, pairs.next()?);
        if t.0 != "t" || e.0 != "e" || s.0 != "s" || pairs.next().is_some() {
            return None;
        }
        let mac = URL_SAFE_NO_PAD.decode(s.1.as_bytes()).ok()?;
        let address = Self::new(film, t.1.parse().ok()?, e.1.parse().ok()?, &mac)?;
        (address.path() == path && address.query() == query).then_some(address)
    }

    /// Which film.
    pub fn film(&self) -> &FilmKey {
        &self.film
    }

    /// When it was made, in seconds since 1970.
    pub fn made(&self) -> i64 {
        self.made
    }

    /// When it stops working, in seconds since 1970.
    pub fn expires(&self) -> i64 {
        self.expires
    }

    pub(super) fn mac(&self) -> &[u8] {
        &self.mac
    }

    /// The same for another file of the film.
    pub(super) fn beside(&self, film: FilmKey) -> Option<Self> {
        (film.of_film() == self.film.of_film()).then(|| Self { film, ..self.clone() })
    }

    pub(super) fn path(&self) -> String {
        format!("/v/{}", self.film.below())
    }

    pub(super) fn query(&self) -> String {
        format!("t={}&e={}&s={}", self.made, self.expires, URL_SAFE_NO_PAD.encode(self.mac))
    }
}

/// A text that is not the address of a film.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "this is not a whole link to a film; copy it from the mail, with everything behind the question mark"
)]
pub struct NotLink;

/// The whole link, as it is in a mail.
impl FromStr for Address {
    type Err = NotLink;

    fn from_str(link: &str) -> Result<Self, NotLink> {
        let link = link.trim();
        let below = link.split_once("://").and_then(|(_, rest)| Some(&rest[rest.find('/')?..]));
        let (path, query) = below.and_then(|below| below.split_once('?')).ok_or(NotLink)?;
        Self::read(path, query).ok_or(NotLink)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PATH: &str = "/v/Blades/daily/2026-11-22T06-00-00Z.mp4";

    fn query() -> String {
        format!("t=1797000000&e=1798000000&s={}", URL_SAFE_NO_PAD.encode([7; MAC_BYTES]))
    }

    #[test]
    fn an_address_stands_for_a_film_a_time_and_a_mac() {
        let address = Address::read(PATH, &query()).unwrap();
        assert_eq!(address.film().as_str(), "videos/Blades/daily/2026-11-22T06-00-00Z.mp4");
        assert_eq!(address.film().file_name(), "Blades-daily-2026-11-22T06-00-00Z.mp4");
        assert_eq!(address.film().content_type(), "video/mp4");
        assert_eq!((address.made(), address.expires()), (1_797_000_000, 1_798_000_000));
        assert_eq!(address.mac(), [7; MAC_BYTES]);
        let poster = Address::read(&PATH.replace("mp4", "png"), &query()).unwrap();
        assert_eq!(poster.film().content_type(), "image/png");
    }

    #[test]
    fn what_is_signed_cannot_be_read_in_two_ways() {
        let film: FilmKey = "videos/a/b/c.mp4".parse().unwrap();
        assert_eq!(message(&film, 5, 7), "labelrace link v2\nvideos/a/b/c.mp4\n5\n7");
        let page: FilmKey = "videos/a/b/c.html".parse().unwrap();
        assert_eq!(message(&page, 5, 7), message(&film, 5, 7), "one token opens what belongs together");
    }

    #[test]
    fn a_link_is_read_as_it_is_in_the_mail() {
        let link = format!(" https://films.example.com{PATH}?{}\n", query());
        assert_eq!(link.parse(), Ok(Address::read(PATH, &query()).unwrap()));
        let without_query = format!("https://films.example.com{PATH}");
        for text in ["", "https://films.example.com/", PATH, &without_query, &link.replace("s=", "s=A")] {
            assert_eq!(text.parse::<Address>(), Err(NotLink), "{text}");
        }
        assert!(Address::read(PATH, &query().replace("t=1797", "t=1799")).is_none(), "made after its end");
    }

    #[test]
    fn only_films_and_posters_below_their_prefix_have_links() {
        for key in ["videos/a/b/c.mp4", "videos/A-1/b_c/d.e.png", "videos/doctor/doctor/doctor.mp4"] {
            assert!(key.parse::<FilmKey>().is_ok(), "{key}");
        }
        for (ending, shown) in KINDS {
            let film: FilmKey = format!("videos/a/b/c{ending}").parse().unwrap();
            assert_eq!((film.content_type(), film.of_film().as_str()), (shown, "videos/a/b/c.mp4"));
        }
        let long = format!("videos/{}/b/c.mp4", "a".repeat(PART_MAX + 1));
        for key in [
            "",
            "videos/",
            "runs/a/b/c.mp4",
            "/videos/a/b/c.mp4",
            "videos/a/c.mp4",
            "videos/a/b/x/c.mp4",
            "videos/a//c.mp4",
            "videos/../b/c.mp4",
            "videos/a/../c.mp4",
            "videos/a/.b/c.mp4",
            "videos/a..b/b/c.mp4",
            "videos/a/b/.mp4",
            "videos/a/b/..mp4",
            "videos/a/b/c.mp4/",
            "videos/a/b/c.MP4",
            "videos/a/b/c.htm",
            "videos/a/b/c.js",
            "videos/a/b/.html",
            "videos/a/b/c.mp4\n",
            "videos/a/b/c%2e.mp4",
            "videos/a/b c/d.mp4",
            "videos/a/b\"/d.mp4",
            "videos/ä/b/c.mp4",
            "videos\\a\\b\\c.mp4",
            "Videos/a/b/c.mp4",
            long.as_str(),
        ] {
            assert!(key.parse::<FilmKey>().is_err(), "{key}");
        }
    }

    proptest! {
        #[test]
        fn an_address_that_is_read_is_written_the_same(path in ".{0,60}", query in ".{0,80}") {
            prop_assert!(Address::read(&path, &query).is_none());
        }

        #[test]
        fn every_good_address_is_read_as_it_was_written(
            job in "[A-Za-z0-9][A-Za-z0-9_-]{0,62}",
            file in "[A-Za-z0-9][A-Za-z0-9_-]{0,20}",
            times in (0..i64::MAX, 0..i64::MAX),
            mac: [u8; MAC_BYTES],
        ) {
            let film: FilmKey = format!("videos/{job}/daily/{file}.mp4").parse().unwrap();
            let (made, expires) = (times.0.min(times.1), times.0.max(times.1));
            let address = Address::new(film, made, expires, &mac).unwrap();
            prop_assert_eq!(Address::read(&address.path(), &address.query()), Some(address));
        }
    }
}
