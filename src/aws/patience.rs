//! How long a client waits for its service, and how often it tries.

use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig, retry::RetryConfig, timeout::TimeoutConfig};

/// The patience of one service's client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Tries of one request, the first included; more where `AWS_MAX_ATTEMPTS` says so.
    pub(crate) attempts: u32,
    /// For the TCP and TLS handshake.
    pub(crate) connect: Duration,
    /// From the first byte sent to the first byte of the answer, where that is limited by itself.
    pub(crate) read: Option<Duration>,
    /// For one try.
    pub(crate) attempt: Duration,
    /// For all tries of one request and the pauses between them.
    pub(crate) operation: Duration,
}

impl Patience {
    /// The settings of `sdk` for a client with this patience: every adapter builds its client from these.
    pub(crate) fn with(&self, sdk: &SdkConfig) -> SdkConfig {
        let retry = sdk.retry_config().cloned().unwrap_or_else(RetryConfig::standard);
        let attempts = retry.max_attempts().max(self.attempts);
        let mut timeouts = TimeoutConfig::builder()
            .connect_timeout(self.connect)
            .operation_attempt_timeout(self.attempt)
            .operation_timeout(self.operation);
        timeouts.set_read_timeout(self.read);
        sdk.to_builder()
            .behavior_version(BehaviorVersion::latest())
            .retry_config(retry.with_max_attempts(attempts))
            .timeout_config(timeouts.build())
            .build()
    }
}
