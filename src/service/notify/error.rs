//! What can go wrong with mail, in words that say what to do about it.

use crate::{aws::NO_CREDENTIALS, store::BoxError};

/// What went wrong with mail, and with which topic or subscription.
#[derive(Debug, thiserror::Error)]
#[error("{trouble}: {what}")]
pub struct NotifyError {
    /// The topic, or whatever else it is about. Never the whole address of a person.
    pub what: String,
    /// The kind of trouble, for code that acts on it.
    pub trouble: NotifyTrouble,
    /// What the service or the system said.
    #[source]
    pub source: Option<BoxError>,
}

/// Kinds of trouble with mail; where there is a way out, the message names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotifyTrouble {
    /// A text that is not an e-mail address.
    #[error("this is not an e-mail address")]
    NotAddress,
    /// No such topic.
    #[error(
        "the topic does not exist (see the outputs of the stack for its ARN, and check that the stack still exists)"
    )]
    NotFound,
    /// The caller is not allowed to do this.
    #[error("permission is missing on the topic (sign in as somebody who has it, or add it to the role)")]
    Denied,
    /// Nobody is signed in to AWS.
    #[error("{NO_CREDENTIALS}")]
    NoCredentials,
    /// The topic is encrypted, and its key does not work.
    #[error(
        "the KMS key of the topic cannot be used (it must be enabled, and its policy must let the sender use \
         kms:GenerateDataKey and kms:Decrypt)"
    )]
    Key,
    /// The confirmation is too old, used, or for something else.
    #[error(
        "the confirmation has expired or was used (it lasts two days: subscribe again, and use the newest mail)"
    )]
    Confirmation,
    /// The subscription has another filter than asked for, and it cannot be changed yet.
    #[error(
        "the subscription is there with another audience, and cannot be changed before it is confirmed (confirm \
         it, then subscribe again)"
    )]
    NotConfirmed,
    /// The account cannot have more subscriptions or filters.
    #[error(
        "the account has reached its limit of subscriptions (remove some, or ask AWS for a higher quota)"
    )]
    Limit,
    /// The service was too slow, too busy, or could not be reached.
    #[error("SNS did not answer in time, or could not be reached (try again)")]
    Unavailable,
    /// A mail was sent off, and nobody knows whether it arrived.
    #[error(
        "SNS did not say whether it took the mail (it may arrive; another try may send it a second time)"
    )]
    Unanswered,
    /// The service refused what was sent.
    #[error("SNS refused what was sent (its own words follow)")]
    Invalid,
    /// The mail could not be printed.
    #[error("the mail could not be printed")]
    Write,
    /// Anything else: see the source.
    #[error("SNS failed")]
    Other,
}
