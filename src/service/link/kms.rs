//! A key for MACs that lies in AWS KMS, where nobody can read it.
//!
//! This file is the only one that names `aws-sdk-kms`.

use std::time::Duration;

use aws_sdk_kms::{
    Client,
    config::{self, BehaviorVersion, Region, retry::RetryConfig, timeout::TimeoutConfig},
    error::{ProvideErrorMetadata, SdkError},
    primitives::Blob,
    types::MacAlgorithmSpec,
};

use crate::aws::{self, Answered, Common, SdkConfig};

use super::{LinkError, Trouble};

const ALGORITHM: MacAlgorithmSpec = MacAlgorithmSpec::HmacSha256;

/// Tries of one request, the first included: somebody waits for the answer.
const ATTEMPTS: u32 = 4;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);
/// For all tries of one request and the pauses between them.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(8);

/// A KMS key of the kind `HMAC_256`.
#[derive(Debug)]
pub struct HmacKey {
    client: Client,
    id: String,
}

impl HmacKey {
    /// The key with this id, alias or ARN. Credentials, region and endpoint are those of `sdk`; an ARN
    /// brings its own region.
    #[must_use]
    pub fn new(sdk: &SdkConfig, id: &str) -> Self {
        let retry = sdk.retry_config().cloned().unwrap_or_else(RetryConfig::standard);
        let attempts = retry.max_attempts().max(ATTEMPTS);
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT);
        let mut config = config::Builder::from(sdk)
            .behavior_version(BehaviorVersion::latest())
            .retry_config(retry.with_max_attempts(attempts))
            .timeout_config(timeouts.build());
        if let Some(region) = region_of(id) {
            config = config.region(Region::new(region.to_owned()));
        }
        Self { client: Client::from_conf(config.build()), id: id.to_owned() }
    }

    /// As it was named.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The MAC of `message`.
    ///
    /// # Errors
    /// When KMS does not make it.
    pub async fn mint(&self, message: &str) -> Result<Vec<u8>, LinkError> {
        let answer = self
            .client
            .generate_mac()
            .key_id(&self.id)
            .mac_algorithm(ALGORITHM)
            .message(Blob::new(message))
            .send()
            .await;
        let mac = answer.map_err(|error| self.failed(error))?.mac;
        Ok(mac.map(Blob::into_inner).unwrap_or_default())
    }

    /// Whether `mac` is that of `message`.
    ///
    /// # Errors
    /// When KMS does not say.
    pub async fn verify(&self, message: &str, mac: &[u8]) -> Result<bool, LinkError> {
        let answer = self
            .client
            .verify_mac()
            .key_id(&self.id)
            .mac_algorithm(ALGORITHM)
            .message(Blob::new(message))
            .mac(Blob::new(mac))
            .send()
            .await;
        match answer {
            Ok(answer) => Ok(answer.mac_valid),
            Err(error) if error.code() == Some("KMSInvalidMacException") => Ok(false),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn failed<E: Answered>(&self, error: SdkError<E>) -> LinkError {
        let message = error.message().unwrap_or_default().to_lowercase();
        let trouble = match error.code().unwrap_or_default() {
            "DisabledException" => Trouble::Disabled,
            // One word for several states; which one is said in the message only.
            "KMSInvalidStateException" if message.contains("deletion") => Trouble::Deleting,
            "KMSInvalidStateException" if message.contains("disabled") => Trouble::Disabled,
            "InvalidKeyUsageException" => Trouble::WrongUsage,
            "KMSInternalException" | "KeyUnavailableException" | "DependencyTimeoutException" => {
                Trouble::Unavailable
            }
            _ => match aws::common(&error) {
                Common::NoCredentials => Trouble::NoCredentials,
                Common::Denied => Trouble::Denied,
                Common::NotFound => Trouble::NotFound,
                Common::Unavailable => Trouble::Unavailable,
                Common::Other => Trouble::Other,
            },
        };
        LinkError { what: self.id.clone(), trouble, source: Some(aws::said(error)) }
    }
}

/// `arn:aws:kms:eu-west-1:123456789012:key/...`
fn region_of(id: &str) -> Option<&str> {
    let mut parts = id.strip_prefix("arn:")?.split(':').skip(1);
    (parts.next()? == "kms").then_some(())?;
    parts.next().filter(|region| !region.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_arn_tells_a_region() {
        let arn = "arn:aws:kms:eu-west-1:123456789012:key/0b1c";
        assert_eq!(region_of(arn), Some("eu-west-1"));
        for id in ["0b1c", "alias/labelrace", "arn:aws:sns:eu-west-1:123456789012:a", "arn:aws:kms::1:key/a"]
        {
            assert_eq!(region_of(id), None, "{id}");
        }
    }
}
