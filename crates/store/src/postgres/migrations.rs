//! Bringing the schema up to date: forward only, all steps that are missing in one transaction. Whoever comes second waits, and
//! finds nothing left to do.

use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Transaction};

use super::OpenError;
use super::error::PgError;
use super::params::params;
use crate::Migrated;

const MADE_MEANWHILE: [SqlState; 3] = [SqlState::UNIQUE_VIOLATION, SqlState::DUPLICATE_OBJECT, SqlState::DUPLICATE_TABLE];

/// The steps, in order. What was released is never changed.
const STEPS: &[(&str, &str)] = &[
    ("initial", include_str!("../../migrations/postgres/0001_initial.sql")),
    ("delivery", include_str!("../../migrations/postgres/0002_delivery.sql")),
    ("accounts", include_str!("../../migrations/postgres/0003_accounts.sql")),
    ("together", include_str!("../../migrations/postgres/0004_together.sql")),
    ("counts", include_str!("../../migrations/postgres/0005_counts.sql")),
    ("views", include_str!("../../migrations/postgres/0006_views.sql")),
];

/// Who may bring the schema up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The schema of an empty database may be made. One that is older is somebody else's to bring up to date: nodes of the
    /// version before may still work on it.
    Made,
    /// Whatever is missing.
    Latest,
}

pub(super) async fn run(client: &mut Client, wanted: Wanted) -> Result<Migrated, OpenError> {
    let latest = i32::try_from(STEPS.len()).unwrap_or(i32::MAX);
    make_table(client).await?;
    let transaction = client.transaction().await.map_err(PgError::from)?;
    // Holds off whoever else wants to bring it up to date, but nobody who only looks.
    transaction.batch_execute("LOCK TABLE schema_migrations IN SHARE UPDATE EXCLUSIVE MODE").await.map_err(PgError::from)?;
    let from = version(&transaction).await?;
    if from > latest {
        return Err(OpenError::Newer);
    }
    if from > 0 && from < latest && wanted == Wanted::Made {
        return Err(OpenError::Older);
    }
    for (number, (name, sql)) in (1..).zip(STEPS).filter(|(number, _)| *number > from) {
        transaction.batch_execute(sql).await.map_err(PgError::from)?;
        let kept = "INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, now())";
        transaction.execute_typed(kept, params![number, *name]).await.map_err(PgError::from)?;
    }
    transaction.commit().await.map_err(PgError::from)?;
    Ok(Migrated { from, to: latest })
}

async fn make_table(client: &Client) -> Result<(), PgError> {
    let sql = "CREATE TABLE IF NOT EXISTS schema_migrations (
                   version integer NOT NULL PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)";
    match client.batch_execute(sql).await {
        // Another one made it at the same time: where that shows depends on how far it has come.
        Err(error) if error.code().is_some_and(|state| MADE_MEANWHILE.contains(state)) => Ok(()),
        made => Ok(made?),
    }
}

async fn version(transaction: &Transaction<'_>) -> Result<i32, PgError> {
    let row = transaction.query_typed_one("SELECT coalesce(max(version), 0) FROM schema_migrations", params![]).await?;
    super::error::column(&row, 0)
}
