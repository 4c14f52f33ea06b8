//! Service levels: how soon somebody must answer.

use serde::{Deserialize, Serialize};

use crate::{OrgId, Refusal, SlaId, Timestamp};

/// Minutes until an answer is due, at the most: a year.
const MOST_MINUTES: i64 = 365 * 24 * 60;

/// How soon somebody must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sla {
    /// The organization.
    pub org: OrgId,
    /// Its id.
    pub id: SlaId,
    /// What people call it: unique in the organization.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Minutes until an answer is due.
    pub due_minutes: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
}

/// What a service level is to be changed to. An absent field stays; `Some(None)` clears.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SlaPatch {
    /// New name.
    pub name: Option<String>,
    /// New description.
    pub description: Option<Option<String>>,
    /// New minutes until an answer is due.
    pub due_minutes: Option<i64>,
}

/// Refuses times that are none, or too long.
pub fn due_minutes(minutes: i64) -> Result<i64, Refusal> {
    if (1..=MOST_MINUTES).contains(&minutes) {
        Ok(minutes)
    } else {
        Err(Refusal::Invalid { field: "due_minutes", message: format!("must be from 1 to {MOST_MINUTES}") })
    }
}
