//! How webhooks of our own dialect are told of events.

use async_trait::async_trait;
use switchroom_domain::subscription::{Dialect, Subscription};
use switchroom_domain::{Committed, EventKind};
use switchroom_engine::EngineError;
use switchroom_engine::ports::Voice;

use crate::wire::event;

/// Our own dialect: the body is the event, just as the feed tells it; any 2xx means that the endpoint has taken it.
#[derive(Debug, Clone, Copy, Default)]
pub struct NativeVoice;

#[async_trait]
impl Voice for NativeVoice {
    fn dialect(&self) -> Dialect {
        Dialect::Native
    }

    /// Our own dialect has no topics beside the kinds of event.
    fn kinds(&self, _topic: &str) -> Vec<EventKind> {
        Vec::new()
    }

    async fn render(&self, committed: &Committed, _subscription: &Subscription) -> Result<Vec<Vec<u8>>, EngineError> {
        Ok(vec![event::render(committed)])
    }

    fn accepts(&self, status: u16) -> bool {
        (200..300).contains(&status)
    }
}
