//! The settings that all AWS clients of a process share: credentials, region, endpoint.

use aws_config::{
    BehaviorVersion, Region, SdkConfig, environment::EnvironmentVariableRegionProvider,
    meta::region::RegionProviderChain, profile::ProfileFileRegionProvider,
};

/// The region where neither the environment nor the profile names one. A bucket in another region answers with
/// its own, and the store follows.
const DEFAULT_REGION: &str = "us-east-1";

/// What a person may say about the way to AWS. Whatever is left out comes from where the AWS command line looks:
/// `AWS_PROFILE`, `AWS_REGION`, `AWS_ENDPOINT_URL`, `~/.aws/config` and so on.
#[derive(Clone, Debug, Default)]
pub struct Connect {
    /// A profile of `~/.aws/config`.
    pub profile: Option<String>,
    /// The region to ask first.
    pub region: Option<String>,
    /// The address of another service that speaks AWS's protocols, such as an emulator.
    pub endpoint: Option<String>,
}

impl Connect {
    /// The settings for every client of this process.
    ///
    /// This cannot fail: credentials are looked up when the first request is sent. The instance metadata service
    /// is not asked for a region: away from EC2 that costs seconds of silence, and a wrong guess costs only one
    /// more request.
    pub async fn sdk_config(self) -> SdkConfig {
        let mut profile_region = ProfileFileRegionProvider::builder();
        let mut loader = aws_config::defaults(BehaviorVersion::latest());
        if let Some(profile) = self.profile {
            profile_region = profile_region.profile_name(&profile);
            loader = loader.profile_name(profile);
        }
        if let Some(endpoint) = self.endpoint {
            loader = loader.endpoint_url(endpoint);
        }
        let region = RegionProviderChain::first_try(self.region.map(Region::new))
            .or_else(EnvironmentVariableRegionProvider::new())
            .or_else(profile_region.build())
            .or_else(Region::from_static(DEFAULT_REGION));
        loader.region(region).load().await
    }
}
