//! The client of one bucket: its patience, and how it follows a bucket to another region.

use std::{future::Future, sync::OnceLock, time::Duration};

use aws_sdk_s3::{
    Client,
    config::{
        self, Region, ResponseChecksumValidation, SharedCredentialsProvider, StalledStreamProtectionConfig,
        retry::{RetryPartition, TokenBucket},
    },
    error::{ProvideErrorMetadata, SdkError},
};
use aws_types::service_config::ServiceConfigKey;

use super::{hedges::Hedges, trouble};
use crate::{
    aws::{OperationError, Patience, SdkConfig},
    store::error::StoreError,
};

/// For one try, except for a body that is still being read: that is watched for stalls instead.
pub(super) const ATTEMPT_TIMEOUT: Duration = Duration::from_mins(1);
/// For all tries of one request and the pauses between them.
pub(super) const OPERATION_TIMEOUT: Duration = Duration::from_mins(5);

const PATIENCE: Patience = Patience {
    // S3 answers bursts with 503 while it spreads a prefix over more machines, and the usual three tries do not
    // outlast that.
    attempts: 6,
    connect: Duration::from_secs(5),
    read: Some(Duration::from_secs(30)),
    attempt: ATTEMPT_TIMEOUT,
    operation: OPERATION_TIMEOUT,
};

/// What the retries of all requests to the bucket may cost together, at 5 each; a retry that succeeds gives its own
/// back. The SDK's own 500 are spent by one burst of 503 over a hundred requests at once, which then fail without
/// a second try.
const RETRY_BUDGET: usize = 10_000;

/// How long a body may stand still. The SDK's own 5 seconds are too few for a train.
const STALL: Duration = Duration::from_secs(20);

/// A bucket.
///
/// A bucket in another region than the settings say is found: S3 says where it is, and from then on the store asks
/// there.
#[derive(Debug)]
pub struct S3 {
    client: Client,
    /// The client for the region where the bucket turned out to be.
    moved: OnceLock<Client>,
    /// Whose signatures it sends, and how long they are good for.
    pub(super) credentials: Option<SharedCredentialsProvider>,
    pub(super) bucket: String,
    pub(super) hedges: Hedges,
}

impl S3 {
    /// The store over `bucket`, with the credentials, region and endpoint of `sdk`.
    #[must_use]
    pub fn new(sdk: &SdkConfig, bucket: &str) -> Self {
        let budget = RetryPartition::custom(bucket.to_owned()).token_bucket(TokenBucket::new(RETRY_BUDGET));
        let config = config::Builder::from(&PATIENCE.with(sdk))
            .retry_partition(budget.build())
            // In both directions: without it, a connection that died silently in the middle of a body would be
            // waited for forever.
            .stalled_stream_protection(StalledStreamProtectionConfig::enabled().grace_period(STALL).build())
            // Length and TLS guard an answer already, and not every service that speaks S3 has checksums.
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            // A service behind an endpoint of its own seldom has a host name per bucket.
            .force_path_style(has_own_endpoint(sdk));
        Self {
            client: Client::from_conf(config.build()),
            moved: OnceLock::new(),
            credentials: sdk.credentials_provider(),
            bucket: bucket.to_owned(),
            hedges: Hedges::default(),
        }
    }

    /// The client for the region of the bucket, as far as that is known.
    pub(super) fn client(&self) -> &Client {
        self.moved.get().unwrap_or(&self.client)
    }

    /// Sends a request; if the answer says that the bucket is in another region, once more to that one.
    pub(super) async fn send<T, E, F>(&self, request: impl Fn(Client) -> F) -> Result<T, SdkError<E>>
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

    pub(super) fn error<E: OperationError>(&self, key: &str, error: SdkError<E>) -> StoreError {
        trouble::store_error(self.address(key), error)
    }

    pub(super) fn address(&self, key: &str) -> String {
        format!("s3://{}/{key}", self.bucket)
    }
}

/// Whether the caller, the environment or the profile names an endpoint, for S3 alone or for every service. The
/// SDK's configuration does not say, so the same question is asked again.
fn has_own_endpoint(sdk: &SdkConfig) -> bool {
    let key =
        ServiceConfigKey::builder().service_id("S3").env("AWS_ENDPOINT_URL").profile("endpoint_url").build();
    let for_s3 = || sdk.service_config()?.load_config(key.ok()?);
    sdk.endpoint_url().is_some() || for_s3().is_some()
}
