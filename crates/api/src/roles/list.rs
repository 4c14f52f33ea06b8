//! `GET /v1/roles`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{Permission, role as domain};
use utoipa::ToSchema;

use crate::answer;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;

/// A named set of permissions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Role<'a> {
    /// The role's name: unique in the organization.
    name: &'a str,
    /// What its holders may do.
    permissions: Vec<&'static str>,
}

impl<'a> From<&'a domain::Role> for Role<'a> {
    fn from(role: &'a domain::Role) -> Self {
        Self { name: &role.name, permissions: role.permissions.iter().map(Permission::as_str).collect() }
    }
}

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
