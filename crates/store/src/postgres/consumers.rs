//! Named readers of the log.

use async_trait::async_trait;
use switchroom_domain::{OrgId, Timestamp};
use switchroom_engine::ports::{Consumer, ConsumerChange, ConsumerOutcome, Consumers, Page, StoreError};

use super::PostgresStore;
use super::codec::{text, to_doc};
use super::error::PgError;
use super::params::params;
use super::readers::{Readers, patiently};
use super::transaction::Transaction;
use crate::pages::{page, row_limit};

#[async_trait]
impl Consumers for PostgresStore {
    async fn create_consumer(&self, consumer: Consumer) -> Result<bool, StoreError> {
        // What an earlier try has kept is this consumer too.
        let sql = "INSERT INTO consumers (org_id, name, doc) VALUES ($1, $2, $3)
                   ON CONFLICT (org_id, name) DO UPDATE SET doc = excluded.doc WHERE consumers.doc = excluded.doc
                   RETURNING true";
        let doc = to_doc(&consumer)?;
        Ok(!self.readers.rows(sql, params![consumer.org.0, text(&consumer.name), doc]).await?.is_empty())
    }

    async fn consumer(&self, org: OrgId, name: &str) -> Result<Option<Consumer>, StoreError> {
        self.readers.doc("SELECT doc FROM consumers WHERE org_id = $1 AND name = $2", params![org.0, text(name)]).await
    }

    async fn consumers(&self, org: OrgId, after: Option<String>, limit: usize) -> Result<Page<Consumer>, StoreError> {
        let after = after.unwrap_or_default();
        let sql = "SELECT doc FROM consumers WHERE org_id = $1 AND name > $2 ORDER BY name LIMIT $3";
        Ok(page(self.readers.docs(sql, params![org.0, text(&after), row_limit(limit + 1)]).await?, limit))
    }

    async fn change_consumer(&self, org: OrgId, name: &str, change: ConsumerChange, now: Timestamp) -> Result<ConsumerOutcome, StoreError> {
        patiently(|| change_once(&self.readers, org, name, &change, now)).await
    }

    async fn delete_consumer(&self, org: OrgId, name: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM consumers WHERE org_id = $1 AND name = $2 RETURNING true";
        Ok(!self.readers.rows(sql, params![org.0, text(name)]).await?.is_empty())
    }
}

async fn change_once(
    readers: &Readers,
    org: OrgId,
    name: &str,
    change: &ConsumerChange,
    now: Timestamp,
) -> Result<ConsumerOutcome, PgError> {
    let transaction = Transaction::durable(readers).await?;
    let sql = "SELECT doc FROM consumers WHERE org_id = $1 AND name = $2 FOR UPDATE";
    let before = transaction.docs::<Consumer>(sql, params![org.0, text(name)]).await?.pop();
    let outcome = before.map_or(ConsumerOutcome::Missing, |before| change.apply(before, now));
    if let ConsumerOutcome::Changed(consumer) = &outcome {
        let sql = "UPDATE consumers SET doc = $3 WHERE org_id = $1 AND name = $2";
        transaction.execute(sql, params![org.0, text(name), to_doc(consumer)?]).await?;
    }
    transaction.commit().await?;
    Ok(outcome)
}
