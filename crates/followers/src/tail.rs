//! The shared tail: the latest events of every organization, in memory, so that whoever keeps up reads nothing back.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::{Mutex, RwLock};
use switchroom_domain::{Committed, OrgId, Timestamp};
use switchroom_engine::ports::{CommitListener, Store, StoreError};
use tokio::sync::watch;

/// Events kept in memory for one organization, at the most.
const MOST_EVENTS: usize = 8_192;
/// About how many bytes of events are kept in memory for one organization, at the most.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// About how many bytes of events are kept in memory for all organizations together: beyond it, those that have been
/// quiet for longest are forgotten.
const MOST_BYTES_TOGETHER: usize = 256 * 1024 * 1024;

/// The latest events of every organization. Filled by the store's commits.
#[derive(Default)]
pub struct Tail {
    orgs: RwLock<HashMap<OrgId, Arc<OrgTail>>>,
    bytes: AtomicUsize,
}

struct OrgTail {
    latest: Mutex<Latest>,
    head: watch::Sender<i64>,
}

/// A gap-free run of events up to the head.
#[derive(Default)]
struct Latest {
    events: VecDeque<Arc<Committed>>,
    bytes: usize,
}

impl Tail {
    fn of(&self, org: OrgId) -> Arc<OrgTail> {
        if let Some(tail) = self.orgs.read().get(&org) {
            return Arc::clone(tail);
        }
        let new = || Arc::new(OrgTail { latest: Mutex::default(), head: watch::Sender::new(0) });
        Arc::clone(self.orgs.write().entry(org).or_insert_with(new))
    }
}

impl CommitListener for Tail {
    fn committed(&self, org: OrgId, events: &[Arc<Committed>]) {
        let Some(last) = events.last() else { return };
        let tail = self.of(org);
        let (before, after) = {
            let mut latest = tail.latest.lock();
            let before = latest.bytes;
            latest.extend(events);
            (before, latest.bytes)
        };
        tail.reaches(last.event.seq);
        let together = if after >= before {
            self.bytes.fetch_add(after - before, Ordering::Relaxed) + (after - before)
        } else {
            self.bytes.fetch_sub(before - after, Ordering::Relaxed) - (before - after)
        };
        if together > MOST_BYTES_TOGETHER {
            self.forget_quiet(org);
        }
    }
}

impl Tail {
    /// Forgets the events of those organizations that have been quiet for longest, until an eighth of the room is free.
    fn forget_quiet(&self, speaking: OrgId) {
        let mut others: Vec<(Option<Timestamp>, Arc<OrgTail>)> =
            self.orgs.read().iter().filter(|(org, _)| **org != speaking).map(|(_, tail)| (tail.spoke_at(), Arc::clone(tail))).collect();
        others.sort_by_key(|(spoke_at, _)| *spoke_at);
        let mut together = self.bytes.load(Ordering::Relaxed);
        for (_, tail) in others {
            if together <= MOST_BYTES_TOGETHER / 8 * 7 {
                break;
            }
            let freed = std::mem::take(&mut *tail.latest.lock()).bytes;
            self.bytes.fetch_sub(freed, Ordering::Relaxed);
            together = together.saturating_sub(freed);
        }
    }
}

impl OrgTail {
    /// The log reaches this far. It may be known to reach further already, from the store.
    fn reaches(&self, seq: i64) {
        self.head.send_if_modified(|head| {
            let further = seq > *head;
            *head = seq.max(*head);
            further
        });
    }

    fn spoke_at(&self) -> Option<Timestamp> {
        self.latest.lock().events.back().map(|committed| committed.event.at)
    }
}

impl Latest {
    fn extend(&mut self, events: &[Arc<Committed>]) {
        let follows_on = |last: &Arc<Committed>| events.first().is_some_and(|first| first.event.seq == last.event.seq + 1);
        if !self.events.back().is_none_or(follows_on) {
            // Another process has written to the log: what is in memory would have a gap.
            *self = Self::default();
        }
        for committed in events {
            self.bytes += committed.weight();
            self.events.push_back(Arc::clone(committed));
        }
        while self.events.len() > MOST_EVENTS || self.bytes > MOST_BYTES {
            let Some(oldest) = self.events.pop_front() else { break };
            self.bytes -= oldest.weight();
        }
    }

    /// Up to `limit` events after `after`, if all of them are in memory.
    fn after(&self, after: i64, limit: usize) -> Option<Vec<Arc<Committed>>> {
        let first = self.events.front()?.event.seq;
        let skip = usize::try_from(after + 1 - first).ok()?;
        Some(self.events.iter().skip(skip).take(limit).cloned().collect())
    }
}

/// Reads the log: from the shared tail where it reaches back far enough, else from the store.
#[derive(Clone)]
pub struct LogReader {
    tail: Arc<Tail>,
    store: Arc<dyn Store>,
}

impl LogReader {
    /// A reader of `store`'s log, whose commits fill `tail`.
    #[must_use]
    pub fn new(tail: Arc<Tail>, store: Arc<dyn Store>) -> Self {
        Self { tail, store }
    }

    /// Up to `limit` events of `org` after `after`, in order.
    pub async fn read(&self, org: OrgId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError> {
        let in_memory = self.tail.of(org).latest.lock().after(after, limit);
        match in_memory {
            Some(events) if !events.is_empty() => Ok(events),
            // It does not reach back so far, or another node has committed what it was not told of yet.
            _ => self.store.events_after(org, after, limit).await,
        }
    }

    /// The sequence number of the latest event of `org`, now and whenever it changes. Whoever knows that the log reaches `at_least`
    /// so far, maybe from another node that was told sooner, need not fear that it is not known here yet.
    pub async fn head(&self, org: OrgId, at_least: i64) -> Result<watch::Receiver<i64>, StoreError> {
        let tail = self.tail.of(org);
        let receiver = tail.head.subscribe();
        if *receiver.borrow() < at_least.max(1) {
            let kept = self.store.head_seq(org).await?;
            tail.reaches(kept);
        }
        Ok(receiver)
    }

    /// The store that keeps the log.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::Map;
    use switchroom_domain::event::Subject;
    use switchroom_domain::message::{Content, ContentKind, DeliveryStatus, Message, Visibility};
    use switchroom_domain::{Actor, Committed, Event, EventId, EventKind, MessageId, OrgId, RoomId, Timestamp};
    use switchroom_engine::ports::CommitListener;
    use uuid::Uuid;

    use super::{MOST_BYTES_TOGETHER, Tail};

    fn message(text: usize) -> Arc<Message> {
        Arc::new(Message {
            org: OrgId(1),
            id: MessageId(Uuid::nil()),
            number: 1,
            room: RoomId(Uuid::nil()),
            author: Actor::System,
            visibility: Visibility::Public,
            content: Content { kind: ContentKind::Text, text: "x".repeat(text), payload: None, mentions: Vec::new() },
            revision: 1,
            status: DeliveryStatus::Created,
            status_error: None,
            campaign: false,
            reply_to: None,
            provider_id: None,
            provider_at: None,
            local_id: None,
            rc_id: None,
            ext: serde_json::Map::new(),
            contact_messages: 0,
            created_at: Timestamp(0),
            edited_at: None,
            deleted_at: None,
        })
    }

    fn events(org: i64, seqs: std::ops::RangeInclusive<i64>, message: &Arc<Message>) -> Vec<Arc<Committed>> {
        let event = |seq| Event {
            org: OrgId(org),
            seq,
            id: EventId(Uuid::nil()),
            kind: EventKind::MessageCreated,
            schema: 1,
            at: Timestamp(org * 1_000_000 + seq),
            actor: Actor::System,
            cause: None,
            room: None,
            subject: Subject::Room,
            changes: Map::new(),
            room_head: None,
        };
        seqs.map(|seq| Arc::new(Committed { event: event(seq), room: None, message: Some(Arc::clone(message)), trace: None })).collect()
    }

    fn kept(tail: &Tail, org: i64, after: i64) -> Option<usize> {
        tail.of(OrgId(org)).latest.lock().after(after, usize::MAX).map(|events| events.len())
    }

    #[test]
    fn it_reaches_back_without_a_gap_or_not_at_all() {
        let tail = Tail::default();
        let message = message(1);
        tail.committed(OrgId(1), &events(1, 5..=9, &message));
        assert_eq!((kept(&tail, 1, 3), kept(&tail, 1, 4), kept(&tail, 1, 8), kept(&tail, 1, 9)), (None, Some(5), Some(1), Some(0)));
        tail.committed(OrgId(1), &events(1, 10..=10, &message));
        assert_eq!(kept(&tail, 1, 4), Some(6));
        // Another process wrote 11: what is in memory does not reach over it.
        tail.committed(OrgId(1), &events(1, 12..=13, &message));
        assert_eq!((kept(&tail, 1, 10), kept(&tail, 1, 11)), (None, Some(2)));
    }

    #[test]
    fn many_organizations_share_the_room_and_the_quiet_ones_are_forgotten() {
        let tail = Tail::default();
        let message = message(60_000);
        for org in 1..=20 {
            tail.committed(OrgId(org), &events(org, 1..=300, &message));
        }
        let together: usize = (1..=20).map(|org| tail.of(OrgId(org)).latest.lock().bytes).sum();
        assert!(together <= MOST_BYTES_TOGETHER);
        assert_eq!(kept(&tail, 1, 299), None, "the quietest is forgotten");
        assert_eq!(kept(&tail, 20, 299), Some(1), "whoever just spoke is not");
    }
}
