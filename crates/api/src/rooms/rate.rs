//! `POST /v1/rooms/{id}/rating`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::RateRoom;
use switchroom_domain::{Command, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Room;

/// What the caller thinks of how a room was served.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRating {
    /// From 0 to 5, more is better.
    #[schema(minimum = 0, maximum = 5)]
    value: u8,
    /// In words.
    comment: Option<String>,
}

/// Rate how a room was served, in place of an earlier rating. A contact rates its own room; others need `room.edit` where
/// the room is assigned to them, else `room.edit_others`.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/rating",
    tag = "rooms",
    request_body = NewRating,
    params(ById),
    responses((status = 200, description = "The room as it is now.", body = Room)),
)]
pub(super) async fn rate_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<NewRating>,
) -> Result<Response, Problem> {
    let NewRating { value, comment } = post.body;
    let command = RateRoom { room: RoomId(id), value, comment };
    let done = state.engine().run(&post.caller, Command::RateRoom(command)).await?.room()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Room::new(&done.value.0, post.caller.audience())))
}
