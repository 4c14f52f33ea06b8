//! What was removed from the file still lies in its write-ahead log for a while: now and then that is begun anew.

use std::time::Duration;

use rusqlite::Connection;
use tokio::time::Instant;

/// How often, at the most.
const EVERY: Duration = Duration::from_secs(60);

/// Begins the log anew once something was removed.
#[derive(Default)]
pub(super) struct Wiper {
    removed: bool,
    wiped: Option<Instant>,
}

impl Wiper {
    /// Something was written, and maybe something removed.
    pub(super) fn written(&mut self, connection: &Connection, removed: bool) -> rusqlite::Result<()> {
        self.removed |= removed;
        if self.removed && self.wiped.is_none_or(|wiped| wiped.elapsed() >= EVERY) {
            log(connection)?;
            (self.removed, self.wiped) = (false, Some(Instant::now()));
        }
        Ok(())
    }
}

/// Writes the log back and empties it, unless somebody reads from it just now: then that is done the next time.
pub(super) fn log(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
