//! `GET /v1/rooms/{id}`, and what a caller may see of rooms.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::{Permission, RoomId, room};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Room;

/// The room, if the caller may see it: a contact sees its own only.
pub(crate) async fn visible_room(state: &ApiState, caller: &Caller, id: RoomId) -> Result<room::Room, Problem> {
    let contact = caller.contact();
    if contact.is_none() {
        caller.access.require(Permission::RoomView)?;
    }
    let room = state.engine().store.room(caller.org, id).await?;
    let visible = room.filter(|room| contact.is_none_or(|contact| contact == room.facts.contact));
    visible.ok_or_else(|| Problem::not_found("room"))
}

/// Get a room. Needs `room.view`, but for a contact's own.
#[utoipa::path(get, path = "/v1/rooms/{id}", tag = "rooms", params(ById), responses((status = 200, description = "The room.", body = Room)))]
pub(super) async fn get_room(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    let room = visible_room(&state, &caller, RoomId(id)).await?;
    Ok(answer::ok(&Room::new(&room, caller.audience())))
}
