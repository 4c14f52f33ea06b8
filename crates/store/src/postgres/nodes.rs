//! What a node that shares the store with others needs of it.

use std::time::Duration;

use async_trait::async_trait;
use switchroom_domain::OrgId;
use switchroom_engine::ports::{Nodes, StoreError};

use super::PostgresStore;
use super::codec::text;
use super::error::column;
use super::params::params;

/// How long the database may take to say that it is there.
const ANSWER: Duration = Duration::from_secs(2);

#[async_trait]
impl Nodes for PostgresStore {
    fn heard(&self, org: OrgId, seq: i64) {
        self.relay.heard(org, seq);
    }

    fn missed(&self) {
        self.relay.missed();
    }

    async fn reachable(&self) -> bool {
        let ask = async { self.pulse.connection().await?.query_typed("SELECT 1", params![]).await.map_err(super::PgError::from) };
        matches!(tokio::time::timeout(ANSWER, ask).await, Ok(Ok(_)))
    }

    async fn agree(&self, name: &str, value: String) -> Result<String, StoreError> {
        let (name, value) = (text(name), text(&value));
        let sql = "INSERT INTO deployment (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        self.readers.rows(sql, params![name, value]).await?;
        let rows = self.readers.rows("SELECT value FROM deployment WHERE name = $1", params![name]).await?;
        Ok(rows.first().map_or_else(|| Ok(value.clone().into_owned()), |row| column(row, 0))?)
    }

    async fn close(&self) {
        self.writer.stop().await;
        self.relay.close();
        self.readers.close();
        self.pulse.close();
    }
}
