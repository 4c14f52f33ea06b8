//! `PUT /v1/rooms/{id}/flag`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::FlagRoom;
use switchroom_domain::{Command, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Flag, Participant};

/// What the caller has to do about a room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoomFlag {
    /// What; null: nothing.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    flag: Option<Flag>,
}

/// Note what the caller has to do about a room. Needs `room.view`, but for a contact's own.
#[utoipa::path(
    put,
    path = "/v1/rooms/{id}/flag",
    tag = "rooms",
    params(ById),
    responses((status = 200, description = "The caller's part in the room.", body = Participant)),
)]
pub(super) async fn put_room_flag(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(RoomFlag { flag }): Json<RoomFlag>,
) -> Result<Response, Problem> {
    let command = FlagRoom { room: RoomId(id), flag: flag.map(Into::into) };
    let done = state.engine().run(&caller, Command::FlagRoom(command)).await?.participant()?;
    Ok(answer::ok(&Participant::new(&done.value, caller.audience())))
}
