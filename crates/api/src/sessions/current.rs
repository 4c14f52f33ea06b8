//! `DELETE /v1/sessions/current`.

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use switchroom_domain::Command;
use switchroom_domain::command::RevokeToken;

use crate::answer;
use crate::extract::{ByHttps, Caller, Credential, SessionCookie};
use crate::problem::Problem;
use crate::state::ApiState;

/// Log out: revoke the token that is shown. A cookie that holds it is cleared.
#[utoipa::path(
    delete,
    path = "/v1/sessions/current",
    tag = "sessions",
    responses((status = 204, description = "The token is revoked.")),
)]
pub(super) async fn delete_current_session(
    State(state): State<ApiState>,
    by_https: ByHttps,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = caller.access.credential.ok_or_else(|| Problem::not_found("token"))?;
    state.engine().run(&caller, Command::RevokeToken(RevokeToken { token })).await?;
    let mut response = answer::no_content();
    if let Some(Credential::Cookie(_)) = Credential::of(&headers) {
        SessionCookie { by_https }.clear(&mut response)?;
    }
    Ok(response)
}
