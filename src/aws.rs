//! What the services of AWS have in common: the settings of their clients, and how a request that failed
//! reads.
//!
//! Each service has one adapter, which alone names its crate. What the adapters would otherwise say three
//! times is here.

use std::{error::Error, fmt};

pub use aws_config::SdkConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;

pub(crate) type BoxError = Box<dyn Error + Send + Sync>;

/// An operation's own error.
pub(crate) trait Answered: ProvideErrorMetadata + Error + Send + Sync + 'static {}
impl<E: ProvideErrorMetadata + Error + Send + Sync + 'static> Answered for E {}

type Failed<E> = SdkError<E, HttpResponse>;

/// What every service may answer, or fail to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Common {
    /// Nobody signed in, or with keys that do not work.
    NoCredentials,
    /// The caller may not.
    Denied,
    /// What was asked for is not there.
    NotFound,
    /// Too slow, too busy, or out of reach.
    Unavailable,
    /// Anything else.
    Other,
}

/// The kind of trouble, where it is one that every service has.
///
/// S3 has too many words of its own, and sorts them itself.
pub(crate) fn common<E: Answered>(error: &Failed<E>) -> Common {
    match error {
        _ if is_garbled(error) => Common::Unavailable,
        SdkError::ServiceError(_) => answered(error),
        SdkError::TimeoutError(_) | SdkError::ResponseError(_) => Common::Unavailable,
        _ if is_about_credentials(error) => Common::NoCredentials,
        SdkError::DispatchFailure(_) => Common::Unavailable,
        _ => Common::Other,
    }
}

/// The older protocols leave out the word `Exception` that the newer ones put behind a code.
fn answered<E: Answered>(error: &Failed<E>) -> Common {
    let code = error.code().unwrap_or_default();
    match code.strip_suffix("Exception").unwrap_or(code) {
        "AccessDenied" | "AuthorizationError" | "NotAuthorized" | "OptInRequired" => return Common::Denied,
        "ExpiredToken"
        | "InvalidClientTokenId"
        | "InvalidSecurity"
        | "InvalidSignature"
        | "MissingAuthenticationToken"
        | "SignatureDoesNotMatch"
        | "IncompleteSignature"
        | "UnrecognizedClient" => return Common::NoCredentials,
        "NotFound" | "ResourceNotFound" => return Common::NotFound,
        "Throttling"
        | "ThrottledException"
        | "Throttled"
        | "RequestLimitExceeded"
        | "InternalError"
        | "InternalFailure"
        | "ServiceUnavailable" => return Common::Unavailable,
        _ => {}
    }
    match status(error) {
        Some(401 | 403) => Common::Denied,
        Some(404) => Common::NotFound,
        Some(429 | 500..) => Common::Unavailable,
        _ => Common::Other,
    }
}

/// The status of the answer, if there was one.
pub(crate) fn status<E>(error: &Failed<E>) -> Option<u16> {
    error.raw_response().map(|response| response.status().as_u16())
}

/// An answer that says that all is well, and is neither what was asked for nor an error.
pub(crate) fn is_garbled<E: ProvideErrorMetadata>(error: &Failed<E>) -> bool {
    error.as_service_error().is_some_and(|answer| answer.code().is_none())
        && status(error).is_some_and(|status| status < 300)
}

pub(crate) fn is_about_credentials(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(<dyn Error>::is::<CredentialsError>)
}

/// The error as a source that reads well.
pub(crate) fn said<E: Answered>(error: Failed<E>) -> BoxError {
    if error.as_service_error().is_some() && !is_garbled(&error) { Said(error).into() } else { error.into() }
}

/// An answer of the service, in its own words. The SDK's error prints "service error" and, beneath,
/// everything in the form of Rust's debugger; it is kept for those who look inside.
#[derive(Debug)]
struct Said<E>(Failed<E>);

impl<E: Answered> fmt::Display for Said<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meta = self.0.meta();
        match meta.message() {
            Some(message) => f.write_str(message.trim_end_matches('.'))?,
            None => f.write_str("the service gave no reason")?,
        }
        let code = meta.code().map(|code| format!("{code}, "));
        let status = status(&self.0).unwrap_or_default();
        write!(f, " ({}HTTP status {status}", code.unwrap_or_default())?;
        if let Some(request) = meta.request_id() {
            write!(f, ", request {request}")?;
        }
        f.write_str(")")
    }
}

impl<E: Answered> Error for Said<E> {}
