//! The parked lanes: served apart from the window, each from its own place in the log.

use std::collections::{BTreeSet, HashMap, VecDeque};

use bytes::Bytes;
use switchroom_domain::Timestamp;
use switchroom_engine::ports::{ParkReason, ParkedRoom};

use crate::lane::{Lane, LaneQueue, Tried};

/// Lanes parked at one time, before the follower reads no further.
const MOST_LANES: usize = 10_000;
/// Bytes of kept bodies, before the follower reads no further.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A lane served apart. While it waits, only its row is in memory; its events are read from the store when it is served.
#[derive(Debug)]
pub(crate) struct ParkedLane {
    /// The first event of the lane that is not done.
    pub(crate) next_seq: i64,
    pub(crate) next_at: Timestamp,
    pub(crate) reason: ParkReason,
    /// The last event of the lane that the window has left to this.
    pub(crate) seen: i64,
    /// Every event of the lane up to this is done or in `queue`.
    pub(crate) known_to: i64,
    pub(crate) queue: LaneQueue,
    active: bool,
}

impl ParkedLane {
    pub(crate) fn new(next_seq: i64, next_at: Timestamp, reason: ParkReason, seen: i64, tried: Tried) -> Self {
        let queue = LaneQueue { tried, ..LaneQueue::default() };
        Self { next_seq, next_at, reason, seen, known_to: 0, queue, active: false }
    }

    pub(crate) fn restored(row: ParkedRoom, cursor: i64) -> Self {
        let bodies = row.bodies.into_iter().map(Bytes::from).collect();
        let tried = Tried { count: row.attempt, bodies, accepted: row.accepted };
        // Which events of the lane up to the cursor there are is not known: its first reading tells.
        Self::new(row.next_seq, row.next_at, row.reason, cursor.max(row.next_seq), tried)
    }

    pub(crate) fn row(&self, lane: Lane) -> ParkedRoom {
        let tried = &self.queue.tried;
        ParkedRoom {
            lane: lane.key(),
            next_seq: self.next_seq,
            attempt: tried.count,
            next_at: self.next_at,
            reason: self.reason,
            bodies: tried.bodies.iter().map(|body| body.to_vec()).collect(),
            accepted: tried.accepted,
            alone: lane.is_alone(),
        }
    }

    fn bytes(&self) -> usize {
        self.queue.tried.bodies.iter().map(Bytes::len).sum()
    }
}

/// Every parked lane. One is either waiting until it is due, or active: being read, ready, or in flight.
#[derive(Debug, Default)]
pub(crate) struct Parked {
    lanes: HashMap<Lane, ParkedLane>,
    due: BTreeSet<(Timestamp, Lane)>,
    /// Active lanes whose next event can be tried.
    ready: VecDeque<Lane>,
    active: usize,
    waiting_bytes: usize,
}

impl Parked {
    pub(crate) fn len(&self) -> usize {
        self.lanes.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lanes.is_empty()
    }

    /// Whether no more should come: the bounds can be passed by what the window holds already, but by no more.
    pub(crate) fn is_crowded(&self) -> bool {
        self.lanes.len() >= MOST_LANES || self.waiting_bytes >= MOST_BYTES
    }

    /// How many lanes are active.
    pub(crate) fn active(&self) -> usize {
        self.active
    }

    pub(crate) fn get(&self, lane: Lane) -> Option<&ParkedLane> {
        self.lanes.get(&lane)
    }

    pub(crate) fn get_mut(&mut self, lane: Lane) -> Option<&mut ParkedLane> {
        self.lanes.get_mut(&lane)
    }

    /// Parks a lane, waiting until it is due.
    pub(crate) fn park(&mut self, lane: Lane, parked: ParkedLane) {
        self.due.insert((parked.next_at, lane));
        self.waiting_bytes += parked.bytes();
        self.lanes.insert(lane, parked);
    }

    /// Parks a lane whose first event is in flight.
    pub(crate) fn park_in_flight(&mut self, lane: Lane, parked: ParkedLane) {
        self.active += 1;
        self.lanes.insert(lane, ParkedLane { active: true, ..parked });
    }

    /// When the next waiting lane is due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Makes the next lane that is due active.
    pub(crate) fn activate(&mut self, now: Timestamp) -> Option<(Lane, i64)> {
        let next = *self.due.first().filter(|(at, _)| *at <= now)?;
        self.activate_this(next)
    }

    /// Makes a room active, due or not.
    pub(crate) fn activate_room(&mut self) -> Option<(Lane, i64)> {
        let next = *self.due.iter().find(|(_, lane)| !lane.is_alone())?;
        self.activate_this(next)
    }

    fn activate_this(&mut self, (at, lane): (Timestamp, Lane)) -> Option<(Lane, i64)> {
        self.due.remove(&(at, lane));
        let parked = self.lanes.get_mut(&lane)?;
        parked.active = true;
        self.active += 1;
        self.waiting_bytes -= parked.bytes();
        Some((lane, parked.next_seq))
    }

    /// Puts an active lane back to wait until `at`. What was read of it is forgotten.
    pub(crate) fn rest(&mut self, lane: Lane, at: Timestamp) {
        let Some(parked) = self.lanes.get_mut(&lane) else { return };
        parked.queue.events = VecDeque::new();
        parked.known_to = parked.next_seq - 1;
        parked.next_at = at;
        parked.active = false;
        self.active -= 1;
        self.waiting_bytes += parked.bytes();
        self.due.insert((at, lane));
    }

    /// Takes an active lane out.
    pub(crate) fn unpark(&mut self, lane: Lane) {
        if self.lanes.remove(&lane).is_some() {
            self.active -= 1;
        }
    }

    /// An active lane has an event that can be tried.
    pub(crate) fn push_ready(&mut self, lane: Lane) {
        self.ready.push_back(lane);
    }

    pub(crate) fn pop_ready(&mut self) -> Option<Lane> {
        self.ready.pop_front()
    }

    pub(crate) fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }
}
