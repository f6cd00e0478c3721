//! Sentences that the errors of all services share.

/// Said wherever a request cannot be signed.
pub(crate) const NO_CREDENTIALS: &str = "no AWS credentials that work were found (set AWS_PROFILE, or sign in with `aws sso login` or `aws configure`)";
