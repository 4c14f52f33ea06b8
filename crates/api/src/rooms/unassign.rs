//! `POST /v1/rooms/{id}/unassign`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::UnassignRoom;
use switchroom_domain::{Command, RoomId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::assign::expected;
use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Room, given};

/// From whom a room is to be taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unassignment {
    /// From whom; absent: from all.
    user_id: Option<Uuid>,
    /// The primary assignee there must be now; null: nobody; absent: whoever.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<Uuid>)]
    expected_assignee: Option<Option<Uuid>>,
    /// The version the room must be at.
    expected_version: Option<i64>,
}

/// Take a room from an assignee, or from all. Needs `room.assign`; `room.take` to give it up oneself.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/unassign",
    tag = "rooms",
    request_body = Option<Unassignment>,
    params(ById),
    responses(
        (status = 200, description = "The room as it is now.", body = Room),
        (status = 409, description = "`assigned_otherwise`, with `assignee`; `version_mismatch`; `room_resolved`."),
    ),
)]
pub(super) async fn unassign_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Unassignment>,
) -> Result<Response, Problem> {
    let command = UnassignRoom {
        room: RoomId(id),
        user: post.body.user_id.map(UserId),
        expected: expected(post.body.expected_assignee),
        expected_version: post.body.expected_version,
    };
    let done = state.engine().run(&post.caller, Command::UnassignRoom(command)).await?.room()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Room::new(&done.value.0, post.caller.audience())))
}
