//! Writing the write-ahead log back into the file, beside the writer, so that no commit waits for it.
//!
//! What is written back while the writer goes on is never all of it, and so the log would grow for ever: once it is long,
//! the writer writes back the little that is left and starts the log anew.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rusqlite::Connection;

use crate::sqlite::{OpenError, connection};

/// Writes after which the log is written back: some 12 MB of it.
const WRITES: usize = 400;
/// Pages of 4 kB in the log after which it is started anew.
const MOST_PAGES: i64 = 50_000;

/// The writer's side of it.
pub(super) struct Checkpoints {
    wake: SyncSender<()>,
    too_long: Arc<AtomicBool>,
    writes: usize,
}

impl Checkpoints {
    /// Starts the thread that writes back. It ends with the writer.
    pub(super) fn start(path: &Path) -> Result<Self, OpenError> {
        let connection = connection::writing(path, None)?;
        // Never closed: closing any handle of the file would release the locks that SQLite holds on it.
        let file: &'static File = Box::leak(Box::new(File::open(path).map_err(OpenError::File)?));
        let (wake, woken) = sync_channel(1);
        let too_long = Arc::new(AtomicBool::new(false));
        let tell = Arc::clone(&too_long);
        let thread = std::thread::Builder::new().name("checkpoint".to_owned());
        thread.spawn(move || write_back(&connection, file, &woken, &tell)).map_err(OpenError::Thread)?;
        Ok(Self { wake, too_long, writes: 0 })
    }

    /// Counts what was committed, and has it written back when it is time.
    pub(super) fn committed(&mut self, connection: &Connection, writes: usize) {
        self.writes += writes;
        if self.writes >= WRITES {
            self.writes = 0;
            // It may be at work still: then it is woken already.
            let _ = self.wake.try_send(());
        }
        if self.too_long.swap(false, Ordering::Relaxed)
            && let Err(error) = pages_after(connection, "RESTART")
        {
            tracing::warn!(%error, "the write-ahead log could not be started anew");
        }
    }
}

fn write_back(connection: &Connection, file: &File, woken: &Receiver<()>, too_long: &AtomicBool) {
    while woken.recv().is_ok() {
        // Once more when the log is long: what was written during the first time would else be the writer's to wait for.
        let pages = passive(connection, file).and_then(|pages| if pages > MOST_PAGES { passive(connection, file) } else { Ok(pages) });
        if let Err(error) = &pages {
            tracing::warn!(%error, "the write-ahead log could not be written back");
        }
        too_long.store(pages.is_err() || pages.is_ok_and(|pages| pages > MOST_PAGES), Ordering::Relaxed);
    }
}

/// Writes back what can be without holding up the writer; answers how many pages the log has.
fn passive(connection: &Connection, file: &File) -> rusqlite::Result<i64> {
    let pages = pages_after(connection, "PASSIVE")?;
    // SQLite syncs the file only once all of the log is in it, which is the writer's turn: what is synced here, the writer need
    // not wait for. If it fails, SQLite's own sync fails too and says so.
    let _ = file.sync_data();
    Ok(pages)
}

/// Writes the log back in this way; answers how many pages it has.
fn pages_after(connection: &Connection, way: &str) -> rusqlite::Result<i64> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({way})"), [], |row| row.get(1))
}
