//! `PUT /v1/rooms/{id}/summary`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::SummarizeRoom;
use switchroom_domain::{Command, RoomId};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Room;

/// What a room was about, in short.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSummary {
    /// The summary.
    text: String,
    /// The number of an oddity, as the summariser counts them.
    anomaly: Option<u32>,
    /// The number of a topic, as the summariser counts them.
    topic: Option<u32>,
}

/// Say in short what a room was about, in place of what was said before. Needs `room.edit` where the room is assigned to
/// the caller, else `room.edit_others`.
#[utoipa::path(
    put,
    path = "/v1/rooms/{id}/summary",
    tag = "rooms",
    params(ById),
    responses((status = 200, description = "The room as it is now.", body = Room)),
)]
pub(super) async fn put_room_summary(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(NewSummary { text, anomaly, topic }): Json<NewSummary>,
) -> Result<Response, Problem> {
    let command = SummarizeRoom { room: RoomId(id), text, anomaly: anomaly.map(Into::into), topic: topic.map(Into::into) };
    let (room, _) = state.engine().run(&caller, Command::SummarizeRoom(command)).await?.room()?.value;
    Ok(answer::ok(&Room::new(&room, caller.audience())))
}
