//! `DELETE /v1/sessions/current`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::Command;
use switchroom_domain::command::RevokeToken;

use crate::answer;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;

/// Log out: revoke the token that is shown.
#[utoipa::path(
    delete,
    path = "/v1/sessions/current",
    tag = "sessions",
    responses((status = 204, description = "The token is revoked.")),
)]
pub(super) async fn delete_current_session(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    let token = caller.access.credential.ok_or_else(|| Problem::not_found("token"))?;
    state.engine().run(&caller, Command::RevokeToken(RevokeToken { token })).await?;
    Ok(answer::no_content())
}
