//! `GET /v1/messages/{id}/revisions`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{MessageId, Permission};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::message::Revision;

/// What a message said before its edits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RevisionList<'a> {
    /// Oldest first, without the present one. Empty for a deleted message.
    revisions: Vec<Revision<'a>>,
}

/// List what a message said before its edits. Needs `room.view`; not for contacts.
#[utoipa::path(
    get,
    path = "/v1/messages/{id}/revisions",
    tag = "messages",
    params(ById),
    responses((status = 200, description = "The earlier revisions, oldest first.", body = RevisionList)),
)]
pub(super) async fn list_revisions(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::RoomView)?;
    let store = &state.engine().store;
    let message = store.message(caller.org, MessageId(id)).await?.ok_or_else(|| Problem::not_found("message"))?;
    let revisions = match message.deleted_at {
        Some(_) => Vec::new(),
        None => store.revisions(caller.org, message.id).await?,
    };
    Ok(answer::ok(&RevisionList { revisions: revisions.iter().map(Revision::from).collect() }))
}
