//! The bucket as a [`Store`]: list, get, put.

use std::{path::Path, time::Duration};

use aws_sdk_s3::{
    Client,
    config::{self, timeout::TimeoutConfig},
    primitives::{ByteStream, SdkBody},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream, stream::BoxStream};

use super::{
    bucket::{ATTEMPT_TIMEOUT, OPERATION_TIMEOUT, S3},
    trouble,
};
use crate::store::{
    error::{BoxError, StoreError, Trouble},
    object::{Entry, FolderItem, Object, Store, When},
};

/// An upload gets one more second for so many bytes: half a megabit per second is enough.
const UPLOAD_BYTES_PER_SECOND: u64 = 64 * 1024;

/// How often a conditional write is tried while S3 says that another one is under way.
const CONFLICT_TRIES: u32 = 4;
/// The pause after the first try; it doubles each time.
const CONFLICT_PAUSE: Duration = Duration::from_millis(100);

impl Store for S3 {
    /// A page that cannot be fetched ends the listing with an error.
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        self.parts(prefix, Vec::new())
    }

    fn list_marked(&self, prefix: &str, marks: Vec<String>) -> BoxStream<'_, Result<Entry, StoreError>> {
        self.parts(prefix, marks)
    }

    /// A page that cannot be fetched ends the listing with an error.
    fn children(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>> {
        self.items(folder)
    }

    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        let get = |client: Client| client.get_object().bucket(&self.bucket).key(key).send();
        let answer = self.hedges.first(|| self.send(get)).await;
        let object = answer.map_err(|error| self.error(key, error))?;
        let size = object.content_length.and_then(|size| size.try_into().ok());
        let body = stream::unfold(Some((object.body, 0)), {
            let address = self.address(key);
            move |state| chunk(state, address.clone())
        });
        Ok(Object { etag: object.e_tag, size, body: body.boxed() })
    }

    /// A conditional write whose answer is lost is sent again, and may then run into itself:
    /// [`Trouble::Exists`](super::super::Trouble::Exists) says that something is there, not that somebody else wrote
    /// it.
    async fn put(
        &self,
        key: &str,
        body: Bytes,
        content_type: &str,
        when: When,
    ) -> Result<Option<String>, StoreError> {
        let (none_match, tag) = match when {
            When::Always => (None, None),
            When::Absent => (Some("*".to_owned()), None),
            When::Tag(tag) => (None, Some(tag)),
        };
        let patience = patience(body.len() as u64);
        let put = |client: Client| {
            client
                .put_object()
                .bucket(&self.bucket)
                .key(key)
                .body(ByteStream::from(body.clone()))
                .content_type(content_type)
                .set_if_none_match(none_match.clone())
                .set_if_match(tag.clone())
                .customize()
                .config_override(config::Config::builder().timeout_config(patience.clone()))
                .send()
        };
        let mut pause = CONFLICT_PAUSE;
        for _ in 1..CONFLICT_TRIES {
            match self.send(put).await {
                Ok(done) => return Ok(done.e_tag),
                Err(error) if trouble::is_conflict(&error) => {
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                Err(error) => return Err(self.error(key, error)),
            }
        }
        self.send(put).await.map(|done| done.e_tag).map_err(|error| self.error(key, error))
    }

    async fn put_file(&self, key: &str, file: &Path, content_type: &str) -> Result<(), StoreError> {
        let unreadable = |cause: BoxError| StoreError {
            what: file.display().to_string(),
            trouble: Trouble::Other,
            source: Some(cause),
        };
        let n_bytes = tokio::fs::metadata(file).await.map_err(|cause| unreadable(cause.into()))?.len();
        let body = ByteStream::from_path(file).await.map_err(|cause| unreadable(cause.into()))?;
        // A body that is read from a file can be read once more, so each attempt has one of its own.
        let body = body.into_inner();
        let patience = patience(n_bytes);
        let put = |client: Client| {
            let body = body.try_clone().unwrap_or_else(SdkBody::taken);
            let put = client.put_object().bucket(&self.bucket).key(key).body(ByteStream::new(body));
            put.content_type(content_type)
                .customize()
                .config_override(config::Config::builder().timeout_config(patience.clone()))
                .send()
        };
        self.send(put).await.map(drop).map_err(|error| self.error(key, error))
    }
}

/// One piece of a body, and how many bytes came before the next.
async fn chunk(
    state: Option<(ByteStream, u64)>,
    address: String,
) -> Option<(Result<Bytes, StoreError>, Option<(ByteStream, u64)>)> {
    let (mut body, before) = state?;
    match body.next().await? {
        Ok(bytes) => {
            let read = before + bytes.len() as u64;
            Some((Ok(bytes), Some((body, read))))
        }
        Err(cause) => Some((Err(trouble::broken_off(address, before, cause)), None)),
    }
}

/// The answer to an upload comes after its last byte, so the time-outs depend on its size.
fn patience(n_bytes: u64) -> TimeoutConfig {
    let sending = Duration::from_secs(n_bytes / UPLOAD_BYTES_PER_SECOND);
    TimeoutConfig::builder()
        .disable_read_timeout()
        .operation_attempt_timeout(ATTEMPT_TIMEOUT + sending)
        .operation_timeout(OPERATION_TIMEOUT + 2 * sending)
        .build()
}
