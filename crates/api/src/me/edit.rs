//! `PATCH /v1/me`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::user::UserPatch;
use switchroom_engine::accounts;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{Caller, Json};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{User, UserStatus, given};

/// What one is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnEdit {
    /// What people call one.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// E-mail address; null: none.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    /// Whether one takes new rooms.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    available: Option<bool>,
    /// What one lets others know; null: what one's presence tells.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<UserStatus>)]
    status: Option<Option<UserStatus>>,
    /// The same in words.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    status_text: Option<Option<String>>,
}

/// Edit oneself. For users.
#[utoipa::path(
    patch,
    path = "/v1/me",
    tag = "sessions",
    request_body = OwnEdit,
    responses(
        (status = 200, description = "The user as he is now.", body = User),
        (status = 404, description = "The caller is no user."),
    ),
)]
pub(super) async fn edit_me(State(state): State<ApiState>, caller: Caller, Json(edit): Json<OwnEdit>) -> Result<Response, Problem> {
    let user = caller.access.actor.user().ok_or_else(|| Problem::not_found("user"))?;
    let OwnEdit { name, email, available, status, status_text } = edit;
    let status = status.map(|status| status.map(Into::into));
    let patch = UserPatch { name, email, available, status, status_text, ..UserPatch::default() };
    let done = accounts::edit_user(state.engine(), &caller, user, accounts::UserEdit { password: None, patch }).await?;
    Ok(answer::ok(&User::from(&done.value)))
}
