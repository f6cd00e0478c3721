//! The answers of the function behind links, over HTTP on this machine.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use labelrace::service::link::endpoint::LinkEndpoint;

use super::http_server::{Reply, Server};

/// A site that answers whatever `endpoint` answers at the time that `now` gives.
pub(crate) async fn serve(endpoint: LinkEndpoint, now: fn() -> DateTime<Utc>) -> Server {
    let endpoint = Arc::new(endpoint);
    Server::start(move |request| {
        let endpoint = Arc::clone(&endpoint);
        async move {
            let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
            let answer = endpoint.answer(&request.method, path, query, now()).await;
            let headers = answer.headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Reply { headers, ..Reply::new(answer.status, answer.body) }
        }
    })
    .await
}
