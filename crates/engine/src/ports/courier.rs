//! Sending one body to a webhook at once, outside its log.

use async_trait::async_trait;
use switchroom_domain::subscription::Subscription;

use super::Exchange;

/// What became of one sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleSent {
    /// Its `webhook-id`.
    pub id: String,
    /// Whether the endpoint accepted it.
    pub accepted: bool,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// What went wrong, if there was no answer.
    pub error: Option<String>,
    /// How long it took, in microseconds.
    pub micros: i64,
    /// What was sent and answered.
    pub exchange: Exchange,
}

/// Sends samples.
#[async_trait]
pub trait Courier: Send + Sync + 'static {
    /// Posts a body to the subscription's endpoint, signed and with its headers, just as an event would be. Once; nothing is kept of it.
    async fn send_sample(&self, subscription: &Subscription, body: Vec<u8>) -> SampleSent;
}
