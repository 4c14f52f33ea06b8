//! Who may use a canned response, as clients say it.

use switchroom_domain::canned_response as domain;
use switchroom_domain::{Permission, Refusal, TeamId};
use switchroom_engine::Caller;
use uuid::Uuid;

use crate::problem::Problem;
use crate::wire::CannedScope;

/// The scope that is meant. What is personal is the caller's own.
pub(super) fn meant(caller: &Caller, scope: CannedScope, team: Option<Uuid>) -> Result<domain::CannedScope, Problem> {
    match (scope, team) {
        (CannedScope::Team, Some(team)) => Ok(domain::CannedScope::Team(TeamId(team))),
        (CannedScope::Team, None) => Err(Problem::invalid("team_id", "team_id must be given with the scope team")),
        (_, Some(_)) => Err(Problem::invalid("team_id", "team_id must be given with the scope team only")),
        (CannedScope::Personal, None) => {
            let user = caller.access.actor.user();
            let user = user.ok_or(Refusal::Forbidden { permission: Permission::CannedResponseEdit.as_str() })?;
            Ok(domain::CannedScope::Personal(user))
        }
        (CannedScope::All, None) => Ok(domain::CannedScope::All),
    }
}
