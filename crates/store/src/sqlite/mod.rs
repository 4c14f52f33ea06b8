//! The embedded store, on SQLite: one writer thread that commits in batches, and a pool of readers.

mod attempts;
mod bookkeeping;
mod codec;
mod connection;
mod consumers;
mod directory;
mod filter;
mod find_rooms;
mod find_users;
mod gathering;
mod log;
mod migrations;
mod readers;
mod search;
mod timers;
mod views;
mod writer;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::Connection;
use switchroom_domain::Ids;
use switchroom_engine::ports::{Clock, CommitListener, Leases, Nodes, StoreError};

use attempts::AttemptsLog;
use readers::Readers;
use writer::Writer;

use crate::Migrated;

pub use migrations::OpenError;
pub use search::SqliteSearch;

/// How a store is opened.
#[derive(Debug, Clone, Copy)]
pub struct SqliteOptions {
    /// Connections that read, at the same time at the most.
    pub readers: usize,
    /// Commands that wait to be written, at the most: more are told that the server is overloaded.
    pub queue: usize,
    /// The size of the main file in pages of 4 kB, at the most; none: as large as the disk lets it grow.
    pub most_pages: Option<u32>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { readers: 4, queue: 8_192, most_pages: None }
    }
}

/// The embedded store.
pub struct SqliteStore {
    writer: Writer,
    readers: Readers,
    attempts: AttemptsLog,
}

impl SqliteStore {
    /// Opens the store in the file `path`, creating it if there is none, and brings its schema up to date. The attempts
    /// lie beside it in the folder `attempts`. `listeners` are told of every commit.
    pub fn open(
        path: &Path,
        options: SqliteOptions,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        listeners: Vec<Arc<dyn CommitListener>>,
    ) -> Result<Self, OpenError> {
        let mut writing = connection::writing(path, options.most_pages)?;
        let attempts = AttemptsLog::open(path)?;
        migrations::main_file(&mut writing)?;
        let readers = Readers::open(path, options.readers)?;
        let writer = Writer::start(writing, path, options.queue, clock, ids, listeners)?;
        Ok(Self { writer, readers, attempts })
    }
}

/// Brings the schema of the store in the file `path` up to date, making it if there is none.
pub fn migrate(path: &Path) -> Result<Migrated, OpenError> {
    let mut connection = connection::writing(path, None)?;
    let from = migrations::version(&connection)?;
    AttemptsLog::open(path)?;
    migrations::main_file(&mut connection)?;
    Ok(Migrated { from, to: migrations::version(&connection)? })
}

/// Connections that only read the store in the file `path`, for whoever copies it: to the main file, and to each of the attempts'.
pub(crate) fn reading(path: &Path) -> Result<(Connection, Vec<Connection>), OpenError> {
    let main = connection::reading(path)?;
    migrations::refuse_others(&main)?;
    // It is read once from end to end: what is mapped would only fill the memory.
    main.pragma_update(None, "mmap_size", 0)?;
    Ok((main, attempts::reading(path)?))
}

/// The embedded store has one node, which holds every lease.
impl Leases for SqliteStore {}

#[async_trait]
impl Nodes for SqliteStore {
    async fn close(&self) {
        self.writer.stop().await;
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Failed(Box::new(error))
}
