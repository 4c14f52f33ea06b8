//! `POST /v1/channels/{id}/identity-secret`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_domain::ChannelId;
use switchroom_engine::channels;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Path, Post};
use crate::problem::Problem;
use crate::state::ApiState;

/// Nothing need be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewIdentitySecret {}

/// The secret that vouches for visitors of a web channel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IdentitySecret<'a> {
    /// The key of HMAC-SHA256, to be used as the bytes of this text. Shown this once.
    secret: &'a str,
}

/// Give a web channel a new secret that vouches for visitors. The one before it is good no longer. Needs `channel.manage`.
#[utoipa::path(
    post,
    path = "/v1/channels/{id}/identity-secret",
    tag = "channels",
    request_body = Option<NewIdentitySecret>,
    params(ById),
    responses((status = 200, description = "The new secret.", body = IdentitySecret)),
)]
pub(super) async fn set_identity_secret(
    State(state): State<ApiState>,
    Path(ById { id }): Path<ById>,
    post: Post<NewIdentitySecret>,
) -> Result<Response, Problem> {
    let done = channels::set_identity_secret(state.engine(), &post.caller, ChannelId(id)).await?;
    Ok(answer::done(StatusCode::OK, done.replayed, &IdentitySecret { secret: &done.value }))
}
