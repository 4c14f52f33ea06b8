//! What is to be done when its time has come.

use async_trait::async_trait;
use switchroom_domain::{FileId, OrgId, RoomId, Timestamp};

use super::StoreError;

/// A room that is snoozed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snooze {
    /// The organization.
    pub org: OrgId,
    /// The room.
    pub room: RoomId,
    /// Until when.
    pub until: Timestamp,
}

/// A file that is to be removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueFile {
    /// The organization.
    pub org: OrgId,
    /// The file.
    pub file: FileId,
    /// From when on.
    pub due_at: Timestamp,
}

/// What is to be done when its time has come, in whatever organization.
#[async_trait]
pub trait Timers: Send + Sync + 'static {
    /// Up to `limit` rooms that are snoozed, the one that wakes first first.
    async fn next_snoozes(&self, limit: usize) -> Result<Vec<Snooze>, StoreError>;

    /// Up to `limit` files that are to be removed by `by`, the one that is due first first.
    async fn due_files(&self, by: Timestamp, limit: usize) -> Result<Vec<DueFile>, StoreError>;
}
