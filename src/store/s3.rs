//! An S3 bucket as a [`Store`].
//!
//! This file and those in `s3/` are the only ones that name `aws-sdk-s3`. They choose how long to
//! wait and how often to try; how many requests run at once is left to the caller.

mod policy;
mod presign;
mod trouble;

pub use presign::Shown;

use std::{borrow::Cow, future::Future, sync::OnceLock, time::Duration};

use aws_config::{
    BehaviorVersion, SdkConfig, environment::EnvironmentVariableRegionProvider,
    meta::region::RegionProviderChain, profile::ProfileFileRegionProvider, retry::RetryConfig,
    timeout::TimeoutConfig,
};
use aws_sdk_s3::{
    Client,
    config::{
        self, Region, ResponseChecksumValidation, SharedCredentialsProvider, StalledStreamProtectionConfig,
        retry::{RetryPartition, TokenBucket},
    },
    error::{ProvideErrorMetadata, SdkError},
    operation::list_objects_v2::ListObjectsV2Output,
    primitives::ByteStream,
    types::EncodingType,
};
use aws_types::service_config::ServiceConfigKey;
use bytes::Bytes;
use chrono::DateTime;
use futures_util::{StreamExt, stream, stream::BoxStream};
use percent_encoding::percent_decode_str;

use super::{Entry, Object, Store, StoreError, Trouble, When};

/// Where a bucket is looked for when neither the environment nor the profile names a region. A
/// bucket that is elsewhere answers with its region, and the store follows.
const DEFAULT_REGION: &str = "us-east-1";

/// Tries of one request, the first included; more where `AWS_MAX_ATTEMPTS` says so. S3 answers
/// bursts with 503 while it is spreading a prefix over more machines, which the usual three tries
/// do not outlast.
const ATTEMPTS: u32 = 6;

/// What the retries of all requests to the bucket may cost together, at 5 each; one that succeeds
/// pays its own back.
/// The SDK's own 500 is spent by one burst of 503 over a hundred requests at once, which then fail
/// without having been tried again.
const RETRY_BUDGET: usize = 10_000;

/// For the TCP and TLS handshake.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// From the first byte sent to the first byte of an answer.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// For one try, except a body that is still being read: that one is watched for stalls.
const ATTEMPT_TIMEOUT: Duration = Duration::from_mins(1);
/// For all tries of one request and the pauses between them.
const OPERATION_TIMEOUT: Duration = Duration::from_mins(5);
/// How long a body may stand still. The SDK's own 5 seconds are little for a train.
const STALL: Duration = Duration::from_secs(20);
/// An upload gets a second more for each of these: half a megabit per second is enough.
const UPLOAD_BYTES_PER_SECOND: u64 = 64 * 1024;

/// How often a conditional write is tried while S3 says that another one is under way.
const CONFLICT_TRIES: u32 = 4;
/// The pause after the first of them; it doubles.
const CONFLICT_PAUSE: Duration = Duration::from_millis(100);

/// What a person may say about the way to S3. What is left out comes from where the AWS command
/// line looks: `AWS_PROFILE`, `AWS_REGION`, `AWS_ENDPOINT_URL_S3`, `~/.aws/config` and so on.
#[derive(Clone, Debug, Default)]
pub struct Connect {
    /// A profile of `~/.aws/config`.
    pub profile: Option<String>,
    /// The region to ask first.
    pub region: Option<String>,
    /// Another service that speaks S3.
    pub endpoint: Option<String>,
}

impl Connect {
    /// The settings that every AWS client of this process may share.
    ///
    /// Nothing can go wrong here: credentials are looked for when the first request is sent.
    /// The instance metadata service is not asked for a region. Away from EC2 that costs seconds
    /// of silence, and a wrong guess costs one answer more.
    pub async fn sdk_config(self) -> SdkConfig {
        let mut profile_region = ProfileFileRegionProvider::builder();
        let mut loader = aws_config::defaults(BehaviorVersion::latest());
        if let Some(profile) = self.profile {
            profile_region = profile_region.profile_name(&profile);
            loader = loader.profile_name(profile);
        }
        if let Some(endpoint) = self.endpoint {
            loader = loader.endpoint_url(endpoint);
        }
        let region = RegionProviderChain::first_try(self.region.map(Region::new))
            .or_else(EnvironmentVariableRegionProvider::new())
            .or_else(profile_region.build())
            .or_else(Region::from_static(DEFAULT_REGION));
        loader.region(region).load().await
    }
}

/// A bucket.
///
/// A bucket in another region than the settings say is found: S3 tells where it is, and from then
/// on the store asks there.
#[derive(Debug)]
pub struct S3 {
    client: Client,
    /// The client for the region where the bucket turned out to be.
    moved: OnceLock<Client>,
    /// Whose signatures it sends, and how long they are good for.
    credentials: Option<SharedCredentialsProvider>,
    bucket: String,
}

/// The store over `bucket`, with settings from `settings` and the surroundings.
pub async fn connect(bucket: &str, settings: Connect) -> S3 {
    S3::new(&settings.sdk_config().await, bucket)
}

impl S3 {
    /// The store over `bucket`. Credentials, region and endpoint are those of `sdk`; patience is
    /// this file's.
    #[must_use]
    pub fn new(sdk: &SdkConfig, bucket: &str) -> Self {
        let retry = sdk.retry_config().cloned().unwrap_or_else(RetryConfig::standard);
        let attempts = retry.max_attempts().max(ATTEMPTS);
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT);
        let budget = RetryPartition::custom(bucket.to_owned()).token_bucket(TokenBucket::new(RETRY_BUDGET));
        let config = config::Builder::from(sdk)
            .behavior_version(BehaviorVersion::latest())
            .retry_config(retry.with_max_attempts(attempts))
            .retry_partition(budget.build())
            .timeout_config(timeouts.build())
            // Both directions: without it a connection that died silently in the middle of a body
            // would be waited for forever.
            .stalled_stream_protection(StalledStreamProtectionConfig::enabled().grace_period(STALL).build())
            // Length and TLS guard an answer already; not every service that speaks S3 keeps sums.
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            // What stands behind an endpoint of one's own seldom has a host name per bucket.
            .force_path_style(has_own_endpoint(sdk));
        Self {
            client: Client::from_conf(config.build()),
            moved: OnceLock::new(),
            credentials: sdk.credentials_provider(),
            bucket: bucket.to_owned(),
        }
    }

    /// The client for where the bucket is, as far as that is known.
    fn client(&self) -> &Client {
        self.moved.get().unwrap_or(&self.client)
    }

    /// Sends a request, and once more to the right region if the answer says that it is another.
    async fn send<T, E, F>(&self, request: impl Fn(Client) -> F) -> Result<T, SdkError<E>>
    where
        E: ProvideErrorMetadata,
        F: Future<Output = Result<T, SdkError<E>>>,
    {
        let asked = self.client();
        let answer = request(asked.clone()).await;
        let Err(error) = &answer else { return answer };
        let Some(region) = trouble::region_of_bucket(error) else { return answer };
        if asked.config().region().is_some_and(|asked| asked.as_ref() == region) {
            return answer;
        }
        tracing::debug!(bucket = self.bucket, region, "the bucket is in another region");
        let moved = self.moved.get_or_init(|| {
            Client::from_conf(self.client.config().to_builder().region(Region::new(region)).build())
        });
        request(moved.clone()).await
    }

    fn error<E: crate::aws::Answered>(&self, key: &str, error: SdkError<E>) -> StoreError {
        trouble::store_error(self.address(key), error)
    }

    fn address(&self, key: &str) -> String {
        format!("s3://{}/{key}", self.bucket)
    }

    async fn page(&self, prefix: &str, token: Option<&str>) -> Result<ListObjectsV2Output, StoreError> {
        let ask = |client: Client| {
            client
                .list_objects_v2()
                .bucket(&self.bucket)
                .prefix(prefix)
                .set_continuation_token(token.map(str::to_owned))
                // A key may hold characters that XML cannot.
                .encoding_type(EncodingType::Url)
                .send()
        };
        let mut page = self.send(ask).await;
        if page.as_ref().is_ok_and(is_short) || page.as_ref().is_err_and(crate::aws::is_garbled) {
            page = self.send(ask).await;
        }
        let page = page.map_err(|error| self.error(prefix, error))?;
        if is_short(&page) {
            let source = Some("a page of the listing came without its end".into());
            return Err(StoreError { what: self.address(prefix), trouble: Trouble::Unavailable, source });
        }
        Ok(page)
    }

    /// The entries of one page, and how the next one is asked for, if there is one.
    fn entries(
        &self,
        prefix: &str,
        asked: Option<&str>,
        page: ListObjectsV2Output,
    ) -> (Items, Option<String>) {
        let is_encoded = page.encoding_type == Some(EncodingType::Url);
        // An empty page has no list at all.
        let objects = page.contents.unwrap_or_default();
        let mut items: Items = objects.into_iter().map(|object| self.entry(object, is_encoded)).collect();
        if page.is_truncated != Some(true) {
            return (items, None);
        }
        let next = page.next_continuation_token.filter(|next| Some(next.as_str()) != asked);
        if next.is_none() {
            // Better an error than half a listing, or the same page forever.
            items.push(Err(StoreError {
                what: self.address(prefix),
                trouble: Trouble::Other,
                source: Some("the listing goes on, but the service did not say where".into()),
            }));
        }
        (items, next)
    }

    fn entry(&self, object: aws_sdk_s3::types::Object, is_encoded: bool) -> Result<Entry, StoreError> {
        let raw = object.key.unwrap_or_default();
        let key = if is_encoded { decode(&raw) } else { Some(raw.clone()) };
        let Some(key) = key else {
            let source = Some("the key is not valid UTF-8".into());
            return Err(StoreError { what: self.address(&raw), trouble: Trouble::Unsupported, source });
        };
        Ok(Entry {
            key,
            size: object.size.and_then(|size| size.try_into().ok()).unwrap_or_default(),
            etag: object.e_tag,
            modified: object.last_modified.and_then(|t| DateTime::from_timestamp(t.secs(), t.subsec_nanos())),
        })
    }
}

type Items = Vec<Result<Entry, StoreError>>;

/// Whether a page holds less than it says. The SDK takes a page whose XML stops in the middle for
/// a whole one; the count before the entries tells.
fn is_short(page: &ListObjectsV2Output) -> bool {
    page.key_count.is_some_and(|told| usize::try_from(told) != Ok(page.contents().len()))
}

/// Where a listing stands.
enum Next {
    First,
    After(String),
}

impl Store for S3 {
    /// A page that cannot be had ends the listing with an error.
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        let prefix = prefix.to_owned();
        stream::unfold(Some(Next::First), move |next| {
            let prefix = prefix.clone();
            async move {
                let token = match next? {
                    Next::First => None,
                    Next::After(token) => Some(token),
                };
                let (items, next) = match self.page(&prefix, token.as_deref()).await {
                    Ok(page) => self.entries(&prefix, token.as_deref(), page),
                    Err(error) => (vec![Err(error)], None),
                };
                Some((stream::iter(items), next.map(Next::After)))
            }
        })
        .flatten()
        .boxed()
    }

    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        let answer = self.send(|client| client.get_object().bucket(&self.bucket).key(key).send()).await;
        let object = answer.map_err(|error| self.error(key, error))?;
        let body = stream::unfold(Some((object.body, 0)), {
            let address = self.address(key);
            move |state| chunk(state, address.clone())
        });
        Ok(Object { etag: object.e_tag, body: body.boxed() })
    }

    /// A write on a condition whose answer is lost is sent again, and may then meet itself:
    /// [`Trouble::Exists`] says that something is there, not that somebody else wrote it.
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
        let patience = patience(body.len());
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
}

/// One piece of a body, and how many bytes there were before the next.
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

/// An answer to an upload comes after its last byte, so the time depends on the size.
fn patience(n_bytes: usize) -> TimeoutConfig {
    let sending = Duration::from_secs(n_bytes as u64 / UPLOAD_BYTES_PER_SECOND);
    TimeoutConfig::builder()
        .disable_read_timeout()
        .operation_attempt_timeout(ATTEMPT_TIMEOUT + sending)
        .operation_timeout(OPERATION_TIMEOUT + 2 * sending)
        .build()
}

/// A key as a listing with `encoding-type=url` writes it: a space is a plus.
fn decode(key: &str) -> Option<String> {
    let key: Cow<'_, str> = if key.contains('+') { key.replace('+', " ").into() } else { key.into() };
    percent_decode_str(&key).decode_utf8().ok().map(Cow::into_owned)
}

/// Whether an endpoint was named, by the caller, the environment or the profile; for S3 alone or
/// for every service. The SDK's own configuration does not tell, so the same question is asked.
fn has_own_endpoint(sdk: &SdkConfig) -> bool {
    let key =
        ServiceConfigKey::builder().service_id("S3").env("AWS_ENDPOINT_URL").profile("endpoint_url").build();
    let for_s3 = || sdk.service_config()?.load_config(key.ok()?);
    sdk.endpoint_url().is_some() || for_s3().is_some()
}
