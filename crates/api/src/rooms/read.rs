//! `POST /v1/rooms/{id}/read`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::MarkRead;
use switchroom_domain::{Command, MessageId, RoomId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Participant;

/// How far the caller has read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadMark {
    /// The last message read; absent: the last one there is.
    message_id: Option<Uuid>,
}

/// Move the caller's read mark. It only moves forward.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/read",
    tag = "rooms",
    request_body = Option<ReadMark>,
    params(ById),
    responses((status = 200, description = "The caller's part in the room.", body = Participant)),
)]
pub(super) async fn mark_room_read(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<ReadMark>,
) -> Result<Response, Problem> {
    let command = MarkRead { room: RoomId(id), up_to: post.body.message_id.map(MessageId) };
    let done = state.engine().run(&post.caller, Command::MarkRead(command)).await?.participant()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Participant::new(&done.value, post.caller.audience())))
}
