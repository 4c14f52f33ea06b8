//! What is to be done when its time has come.

use async_trait::async_trait;
use switchroom_domain::{OrgId, RoomId, Timestamp};
use switchroom_engine::ports::{Snooze, StoreError, Timers};
use tokio_postgres::Row;

use super::PostgresStore;
use super::error::{PgError, column};
use super::params::params;
use crate::pages::row_limit;

#[async_trait]
impl Timers for PostgresStore {
    async fn next_snoozes(&self, limit: usize) -> Result<Vec<Snooze>, StoreError> {
        let sql = "SELECT org_id, room_id, snoozed_until FROM rooms WHERE snoozed_until IS NOT NULL ORDER BY snoozed_until LIMIT $1";
        let rows = self.readers.rows(sql, params![row_limit(limit)]).await?;
        Ok(rows.iter().map(snooze).collect::<Result<_, _>>()?)
    }
}

fn snooze(row: &Row) -> Result<Snooze, PgError> {
    Ok(Snooze { org: OrgId(column(row, 0)?), room: RoomId(column(row, 1)?), until: Timestamp(column(row, 2)?) })
}
