//! Tokens on the wire.

use serde::Serialize;
use switchroom_domain::token as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Actor, Scope, Time, TokenKind};

/// An access token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Token<'a> {
    /// The token's id.
    id: Uuid,
    /// How it came to be.
    kind: TokenKind,
    /// Whom it speaks for.
    actor: Actor,
    /// What it may be used for, at the most.
    scopes: Vec<Scope>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<&'a str>,
    /// When it stops to be taken; left out: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    expires_at: Option<Time>,
    /// When it was issued.
    created_at: Time,
}

impl<'a> From<&'a domain::Token> for Token<'a> {
    fn from(token: &'a domain::Token) -> Self {
        Self {
            id: token.id.0,
            kind: token.kind.into(),
            actor: token.actor.into(),
            scopes: token.scopes.iter().copied().map(Scope::from).collect(),
            name: token.name.as_deref(),
            expires_at: token.expires_at.map(Time),
            created_at: token.created_at.into(),
        }
    }
}
