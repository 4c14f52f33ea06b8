//! `POST /v1/users`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_engine::accounts::{self, PasswordRule};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::User;

/// A user to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    /// The name to log in with: unique in the organization.
    username: String,
    /// What people call the user; absent: the username.
    name: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// The password; absent: the user cannot log in until one is set.
    password: Option<String>,
    /// Names of roles.
    #[serde(default)]
    roles: Vec<String>,
    /// Whether it is a program.
    #[serde(default)]
    bot: bool,
}

/// Create a user. Needs `user.create`, and for roles what giving them needs: see `PATCH /v1/users/{id}`.
#[utoipa::path(
    post,
    path = "/v1/users",
    tag = "users",
    request_body = NewUser,
    responses(
        (status = 201, description = "The user was created.", body = User),
        (status = 409, description = "`taken`: the username."),
    ),
)]
pub(super) async fn create_user(State(state): State<ApiState>, post: Post<NewUser>) -> Result<Response, Problem> {
    let NewUser { username, name, email, password, roles, bot } = post.body;
    let new = accounts::NewUser { username, name, email, password, password_rule: PasswordRule::Ours, roles, bot };
    let done = accounts::create_user(state.engine(), &post.caller, new).await?;
    Ok(answer::done(StatusCode::CREATED, done.replayed, &User::from(&done.value)))
}
