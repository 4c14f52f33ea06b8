//! Rooms of type `l`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Phone, UserRef};

/// A room.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Room {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    /// `l`.
    pub(crate) t: &'static str,
    pub(crate) fname: String,
    /// There while it is open, and then true.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) open: bool,
    pub(crate) ts: String,
    pub(crate) lm: String,
    pub(crate) msgs: i64,
    pub(crate) users_count: usize,
    pub(crate) v: RoomVisitor,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) served_by: Option<ServedBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) department_id: Option<String>,
    pub(crate) source: Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) livechat_data: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) waiting_response: bool,
    pub(crate) queued_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) priority_id: Option<&'static str>,
    pub(crate) priority_weight: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sla_id: Option<String>,
    /// Minutes until an answer is due.
    pub(crate) estimated_waiting_time_queue: i64,
    pub(crate) metrics: Metrics,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closed_by: Option<UserRef>,
    /// `user` or `visitor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closer: Option<&'static str>,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
}

/// The visitor of a room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct RoomVisitor {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) username: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) token: String,
    /// `online` or `offline`.
    pub(crate) status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) phone: Vec<Phone>,
    pub(crate) activity: Vec<String>,
}

/// Who serves a room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ServedBy {
    #[serde(flatten)]
    pub(crate) user: UserRef,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ts: Option<String>,
}

/// How a room was opened.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Source {
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// Figures of a room.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metrics {
    /// Seconds from opening to closing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) chat_duration: Option<f64>,
}
