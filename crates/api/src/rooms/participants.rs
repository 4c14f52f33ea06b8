//! `GET /v1/rooms/{id}/participants`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{Person, RoomId};
use utoipa::ToSchema;

use super::visible_room;
use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Participant;

/// The parts in a room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParticipantList {
    /// In the order of joining.
    participants: Vec<Participant>,
}

/// List who takes part in a room. Needs `room.view`, but for a contact's own.
#[utoipa::path(
    get,
    path = "/v1/rooms/{id}/participants",
    tag = "rooms",
    params(ById),
    responses((status = 200, description = "The parts in the room, in the order of joining.", body = ParticipantList)),
)]
pub(super) async fn list_participants(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    let room = visible_room(&state, &caller, RoomId(id)).await?;
    let participants = state.engine().store.participants(caller.org, room.facts.id).await?;
    let mut told = Vec::with_capacity(participants.len());
    for participant in &participants {
        let name = user_name(&state, &caller, participant.person).await?;
        told.push(Participant::new(participant, caller.audience()).named(name));
    }
    Ok(answer::ok(&ParticipantList { participants: told }))
}

/// What to call a user: whoever talks with him in a room may know.
async fn user_name(state: &ApiState, caller: &Caller, person: Person) -> Result<Option<String>, Problem> {
    match person {
        Person::User(user) => Ok(state.engine().user(caller.org, user).await?.map(|user| user.name.clone())),
        Person::Contact(_) => Ok(None),
    }
}
