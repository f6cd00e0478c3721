//! How a request that failed reads: which kind of trouble it is, and the service's own words.

use std::{error::Error, fmt};

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;

/// The error type of one operation of a service.
pub(crate) trait OperationError: ProvideErrorMetadata + Error + Send + Sync + 'static {}
impl<E: ProvideErrorMetadata + Error + Send + Sync + 'static> OperationError for E {}

type Failed<E> = SdkError<E, HttpResponse>;

/// The kinds of trouble that every service can have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AwsTrouble {
    /// Nobody is signed in, or the keys do not work.
    NoCredentials,
    /// The caller is not allowed to do this.
    Denied,
    /// What was asked for does not exist.
    NotFound,
    /// The service is too slow, too busy, or out of reach.
    Unavailable,
    /// Anything else.
    Other,
}

/// Which kind of trouble a failed request is.
///
/// S3 has too many error codes of its own for this, and sorts them itself.
pub(crate) fn trouble<E: OperationError>(error: &Failed<E>) -> AwsTrouble {
    match error {
        _ if is_garbled(error) => AwsTrouble::Unavailable,
        SdkError::ServiceError(_) => answered(error),
        SdkError::TimeoutError(_) | SdkError::ResponseError(_) => AwsTrouble::Unavailable,
        _ if is_about_credentials(error) => AwsTrouble::NoCredentials,
        SdkError::DispatchFailure(_) => AwsTrouble::Unavailable,
        _ => AwsTrouble::Other,
    }
}

/// Sorts an answer by its code. Newer protocols put the word `Exception` behind a code, older ones do not.
fn answered<E: OperationError>(error: &Failed<E>) -> AwsTrouble {
    let code = error.code().unwrap_or_default();
    match code.strip_suffix("Exception").unwrap_or(code) {
        "AccessDenied" | "AuthorizationError" | "NotAuthorized" | "OptInRequired" => {
            return AwsTrouble::Denied;
        }
        "ExpiredToken"
        | "InvalidClientTokenId"
        | "InvalidSecurity"
        | "InvalidSignature"
        | "MissingAuthenticationToken"
        | "SignatureDoesNotMatch"
        | "IncompleteSignature"
        | "UnrecognizedClient" => return AwsTrouble::NoCredentials,
        "NotFound" | "ResourceNotFound" => return AwsTrouble::NotFound,
        "Throttling"
        | "ThrottledException"
        | "Throttled"
        | "RequestLimitExceeded"
        | "InternalError"
        | "InternalFailure"
        | "ServiceUnavailable" => return AwsTrouble::Unavailable,
        _ => {}
    }
    match status(error) {
        Some(401 | 403) => AwsTrouble::Denied,
        Some(404) => AwsTrouble::NotFound,
        Some(429 | 500..) => AwsTrouble::Unavailable,
        _ => AwsTrouble::Other,
    }
}

/// Whether the service certainly did not do what was asked: it said so itself, or was never reached.
pub(crate) fn is_refused<E: OperationError>(error: &Failed<E>) -> bool {
    let is_no_connection = |error: &(dyn Error + 'static)| {
        let io = error.downcast_ref::<std::io::Error>();
        io.is_some_and(|error| error.kind() == std::io::ErrorKind::ConnectionRefused)
    };
    match error {
        SdkError::ServiceError(_) => status(error).is_some_and(|status| (400..500).contains(&status)),
        SdkError::ConstructionFailure(_) => true,
        SdkError::DispatchFailure(_) => {
            is_about_credentials(error)
                || std::iter::successors(Some(error as &(dyn Error + 'static)), |&error| error.source())
                    .any(is_no_connection)
        }
        _ => false,
    }
}

/// The status of the answer, if there was one.
pub(crate) fn status<E>(error: &Failed<E>) -> Option<u16> {
    error.raw_response().map(|response| response.status().as_u16())
}

/// Whether the answer has a status of success, but its body is neither what was asked for nor an error.
pub(crate) fn is_garbled<E: ProvideErrorMetadata>(error: &Failed<E>) -> bool {
    error.as_service_error().is_some_and(|answer| answer.code().is_none())
        && status(error).is_some_and(|status| status < 300)
}

/// Whether the request was never sent, for want of credentials.
pub(crate) fn is_about_credentials(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(<dyn Error>::is::<CredentialsError>)
}

/// The error as a source that reads well in a message.
pub(crate) fn readable<E: OperationError>(error: Failed<E>) -> Box<dyn Error + Send + Sync> {
    if error.as_service_error().is_some() && !is_garbled(&error) {
        ServiceAnswer(error).into()
    } else {
        error.into()
    }
}

/// An answer of the service in its own words. The SDK's own error prints "service error" and, below that, Rust's
/// debug output of everything; it is kept inside for code that looks closer.
#[derive(Debug)]
struct ServiceAnswer<E>(Failed<E>);

impl<E: OperationError> fmt::Display for ServiceAnswer<E> {
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

impl<E: OperationError> Error for ServiceAnswer<E> {}
