//! `POST /v1/rooms/{id}/archive`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::ArchiveRoom;
use switchroom_domain::{Command, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Participant;

/// Whether the caller puts a room away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Archiving {
    /// Whether to put it away, or take it out again.
    archived: bool,
}

/// Put a room away for oneself, or take it out again.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/archive",
    tag = "rooms",
    request_body = Archiving,
    params(ById),
    responses((status = 200, description = "The caller's part in the room.", body = Participant)),
)]
pub(super) async fn archive_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Archiving>,
) -> Result<Response, Problem> {
    let command = ArchiveRoom { room: RoomId(id), archived: post.body.archived };
    let done = state.engine().run(&post.caller, Command::ArchiveRoom(command)).await?.participant()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Participant::new(&done.value, post.caller.audience())))
}
