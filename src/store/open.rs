//! From a location to the store that it lies in.
//!
//! This is the only file that chooses between a folder and a bucket; everybody else reads and writes an
//! [`Opened`] without knowing which of the two it is.

use std::{
    fmt,
    fs::File,
    io::Read,
    marker::PhantomData,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{
    FutureExt, StreamExt, TryStreamExt,
    future::{self, BoxFuture},
    stream::BoxStream,
};

use super::{
    dir::{self, Dir},
    error::{StoreError, Trouble},
    location::{LocalPath, Location, Resolved},
    log_group::{self, LogGroup, LogQuery, OpenLog},
    object::{Entry, FolderItem, Object, Store, When},
    read::read,
};

/// A folder, or a bucket in a store of the kind `S`.
#[derive(Clone, Debug)]
pub enum Opened<S> {
    /// A folder on this machine.
    Folder(Dir),
    /// A bucket.
    Bucket(S),
    /// A log group.
    Log(LogGroup),
}

impl<S> Opened<S> {
    /// The same store. If it is a log group, only events that match the pattern and lie in the span are fetched, as far
    /// as the service can tell.
    #[must_use]
    pub fn narrowed(
        self: &Arc<Self>,
        pattern: Option<String>,
        since: Option<DateTime<Utc>>,
        until: Option<DateTime<Utc>>,
    ) -> Arc<Self> {
        match &**self {
            Self::Log(log) => Arc::new(Self::Log(log.clone().narrowed(pattern, since, until))),
            _ => Arc::clone(self),
        }
    }
}

impl<S: Store> Store for Opened<S> {
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        match self {
            Self::Folder(folder) => folder.list(prefix),
            Self::Bucket(bucket) => bucket.list(prefix),
            Self::Log(log) => log.list(),
        }
    }

    fn list_marked(&self, prefix: &str, marks: Vec<String>) -> BoxStream<'_, Result<Entry, StoreError>> {
        match self {
            Self::Bucket(bucket) => bucket.list_marked(prefix, marks),
            Self::Folder(_) | Self::Log(_) => self.list(prefix),
        }
    }

    fn children(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>> {
        match self {
            Self::Folder(dir) => dir.children(folder),
            Self::Bucket(bucket) => bucket.children(folder),
            Self::Log(log) => log.list().map_ok(FolderItem::File).boxed(),
        }
    }

    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        match self {
            Self::Folder(folder) => folder.get(key).await,
            Self::Bucket(bucket) => bucket.get(key).await,
            Self::Log(log) => log.get().await,
        }
    }

    fn get_here(&self, key: &str) -> Option<Result<Object, StoreError>> {
        match self {
            Self::Folder(folder) => folder.get_here(key),
            Self::Bucket(_) | Self::Log(_) => None,
        }
    }

    fn read_here(&self, key: &str, size: usize, room: &mut Vec<u8>) -> bool {
        match self {
            Self::Folder(folder) => folder.read_here(key, size, room),
            Self::Bucket(_) | Self::Log(_) => false,
        }
    }

    fn is_here(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    async fn put(
        &self,
        key: &str,
        body: Bytes,
        content_type: &str,
        when: When,
    ) -> Result<Option<String>, StoreError> {
        match self {
            Self::Folder(folder) => folder.put(key, body, content_type, when).await,
            Self::Bucket(bucket) => bucket.put(key, body, content_type, when).await,
            Self::Log(log) => Err(log.read_only()),
        }
    }

    async fn put_file(&self, key: &str, file: &Path, content_type: &str) -> Result<(), StoreError> {
        match self {
            Self::Folder(folder) => folder.put_file(key, file, content_type).await,
            Self::Bucket(bucket) => bucket.put_file(key, file, content_type).await,
            Self::Log(log) => Err(log.read_only()),
        }
    }
}

type OpenBucket<S> = dyn Fn(String) -> BoxFuture<'static, Result<S, StoreError>> + Send + Sync;

/// Opens locations: paths by itself, buckets as the program that made it says. The stores of the function open
/// locations that hold no path ([`NoPath`](super::NoPath)), and no others.
pub struct Stores<S, P = PathBuf> {
    bucket: Arc<OpenBucket<S>>,
    log: Arc<OpenLog>,
    path: PhantomData<fn(P)>,
}

impl<S, P> Clone for Stores<S, P> {
    fn clone(&self) -> Self {
        Self { bucket: Arc::clone(&self.bucket), log: Arc::clone(&self.log), path: PhantomData }
    }
}

impl<S, P> fmt::Debug for Stores<S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stores").finish_non_exhaustive()
    }
}

impl Stores<Dir> {
    /// Opens paths, and refuses buckets: for builds without AWS.
    #[must_use]
    pub fn folders_only() -> Self {
        Self::new(|bucket| {
            let source = Some("this labelrace was built without AWS, so it reads folders only; a plain `cargo build --release` brings AWS".into());
            let error = StoreError { what: format!("s3://{bucket}"), trouble: Trouble::Unsupported, source };
            future::ready(Err(error)).boxed()
        })
    }
}

impl<S: Store, P: LocalPath> Stores<S, P> {
    /// `bucket` opens the bucket of a name. It sends nothing: whether there is such a bucket is learned when it is
    /// read.
    pub fn new(
        bucket: impl Fn(String) -> BoxFuture<'static, Result<S, StoreError>> + Send + Sync + 'static,
    ) -> Self {
        Self { bucket: Arc::new(bucket), log: log_group::none(), path: PhantomData }
    }

    /// The same, with log groups, whose events `log` fetches.
    #[must_use]
    pub fn with_logs(
        self,
        log: impl Fn(LogQuery) -> BoxFuture<'static, Result<Object, StoreError>> + Send + Sync + 'static,
    ) -> Self {
        Self { log: Arc::new(log), ..self }
    }

    /// The store that `location` lies in, and where in it.
    ///
    /// # Errors
    /// When there is nothing at a path on this machine, or buckets cannot be opened here at all.
    pub async fn open(&self, location: &Location<P>) -> Result<(Opened<S>, Resolved), StoreError> {
        let place = location.resolve()?;
        let store = match location {
            Location::LogGroup(group) => Opened::Log(LogGroup::new(group, Arc::clone(&self.log))),
            _ => self.store_of(&place).await?,
        };
        Ok((store, place))
    }

    /// The same for a location at which something is to be made: it need not exist yet.
    ///
    /// # Errors
    /// When the part of a path that exists cannot be looked at, or buckets cannot be opened here at all.
    pub async fn open_new(&self, location: &Location<P>) -> Result<(Opened<S>, Resolved), StoreError> {
        let place = location.resolve_new()?;
        if let Location::LogGroup(group) = location {
            return Err(LogGroup::new(group, Arc::clone(&self.log)).read_only());
        }
        Ok((self.store_of(&place).await?, place))
    }

    /// The bytes of one file; `None` if it is larger than `limit`.
    ///
    /// A path is read as whatever it is: the shell hands over files that no folder lists, such as pipes. Some of those
    /// never end, so no more than the limit is read.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn read(&self, location: &Location<P>, limit: u64) -> Result<Option<Bytes>, StoreError> {
        match location {
            Location::Path(path) => {
                let path = path.as_ref();
                let mut bytes = Vec::new();
                File::open(path)
                    .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
                    .map_err(|error| dir::reading(path, error))?;
                Ok((bytes.len() as u64 <= limit).then(|| bytes.into()))
            }
            Location::S3 { bucket, prefix } => {
                read(&(self.bucket)(bucket.clone()).await?, prefix, limit).await
            }
            Location::LogGroup(group) => Err(LogGroup::new(group, Arc::clone(&self.log)).read_only()),
        }
    }

    async fn store_of(&self, place: &Resolved) -> Result<Opened<S>, StoreError> {
        Ok(match &place.bucket {
            None => Opened::Folder(Dir::new("/".into())),
            Some(bucket) => Opened::Bucket((self.bucket)(bucket.clone()).await?),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[cfg(unix)]
    #[tokio::test]
    async fn no_more_of_a_file_is_read_than_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let file = Location::Path(folder.path().join("names.csv"));
        fs::write(folder.path().join("names.csv"), "id,name\n").unwrap();
        let stores = Stores::folders_only();
        assert_eq!(stores.read(&file, 8).await.unwrap().as_deref(), Some(&b"id,name\n"[..]));
        assert_eq!(stores.read(&file, 7).await.unwrap(), None);
        assert_eq!(stores.read(&Location::Path("/dev/zero".into()), 1 << 20).await.unwrap(), None);
    }

    #[tokio::test]
    async fn without_aws_folders_are_opened_and_buckets_are_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("names.csv"), "id,name\n").unwrap();
        let stores = Stores::folders_only();
        let (store, place) = stores.open(&Location::Path(folder.path().to_owned())).await.unwrap();
        let bytes = read(&store, &format!("{}/names.csv", place.key), 100).await.unwrap().unwrap();
        assert_eq!((bytes.as_ref(), place.is_file), (&b"id,name\n"[..], Some(false)));

        let error = stores.open(&"s3://team/out".parse().unwrap()).await.unwrap_err();
        let why = std::error::Error::source(&error).unwrap().to_string();
        assert!(error.to_string().contains("s3://team") && why.contains("without AWS"), "{error}: {why}");
    }

    #[tokio::test]
    async fn what_is_to_be_made_need_not_be_there_and_what_is_to_be_read_must() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Path(folder.path().join("new/job"));
        let stores = Stores::folders_only();
        let error = stores.open(&location).await.unwrap_err();
        assert_eq!(error.trouble, Trouble::NotFound);
        let (_, place) = stores.open_new(&location).await.unwrap();
        assert!(place.key.ends_with("/new/job") && !place.key.starts_with('/'), "{}", place.key);
    }
}
