//! One lane's events that wait in memory.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use switchroom_domain::{Committed, EventId, RoomId};
use switchroom_engine::ports::ParkedRoom;
use tokio::time::Instant;

use crate::concurrency::Generation;

/// What is handled in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Lane {
    /// The events of a room; `None`: those of no room.
    Room(Option<RoomId>),
    /// One event for itself, for a follower without order.
    Event(EventId),
}

impl Lane {
    /// The lane of a kept row; `None`: it is a batch's ([`crate::batch`]).
    pub(crate) fn of(row: &ParkedRoom) -> Option<Self> {
        match (row.alone, row.lane) {
            (false, room) => Some(Self::Room(room)),
            (true, Some(RoomId(id))) => Some(Self::Event(EventId(id))),
            (true, None) => None,
        }
    }

    /// Under what its row is kept.
    pub(crate) fn key(self) -> Option<RoomId> {
        match self {
            Self::Room(room) => room,
            Self::Event(EventId(id)) => Some(RoomId(id)),
        }
    }

    pub(crate) fn is_alone(self) -> bool {
        matches!(self, Self::Event(_))
    }

    /// Whether this event is one of the lane's.
    pub(crate) fn has(self, committed: &Committed) -> bool {
        match self {
            Self::Room(room) => committed.event.room == room,
            Self::Event(id) => committed.event.id == id,
        }
    }
}

/// How an event was tried so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tried {
    pub(crate) count: u32,
    pub(crate) bodies: Vec<Bytes>,
    pub(crate) accepted: u32,
}

/// A try that runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flight {
    pub(crate) since: Instant,
    pub(crate) generation: Generation,
}

/// A lane's next events. The first one may be in flight; `tried` belongs to it.
#[derive(Debug, Default)]
pub(crate) struct LaneQueue {
    pub(crate) events: VecDeque<Arc<Committed>>,
    pub(crate) tried: Tried,
    pub(crate) flight: Option<Flight>,
}

impl LaneQueue {
    /// The first event is over with.
    pub(crate) fn pop(&mut self) -> Option<Arc<Committed>> {
        self.tried = Tried::default();
        self.events.pop_front()
    }
}
