//! `POST` and `DELETE /v1/rooms/{id}/snooze`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::{SnoozeRoom, WakeRoom};
use switchroom_domain::{Command, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Room, Time};

/// How long a room is to be snoozed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSnooze {
    /// Until when: in the future, within a year.
    until: Time,
}

/// Snooze a room. Needs `room.edit` where it is assigned to the caller, else `room.edit_others`.
///
/// It wakes at that time, or when its contact writes before. Snoozed again, it wakes at the new time.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/snooze",
    tag = "rooms",
    request_body = NewSnooze,
    params(ById),
    responses(
        (status = 200, description = "The room is snoozed.", body = Room),
        (status = 409, description = "`room_resolved`."),
    ),
)]
pub(super) async fn snooze_room(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<NewSnooze>,
) -> Result<Response, Problem> {
    let Time(until) = post.body.until;
    run(&state, &post.caller, Command::SnoozeRoom(SnoozeRoom { room: RoomId(id), until })).await
}

/// Wake a snoozed room. Needs `room.edit` where it is assigned to the caller, else `room.edit_others`.
#[utoipa::path(
    delete,
    path = "/v1/rooms/{id}/snooze",
    tag = "rooms",
    params(ById),
    responses((status = 200, description = "The room is awake.", body = Room)),
)]
pub(super) async fn wake_room(State(state): State<ApiState>, Path(ById { id }): Path<ById>, caller: Caller) -> Result<Response, Problem> {
    run(&state, &caller, Command::WakeRoom(WakeRoom { room: RoomId(id), when_due: false })).await
}

async fn run(state: &ApiState, caller: &Caller, command: Command) -> Result<Response, Problem> {
    let done = state.engine().run(caller, command).await?.room()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Room::new(&done.value.0, caller.audience())))
}
