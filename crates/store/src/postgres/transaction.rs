//! A transaction on a connection of the pool, apart from the writers: for what belongs to no organization's log, and for what is to be
//! read as of one moment.

use deadpool_postgres::Object;
use serde::de::DeserializeOwned;
use tokio_postgres::{Client, Row};

use super::codec::from_doc;
use super::error::PgError;
use super::params::Param;
use super::readers::{Readers, SNAPSHOT};

/// A transaction on a connection of the pool. Dropped, it has changed nothing.
pub(super) struct Transaction {
    connection: Option<Object>,
}

impl Transaction {
    /// Begins one that is on the disk when it is committed.
    pub(super) async fn durable(readers: &Readers) -> Result<Self, PgError> {
        Self::begin(readers, "BEGIN; SET LOCAL synchronous_commit = on").await
    }

    /// Begins one that a failing machine may lose after it was committed.
    pub(super) async fn losable(readers: &Readers) -> Result<Self, PgError> {
        Self::begin(readers, "BEGIN; SET LOCAL synchronous_commit = off").await
    }

    /// Begins one in which all that is read is of one moment.
    pub(super) async fn snapshot(readers: &Readers) -> Result<Self, PgError> {
        Self::begin(readers, SNAPSHOT).await
    }

    async fn begin(readers: &Readers, sql: &str) -> Result<Self, PgError> {
        let transaction = Self { connection: Some(readers.connection().await?) };
        transaction.client()?.batch_execute(sql).await?;
        Ok(transaction)
    }

    /// The connection that it is on.
    pub(super) fn client(&self) -> Result<&Client, PgError> {
        let ended = || PgError::NoConnection("the transaction has ended".into());
        self.connection.as_ref().map(|connection| &***connection).ok_or_else(ended)
    }

    pub(super) async fn rows(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, PgError> {
        Ok(self.client()?.query_typed(sql, params).await?)
    }

    /// The entities whose JSON stands in the first column of a statement's rows.
    pub(super) async fn docs<T: DeserializeOwned>(&self, sql: &str, params: &[Param<'_>]) -> Result<Vec<T>, PgError> {
        self.rows(sql, params).await?.iter().map(|row| from_doc(row, 0)).collect()
    }

    /// How many rows a statement has changed.
    pub(super) async fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<u64, PgError> {
        Ok(self.client()?.execute_typed(sql, params).await?)
    }

    pub(super) async fn commit(mut self) -> Result<(), PgError> {
        self.client()?.batch_execute("COMMIT").await?;
        drop(self.connection.take());
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // It is in the middle of something: the next one must not get it.
        if let Some(connection) = self.connection.take() {
            drop(Object::take(connection));
        }
    }
}
