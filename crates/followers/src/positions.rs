//! Keeping positions: one flusher for all followers of the node, so that a busy server writes a few times a second instead of
//! once an event.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use switchroom_domain::{FollowerId, OrgId, RoomId, Timestamp};
use switchroom_engine::ports::{Breaker, DeadLetter, ParkedRoom, PositionFlush, Store};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

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

/// Where a follower stands: what changed since it last said so.
#[derive(Debug, Default)]
pub(crate) struct Position {
    pub(crate) cursor: i64,
    pub(crate) breaker: Option<Breaker>,
    pub(crate) failing_since: Option<Timestamp>,
    pub(crate) dead: Vec<DeadLetter>,
    /// Rows parked, or changed while parked.
    pub(crate) parked: Vec<ParkedRoom>,
    /// Under what rows were kept that are no longer parked, or parked anew since.
    pub(crate) unparked: Vec<Option<RoomId>>,
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
        let (before, now, was_clean) = {
            let mut pending = self.slot.pending.lock();
            let was_clean = pending.is_none();
            let pending = pending.get_or_insert_default();
            let before = pending.rows();
            pending.update(position);
            (before, pending.rows(), was_clean)
        };
        if was_clean {
            let _ = self.inbox.send(Message::Dirty(Arc::clone(&self.slot)));
        }
        if before < MANY_ROWS && now >= MANY_ROWS {
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

/// What changed since it was last kept: always taken as a whole, so that cursor, parked rooms and dead letters fit together.
#[derive(Default)]
struct Pending {
    cursor: i64,
    breaker: Option<Breaker>,
    failing_since: Option<Timestamp>,
    dead: Vec<DeadLetter>,
    parked: HashMap<Option<RoomId>, ParkedRoom>,
    unparked: HashSet<Option<RoomId>>,
}

impl Pending {
    fn update(&mut self, newer: Position) {
        self.cursor = newer.cursor;
        self.breaker = newer.breaker;
        self.failing_since = newer.failing_since;
        self.dead.extend(newer.dead);
        for lane in newer.unparked {
            self.parked.remove(&lane);
            self.unparked.insert(lane);
        }
        for row in newer.parked {
            self.unparked.remove(&row.lane);
            self.parked.insert(row.lane, row);
        }
    }

    fn rows(&self) -> usize {
        self.parked.len() + self.unparked.len() + self.dead.len()
    }

    fn into_position(self) -> Position {
        let Self { cursor, breaker, failing_since, dead, parked, unparked } = self;
        let (parked, unparked) = (parked.into_values().collect(), unparked.into_iter().collect());
        Position { cursor, breaker, failing_since, dead, parked, unparked }
    }
}

impl Slot {
    fn take(&self) -> Option<PositionFlush> {
        let Position { cursor, breaker, failing_since, dead, parked, unparked } = self.pending.lock().take()?.into_position();
        let Self { org, follower, dead_of, epoch, .. } = *self;
        Some(PositionFlush { org, follower, epoch, cursor, breaker, failing_since, dead, dead_of, parked, unparked })
    }

    /// Puts back what could not be kept, under what came since.
    fn put_back(&self, flush: PositionFlush) {
        let mut pending = self.pending.lock();
        let newer = pending.take();
        let older = pending.insert(Pending::default());
        let PositionFlush { cursor, breaker, failing_since, dead, parked, unparked, .. } = flush;
        older.update(Position { cursor, breaker, failing_since, dead, parked, unparked });
        if let Some(newer) = newer {
            older.update(newer.into_position());
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
    use switchroom_domain::{EventId, FollowerId, OrgId, RoomId, Timestamp};
    use switchroom_engine::ports::{DeadLetter, ParkReason, ParkedRoom};
    use uuid::Uuid;

    use super::{Pending, Position, Slot};

    fn lane(n: u128) -> Option<RoomId> {
        Some(RoomId(Uuid::from_u128(n)))
    }

    fn position(cursor: i64, dead: i64, parked: &[(Option<RoomId>, i64)], unparked: &[Option<RoomId>]) -> Position {
        let row = |&(lane, next_seq): &(Option<RoomId>, i64)| ParkedRoom {
            lane,
            next_seq,
            attempt: 1,
            next_at: Timestamp(0),
            reason: ParkReason::Failing,
            bodies: Vec::new(),
            accepted: 0,
            alone: false,
        };
        let letter = DeadLetter { seq: dead, event: EventId(Uuid::nil()), room: None, attempts: 1, died_at: Timestamp(0) };
        Position {
            cursor,
            failing_since: Some(Timestamp(cursor)),
            dead: vec![letter],
            parked: parked.iter().map(row).collect(),
            unparked: unparked.to_vec(),
            ..Position::default()
        }
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
        put(&slot, position(1, 7, &[(lane(1), 1), (lane(2), 1)], &[lane(3)]));
        let failed = slot.take().unwrap();
        assert!(slot.take().is_none());
        put(&slot, position(5, 8, &[(lane(3), 4)], &[lane(1)]));
        slot.put_back(failed);
        let flush = slot.take().unwrap();
        let mut parked: Vec<_> = flush.parked.iter().map(|row| (row.lane, row.next_seq)).collect();
        parked.sort_unstable();
        assert_eq!((flush.epoch, flush.cursor, parked, flush.unparked), (3, 5, vec![(lane(2), 1), (lane(3), 4)], vec![lane(1)]));
        assert_eq!(flush.failing_since, Some(Timestamp(5)));
        assert_eq!(flush.dead.iter().map(|letter| letter.seq).collect::<Vec<_>>(), [7, 8], "what died is told, whatever came since");
    }
}
