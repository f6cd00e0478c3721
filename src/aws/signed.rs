//! A request to a service that there is no client for: signed as the SDK signs, in the JSON protocol that many share.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4,
};
use aws_smithy_runtime_api::client::identity::Identity;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    http::{HttpTrouble, post},
    words::NO_CREDENTIALS,
};

/// How long a service may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request in the protocol JSON 1.1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JsonRequest<'a> {
    /// The service, as its host and signature name it.
    pub(crate) service: &'static str,
    /// The region that is asked.
    pub(crate) region: &'a str,
    /// The operation, with the prefix of its service.
    pub(crate) target: &'static str,
    /// What is asked.
    pub(crate) body: &'a Value,
    /// The time that the signature says.
    pub(crate) now: DateTime<Utc>,
}

/// Why a service gave no answer.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum JsonRequestError {
    /// Nobody is signed in.
    #[error("{NO_CREDENTIALS}")]
    NoCredentials,
    /// The request could not be signed.
    #[error("the request could not be signed")]
    Unsigned,
    /// It was not answered.
    #[error(transparent)]
    Http(#[from] HttpTrouble),
    /// The service refused: the code that it gave, and the status.
    #[error("the service said {code} (HTTP status {status})")]
    Refused {
        /// The code of the error.
        code: String,
        /// The HTTP status.
        status: u16,
    },
    /// The answer is not JSON.
    #[error("the answer cannot be read")]
    Garbled,
}

/// Sends a request and gives the answer.
///
/// # Errors
/// When there is none, or the service refuses.
pub(crate) async fn answer(sdk: &SdkConfig, asked: JsonRequest<'_>) -> Result<Value, JsonRequestError> {
    let JsonRequest { service, region, target, body, now } = asked;
    let url = match sdk.endpoint_url() {
        Some(url) => format!("{}/", url.trim_end_matches('/')),
        None if region.starts_with("cn-") => format!("https://{service}.{region}.amazonaws.com.cn/"),
        None => format!("https://{service}.{region}.amazonaws.com/"),
    };
    let provider = sdk.credentials_provider().ok_or(JsonRequestError::NoCredentials)?;
    let credentials = tokio::time::timeout(PATIENCE, provider.provide_credentials()).await;
    let credentials = credentials.ok().and_then(Result::ok).ok_or(JsonRequestError::NoCredentials)?;
    let body = body.to_string();
    let mut headers = vec![
        ("content-type".to_owned(), "application/x-amz-json-1.1".to_owned()),
        ("x-amz-target".to_owned(), target.to_owned()),
    ];
    let identity: Identity = credentials.into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(service)
        .time(now.into())
        .settings(SigningSettings::default())
        .build()
        .map_err(|_| JsonRequestError::Unsigned)?
        .into();
    let signed = {
        let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let signable =
            SignableRequest::new("POST", url.as_str(), headers, SignableBody::Bytes(body.as_bytes()));
        let signable = signable.map_err(|_| JsonRequestError::Unsigned)?;
        sign(signable, &params).map_err(|_| JsonRequestError::Unsigned)?.into_parts().0
    };
    headers.extend(signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())));
    let (status, answer) = post(&url, &headers, body, PATIENCE).await?;
    let answer: Result<Value, _> = serde_json::from_slice(&answer);
    if !(200..300).contains(&status) {
        let code = answer.ok().and_then(|answer| Some(answer["__type"].as_str()?.to_owned()));
        // A code comes with or without the name of its protocol before it.
        let code = code.unwrap_or_default().rsplit('#').next().unwrap_or_default().to_owned();
        return Err(JsonRequestError::Refused { code, status });
    }
    answer.map_err(|_| JsonRequestError::Garbled)
}
