//! Visitors.

use std::collections::BTreeMap;

use serde::Serialize;

/// A visitor.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Visitor {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) ts: String,
    pub(crate) token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) visitor_emails: Vec<Address>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) phone: Vec<Phone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) department: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) livechat_data: BTreeMap<String, String>,
    /// `online` or `offline`.
    pub(crate) status: &'static str,
    /// Months in which the visitor was active: `2026-11`.
    pub(crate) activity: Vec<String>,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
}

/// A visitor's e-mail address.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Address {
    pub(crate) address: String,
}

/// A visitor's phone number.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Phone {
    pub(crate) phone_number: String,
}
