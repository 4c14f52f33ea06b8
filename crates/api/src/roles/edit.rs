//! `PATCH /v1/roles/{name}`.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use switchroom_domain::command::EditRole;
use switchroom_domain::{Command, Permission, Permissions};
use utoipa::{IntoParams, ToSchema};

use super::view::Role;
use crate::answer;
use crate::extract::{Caller, Json, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// A path that names a role.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ByName {
    /// The role's name.
    name: String,
}

/// What a role is to be changed to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleEdit {
    /// What its holders may do, all of it.
    permissions: Vec<String>,
}

/// Change what a role allows. Needs `role.manage`.
#[utoipa::path(
    patch,
    path = "/v1/roles/{name}",
    tag = "users",
    params(ByName),
    responses((status = 200, description = "The role as it is now.", body = Role)),
)]
pub(super) async fn edit_role(
    State(state): State<ApiState>,
    caller: Caller,
    Path(ByName { name }): Path<ByName>,
    Json(RoleEdit { permissions }): Json<RoleEdit>,
) -> Result<Response, Problem> {
    let command = EditRole { name: name.clone(), permissions: permissions_of(&permissions)? };
    let roles = state.engine().run(&caller, Command::EditRole(command)).await?.roles()?.value;
    let role = roles.iter().find(|role| role.name == name).ok_or_else(|| Problem::not_found("role"))?;
    Ok(answer::ok(&Role::from(role)))
}

fn permissions_of(names: &[String]) -> Result<Permissions, Problem> {
    let permission = |(i, name): (usize, &String)| {
        Permission::from_name(name).ok_or_else(|| Problem::invalid(format!("permissions[{i}]"), "there is no such permission"))
    };
    let permissions = names.iter().enumerate().map(permission).collect::<Result<Vec<_>, _>>()?;
    Ok(Permissions::of(&permissions))
}
