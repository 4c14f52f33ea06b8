//! `DELETE /v1/teams/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteTeam;
use switchroom_domain::{Command, TeamId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a team. Rooms that were given to it keep saying so. Needs `team.delete`.
#[utoipa::path(delete, path = "/v1/teams/{id}", tag = "teams", params(ById), responses((status = 204, description = "The team is deleted.")))]
pub(super) async fn delete_team(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::DeleteTeam(DeleteTeam { team: TeamId(id) })).await?;
    Ok(answer::no_content())
}
