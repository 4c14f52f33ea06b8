//! Organizations: the tenants.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{OrgId, Timestamp};

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Its number, counted from 1.
    pub id: OrgId,
    /// Its UUID, for vendors whose bodies carry one.
    pub uuid: Uuid,
    /// What people call it.
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
}

/// The locked row at the head of an organization's log: everything that is counted there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The sequence number of the latest event; 0 before the first.
    pub seq: i64,
    /// The time of the latest event: the next one is later.
    pub at: i64,
    /// The latest number given to a contact or user.
    pub person_number: i64,
    /// The latest number given to a room.
    pub room_number: i64,
    /// The latest number given to a message.
    pub message_number: i64,
}

/// Refuses what is no host name (with optional port): lower-case letters, digits, dots, hyphens, and IPv6 brackets.
pub fn host_name(value: &str) -> Result<String, crate::Refusal> {
    let host = value.trim().to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if host.is_empty() || host.len() > 255 || !host.chars().all(plain) {
        return Err(crate::Refusal::invalid("host", "must be a host name"));
    }
    Ok(host)
}
