//! What the services of AWS have in common.
//!
//! The environment of a process enters; settings for clients and readable errors leave. Each service has one
//! adapter elsewhere (S3, SNS, KMS), which alone names its crate; a new service needs only a `Patience` of its
//! own.
//!
//! Rooms: `words` (sentences that all their errors share), `connect` (credentials, region, endpoint), `patience`
//! (retries and time-outs), `answer` (what a failed request means).

mod words;
mod connect;
mod patience;
mod answer;

pub use aws_config::SdkConfig;

pub use self::connect::Connect;
pub(crate) use self::{
    answer::{AwsTrouble, OperationError, is_about_credentials, is_garbled, readable, status, trouble},
    patience::Patience,
    words::NO_CREDENTIALS,
};
