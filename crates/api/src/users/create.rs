//! `POST /v1/users`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_engine::accounts::{self, PasswordRule};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{Home, Post};
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
    /// Whether the user is mailed a link to set a password with, which holds for seven days. Needs an e-mail address, and no
    /// `password`.
    #[serde(default)]
    invite: bool,
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
        (status = 409, description = "`taken`: the username. `no_mail_server`, `no_public_url`: nobody can be invited."),
    ),
)]
pub(super) async fn create_user(State(state): State<ApiState>, Home(home): Home, post: Post<NewUser>) -> Result<Response, Problem> {
    let NewUser { username, name, email, password, invite, roles, bot } = post.body;
    if invite && password.is_some() {
        return Err(Problem::invalid("password", "password must not be given to who is invited"));
    }
    if invite && email.as_deref().is_none_or(|email| email.trim().is_empty()) {
        return Err(Problem::invalid("email", "email must be given: the invitation goes there"));
    }
    let invitation_home = if invite { Some(accounts::can_invite(state.engine(), home)?) } else { None };
    let new = accounts::NewUser { username, name, email, password, password_rule: PasswordRule::Ours, roles, bot };
    let done = accounts::create_user(state.engine(), &post.caller, new).await?;
    if let Some(home) = invitation_home.filter(|_| !done.replayed) {
        accounts::send_invitation(state.engine(), &done.value, &home).await?;
    }
    Ok(answer::done(StatusCode::CREATED, done.replayed, &User::from(&done.value)))
}
