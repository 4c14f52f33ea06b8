//! `PATCH /v1/teams/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::EditTeam;
use switchroom_domain::team::TeamPatch;
use switchroom_domain::{Command, TeamId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Team, given};

/// What a team is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamEdit {
    /// What people call it: unique in the organization.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// The users who belong to it, all of them.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    members: Option<Vec<Uuid>>,
    /// Whether rooms can be given to it.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    active: Option<bool>,
}

/// Edit a team. Needs `team.manage`; `team.add_members` for its members alone.
#[utoipa::path(
    patch,
    path = "/v1/teams/{id}",
    tag = "teams",
    params(ById),
    responses(
        (status = 200, description = "The team as it is now.", body = Team),
        (status = 409, description = "`taken`: the name."),
    ),
)]
pub(super) async fn edit_team(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<TeamEdit>,
) -> Result<Response, Problem> {
    let members = edit.members.map(|members| members.into_iter().map(UserId).collect());
    let patch = TeamPatch { name: edit.name, members, active: edit.active };
    let done = state.engine().run(&caller, Command::EditTeam(EditTeam { team: TeamId(id), patch })).await?.team()?;
    Ok(answer::ok(&Team::from(&done.value)))
}
