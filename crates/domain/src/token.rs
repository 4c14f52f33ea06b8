//! Tokens: what a caller shows.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::scope::Scope;
use crate::{Actor, OrgId, Timestamp, TokenId, UserId};

/// The name of what lets somebody claim the first admin.
pub const SETUP: &str = "setup";

/// How a token came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// Issued for a program.
    Api,
    /// Made by logging in.
    Session,
    /// Granted to a program over OAuth, for a user.
    Access,
    /// Exchanged for a new access token; good for nothing else.
    Refresh,
    /// Mailed to a user, who sets a password with it, once; good for nothing else.
    Reset,
}

/// With what somebody logged in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Device {
    /// What the program says of itself, shortened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Where it called from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
}

impl Device {
    /// Characters of what a program says of itself that are kept.
    pub const USER_AGENT_CHARS: usize = 200;
}

/// An access token. Its secret is shown once and kept only as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The organization.
    pub org: OrgId,
    /// The token's id.
    pub id: TokenId,
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// How it came to be.
    pub kind: TokenKind,
    /// Whom it speaks for.
    pub actor: Actor,
    /// What it may be used for, at the most.
    pub scopes: Vec<Scope>,
    /// What it is for, in its issuer's words.
    pub name: Option<String>,
    /// The access token that came with this refresh token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<TokenId>,
    /// With what the user logged in, where it was made so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Device>,
    /// When it stops to be taken; none: never.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was issued.
    pub created_at: Timestamp,
}

impl Token {
    /// The user whose account it opens: of what is listed and ended by the user.
    #[must_use]
    pub fn account(&self) -> Option<UserId> {
        self.actor.user().filter(|_| matches!(self.kind, TokenKind::Session | TokenKind::Reset))
    }

    /// Whether it lets its bearer claim the first admin.
    #[must_use]
    pub fn is_setup(&self) -> bool {
        self.kind == TokenKind::Reset && self.name.as_deref() == Some(SETUP)
    }

    /// Whether it lets its bearer in at `now`.
    #[must_use]
    pub fn lets_in(&self, now: Timestamp) -> bool {
        !matches!(self.kind, TokenKind::Refresh | TokenKind::Reset) && self.is_valid(now)
    }

    /// Whether it is neither expired nor revoked at `now`.
    #[must_use]
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}
