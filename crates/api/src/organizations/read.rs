//! `GET /v1/organizations` and `GET /v1/organizations/{number}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::Permission;
use switchroom_engine::ports::Page;
use utoipa::ToSchema;

use super::Organization;
use super::view::ByNumber;
use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;

/// A page of organizations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganizationList<'a> {
    /// By number.
    organizations: Vec<Organization<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the organizations.
#[utoipa::path(
    get,
    path = "/v1/organizations",
    tag = "organizations",
    params(PageQuery),
    responses((status = 200, description = "A page of organizations, by number.", body = OrganizationList)),
)]
pub(super) async fn list_organizations(
    State(state): State<ApiState>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::OrganizationOperate)?;
    let after = query.cursor.as_deref().map(cursor::number).transpose()?.unwrap_or(0);
    let limit = query.limit()?;
    let mut items = state.engine().store.organizations(after, limit + 1).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let page = Page { items, more };
    let next = cursor::next(&page, |last| cursor::of_number(last.id.0));
    Ok(answer::ok(&OrganizationList { organizations: page.items.iter().map(Organization::from).collect(), next }))
}

/// Get an organization.
#[utoipa::path(
    get,
    path = "/v1/organizations/{number}",
    tag = "organizations",
    params(ByNumber),
    responses((status = 200, description = "The organization.", body = Organization)),
)]
pub(super) async fn get_organization(
    State(state): State<ApiState>,
    caller: Caller,
    Path(path): Path<ByNumber>,
) -> Result<Response, Problem> {
    caller.access.require(Permission::OrganizationOperate)?;
    let found = state.engine().store.organization(path.org()).await?;
    let organization = found.ok_or_else(|| Problem::not_found("organization"))?;
    Ok(answer::ok(&Organization::from(&organization)))
}
