//! `POST /v1/rooms/{id}/tags`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::TagRoom;
use switchroom_domain::{Command, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Room;

/// Which tags to put on a room and which to take off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TagChange {
    /// Tags to put on.
    #[serde(default)]
    add: Vec<String>,
    /// Tags to take off.
    #[serde(default)]
    remove: Vec<String>,
}

/// Put tags on a room and take others off. Needs `room.edit` where it is assigned to the caller, else
/// `room.edit_others`.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/tags",
    tag = "rooms",
    request_body = TagChange,
    params(ById),
    responses((status = 200, description = "The room as it is now.", body = Room)),
)]
pub(super) async fn tag_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<TagChange>,
) -> Result<Response, Problem> {
    let TagChange { add, remove } = post.body;
    let command = TagRoom { room: RoomId(id), add, remove };
    let done = state.engine().run(&post.caller, Command::TagRoom(command)).await?.room()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Room::new(&done.value.0, post.caller.audience())))
}
