//! Where objects lie: one small trait over an S3 bucket and over a folder.
//!
//! A store moves bytes and tells what happened to them. What a key means, and which keys belong
//! to a labeling job, is for `layout` and `gather`.

pub mod dir;
mod read;
pub mod s3;

pub(crate) use read::READS;
pub use read::{Whole, read, whole};

use std::{fmt, future::Future, path::PathBuf, str::FromStr};

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream::BoxStream};
use percent_encoding::percent_decode_str;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A place with keys and bytes.
///
/// Keys use `/` between their parts and never start with one: in a bucket they are the object's
/// key, in a folder the path below it.
pub trait Store: Send + Sync {
    /// Everything whose key starts with `prefix`, in no order that may be relied on.
    ///
    /// An item that is an error tells of one key (or folder) that could not be looked at; the
    /// stream goes on after it where it can.
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>>;

    /// The object under `key`; its body is fetched as it is read.
    fn get(&self, key: &str) -> impl Future<Output = Result<Object, StoreError>> + Send;

    /// Writes `body` under `key`: whole or not at all.
    ///
    /// Answers with the new entity tag where the store has such things.
    fn put(
        &self,
        key: &str,
        body: Bytes,
        content_type: &str,
        when: When,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;
}

/// On which condition an object is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum When {
    /// Whatever was there is replaced.
    Always,
    /// Only where nothing is there yet; else [`Trouble::Exists`].
    ///
    /// A write whose answer was lost is sent again and may then meet itself: who must know reads the
    /// object back.
    Absent,
    /// Only where the object still has this entity tag; else [`Trouble::Exists`].
    /// A folder knows no tags and refuses.
    Tag(String),
}

/// One line of a listing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The key, whole.
    pub key: String,
    /// Size in bytes.
    pub size: u64,
    /// The entity tag, where the store has such things.
    pub etag: Option<String>,
    /// When it was last written, where the store knows.
    pub modified: Option<DateTime<Utc>>,
}

/// An object that is being read.
pub struct Object {
    /// The entity tag of what is read, where the store has such things.
    pub etag: Option<String>,
    /// The bytes, as they come.
    pub body: BoxStream<'static, Result<Bytes, StoreError>>,
}

impl Object {
    /// All bytes of the object, at most `limit` of them; `None` where there are more.
    ///
    /// # Errors
    /// Those of the store, when the body breaks off.
    pub async fn bytes(mut self, limit: u64) -> Result<Option<Bytes>, StoreError> {
        let mut all = BytesMut::new();
        while let Some(chunk) = self.body.next().await {
            let chunk = chunk?;
            if limit < (all.len() + chunk.len()) as u64 {
                return Ok(None);
            }
            // A body that came in one piece, as small ones do, is not copied.
            if all.is_empty() {
                match chunk.try_into_mut() {
                    Ok(chunk) => all = chunk,
                    Err(chunk) => all.extend_from_slice(&chunk),
                }
            } else {
                all.extend_from_slice(&chunk);
            }
        }
        Ok(Some(all.freeze()))
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object").field("etag", &self.etag).finish_non_exhaustive()
    }
}

/// What went wrong with one object or place, and which.
#[derive(Debug, thiserror::Error)]
#[error("{trouble}: {what}")]
pub struct StoreError {
    /// The object or place, as a person would write it: `s3://bucket/key` or a path.
    pub what: String,
    /// The kind of trouble, for those who act on it.
    pub trouble: Trouble,
    /// What the service or the system said.
    #[source]
    pub source: Option<BoxError>,
}

/// Kinds of trouble with a store, each with the way out in its words.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// No such object, folder or bucket.
    #[error("there is nothing here")]
    NotFound,
    /// The reader may not.
    #[error("no permission")]
    Denied,
    /// Nobody signed in.
    #[error(
        "no AWS credentials that work were found (set AWS_PROFILE, or sign in with `aws sso login` or `aws configure`)"
    )]
    NoCredentials,
    /// The bucket lives elsewhere.
    #[error("the bucket is in another region (set AWS_REGION={})", .region.as_deref().unwrap_or("to the bucket's own"))]
    OtherRegion {
        /// Where it lives, if the service told.
        region: Option<String>,
    },
    /// A conditional write found another object there.
    #[error("somebody else's object is there already")]
    Exists,
    /// This store cannot do what was asked.
    #[error("not possible in this kind of store")]
    Unsupported,
    /// The service was too slow, too busy, or could not be reached.
    #[error("the store did not answer in time, or could not be reached")]
    Unavailable,
    /// Anything else: see the source.
    #[error("the store failed")]
    Other,
}

/// A place that a person names: a folder or file on this machine, or a bucket with a prefix.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Location {
    /// A folder or a file.
    Path(PathBuf),
    /// A bucket, and what the keys start with: empty, or without a slash at either end.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// The prefix, without a slash at its ends.
        prefix: String,
    },
}

/// Why a text does not name a place.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LocationError {
    /// Nothing was named.
    #[error("an empty text names no folder; use . for the one you are in")]
    Empty,
    /// An S3 address without a bucket.
    #[error("`{0}` names no bucket; write s3://bucket/prefix/job-name/")]
    NoBucket(String),
    /// A web address that is not one of S3's.
    #[error("`{0}` is not an S3 address; write s3://bucket/prefix/job-name/")]
    NotS3(String),
}

impl FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, LocationError> {
        if text.trim().is_empty() {
            return Err(LocationError::Empty);
        }
        if let Some(rest) = text.strip_prefix("s3://") {
            return s3_parts(text, rest);
        }
        match text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) {
            Some(rest) => from_web_address(text, rest),
            None => Ok(Self::Path(PathBuf::from(text))),
        }
    }
}

fn s3_parts(text: &str, rest: &str) -> Result<Location, LocationError> {
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() {
        return Err(LocationError::NoBucket(text.to_owned()));
    }
    Ok(Location::S3 { bucket: bucket.to_owned(), prefix: prefix.trim_matches('/').to_owned() })
}

/// Ground Truth lets `S3OutputPath` be a web address (`(https|s3)://([^/]+)/?(.*)`): the bucket
/// is then the first part of the path, of the host, or the host itself.
fn from_web_address(text: &str, rest: &str) -> Result<Location, LocationError> {
    let rest = percent_decode_str(rest).decode_utf8_lossy();
    let (host, path) = rest.split_once('/').unwrap_or((&rest, ""));
    if !host.ends_with(".amazonaws.com") && !host.ends_with(".amazonaws.com.cn") {
        return if host.contains('.') || host.contains(':') {
            Err(LocationError::NotS3(text.to_owned()))
        } else {
            // The API's own pattern: the part after https:// is the bucket.
            s3_parts(text, &rest)
        };
    }
    let label_of_s3 = |label: &str| label == "s3" || label.starts_with("s3-");
    let labels: Vec<&str> = host.split('.').collect();
    match labels.iter().rposition(|label| label_of_s3(label)) {
        Some(0) => s3_parts(text, path),
        Some(n_bucket_labels) => s3_parts(text, &format!("{}/{path}", labels[..n_bucket_labels].join("."))),
        None => Err(LocationError::NotS3(text.to_owned())),
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, bucket: &str, prefix: &str) {
        let expected = Location::S3 { bucket: bucket.into(), prefix: prefix.into() };
        assert_eq!(text.parse(), Ok(expected), "{text}");
    }

    #[test]
    fn every_form_of_an_s3_address_is_the_same_place() {
        check("s3://team/out/xray/", "team", "out/xray");
        check("s3://team/out/xray", "team", "out/xray");
        check("s3://team", "team", "");
        check("https://team/out/xray/", "team", "out/xray");
        check("https://s3.eu-west-1.amazonaws.com/team/out/xray", "team", "out/xray");
        check("https://s3-eu-west-1.amazonaws.com/team/out/xray", "team", "out/xray");
        check("https://team.s3.eu-west-1.amazonaws.com/out/xray", "team", "out/xray");
        check("https://team.x.s3.amazonaws.com/out/x%20ray", "team.x", "out/x ray");
        check("https://s3-team.s3.eu-west-1.amazonaws.com/out", "s3-team", "out");
    }

    #[test]
    fn what_names_no_place_is_refused() {
        for text in ["", "  ", "s3://", "s3:///key", "https://example.com/a"] {
            assert!(text.parse::<Location>().is_err(), "{text}");
        }
    }

    #[test]
    fn anything_else_is_a_path() {
        assert_eq!("jobs/xray".parse(), Ok(Location::Path("jobs/xray".into())));
    }
}
