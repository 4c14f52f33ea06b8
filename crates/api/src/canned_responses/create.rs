//! `POST /v1/canned-responses`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use switchroom_domain::Command;
use switchroom_domain::command::CreateCannedResponse;
use utoipa::ToSchema;
use uuid::Uuid;

use super::scope;
use crate::answer;
use crate::extract::Post;
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{CannedResponse, CannedScope};

/// A canned response to be created.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCannedResponse {
    /// What one types to say it: one word of at most 64 characters, unique among those of the same scope.
    shortcut: String,
    /// What is said: at most 10,000 characters. Whoever says it fills in the variables: `{{contact.name}}`, `{{contact.email}}`,
    /// `{{user.name}}`, `{{room.number}}`, `{{room.topic}}`. There are no others.
    text: String,
    /// Who may use it.
    scope: CannedScope,
    /// The team whose it is: with the scope `team`.
    team_id: Option<Uuid>,
    /// Words by which it is found.
    #[serde(default)]
    tags: Vec<String>,
}

/// Create a canned response. Needs `canned_response.edit`.
///
/// With the scope `team` also `canned_response.edit_team`, for a team of one's own, or `canned_response.edit_all`; with `all`,
/// `canned_response.edit_all`.
#[utoipa::path(
    post,
    path = "/v1/canned-responses",
    tag = "canned responses",
    request_body = NewCannedResponse,
    responses(
        (status = 201, description = "The canned response was created.", body = CannedResponse),
        (status = 409, description = "`taken`: the shortcut."),
    ),
)]
pub(super) async fn create_canned_response(State(state): State<ApiState>, post: Post<NewCannedResponse>) -> Result<Response, Problem> {
    let NewCannedResponse { shortcut, text, scope, team_id, tags } = post.body;
    let scope = scope::meant(&post.caller, scope, team_id)?;
    let command = CreateCannedResponse { id: state.engine().new_id(), shortcut, text, scope, tags };
    let done = state.engine().run(&post.caller, Command::CreateCannedResponse(command)).await?.canned_response()?;
    Ok(answer::done(StatusCode::CREATED, done.replayed, &CannedResponse::from(&done.value)))
}
