//! The log: the only way to change conversations, and what happened.

use std::sync::Arc;

use async_trait::async_trait;
use switchroom_domain::command::Answer;
use switchroom_domain::{Committed, Envelope, OrgId, RoomId, Timestamp};

use super::StoreError;

/// What a command came to, once it is durable.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The answer to its giver.
    pub answer: Answer,
    /// Whether it is the answer to an earlier request with the same `Idempotency-Key`.
    pub replayed: bool,
}

/// The log of every organization.
#[async_trait]
pub trait Log: Send + Sync + 'static {
    /// Carries out a command. Returns when it is durable.
    async fn execute(&self, envelope: Envelope) -> Result<Outcome, StoreError>;

    /// The sequence number of the latest event; 0 before the first.
    async fn head_seq(&self, org: OrgId) -> Result<i64, StoreError>;

    /// Up to `limit` events after `after`, in order, each with what it refers to as of then.
    async fn events_after(&self, org: OrgId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError>;

    /// Up to `limit` events of one lane from `from` on, in order. A lane is a room; `None`: the events of no room.
    async fn lane_events(&self, org: OrgId, lane: Option<RoomId>, from: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError>;

    /// The sequence number of the last event before `at`; 0: there is none.
    async fn seq_before(&self, org: OrgId, at: Timestamp) -> Result<i64, StoreError>;

    /// Up to `limit` events of a room after its version `after`, in order.
    async fn room_events_after(&self, org: OrgId, room: RoomId, after: i64, limit: usize) -> Result<Vec<Arc<Committed>>, StoreError>;
}
