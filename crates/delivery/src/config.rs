//! How deliveries are made.

use std::time::Duration;

use switchroom_followers::{Concurrency, RetrySchedule};

/// Attempts at a time to one endpoint, before it has shown that it takes more.
const START: usize = 8;

/// How deliveries are made.
#[derive(Debug, Clone)]
pub struct DeliveryConfig {
    /// How long one attempt may take, from connecting to the end of the answer; a subscription can have a time of its own.
    pub timeout: Duration,
    /// Attempts at a time to one endpoint, at the most, once it has shown that it takes them. The statuses of campaigns' messages get a
    /// quarter of it beside, and a replay half.
    pub concurrency: usize,
    /// When failures are tried again; a subscription can have waits of its own.
    pub retry: RetrySchedule,
    /// A subscription whose endpoint has accepted nothing for so long, although it was tried, is disabled.
    pub disable_after: Duration,
    /// How long attempts in flight may go on when a subscription is edited or the server stops.
    pub grace: Duration,
}

impl Default for DeliveryConfig {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(15),
            concurrency: 64,
            retry: RetrySchedule::default(),
            disable_after: Duration::from_secs(5 * 24 * 3600),
            grace: Duration::from_secs(5),
        }
    }
}

impl DeliveryConfig {
    /// Attempts at a time of a follower that gets one part in `parts`.
    pub(crate) fn share(&self, parts: usize) -> Concurrency {
        let most = (self.concurrency / parts).max(1);
        Concurrency { start: START.min(most), most }
    }
}
