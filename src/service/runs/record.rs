//! The record of a run: what it is, and how it is read and written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};

use crate::{
    report::{audience::Audience, receipt::Receipt},
    stats::Digest,
    store::{self, Store, StoreError, Trouble, When},
};

/// A record is far smaller than this.
const LARGEST_RECORD: u64 = 4 << 20;

/// What is known about a run.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Record {
    /// The job, as the request names it.
    pub source: String,
    /// How far the run is.
    pub state: RunState,
    /// The request that works on it, or did last.
    pub request: String,
    /// When others may take it up; null if nobody works on it.
    pub lease_until: Option<DateTime<Utc>>,
    /// Tells what this run wrote from what another one wrote for the same request.
    pub(super) attempt: u64,
    /// The kind of error that ended it, if any.
    pub error: Option<String>,
    /// Whether a mail went out.
    pub notified: bool,
    /// How many mails were begun: noted before each, so that this is more than one where a mail may have gone out
    /// twice. Records of early versions do not say.
    #[serde(default)]
    pub mails: u32,
    /// Whether the mail was posted to a webhook, or that was begun: it is noted first, so no run posts twice.
    #[serde(default)]
    pub posted: bool,
    /// Answers in each job when the film was made.
    pub answers: BTreeMap<String, u64>,
    /// The film; of a run that found nothing new, the one before.
    pub film: Option<FilmRecord>,
    /// What the runs of a fleet note besides.
    #[serde(flatten)]
    pub fleet: FleetNotes,
}

/// What the runs of a fleet note besides: those of the single jobs, the listing of all jobs, and the mail about them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct FleetNotes {
    /// Why a run failed, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Which jobs were listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed: Option<FleetListing>,
    /// To whom the mail about all jobs went.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub told: BTreeSet<Audience>,
}

/// Which of the jobs below a place have something new.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FleetListing {
    /// The object with one event for each of these jobs, as a JSON array.
    pub items: String,
    /// The object with a line of JSON for each of the others.
    pub others: String,
    /// How many there are in the first.
    pub jobs: u64,
    /// How many there are in the second.
    pub left_out: u64,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Somebody works on it, or did.
    Claimed,
    /// The film is uploaded, and its mail is not sent yet.
    Uploaded,
    /// The film is uploaded, and its mail is sent if one was asked for.
    Complete,
    /// There was nothing new to make a film of.
    NothingNew,
}

/// A film that is in the bucket.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct FilmRecord {
    /// Its key.
    pub video: String,
    /// The key of its last frame.
    pub poster: String,
    /// The page around it; films of early versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageRecord>,
    /// SHA-256 of the film, in hexadecimal digits.
    pub sha256: String,
    /// What was made and counted.
    #[serde(serialize_with = "alphabetically")]
    pub receipt: Receipt,
    /// What the mail says.
    pub digest: Digest,
}

/// A page that is in the bucket, and the times of the links in it, which are those of the link to it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PageRecord {
    /// Its key.
    pub key: String,
    /// When its links were made.
    pub made: DateTime<Utc>,
    /// When they stop working.
    pub until: DateTime<Utc>,
}

/// Records have had the receipt's fields in this order from the start.
fn alphabetically<S: Serializer>(receipt: &Receipt, serializer: S) -> Result<S::Ok, S::Error> {
    receipt.to_value().serialize(serializer)
}

/// Why a run could not be claimed, or its record not be written.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// The bucket failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An object that should be a record and is not.
    #[error("{key} is not the record of a run; remove it to let the run start again")]
    Broken {
        /// Its key.
        key: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// Two jobs of one name.
    #[error("{key} belongs to {other}, another job of the same name; give one of them a bucket of its own")]
    OtherJob {
        /// The record.
        key: String,
        /// The job that it is about.
        other: String,
    },
    /// A service without the conditional writes that claims are made of.
    #[error(
        "the service of this bucket has no entity tags, so two runs cannot tell which came first; use another service"
    )]
    NoTags,
    /// Somebody else took the run over.
    #[error("another run took over {key} because this one took too long")]
    Lost {
        /// The record.
        key: String,
    },
    /// The record was there, and is not any more: nobody else has the run.
    #[error("the record {key} of this run is gone; another try begins anew")]
    Gone {
        /// The record.
        key: String,
    },
    /// Others wrote again and again.
    #[error("{key} was changed by other runs each time after it had been read")]
    Crowded {
        /// The record.
        key: String,
    },
}

/// Writes a record, and returns its new tag.
pub(super) async fn write(
    store: &impl Store,
    key: &str,
    record: &Record,
    when: When,
) -> Result<String, ClaimError> {
    let broken = |source| ClaimError::Broken { key: key.to_owned(), source };
    let body = serde_json::to_vec_pretty(record).map_err(broken)?;
    store.put(key, body.into(), "application/json", when).await?.ok_or(ClaimError::NoTags)
}

/// The record under `key` and its tag; `None` if it is gone.
pub(super) async fn read(store: &impl Store, key: &str) -> Result<Option<(Record, String)>, ClaimError> {
    let whole = match store::whole(store, key, LARGEST_RECORD).await {
        Ok(Some(whole)) => whole,
        Ok(None) => {
            let source = serde::de::Error::custom("it is far too large");
            return Err(ClaimError::Broken { key: key.to_owned(), source });
        }
        Err(error) if error.trouble == Trouble::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let broken = |source| ClaimError::Broken { key: key.to_owned(), source };
    let record = serde_json::from_slice(&whole.bytes).map_err(broken)?;
    Ok(Some((record, whole.etag.ok_or(ClaimError::NoTags)?)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What a run of an early version noted: without progress, pictures and missing characters.
    fn early() -> Value {
        json!({
            "video": "videos/a/daily/x.mp4", "poster": "videos/a/daily/x.png", "sha256": "00",
            "receipt": {
                "as_of": "2026-02-27T16:39:45+01:00", "buckets": 9, "bytes": 12, "duplicates": 0, "failed": null,
                "fps": 30, "frames": 61, "from": "2026-02-23T00:00:00+01:00", "height": 180, "human_labeled": null,
                "interval": "1d", "job": "a", "labels": 7, "machine_labeled": null, "objects": 3,
                "objects_open": null, "objects_total": null, "poster": "s3://films/videos/a/daily/x.png",
                "seconds": 61.0 / 30.0,
                "skipped": [{"count": 1, "examples": ["a/x.json: cut off"], "reason": "broken_json"}],
                "tally": "s3://films/data/a/daily/x/tally.csv", "time_zone": "Europe/Berlin",
                "times": "submitted", "to": "2026-03-01T00:00:00+01:00",
                "video": "s3://films/videos/a/daily/x.mp4", "width": 320, "workers": 2
            },
            "digest": {
                "title": "a", "what": "labels", "labels": 7, "people": 2, "leaders": [], "week": [],
                "week_before": 0, "today": 0, "progress": null, "as_of": "2026-02-27T16:39:45+01:00",
                "time_zone": "Europe/Berlin", "seconds": 2
            }
        })
    }

    #[test]
    fn an_early_record_is_read_and_written_with_the_same_words() {
        let film: FilmRecord = serde_json::from_value(early()).unwrap();
        assert_eq!((film.receipt.frames, film.receipt.pictures), (61, None));
        let written = serde_json::to_value(&film).unwrap();
        for (field, value) in early()["receipt"].as_object().unwrap() {
            assert_eq!(&written["receipt"][field], value, "{field}");
        }
    }

    #[test]
    fn a_receipt_in_a_record_has_its_fields_in_alphabetical_order_and_is_read_as_it_was_written() {
        let film: FilmRecord = serde_json::from_value(early()).unwrap();
        let text = serde_json::to_string(&film).unwrap();
        let receipt = &text[text.find("receipt").unwrap()..];
        let place = |field: &str| receipt.find(&format!("\"{field}\":")).unwrap();
        assert!(place("as_of") < place("buckets") && place("frames") < place("labels"), "{text}");
        assert!(place("tally") < place("video") && place("video") < place("workers"), "{text}");
        assert_eq!(serde_json::from_str::<FilmRecord>(&text).unwrap(), film);
    }
}
