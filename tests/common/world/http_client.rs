//! One HTTP request, with the client that the SDK has anyway.

use std::{collections::BTreeMap, time::Duration};

use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::{http::HttpConnector, orchestrator::HttpRequest};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use bytes::Bytes;

/// Longer than whatever a test may wait for.
const PATIENCE: Duration = Duration::from_mins(5);

pub(crate) struct Response {
    pub(crate) status: u16,
    /// Names are in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Bytes,
}

impl Response {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends a request; redirects are not followed.
pub(crate) async fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method(method).unwrap();
    request.set_uri(url).unwrap();
    for (name, value) in headers {
        request.headers_mut().insert((*name).to_owned(), (*value).to_owned());
    }
    let connector = Connector::builder().build_http();
    let answer = tokio::time::timeout(PATIENCE, connector.call(request)).await.unwrap().unwrap();
    let status = answer.status().as_u16();
    let headers = answer.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let body = ByteStream::new(answer.into_body()).collect().await.unwrap().into_bytes();
    Response { status, headers, body }
}

pub(crate) async fn get(url: &str) -> Response {
    send("GET", url, &[], "").await
}
