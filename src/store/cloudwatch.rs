//! Amazon CloudWatch Logs: the events of a log group, page by page.
//!
//! This file is the only one that names `aws-sdk-cloudwatchlogs`.

use std::{future::Future, sync::Arc, time::Duration};

use aws_sdk_cloudwatchlogs::{
    Client,
    error::SdkError,
    operation::filter_log_events::{FilterLogEventsError, FilterLogEventsOutput},
};
use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::{StreamExt, stream};
use serde::Serialize;
use tokio::time::{Interval, MissedTickBehavior};

use super::{
    error::{StoreError, Trouble},
    log_group::LogQuery,
    object::Object,
};
use crate::aws::{self, AwsTrouble, Patience, SdkConfig};

/// A throttled request waits up to 20 seconds before it is tried again, and somebody else in the account may read logs
/// for minutes.
const PATIENCE: Patience = Patience {
    attempts: 12,
    connect: Duration::from_secs(5),
    read: None,
    attempt: Duration::from_secs(30),
    operation: Duration::from_mins(5),
};

/// `FilterLogEvents` is good for 5 requests a second in an account and region.
const BETWEEN_REQUESTS: Duration = Duration::from_millis(200);

/// An event is written after what it tells, so what happened before a moment may be logged a little later.
const LATE: TimeDelta = TimeDelta::hours(1);

/// The events that a query asks for, with the credentials and region of `sdk`. The first page is fetched at once, so
/// that a group that cannot be read is an error here.
pub(super) fn events(
    sdk: &SdkConfig,
    query: LogQuery,
) -> impl Future<Output = Result<Object, StoreError>> + Send + use<> {
    let client = Client::new(&PATIENCE.with(sdk));
    let region = sdk.region().map(ToString::to_string).unwrap_or_default();
    async move {
        if region.is_empty() {
            let what =
                format!("logs:{}: no AWS region is set (set AWS_REGION to that of the log)", query.group);
            return Err(StoreError { what, trouble: Trouble::Other, source: None });
        }
        let mut clock = tokio::time::interval(BETWEEN_REQUESTS);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut pages = Pages { client, query: Arc::new(query), region, clock, next: None };
        let first = pages.fetch().await?;
        let first = stream::iter([Ok(first)]);
        // A page may be empty although others follow: only a missing token is the end.
        let rest = stream::unfold(pages, |mut pages| async move {
            pages.next.as_ref()?;
            Some((pages.fetch().await, pages))
        });
        Ok(Object { etag: None, size: None, body: first.chain(rest).fuse().boxed() })
    }
}

struct Pages {
    client: Client,
    query: Arc<LogQuery>,
    region: String,
    clock: Interval,
    /// The token of the page that follows.
    next: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventLine<'a> {
    timestamp: Option<i64>,
    message: &'a str,
    event_id: Option<&'a str>,
}

impl Pages {
    async fn fetch(&mut self) -> Result<Bytes, StoreError> {
        self.clock.tick().await;
        let LogQuery { group, pattern, since, until } = &*self.query;
        let request = self
            .client
            .filter_log_events()
            .log_group_name(group)
            .set_filter_pattern(pattern.clone())
            .set_start_time(since.map(|since| since.timestamp_millis().max(0)))
            .set_end_time(
                until
                    .and_then(|until| until.checked_add_signed(LATE))
                    .map(|end| end.timestamp_millis().max(0)),
            )
            .set_next_token(self.next.take());
        let page = request.send().await.map_err(|error| self.error(error))?;
        self.next = page.next_token().map(ToOwned::to_owned);
        Ok(lines(&page))
    }

    fn error(&self, error: SdkError<FilterLogEventsError>) -> StoreError {
        let place = format!("logs:{} in {}", self.query.group, self.region);
        let (trouble, what) = match aws::trouble(&error) {
            AwsTrouble::NotFound => {
                (Trouble::NotFound, format!("{place} (AWS_REGION chooses another region)"))
            }
            AwsTrouble::Denied => (Trouble::Denied, format!("{place} (it takes logs:FilterLogEvents)")),
            AwsTrouble::NoCredentials => (Trouble::NoCredentials, place),
            AwsTrouble::Unavailable => (Trouble::Unavailable, place),
            AwsTrouble::Other => (Trouble::Other, place),
        };
        StoreError { what, trouble, source: Some(aws::readable(error)) }
    }
}

fn lines(page: &FilterLogEventsOutput) -> Bytes {
    let mut lines = Vec::new();
    for event in page.events() {
        let Some(message) = event.message() else { continue };
        let line = EventLine { timestamp: event.timestamp(), message, event_id: event.event_id() };
        // Numbers and texts are always possible in JSON, and memory takes all bytes.
        if serde_json::to_writer(&mut lines, &line).is_ok() {
            lines.push(b'\n');
        }
    }
    lines.into()
}
