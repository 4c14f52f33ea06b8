//! `POST /v1/users/{id}/invite`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::UserId;
use switchroom_engine::accounts;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Home, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;

/// Nothing need be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInvitation {}

/// Mail a user a link to set a password with, which holds for seven days. Earlier links hold no more. Needs `user.manage`.
#[utoipa::path(
    post,
    path = "/v1/users/{id}/invite",
    tag = "users",
    request_body = Option<NewInvitation>,
    params(ById),
    responses(
        (status = 204, description = "The mail is on its way."),
        (status = 409, description = "`no_mail_server`, or `no_public_url`: what should the link begin with?"),
        (status = 422, description = "`invalid`: the user has no e-mail address, or is not active."),
    ),
)]
pub(super) async fn invite_user(
    State(state): State<ApiState>,
    Home(home): Home,
    Path(ById { id }): Path<ById>,
    post: Post<NewInvitation>,
) -> Result<Response, Problem> {
    accounts::invite(state.engine(), &post.caller, UserId(id), home).await?;
    Ok(answer::no_content())
}
