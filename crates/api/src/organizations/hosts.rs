//! `/v1/organizations/{number}/hosts`: the host names that mean an organization.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use switchroom_domain::{OrgId, Permission};
use switchroom_engine::organizations;
use utoipa::{IntoParams, ToSchema};

use super::view::ByNumber;
use crate::answer;
use crate::extract::{Caller, Path};
use crate::problem::Problem;
use crate::state::ApiState;

/// A path that names a host of an organization.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct HostPath {
    /// The organization's number.
    number: i64,
    /// The host name, with its port if only that port is meant.
    host: String,
}

/// The host names of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HostList {
    /// Sorted.
    hosts: Vec<String>,
}

/// A host name that means an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Host {
    /// The organization's number.
    number: i64,
    /// The host name, as it is compared.
    host: String,
}

/// List the host names of an organization.
#[utoipa::path(
    get,
    path = "/v1/organizations/{number}/hosts",
    tag = "organizations",
    params(ByNumber),
    responses((status = 200, description = "The host names.", body = HostList)),
)]
pub(super) async fn list_hosts(State(state): State<ApiState>, caller: Caller, Path(path): Path<ByNumber>) -> Result<Response, Problem> {
    caller.access.require(Permission::OrganizationOperate)?;
    let store = &state.engine().store;
    store.organization(path.org()).await?.ok_or_else(|| Problem::not_found("organization"))?;
    Ok(answer::ok(&HostList { hosts: store.hosts(path.org()).await? }))
}

/// Let a host name mean an organization.
#[utoipa::path(
    put,
    path = "/v1/organizations/{number}/hosts/{host}",
    tag = "organizations",
    params(HostPath),
    responses(
        (status = 200, description = "The host name means the organization.", body = Host),
        (status = 409, description = "`taken`: it means another."),
        (status = 422, description = "It is no host name."),
    ),
)]
pub(super) async fn put_host(State(state): State<ApiState>, caller: Caller, Path(path): Path<HostPath>) -> Result<Response, Problem> {
    let host = organizations::add_host(state.engine(), &caller, OrgId(path.number), &path.host).await?;
    Ok(answer::ok(&Host { number: path.number, host }))
}

/// Take a host name from an organization.
#[utoipa::path(
    delete,
    path = "/v1/organizations/{number}/hosts/{host}",
    tag = "organizations",
    params(HostPath),
    responses((status = 204, description = "The host name means the organization no longer.")),
)]
pub(super) async fn delete_host(State(state): State<ApiState>, caller: Caller, Path(path): Path<HostPath>) -> Result<Response, Problem> {
    organizations::remove_host(state.engine(), &caller, OrgId(path.number), &path.host).await?;
    Ok(answer::no_content())
}
