//! What the fuzz targets share: a file of answers, read as one format, and the present.

use chrono::{DateTime, Utc};
use labelrace::source::formats::{
    self,
    format::{FileFacts, Format},
};

/// The present of every target: the same input always takes the same path.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).expect("a time")
}

/// Reads a file as this format.
pub fn read_as(format: &'static Format, bytes: &[u8]) {
    let facts = FileFacts { written: Some(now()), ..FileFacts::new(now()) };
    // A file may be refused as a whole; it must not break anything.
    drop(formats::parse(format, bytes, &facts));
}
