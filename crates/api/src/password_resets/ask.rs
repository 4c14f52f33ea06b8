//! `POST /v1/password-resets`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::limits;
use switchroom_engine::{EngineError, accounts};
use utoipa::ToSchema;

use crate::extract::{Home, PublicPost};
use crate::problem::Problem;
use crate::state::ApiState;

/// Who forgot his password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgottenPassword {
    /// His user name or e-mail address.
    login: String,
}

/// Ask for a link to set another password with. It is mailed to the user's address, holds for an hour and is good once. The answer
/// tells nothing of whether there is such a user.
#[utoipa::path(
    post,
    path = "/v1/password-resets",
    tag = "sessions",
    security(()),
    request_body = ForgottenPassword,
    responses(
        (status = 202, description = "If there is such a user, he is written to."),
        (status = 422, description = "`invalid`: nobody can have that name."),
    ),
)]
pub(super) async fn ask_password_reset(
    State(state): State<ApiState>,
    Home(home): Home,
    post: PublicPost<ForgottenPassword>,
) -> Result<Response, Problem> {
    state.limits().login(post.host.address)?;
    let login = limits::name("login", &post.body.login).map_err(EngineError::from)?;
    let engine = Arc::clone(state.http().engine());
    // Not waited for: the time taken would tell whether there is such a user.
    tokio::spawn(async move {
        if let Err(error) = accounts::ask_reset(&engine, post.host.org, &login, home.as_deref()).await {
            switchroom_http::log_fault(&error);
        }
    });
    Ok(StatusCode::ACCEPTED.into_response())
}
