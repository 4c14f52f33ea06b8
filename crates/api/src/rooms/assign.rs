//! `POST /v1/rooms/{id}/assign`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::{AssignRoom, ExpectedAssignee};
use switchroom_domain::{Command, RoomId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Room, given};

/// To whom a room is to be assigned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assignment {
    /// To whom.
    user_id: Uuid,
    /// Beside those already assigned, instead of in their place.
    #[serde(default)]
    also: bool,
    /// The primary assignee there must be now; null: nobody; absent: whoever.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<Uuid>)]
    expected_assignee: Option<Option<Uuid>>,
    /// The version the room must be at.
    expected_version: Option<i64>,
}

/// Who must be assigned, as the wire tells it.
pub(super) fn expected(given: Option<Option<Uuid>>) -> ExpectedAssignee {
    given.map_or(ExpectedAssignee::Anybody, |assignee| ExpectedAssignee::Exactly(assignee.map(UserId)))
}

/// Assign a room. Needs `room.assign`; `room.take` for an unassigned room to oneself.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/assign",
    tag = "rooms",
    request_body = Assignment,
    params(ById),
    responses(
        (status = 200, description = "The room as it is now.", body = Room),
        (status = 409, description = "`assigned_otherwise`, with `assignee`; `version_mismatch`; `room_resolved`."),
    ),
)]
pub(super) async fn assign_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Assignment>,
) -> Result<Response, Problem> {
    let command = AssignRoom {
        room: RoomId(id),
        user: UserId(post.body.user_id),
        also: post.body.also,
        expected: expected(post.body.expected_assignee),
        expected_version: post.body.expected_version,
    };
    let done = state.engine().run(&post.caller, Command::AssignRoom(command)).await?.room()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Room::new(&done.value.0, post.caller.audience())))
}
