//! Teams on the wire.

use serde::Serialize;
use switchroom_domain::UserId;
use switchroom_domain::team as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Time;

/// A group of users.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Team<'a> {
    /// The team's id.
    id: Uuid,
    /// What people call it: unique in the organization.
    name: &'a str,
    /// The users who belong to it.
    #[schema(value_type = Vec<Uuid>)]
    members: &'a [UserId],
    /// Whether rooms can be given to it.
    active: bool,
    /// When it was created.
    created_at: Time,
    /// When it was last edited.
    updated_at: Time,
}

impl<'a> From<&'a domain::Team> for Team<'a> {
    fn from(team: &'a domain::Team) -> Self {
        Self {
            id: team.id.0,
            name: &team.name,
            members: &team.members,
            active: team.active,
            created_at: team.created_at.into(),
            updated_at: team.updated_at.into(),
        }
    }
}
