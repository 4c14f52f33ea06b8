//! Keeping positions: one flusher for all followers of the node, so that a busy server writes a few times a second instead of
//! once an event.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use switchroom_domain::{FollowerId, OrgId};
use switchroom_engine::ports::{Breaker, ParkedRoom, PositionFlush, Store};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::lane::Lane;
use crate::machine::Position;

/// How long positions are gathered before they are kept: a crash re-sends at most this much beyond a window.
const INTERVAL: Duration = Duration::from_millis(100);
/// Changed parked rooms of one follower that are not gathered further.
const MANY_ROWS: usize = 512;
/// How long to wait after the store failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Keeps the positions of followers in the store, in batches.
#[derive(Clone)]
pub struct Positions {
    inbox: mpsc::UnboundedSender<Message>,
}

enum Message {
    /// This follower's position changed, for the first time since it was last kept.
    Dirty(Arc<Slot>),
    /// Keep everything now, without gathering on; answer if somebody waits for it.
    Now(Option<oneshot::Sender<()>>),
}

impl Positions {
    /// Starts the flusher. Its task ends, everything kept, when the last clone and the last follower are gone.
    #[must_use]
    pub fn start(store: Arc<dyn Store>) -> (Self, JoinHandle<()>) {
        let (inbox, messages) = mpsc::unbounded_channel();
        (Self { inbox }, tokio::spawn(run(store, messages)))
    }

    /// Returns when everything that followers reported before this call is kept.
    pub async fn kept(&self) {
        let (done, waiting) = oneshot::channel();
        let _ = self.inbox.send(Message::Now(Some(done)));
        let _ = waiting.await;
    }

    /// Where a follower reports its position.
    pub(crate) fn report(&self, org: OrgId, follower: FollowerId, dead_of: FollowerId, epoch: i64) -> Report {
        let slot = Slot { org, follower, dead_of, epoch, pending: Mutex::default() };
        Report { slot: Arc::new(slot), inbox: self.inbox.clone() }
    }
}

/// Where one follower reports its position.
pub(crate) struct Report {
    slot: Arc<Slot>,
    inbox: mpsc::UnboundedSender<Message>,
}

impl Report {
    /// The follower stands here now.
    pub(crate) fn put(&self, position: Position) {
        let (rows, was_clean) = {
            let mut pending = self.slot.pending.lock();
            let was_clean = pending.is_none();
            let pending = pending.get_or_insert_default();
            pending.update(position);
            (pending.parked.len() + pending.unparked.len(), was_clean)
        };
        if was_clean {
            let _ = self.inbox.send(Message::Dirty(Arc::clone(&self.slot)));
        }
        if rows == MANY_ROWS {
            let _ = self.inbox.send(Message::Now(None));
        }
    }
}

struct Slot {
    org: OrgId,
    follower: FollowerId,
    dead_of: FollowerId,
    epoch: i64,
    pending: Mutex<Option<Pending>>,
}

/// What changed since it was last kept: always taken as a whole, so that cursor and parked rooms fit together.
#[derive(Default)]
struct Pending {
    cursor: i64,
    breaker: Option<Breaker>,
    parked: HashMap<Lane, ParkedRoom>,
    unparked: HashSet<Lane>,
}

impl Pending {
    fn update(&mut self, newer: Position) {
        self.cursor = newer.cursor;
        self.breaker = newer.breaker;
        for row in newer.parked {
            self.unparked.remove(&row.lane);
            self.parked.insert(row.lane, row);
        }
        for lane in newer.unparked {
            self.parked.remove(&lane);
            self.unparked.insert(lane);
        }
    }
}

impl Slot {
    fn take(&self) -> Option<PositionFlush> {
        let pending = self.pending.lock().take()?;
        Some(PositionFlush {
            org: self.org,
            follower: self.follower,
            epoch: self.epoch,
            cursor: pending.cursor,
            breaker: pending.breaker,
            failing_since: None,
            dead: Vec::new(),
            dead_of: self.dead_of,
            parked: pending.parked.into_values().collect(),
            unparked: pending.unparked.into_iter().collect(),
        })
    }

    /// Puts back what could not be kept, under what came since.
    fn put_back(&self, flush: PositionFlush) {
        let mut pending = self.pending.lock();
        let newer = pending.take();
        let older = pending.insert(Pending::default());
        let PositionFlush { cursor, breaker, parked, unparked, .. } = flush;
        older.update(Position { cursor, breaker, parked, unparked });
        if let Some(Pending { cursor, breaker, parked, unparked }) = newer {
            let (parked, unparked) = (parked.into_values().collect(), unparked.into_iter().collect());
            older.update(Position { cursor, breaker, parked, unparked });
        }
    }
}

async fn run(store: Arc<dyn Store>, mut messages: mpsc::UnboundedReceiver<Message>) {
    let mut dirty = Vec::new();
    let mut waiting = Vec::new();
    while let Some(first) = messages.recv().await {
        gather(first, &mut messages, &mut dirty, &mut waiting).await;
        flush(store.as_ref(), &mut dirty).await;
        for done in waiting.drain(..) {
            let _ = oneshot::Sender::send(done, ());
        }
    }
}

/// Gathers what changed, for [`INTERVAL`] or until somebody wants it kept.
async fn gather(
    first: Message,
    messages: &mut mpsc::UnboundedReceiver<Message>,
    dirty: &mut Vec<Arc<Slot>>,
    waiting: &mut Vec<oneshot::Sender<()>>,
) {
    let end = Instant::now() + INTERVAL;
    let mut next = Some(first);
    while let Some(message) = next {
        next = match message {
            Message::Dirty(slot) => {
                dirty.push(slot);
                tokio::time::timeout_at(end, messages.recv()).await.ok().flatten()
            }
            Message::Now(done) => {
                waiting.extend(done);
                messages.try_recv().ok()
            }
        };
    }
}

/// Keeps what changed; tries until the store has it.
async fn flush(store: &dyn Store, dirty: &mut Vec<Arc<Slot>>) {
    while !dirty.is_empty() {
        let (slots, flushes): (Vec<_>, Vec<_>) = dirty.drain(..).filter_map(|slot| slot.take().map(|flush| (slot, flush))).unzip();
        let Err(error) = store.flush_positions(flushes.clone()).await else { return };
        tracing::warn!(%error, "positions cannot be kept");
        for (slot, flush) in slots.iter().zip(flushes) {
            slot.put_back(flush);
        }
        *dirty = slots;
        tokio::time::sleep(AFTER_FAILURE).await;
    }
}

#[cfg(test)]
mod tests {
    use parking_lot::Mutex;
    use switchroom_domain::{FollowerId, OrgId, RoomId, Timestamp};
    use switchroom_engine::ports::{ParkReason, ParkedRoom};
    use uuid::Uuid;

    use super::{Pending, Slot};
    use crate::lane::Lane;
    use crate::machine::Position;

    fn lane(n: u128) -> Lane {
        Some(RoomId(Uuid::from_u128(n)))
    }

    fn position(cursor: i64, parked: &[(Lane, i64)], unparked: &[Lane]) -> Position {
        let row = |&(lane, next_seq): &(Lane, i64)| ParkedRoom {
            lane,
            next_seq,
            attempt: 1,
            next_at: Timestamp(0),
            reason: ParkReason::Failing,
            bodies: Vec::new(),
            accepted: 0,
            alone: false,
        };
        Position { cursor, breaker: None, parked: parked.iter().map(row).collect(), unparked: unparked.to_vec() }
    }

    fn put(slot: &Slot, position: Position) {
        slot.pending.lock().get_or_insert_with(Pending::default).update(position);
    }

    #[test]
    fn what_could_not_be_kept_is_merged_under_what_came_since() {
        let slot = Slot {
            org: OrgId(1),
            follower: FollowerId(Uuid::nil()),
            dead_of: FollowerId(Uuid::nil()),
            epoch: 3,
            pending: Mutex::default(),
        };
        put(&slot, position(1, &[(lane(1), 1), (lane(2), 1)], &[lane(3)]));
        let failed = slot.take().unwrap();
        assert!(slot.take().is_none());
        put(&slot, position(5, &[(lane(3), 4)], &[lane(1)]));
        slot.put_back(failed);
        let flush = slot.take().unwrap();
        let mut parked: Vec<_> = flush.parked.iter().map(|row| (row.lane, row.next_seq)).collect();
        parked.sort_unstable();
        assert_eq!((flush.epoch, flush.cursor, parked, flush.unparked), (3, 5, vec![(lane(2), 1), (lane(3), 4)], vec![lane(1)]));
    }
}
