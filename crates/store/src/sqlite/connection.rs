//! Opening connections.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// Statements kept prepared on a connection.
const STATEMENTS: usize = 128;
/// How long to wait for another process that writes.
const BUSY: std::time::Duration = std::time::Duration::from_secs(10);

/// A connection that writes conversations: a commit is on the disk before it is answered.
pub(super) fn writing(path: &Path, most_pages: Option<u32>) -> rusqlite::Result<Connection> {
    let connection = file(path)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // The log is written back by a thread of its own.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "cache_size", -32_000)?;
    if let Some(most) = most_pages {
        connection.pragma_update(None, "max_page_count", most)?;
    }
    Ok(connection)
}

/// A connection that writes what can be lost with the machine's power: figures and attempts.
pub(super) fn writing_bookkeeping(path: &Path) -> rusqlite::Result<Connection> {
    let connection = file(path)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -4_000)?;
    Ok(connection)
}

/// A connection that writes the search index, which can be made anew. What is deleted is overwritten.
pub(super) fn writing_search(path: &Path) -> rusqlite::Result<Connection> {
    let connection = file(path)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "cache_size", -32_000)?;
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn reading(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "mmap_size", 1_i64 << 30)?;
    connection.pragma_update(None, "cache_size", -8_000)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// A connection that only reads attempts.
pub(super) fn reading_bookkeeping(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "cache_size", -500)?;
    // Only the first statement opens what lies beside the file: that must not be after it was removed.
    connection.pragma_query_value(None, "schema_version", |_| Ok(()))?;
    Ok(connection)
}

fn file(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}
