//! How programs open buckets.

use std::sync::Arc;

use futures_util::FutureExt;
use tokio::sync::OnceCell;

use super::bucket::S3;
use crate::{
    aws::{Connect, SdkConfig},
    store::open::Stores,
};

/// Buckets with the settings of `sdk`.
#[must_use]
pub fn over(sdk: &SdkConfig) -> Stores<S3> {
    let sdk = sdk.clone();
    Stores::new(move |bucket| {
        let sdk = sdk.clone();
        async move { Ok(S3::new(&sdk, &bucket)) }.boxed()
    })
}

/// Buckets with the settings of the environment, which is looked at when the first bucket is opened: a run over
/// folders has nothing to do with AWS.
#[must_use]
pub fn from_environment() -> Stores<S3> {
    let sdk = Arc::new(OnceCell::new());
    Stores::new(move |bucket| {
        let sdk = Arc::clone(&sdk);
        async move {
            let sdk = sdk.get_or_init(|| Connect::default().sdk_config()).await;
            Ok(S3::new(sdk, &bucket))
        }
        .boxed()
    })
}
