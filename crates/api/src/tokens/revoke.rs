//! `DELETE /v1/tokens/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::RevokeToken;
use switchroom_domain::{Command, TokenId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Revoke a token. Needs `token.manage`, but for the token that is shown.
#[utoipa::path(delete, path = "/v1/tokens/{id}", tag = "tokens", params(ById), responses((status = 204, description = "The token is revoked.")))]
pub(super) async fn revoke_token(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::RevokeToken(RevokeToken { token: TokenId(id) })).await?;
    Ok(answer::no_content())
}
