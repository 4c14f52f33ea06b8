//! `DELETE /v1/messages/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteMessage;
use switchroom_domain::{Command, MessageId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Delete a message: a tombstone stays. Needs `message.edit` for one's own, else `message.delete_others`.
#[utoipa::path(delete, path = "/v1/messages/{id}", tag = "messages", params(ById), responses((status = 204, description = "The message is deleted.")))]
pub(super) async fn delete_message(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::DeleteMessage(DeleteMessage { message: MessageId(id) })).await?;
    Ok(answer::no_content())
}
