//! What the writer is given to do.

use std::sync::Arc;

use rusqlite::Connection;
use switchroom_domain::{Committed, Envelope, Ids, OrgId, Refusal};
use switchroom_engine::ports::{Clock, Outcome, StoreError};
use tokio::sync::oneshot;
use tracing::Span;

/// Something to do in a batch.
pub(super) enum Job {
    /// A command, where its answer goes, and how far it is.
    Command(Box<Envelope>, oneshot::Sender<Result<Outcome, StoreError>>, Span),
    /// Anything else that writes.
    Task(Box<dyn Task>),
}

/// Why a task came to nothing.
#[derive(Debug, thiserror::Error)]
pub(in crate::sqlite) enum TaskError {
    /// It is refused; it has changed nothing.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// SQLite failed.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

/// Events of one organization, in order.
pub(in crate::sqlite) type OrgEvents = (OrgId, Vec<Arc<Committed>>);

/// What a task came to, and the events it made.
pub(in crate::sqlite) struct Written<T> {
    pub(in crate::sqlite) value: T,
    pub(in crate::sqlite) events: Option<OrgEvents>,
}

impl<T> Written<T> {
    /// A value, and no events.
    pub(in crate::sqlite) fn quietly(value: T) -> Self {
        Self { value, events: None }
    }
}

/// Something that writes, other than a command.
pub(super) trait Task: Send {
    /// Writes; answers the events it made. May be called again after a rollback.
    fn run(&mut self, connection: &Connection, clock: &dyn Clock, ids: &dyn Ids) -> Result<Option<OrgEvents>, TaskError>;

    /// It is durable: answers its giver.
    fn committed(self: Box<Self>);

    /// It came to nothing: answers its giver.
    fn failed(self: Box<Self>, error: StoreError);
}

pub(super) struct TypedTask<T, W> {
    pub(super) work: W,
    pub(super) reply: oneshot::Sender<Result<T, StoreError>>,
    pub(super) result: Option<T>,
}

impl<T, W> Task for TypedTask<T, W>
where
    T: Send,
    W: Fn(&Connection, &dyn Clock, &dyn Ids) -> Result<Written<T>, TaskError> + Send,
{
    fn run(&mut self, connection: &Connection, clock: &dyn Clock, ids: &dyn Ids) -> Result<Option<OrgEvents>, TaskError> {
        let written = (self.work)(connection, clock, ids)?;
        self.result = Some(written.value);
        Ok(written.events)
    }

    fn committed(self: Box<Self>) {
        if let Some(value) = self.result {
            // Whoever asked may have gone: the write stands.
            let _ = self.reply.send(Ok(value));
        }
    }

    fn failed(self: Box<Self>, error: StoreError) {
        let _ = self.reply.send(Err(error));
    }
}
