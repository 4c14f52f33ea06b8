//! Programs that may log users in over OAuth.

use serde::{Deserialize, Serialize};

use crate::{OAuthClientId, OrgId, Timestamp};

/// A program that may log users in. Its secret is shown once and kept only as a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthClient {
    /// The organization.
    pub org: OrgId,
    /// Its id: what it shows as `client_id`.
    pub id: OAuthClientId,
    /// SHA-256 of its secret.
    pub secret_hash: [u8; 32],
    /// What people call it.
    pub name: String,
    /// When it was registered.
    pub created_at: Timestamp,
}
