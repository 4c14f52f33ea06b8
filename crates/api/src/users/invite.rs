//! `POST /v1/users/{id}/invite`.

use axum::extract::State;
use axum::response::Response;
use switchroom_domain::UserId;
use switchroom_engine::accounts;

use crate::answer;
use crate::extract::{ById, Caller, Home, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// Mail a user a link to set a password with, which holds for seven days. Earlier links hold no more. Needs `user.manage`.
#[utoipa::path(
    post,
    path = "/v1/users/{id}/invite",
    tag = "users",
    params(ById),
    responses(
        (status = 204, description = "The mail is on its way."),
        (status = 409, description = "`no_mail_server`, or `no_public_url`: what should the link begin with?"),
        (status = 422, description = "`invalid`: the user has no e-mail address, or is not active."),
    ),
)]
pub(super) async fn invite_user(
    State(state): State<ApiState>,
    caller: Caller,
    Home(home): Home,
    Path(ById { id }): Path<ById>,
) -> Result<Response, Problem> {
    accounts::invite(state.engine(), &caller, UserId(id), home).await?;
    Ok(answer::no_content())
}
