//! What the database's errors mean.

use std::time::Duration;

use switchroom_engine::ports::StoreError;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Error, Row};

/// How long a request waits for a database that is away.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);
/// Between two tries.
pub(super) const PAUSE: Duration = Duration::from_millis(100);

/// What became of a statement.
#[derive(Debug, thiserror::Error)]
pub(super) enum PgError {
    /// The database could not carry it out, or could not be reached.
    #[error("the database failed")]
    Database(#[from] Error),
    /// No connection was to be had.
    #[error("no connection to the database")]
    NoConnection(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store is being closed.
    #[error("the store is being closed")]
    Closed,
    /// What is kept cannot be understood.
    #[error("a row cannot be understood: {0}")]
    Damaged(String),
}

impl PgError {
    /// Whether it is likely to go well later, on another connection.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Database(error) => is_passing(error),
            Self::NoConnection(_) => true,
            Self::Closed | Self::Damaged(_) => false,
        }
    }
}

/// Whether the database is away for now: it was stopped, is starting, or has changed its place.
pub(super) fn is_passing(error: &Error) -> bool {
    let Some(state) = error.code() else {
        // It did not answer at all.
        return error.is_closed() || std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>());
    };
    const PASSING: [SqlState; 7] = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::READ_ONLY_SQL_TRANSACTION,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::T_R_SERIALIZATION_FAILURE,
    ];
    // Class 08 are errors of connections.
    state.code().starts_with("08") || PASSING.contains(state)
}

fn is_full(error: &Error) -> bool {
    error.code() == Some(&SqlState::DISK_FULL)
}

impl From<PgError> for StoreError {
    fn from(error: PgError) -> Self {
        match error {
            PgError::Database(error) if is_full(&error) => Self::Full,
            PgError::Closed => Self::Stopping,
            error if error.is_passing() => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the database is away");
                Self::Unavailable
            }
            error => Self::Failed(Box::new(error)),
        }
    }
}

/// A column of a row.
pub(super) fn column<'r, T: tokio_postgres::types::FromSql<'r>>(row: &'r Row, at: usize) -> Result<T, PgError> {
    Ok(row.try_get(at)?)
}
