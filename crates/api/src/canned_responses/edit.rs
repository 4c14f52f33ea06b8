//! `PATCH /v1/canned-responses/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::canned_response::CannedResponsePatch;
use switchroom_domain::command::EditCannedResponse;
use switchroom_domain::{CannedResponseId, Command};
use utoipa::ToSchema;
use uuid::Uuid;

use super::scope;
use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{CannedResponse, CannedScope, given};

/// What a canned response is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CannedResponseEdit {
    /// What one types to say it: one word of at most 64 characters, unique among those of the same scope.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    shortcut: Option<String>,
    /// What is said.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    text: Option<String>,
    /// Who may use it; what is `personal` becomes the caller's own.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    scope: Option<CannedScope>,
    /// The team whose it is: with the scope `team`.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    team_id: Option<Uuid>,
    /// Words by which it is found, all of them.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    tags: Option<Vec<String>>,
}

/// Edit a canned response. Needs what creating it needs, before and after.
#[utoipa::path(
    patch,
    path = "/v1/canned-responses/{id}",
    tag = "canned responses",
    params(ById),
    responses(
        (status = 200, description = "The canned response as it is now.", body = CannedResponse),
        (status = 409, description = "`taken`: the shortcut."),
    ),
)]
pub(super) async fn edit_canned_response(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<CannedResponseEdit>,
) -> Result<Response, Problem> {
    let scope = match (edit.scope, edit.team_id) {
        (None, None) => None,
        (scope, team) => Some(scope::meant(&caller, scope.unwrap_or(CannedScope::Team), team)?),
    };
    let patch = CannedResponsePatch { shortcut: edit.shortcut, text: edit.text, scope, tags: edit.tags };
    let command = EditCannedResponse { canned_response: CannedResponseId(id), patch };
    let done = state.engine().run(&caller, Command::EditCannedResponse(command)).await?.canned_response()?;
    Ok(answer::ok(&CannedResponse::from(&done.value)))
}
