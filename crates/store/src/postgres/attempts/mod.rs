//! What became of deliveries: one table of segments (partitions). They are begun and dropped as wholes, so that forgetting costs nothing.

mod rows;
mod segments;

use std::sync::atomic::{AtomicI32, Ordering};

use switchroom_domain::{OrgId, Timestamp};
use switchroom_engine::ports::{Attempt, AttemptsKept, AttemptsQuery};
use tokio_postgres::error::SqlState;

use super::error::PgError;
use super::readers::Readers;
use rows::Columns;

#[cfg(test)]
pub(super) use rows::statement;

/// No segment has that number.
const UNKNOWN: i32 = -1;

/// The log of attempts.
pub(super) struct AttemptsLog {
    /// The segment that this node writes to.
    segment: AtomicI32,
}

impl Default for AttemptsLog {
    fn default() -> Self {
        Self { segment: AtomicI32::new(UNKNOWN) }
    }
}

impl AttemptsLog {
    /// Keeps attempts. May be done again.
    pub(super) async fn record(&self, readers: &Readers, attempts: &[Attempt]) -> Result<(), PgError> {
        let columns = Columns::of(attempts)?;
        loop {
            let segment = self.segment(readers).await?;
            match columns.insert(readers, segment).await {
                // It was dropped: this node has not heard for long of those that others began.
                Err(PgError::Database(error)) if error.code() == Some(&SqlState::CHECK_VIOLATION) => {
                    let latest = segments::latest(readers).await?;
                    self.segment.store(latest, Ordering::Relaxed);
                    if latest == segment {
                        return Err(PgError::Database(error));
                    }
                }
                done => return done,
            }
        }
    }

    /// A page of attempts and one more.
    pub(super) async fn list(&self, readers: &Readers, org: OrgId, query: &AttemptsQuery) -> Result<Vec<Attempt>, PgError> {
        rows::list(readers, org, query).await
    }

    /// Begins a new segment if it is time, and drops those that need not be kept.
    pub(super) async fn forget(&self, readers: &Readers, now: Timestamp, kept: AttemptsKept) -> Result<(), PgError> {
        let latest = segments::turn(readers, now, kept).await?;
        self.segment.store(latest, Ordering::Relaxed);
        Ok(())
    }

    async fn segment(&self, readers: &Readers) -> Result<i32, PgError> {
        match self.segment.load(Ordering::Relaxed) {
            UNKNOWN => {
                let latest = segments::latest(readers).await?;
                self.segment.store(latest, Ordering::Relaxed);
                Ok(latest)
            }
            known => Ok(known),
        }
    }
}
