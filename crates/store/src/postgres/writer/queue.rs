//! The commands that wait, each organization's apart: a batch is of one organization, and a busy one does not hold up the others.

use std::collections::{HashMap, VecDeque};

use parking_lot::Mutex;
use switchroom_domain::{Envelope, OrgId};
use switchroom_engine::ports::{Outcome, StoreError};
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

/// Commands in one transaction, at the most.
const BATCH: usize = 256;

/// A command, and where its answer goes.
pub(super) struct Job {
    pub(super) envelope: Box<Envelope>,
    pub(super) reply: oneshot::Sender<Result<Outcome, StoreError>>,
    pub(super) since: Instant,
}

pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Notify,
    most: usize,
}

#[derive(Default)]
struct Waiting {
    jobs: HashMap<OrgId, VecDeque<Job>>,
    /// The organizations with jobs, in the order of their turn.
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
        let jobs = waiting.jobs.entry(org).or_default();
        jobs.push_back(job);
        if jobs.len() == 1 {
            waiting.turns.push_back(org);
        }
        drop(waiting);
        self.changed.notify_one();
        Ok(())
    }

    /// The next batch, as soon as there is one. None: the queue is closed and empty.
    pub(super) async fn next(&self) -> Option<(OrgId, Vec<Job>)> {
        loop {
            let changed = self.changed.notified();
            {
                let mut waiting = self.waiting.lock();
                if let Some(batch) = waiting.take() {
                    if !waiting.turns.is_empty() {
                        self.changed.notify_one();
                    }
                    return Some(batch);
                }
                if waiting.closed {
                    // Whoever waits beside must hear of it too.
                    self.changed.notify_one();
                    return None;
                }
            }
            changed.await;
        }
    }

    pub(super) fn close(&self) {
        self.waiting.lock().closed = true;
        self.changed.notify_one();
    }
}

impl Waiting {
    fn take(&mut self) -> Option<(OrgId, Vec<Job>)> {
        let org = self.turns.pop_front()?;
        let jobs = self.jobs.get_mut(&org)?;
        let batch: Vec<Job> = jobs.drain(..jobs.len().min(BATCH)).collect();
        if jobs.is_empty() {
            self.jobs.remove(&org);
        } else {
            self.turns.push_back(org);
        }
        self.count -= batch.len();
        Some((org, batch))
    }
}

#[cfg(test)]
mod tests {
    use switchroom_domain::command::{Command, MarkRead};
    use switchroom_domain::{Access, Envelope, OrgId, RoomId};
    use switchroom_engine::ports::StoreError;
    use tokio::sync::oneshot;
    use tokio::time::Instant;
    use uuid::Uuid;

    use super::{BATCH, Job, Queue};

    fn put(queue: &Queue, org: i64) -> Result<(), StoreError> {
        let command = Command::MarkRead(MarkRead { room: RoomId(Uuid::nil()), up_to: None });
        let envelope = Envelope { org: OrgId(org), access: Access::SYSTEM, cause: None, idempotency: None, command };
        let (reply, _) = oneshot::channel();
        queue.put(OrgId(org), Job { envelope: Box::new(envelope), reply, since: Instant::now() })
    }

    async fn next(queue: &Queue) -> Option<(i64, usize)> {
        queue.next().await.map(|(org, jobs)| (org.0, jobs.len()))
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
    async fn no_more_wait_than_may() {
        let queue = Queue::new(2);
        put(&queue, 1).expect("room");
        put(&queue, 2).expect("room");
        assert!(matches!(put(&queue, 3), Err(StoreError::Overloaded)));
        next(&queue).await.expect("a batch");
        put(&queue, 3).expect("room");
    }
}
