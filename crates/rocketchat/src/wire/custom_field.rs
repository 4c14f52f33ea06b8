//! Custom fields.

use serde::Serialize;

/// A custom field.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomField {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) label: String,
    /// `room` or `visitor`.
    pub(crate) scope: &'static str,
    /// `visible` or `hidden`.
    pub(crate) visibility: &'static str,
    /// `input` or `select`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) regexp: String,
    pub(crate) required: bool,
    pub(crate) default_value: Option<String>,
    /// Joined by commas.
    pub(crate) options: String,
    pub(crate) searchable: bool,
    pub(crate) public: bool,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
}
