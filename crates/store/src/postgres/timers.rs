//! What is to be done when its time has come.

use async_trait::async_trait;
use switchroom_domain::{FileId, OrgId, RoomId, Timestamp};
use switchroom_engine::ports::{DueFile, Snooze, StoreError, Timers};
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

    async fn due_files(&self, by: Timestamp, limit: usize) -> Result<Vec<DueFile>, StoreError> {
        let sql = "SELECT org_id, file_id, due_at FROM files WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
        let rows = self.readers.rows(sql, params![by.0, row_limit(limit)]).await?;
        Ok(rows.iter().map(due_file).collect::<Result<_, _>>()?)
    }
}

fn due_file(row: &Row) -> Result<DueFile, PgError> {
    Ok(DueFile { org: OrgId(column(row, 0)?), file: FileId(column(row, 1)?), due_at: Timestamp(column(row, 2)?) })
}

fn snooze(row: &Row) -> Result<Snooze, PgError> {
    Ok(Snooze { org: OrgId(column(row, 0)?), room: RoomId(column(row, 1)?), until: Timestamp(column(row, 2)?) })
}
