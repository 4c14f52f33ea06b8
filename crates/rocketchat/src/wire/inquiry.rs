//! Inquiries.

use serde::Serialize;

use super::{RoomVisitor, Source};

/// A room as the queue has it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Inquiry {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) rid: String,
    pub(crate) name: String,
    pub(crate) ts: String,
    /// `queued` or `taken`.
    pub(crate) status: &'static str,
    /// `l`.
    pub(crate) t: &'static str,
    pub(crate) v: RoomVisitor,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) department: Option<String>,
    pub(crate) source: Source,
    pub(crate) priority_weight: i64,
    /// Minutes until an answer is due.
    pub(crate) estimated_waiting_time_queue: i64,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
}
