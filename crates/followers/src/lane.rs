//! One lane's events that wait in memory.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use switchroom_domain::{Committed, RoomId};
use tokio::time::Instant;

/// A room; `None`: the events of no room. Events of one lane are handled in order.
pub(crate) type Lane = Option<RoomId>;

/// How an event was tried so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tried {
    pub(crate) count: u32,
    pub(crate) bodies: Vec<Bytes>,
    pub(crate) accepted: u32,
}

/// A lane's next events. The first one may be in flight; `tried` belongs to it.
#[derive(Debug, Default)]
pub(crate) struct LaneQueue {
    pub(crate) events: VecDeque<Arc<Committed>>,
    pub(crate) tried: Tried,
    pub(crate) in_flight_since: Option<Instant>,
}

impl LaneQueue {
    /// The first event is over with.
    pub(crate) fn pop(&mut self) -> Option<Arc<Committed>> {
        self.tried = Tried::default();
        self.events.pop_front()
    }
}
