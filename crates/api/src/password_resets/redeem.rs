//! `POST /v1/password-resets/redeem`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_engine::accounts;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::PublicPost;
use crate::problem::Problem;
use crate::state::ApiState;

/// A password, with the token of the link that was mailed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Redemption {
    /// The token: what follows `#token=` in the link.
    token: String,
    /// The new password: 12 characters at the least, not the user name, and none that is guessed first.
    password: String,
}

/// Set a password with a link that was mailed: of a reset, or of an invitation. All sessions of the user end.
#[utoipa::path(
    post,
    path = "/v1/password-resets/redeem",
    tag = "sessions",
    security(()),
    request_body = Redemption,
    responses(
        (status = 204, description = "The password is set."),
        (status = 401, description = "`invalid_token`: it is unknown, was used, or is too old."),
    ),
)]
pub(super) async fn redeem_password_reset(State(state): State<ApiState>, post: PublicPost<Redemption>) -> Result<Response, Problem> {
    state.limits().login(post.host.address)?;
    let Redemption { token, password } = post.body;
    accounts::redeem(state.engine(), &token, password).await?;
    Ok(answer::no_content())
}
