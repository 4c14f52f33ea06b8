//! Named readers of the log.

use async_trait::async_trait;
use rusqlite::{Connection, params};
use switchroom_domain::{OrgId, Timestamp};
use switchroom_engine::ports::{Consumer, ConsumerChange, ConsumerOutcome, Consumers, Page, StoreError};

use super::SqliteStore;
use super::codec::to_doc;
use super::log::doc;
use super::views::docs;
use super::writer::Written;
use crate::pages::{page, row_limit};

#[async_trait]
impl Consumers for SqliteStore {
    async fn create_consumer(&self, consumer: Consumer) -> Result<bool, StoreError> {
        let write = move |connection: &Connection| {
            let sql = "INSERT INTO consumers (org_id, name, doc) VALUES (?1, ?2, ?3) ON CONFLICT (org_id, name) DO NOTHING";
            let made = connection.prepare_cached(sql)?.execute(params![consumer.org.0, consumer.name, to_doc(&consumer)?])?;
            Ok(Written::quietly(made > 0))
        };
        self.writer.task(move |connection, _, _| write(connection)).await
    }

    async fn consumer(&self, org: OrgId, name: &str) -> Result<Option<Consumer>, StoreError> {
        let name = name.to_owned();
        self.readers.read(move |connection| consumer(connection, org, &name)).await
    }

    async fn consumers(&self, org: OrgId, after: Option<String>, limit: usize) -> Result<Page<Consumer>, StoreError> {
        let after = after.unwrap_or_default();
        let sql = "SELECT doc FROM consumers WHERE org_id = ?1 AND name > ?2 ORDER BY name LIMIT ?3";
        let read = move |connection: &Connection| docs(connection, sql, &[&org.0, &after, &row_limit(limit + 1)]);
        Ok(page(self.readers.read(read).await?, limit))
    }

    async fn change_consumer(&self, org: OrgId, name: &str, change: ConsumerChange, now: Timestamp) -> Result<ConsumerOutcome, StoreError> {
        let name = name.to_owned();
        let write = move |connection: &Connection| {
            let Some(before) = consumer(connection, org, &name)? else { return Ok(Written::quietly(ConsumerOutcome::Missing)) };
            let outcome = change.apply(before, now);
            if let ConsumerOutcome::Changed(consumer) = &outcome {
                let sql = "UPDATE consumers SET doc = ?3 WHERE org_id = ?1 AND name = ?2";
                connection.prepare_cached(sql)?.execute(params![org.0, name, to_doc(consumer)?])?;
            }
            Ok(Written::quietly(outcome))
        };
        self.writer.task(move |connection, _, _| write(connection)).await
    }

    async fn delete_consumer(&self, org: OrgId, name: &str) -> Result<bool, StoreError> {
        let name = name.to_owned();
        let write = move |connection: &Connection| {
            let sql = "DELETE FROM consumers WHERE org_id = ?1 AND name = ?2";
            Ok(Written::quietly(connection.prepare_cached(sql)?.execute(params![org.0, name])? > 0))
        };
        self.writer.task(move |connection, _, _| write(connection)).await
    }
}

fn consumer(connection: &Connection, org: OrgId, name: &str) -> rusqlite::Result<Option<Consumer>> {
    doc(connection, "SELECT doc FROM consumers WHERE org_id = ?1 AND name = ?2", params![org.0, name])
}
