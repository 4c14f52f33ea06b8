//! What became of deliveries, in a file of its own.

use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};
use switchroom_domain::{EventId, FollowerId, OrgId, SubscriptionId, Timestamp};
use switchroom_engine::ports::{Attempt, AttemptsQuery, StoreError};
use uuid::Uuid;

use super::codec::to_doc;
use super::{OpenError, connection, failed, migrations};
use crate::names;
use crate::pages::row_limit;

/// The file of attempts.
pub(super) struct AttemptsFile(Arc<Mutex<Connection>>);

impl AttemptsFile {
    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        let mut connection = connection::writing_bookkeeping(path)?;
        migrations::attempts_file(&mut connection)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connection = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || work(&mut connection.lock()));
        done.await.map_err(failed)?.map_err(failed)
    }
}

pub(super) fn record(connection: &mut Connection, attempts: &[Attempt]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for attempt in attempts {
        transaction
            .prepare_cached(
                "INSERT INTO attempts (org_id, subscription_id, attempt_id, follower_id, event_id, seq, number, at, micros, outcome,
                     status, error, exchange)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                attempt.org.0,
                attempt.subscription.0,
                attempt.id,
                attempt.follower.0,
                attempt.event.0,
                attempt.seq,
                attempt.number,
                attempt.at.0,
                attempt.micros,
                names::of_outcome(attempt.outcome),
                attempt.status,
                attempt.error,
                attempt.exchange.as_ref().map(to_doc).transpose()?,
            ])?;
    }
    transaction.commit()
}

pub(super) fn list(connection: &mut Connection, org: OrgId, query: &AttemptsQuery) -> rusqlite::Result<Vec<Attempt>> {
    let sql = "SELECT attempt_id, subscription_id, follower_id, event_id, seq, number, at, micros, outcome, status, error, exchange
               FROM attempts
               WHERE org_id = ?1 AND subscription_id = ?2 AND attempt_id < ?3 AND (?4 IS NULL OR outcome = ?4)
               ORDER BY attempt_id DESC LIMIT ?5";
    let before = query.before.unwrap_or(Uuid::max());
    let outcome = query.outcome.map(names::of_outcome);
    let mut statement = connection.prepare_cached(sql)?;
    let rows =
        statement.query_map(params![org.0, query.subscription.0, before, outcome, row_limit(query.limit + 1)], |row| attempt(org, row))?;
    rows.collect()
}

fn attempt(org: OrgId, row: &Row<'_>) -> rusqlite::Result<Attempt> {
    let exchange: Option<String> = row.get(11)?;
    let exchange = exchange.map(|doc| serde_json::from_str(&doc)).transpose();
    let outcome: String = row.get(8)?;
    Ok(Attempt {
        org,
        id: row.get(0)?,
        subscription: SubscriptionId(row.get(1)?),
        follower: FollowerId(row.get(2)?),
        event: EventId(row.get(3)?),
        seq: row.get(4)?,
        room: None,
        number: row.get(5)?,
        at: Timestamp(row.get(6)?),
        micros: row.get(7)?,
        outcome: names::outcome(&outcome),
        status: row.get(9)?,
        error: row.get(10)?,
        exchange: exchange.map_err(|error| rusqlite::Error::FromSqlConversionFailure(11, Type::Text, Box::new(error)))?,
    })
}

/// Forgets up to `most` attempts made before `before`. They are kept in the order of their recording.
pub(super) fn forget(connection: &mut Connection, before: Timestamp, most: usize) -> rusqlite::Result<usize> {
    let sql = "DELETE FROM attempts WHERE rowid IN (SELECT rowid FROM attempts ORDER BY rowid LIMIT ?1) AND at < ?2";
    connection.prepare_cached(sql)?.execute(params![row_limit(most), before.0])
}
