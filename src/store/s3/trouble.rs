//! What an answer of S3 means, or the lack of one: from the SDK's errors to [`Trouble`].

use aws_sdk_s3::{
    error::{ProvideErrorMetadata, SdkError},
    primitives::ByteStreamError,
};

use crate::{
    aws::{OperationError, is_about_credentials, is_garbled, readable, status},
    store::error::{StoreError, Trouble},
};

pub(super) fn store_error<E: OperationError>(what: String, error: SdkError<E>) -> StoreError {
    let trouble = trouble(&error);
    StoreError { what, trouble, source: Some(readable(error)) }
}

pub(super) fn broken_off(what: String, read: u64, cause: ByteStreamError) -> StoreError {
    let source = Some(BrokenOff { read, cause }.into());
    StoreError { what, trouble: Trouble::Unavailable, source }
}

fn trouble<E: OperationError>(error: &SdkError<E>) -> Trouble {
    match error {
        _ if is_garbled(error) => Trouble::Unavailable,
        SdkError::ServiceError(_) => answered(error),
        // An answer that broke off, most of the time.
        SdkError::TimeoutError(_) | SdkError::ResponseError(_) => Trouble::Unavailable,
        _ if is_about_credentials(error) => Trouble::NoCredentials,
        SdkError::DispatchFailure(_) => Trouble::Unavailable,
        _ => Trouble::Other,
    }
}

fn answered<E: OperationError>(error: &SdkError<E>) -> Trouble {
    if let Some(trouble) = elsewhere(error) {
        return trouble;
    }
    // The code first: a status such as 403 stands for many things.
    match error.code().unwrap_or_default() {
        "NoSuchKey" | "NoSuchBucket" => return Trouble::NotFound,
        "AccessDenied" | "AllAccessDisabled" | "AccountProblem" | "KMS.AccessDeniedException" => {
            return Trouble::Denied;
        }
        "ExpiredToken"
        | "InvalidToken"
        | "TokenRefreshRequired"
        | "InvalidAccessKeyId"
        | "SignatureDoesNotMatch"
        | "AuthorizationHeaderMalformed" => return Trouble::NoCredentials,
        "PreconditionFailed" | "ConditionalRequestConflict" => return Trouble::Exists,
        "InternalError" | "OperationAborted" | "RequestTimeout" | "SlowDown" => {
            return Trouble::Unavailable;
        }
        // The object is in an archive, or a clock is wrong. Neither is about permission, whatever the status.
        "InvalidObjectState" | "RequestTimeTooSkewed" => return Trouble::Other,
        _ => {}
    }
    match status(error) {
        Some(404) => Trouble::NotFound,
        Some(401 | 403) => Trouble::Denied,
        Some(412) => Trouble::Exists,
        Some(429 | 500..) => Trouble::Unavailable,
        _ => Trouble::Other,
    }
}

/// S3 does not try a write on a condition while another write of the same key is under way.
pub(super) fn is_conflict<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    status(error) == Some(409)
        && matches!(error.code(), Some("ConditionalRequestConflict" | "OperationAborted"))
}

fn elsewhere<E: OperationError>(error: &SdkError<E>) -> Option<Trouble> {
    let region = region_of_bucket(error);
    // If it names no region, a malformed signature is only that.
    (is_redirect(error) || region.is_some()).then_some(Trouble::OtherRegion { region })
}

fn is_redirect<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    matches!(status(error), Some(301 | 307))
        || matches!(error.code(), Some("PermanentRedirect" | "TemporaryRedirect"))
}

/// The region of the bucket, if the answer says that it is elsewhere and where. Not every such answer has the
/// header, and of the body the SDK keeps only the code and the message.
pub(super) fn region_of_bucket<E: ProvideErrorMetadata>(error: &SdkError<E>) -> Option<String> {
    if !is_redirect(error) && error.code() != Some("AuthorizationHeaderMalformed") {
        return None;
    }
    let response = error.raw_response()?;
    let told = response.headers().get("x-amz-bucket-region").map(str::to_owned);
    told.or_else(|| {
        let body = std::str::from_utf8(response.body().bytes()?).ok()?;
        let (_, rest) = body.split_once("<Region>")?;
        Some(rest.split_once("</Region>")?.0.trim().to_owned())
    })
    .filter(|region| !region.is_empty())
}

/// A body that ended too early.
#[derive(Debug, thiserror::Error)]
#[error("the body broke off after {read} bytes")]
struct BrokenOff {
    read: u64,
    #[source]
    cause: ByteStreamError,
}
