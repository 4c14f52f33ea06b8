//! `POST /v1/rooms/{id}/viewing`.

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

/// Whether the caller looks at a room.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewViewing {
    /// Whether he looks at it; else he left. Who looks at it says so again every few seconds: after 10 he counts as one who left.
    viewing: bool,
}

impl NewViewing {
    /// Tells the users who listen to the room, here and at other nodes.
    pub(crate) async fn tell(self, state: &ApiState, caller: &switchroom_engine::Caller, room: RoomId) -> Result<(), Problem> {
        activity::tell(state, caller, SayActivity { room, kind: ActivityKind::Viewing, active: self.viewing }).await
    }
}

/// Say that the caller looks at a room, or left it. Needs `room.view`; not for contacts.
///
/// It is told to the other users who listen to the room or to the log on a socket just then, never to contacts, and kept nowhere: at
/// most once a second that somebody looks, and at once that he left. A socket's frame `viewing` does the same. An `Idempotency-Key` is
/// passed over.
#[utoipa::path(
    post,
    path = "/v1/rooms/{id}/viewing",
    tag = "rooms",
    request_body = NewViewing,
    params(ById),
    responses(
        (status = 204, description = "Whoever listens is told."),
    ),
)]
pub(super) async fn say_viewing(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<NewViewing>,
) -> Result<Response, Problem> {
    post.body.tell(&state, &post.caller, RoomId(id)).await?;
    Ok(answer::no_content())
}
