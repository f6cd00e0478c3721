//! Reading the address of a webhook, and posting to it.

use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use url::Url;

use super::shape::{PostLinks, post_for};
use crate::{
    aws::{HttpTrouble, JsonRequest, JsonRequestError, SdkConfig, post, signed_answer},
    report::{audience::Audience, mail::MailText},
    settings::{Recipients, SecretAddress, SecretKeeper, WebhookStyle},
};

/// How long a webhook may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A webhook.
#[derive(Clone)]
pub struct Webhook {
    sdk: SdkConfig,
    secret: SecretAddress,
    style: Option<WebhookStyle>,
    audience: Option<Recipients>,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").field("secret", &self.secret).finish_non_exhaustive()
    }
}

/// Why nothing was posted. No word of it is the address.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The secret could not be read.
    #[error(
        "the address of the webhook could not be read from {secret}: {why} (the role needs ssm:GetParameter or secretsmanager:GetSecretValue on it)"
    )]
    Secret {
        /// Where it should be.
        secret: String,
        /// What the service said.
        why: String,
    },
    /// What is in it is no address.
    #[error("what is in {0} is not an https address")]
    NotAddress(String),
    /// Nobody answered.
    #[error("the webhook did not take the post: {0}")]
    Unanswered(&'static str),
    /// It refused.
    #[error("the webhook answered with status {0}")]
    Refused(u16),
}

impl Webhook {
    /// The webhook whose address is in `secret`, of this style if its host does not say which, for this audience or for
    /// both.
    pub fn new(
        sdk: &SdkConfig,
        secret: SecretAddress,
        style: Option<WebhookStyle>,
        audience: Option<Recipients>,
    ) -> Self {
        Self { sdk: sdk.clone(), secret, style, audience }
    }

    /// Whether it hears what this audience hears.
    pub fn is_for(&self, audience: Audience) -> bool {
        self.audience.is_none_or(|recipients| recipients.0 == Some(audience))
    }

    /// Posts a mail, once.
    ///
    /// # Errors
    /// When the address cannot be read, or the webhook does not take the post within ten seconds.
    pub async fn post(
        &self,
        mail: &MailText,
        links: &PostLinks,
        now: DateTime<Utc>,
    ) -> Result<(), WebhookError> {
        let address = self.address(now).await?;
        let style = self.style.unwrap_or_else(|| style_of(&address));
        let headers = [("content-type".to_owned(), "application/json".to_owned())];
        let body = post_for(style, mail, links).to_string();
        match post(address.as_str(), &headers, body, PATIENCE).await {
            Ok((200..300, _)) => Ok(()),
            Ok((status, _)) => Err(WebhookError::Refused(status)),
            Err(HttpTrouble::TimedOut) => Err(WebhookError::Unanswered("no answer in time")),
            Err(HttpTrouble::Unreachable) => Err(WebhookError::Unanswered("it could not be reached")),
            Err(HttpTrouble::Malformed) => Err(WebhookError::NotAddress(self.secret.to_string())),
        }
    }

    async fn address(&self, now: DateTime<Utc>) -> Result<Url, WebhookError> {
        let answer = match self.secret.keeper() {
            SecretKeeper::Parameter(name) => match self.parameter(name, now).await {
                // A name of one part may begin with a slash, which its ARN does not tell.
                Err(JsonRequestError::Refused { code, .. })
                    if code == "ParameterNotFound" && !name.starts_with('/') =>
                {
                    self.parameter(&format!("/{name}"), now).await
                }
                answer => answer,
            },
            SecretKeeper::Secret => {
                let body = json!({ "SecretId": self.secret.as_str() });
                self.ask("secretsmanager", "secretsmanager.GetSecretValue", &body, now).await
            }
        };
        let answer = answer.map_err(|error| WebhookError::Secret {
            secret: self.secret.to_string(),
            why: error.to_string(),
        })?;
        let secret = answer["SecretString"].as_str().or_else(|| answer["Parameter"]["Value"].as_str());
        let address: Option<Url> = secret.and_then(|text| text.trim().parse().ok());
        let is_safe = |url: &Url| {
            let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
            url.scheme() == "https" || url.scheme() == "http" && is_here
        };
        address.filter(is_safe).ok_or_else(|| WebhookError::NotAddress(self.secret.to_string()))
    }

    async fn parameter(&self, name: &str, now: DateTime<Utc>) -> Result<Value, JsonRequestError> {
        self.ask("ssm", "AmazonSSM.GetParameter", &json!({ "Name": name, "WithDecryption": true }), now).await
    }

    async fn ask(
        &self,
        service: &'static str,
        target: &'static str,
        body: &Value,
        now: DateTime<Utc>,
    ) -> Result<Value, JsonRequestError> {
        let region = self.secret.region();
        signed_answer(&self.sdk, JsonRequest { service, region, target, body, now }).await
    }
}

/// What the webhook at this address takes: Teams has hosts of its own, and most others take what Slack takes.
fn style_of(address: &Url) -> WebhookStyle {
    const TEAMS: [&str; 4] =
        [".webhook.office.com", ".logic.azure.com", ".powerplatform.com", ".powerautomate.com"];
    let host = format!(".{}", address.host_str().unwrap_or_default());
    if TEAMS.iter().any(|teams| host.ends_with(teams)) { WebhookStyle::Teams } else { WebhookStyle::Slack }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_says_what_a_webhook_takes() {
        for (url, style) in [
            ("https://hooks.slack.com/services/T0/B0/x", WebhookStyle::Slack),
            ("https://prod-12.westeurope.logic.azure.com:443/workflows/x", WebhookStyle::Teams),
            ("https://default0.environment.api.powerplatform.com/powerautomate/x", WebhookStyle::Teams),
            ("https://contoso.webhook.office.com/webhookb2/x", WebhookStyle::Teams),
            ("https://chat.example.com/hooks/x", WebhookStyle::Slack),
            ("https://logic.azure.com.example.com/x", WebhookStyle::Slack),
        ] {
            assert_eq!(style_of(&url.parse().unwrap()), style, "{url}");
        }
    }
}
