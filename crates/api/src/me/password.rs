//! `PUT /v1/me/password`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_engine::accounts;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{Caller, Json};
use crate::problem::Problem;
use crate::state::ApiState;

/// A new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// The present one.
    current: String,
    /// The new one: 12 characters at the least, not the user name, and none that is guessed first.
    new: String,
}

/// Change one's own password. All sessions but this one end, and the user is written to.
#[utoipa::path(
    put,
    path = "/v1/me/password",
    tag = "sessions",
    request_body = NewPassword,
    responses(
        (status = 204, description = "The password is changed."),
        (status = 404, description = "The caller is no user."),
        (status = 422, description = "`invalid`: the field `current` is wrong, or `new` is too easy."),
        (status = 429, description = "`too_many_logins`: the present one was wrong too often."),
    ),
)]
pub(super) async fn change_password(
    State(state): State<ApiState>,
    caller: Caller,
    Json(NewPassword { current, new }): Json<NewPassword>,
) -> Result<Response, Problem> {
    accounts::change_password(state.engine(), &caller, current, new).await?;
    Ok(answer::no_content())
}
