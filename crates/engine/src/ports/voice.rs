//! How a dialect tells events to webhooks.

use async_trait::async_trait;
use http::HeaderMap;
use switchroom_domain::subscription::{Dialect, Subscription};
use switchroom_domain::{Command, Committed, EventKind};

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

    /// Headers of the vendor's own for the body of an event with that index, or for a sample or a batch, beside those that every delivery
    /// has.
    /// Secret values are marked as sensitive.
    async fn headers(&self, _of: Option<(&Committed, usize)>, _subscription: &Subscription) -> Result<HeaderMap, EngineError> {
        Ok(HeaderMap::new())
    }

    /// Whether an answer of this status means that the endpoint has taken the body.
    fn accepts(&self, status: u16) -> bool;

    /// What the answer to an accepted body asks for: it is carried out by Switchroom itself, and not told to that subscription.
    fn reply(&self, _committed: &Committed, _answer_body: &[u8]) -> Option<Command> {
        None
    }
}
