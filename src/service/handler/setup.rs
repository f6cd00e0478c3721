//! What the function is made of: its bucket, its topic, its links.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::failure::Failure;
use crate::{
    aws::SdkConfig,
    people::cognito::UserPools,
    run::{Machine, RunError},
    service::{
        link::{LinkMaker, Links, kms::HmacKey},
        webhook::Webhook,
    },
    settings::{Contact, Delivery},
    stats::ExportFormat,
    store::{
        NoPath, Stores,
        s3::{self, S3},
    },
};

/// Everything that stays the same from run to run.
pub struct Handler<S, N> {
    /// The bucket for films and for the records of runs.
    pub own: S,
    /// Its name.
    pub bucket: String,
    /// Opens the places that requests name.
    pub stores: Stores<S, NoPath>,
    /// The user pools that names may be read from.
    pub pools: UserPools,
    /// Sends mail, if there is a topic.
    pub notify: Option<N>,
    /// Hears what the mail says, if there is one.
    pub webhook: Option<Webhook>,
    /// Makes the addresses at which people get to a film.
    pub links: LinkMaker,
    /// What files the answers are exported as beside each film, if they are.
    pub exports: Option<ExportFormat>,
    /// Somebody to ask, as mails print it.
    pub contact: Option<Contact>,
    /// Where an encoder and fonts may be.
    pub machine: Machine,
    /// The folder for files while a film is made.
    pub scratch: PathBuf,
    /// Tells the time.
    pub clock: fn() -> DateTime<Utc>,
}

impl<N> Handler<S3, N> {
    /// A handler over the services that `sdk` leads to, which delivers as `delivery` says.
    ///
    /// # Errors
    /// When links cannot be made as asked.
    pub fn new(
        sdk: &SdkConfig,
        delivery: &Delivery,
        notify: Option<N>,
        machine: Machine,
        scratch: PathBuf,
        clock: fn() -> DateTime<Utc>,
    ) -> Result<Self, Failure> {
        if delivery.exports.is_some_and(|format| !format.is_built_in()) {
            return Err(RunError::NoParquet.into());
        }
        let links = match (&delivery.link_url, &delivery.link_key_id) {
            (Some(url), Some(key)) => {
                LinkMaker::Links(Links::new(url, HmacKey::new(sdk, key), delivery.link_days)?)
            }
            _ => LinkMaker::Presigned(S3::new(sdk, &delivery.bucket)),
        };
        Ok(Self {
            own: S3::new(sdk, &delivery.bucket),
            bucket: delivery.bucket.clone(),
            stores: s3::over(sdk),
            pools: UserPools::new(sdk),
            notify,
            webhook: delivery
                .webhook
                .clone()
                .map(|secret| Webhook::new(sdk, secret, delivery.webhook_style, delivery.webhook_audience)),
            links,
            exports: delivery.exports,
            contact: delivery.contact.clone(),
            machine,
            scratch,
            clock,
        })
    }
}

impl<S, N> std::fmt::Debug for Handler<S, N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handler").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}
