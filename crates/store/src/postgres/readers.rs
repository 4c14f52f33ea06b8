//! The connections that read.

use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use futures_util::future::try_join3;
use serde::de::DeserializeOwned;
use switchroom_engine::ports::StoreError;
use tokio::time::Instant;
use tokio_postgres::Row;

use super::codec::from_doc;
use super::connection::{Address, prepare};
use super::error::{PATIENCE, PAUSE, PgError};
use super::params::Param;

/// How long a request waits for one of the connections.
const WAIT: Duration = Duration::from_secs(5);

/// What PostgreSQL knows of a table it knows of all organizations together, and may take much of it for one's. But whatever is read is
/// of one organization, and has an index that begins with it: no table is ever read as a whole.
pub(super) const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off; SET LOCAL jit = off";

/// A pool of connections.
#[derive(Clone)]
pub(super) struct Readers(Pool);

impl Readers {
    pub(super) fn new(address: &Address, connections: usize) -> Result<Self, deadpool_postgres::BuildError> {
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(address.config.clone(), address.tls.clone(), recycling);
        let session = Hook::async_fn(|client, _| Box::pin(async move { prepare(client).await.map_err(HookError::Backend) }));
        let pool =
            Pool::builder(manager).runtime(Runtime::Tokio1).max_size(connections.max(1)).wait_timeout(Some(WAIT)).post_create(session);
        Ok(Self(pool.build()?))
    }

    /// A connection of its own, for a while.
    pub(super) async fn connection(&self) -> Result<Object, PgError> {
        self.0.get().await.map_err(|error| match error {
            PoolError::Closed => PgError::Closed,
            error => PgError::NoConnection(Box::new(error)),
        })
    }

    /// The rows of one statement. Waits for a database that is away.
    pub(super) async fn rows(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        patiently(move || async move { Ok(self.connection().await?.query_typed(sql, params).await?) }).await
    }

    /// The entity whose JSON stands in the first column of a statement's row, if there is one.
    pub(super) async fn doc<T: DeserializeOwned>(&self, sql: &str, params: &[Param<'_>]) -> Result<Option<T>, StoreError> {
        let rows = self.rows(sql, params).await?;
        Ok(rows.first().map(|row| from_doc(row, 0)).transpose()?)
    }

    /// The entities whose JSON stands in the first column of a statement's rows.
    pub(super) async fn docs<T: DeserializeOwned>(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<T>, StoreError> {
        let rows = self.rows(sql, params).await?;
        Ok(rows.iter().map(|row| from_doc(row, 0)).collect::<Result<_, _>>()?)
    }

    /// The entities whose JSON stands in the first column of a statement's rows, found by nothing but indexes. Waits for a database that
    /// is away.
    pub(super) async fn docs_by_index<T: DeserializeOwned>(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<T>, StoreError> {
        let read = move || async move { self.rows_by_index(sql, params).await?.iter().map(|row| from_doc(row, 0)).collect() };
        patiently(read).await
    }

    /// The rows of one statement, found by nothing but indexes. Tried once.
    pub(super) async fn rows_by_index(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, PgError> {
        let connection = self.connection().await?;
        // Sent together, and so in one round trip: the transaction has ended whatever becomes of the statement.
        let (begin, commit) = (connection.batch_execute(SNAPSHOT), connection.batch_execute("COMMIT"));
        let ((), rows, ()) = try_join3(begin, connection.query_typed(sql, params), commit).await?;
        Ok(rows)
    }

    pub(super) fn close(&self) {
        self.0.close();
    }
}

/// Does something that changes nothing, or may be done twice, until it goes well or the database has been away for too long.
pub(super) async fn patiently<T, F>(again: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, PgError>>,
{
    let end = Instant::now() + PATIENCE;
    loop {
        match again().await {
            Err(error) if error.is_passing() && Instant::now() < end => tokio::time::sleep(PAUSE).await,
            result => return Ok(result?),
        }
    }
}
