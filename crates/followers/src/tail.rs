//! The shared tail: the latest events of every organization, in memory, so that whoever keeps up reads nothing back.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use switchroom_domain::{Committed, OrgId};
use switchroom_engine::ports::{CommitListener, Store, StoreError};
use tokio::sync::watch;

/// Events kept in memory for one organization, at the most.
const MOST_EVENTS: usize = 8_192;
/// About how many bytes of events are kept in memory for one organization, at the most.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The latest events of every organization. Filled by the store's commits.
#[derive(Default)]
pub struct Tail {
    orgs: RwLock<HashMap<OrgId, Arc<OrgTail>>>,
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
        tail.latest.lock().extend(events);
        tail.head.send_replace(last.event.seq);
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
            Some(events) => Ok(events),
            None => self.store.events_after(org, after, limit).await,
        }
    }

    /// The sequence number of the latest event of `org`, now and whenever it changes.
    pub async fn head(&self, org: OrgId) -> Result<watch::Receiver<i64>, StoreError> {
        let tail = self.tail.of(org);
        let receiver = tail.head.subscribe();
        if *receiver.borrow() == 0 {
            let kept = self.store.head_seq(org).await?;
            tail.head.send_if_modified(|head| {
                let behind = *head < kept;
                *head = kept.max(*head);
                behind
            });
        }
        Ok(receiver)
    }

    /// The store that keeps the log.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }
}
