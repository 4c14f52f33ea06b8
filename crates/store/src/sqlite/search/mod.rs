//! The index of words, in a file of its own beside the main file: SQLite's FTS5. It may be deleted, and is made anew.

mod find;
mod open;
mod place;
mod wipe;
mod write;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use parking_lot::Mutex;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use switchroom_domain::OrgId;
use switchroom_engine::ports::{Claim, DocumentKind, Filling, IndexBatch, IndexPage, IndexPosition, IndexQuery, SearchIndex, StoreError};

use super::OpenError;
use super::failed;
use super::readers::Readers;
use crate::search::{Blocks, Grammar};
use wipe::Wiper;

/// A block is looked into within a millisecond or two, even for what is in most documents.
const BLOCKS: Blocks = Blocks { bits: 16, together: 16 };
const GRAMMAR: Grammar = Grammar { and: " AND ", or: " OR ", not: " NOT ", quote: '"', goes_on: " *" };
/// Connections that read, at the same time at the most.
const READERS: usize = 2;

/// The index of words of an embedded store.
pub struct SqliteSearch {
    writing: Arc<Mutex<Writing>>,
    readers: Readers,
}

/// What writes the file.
struct Writing {
    connection: Connection,
    wiper: Wiper,
}

impl SqliteSearch {
    /// Opens the index of the store in the file `path`, making it if there is none that can be used: `search.db` beside it.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let file = open::beside(path);
        let connection = open::writing(&file)?;
        let readers = Readers::open(&file, READERS)?;
        Ok(Self { writing: Arc::new(Mutex::new(Writing { connection, wiper: Wiper::default() })), readers })
    }

    async fn write_on<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let writing = Arc::clone(&self.writing);
        tokio::task::spawn_blocking(move || work(&mut writing.lock())).await.map_err(failed)?.map_err(failed)
    }
}

#[async_trait]
impl SearchIndex for SqliteSearch {
    async fn claim(&self, org: OrgId) -> Result<Claim, StoreError> {
        // There is no other node.
        Ok(Claim::Held(self.position(org).await?))
    }

    async fn write(&self, org: OrgId, batch: IndexBatch, position: IndexPosition) -> Result<bool, StoreError> {
        let work = move |writing: &mut Writing| {
            let removed = write::batch(&mut writing.connection, org, &batch, position)?;
            writing.wiper.written(&writing.connection, removed)
        };
        self.write_on(work).await?;
        Ok(true)
    }

    async fn clear(&self, org: OrgId) -> Result<(), StoreError> {
        self.write_on(move |writing| write::clear(&mut writing.connection, org)).await
    }

    async fn position(&self, org: OrgId) -> Result<Option<IndexPosition>, StoreError> {
        let sql = "SELECT seq, filling, after FROM positions WHERE org_id = ?1";
        self.readers.read(move |connection| connection.prepare_cached(sql)?.query_row(params![org.0], position).optional()).await
    }

    async fn find(&self, org: OrgId, query: IndexQuery) -> Result<IndexPage, StoreError> {
        self.readers.read(move |connection| find::page(connection, org, &query)).await
    }

    async fn close(&self) {
        if let Err(error) = self.write_on(|writing| wipe::log(&writing.connection)).await {
            tracing::warn!(%error, "the search index could not be closed in order");
        }
    }
}

fn position(row: &Row<'_>) -> rusqlite::Result<IndexPosition> {
    let filling: Option<i16> = row.get(1)?;
    let after = row.get(2)?;
    Ok(IndexPosition { seq: row.get(0)?, filling: filling.and_then(DocumentKind::of_number).map(|kind| Filling { kind, after }) })
}
