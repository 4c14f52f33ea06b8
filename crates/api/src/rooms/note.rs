//! `PUT /v1/rooms/{id}/note`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::EditRoom;
use switchroom_domain::room::RoomPatch;
use switchroom_domain::{Command, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Room;

/// A remark for colleagues.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    /// The remark; null or blank: none.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    note: Option<String>,
}

/// Put a note on a room. Needs `room.edit` where it is assigned to the caller, else `room.edit_others`.
#[utoipa::path(
    put,
    path = "/v1/rooms/{id}/note",
    tag = "rooms",
    params(ById),
    responses((status = 200, description = "The room as it is now.", body = Room)),
)]
pub(super) async fn put_room_note(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(Note { note }): Json<Note>,
) -> Result<Response, Problem> {
    let patch = RoomPatch { note: Some(note), ..RoomPatch::default() };
    let command = EditRoom { patch, ..EditRoom::of(RoomId(id)) };
    let (room, _) = state.engine().run(&caller, Command::EditRoom(command)).await?.room()?.value;
    Ok(answer::ok(&Room::new(&room, caller.audience())))
}
