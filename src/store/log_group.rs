//! A log group as a store with one object in it: its events, one on each line, as they arrive.
//!
//! Only the adapter of CloudWatch Logs knows how they are fetched; without it, log groups are refused.

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use futures_util::{
    FutureExt, StreamExt,
    future::{self, BoxFuture},
    stream::{self, BoxStream},
};

use super::{
    error::{StoreError, Trouble},
    object::{Entry, Object},
};

/// What is asked of a log group.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogQuery {
    /// The group's name.
    pub group: String,
    /// Which events, as CloudWatch Logs writes patterns. A service may know no patterns, and then answers with more.
    pub pattern: Option<String>,
    /// From when on.
    pub since: Option<DateTime<Utc>>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
}

/// Fetches what a query asks for: a line of JSON for each event, with `timestamp`, `message` and `eventId`.
pub(super) type OpenLog = dyn Fn(LogQuery) -> BoxFuture<'static, Result<Object, StoreError>> + Send + Sync;

/// A log group, and what of it is wanted.
#[derive(Clone)]
pub struct LogGroup {
    query: LogQuery,
    open: Arc<OpenLog>,
}

impl LogGroup {
    pub(super) fn new(group: &str, open: Arc<OpenLog>) -> Self {
        Self { query: LogQuery { group: group.to_owned(), pattern: None, since: None, until: None }, open }
    }

    /// The same group, with less of it wanted.
    pub(super) fn narrowed(
        self,
        pattern: Option<String>,
        since: Option<DateTime<Utc>>,
        until: Option<DateTime<Utc>>,
    ) -> Self {
        Self { query: LogQuery { pattern, since, until, ..self.query }, ..self }
    }

    pub(super) fn list(&self) -> BoxStream<'_, Result<Entry, StoreError>> {
        let key = self.query.group.trim_matches('/').to_owned();
        stream::iter([Ok(Entry { key, size: 0, etag: None, modified: None })]).boxed()
    }

    pub(super) async fn get(&self) -> Result<Object, StoreError> {
        (self.open)(self.query.clone()).await
    }

    pub(super) fn read_only(&self) -> StoreError {
        StoreError { what: format!("logs:{}", self.query.group), trouble: Trouble::Unsupported, source: None }
    }
}

impl fmt::Debug for LogGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.query.fmt(f)
    }
}

/// Refuses every log group: for programs that know none.
pub(super) fn none() -> Arc<OpenLog> {
    Arc::new(|query| {
        let source = Some("this labelrace has no access to CloudWatch Logs; a plain `cargo build --release` brings it, and an export of the group can be read as a folder".into());
        let what = format!("logs:{}", query.group);
        future::ready(Err(StoreError { what, trouble: Trouble::Unsupported, source })).boxed()
    })
}
