//! How deliveries are made.

use std::time::Duration;

use switchroom_followers::RetrySchedule;

/// How deliveries are made.
#[derive(Debug, Clone)]
pub struct DeliveryConfig {
    /// How long one attempt may take, from connecting to the end of the answer.
    pub timeout: Duration,
    /// Attempts at a time to one endpoint; a replay gets half of it beside.
    pub concurrency: usize,
    /// When failures are tried again; a subscription can have waits of its own.
    pub retry: RetrySchedule,
    /// How long attempts in flight may go on when a subscription is edited or the server stops.
    pub grace: Duration,
}

impl Default for DeliveryConfig {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(15), concurrency: 16, retry: RetrySchedule::default(), grace: Duration::from_secs(5) }
    }
}

impl DeliveryConfig {
    /// Attempts at a time of a replay.
    pub(crate) fn replay_concurrency(&self) -> usize {
        (self.concurrency / 2).max(1)
    }
}
