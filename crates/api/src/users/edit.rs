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
use crate::wire::{User, given};

/// What a user is to be changed to. An absent field stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserEdit {
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
}

/// Edit a user. Needs `user.manage`, but for one's own name, e-mail address and password, and whatever the user's roles
/// allow.
#[utoipa::path(
    patch,
    path = "/v1/users/{id}",
    tag = "users",
    params(ById),
    responses((status = 200, description = "The user as it is now.", body = User)),
)]
pub(super) async fn edit_user(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ById { id }): Path<ById>,
    Json(edit): Json<UserEdit>,
) -> Result<Response, Problem> {
    let UserEdit { name, email, password, roles, active } = edit;
    let patch = UserPatch { name, email, roles, active, ..UserPatch::default() };
    let edit = accounts::UserEdit { password, patch };
    let done = accounts::edit_user(state.engine(), &caller, UserId(id), edit).await?;
    Ok(answer::ok(&User::from(&done.value)))
}
