//! Invents a job, in a folder or a bucket.

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::error::RunError;
use crate::{
    source::sample::{self, Shape},
    store::{Location, Store, Stores, Trouble, When},
};

/// Files of a sample that are written side by side.
const WRITES: usize = 32;

/// Invents a job at `location`, named after the last part of it.
///
/// # Errors
/// When something is there already, or cannot be written.
pub async fn sample<S: Store>(location: &Location, shape: Shape, stores: &Stores<S>) -> Result<(), RunError> {
    let shape = shape.checked()?;
    let (store, place) = stores.open_new(location).await?;
    let root = &place.key;
    let below = if root.is_empty() { String::new() } else { format!("{root}/") };
    match store.list(&below).next().await {
        None => {}
        Some(Err(error)) if error.trouble == Trouble::NotFound => {}
        Some(Err(error)) => return Err(error.into()),
        Some(Ok(_)) => return Err(RunError::NotEmpty(location.clone())),
    }
    let name = root.rsplit('/').next().unwrap_or(root);
    let files =
        sample::files(name, shape).map(|(key, bytes)| Ok::<_, RunError>((format!("{below}{key}"), bytes)));
    stream::iter(files)
        .try_for_each_concurrent(WRITES, async |(key, bytes)| {
            store.put(&key, Bytes::from(bytes), "application/json", When::Always).await?;
            Ok(())
        })
        .await
}
