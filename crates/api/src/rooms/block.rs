//! `POST /v1/rooms/{id}/block`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::command::BlockParticipant;
use switchroom_domain::{Command, ContactId, Person, RoomId, UserId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Participant;

/// Who is to be blocked: a contact or a user.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Blocking {
    /// The contact.
    contact_id: Option<Uuid>,
    /// The user.
    user_id: Option<Uuid>,
    /// Whether to block, or no longer.
    blocked: bool,
}

/// Block somebody in a room, or no longer. Needs `room.block`.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/block",
    tag = "rooms",
    request_body = Blocking,
    params(ById),
    responses((status = 200, description = "That person's part in the room.", body = Participant)),
)]
pub(super) async fn block_participant(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<Blocking>,
) -> Result<Response, Problem> {
    let person = match (post.body.contact_id, post.body.user_id) {
        (Some(contact), None) => Person::Contact(ContactId(contact)),
        (None, Some(user)) => Person::User(UserId(user)),
        _ => return Err(Problem::invalid("contact_id", "either contact_id or user_id must be given")),
    };
    let command = BlockParticipant { room: RoomId(id), person, blocked: post.body.blocked };
    let done = state.engine().run(&post.caller, Command::BlockParticipant(command)).await?.participant()?;
    Ok(answer::done(StatusCode::OK, done.replayed, &Participant::new(&done.value, post.caller.audience())))
}
