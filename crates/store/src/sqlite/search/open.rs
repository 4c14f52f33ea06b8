//! Opening the file, or making it anew.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};
use switchroom_engine::search::FORMAT;

use crate::sqlite::{OpenError, connection, migrations};

/// What SQLite keeps beside a file while it is open, and the file.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

/// The file of the index beside the main file.
pub(super) fn beside(path: &Path) -> PathBuf {
    path.with_file_name("search.db")
}

/// A connection that writes the index in `file`. What cannot be used is deleted: the index is made anew.
pub(super) fn writing(file: &Path) -> Result<Connection, OpenError> {
    match usable(file) {
        Ok(Some(connection)) => return Ok(connection),
        Ok(None) => {}
        Err(error) if is_damaged(&error) => tracing::warn!(%error, "the search index is damaged: it is made anew"),
        Err(error) => return Err(error.into()),
    }
    for suffix in FILES {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(OpenError::File(error)),
            _ => {}
        }
    }
    let connection = connection::writing_search(file)?;
    connection.execute_batch(include_str!("../../../migrations/search/0001_initial.sql"))?;
    connection.pragma_update(None, "user_version", FORMAT)?;
    Ok(connection)
}

/// The file, if it is of the present format.
fn usable(file: &Path) -> rusqlite::Result<Option<Connection>> {
    if !file.exists() {
        return Ok(None);
    }
    let connection = connection::writing_search(file)?;
    if migrations::version(&connection)? != FORMAT {
        return Ok(None);
    }
    // Reads a little of everything.
    connection.query_row("SELECT count(*) FROM (SELECT 1 FROM positions, documents LIMIT 1)", [], |_| Ok(()))?;
    connection.query_row("SELECT count(*) FROM (SELECT rowid FROM words WHERE words MATCH 'x' LIMIT 1)", [], |_| Ok(()))?;
    Ok(Some(connection))
}

fn is_damaged(error: &rusqlite::Error) -> bool {
    match error.sqlite_error_code() {
        Some(code) => matches!(code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown),
        None => false,
    }
}
