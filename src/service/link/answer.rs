//! What a request to a link is answered with.
//!
//! Nothing is changed by a request, and the token is not used up: programs that look after mail follow its
//! links before people do, and ask with HEAD as well as GET. Who sends something wrong hears the same as
//! who asks for nothing: only a token that is genuine is told that it is too old.

use std::{error::Error, fmt, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    settings::Contact,
    store::{
        StoreError,
        s3::{S3, Shown},
    },
};

use super::{Address, address, kms::HmacKey};

/// How long the address works that a link leads to. The policy of the bucket lets none work longer
/// (`s3:signatureAge`), so that one which escapes is soon worth nothing.
pub const SHOWN_FOR: Duration = Duration::from_hours(1);

/// No link is made for longer: what says so was not made here.
const FARTHEST: TimeDelta = TimeDelta::days(400);

/// When to ask again while KMS fails.
const RETRY_AFTER: &str = "10";

/// Answers requests to links.
#[derive(Debug)]
pub struct Door {
    key: HmacKey,
    bucket: S3,
    contact: Option<Contact>,
}

/// What goes back.
#[derive(Clone, Eq, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, their names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// One sentence, or nothing.
    pub body: String,
    /// What the answer cannot say, for the log: it holds neither token nor address.
    pub trouble: Option<String>,
}

/// The headers may hold a presigned address, which belongs into no log.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Answer {
    /// The header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }
}

/// Which request may be answered.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Method {
    Get,
    Head,
}

impl Door {
    /// Tokens are checked with `key`, films lie in `bucket`.
    #[must_use]
    pub fn new(key: HmacKey, bucket: S3, contact: Option<Contact>) -> Self {
        Self { key, bucket, contact }
    }

    /// Answers one request. `path` and `query` are as they came, without the question mark.
    pub async fn answer(&self, method: &str, path: &str, query: &str, now: DateTime<Utc>) -> Answer {
        let method = match method {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            _ => {
                let mut answer = self.refused(405, "This address can only be looked at.");
                answer.headers.push(("allow", "GET, HEAD".to_owned()));
                return answer;
            }
        };
        let mut answer = self.looked_up(method, path, query, now).await;
        if method == Method::Head {
            answer.body.clear();
        }
        answer
    }

    async fn looked_up(&self, method: Method, path: &str, query: &str, now: DateTime<Utc>) -> Answer {
        let nothing = || self.refused(404, "There is nothing here: the link is not whole, or never was one.");
        let Some(address) = Address::read(path, query) else { return nothing() };
        if (now + FARTHEST).timestamp() < address.expires() {
            return nothing();
        }
        let message = address::message(address.film(), address.expires());
        match self.key.verify(&message, address.mac()).await {
            Ok(true) => {}
            Ok(false) => return nothing(),
            Err(error) => return self.failed(told(&error)),
        }
        // Only now: who made a token up learns nothing from it.
        if address.expires() <= now.timestamp() {
            return self.refused(410, "This link has expired. The film may still be there.");
        }
        match method {
            Method::Head => shown(200, address.film().content_type()),
            Method::Get => match self.presigned(&address).await {
                Ok(location) => {
                    let mut answer = shown(302, PLAIN);
                    answer.headers.push(("location", location));
                    answer
                }
                Err(error) => self.failed(told(&error)),
            },
        }
    }

    async fn presigned(&self, address: &Address) -> Result<String, StoreError> {
        let film = address.film();
        let shown = Shown { content_type: film.content_type(), file_name: film.file_name() };
        self.bucket.presigned(film.as_str(), SHOWN_FOR, &shown).await
    }

    fn refused(&self, status: u16, sentence: &str) -> Answer {
        let mut answer = shown(status, PLAIN);
        answer.body = match &self.contact {
            Some(contact) => format!("{sentence} If you need it, ask {contact}.\n"),
            None => format!("{sentence}\n"),
        };
        answer
    }

    fn failed(&self, trouble: String) -> Answer {
        let mut answer =
            self.refused(503, "The link cannot be checked at the moment. Try again in a minute.");
        answer.headers.push(("retry-after", RETRY_AFTER.to_owned()));
        answer.trouble = Some(trouble);
        answer
    }
}

const PLAIN: &str = "text/plain; charset=utf-8";

/// Without a type a function's answer is said to be JSON.
fn shown(status: u16, content_type: &str) -> Answer {
    let headers = [
        ("content-type", content_type),
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
    ];
    let headers = headers.map(|(name, value)| (name, value.to_owned())).to_vec();
    Answer { status, headers, body: String::new(), trouble: None }
}

/// An error with everything beneath it. Errors of KMS and S3 name keys, never tokens.
fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
