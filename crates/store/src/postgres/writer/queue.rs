//! The commands that wait, each organization's apart: a batch is of one organization, and a busy one does not hold up the others.
//!
//! A writer first gets an organization's turn, then the lock on its log, and only then takes what waits: the longer others hold the
//! lock, the more commands share the next commit.

use std::collections::{HashMap, VecDeque};

use parking_lot::Mutex;
use switchroom_domain::{Envelope, OrgId};
use switchroom_engine::ports::{Outcome, StoreError};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;
use tracing::Span;

/// Commands in one transaction, at the most.
const BATCH: usize = 256;

/// A command, and where its answer goes.
pub(super) struct Job {
    pub(super) envelope: Box<Envelope>,
    pub(super) reply: oneshot::Sender<Result<Outcome, StoreError>>,
    pub(super) since: Instant,
    /// How far it is.
    pub(super) stage: Span,
}

pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Notify,
    most: usize,
}

#[derive(Default)]
struct Waiting {
    /// The organizations that have commands, or whose turn a writer has.
    orgs: HashMap<OrgId, VecDeque<Job>>,
    /// Those whose turn nobody has, in order.
    turns: VecDeque<OrgId>,
    count: usize,
    closed: bool,
}

impl Queue {
    pub(super) fn new(most: usize) -> Self {
        Self { waiting: Mutex::default(), changed: Notify::new(), most }
    }

    pub(super) fn put(&self, org: OrgId, job: Job) -> Result<(), StoreError> {
        let mut waiting = self.waiting.lock();
        if waiting.closed {
            return Err(StoreError::Stopping);
        }
        if waiting.count >= self.most {
            return Err(StoreError::Overloaded);
        }
        waiting.count += 1;
        if let Some(jobs) = waiting.orgs.get_mut(&org) {
            jobs.push_back(job);
            return Ok(());
        }
        waiting.orgs.insert(org, VecDeque::from([job]));
        waiting.turns.push_back(org);
        drop(waiting);
        self.changed.notify_one();
        Ok(())
    }

    /// The next organization's turn, as soon as there is one. Whoever gets it must [`Self::take`] what waits. None: the queue is closed
    /// and empty.
    pub(super) async fn turn(&self) -> Option<OrgId> {
        loop {
            let changed = self.changed.notified();
            {
                let mut waiting = self.waiting.lock();
                if let Some(org) = waiting.turns.pop_front() {
                    if !waiting.turns.is_empty() {
                        self.changed.notify_one();
                    }
                    return Some(org);
                }
                if waiting.closed && waiting.orgs.is_empty() {
                    // Whoever waits beside must hear of it too.
                    self.changed.notify_one();
                    return None;
                }
            }
            changed.await;
        }
    }

    /// Takes a batch of what waits, and ends the turn.
    pub(super) fn take(&self, org: OrgId) -> Vec<Job> {
        let mut waiting = self.waiting.lock();
        let Some(jobs) = waiting.orgs.get_mut(&org) else { return Vec::new() };
        let batch: Vec<Job> = jobs.drain(..jobs.len().min(BATCH)).collect();
        if jobs.is_empty() {
            waiting.orgs.remove(&org);
        } else {
            waiting.turns.push_back(org);
        }
        waiting.count -= batch.len();
        drop(waiting);
        self.changed.notify_one();
        batch
    }

    pub(super) fn close(&self) {
        self.waiting.lock().closed = true;
        self.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use switchroom_domain::command::{Command, MarkRead};
    use switchroom_domain::{Access, Envelope, OrgId, RoomId};
    use switchroom_engine::ports::StoreError;
    use tokio::sync::oneshot;
    use tokio::time::Instant;
    use tracing::Span;
    use uuid::Uuid;

    use super::{BATCH, Job, Queue};

    fn put(queue: &Queue, org: i64) -> Result<(), StoreError> {
        let command = Command::MarkRead(MarkRead { room: RoomId(Uuid::nil()), up_to: None });
        let envelope = Envelope { org: OrgId(org), access: Access::SYSTEM, cause: None, idempotency: None, trace: None, command };
        let (reply, _) = oneshot::channel();
        queue.put(OrgId(org), Job { envelope: Box::new(envelope), reply, since: Instant::now(), stage: Span::none() })
    }

    async fn next(queue: &Queue) -> Option<(i64, usize)> {
        let org = queue.turn().await?;
        Some((org.0, queue.take(org).len()))
    }

    #[tokio::test]
    async fn a_busy_organization_does_not_hold_up_the_others() {
        let queue = Queue::new(1_000);
        (0..BATCH + 10).for_each(|_| put(&queue, 1).expect("room"));
        put(&queue, 2).expect("room");
        assert_eq!(next(&queue).await, Some((1, BATCH)));
        assert_eq!(next(&queue).await, Some((2, 1)));
        assert_eq!(next(&queue).await, Some((1, 10)));
        queue.close();
        assert_eq!(next(&queue).await, None);
        assert!(matches!(put(&queue, 1), Err(StoreError::Stopping)));
    }

    #[tokio::test]
    async fn what_comes_while_the_lock_is_waited_for_is_in_the_batch() {
        let queue = Queue::new(1_000);
        put(&queue, 1).expect("room");
        assert_eq!(queue.turn().await, Some(OrgId(1)));
        put(&queue, 1).expect("room");
        assert!(queue.turn().now_or_never().is_none(), "one writer waits for the lock already");
        assert_eq!(queue.take(OrgId(1)).len(), 2);
        put(&queue, 1).expect("room");
        assert_eq!(next(&queue).await, Some((1, 1)));
    }

    #[tokio::test]
    async fn no_more_wait_than_may() {
        let queue = Queue::new(2);
        put(&queue, 1).expect("room");
        put(&queue, 2).expect("room");
        assert!(matches!(put(&queue, 3), Err(StoreError::Overloaded)));
        next(&queue).await.expect("a batch");
        put(&queue, 3).expect("room");
    }
}
