//! `POST /v1/sessions`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_engine::access::{self, Password};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::PublicPost;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{Time, User};

/// Who logs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// The name to log in with.
    username: String,
    /// The password.
    password: String,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session<'a> {
    /// The secret of a token that speaks for the user. Shown this once.
    token: &'a str,
    /// When it stops to be taken.
    expires_at: Option<Time>,
    /// The user.
    user: User<'a>,
}

/// Log in to the organization of the host.
#[utoipa::path(
    post,
    path = "/v1/sessions",
    tag = "sessions",
    security(()),
    request_body = Credentials,
    responses(
        (status = 201, description = "A session.", body = Session),
        (status = 401, description = "`wrong_credentials`."),
    ),
)]
pub(super) async fn create_session(State(state): State<ApiState>, post: PublicPost<Credentials>) -> Result<Response, Problem> {
    state.limits().login(post.host.address)?;
    let Credentials { username, password } = post.body;
    let (user, issued) = access::log_in(state.engine(), post.host.org, &username, Password::Plain(password)).await?;
    let session = Session { token: &issued.secret, expires_at: issued.token.expires_at.map(Time), user: User::from(&user) };
    Ok(answer::json(StatusCode::CREATED, &session))
}
