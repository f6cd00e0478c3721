//! An Amazon SNS topic: sends mail to its subscribers, and knows who they are.
//!
//! This file is the only one that names `aws-sdk-sns`.

use std::{collections::HashMap, fmt, time::Duration};

use aws_sdk_sns::{
    Client,
    config::{self, Region, retry::RetryConfig},
    error::{ProvideErrorMetadata, SdkError},
    types::{MessageAttributeValue, Subscription as ListedSubscription},
};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};

use super::{
    error::{NotifyError, NotifyTrouble},
    mail::{Mail, Notify},
    mask::masked,
};
use crate::{
    aws::{self, AwsTrouble, OperationError, Patience, SdkConfig},
    report::audience::Audience,
    settings::Topic,
};

/// The attribute that subscriptions are filtered by.
const ATTRIBUTE: &str = "audience";
const FILTER: &str = "FilterPolicy";
const SCOPE: &str = "FilterPolicyScope";

const PATIENCE: Patience = Patience {
    attempts: 5,
    connect: Duration::from_secs(5),
    read: None,
    attempt: Duration::from_secs(15),
    operation: Duration::from_mins(1),
};

/// How many subscriptions are looked up at once. SNS allows a hundred such requests a second.
const AT_ONCE: usize = 8;

/// A topic.
#[derive(Debug)]
pub struct Sns {
    client: Client,
    /// Tries once: a mail whose answer is lost may be on its way, and a second try would be a second mail.
    publisher: Client,
    topic: Topic,
}

/// What is known about a topic as a whole.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TopicInfo {
    /// The KMS key that it is encrypted with; `None` if it is not.
    pub key: Option<String>,
    /// The name of the sender of its mail.
    pub display_name: Option<String>,
    /// How many subscriptions are confirmed.
    pub confirmed: u64,
    /// How many wait for an answer.
    pub pending: u64,
}

/// What subscribing did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subscribed {
    /// A mail went out that asks for confirmation: the normal answer.
    Asked,
    /// It had been confirmed for this audience before.
    Already,
    /// It had been confirmed for another audience, and is for this one now. SNS takes up to 15 minutes to apply
    /// that.
    Changed,
}

/// One subscription.
#[derive(Clone, Eq, PartialEq)]
pub struct Subscription {
    /// How it is delivered: `email`, `sqs` and so on.
    pub protocol: String,
    /// Where it goes. For people this is the address, of which only the `masked` form may be shown.
    pub endpoint: String,
    /// Whether it works.
    pub state: SubscriptionState,
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
pub enum SubscriptionState {
    /// Nobody has answered yet. SNS says nothing more about these.
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
    /// Everything, because there is no filter.
    Everything,
    /// Mail for these; for nobody if the list is empty.
    Only(Vec<Audience>),
    /// A filter that was not made here.
    Foreign(String),
}

impl Sns {
    /// The topic. Credentials and endpoint are those of `sdk`; the region is the topic's own, since it can be reached
    /// nowhere else.
    #[must_use]
    pub fn new(sdk: &SdkConfig, topic: Topic) -> Self {
        let config =
            config::Builder::from(&PATIENCE.with(sdk)).region(Region::new(topic.region().to_owned()));
        let once = config.clone().retry_config(RetryConfig::disabled());
        Self { client: Client::from_conf(config.build()), publisher: Client::from_conf(once.build()), topic }
    }

    /// Which topic this is.
    pub fn name(&self) -> &Topic {
        &self.topic
    }

    /// Asks `address` whether it wants the mail for `audiences`.
    ///
    /// An address has one subscription to a topic: subscribing again changes its audiences.
    ///
    /// # Errors
    /// When SNS refuses, or knows the address with another audience and has no answer from it yet.
    pub async fn subscribe(&self, address: &str, audiences: &[Audience]) -> Result<Subscribed, NotifyError> {
        let what = || masked(address);
        if !is_address(address) {
            return Err(NotifyError { what: what(), trouble: NotifyTrouble::NotAddress, source: None });
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
            // Without it a subscription that waits has no name, and cannot be looked up.
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
            return Err(NotifyError { what: what(), trouble: NotifyTrouble::NotConfirmed, source: None });
        };
        let attributes = match self.attributes(&arn).await {
            Ok(attributes) => attributes.unwrap_or_default(),
            // A caller that may subscribe people may not be allowed to look.
            Err(error) if error.trouble == NotifyTrouble::Denied => return Ok(Subscribed::Asked),
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
                if is_pending && error.trouble == NotifyTrouble::Invalid {
                    error.trouble = NotifyTrouble::NotConfirmed;
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

    /// Confirms a subscription so that from then on only somebody signed in can end it.
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
                if error.trouble == NotifyTrouble::Invalid {
                    error.trouble = NotifyTrouble::Confirmation;
                }
                Err(error)
            }
        }
    }

    /// What is known about the topic as a whole.
    ///
    /// # Errors
    /// When there is no such topic, or SNS refuses.
    pub async fn topic(&self) -> Result<TopicInfo, NotifyError> {
        let answer = self.client.get_topic_attributes().topic_arn(self.topic.as_str()).send().await;
        let answer = answer.map_err(|error| failed(self.topic.to_string(), error))?;
        let attributes = answer.attributes.unwrap_or_default();
        let text = |name: &str| attributes.get(name).filter(|text| !text.is_empty()).cloned();
        let count = |name: &str| text(name).and_then(|text| text.parse().ok()).unwrap_or_default();
        Ok(TopicInfo {
            key: text("KmsMasterKeyId"),
            display_name: text("DisplayName"),
            confirmed: count("SubscriptionsConfirmed"),
            pending: count("SubscriptionsPending"),
        })
    }

    /// All subscriptions, in the order in which SNS lists them.
    ///
    /// # Errors
    /// When there is no such topic, or SNS refuses.
    pub async fn subscriptions(&self) -> Result<Vec<Subscription>, NotifyError> {
        let listed = self.listed().await?;
        let looked_at = stream::iter(listed).map(|line| self.look(line)).buffered(AT_ONCE);
        looked_at.try_collect().await
    }

    /// Publishes something for an audience that nobody belongs to: subscriptions with a filter do not get it.
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
                    trouble: NotifyTrouble::Other,
                    source: Some(error.into()),
                },
            )?;
        let answer = self
            .publisher
            .publish()
            .topic_arn(self.topic.as_str())
            .subject(subject)
            .message(body)
            .message_attributes(ATTRIBUTE, audience)
            .send()
            .await;
        answer.map(|_| ()).map_err(|error| {
            let is_known = aws::is_refused(&error);
            let mut error = failed(self.topic.to_string(), error);
            if error.trouble == NotifyTrouble::Unavailable && !is_known {
                error.trouble = NotifyTrouble::Unanswered;
            }
            error
        })
    }

    async fn look(&self, line: ListedSubscription) -> Result<Subscription, NotifyError> {
        let state = match line.subscription_arn.as_deref() {
            Some(arn) if arn.starts_with("arn:") => match self.attributes(arn).await? {
                None => SubscriptionState::Gone,
                Some(of) if of.get("PendingConfirmation").is_some_and(|pending| pending == "true") => {
                    SubscriptionState::Pending
                }
                Some(of) => SubscriptionState::Confirmed {
                    filter: Filter::of(&of),
                    authenticated: of
                        .get("ConfirmationWasAuthenticated")
                        .is_some_and(|authenticated| authenticated == "true"),
                },
            },
            Some("Deleted") => SubscriptionState::Gone,
            _ => SubscriptionState::Pending,
        };
        Ok(Subscription {
            protocol: line.protocol.unwrap_or_default(),
            endpoint: line.endpoint.unwrap_or_default(),
            state,
        })
    }

    async fn listed(&self) -> Result<Vec<ListedSubscription>, NotifyError> {
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
        let is_it = |line: &ListedSubscription| {
            line.protocol.as_deref() == Some("email")
                && line.endpoint.as_deref().is_some_and(|endpoint| endpoint.eq_ignore_ascii_case(address))
        };
        Ok(self.listed().await?.into_iter().find(is_it).and_then(|line| line.subscription_arn))
    }

    /// What SNS knows about a subscription; `None` if it is gone.
    async fn attributes(&self, arn: &str) -> Result<Option<HashMap<String, String>>, NotifyError> {
        match self.client.get_subscription_attributes().subscription_arn(arn).send().await {
            Ok(answer) => Ok(Some(answer.attributes.unwrap_or_default())),
            Err(error) => {
                // The name of a subscription holds no address.
                let error = failed(arn.to_owned(), error);
                if error.trouble == NotifyTrouble::NotFound { Ok(None) } else { Err(error) }
            }
        }
    }
}

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

/// What SNS checks is not documented. This keeps typos from becoming subscriptions that nobody ever answers.
fn is_address(text: &str) -> bool {
    let is_clean = text.len() <= 320 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = text.rsplit_once('@');
    is_clean && parts.is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

fn is_there_differently<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.code() == Some("InvalidParameter")
        && error.message().is_some_and(|message| message.contains("already exists with different attributes"))
}

fn failed<E: OperationError>(what: String, error: SdkError<E>) -> NotifyError {
    let trouble = match error.code().unwrap_or_default() {
        "KMSThrottling" => NotifyTrouble::Unavailable,
        code if code.starts_with("KMS") => NotifyTrouble::Key,
        code if code.ends_with("LimitExceeded") => NotifyTrouble::Limit,
        "InvalidParameter"
        | "InvalidParameterValue"
        | "ParameterValueInvalid"
        | "ValidationError"
        | "ValidationException" => NotifyTrouble::Invalid,
        _ => match aws::trouble(&error) {
            AwsTrouble::NoCredentials => NotifyTrouble::NoCredentials,
            AwsTrouble::Denied => NotifyTrouble::Denied,
            AwsTrouble::NotFound => NotifyTrouble::NotFound,
            AwsTrouble::Unavailable => NotifyTrouble::Unavailable,
            AwsTrouble::Other => NotifyTrouble::Other,
        },
    };
    NotifyError { what, trouble, source: Some(aws::readable(error)) }
}
