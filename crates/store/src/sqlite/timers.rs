//! What is to be done when its time has come.

use async_trait::async_trait;
use rusqlite::{Connection, Row};
use switchroom_domain::{OrgId, RoomId, Timestamp};
use switchroom_engine::ports::{Snooze, StoreError, Timers};

use super::SqliteStore;
use crate::pages::row_limit;

#[async_trait]
impl Timers for SqliteStore {
    async fn next_snoozes(&self, limit: usize) -> Result<Vec<Snooze>, StoreError> {
        let read = move |connection: &Connection| {
            let sql = "SELECT org_id, room_id, snoozed_until FROM rooms WHERE snoozed_until IS NOT NULL ORDER BY snoozed_until LIMIT ?1";
            connection.prepare_cached(sql)?.query_map([row_limit(limit)], snooze)?.collect()
        };
        self.readers.read(read).await
    }
}

fn snooze(row: &Row<'_>) -> rusqlite::Result<Snooze> {
    Ok(Snooze { org: OrgId(row.get(0)?), room: RoomId(row.get(1)?), until: Timestamp(row.get(2)?) })
}
