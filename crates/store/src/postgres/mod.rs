//! The store that nodes share, on PostgreSQL: a few writers that commit in batches, and a pool of connections that read.
//!
//! Statements are not prepared, and nothing is kept in a session: so it works behind a pooler that gives a connection for a
//! transaction only. See `docs/scaling.md`.

mod attempts;
mod bookkeeping;
mod codec;
pub(crate) mod columns;
mod connection;
mod consumers;
mod directory;
mod error;
mod filter;
mod find_rooms;
mod find_users;
mod gathering;
mod leases;
mod list_rooms;
mod log;
mod migrations;
mod nodes;
mod notify;
mod params;
#[cfg(test)]
mod plans;
mod positions;
mod readers;
mod relay;
mod search;
mod timers;
mod tls;
mod transaction;
mod views;
mod writer;

use std::sync::Arc;

use switchroom_domain::Ids;
use switchroom_engine::ports::{Bus, Clock, CommitListener};
use tokio::task::JoinHandle;
use tokio_postgres::Client;

use attempts::AttemptsLog;
use connection::Address;
use error::PgError;
use params::params;
use readers::Readers;
use relay::Relay;
use writer::Writer;

pub(crate) use codec::text as column_text;

pub use crate::Migrated;
pub use connection::AddressError;
pub use notify::NotifyBus;
pub use search::PostgresSearch;

/// The name of the note that an unfinished copy of another store leaves among what all nodes must agree on.
pub(crate) const UNFINISHED_COPY: &str = "copy";

/// How a store is opened.
#[derive(Debug, Clone, Copy)]
pub struct PostgresOptions {
    /// Connections that read, at the same time at the most. The writers have their own.
    pub readers: usize,
    /// Connections that write.
    pub writers: usize,
    /// Commands that wait to be written, at the most: more are told that the server is overloaded.
    pub queue: usize,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self { readers: 8, writers: 2, queue: 8_192 }
    }
}

/// Who is told of commits.
#[derive(Clone, Default)]
pub struct Listeners {
    /// Who must know of a commit of this node's before its giver is answered, in whatever order: what is remembered is forgotten.
    /// They are told of other nodes' commits too.
    pub at_once: Vec<Arc<dyn CommitListener>>,
    /// Who is told of every node's commits, in the order of the log.
    pub in_order: Vec<Arc<dyn CommitListener>>,
}

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address cannot be used.
    #[error("the database's address cannot be used")]
    Address(#[from] AddressError),
    /// A newer Switchroom has brought the schema up to date.
    #[error("the database was written by a newer version of Switchroom: run that version")]
    Newer,
    /// The schema is that of an older Switchroom.
    #[error("the database's schema is that of an older version: run `switchroom migrate`")]
    Older,
    /// What it holds is a copy that was not finished, or that turned out not to be equal.
    #[error("the database holds an unfinished copy: run `switchroom copy` again, until it says that both sides are equal")]
    Unfinished,
    /// The database failed, or could not be reached.
    #[error("the database could not be opened")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A writer could not be started.
    #[error("a writer's thread could not be started")]
    Thread(#[source] std::io::Error),
}

impl From<PgError> for OpenError {
    fn from(error: PgError) -> Self {
        Self::Database(Box::new(error))
    }
}

/// The store that nodes share.
pub struct PostgresStore {
    writer: Writer,
    readers: Readers,
    /// The connection on which this node says that it is alive.
    pulse: Readers,
    attempts: AttemptsLog,
    relay: Arc<Relay>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl PostgresStore {
    /// Opens the store at `url` (`postgres://user:password@host:port/database`). The schema of an empty database is made; one that
    /// is older is refused. Own commits are told on `bus`.
    pub async fn open(
        url: &str,
        options: PostgresOptions,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        listeners: Listeners,
        bus: Arc<dyn Bus>,
    ) -> Result<Self, OpenError> {
        let address = Address::of(url)?;
        migrated(&address, migrations::Wanted::Made).await?;
        let pool = |connections| Readers::new(&address, connections).map_err(|error| OpenError::Database(Box::new(error)));
        let (readers, pulse) = (pool(options.readers)?, pool(1)?);
        let relay = Relay::start(readers.clone(), listeners, bus).await?;
        let writer = Writer::start(&address, options, Arc::clone(&clock), Arc::clone(&ids), &relay)?;
        Ok(Self { writer, readers, pulse, attempts: AttemptsLog::default(), relay, clock, ids })
    }
}

/// Brings the schema of the database at `url` up to date.
pub async fn migrate(url: &str) -> Result<Migrated, OpenError> {
    migrated(&Address::of(url)?, migrations::Wanted::Latest).await
}

async fn migrated(address: &Address, wanted: migrations::Wanted) -> Result<Migrated, OpenError> {
    let (mut client, connection) = connected(address).await?;
    let migrated = match migrations::run(&mut client, wanted).await {
        Ok(migrated) if wanted == migrations::Wanted::Made => refuse_unfinished_copy(&client).await.map(|()| migrated),
        migrated => migrated,
    };
    drop(client);
    // It has ended in order, or has been lost: nothing is done on it any more.
    let _ = connection.await;
    migrated
}

/// A connection, and what polls it until the connection is dropped.
async fn connected(address: &Address) -> Result<(Client, JoinHandle<()>), OpenError> {
    let (client, connection) = address.connect().await.map_err(PgError::from)?;
    let polling = tokio::spawn(async move {
        // Why it ended, the statement that it fails says.
        let _ = connection.await;
    });
    Ok((client, polling))
}

async fn refuse_unfinished_copy(client: &Client) -> Result<(), OpenError> {
    let rows = client.query_typed("SELECT 1 FROM deployment WHERE name = $1", params![UNFINISHED_COPY]).await.map_err(PgError::from)?;
    if rows.is_empty() { Ok(()) } else { Err(OpenError::Unfinished) }
}

/// A connection to the database at `url` for whoever copies another store to it. The schema of an empty one is made.
pub(crate) async fn connection_for_copy(url: &str) -> Result<Client, OpenError> {
    let (mut client, _) = connected(&Address::of(url)?).await?;
    migrations::run(&mut client, migrations::Wanted::Made).await?;
    Ok(client)
}

/// A connection to the database at `url` for whoever compares it; none: it has no schema.
pub(crate) async fn connection_to_existing(url: &str) -> Result<Option<Client>, OpenError> {
    let (client, _) = connected(&Address::of(url)?).await?;
    let made = client.query_typed_one("SELECT to_regclass('schema_migrations') IS NOT NULL", params![]).await.map_err(PgError::from)?;
    let made = error::column(&made, 0)?;
    drop(client);
    if made { connection_for_copy(url).await.map(Some) } else { Ok(None) }
}
