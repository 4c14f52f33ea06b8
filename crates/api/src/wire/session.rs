//! Sessions on the wire.

use serde::Serialize;
use switchroom_domain::token::Token;
use switchroom_domain::{Timestamp, TokenId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Time;

/// A session that has not ended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenSession {
    /// Its id: that of its token.
    id: Uuid,
    /// When the user logged in.
    created_at: Time,
    /// When it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    expires_at: Option<Time>,
    /// When it was last used; left out: not since a crash, or never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    seen_at: Option<Time>,
    /// What the program that logged in said of itself, its first 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    user_agent: Option<String>,
    /// The address that it logged in from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    address: Option<String>,
    /// Whether it is the one of this request.
    current: bool,
}

impl OpenSession {
    /// The session of a token that was last used at `seen_at`, as whoever shows `credential` sees it.
    pub(crate) fn new(token: &Token, seen_at: Option<Timestamp>, credential: Option<TokenId>) -> Self {
        let device = token.device.clone().unwrap_or_default();
        Self {
            id: token.id.0,
            created_at: token.created_at.into(),
            expires_at: token.expires_at.map(Time),
            seen_at: seen_at.map(Time),
            user_agent: device.user_agent,
            address: device.address.map(|address| address.to_string()),
            current: credential == Some(token.id),
        }
    }
}
