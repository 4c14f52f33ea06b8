//! Users.

use serde::Serialize;
use serde_json::{Map, Value};

/// A user, as `me` and `users.info` tell it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) emails: Vec<Email>,
    /// `online`, `away`, `busy` or `offline`.
    pub(crate) status: &'static str,
    pub(crate) status_connection: &'static str,
    pub(crate) status_text: String,
    /// `available` or `not-available`: whether new rooms may go to the user.
    pub(crate) status_livechat: &'static str,
    pub(crate) active: bool,
    /// `user` or `bot`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) roles: Vec<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) custom_fields: Map<String, Value>,
    pub(crate) created_at: String,
    #[serde(rename = "_updatedAt")]
    pub(crate) updated_at: String,
}

/// A user's e-mail address.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Email {
    pub(crate) address: String,
    pub(crate) verified: bool,
}

/// A user, in short.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct UserRef {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) username: String,
}
