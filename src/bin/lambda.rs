//! The function: an event in, a receipt out.

#![expect(clippy::print_stdout, reason = "metrics are lines among those of the log")]

use std::{env, sync::Arc};

use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use labelrace::{
    aws::Connect,
    run::Machine,
    service::{
        handler::{self, Call, Failure, Handler},
        logs,
        notify::sns::Sns,
        scratch,
    },
    settings::{Defaults, Delivery, Request},
    store::s3::S3,
};
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> Result<(), lambda_runtime::Error> {
    logs::json(env::var("AWS_LAMBDA_LOG_LEVEL").ok().as_deref(), std::io::stdout);
    // Made once, and used by every run. Where it cannot be made, every run says why: an error at the start
    // would only tell that there was one.
    let handler = Arc::new(handler().await);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| {
        let handler = Arc::clone(&handler);
        async move {
            match handler.as_ref() {
                Ok((handler, defaults)) => {
                    run(handler, defaults, event).boxed().await.map_err(|failure| refused(&failure))
                }
                Err(failure) => Err(refused(failure)),
            }
        }
    }))
    .await
}

async fn handler() -> Result<(Handler<S3, Sns>, Defaults), Failure> {
    let defaults = Defaults::from_variables(&variable).map_err(Failure::Configuration)?;
    let delivery = Delivery::from_variables(&variable).map_err(Failure::Configuration)?;
    let sdk = Connect::default().sdk_config().await;
    let notify = delivery.topic_arn.clone().map(|topic| Sns::new(&sdk, topic));
    let machine = Machine::of_function(|name| env::var_os(name));
    let handler = Handler::new(&sdk, &delivery, notify, machine, env::temp_dir(), Utc::now)?;
    Ok((handler, defaults))
}

async fn run(
    handler: &Handler<S3, Sns>,
    defaults: &Defaults,
    event: LambdaEvent<Value>,
) -> Result<Value, Failure> {
    if let Err(error) = scratch::sweep(&env::temp_dir()) {
        tracing::warn!(%error, "could not look for what earlier runs have left");
    }
    let request = Request::from_event(&event.payload, defaults)?;
    let deadline = i64::try_from(event.context.deadline).ok().and_then(DateTime::from_timestamp_millis);
    let call =
        Call { request_id: event.context.request_id.clone(), deadline, stop: CancellationToken::new() };
    let outcome = handler.handle(request, call).await?;
    let function = &event.context.env_config.function_name;
    if let Some(metrics) = handler::metrics(&outcome, function, Utc::now()) {
        println!("{metrics}");
    }
    tracing::info!(job = outcome.job, status = ?outcome.status, notified = outcome.notified, "over");
    Ok(outcome.to_json())
}

fn refused(failure: &Failure) -> Diagnostic {
    let (error_type, message) = (failure.class().word(), failure.chain());
    tracing::error!(error_type, message, "failed");
    Diagnostic { error_type: error_type.to_owned(), error_message: message }
}

/// A variable of the function.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}
