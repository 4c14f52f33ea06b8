//! How webhooks of our own dialect are told of events.

use switchroom_domain::Committed;
use switchroom_domain::subscription::{Dialect, Subscription};
use switchroom_engine::ports::Voice;

use crate::wire::event;

/// Our own dialect: the body is the event, just as the feed tells it; any 2xx means that the endpoint has taken it.
#[derive(Debug, Clone, Copy, Default)]
pub struct NativeVoice;

impl Voice for NativeVoice {
    fn dialect(&self) -> Dialect {
        Dialect::Native
    }

    fn render(&self, committed: &Committed, _subscription: &Subscription) -> Vec<Vec<u8>> {
        vec![event::render(committed)]
    }

    fn accepts(&self, status: u16) -> bool {
        (200..300).contains(&status)
    }
}
