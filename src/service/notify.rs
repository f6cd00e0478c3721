//! Telling people: one mail to everybody who subscribed for it.
//!
//! What is sent is plain text: Amazon SNS sends nothing else, and puts its own unsubscribe link under it.

pub mod confirmation;
pub mod print;
pub mod sns;

use std::future::Future;

use crate::{aws::BoxError, report::audience::Audience};

/// The longest subject: SNS refuses a hundred characters and more.
const SUBJECT_MAX: usize = 99;

/// The longest body that SNS takes.
pub const BODY_MAX: usize = 256 * 1024;

/// Somewhere that a mail can be handed in.
pub trait Notify: Send + Sync {
    /// Hands in one mail. That it was taken does not mean that anybody has it, or ever will: SNS says
    /// nothing of that.
    fn publish(&self, mail: &Mail) -> impl Future<Output = Result<(), NotifyError>> + Send;
}

/// A mail that SNS will take: there is no other way to make one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mail {
    audience: Audience,
    subject: String,
    body: String,
}

/// Why a text cannot be mailed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MailError {
    /// No subject, or one that is too long.
    #[error("the subject has {0} characters; 1 to {SUBJECT_MAX} are possible")]
    SubjectLength(usize),
    /// A character that no subject may hold.
    #[error("the subject holds {0:?}; only printable ASCII in one line is possible")]
    SubjectCharacter(char),
    /// A subject that starts with a space.
    #[error("the subject starts with a space; it must start with a letter, a digit or punctuation")]
    SubjectStart,
    /// Nothing to say.
    #[error("the mail is empty")]
    NoBody,
    /// More than SNS takes.
    #[error("the mail has {0} bytes; {BODY_MAX} are possible")]
    LongBody(usize),
}

impl Mail {
    /// A mail, if it is one that can be sent.
    ///
    /// The rule for subjects is the stricter of two that AWS has published. An emulator takes more than
    /// SNS does, so nobody would notice before the first morning.
    ///
    /// # Errors
    /// When the subject or the body cannot be sent as they are.
    pub fn new(audience: Audience, subject: &str, body: &str) -> Result<Self, MailError> {
        let length = subject.chars().count();
        if !(1..=SUBJECT_MAX).contains(&length) {
            return Err(MailError::SubjectLength(length));
        }
        if let Some(wrong) = subject.chars().find(|c| !(c.is_ascii_graphic() || *c == ' ')) {
            return Err(MailError::SubjectCharacter(wrong));
        }
        if subject.starts_with(' ') {
            return Err(MailError::SubjectStart);
        }
        if body.trim().is_empty() {
            return Err(MailError::NoBody);
        }
        if BODY_MAX < body.len() {
            return Err(MailError::LongBody(body.len()));
        }
        Ok(Self { audience, subject: subject.to_owned(), body: body.to_owned() })
    }

    /// Whom it is for.
    pub fn audience(&self) -> Audience {
        self.audience
    }

    /// One line of printable ASCII.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Plain text.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// What went wrong with a topic or a subscription, and which.
#[derive(Debug, thiserror::Error)]
#[error("{trouble}: {what}")]
pub struct NotifyError {
    /// The topic, or whatever else it is about. Never a whole address of somebody.
    pub what: String,
    /// The kind of trouble, for those who act on it.
    pub trouble: Trouble,
    /// What the service or the system said.
    #[source]
    pub source: Option<BoxError>,
}

/// Kinds of trouble with telling people, each with the way out in its words.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// Not where mail can go.
    #[error("this is not an e-mail address")]
    NotAddress,
    /// No such topic.
    #[error(
        "there is no such topic (look for its ARN in the outputs of the stack, and whether the stack still stands)"
    )]
    NotFound,
    /// The caller may not.
    #[error("no permission on the topic (sign in as somebody who has it, or have it added to the role)")]
    Denied,
    /// Nobody signed in.
    #[error(
        "no AWS credentials that work were found (set AWS_PROFILE, or sign in with `aws sso login` or `aws configure`)"
    )]
    NoCredentials,
    /// The topic is encrypted, and its key does not work.
    #[error(
        "the KMS key of the topic cannot be used (it must be enabled, and its policy must let the sender use \
         kms:GenerateDataKey and kms:Decrypt)"
    )]
    Key,
    /// The confirmation is too old, used, or for something else.
    #[error("the confirmation does not work (they last two days: subscribe again, and use the newest mail)")]
    Confirmation,
    /// Another filter than asked for, which cannot be changed yet.
    #[error(
        "the subscription is there with another audience, and cannot be changed before it is confirmed (confirm \
         it, then subscribe again)"
    )]
    NotConfirmed,
    /// More subscriptions or filters than the account may have.
    #[error("the account has no room for more (remove subscriptions, or ask AWS for a higher quota)")]
    Limit,
    /// The service was too slow, too busy, or could not be reached.
    #[error("SNS did not answer in time, or could not be reached (try again)")]
    Unavailable,
    /// The service does not take what was sent.
    #[error("SNS refused what was sent (its own words follow)")]
    Invalid,
    /// Where it was to be printed cannot be written to.
    #[error("the mail could not be printed")]
    Write,
    /// Anything else: see the source.
    #[error("SNS failed")]
    Other,
}

/// An address of which only its owner knows whose it is: `a***@example.com`.
///
/// Of anything else nothing is left. The length is not told, and nothing that could steer a terminal.
pub fn masked(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else { return "***".to_owned() };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if domain.is_empty() || !domain.chars().all(is_plain) {
        return "***".to_owned();
    }
    // One character of two would be half of a name.
    let first = local.chars().next().filter(|c| 2 < local.chars().count() && c.is_alphanumeric());
    format!("{}***@{domain}", first.map(String::from).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(subject: &str, body: &str) -> MailError {
        Mail::new(Audience::Owners, subject, body).unwrap_err()
    }

    #[test]
    fn a_subject_is_one_line_of_printable_ascii_below_a_hundred_characters() {
        for subject in ["a", "7 labels", "(Blades) done", &"a".repeat(99)] {
            assert!(Mail::new(Audience::Labelers, subject, "text").is_ok(), "{subject}");
        }
        assert_eq!(refused("", "text"), MailError::SubjectLength(0));
        assert_eq!(refused(&"a".repeat(100), "text"), MailError::SubjectLength(100));
        for wrong in ['\n', '\r', '\t', '\0', '\u{7f}', 'é', '\u{2028}', '🏁'] {
            assert_eq!(refused(&format!("a{wrong}b"), "text"), MailError::SubjectCharacter(wrong));
        }
        assert_eq!(refused(" a", "text"), MailError::SubjectStart);
    }

    #[test]
    fn a_body_has_something_to_say_and_fits() {
        assert_eq!(refused("a", " \n"), MailError::NoBody);
        // In bytes: each of these is two.
        let body = "é".repeat(BODY_MAX / 2);
        assert!(Mail::new(Audience::Owners, "a", &body).is_ok());
        assert_eq!(refused("a", &(body + "a")), MailError::LongBody(BODY_MAX + 1));
    }

    #[test]
    fn an_audience_is_one_of_two_words() {
        for &audience in <Audience as strum::VariantArray>::VARIANTS {
            assert_eq!(audience.to_string().parse(), Ok(audience));
        }
        for text in ["", "Owners", "labeler", "owners "] {
            assert!(text.parse::<Audience>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_mask_leaves_the_domain_and_at_most_one_letter() {
        for (address, mask) in [
            ("ann.example@example.com", "a***@example.com"),
            ("élodie@example.com", "é***@example.com"),
            ("ab@example.com", "***@example.com"),
            ("a@example.com", "***@example.com"),
            ("@example.com", "***@example.com"),
            ("\u{1b}[31mann@example.com", "***@example.com"),
            ("\"a@b\"@example.com", "***@example.com"),
            ("ann@exam\u{1b}ple.com", "***"),
            ("ann@", "***"),
            ("+15550100", "***"),
            ("https://example.com/hook", "***"),
            ("", "***"),
        ] {
            assert_eq!(masked(address), mask);
        }
    }
}
