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

const ATTEMPTS_FILE: &[M<'_>] = &[M::up(include_str!("../../migrations/attempts/0001_initial.sql"))];

/// Brings the main file up to date.
pub(super) fn main_file(connection: &mut Connection) -> Result<(), OpenError> {
    let steps = vec![
        M::up(include_str!("../../migrations/sqlite/0001_initial.sql")),
        M::up_with_hook(include_str!("../../migrations/sqlite/0002_model.sql"), renew_roles),
    ];
    to_latest(&Migrations::new(steps), connection)
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

/// Brings the attempts' file up to date.
pub(super) fn attempts_file(connection: &mut Connection) -> Result<(), OpenError> {
    to_latest(&Migrations::from_slice(ATTEMPTS_FILE), connection)
}

fn to_latest(migrations: &Migrations<'_>, connection: &mut Connection) -> Result<(), OpenError> {
    use rusqlite_migration::{Error, MigrationDefinitionError};
    migrations.to_latest(connection).map_err(|error| match error {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => OpenError::Newer,
        error => OpenError::Migration(error),
    })
}
