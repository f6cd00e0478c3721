//! Where the outcome of a run goes: the bucket, the topic, the links.

use clap::Args;
use strum::{IntoStaticStr, VariantArray};

use super::{
    contact::Contact,
    limits::{LineLimit, Whole},
    request::Recipients,
    secret::SecretAddress,
    topic::Topic,
    words::one_of,
};
use crate::stats::ExportFormat;

const BUCKET: LineLimit = LineLimit::new(63);
const LINK_URL: LineLimit = LineLimit::new(2048);
const LINK_KEY_ID: LineLimit = LineLimit::new(2048);
const LINK_DAYS: Whole<u16> = Whole::new(1, 365);

/// Where the outcome of a run goes.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Delivery")]
pub struct Delivery {
    /// S3 bucket for films and run records
    #[arg(long, value_name = "BUCKET", value_parser = BUCKET)]
    pub bucket: String,

    /// SNS topic that sends the mail
    #[arg(long, value_name = "ARN")]
    pub topic_arn: Option<Topic>,

    /// Post the mail to Slack or Teams, too: the ARN of the SSM parameter or secret that holds the webhook's address
    ///
    /// Never the address itself: whoever knows it can post. A webhook that fails is a warning; film and mail are made
    /// all the same.
    #[arg(long, value_name = "ARN")]
    pub webhook: Option<SecretAddress>,

    /// What the webhook takes: slack or teams [default: as its host says, else slack]
    #[arg(long, value_name = "WHAT", value_parser = one_of::<WebhookStyle>())]
    pub webhook_style: Option<WebhookStyle>,

    /// Whose mail goes to the webhook: labelers, owners or none [default: that of both]
    #[arg(long, value_name = "WHO", value_parser = Recipients::parser())]
    pub webhook_audience: Option<Recipients>,

    /// Whom readers may ask, as the mail says it: a name, an address or a channel
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<Contact>,

    /// Address of the link function
    #[arg(long, value_name = "URL", value_parser = LINK_URL, requires = "link_key_id")]
    pub link_url: Option<String>,

    /// KMS key that signs the links
    #[arg(long, value_name = "ID", value_parser = LINK_KEY_ID, requires = "link_url")]
    pub link_key_id: Option<String>,

    /// How many days a link works
    #[arg(long, value_name = LINK_DAYS.shown(), default_value_t = 14, value_parser = LINK_DAYS)]
    pub link_days: u16,

    /// Also put the answers beside each film, as a table for other programs: csv, json or parquet
    #[arg(long, value_name = "FORMAT", value_parser = one_of::<ExportFormat>())]
    pub exports: Option<ExportFormat>,
}

impl Delivery {
    /// The fields that say where films, mail and links go. Whoever chooses them gets what is sent.
    pub const DESTINATIONS: [&str; 5] = ["bucket", "topic_arn", "webhook", "link_url", "link_key_id"];
}

/// What a webhook takes.
#[derive(Clone, Copy, Debug, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum WebhookStyle {
    /// A text, as Slack and those who follow it take it.
    Slack,
    /// An Adaptive Card, as Workflows of Teams take it.
    Teams,
}
