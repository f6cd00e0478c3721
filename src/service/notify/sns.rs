//! An Amazon SNS topic: mail to whoever subscribed, and who that is.
//!
//! This file is the only one that names `aws-sdk-sns`.

use std::{collections::HashMap, fmt, time::Duration};

use aws_sdk_sns::{
    Client,
    config::{self, BehaviorVersion, Region, retry::RetryConfig, timeout::TimeoutConfig},
    error::{ProvideErrorMetadata, SdkError},
    types::MessageAttributeValue,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};

use crate::{
    aws::{self, Answered, Common, SdkConfig},
    settings::Topic,
};

use super::{Audience, Mail, Notify, NotifyError, Trouble, masked};

/// What subscriptions are filtered by.
const ATTRIBUTE: &str = "audience";
const FILTER: &str = "FilterPolicy";
const SCOPE: &str = "FilterPolicyScope";

/// Tries of one request, the first included.
const ATTEMPTS: u32 = 5;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);
/// For all tries of one request and the pauses between them.
const OPERATION_TIMEOUT: Duration = Duration::from_mins(1);

/// How many subscriptions are looked at at once. SNS allows a hundred such requests a second.
const AT_ONCE: usize = 8;

/// A topic.
#[derive(Debug)]
pub struct Sns {
    client: Client,
    topic: Topic,
}

/// What there is to know about a topic as a whole.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct About {
    /// The KMS key that it is encrypted with; none where it is not.
    pub key: Option<String>,
    /// Whom its mail is from, by name.
    pub display_name: Option<String>,
    /// How many subscriptions are confirmed.
    pub confirmed: u64,
    /// How many wait for somebody to answer.
    pub pending: u64,
}

/// What subscribing did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subscribed {
    /// A mail went out that asks whether this is wanted: the normal answer.
    Asked,
    /// It had been confirmed for this audience before.
    Already,
    /// It had been confirmed for another audience, and is for this one now. SNS takes up to 15 minutes to
    /// act on that.
    Changed,
}

/// One line of who subscribed.
#[derive(Clone, Eq, PartialEq)]
pub struct Subscription {
    /// How it is told: `email`, `sqs` and so on.
    pub protocol: String,
    /// Where it goes. Of people this is the address, and `masked` what may be shown of it.
    pub endpoint: String,
    /// Whether it works.
    pub state: State,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("protocol", &self.protocol)
            .field("endpoint", &masked(&self.endpoint))
            .field("state", &self.state)
            .finish()
    }
}

/// Whether a subscription works.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum State {
    /// Nobody has answered yet. SNS tells no more about these.
    Pending,
    /// It was ended while the list was read.
    Gone,
    /// It works.
    Confirmed {
        /// What it lets through.
        filter: Filter,
        /// Whether only somebody signed in can end it. Otherwise everybody who has one of its mails can,
        /// and so can programs that follow links in mail.
        authenticated: bool,
    },
}

/// What a subscription lets through.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Filter {
    /// Everything, for there is no filter.
    Everything,
    /// Mail for these; for nobody if there is none.
    Only(Vec<Audience>),
    /// A filter that was not made here.
    Foreign(String),
}

impl Sns {
    /// The topic. Credentials and endpoint are those of `sdk`; the region is the topic's own, for it can be
    /// spoken to nowhere else.
    #[must_use]
    pub fn new(sdk: &SdkConfig, topic: Topic) -> Self {
        let retry = sdk.retry_config().cloned().unwrap_or_else(RetryConfig::standard);
        let attempts = retry.max_attempts().max(ATTEMPTS);
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT);
        let config = config::Builder::from(sdk)
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(topic.region().to_owned()))
            .retry_config(retry.with_max_attempts(attempts))
            .timeout_config(timeouts.build());
        Self { client: Client::from_conf(config.build()), topic }
    }

    /// Which topic this is.
    pub fn name(&self) -> &Topic {
        &self.topic
    }

    /// Asks `address` whether it wants to hear what is for `audiences`.
    ///
    /// An address has one subscription to a topic: subscribing again changes its audiences.
    ///
    /// # Errors
    /// When SNS refuses, or knows the address with another audience and has no answer from it yet.
    pub async fn subscribe(&self, address: &str, audiences: &[Audience]) -> Result<Subscribed, NotifyError> {
        let what = || masked(address);
        if !is_address(address) {
            return Err(NotifyError { what: what(), trouble: Trouble::NotAddress, source: None });
        }
        let mut audiences = audiences.to_vec();
        audiences.sort_unstable();
        audiences.dedup();
        let words: Vec<&str> = audiences.iter().map(|audience| audience.word()).collect();
        let filter = json!({ ATTRIBUTE: words }).to_string();
        let answer = self
            .client
            .subscribe()
            .topic_arn(self.topic.as_str())
            .protocol("email")
            .endpoint(address)
            .attributes(FILTER, &filter)
            .attributes(SCOPE, "MessageAttributes")
            // Without it a subscription that waits has no name, and cannot be looked at.
            .return_subscription_arn(true)
            .send()
            .await;
        let arn = match answer {
            Ok(done) => done.subscription_arn,
            // SNS does not change the filter of a subscription by subscribing.
            Err(error) if is_there_differently(&error) => self.subscription_of(address).await?,
            Err(error) => return Err(failed(what(), error)),
        };
        let Some(arn) = arn.filter(|arn| arn.starts_with("arn:")) else {
            return Err(NotifyError { what: what(), trouble: Trouble::NotConfirmed, source: None });
        };
        let attributes = match self.attributes(&arn).await {
            Ok(attributes) => attributes.unwrap_or_default(),
            // Whoever may subscribe need not be allowed to look.
            Err(error) if error.trouble == Trouble::Denied => return Ok(Subscribed::Asked),
            Err(error) => return Err(error),
        };
        let is_pending = attributes.get("PendingConfirmation").is_some_and(|pending| pending == "true");
        let is_as_asked = Filter::of(&attributes) == Filter::Only(audiences);
        if !is_as_asked {
            let change = self
                .client
                .set_subscription_attributes()
                .subscription_arn(&arn)
                .attribute_name(FILTER)
                .attribute_value(&filter)
                .send();
            change.await.map_err(|error| {
                let mut error = failed(what(), error);
                if is_pending && error.trouble == Trouble::Invalid {
                    error.trouble = Trouble::NotConfirmed;
                }
                error
            })?;
        }
        Ok(match (is_pending, is_as_asked) {
            (true, _) => Subscribed::Asked,
            (false, true) => Subscribed::Already,
            (false, false) => Subscribed::Changed,
        })
    }

    /// Confirms a subscription, such that from then on only somebody signed in can end it.
    ///
    /// # Errors
    /// When the token is old or not for this topic, or SNS refuses.
    pub async fn confirm(&self, token: &str) -> Result<(), NotifyError> {
        let answer = self
            .client
            .confirm_subscription()
            .topic_arn(self.topic.as_str())
            .token(token)
            .authenticate_on_unsubscribe("true")
            .send();
        match answer.await {
            Ok(_) => Ok(()),
            Err(error) => {
                let mut error = failed(self.topic.to_string(), error);
                if error.trouble == Trouble::Invalid {
                    error.trouble = Trouble::Confirmation;
                }
                Err(error)
            }
        }
    }

    /// What there is to know about the topic as a whole.
    ///
    /// # Errors
    /// When there is no such topic, or SNS refuses.
    pub async fn topic(&self) -> Result<About, NotifyError> {
        let answer = self.client.get_topic_attributes().topic_arn(self.topic.as_str()).send().await;
        let answer = answer.map_err(|error| failed(self.topic.to_string(), error))?;
        let attributes = answer.attributes.unwrap_or_default();
        let text = |name: &str| attributes.get(name).filter(|text| !text.is_empty()).cloned();
        let count = |name: &str| text(name).and_then(|text| text.parse().ok()).unwrap_or_default();
        Ok(About {
            key: text("KmsMasterKeyId"),
            display_name: text("DisplayName"),
            confirmed: count("SubscriptionsConfirmed"),
            pending: count("SubscriptionsPending"),
        })
    }

    /// Everybody who subscribed, in the order in which SNS lists them.
    ///
    /// # Errors
    /// When there is no such topic, or SNS refuses.
    pub async fn subscriptions(&self) -> Result<Vec<Subscription>, NotifyError> {
        let listed = self.listed().await?;
        let looked_at = stream::iter(listed).map(|line| self.look(line)).buffered(AT_ONCE);
        looked_at.try_collect().await
    }

    /// Publishes something for an audience that there is not: whoever has a filter does not get it.
    ///
    /// # Errors
    /// Those of publishing a mail.
    pub async fn rehearse(&self) -> Result<(), NotifyError> {
        self.send(
            "rehearsal",
            "[labelrace] a rehearsal",
            "This is a rehearsal of labelrace: nothing is to be done.\n",
        )
        .await
    }

    async fn send(&self, audience: &str, subject: &str, body: &str) -> Result<(), NotifyError> {
        let audience =
            MessageAttributeValue::builder().data_type("String").string_value(audience).build().map_err(
                |error| NotifyError {
                    what: self.topic.to_string(),
                    trouble: Trouble::Other,
                    source: Some(error.into()),
                },
            )?;
        let answer = self
            .client
            .publish()
            .topic_arn(self.topic.as_str())
            .subject(subject)
            .message(body)
            .message_attributes(ATTRIBUTE, audience)
            .send()
            .await;
        answer.map(|_| ()).map_err(|error| failed(self.topic.to_string(), error))
    }

    async fn look(&self, line: Line) -> Result<Subscription, NotifyError> {
        let state = match line.subscription_arn.as_deref() {
            Some(arn) if arn.starts_with("arn:") => match self.attributes(arn).await? {
                None => State::Gone,
                Some(of) if of.get("PendingConfirmation").is_some_and(|pending| pending == "true") => {
                    State::Pending
                }
                Some(of) => State::Confirmed {
                    filter: Filter::of(&of),
                    authenticated: of
                        .get("ConfirmationWasAuthenticated")
                        .is_some_and(|authenticated| authenticated == "true"),
                },
            },
            Some("Deleted") => State::Gone,
            _ => State::Pending,
        };
        Ok(Subscription {
            protocol: line.protocol.unwrap_or_default(),
            endpoint: line.endpoint.unwrap_or_default(),
            state,
        })
    }

    async fn listed(&self) -> Result<Vec<Line>, NotifyError> {
        let mut lines = Vec::new();
        let mut next: Option<String> = None;
        loop {
            let page = self.client.list_subscriptions_by_topic().topic_arn(self.topic.as_str());
            let page = page.set_next_token(next.clone()).send().await;
            let page = page.map_err(|error| failed(self.topic.to_string(), error))?;
            lines.extend(page.subscriptions.unwrap_or_default());
            let after = page.next_token.filter(|token| !token.is_empty());
            if after.is_none() || after == next {
                return Ok(lines);
            }
            next = after;
        }
    }

    /// The name of a confirmed subscription: the others are listed without one.
    async fn subscription_of(&self, address: &str) -> Result<Option<String>, NotifyError> {
        let is_it = |line: &Line| {
            line.protocol.as_deref() == Some("email")
                && line.endpoint.as_deref().is_some_and(|endpoint| endpoint.eq_ignore_ascii_case(address))
        };
        Ok(self.listed().await?.into_iter().find(is_it).and_then(|line| line.subscription_arn))
    }

    /// What SNS knows of a subscription; `None` where it is no more.
    async fn attributes(&self, arn: &str) -> Result<Option<HashMap<String, String>>, NotifyError> {
        match self.client.get_subscription_attributes().subscription_arn(arn).send().await {
            Ok(answer) => Ok(Some(answer.attributes.unwrap_or_default())),
            Err(error) => {
                // The name of a subscription holds no address.
                let error = failed(arn.to_owned(), error);
                if error.trouble == Trouble::NotFound { Ok(None) } else { Err(error) }
            }
        }
    }
}

type Line = aws_sdk_sns::types::Subscription;

impl Notify for Sns {
    async fn publish(&self, mail: &Mail) -> Result<(), NotifyError> {
        self.send(mail.audience().word(), mail.subject(), mail.body()).await
    }
}

impl Filter {
    fn of(attributes: &HashMap<String, String>) -> Self {
        let Some(text) = attributes.get(FILTER).filter(|text| !text.is_empty()) else {
            return Self::Everything;
        };
        let foreign = || Self::Foreign(text.clone());
        let Ok(Value::Object(policy)) = serde_json::from_str(text) else { return foreign() };
        if policy.is_empty() {
            return Self::Everything;
        }
        let scope = attributes.get(SCOPE).map_or("MessageAttributes", String::as_str);
        let Some(Value::Array(words)) = policy.get(ATTRIBUTE).filter(|_| policy.len() == 1) else {
            return foreign();
        };
        let audiences: Option<Vec<Audience>> = words.iter().map(|word| word.as_str()?.parse().ok()).collect();
        match audiences {
            Some(mut audiences) if scope == "MessageAttributes" => {
                audiences.sort_unstable();
                audiences.dedup();
                Self::Only(audiences)
            }
            _ => foreign(),
        }
    }
}

/// What SNS itself looks at is not documented: this keeps slips of the hand from becoming subscriptions
/// that nobody ever answers.
fn is_address(text: &str) -> bool {
    let is_clean = text.len() <= 320 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = text.rsplit_once('@');
    is_clean && parts.is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

fn is_there_differently<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.code() == Some("InvalidParameter")
        && error.message().is_some_and(|message| message.contains("already exists with different attributes"))
}

fn failed<E: Answered>(what: String, error: SdkError<E>) -> NotifyError {
    let trouble = match error.code().unwrap_or_default() {
        "KMSThrottling" => Trouble::Unavailable,
        code if code.starts_with("KMS") => Trouble::Key,
        code if code.ends_with("LimitExceeded") => Trouble::Limit,
        "InvalidParameter"
        | "InvalidParameterValue"
        | "ParameterValueInvalid"
        | "ValidationError"
        | "ValidationException" => Trouble::Invalid,
        _ => match aws::common(&error) {
            Common::NoCredentials => Trouble::NoCredentials,
            Common::Denied => Trouble::Denied,
            Common::NotFound => Trouble::NotFound,
            Common::Unavailable => Trouble::Unavailable,
            Common::Other => Trouble::Other,
        },
    };
    NotifyError { what, trouble, source: Some(aws::said(error)) }
}
