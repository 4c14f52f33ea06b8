//! `POST /v1/teams`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::CreateTeam;
use switchroom_domain::{Command, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Team;

/// A team to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTeam {
    /// What people call it: unique in the organization.
    name: String,
    /// The users who belong to it.
    #[serde(default)]
    members: Vec<Uuid>,
}

/// Create a team. Needs `team.manage`.
#[utoipa::path(
    post,
    path = "/v1/teams",
    tag = "teams",
    request_body = NewTeam,
    responses(
        (status = 201, description = "The team was created.", body = Team),
        (status = 404, description = "There is no such user."),
        (status = 409, description = "`taken`: the name."),
    ),
)]
pub(super) async fn create_team(State(state): State<ApiState>, post: Post<NewTeam>) -> Result<Response, Problem> {
    let NewTeam { name, members } = post.body;
    let command = CreateTeam { id: state.engine().new_id(), name, members: members.into_iter().map(UserId).collect() };
    let done = state.engine().run(&post.caller, Command::CreateTeam(command)).await?.team()?;
    Ok(answer::done(StatusCode::CREATED, done.replayed, &Team::from(&done.value)))
}
