//! How programs open buckets, and log groups beside them.

use std::sync::Arc;

use futures_util::FutureExt;
use tokio::sync::OnceCell;

use super::bucket::S3;
use crate::{
    aws::{Connect, SdkConfig},
    store::{cloudwatch, location::LocalPath, open::Stores},
};

/// Buckets and log groups with the settings of `sdk`.
#[must_use]
pub fn over<P: LocalPath>(sdk: &SdkConfig) -> Stores<S3, P> {
    let (sdk, of_logs) = (sdk.clone(), sdk.clone());
    let stores = Stores::new(move |bucket| {
        let sdk = sdk.clone();
        async move { Ok(S3::new(&sdk, &bucket)) }.boxed()
    });
    stores.with_logs(move |query| cloudwatch::events(&of_logs, query).boxed())
}

/// Buckets and log groups with the settings of the environment, which is looked at when the first of them is opened: a run over
/// folders has nothing to do with AWS.
#[must_use]
pub fn from_environment() -> Stores<S3> {
    let sdk = Arc::new(OnceCell::new());
    let of_logs = Arc::clone(&sdk);
    let stores = Stores::new(move |bucket| {
        let sdk = Arc::clone(&sdk);
        async move {
            let sdk = sdk.get_or_init(|| Connect::default().sdk_config()).await;
            Ok(S3::new(sdk, &bucket))
        }
        .boxed()
    });
    stores.with_logs(move |query| {
        let sdk = Arc::clone(&of_logs);
        async move {
            let sdk = sdk.get_or_init(|| Connect::default().sdk_config()).await;
            cloudwatch::events(sdk, query).await
        }
        .boxed()
    })
}
