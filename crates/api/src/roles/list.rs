//! `GET /v1/roles`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::Permission;
use utoipa::ToSchema;

use super::view::Role;
use crate::answer;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;

/// The organization's roles.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleList<'a> {
    /// By name.
    roles: Vec<Role<'a>>,
}

/// List the roles. Needs `user.view`.
#[utoipa::path(get, path = "/v1/roles", tag = "users", responses((status = 200, description = "The roles, by name.", body = RoleList)))]
pub(super) async fn list_roles(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    caller.access.require(Permission::UserView)?;
    let roles = state.engine().store.roles(caller.org).await?;
    Ok(answer::ok(&RoleList { roles: roles.iter().map(Role::from).collect() }))
}
