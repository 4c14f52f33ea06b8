//! The one thread that writes.

mod batch;
mod checkpoint;
mod load;
mod persist;
mod task;

use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use switchroom_domain::{Envelope, Ids};
use switchroom_engine::ports::{Clock, CommitListener, Outcome, StoreError};
use tokio::sync::{mpsc, oneshot};

use super::OpenError;
use crate::stages;
pub(super) use batch::seed;
use checkpoint::Checkpoints;
pub(super) use load::idempotency;
pub(super) use persist::{forget_follower, idempotency_record, role};
use task::{Job, Task, TypedTask};
pub(super) use task::{TaskError, Written};

/// Commands in one transaction, at the most.
const BATCH: usize = 256;

/// The writer's handle.
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    stopped: tokio::sync::watch::Receiver<bool>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        path: &Path,
        queue: usize,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        listeners: Vec<Arc<dyn CommitListener>>,
    ) -> Result<Self, OpenError> {
        let (jobs, waiting) = mpsc::channel(queue);
        let checkpoints = Checkpoints::start(path)?;
        let (stopping, stopped) = tokio::sync::watch::channel(false);
        let thread = std::thread::Builder::new().name("writer".to_owned());
        let work = move || {
            batch::Batches { connection, checkpoints, clock, ids, listeners }.run(waiting);
            // The receivers may be gone already: then nobody waits for it.
            let _ = stopping.send(true);
        };
        thread.spawn(work).map_err(OpenError::Thread)?;
        Ok(Self { jobs: Mutex::new(Some(jobs)), stopped })
    }

    /// Carries out a command in the next batch.
    pub(super) async fn execute(&self, envelope: Envelope) -> Result<Outcome, StoreError> {
        let (reply, answer) = oneshot::channel();
        let stage = stages::queue(&envelope);
        self.give(Job::Command(Box::new(envelope), reply, stage))?;
        answer.await.map_err(|_| StoreError::Stopping)?
    }

    /// Runs `work` in the next batch's transaction. It may be run again, if the batch fails for another job's sake.
    pub(super) async fn task<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection, &dyn Clock, &dyn Ids) -> Result<Written<T>, TaskError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let task: Box<dyn Task> = Box::new(TypedTask { work, reply, result: None });
        self.give(Job::Task(task))?;
        answer.await.map_err(|_| StoreError::Stopping)?
    }

    fn give(&self, job: Job) -> Result<(), StoreError> {
        let jobs = self.jobs.lock();
        let jobs = jobs.as_ref().ok_or(StoreError::Stopping)?;
        jobs.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Overloaded,
            mpsc::error::TrySendError::Closed(_) => StoreError::Stopping,
        })
    }

    /// Takes no more commands, and returns when those taken are committed.
    pub(super) async fn stop(&self) {
        self.jobs.lock().take();
        let mut stopped = self.stopped.clone();
        // An error means that the thread is gone: it has stopped.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    }
}
