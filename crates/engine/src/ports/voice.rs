//! How a dialect tells events to webhooks.

use async_trait::async_trait;
use switchroom_domain::subscription::{Dialect, Subscription};
use switchroom_domain::{Committed, EventKind};

use crate::EngineError;

/// How a dialect tells events to webhooks. A body is a pure function of the event and what it refers to as of then; only
/// people's and channels' names are today's.
#[async_trait]
pub trait Voice: Send + Sync + 'static {
    /// Which dialect speaks.
    fn dialect(&self) -> Dialect;

    /// The kinds of event that may give rise to a body of this topic of the dialect's.
    fn kinds(&self, topic: &str) -> Vec<EventKind>;

    /// The bodies for an event: none if the dialect has nothing to say of it, or the subscription does not want to hear it.
    async fn render(&self, committed: &Committed, subscription: &Subscription) -> Result<Vec<Vec<u8>>, EngineError>;

    /// Headers of the vendor's own for the body with that index, in lower case, beside those that every delivery has.
    async fn headers(
        &self,
        _committed: &Committed,
        _subscription: &Subscription,
        _index: usize,
    ) -> Result<Vec<(&'static str, String)>, EngineError> {
        Ok(Vec::new())
    }

    /// Whether an answer of this status means that the endpoint has taken the body.
    fn accepts(&self, status: u16) -> bool;
}
