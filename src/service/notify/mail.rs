//! A mail that can be sent, and the trait of everything that sends one.

use std::future::Future;

use super::error::NotifyError;
use crate::report::audience::Audience;

/// The longest subject: SNS refuses a hundred characters or more.
const SUBJECT_MAX: usize = 99;

/// The longest body that SNS takes.
pub const BODY_MAX: usize = 256 * 1024;

/// A mail that SNS accepts: nothing else can be made into one.
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
    #[error("the subject has {0} characters; it must have 1 to {SUBJECT_MAX}")]
    SubjectLength(usize),
    /// A character that no subject may hold.
    #[error("the subject holds {0:?}; it must be one line of printable ASCII")]
    SubjectCharacter(char),
    /// A subject that starts with a space.
    #[error("the subject starts with a space; it must start with a letter, a digit or punctuation")]
    SubjectStart,
    /// Nothing to say.
    #[error("the mail is empty")]
    NoBody,
    /// More than SNS takes.
    #[error("the mail has {0} bytes; the limit is {BODY_MAX}")]
    LongBody(usize),
}

impl Mail {
    /// A mail, if it is one that can be sent.
    ///
    /// The rule for subjects is the stricter of two that AWS has published. Emulators accept more than SNS does, so a
    /// mistake would show only on the first morning.
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

    /// Who gets it.
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

/// A way to send mail.
pub trait Notify: Send + Sync {
    /// Sends one mail. That it was accepted does not mean that anybody has received it, or ever will: SNS says
    /// nothing about that.
    fn publish(&self, mail: &Mail) -> impl Future<Output = Result<(), NotifyError>> + Send;
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
}
