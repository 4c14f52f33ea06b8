//! Priorities and service levels.

use serde::Serialize;

/// A priority.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Priority {
    #[serde(rename = "_id")]
    pub(crate) id: &'static str,
    /// Its name, as clients' dictionaries know it.
    pub(crate) i18n: &'static str,
    pub(crate) sort_item: i64,
    /// Whether it was renamed.
    pub(crate) dirty: bool,
}

/// A service level.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sla {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) due_time_in_minutes: i64,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
}
