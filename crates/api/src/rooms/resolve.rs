//! `POST /v1/rooms/{id}/resolve` and `POST /v1/rooms/{id}/reopen`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::{ReopenRoom, ResolveRoom};
use switchroom_domain::{Command, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Room;

/// Where the room must stand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expectation {
    /// The version the room must be at.
    expected_version: Option<i64>,
}

/// How a room is to be resolved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resolution {
    /// What to say about it in the room: everybody there may see it.
    comment: Option<String>,
    /// The tags, all of them; absent: they stay.
    tags: Option<Vec<String>>,
    /// The version the room must be at.
    expected_version: Option<i64>,
}

/// Resolve a room. Needs `room.resolve` where it is assigned to the caller, else `room.resolve_others`.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/resolve",
    tag = "rooms",
    request_body = Option<Resolution>,
    params(ById),
    responses(
        (status = 200, description = "The room is resolved.", body = Room),
        (status = 409, description = "`version_mismatch`, with `current_version`."),
    ),
)]
pub(super) async fn resolve_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Resolution>,
) -> Result<Response, Problem> {
    let Resolution { comment, tags, expected_version } = post.body;
    let comment = comment.filter(|comment| !comment.trim().is_empty());
    let command = ResolveRoom { comment, tags, expected_version, ..ResolveRoom::of(RoomId(id)) };
    run(&state, &post.caller, Command::ResolveRoom(command)).await
}

/// Open a resolved room again. Needs `room.resolve` where it is assigned to the caller, else `room.resolve_others`.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/reopen",
    tag = "rooms",
    request_body = Option<Expectation>,
    params(ById),
    responses(
        (status = 200, description = "The room is open.", body = Room),
        (status = 409, description = "`other_room_open`, with `room_id`; `version_mismatch`."),
    ),
)]
pub(super) async fn reopen_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Expectation>,
) -> Result<Response, Problem> {
    let command = ReopenRoom { room: RoomId(id), expected_version: post.body.expected_version };
    run(&state, &post.caller, Command::ReopenRoom(command)).await
}

async fn run(state: &ApiState, caller: &Caller, command: Command) -> Result<Response, Problem> {
    let done = state.engine().run(caller, command).await?.room()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Room::new(&done.value.0, caller.audience())))
}
