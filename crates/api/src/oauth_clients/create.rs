//! `POST /v1/oauth-clients`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use switchroom_engine::oauth_clients;
use utoipa::ToSchema;

use super::view::OAuthClient;
use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;

/// A program to be registered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOAuthClient {
    /// What people call it.
    name: String,
}

/// A program, with the secret that is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CreatedOAuthClient)]
pub(crate) struct CreatedOAuthClient<'a> {
    /// The program.
    #[serde(flatten)]
    client: OAuthClient<'a>,
    /// What it shows as `client_secret`.
    secret: &'a str,
}

/// Register a program that may log users in over a dialect's OAuth. Needs `token.manage`.
#[utoipa::path(
    post,
    path = "/v1/oauth-clients",
    tag = "oauth clients",
    request_body = NewOAuthClient,
    responses((status = 201, description = "The program, with its secret.", body = CreatedOAuthClient)),
)]
pub(super) async fn create_oauth_client(State(state): State<ApiState>, post: Post<NewOAuthClient>) -> Result<Response, Problem> {
    let done = oauth_clients::create(state.engine(), &post.caller, &post.body.name).await?;
    let created = CreatedOAuthClient { client: OAuthClient::from(&done.value.client), secret: &done.value.secret };
    Ok(answer::done(StatusCode::CREATED, done.replayed, &created))
}
