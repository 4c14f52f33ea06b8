//! Bringing the schema up to date: forward only.

use rusqlite::{Connection, Transaction};
use rusqlite_migration::{HookResult, M, Migrations};
use switchroom_domain::{OrgId, role};

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A newer Switchroom has written the file.
    #[error("the database was written by a newer version of Switchroom: run that version, or restore a backup")]
    Newer,
    /// The schema is that of an older Switchroom.
    #[error("the database's schema is that of an older version: run `switchroom migrate`")]
    Older,
    /// The schema could not be brought up to date.
    #[error("the database's schema could not be brought up to date")]
    Migration(#[source] rusqlite_migration::Error),
    /// SQLite could not open the file.
    #[error("the database could not be opened")]
    Sqlite(#[from] rusqlite::Error),
    /// The file could not be opened beside SQLite.
    #[error("the database's file could not be opened")]
    File(#[source] std::io::Error),
    /// The writer could not be started.
    #[error("the writer's thread could not be started")]
    Thread(#[source] std::io::Error),
}

const ATTEMPTS_FILE: &[M<'_>] = &[
    M::up(include_str!("../../migrations/attempts/0001_initial.sql")),
    M::up(include_str!("../../migrations/attempts/0002_delivery.sql")),
];

fn of_main_file() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("../../migrations/sqlite/0001_initial.sql")),
        M::up_with_hook(include_str!("../../migrations/sqlite/0002_model.sql"), renew_roles),
        M::up(include_str!("../../migrations/sqlite/0003_lists.sql")),
        M::up(include_str!("../../migrations/sqlite/0004_delivery.sql")),
        M::up(include_str!("../../migrations/sqlite/0005_accounts.sql")),
        M::up(include_str!("../../migrations/sqlite/0006_together.sql")),
        M::up(include_str!("../../migrations/sqlite/0007_counts.sql")),
        M::up(include_str!("../../migrations/sqlite/0008_views.sql")),
    ])
}

/// Brings the main file up to date.
pub(super) fn main_file(connection: &mut Connection) -> Result<(), OpenError> {
    to_latest(&of_main_file(), connection)
}

/// Refuses a main file whose schema is not the latest.
pub(super) fn refuse_others(connection: &Connection) -> Result<(), OpenError> {
    match of_main_file().pending_migrations(connection).map_err(OpenError::Migration)? {
        0 => Ok(()),
        pending if pending < 0 => Err(OpenError::Newer),
        _ => Err(OpenError::Older),
    }
}

/// The first schema's roles could not be edited, and there were fewer permissions: every organization gets the default ones,
/// in the transaction of the step itself.
fn renew_roles(transaction: &Transaction<'_>) -> HookResult {
    let orgs: Vec<i64> =
        transaction.prepare("SELECT org_id FROM organizations")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    transaction.execute("DELETE FROM roles", [])?;
    for org in orgs {
        for role in role::defaults(OrgId(org)) {
            super::writer::role(transaction, &role)?;
        }
    }
    Ok(())
}

/// Brings a file of attempts up to date.
pub(super) fn attempts_file(connection: &mut Connection) -> Result<(), OpenError> {
    to_latest(&Migrations::from_slice(ATTEMPTS_FILE), connection)
}

/// The version of a file's schema; 0: it has none yet.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn to_latest(migrations: &Migrations<'_>, connection: &mut Connection) -> Result<(), OpenError> {
    use rusqlite_migration::{Error, MigrationDefinitionError};
    migrations.to_latest(connection).map_err(|error| match error {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => OpenError::Newer,
        error => OpenError::Migration(error),
    })
}
