//! What the services of AWS have in common.
//!
//! The environment of a process enters; settings for clients and readable errors leave. Each service has one
//! adapter elsewhere (S3, CloudWatch Logs, SNS, KMS, Cognito), which alone names its crate; a new service needs only
//! a `Patience` of its
//! own.
//!
//! Rooms: `words` (sentences that all their errors share), `connect` (credentials, region, endpoint), `patience`
//! (retries and time-outs), `answer` (what a failed request means), `http` and `signed` (requests that there is no
//! client for).

mod words;
#[cfg(feature = "aws")]
mod connect;
#[cfg(feature = "aws")]
mod patience;
#[cfg(feature = "aws")]
mod answer;
#[cfg(feature = "aws")]
mod http;
#[cfg(feature = "aws")]
mod signed;

#[cfg(feature = "aws")]
pub use aws_config::SdkConfig;

#[cfg(feature = "aws")]
pub use self::connect::Connect;
pub(crate) use self::words::NO_CREDENTIALS;
#[cfg(feature = "aws")]
pub(crate) use self::{
    answer::{
        AwsTrouble, OperationError, is_about_credentials, is_garbled, is_refused, readable, status, trouble,
    },
    http::{HttpTrouble, post},
    patience::Patience,
    signed::{JsonRequest, JsonRequestError, answer as signed_answer},
};
