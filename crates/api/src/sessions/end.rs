//! `DELETE /v1/sessions/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::EndSession;
use switchroom_domain::{Command, TokenId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// End a session: one's own; anybody's needs `user.manage`.
#[utoipa::path(delete, path = "/v1/sessions/{id}", tag = "sessions", params(ById), responses((status = 204, description = "The session has ended.")))]
pub(super) async fn end_session(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::EndSession(EndSession { session: TokenId(id) })).await?;
    Ok(answer::no_content())
}
