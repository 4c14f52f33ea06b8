//! `POST /v1/rooms/{id}/claim`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::{AssignRoom, ExpectedAssignee};
use switchroom_domain::{Command, Permission, Refusal, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Room;

/// Nothing needs to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {}

/// Take a room that nobody is assigned to. Of two who claim it one is told who was faster. Needs `room.take`.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/claim",
    tag = "rooms",
    request_body = Option<Claim>,
    params(ById),
    responses(
        (status = 200, description = "The room is the caller's.", body = Room),
        (status = 409, description = "`assigned_otherwise`, with `assignee`; `room_resolved`."),
    ),
)]
pub(super) async fn claim_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Claim>,
) -> Result<Response, Problem> {
    let user = post.caller.access.actor.user().ok_or(Refusal::Forbidden { permission: Permission::RoomTake.as_str() })?;
    let expected = ExpectedAssignee::Exactly(None);
    let command = AssignRoom { room: RoomId(id), user, also: false, expected, expected_version: None };
    let done = state.engine().run(&post.caller, Command::AssignRoom(command)).await?.room()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Room::new(&done.value.0, post.caller.audience())))
}
