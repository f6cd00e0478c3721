//! How tables, receipts and errors write a time.

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;

/// A time as all outputs write it: RFC 3339 with a numeric offset.
pub fn rfc3339(time: DateTime<Utc>, zone: Tz) -> String {
    time.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
}
