//! One request without retries, through the HTTP client that the SDK has anyway.

use std::time::Duration;

use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use bytes::Bytes;

/// Why there is no answer. Addresses may be secrets, so none is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum HttpTrouble {
    /// Not a request that can be sent.
    #[error("the address or a header is not one")]
    Malformed,
    /// Nobody answered in time.
    #[error("no answer in time")]
    TimedOut,
    /// Nobody could be reached.
    #[error("it could not be reached")]
    Unreachable,
}

/// Posts a body, and gives the status and the body of the answer; redirects are not followed.
///
/// # Errors
/// When there is no whole answer within the `patience`.
pub(crate) async fn post(
    url: &str,
    headers: &[(String, String)],
    body: String,
    patience: Duration,
) -> Result<(u16, Bytes), HttpTrouble> {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("POST").map_err(|_| HttpTrouble::Malformed)?;
    request.set_uri(url).map_err(|_| HttpTrouble::Malformed)?;
    for (name, value) in headers {
        let inserted = request.headers_mut().try_insert(name.clone(), value.clone());
        inserted.map_err(|_| HttpTrouble::Malformed)?;
    }
    let rustls = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
    let connector = Connector::builder().tls_provider(rustls).build();
    let answer = async {
        let answer = connector.call(request).await.map_err(|_| HttpTrouble::Unreachable)?;
        let status = answer.status().as_u16();
        let body = ByteStream::new(answer.into_body()).collect().await;
        Ok((status, body.map_err(|_| HttpTrouble::Unreachable)?.into_bytes()))
    };
    tokio::time::timeout(patience, answer).await.map_err(|_| HttpTrouble::TimedOut)?
}
