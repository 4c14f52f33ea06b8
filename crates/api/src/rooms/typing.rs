//! `POST /v1/rooms/{id}/typing`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::RoomId;
use switchroom_engine::activity::SayActivity;
use switchroom_engine::ports::ActivityKind;
use utoipa::ToSchema;

use super::activity;
use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;

/// Whether the caller types in a room.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTyping {
    /// Whether he types; else he stopped. Who types says so again every few seconds: after 10 he counts as one who stopped.
    typing: bool,
    /// Whether what he types is for those who answer only. Not for contacts.
    #[serde(default)]
    #[schema(default = false)]
    internal: bool,
}

impl NewTyping {
    /// Tells whoever listens to the room, here and at other nodes.
    pub(crate) async fn tell(self, state: &ApiState, caller: &switchroom_engine::Caller, room: RoomId) -> Result<(), Problem> {
        let kind = if self.internal { ActivityKind::TypingInternally } else { ActivityKind::Typing };
        activity::tell(state, caller, SayActivity { room, kind, active: self.typing }).await
    }
}

/// Say that the caller types, or stopped. Needs `message.post` and `room.view`, but for a contact in its own room.
///
/// It is told to whoever listens to the room just then, on a socket or a stream, and kept nowhere: at most once a second that
/// somebody types, and at once that he stopped. Whoever may not post there is refused as his message would be. A socket's frame
/// `typing` does the same. An `Idempotency-Key` is passed over.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/typing",
    tag = "rooms",
    request_body = NewTyping,
    params(ById),
    responses(
        (status = 204, description = "Whoever listens is told."),
        (status = 403, description = "`forbidden`; `blocked`."),
        (status = 409, description = "`room_resolved`."),
    ),
)]
pub(super) async fn say_typing(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<NewTyping>,
) -> Result<Response, Problem> {
    post.body.tell(&state, &post.caller, RoomId(id)).await?;
    Ok(answer::no_content())
}
