//! The function behind the link in the mail: a token in, a redirect out.

use std::{process::ExitCode, sync::Arc};

use anyhow::{Context, Result};
use aws_lambda_events::lambda_function_urls::{LambdaFunctionUrlRequest, LambdaFunctionUrlResponse};
use chrono::Utc;
use labelrace::{
    aws::Connect,
    service::{
        link::{
            endpoint::{LinkEndpoint, LinkResponse},
            kms::HmacKey,
        },
        logs,
    },
    store::s3::S3,
};
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde_json::Value;

/// The bucket with the films.
const BUCKET: &str = "LABELRACE_BUCKET";
/// The KMS key that the links were made with.
const KEY_ID: &str = "LABELRACE_LINK_KEY_ID";

#[tokio::main]
async fn main() -> ExitCode {
    logs::json(std::env::var("AWS_LAMBDA_LOG_LEVEL").ok().as_deref(), std::io::stdout);
    let ran = match endpoint().await {
        Ok(endpoint) => serve(endpoint).await.map_err(|error| error.to_string()),
        Err(error) => Err(format!("{error:#}")),
    };
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error, "the function cannot work");
            ExitCode::FAILURE
        }
    }
}

/// Made once, and used by every request.
async fn endpoint() -> Result<LinkEndpoint> {
    let (bucket, key) = (required(BUCKET)?, required(KEY_ID)?);
    let sdk = Connect::default().sdk_config().await;
    Ok(LinkEndpoint::new(HmacKey::new(&sdk, &key), S3::new(&sdk, &bucket)))
}

/// An empty variable counts as not set.
fn required(name: &str) -> Result<String> {
    let value = std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    value.with_context(|| format!("the environment variable {name} is not set"))
}

async fn serve(endpoint: LinkEndpoint) -> Result<(), lambda_runtime::Error> {
    let endpoint = Arc::new(endpoint);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| {
        let endpoint = Arc::clone(&endpoint);
        async move { respond(&endpoint, event).await }
    }))
    .await
}

async fn respond(
    endpoint: &LinkEndpoint,
    event: LambdaEvent<Value>,
) -> Result<LambdaFunctionUrlResponse, Diagnostic> {
    let request_id = &event.context.request_id;
    let request: LambdaFunctionUrlRequest =
        serde_json::from_value(event.payload).map_err(|_| not_a_request())?;
    let method = request.request_context.http.method.as_deref().ok_or_else(not_a_request)?;
    let path = request.raw_path.as_deref().ok_or_else(not_a_request)?;
    let query = request.raw_query_string.as_deref().unwrap_or_default();
    let answer = endpoint.answer(method, path, query, Utc::now()).await;
    // The path names the film and the query is the token: neither is logged.
    match &answer.trouble {
        None => tracing::info!(status = answer.status, request_id, "answered"),
        Some(trouble) => tracing::error!(status = answer.status, request_id, trouble, "not answered"),
    }
    response(answer)
}

fn response(answer: LinkResponse) -> Result<LambdaFunctionUrlResponse, Diagnostic> {
    let mut response = LambdaFunctionUrlResponse::default();
    response.status_code = answer.status.into();
    for (name, value) in answer.headers {
        let value =
            value.parse().map_err(|_| failed("BadHeader", &format!("{name} is not a valid header")))?;
        response.headers.insert(name, value);
    }
    response.body = Some(answer.body);
    Ok(response)
}

fn not_a_request() -> Diagnostic {
    failed("NotARequest", "the event is not a request of a function URL")
}

fn failed(kind: &str, message: &str) -> Diagnostic {
    Diagnostic { error_type: kind.to_owned(), error_message: message.to_owned() }
}
