//! `GET /v1/messages/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::MessageId;
use switchroom_domain::message::Visibility;

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::rooms::visible_room;
use crate::state::ApiState;
use crate::wire::Message;

/// Get a message. Needs `room.view`, but for a contact's own room.
#[utoipa::path(get, path = "/v1/messages/{id}", tag = "messages", params(ById), responses((status = 200, description = "The message.", body = Message)))]
pub(super) async fn get_message(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    let not_found = || Problem::not_found("message");
    if caller.contact().is_none() {
        caller.access.require(switchroom_domain::Permission::RoomView)?;
    }
    let message = state.engine().store.message(caller.org, MessageId(id)).await?.ok_or_else(not_found)?;
    if caller.contact().is_some() {
        let hidden = message.visibility == Visibility::Internal || visible_room(&state, &caller, message.room).await.is_err();
        if hidden {
            return Err(not_found());
        }
    }
    Ok(answer::ok(&Message::new(&message, caller.audience())))
}
