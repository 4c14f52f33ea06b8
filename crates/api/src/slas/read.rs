//! `GET /v1/slas` and `GET /v1/slas/{id}`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{Permission, SlaId};
use utoipa::ToSchema;

use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{ById, Caller, Path, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::Sla;

/// A page of service levels.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SlaList<'a> {
    /// By id, and so by age.
    slas: Vec<Sla<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the service levels. Needs `room.view`: whoever sees rooms must know what their service levels mean.
#[utoipa::path(
    get,
    path = "/v1/slas",
    tag = "slas",
    params(PageQuery),
    responses((status = 200, description = "A page of service levels, oldest first.", body = SlaList)),
)]
pub(super) async fn list_slas(State(state): State<ApiState>, caller: Caller, Query(query): Query<PageQuery>) -> Result<Response, Problem> {
    caller.access.require(Permission::RoomView)?;
    let page = state.engine().store.slas(caller.org, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    Ok(answer::ok(&SlaList { slas: page.items.iter().map(Sla::from).collect(), next }))
}

/// Get a service level. Needs `room.view`.
#[utoipa::path(get, path = "/v1/slas/{id}", tag = "slas", params(ById), responses((status = 200, description = "The service level.", body = Sla)))]
pub(super) async fn get_sla(State(state): State<ApiState>, caller: Caller, Path(ById { id }): Path<ById>) -> Result<Response, Problem> {
    caller.access.require(Permission::RoomView)?;
    let found = state.engine().store.sla(caller.org, SlaId(id)).await?;
    let sla = found.ok_or_else(|| Problem::not_found("sla"))?;
    Ok(answer::ok(&Sla::from(&sla)))
}
