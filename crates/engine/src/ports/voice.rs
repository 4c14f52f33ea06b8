//! How a dialect tells events to webhooks.

use switchroom_domain::Committed;
use switchroom_domain::subscription::{Dialect, Subscription};

/// How a dialect tells events to webhooks. A body is a pure function of the event and what it refers to as of then.
pub trait Voice: Send + Sync + 'static {
    /// Which dialect speaks.
    fn dialect(&self) -> Dialect;

    /// The bodies for an event: none if the dialect has nothing to say of it.
    fn render(&self, committed: &Committed, subscription: &Subscription) -> Vec<Vec<u8>>;

    /// Whether an answer of this status means that the endpoint has taken the body.
    fn accepts(&self, status: u16) -> bool;
}
