//! Tries whether links are answered, with a real token and in the way a reader's browser would ask.

use std::time::Duration;

use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::{
    client::{http::HttpConnector, orchestrator::HttpRequest, result::ConnectorError},
    http::HttpError,
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{error::LinkError, links::Links, revoked::REVOKED};

/// A film that nobody makes: a token for it is as good as any other, and shows nothing.
const FILM: &str = "videos/doctor/doctor/doctor.mp4";

/// How long the token of a trial works.
const LIFE: TimeDelta = TimeDelta::minutes(1);

/// A function that nobody has called for a while takes a second or two to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a link is not answered as it should be; where there is a way out, the message names it.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// No token could be made.
    #[error("the link could not be made")]
    Mint(#[source] LinkError),
    /// Nobody answered.
    #[error("{host} cannot be reached (is it the function URL of the stack?)")]
    Unreachable {
        /// The host that was asked.
        host: String,
        /// What went wrong on the way.
        #[source]
        source: Option<ConnectorError>,
    },
    /// The address cannot be made into a request.
    #[error("the function behind the links cannot be reached")]
    Request(#[source] HttpError),
    /// Calling the function is not allowed.
    #[error(
        "the function behind the links may not be called (its URL needs the auth type NONE, and its policy must \
         let everybody use lambda:InvokeFunctionUrl, and lambda:InvokeFunction through the URL)"
    )]
    Forbidden,
    /// The function checks with another key.
    #[error(
        "a fresh link is unknown to the function (it checks with another KMS key than this one, or the address is \
         not that of the function)"
    )]
    Unknown,
    /// The clocks differ.
    #[error(
        "the function says that a link made this minute has expired (is the clock of this machine right?)"
    )]
    Clock,
    /// The function cannot use the key, or cannot read which links are revoked.
    #[error(
        "the function cannot check links now (see its log: its role needs kms:VerifyMac on the key, and must be able \
         to read {REVOKED} in the bucket)"
    )]
    Unchecked,
    /// The function does not work.
    #[error("the function behind the links fails with status {0} (see its log)")]
    Broken(u16),
    /// Something else answers.
    #[error("what answers at the address of the links is not the function (status {0})")]
    Other(u16),
}

/// Makes a link that works for a minute, asks for it, and is content if it is answered with 200.
///
/// # Errors
/// Whatever keeps links from being answered.
pub async fn probe(links: &Links, now: DateTime<Utc>) -> Result<(), ProbeError> {
    let link = links.until(FILM, now, now + LIFE).await.map_err(ProbeError::Mint)?;
    let mut request = HttpRequest::empty();
    request.set_method("HEAD").map_err(ProbeError::Request)?;
    request.set_uri(link.url.as_str()).map_err(ProbeError::Request)?;
    let unreachable =
        |source| ProbeError::Unreachable { host: link.url.host_str().unwrap_or_default().to_owned(), source };
    // The SDK's own client, without its retries: here a redirect or an error is an answer.
    let rustls = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
    let connector = Connector::builder().tls_provider(rustls).build();
    let answer = tokio::time::timeout(PATIENCE, connector.call(request)).await;
    let answer = answer.map_err(|_| unreachable(None))?.map_err(|error| unreachable(Some(error)))?;
    match answer.status().as_u16() {
        200 => Ok(()),
        403 => Err(ProbeError::Forbidden),
        404 => Err(ProbeError::Unknown),
        410 => Err(ProbeError::Clock),
        503 => Err(ProbeError::Unchecked),
        status @ (429 | 500..) => Err(ProbeError::Broken(status)),
        status => Err(ProbeError::Other(status)),
    }
}
