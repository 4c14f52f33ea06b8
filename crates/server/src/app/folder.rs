//! The data folder.

use std::fs::File;

use anyhow::{Context, bail};

use crate::config::Database;

/// Makes the data folder, if there is none.
pub(super) fn make(database: &Database) -> anyhow::Result<()> {
    let folder = database.folder();
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Holds a SQLite file for this process: two servers on one file would both deliver every event. Nodes on PostgreSQL share it.
pub fn hold_database(database: &Database) -> anyhow::Result<Option<File>> {
    let Database::Sqlite(path) = database else { return Ok(None) };
    make(database)?;
    let lock = path.with_extension("lock");
    let file = File::create(&lock).with_context(|| format!("cannot make {}", lock.display()))?;
    if file.try_lock().is_err() {
        bail!("another server uses {}", path.display());
    }
    Ok(Some(file))
}
