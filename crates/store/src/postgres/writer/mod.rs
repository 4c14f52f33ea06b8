//! The threads that write. Each has a connection of its own, and commits batches of one organization.

mod batch;
mod connection;
mod decide;
mod hints;
mod load;
mod persist;
mod queue;
mod seed;
mod statements;
mod unique;

use std::sync::Arc;

use switchroom_domain::{Envelope, Ids, Refusal};
use switchroom_engine::ports::{Clock, Outcome, StoreError};
use tokio::sync::{oneshot, watch};
use tokio::time::Instant;

use super::connection::Address;
use super::error::PgError;
use super::relay::Relay;
use super::{OpenError, PostgresOptions};
use crate::stages;
use batch::Batches;
use queue::{Job, Queue};

pub(super) use load::idempotency;
pub(super) use seed::{idempotency_record, role, seed};

/// Why something that decides came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// It is refused; nothing was written.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] PgError),
}

/// The writers' handle.
pub(super) struct Writer {
    queue: Arc<Queue>,
    running: watch::Receiver<()>,
}

impl Writer {
    pub(super) fn start(
        address: &Address,
        options: PostgresOptions,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        relay: &Arc<Relay>,
    ) -> Result<Self, OpenError> {
        let queue = Arc::new(Queue::new(options.queue));
        let (runs, running) = watch::channel(());
        let runs = Arc::new(runs);
        for number in 1..=options.writers.max(1) {
            let batches = Batches::new(
                address.clone(),
                Arc::clone(&queue),
                Arc::clone(&clock),
                Arc::clone(&ids),
                Arc::clone(relay),
                Arc::clone(&runs),
            );
            let thread = std::thread::Builder::new().name(format!("writer-{number}"));
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(OpenError::Thread)?;
            thread.spawn(move || runtime.block_on(batches.run())).map_err(OpenError::Thread)?;
        }
        Ok(Self { queue, running })
    }

    /// Carries out a command in one of the next batches.
    pub(super) async fn execute(&self, envelope: Envelope) -> Result<Outcome, StoreError> {
        let (reply, answer) = oneshot::channel();
        let (org, stage) = (envelope.org, stages::queue(&envelope));
        self.queue.put(org, Job { envelope: Box::new(envelope), reply, since: Instant::now(), stage })?;
        answer.await.map_err(|_| StoreError::Stopping)?
    }

    /// Takes no more commands, and returns when those taken are committed.
    pub(super) async fn stop(&self) {
        self.queue.close();
        // Nothing is ever sent: it ends when the last writer has.
        let _ = self.running.clone().changed().await;
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.close();
    }
}
