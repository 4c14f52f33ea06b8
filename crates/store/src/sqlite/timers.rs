//! What is to be done when its time has come.

use async_trait::async_trait;
use rusqlite::{Connection, Row, params};
use switchroom_domain::{FileId, OrgId, RoomId, Timestamp};
use switchroom_engine::ports::{DueFile, Snooze, StoreError, Timers};

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

    async fn due_files(&self, by: Timestamp, limit: usize) -> Result<Vec<DueFile>, StoreError> {
        let read = move |connection: &Connection| {
            let sql = "SELECT org_id, file_id, due_at FROM files WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2";
            connection.prepare_cached(sql)?.query_map(params![by.0, row_limit(limit)], due_file)?.collect()
        };
        self.readers.read(read).await
    }
}

fn due_file(row: &Row<'_>) -> rusqlite::Result<DueFile> {
    Ok(DueFile { org: OrgId(row.get(0)?), file: FileId(row.get(1)?), due_at: Timestamp(row.get(2)?) })
}

fn snooze(row: &Row<'_>) -> rusqlite::Result<Snooze> {
    Ok(Snooze { org: OrgId(row.get(0)?), room: RoomId(row.get(1)?), until: Timestamp(row.get(2)?) })
}
