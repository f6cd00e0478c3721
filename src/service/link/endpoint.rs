//! Answers requests to links.
//!
//! A request changes nothing and does not use up the token: mail scanners follow links before people do, with HEAD
//! as well as GET. A wrong token gets the same answer as no token at all. That a link is too old it says of
//! itself, so that is told without a look at the token. No answer says whom to ask: anybody can make up an address
//! that gets it, and the mail says it to those who have one.

use std::{fmt, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    address::{self, Address},
    kms::HmacKey,
    revoked::RevokedLinks,
};
use crate::{
    locale::chain::chain,
    store::{StoreError, s3::S3},
};

/// How long the address works that a link leads to. The policy of the bucket lets none work longer
/// (`s3:signatureAge`), so that one that leaks is soon worth nothing.
pub const SHOWN_FOR: Duration = Duration::from_hours(1);

/// No link is made for longer, so one that says so was not made here.
const FARTHEST: TimeDelta = TimeDelta::days(400);

/// When to ask again while links cannot be checked, in seconds.
const RETRY_AFTER: &str = "10";

/// Answers requests to links.
#[derive(Debug)]
pub struct LinkEndpoint {
    key: HmacKey,
    bucket: S3,
    revoked: RevokedLinks,
}

/// The answer to one request.
#[derive(Clone, Eq, PartialEq)]
pub struct LinkResponse {
    /// The status.
    pub status: u16,
    /// The headers, their names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// One sentence, or nothing.
    pub body: String,
    /// What went wrong, for the log and not for the reader: it holds neither token nor address.
    pub trouble: Option<String>,
}

/// Leaves out the headers: they may hold a presigned address, which must not be logged.
impl fmt::Debug for LinkResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

impl LinkResponse {
    /// The header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }
}

/// The methods that are answered.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Method {
    Get,
    Head,
}

impl LinkEndpoint {
    /// Tokens are checked with `key`; films are in `bucket`, and so is what was revoked.
    #[must_use]
    pub fn new(key: HmacKey, bucket: S3) -> Self {
        Self { key, bucket, revoked: RevokedLinks::default() }
    }

    /// Answers one request. `path` and `query` are as they arrived, without the question mark.
    pub async fn answer(&self, method: &str, path: &str, query: &str, now: DateTime<Utc>) -> LinkResponse {
        let method = match method {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            _ => {
                let mut response = refused(405, "This address can only be looked at.");
                response.headers.push(("allow", "GET, HEAD".to_owned()));
                return response;
            }
        };
        let mut response = self.looked_up(method, path, query, now).await;
        if method == Method::Head {
            response.body.clear();
        }
        response
    }

    async fn looked_up(&self, method: Method, path: &str, query: &str, now: DateTime<Utc>) -> LinkResponse {
        let nothing = || refused(404, "There is nothing here: the link is incomplete, or never was one.");
        let Some(address) = Address::read(path, query) else { return nothing() };
        if (now + FARTHEST).timestamp() < address.expires() {
            return nothing();
        }
        // Whatever can be told without KMS is told without it: each question there costs, and anybody can ask.
        if address.expires() <= now.timestamp() {
            let sentence = "This link has expired. The film may still be there: the mail says whom to ask.";
            return refused(410, sentence);
        }
        let message = address::message(address.film(), address.made(), address.expires());
        match self.key.verify(&message, address.mac()).await {
            Ok(true) => {}
            Ok(false) => return nothing(),
            Err(error) => return failed(chain(&error)),
        }
        // Behind the token, so that strangers cannot make the function read, or learn what was revoked.
        match self.revoked.has(&address, &self.bucket, now).await {
            Ok(false) => {}
            Ok(true) => {
                let sentence =
                    "This link has been revoked. The film may still be there: the mail says whom to ask.";
                return refused(410, sentence);
            }
            Err(trouble) => return failed(trouble),
        }
        match method {
            Method::Head => shown(200, address.film().content_type()),
            Method::Get => match self.presigned(&address).await {
                Ok(location) => {
                    let mut response = shown(302, PLAIN);
                    response.headers.push(("location", location));
                    response
                }
                Err(error) => failed(chain(&error)),
            },
        }
    }

    async fn presigned(&self, address: &Address) -> Result<String, StoreError> {
        let film = address.film();
        self.bucket.presigned(film.as_str(), SHOWN_FOR, &film.shown()).await
    }
}

fn failed(trouble: String) -> LinkResponse {
    let mut response = refused(503, "The link cannot be checked at the moment. Try again in a minute.");
    response.headers.push(("retry-after", RETRY_AFTER.to_owned()));
    response.trouble = Some(trouble);
    response
}

fn refused(status: u16, sentence: &str) -> LinkResponse {
    LinkResponse { body: format!("{sentence}\n"), ..shown(status, PLAIN) }
}

const PLAIN: &str = "text/plain; charset=utf-8";

/// A response without a body. Without a content type, Lambda would call it JSON.
fn shown(status: u16, content_type: &str) -> LinkResponse {
    let headers = [
        ("content-type", content_type),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age=63072000"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
    ];
    let headers = headers.map(|(name, value)| (name, value.to_owned())).to_vec();
    LinkResponse { status, headers, body: String::new(), trouble: None }
}
