//! A place as a person names it, and where that is in a store.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    str::FromStr,
};

use percent_encoding::percent_decode_str;

use super::{
    dir,
    error::StoreError,
    miswritten::{Miswritten, miswritten},
};

/// The most bytes of a place: those of a path on Linux. A key of S3 has at most 1,024.
const LONGEST: usize = 4096;

/// What a [`Location`] has for a folder or file of this machine: a path, or nothing at all.
pub trait LocalPath: AsRef<Path> + Clone + fmt::Debug + Send + Sync + 'static {
    /// The path of this text; `None` where no path may be named.
    fn of(text: &str) -> Option<Self>;
}

impl LocalPath for PathBuf {
    fn of(text: &str) -> Option<Self> {
        Some(Self::from(text))
    }
}

/// The path that a run in the cloud may name: there is none. Whoever may start a run may not read the machine that it
/// is on, so requests and stores of the function are made of this type, and no value of theirs can hold a path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoPath {}

impl AsRef<Path> for NoPath {
    fn as_ref(&self) -> &Path {
        match *self {}
    }
}

impl LocalPath for NoPath {
    fn of(_: &str) -> Option<Self> {
        None
    }
}

/// A place as a person names it: a folder or file on this machine, or a bucket with a prefix.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Location<P = PathBuf> {
    /// A folder or a file.
    Path(P),
    /// A bucket, and what the keys in it start with.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// The prefix, without a slash at either end; empty for the whole bucket.
        prefix: String,
    },
    /// A log group of CloudWatch Logs, which can only be read.
    LogGroup(String),
}

/// The group that Ground Truth logs the activity of workers in.
const WORKER_ACTIVITY: &str = "/aws/sagemaker/groundtruth/WorkerActivity";

/// What a log group is written with.
const LOGS: &str = "logs:";

/// Why a text is not the name of a place.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LocationError {
    /// Nothing was named.
    #[error("an empty name is not a folder; use . for the one you are in")]
    Empty,
    /// Longer than the path of any file or the key of any object.
    #[error("the name of a place has at most {LONGEST} bytes, not {0}")]
    Long(usize),
    /// An S3 address without a bucket.
    #[error("`{0}` does not name a bucket; write s3://bucket/prefix/job-name/")]
    NoBucket(String),
    /// A name that no log group can have.
    #[error(
        "`{0}` does not name a log group; write logs: for the one of Ground Truth, or logs:/another/group"
    )]
    NotALogGroup(String),
    /// A web address that is not one of S3's.
    #[error(
        "`{0}` is not an S3 address; write s3://bucket/prefix/job-name/, as the job's page in the console shows it under Output dataset location"
    )]
    NotS3(String),
    /// Something that is almost a place.
    #[error(transparent)]
    Miswritten(#[from] Miswritten),
    /// A path, where none may be named.
    #[error("files and jobs are read from S3 only here; write s3://bucket/key")]
    OfThisMachine,
}

impl<P: LocalPath> FromStr for Location<P> {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, LocationError> {
        if text.trim().is_empty() {
            return Err(LocationError::Empty);
        }
        if LONGEST < text.len() {
            return Err(LocationError::Long(text.len()));
        }
        if let Some(name) = text.strip_prefix(LOGS) {
            return log_group(text, name);
        }
        if let Some(rest) = text.strip_prefix("s3://") {
            return s3_parts(text, rest);
        }
        if let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) {
            return from_web_address(text, rest);
        }
        let path = P::of(text).ok_or(LocationError::OfThisMachine)?;
        miswritten(text).map_or(Ok(Self::Path(path)), |wrong| Err(wrong.into()))
    }
}

fn log_group<P>(text: &str, name: &str) -> Result<Location<P>, LocationError> {
    let is_possible = |c: char| c.is_ascii_alphanumeric() || ".-_/#".contains(c);
    match name {
        "" => Ok(Location::worker_activity()),
        _ if name.len() <= 512 && name.chars().all(is_possible) => Ok(Location::LogGroup(name.to_owned())),
        _ => Err(LocationError::NotALogGroup(text.to_owned())),
    }
}

fn s3_parts<P>(text: &str, rest: &str) -> Result<Location<P>, LocationError> {
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() {
        return Err(LocationError::NoBucket(text.to_owned()));
    }
    Ok(Location::S3 { bucket: bucket.to_owned(), prefix: prefix.trim_matches('/').to_owned() })
}

/// Ground Truth also takes a web address as `S3OutputPath` (`(https|s3)://([^/]+)/?(.*)`). The bucket is then the
/// first part of the path, the first part of the host, or the host itself.
fn from_web_address<P>(text: &str, rest: &str) -> Result<Location<P>, LocationError> {
    if let Some((bucket, prefix)) = in_console(rest) {
        return s3_parts(text, &format!("{bucket}/{prefix}"));
    }
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

/// The bucket and the prefix that a page of the console shows:
/// `https://eu-west-1.console.aws.amazon.com/s3/buckets/my-bucket?region=eu-west-1&prefix=jobs/my-job/`.
fn in_console(rest: &str) -> Option<(String, String)> {
    let (host, path) = rest.split_once('/')?;
    let path = path.strip_prefix("s3/buckets/").or_else(|| path.strip_prefix("s3/object/"))?;
    if !host.ends_with("console.aws.amazon.com") && !host.ends_with("console.amazonaws.cn") {
        return None;
    }
    let (bucket, query) = path.split_once('?').unwrap_or((path, ""));
    let prefix = query.split('&').find_map(|part| part.strip_prefix("prefix=")).unwrap_or_default();
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    Some((decoded(bucket.trim_end_matches('/')), decoded(prefix)))
}

impl<P: AsRef<Path>> fmt::Display for Location<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.as_ref().display().fmt(f),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
            Self::LogGroup(group) if group == WORKER_ACTIVITY => f.write_str(LOGS),
            Self::LogGroup(group) => write!(f, "{LOGS}{group}"),
        }
    }
}

/// A location in terms of its store: the bucket or disk, and a key there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Resolved {
    /// The bucket. `None` stands for the disk of this machine, which is one store from its root on, so that a
    /// job's folder is found from inside of it.
    pub bucket: Option<String>,
    /// The key, without a slash at either end; empty for everything.
    pub key: String,
    /// Whether it is a file. `None` in a bucket, where only a request would tell.
    pub is_file: Option<bool>,
    /// Whether it is a log group.
    pub is_log_group: bool,
    /// The place as the person wrote it.
    pub shown: String,
}

impl<P> Location<P> {
    /// The log group of Ground Truth.
    pub fn worker_activity() -> Self {
        Self::LogGroup(WORKER_ACTIVITY.to_owned())
    }
}

impl<P: LocalPath> Location<P> {
    /// The same place, for errors, which say where something is and open nothing.
    pub fn to_any(&self) -> Location {
        match self {
            Self::Path(path) => Location::Path(path.as_ref().to_owned()),
            Self::S3 { bucket, prefix } => Location::S3 { bucket: bucket.clone(), prefix: prefix.clone() },
            Self::LogGroup(group) => Location::LogGroup(group.clone()),
        }
    }

    /// Where something that exists is.
    ///
    /// # Errors
    /// When there is nothing at a path on this machine. Buckets are not asked.
    pub fn resolve(&self) -> Result<Resolved, StoreError> {
        match self {
            Self::Path(path) => {
                let path = path.as_ref();
                let absolute = path.canonicalize().map_err(|error| dir::reading(path, error))?;
                self.on_disk(&absolute, Some(!absolute.is_dir()))
            }
            Self::S3 { bucket, prefix } => Ok(self.in_bucket(bucket, prefix)),
            Self::LogGroup(group) => Ok(self.of_log_group(group)),
        }
    }

    /// Where something is that may be made only now.
    ///
    /// # Errors
    /// When the part of a path that exists cannot be looked at.
    pub fn resolve_new(&self) -> Result<Resolved, StoreError> {
        match self {
            Self::Path(path) => {
                let path = path.as_ref();
                let absolute = absolute(path).map_err(|error| dir::reading(path, error))?;
                self.on_disk(&absolute, None)
            }
            Self::S3 { bucket, prefix } => Ok(self.in_bucket(bucket, prefix)),
            Self::LogGroup(group) => Ok(self.of_log_group(group)),
        }
    }

    fn on_disk(&self, absolute: &Path, is_file: Option<bool>) -> Result<Resolved, StoreError> {
        let key = absolute.to_str().map(|path| path.trim_matches('/').to_owned());
        let key =
            key.ok_or_else(|| dir::reading(absolute, io::Error::other("the path is not valid UTF-8")))?;
        Ok(Resolved { bucket: None, key, is_file, is_log_group: false, shown: self.to_string() })
    }

    fn in_bucket(&self, bucket: &str, prefix: &str) -> Resolved {
        let (bucket, key) = (Some(bucket.to_owned()), prefix.to_owned());
        Resolved { bucket, key, is_file: None, is_log_group: false, shown: self.to_string() }
    }

    fn of_log_group(&self, group: &str) -> Resolved {
        let key = group.trim_matches('/').to_owned();
        Resolved { bucket: None, key, is_file: Some(true), is_log_group: true, shown: self.to_string() }
    }
}

/// The path from the root on. Links and dots are resolved as far as the path exists: a key has neither.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    let mut there = std::path::absolute(path)?;
    let mut missing = Vec::new();
    while !there.exists() {
        let Some(name) = there.file_name().map(ToOwned::to_owned) else { break };
        missing.push(name);
        there.pop();
    }
    let mut absolute = there.canonicalize()?;
    absolute.extend(missing.iter().rev());
    Ok(absolute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, bucket: &str, prefix: &str) {
        let expected = Location::S3 { bucket: bucket.into(), prefix: prefix.into() };
        assert_eq!(text.parse::<Location>(), Ok(expected), "{text}");
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
        let console = "https://eu-west-1.console.aws.amazon.com/s3";
        check(
            &format!("{console}/buckets/team?region=eu-west-1&prefix=out%2Fx+ray/&showversions=false"),
            "team",
            "out/x+ray",
        );
        check(&format!("{console}/object/team?prefix=out/x%20ray.csv"), "team", "out/x ray.csv");
        check("https://s3.console.aws.amazon.com/s3/buckets/team", "team", "");
        check("https://s3-team.s3.eu-west-1.amazonaws.com/out", "s3-team", "out");
    }

    #[test]
    fn what_names_no_place_is_refused() {
        for text in ["", "  ", "s3://", "s3:///key", "https://example.com/a", "s3:/team/out"] {
            assert!(text.parse::<Location>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_log_group_is_named_or_that_of_ground_truth() {
        assert_eq!("logs:".parse::<Location>(), Ok(Location::worker_activity()));
        assert_eq!(Location::<PathBuf>::worker_activity().to_string(), "logs:");
        let group: Location = "logs:/team/copy_1".parse().unwrap();
        assert_eq!(
            (group.to_string().as_str(), &group),
            ("logs:/team/copy_1", &Location::LogGroup("/team/copy_1".into()))
        );
        assert!("logs:a b".parse::<Location>().is_err());
        assert_eq!("./logs:".parse::<Location>(), Ok(Location::Path("./logs:".into())));
    }

    #[test]
    fn anything_else_is_a_path() {
        assert_eq!("jobs/xray".parse::<Location>(), Ok(Location::Path("jobs/xray".into())));
    }

    #[test]
    fn where_no_path_may_be_named_only_buckets_and_log_groups_are_places() {
        for path in
            ["jobs/xray", "/proc/self/environ", "../..", "file:///etc/passwd", "./s3://b/k", " s3://b/k"]
        {
            assert_eq!(path.parse::<Location<NoPath>>(), Err(LocationError::OfThisMachine), "{path}");
        }
        let in_s3: Location<NoPath> = "s3://team/out".parse().unwrap();
        assert_eq!(Ok(in_s3.to_any()), "s3://team/out".parse());
        assert_eq!("logs:".parse::<Location<NoPath>>(), Ok(Location::worker_activity()));
    }
}
