//! Service levels on the wire.

use serde::Serialize;
use switchroom_domain::sla as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Time;

/// A service level: how soon somebody must answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sla<'a> {
    /// Its id.
    id: Uuid,
    /// What people call it: unique in the organization.
    name: &'a str,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    description: Option<&'a str>,
    /// Minutes until an answer is due.
    due_minutes: i64,
    /// When it was created.
    created_at: Time,
    /// When it was last edited.
    updated_at: Time,
}

impl<'a> From<&'a domain::Sla> for Sla<'a> {
    fn from(sla: &'a domain::Sla) -> Self {
        Self {
            id: sla.id.0,
            name: &sla.name,
            description: sla.description.as_deref(),
            due_minutes: sla.due_minutes,
            created_at: sla.created_at.into(),
            updated_at: sla.updated_at.into(),
        }
    }
}
