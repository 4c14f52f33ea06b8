//! `DELETE /v1/sessions`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::Command;
use switchroom_domain::command::EndSessions;

use crate::answer;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;

/// End one's own sessions, all but the one of this request.
#[utoipa::path(delete, path = "/v1/sessions", tag = "sessions", responses((status = 204, description = "The other sessions have ended.")))]
pub(super) async fn end_other_sessions(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    let user = caller.access.actor.user().ok_or_else(|| Problem::not_found("user"))?;
    state.engine().run(&caller, Command::EndSessions(EndSessions { user })).await?;
    Ok(answer::no_content())
}
