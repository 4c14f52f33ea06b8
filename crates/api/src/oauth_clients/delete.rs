//! `DELETE /v1/oauth-clients/{id}`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::command::DeleteOAuthClient;
use switchroom_domain::{Command, OAuthClientId};

use crate::answer;
use crate::extract::{ById, Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Forget a program that may log users in. Tokens it got stay good until they expire. Needs `token.manage`.
#[utoipa::path(
    delete,
    path = "/v1/oauth-clients/{id}",
    tag = "oauth clients",
    params(ById),
    responses((status = 204, description = "The program is forgotten.")),
)]
pub(super) async fn delete_oauth_client(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    state.engine().run(&caller, Command::DeleteOAuthClient(DeleteOAuthClient { id: OAuthClientId(id) })).await?;
    Ok(answer::no_content())
}
