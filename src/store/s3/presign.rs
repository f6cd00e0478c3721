//! Presigned addresses: whoever has one can open one object in S3, for as long as the address works.

use std::time::Duration;

use aws_credential_types::provider::ProvideCredentials;
use aws_sdk_s3::{error::ProvideErrorMetadata, presigning::PresigningConfig};
use chrono::{DateTime, Utc};

use super::{bucket::S3, policy};
use crate::{
    aws::status,
    store::{
        error::{StoreError, Trouble},
        object::Shown,
    },
};

/// The longest life that S3 accepts.
const LONGEST: Duration = Duration::from_hours(7 * 24);

/// The life that is assumed if nothing says otherwise. The bucket of this project's own stack caps addresses at an
/// hour, and its roles may not read the policy that says so; and no AWS session is shorter by default.
const ASSUMED: Duration = Duration::from_hours(1);

impl S3 {
    /// An address that shows the object under `key` for as long as `lives`, if the credentials last that long
    /// (see [`S3::longest_link`]). Nothing is sent, so whether there is such an object is not checked.
    ///
    /// It is signed for the region in which the bucket was last seen, which is the right one after any request.
    ///
    /// # Errors
    /// When there are no credentials, or `lives` is below a second or above 7 days.
    pub async fn presigned(&self, key: &str, lives: Duration, shown: &Shown) -> Result<String, StoreError> {
        let bad_life = |source| StoreError {
            what: self.address(key),
            trouble: Trouble::Unsupported,
            source: Some(source),
        };
        if lives < Duration::from_secs(1) {
            return Err(bad_life("an address lives a second at least".into()));
        }
        let life = PresigningConfig::expires_in(lives).map_err(|error| bad_life(error.into()))?;
        let request = self
            .client()
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_type(shown.content_type)
            .response_content_disposition(format!(
                "{}; filename=\"{}\"",
                if shown.is_saved { "attachment" } else { "inline" },
                shown.file_name
            ));
        let presigned = request.presigned(life).await.map_err(|error| self.error(key, error))?;
        Ok(presigned.uri().to_owned())
    }

    /// How long an address from [`S3::presigned`] works at most if it is made at `now`: the least of what S3
    /// accepts, what is left of the credentials, and what the policy of the bucket allows.
    ///
    /// # Errors
    /// When there are no credentials, or the bucket cannot be asked.
    pub async fn longest_link(&self, now: DateTime<Utc>) -> Result<Duration, StoreError> {
        let lives = [Some(LONGEST), self.credentials_live(now).await?, self.cap().await?];
        Ok(lives.into_iter().flatten().min().unwrap_or(ASSUMED))
    }

    async fn credentials_live(&self, now: DateTime<Utc>) -> Result<Option<Duration>, StoreError> {
        let no_credentials = |source| StoreError {
            what: self.address(""),
            trouble: Trouble::NoCredentials,
            source: Some(source),
        };
        let provider = self.credentials.as_ref().ok_or_else(|| no_credentials("nobody signed in".into()))?;
        let credentials =
            provider.provide_credentials().await.map_err(|error| no_credentials(error.into()))?;
        let left = |expiry| (DateTime::<Utc>::from(expiry) - now).to_std().unwrap_or_default();
        Ok(match credentials.expiry() {
            Some(expiry) => Some(left(expiry)),
            // Those of a session whose end nothing tells, as with environment variables.
            None => credentials.session_token().map(|_| ASSUMED),
        })
    }

    /// The longest life that the policy of the bucket allows, if it says anything about that.
    async fn cap(&self) -> Result<Option<Duration>, StoreError> {
        let ask = |client: aws_sdk_s3::Client| client.get_bucket_policy().bucket(&self.bucket).send();
        match self.send(ask).await {
            Ok(answer) => Ok(answer.policy.as_deref().and_then(policy::signature_age)),
            Err(error) if error.code() == Some("NoSuchBucketPolicy") => Ok(None),
            // Another service that speaks S3 and has no policies.
            Err(error) if matches!(status(&error), Some(405 | 501)) => Ok(None),
            Err(error) => match self.error("", error) {
                // A caller that may not read the policy is still bound by it. A shorter life than possible only
                // means that somebody asks again; a longer one would be a broken promise.
                StoreError { trouble: Trouble::Denied, .. } => Ok(Some(ASSUMED)),
                error => Err(error),
            },
        }
    }
}
