//! A key for MACs that is kept in AWS KMS, where nobody can read it.
//!
//! This file is the only one that names `aws-sdk-kms`.

use std::time::Duration;

use aws_sdk_kms::{
    Client,
    config::{self, Region},
    error::{ProvideErrorMetadata, SdkError},
    primitives::Blob,
    types::MacAlgorithmSpec,
};

use super::error::{LinkError, LinkTrouble};
use crate::aws::{self, AwsTrouble, OperationError, Patience, SdkConfig};

const ALGORITHM: MacAlgorithmSpec = MacAlgorithmSpec::HmacSha256;

/// Little, because somebody is waiting for the answer.
const PATIENCE: Patience = Patience {
    attempts: 4,
    connect: Duration::from_secs(2),
    read: None,
    attempt: Duration::from_secs(3),
    operation: Duration::from_secs(8),
};

/// A KMS key of the kind `HMAC_256`.
#[derive(Debug)]
pub struct HmacKey {
    client: Client,
    id: String,
}

impl HmacKey {
    /// The key with this id, alias or ARN. Credentials, region and endpoint are those of `sdk`, except that an ARN
    /// brings its own region.
    #[must_use]
    pub fn new(sdk: &SdkConfig, id: &str) -> Self {
        let mut config = config::Builder::from(&PATIENCE.with(sdk));
        if let Some(region) = region_of(id) {
            config = config.region(Region::new(region.to_owned()));
        }
        Self { client: Client::from_conf(config.build()), id: id.to_owned() }
    }

    /// The id, alias or ARN that it was given as.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The MAC of `message`.
    ///
    /// # Errors
    /// When KMS does not answer.
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
    /// When KMS does not answer.
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

    fn failed<E: OperationError>(&self, error: SdkError<E>) -> LinkError {
        let message = error.message().unwrap_or_default().to_lowercase();
        let trouble = match error.code().unwrap_or_default() {
            "DisabledException" => LinkTrouble::Disabled,
            // One code for several states; only the message says which.
            "KMSInvalidStateException" if message.contains("deletion") => LinkTrouble::Deleting,
            "KMSInvalidStateException" if message.contains("disabled") => LinkTrouble::Disabled,
            "InvalidKeyUsageException" => LinkTrouble::WrongUsage,
            "KMSInternalException" | "KeyUnavailableException" | "DependencyTimeoutException" => {
                LinkTrouble::Unavailable
            }
            _ => match aws::trouble(&error) {
                AwsTrouble::NoCredentials => LinkTrouble::NoCredentials,
                AwsTrouble::Denied => LinkTrouble::Denied,
                AwsTrouble::NotFound => LinkTrouble::NotFound,
                AwsTrouble::Unavailable => LinkTrouble::Unavailable,
                AwsTrouble::Other => LinkTrouble::Other,
            },
        };
        LinkError { what: self.id.clone(), trouble, source: Some(aws::readable(error)) }
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
