//! `Idempotency-Key`: the same request, sent twice, is carried out once.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What identifies a request for its repetition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// SHA-256 over credential, route and the caller's key.
    pub hash: [u8; 32],
    /// SHA-256 over what was asked: another one under the same key is refused.
    pub fingerprint: [u8; 32],
}

/// A request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotencyRecord {
    /// SHA-256 over what was asked.
    pub fingerprint: [u8; 32],
    /// The answer, as [`crate::command::Receipt`] in JSON.
    pub receipt: String,
    /// When it was carried out: kept for 24 hours from then.
    pub at: Timestamp,
}

/// How long a key is remembered, in seconds.
pub const KEPT_SECONDS: i64 = 24 * 60 * 60;
