//! The name of a topic, which says above all which region the topic is in.

use std::{fmt, str::FromStr};

/// The most characters of a topic's ARN: a name may have 256.
const LONGEST_TOPIC: usize = 400;

/// The ARN of a topic that can send mail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Topic {
    arn: String,
    region: String,
}

/// Why a text is not the name of such a topic.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TopicError {
    /// Something else.
    #[error("`{0}` is not the ARN of an SNS topic; write arn:aws:sns:REGION:ACCOUNT:NAME")]
    NotTopic(String),
    /// Longer than any.
    #[error("the ARN of an SNS topic has at most {LONGEST_TOPIC} characters, not {0}")]
    Long(usize),
    /// An ordered topic.
    #[error("`{0}` is a FIFO topic, which cannot send mail; create a standard topic")]
    Fifo(String),
}

impl Topic {
    /// Its whole name.
    pub fn as_str(&self) -> &str {
        &self.arn
    }

    /// The region that it is in; it can be reached nowhere else.
    pub fn region(&self) -> &str {
        &self.region
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)
    }
}

impl FromStr for Topic {
    type Err = TopicError;

    fn from_str(text: &str) -> Result<Self, TopicError> {
        if LONGEST_TOPIC < text.len() {
            return Err(TopicError::Long(text.len()));
        }
        let parts: Vec<&str> = text.split(':').collect();
        let &["arn", partition, "sns", region, account, name] = parts.as_slice() else {
            return Err(TopicError::NotTopic(text.to_owned()));
        };
        let is_word = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        };
        let ordered = name.strip_suffix(".fifo");
        let name = ordered.unwrap_or(name);
        let is_account = account.len() == 12 && account.chars().all(|c| c.is_ascii_digit());
        if !is_account || name.len() > 256 || ![partition, region, name].into_iter().all(is_word) {
            return Err(TopicError::NotTopic(text.to_owned()));
        }
        if ordered.is_some() {
            return Err(TopicError::Fifo(text.to_owned()));
        }
        Ok(Self { arn: text.to_owned(), region: region.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_tells_its_region() {
        for (arn, region) in [
            ("arn:aws:sns:eu-west-1:123456789012:labelrace", "eu-west-1"),
            ("arn:aws-cn:sns:cn-north-1:123456789012:a_b-c", "cn-north-1"),
        ] {
            let topic: Topic = arn.parse().unwrap();
            assert_eq!((topic.region(), topic.as_str()), (region, arn));
        }
    }

    #[test]
    fn anything_else_is_no_topic() {
        for text in [
            "",
            "labelrace",
            "arn:aws:sns:eu-west-1:123456789012",
            "arn:aws:sns:eu-west-1:123456789012:",
            "arn:aws:sns::123456789012:labelrace",
            "arn:aws:sns:eu-west-1:12345:labelrace",
            "arn:aws:sqs:eu-west-1:123456789012:labelrace",
            "arn:aws:sns:eu-west-1:123456789012:labelrace:2f1d",
            "arn:aws:sns:eu-west-1:123456789012:label race",
            "arn:aws:sns:eu-west-1/../x:123456789012:labelrace",
        ] {
            assert!(matches!(text.parse::<Topic>(), Err(TopicError::NotTopic(_))), "{text}");
        }
        let fifo = "arn:aws:sns:eu-west-1:123456789012:labelrace.fifo".parse::<Topic>();
        let long = format!("arn:aws:sns:{}:123456789012:labelrace", "a".repeat(400));
        assert_eq!(long.parse::<Topic>(), Err(TopicError::Long(long.len())));
        assert!(matches!(fifo, Err(TopicError::Fifo(_))));
    }
}
