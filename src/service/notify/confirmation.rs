//! The link in the mail in which SNS asks an address to confirm its subscription. It is read here, not followed.
//!
//! Following the link makes a subscription that anybody can end, mail scanners included. Sent through the API, the
//! same token makes one that only somebody signed in to AWS can end.

use std::{borrow::Cow, str::FromStr};

use url::Url;

use crate::settings::Topic;

/// The longest text that is looked at.
const LONGEST: usize = 4096;

/// A topic, and a token that confirms one subscription to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Confirmation {
    /// The topic.
    pub topic: Topic,
    /// The token that SNS made for this one subscription.
    pub token: String,
}

/// Why a text is not a confirmation.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConfirmationError {
    /// No web address at all.
    #[error(
        "this is not a web address; copy the one behind \"Confirm subscription\" in the mail from AWS, and put it in quotes"
    )]
    NotAddress,
    /// An address that is not one of SNS.
    #[error(
        "this address is not one of Amazon SNS (https://sns.REGION.amazonaws.com/...); if a mail filter has \
         rewritten the link, look for the original in the source of the mail"
    )]
    OtherHost,
    /// The link under every mail.
    #[error("this is the link to unsubscribe; take the one in the first mail, with \"Confirm subscription\"")]
    Unsubscribe,
    /// Something else that SNS does.
    #[error(
        "this address of Amazon SNS does not confirm a subscription; take the one behind \"Confirm subscription\""
    )]
    OtherAction,
    /// The end is missing.
    #[error(
        "the address is incomplete; copy all of it, and put it in quotes so that the shell leaves its & alone"
    )]
    Truncated,
    /// A part of it appears twice, or is not what it should be.
    #[error("the address is not one that Amazon SNS writes: {0}")]
    Malformed(&'static str),
}

impl FromStr for Confirmation {
    type Err = ConfirmationError;

    fn from_str(text: &str) -> Result<Self, ConfirmationError> {
        use ConfirmationError::{Malformed, NotAddress, OtherAction, OtherHost, Truncated, Unsubscribe};
        if LONGEST < text.len() {
            return Err(Malformed("it is too long"));
        }
        // Mail programs break long lines, and put addresses in brackets.
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.trim_matches(['<', '>', '"', '\'']);
        let url = Url::parse(text).map_err(|_| NotAddress)?;
        let host = url.host_str().unwrap_or_default();
        let is_plain = url.scheme() == "https"
            && url.port().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let region = host
            .strip_prefix("sns.")
            .and_then(|rest| {
                rest.strip_suffix(".amazonaws.com").or_else(|| rest.strip_suffix(".amazonaws.com.cn"))
            })
            .filter(|region| is_plain && !region.is_empty() && !region.contains('.'));
        let Some(region) = region else { return Err(OtherHost) };
        let once = |name: &str| {
            let mut values = url.query_pairs().filter(|(key, _)| key == name).map(|(_, value)| value);
            let value = values.next();
            match values.next() {
                Some(_) => Err(Malformed("a parameter is there twice")),
                None => Ok(value.filter(|value| !value.is_empty()).map(Cow::into_owned)),
            }
        };
        let action = once("Action")?;
        let is_page = url.path() == "/confirmation.html";
        match (url.path(), action.as_deref()) {
            ("/unsubscribe.html", _) | (_, Some("Unsubscribe")) => return Err(Unsubscribe),
            ("/confirmation.html", None) | ("/" | "/confirmation.html", Some("ConfirmSubscription")) => {}
            _ => return Err(OtherAction),
        }
        let topic = once("TopicArn")?.ok_or(Truncated)?;
        let token = once("Token")?.ok_or(Truncated)?;
        // The page's address ends with whom it is for: without it, the token before it may be cut short.
        if is_page && once("Endpoint")?.is_none() {
            return Err(Truncated);
        }
        let topic: Topic = topic.parse().map_err(|_| Malformed("its topic is none"))?;
        if topic.region() != region {
            return Err(Malformed("its topic is in another region than its host"));
        }
        if !token.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Malformed("its token is none"));
        }
        Ok(Self { topic, token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:labelrace";
    const TOKEN: &str = "2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92";

    fn page() -> String {
        format!(
            "https://sns.eu-west-1.amazonaws.com/confirmation.html?TopicArn={TOPIC}&Token={TOKEN}&Endpoint=ann@example.com"
        )
    }

    #[track_caller]
    fn confirms(text: &str) {
        let found: Confirmation = text.parse().unwrap();
        assert_eq!((found.topic.as_str(), found.token.as_str()), (TOPIC, TOKEN), "{text}");
    }

    #[test]
    fn both_forms_of_the_address_are_read() {
        confirms(&page());
        let action = format!(
            "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={TOKEN}"
        );
        confirms(&action);
        confirms(&page().replace(':', "%3A").replacen("%3A", ":", 1));
    }

    #[test]
    fn what_a_mail_program_does_to_the_address_does_no_harm() {
        confirms(&format!("  <{}>\n", page()));
        confirms(&format!("\"{}\"", page()));
        let mut broken = page();
        broken.insert_str(76, "\r\n ");
        confirms(&broken);
    }

    #[test]
    fn anything_else_is_refused_with_what_it_is() {
        use ConfirmationError::{Malformed, NotAddress, OtherAction, OtherHost, Truncated, Unsubscribe};
        let page = page();
        let other = |host: &str| page.replace("sns.eu-west-1.amazonaws.com", host);
        let rows = [
            (String::new(), NotAddress),
            ("yes".into(), NotAddress),
            (TOKEN.into(), NotAddress),
            (other("example.com"), OtherHost),
            (other("sns.eu-west-1.amazonaws.com.example.com"), OtherHost),
            (other("example.com/sns.eu-west-1.amazonaws.com"), OtherHost),
            (other("sns.eu-west-1.amazonaws.com@example.com"), OtherHost),
            (other("ann@sns.eu-west-1.amazonaws.com"), OtherHost),
            (other("sns.eu-west-1.amazonaws.com:8443"), OtherHost),
            (other("sns.a.b.amazonaws.com"), OtherHost),
            (other("s3.amazonaws.com"), OtherHost),
            (page.replace("https", "http"), OtherHost),
            (format!("https://links.example.com/?url={}", page.replace('&', "%26")), OtherHost),
            (page.replace("confirmation", "unsubscribe"), Unsubscribe),
            (
                format!(
                    "https://sns.eu-west-1.amazonaws.com/unsubscribe.html?SubscriptionArn={TOPIC}:0b1c&Endpoint=ann@example.com"
                ),
                Unsubscribe,
            ),
            (
                format!(
                    "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={TOPIC}:0b1c"
                ),
                Unsubscribe,
            ),
            (format!("https://sns.eu-west-1.amazonaws.com/?Action=Publish&TopicArn={TOPIC}"), OtherAction),
            ("https://sns.eu-west-1.amazonaws.com/".into(), OtherAction),
            (page.split("&Endpoint").next().unwrap().into(), Truncated),
            (page.split("&Token").next().unwrap().into(), Truncated),
            (page.split('?').next().unwrap().into(), Truncated),
            (page.replace(TOKEN, ""), Truncated),
            (format!("{page}&Token=x"), Malformed("a parameter is there twice")),
            (page.replace(TOPIC, "topic"), Malformed("its topic is none")),
            (
                page.replace(TOPIC, &TOPIC.replace("eu-west-1", "eu-west-2")),
                Malformed("its topic is in another region than its host"),
            ),
            (page.replace(TOKEN, "a%0Ab"), Malformed("its token is none")),
            (format!("{page}{}", "x".repeat(LONGEST)), Malformed("it is too long")),
        ];
        for (text, error) in rows {
            assert_eq!(text.parse::<Confirmation>().unwrap_err(), error, "{text}");
        }
    }
}
