//! Canned responses on the wire.

use serde::{Deserialize, Serialize};
use switchroom_domain::canned_response as domain;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Time;

/// Who may use a canned response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CannedScope {
    /// One user.
    Personal,
    /// The members of a team.
    Team,
    /// Everybody.
    All,
}

/// A text that is said again and again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CannedResponse<'a> {
    /// Its id.
    id: Uuid,
    /// What one types to say it: unique among those of the same scope.
    shortcut: &'a str,
    /// What is said. Whoever says it fills in the variables: `{{contact.name}}`, `{{contact.email}}`, `{{user.name}}`, `{{room.number}}`,
    /// `{{room.topic}}`.
    text: &'a str,
    /// Who may use it.
    scope: CannedScope,
    /// Whose it is, if it is personal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    user_id: Option<Uuid>,
    /// The team whose it is, if it is a team's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    team_id: Option<Uuid>,
    /// Words by which it is found.
    tags: &'a [String],
    /// Who created it.
    created_by: Uuid,
    /// When it was created.
    created_at: Time,
    /// When it was last edited.
    updated_at: Time,
}

impl<'a> From<&'a domain::CannedResponse> for CannedResponse<'a> {
    fn from(canned: &'a domain::CannedResponse) -> Self {
        let (scope, user_id, team_id) = match canned.scope {
            domain::CannedScope::Personal(user) => (CannedScope::Personal, Some(user.0), None),
            domain::CannedScope::Team(team) => (CannedScope::Team, None, Some(team.0)),
            domain::CannedScope::All => (CannedScope::All, None, None),
        };
        Self {
            id: canned.id.0,
            shortcut: &canned.shortcut,
            text: &canned.text,
            scope,
            user_id,
            team_id,
            tags: &canned.tags,
            created_by: canned.created_by.0,
            created_at: canned.created_at.into(),
            updated_at: canned.updated_at.into(),
        }
    }
}
