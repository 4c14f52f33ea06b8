//! `PATCH /v1/users/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::UserId;
use switchroom_domain::user::UserPatch;
use switchroom_engine::accounts;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::{ById, Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::{User, UserStatus, given};

/// What a user is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserEdit {
    /// The name to log in with: unique in the organization.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    username: Option<String>,
    /// What people call the user.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// E-mail address; null: none.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    /// New password.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    password: Option<String>,
    /// Names of the roles, all of them.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    roles: Option<Vec<String>>,
    /// Whether the user may do anything at all.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    active: Option<bool>,
    /// Whether the user takes new rooms.
    #[serde(default, deserialize_with = "given::present")]
    #[schema(nullable = false)]
    available: Option<bool>,
    /// What the user lets others know; null: what his presence tells.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<UserStatus>)]
    status: Option<Option<UserStatus>>,
    /// The same in words.
    #[serde(default, deserialize_with = "given::nullable")]
    #[schema(value_type = Option<String>)]
    status_text: Option<Option<String>>,
}

/// Edit a user. One's own name, username, e-mail address, password, availability and status are one's own business.
///
/// Of others these need `user.manage`; whether they take rooms `agent.manage`; whether they are active `user.edit_active`. The
/// roles agent, manager and monitor are given and taken with `agent.manage`, `manager.manage` and `monitor.manage`, all
/// roles with `role.assign` (admin: `role.assign_admin` too) by whoever holds all that they allow. Whoever changes how
/// somebody logs in, or whether, must hold all that his roles allow.
#[utoipa::path(
    patch,
    path = "/v1/users/{id}",
    tag = "users",
    params(ById),
    responses(
        (status = 200, description = "The user as it is now.", body = User),
        (status = 409, description = "`taken`: the username."),
    ),
)]
pub(super) async fn edit_user(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<UserEdit>,
) -> Result<Response, Problem> {
    let UserEdit { username, name, email, password, roles, active, available, status, status_text } = edit;
    let status = status.map(|status| status.map(Into::into));
    let patch = UserPatch { username, name, email, roles, active, available, status, status_text, ..UserPatch::default() };
    let edit = accounts::UserEdit { password, patch };
    let done = accounts::edit_user(state.engine(), &caller, UserId(id), edit).await?;
    Ok(answer::ok(&User::from(&done.value)))
}
