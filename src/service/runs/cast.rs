//! The cast of a job's films, kept from one to the next.

use serde::{Deserialize, Serialize};
use serde_json::Error;

use super::{record::ClaimError, slot::Slot};
use crate::{
    people::Remembered,
    store::{self, Store, Trouble, When},
};

/// Far more than the cast of any workforce.
const LARGEST_CAST: u64 = 64 << 20;

/// What the file holds: the cast, and the job that it is of.
#[derive(Deserialize, Serialize)]
struct Kept<P> {
    /// The job, as requests name it; early versions did not say, and the first job that comes takes theirs over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(flatten)]
    cast: P,
}

/// A cast as it is in the bucket.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CastFile {
    /// Who was in earlier films.
    pub remembered: Remembered,
    tag: Option<String>,
}

/// How often the cast is made again because another run of the job wrote its own in between.
const CASTS: u32 = 5;

/// Reads the cast of the earlier films of the job at `source`, which is empty if there was none.
///
/// # Errors
/// When the bucket fails, or the cast is that of another job of the same name. A file that is not a cast counts as none, and is replaced.
pub async fn read_cast<S: Store>(store: &S, slot: &Slot, source: &str) -> Result<CastFile, ClaimError> {
    let whole = match store::whole(store, &slot.cast(), LARGEST_CAST).await {
        Ok(Some(whole)) => whole,
        Ok(None) => {
            let source = serde::de::Error::custom("it is far too large");
            return Err(ClaimError::Broken { key: slot.cast(), source });
        }
        Err(error) if error.trouble == Trouble::NotFound => return Ok(CastFile::default()),
        Err(error) => return Err(error.into()),
    };
    let parsed: Result<Kept<Remembered>, Error> = serde_json::from_slice(&whole.bytes);
    let remembered = match parsed {
        Ok(Kept { source: Some(other), .. }) if other != source => {
            return Err(ClaimError::OtherJob { key: slot.cast(), other });
        }
        Ok(Kept { cast, .. }) => cast,
        Err(error) => {
            tracing::warn!(
                line = error.line(),
                "the cast of the last film cannot be read; colors may change"
            );
            Remembered::default()
        }
    };
    Ok(CastFile { remembered, tag: whole.etag })
}

/// Replaces the cast that was read with that of a new film. `false` means that somebody else wrote in between: then
/// read it again.
///
/// # Errors
/// When the bucket fails.
pub async fn write_cast<S: Store>(
    store: &S,
    slot: &Slot,
    source: &str,
    read: &CastFile,
    cast: &Remembered,
) -> Result<bool, ClaimError> {
    let broken = |source| ClaimError::Broken { key: slot.cast(), source };
    let body = serde_json::to_vec(&Kept { source: Some(source.to_owned()), cast }).map_err(broken)?;
    let when = read.tag.clone().map_or(When::Absent, When::Tag);
    match store.put(&slot.cast(), body.into(), "application/json", when).await {
        Ok(_) => Ok(true),
        Err(error) if error.trouble == Trouble::Exists => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Replaces the cast by what `change` makes of it, also where others write at the same time; `change` is called again
/// then. Returns what it says beside the new cast.
///
/// # Errors
/// When the bucket fails, or others write all the time.
pub async fn change_cast<S: Store, T>(
    store: &S,
    slot: &Slot,
    source: &str,
    change: impl Fn(&Remembered) -> (Remembered, T),
) -> Result<T, ClaimError> {
    for _ in 0..CASTS {
        let read = read_cast(store, slot, source).await?;
        let (kept, made) = change(&read.remembered);
        if write_cast(store, slot, source, &read, &kept).await? {
            return Ok(made);
        }
    }
    Err(ClaimError::Crowded { key: slot.cast() })
}
