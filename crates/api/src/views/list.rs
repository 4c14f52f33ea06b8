//! `GET /v1/views`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_domain::{Permission, Refusal};
use utoipa::ToSchema;

use crate::answer;
use crate::cursor::{self, PageQuery};
use crate::extract::{Caller, Query};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::wire::view::View;

/// A page of views.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ViewList<'a> {
    /// By id, and so by age.
    views: Vec<View<'a>>,
    /// The cursor of the next page; null: there is none.
    next: Option<String>,
}

/// List the views: one's own, and those that others share. Needs `room.view`.
#[utoipa::path(
    get,
    path = "/v1/views",
    tag = "views",
    params(PageQuery),
    responses((status = 200, description = "A page of views, oldest first.", body = ViewList)),
)]
pub(super) async fn list_views(State(state): State<ApiState>, caller: Caller, Query(query): Query<PageQuery>) -> Result<Response, Problem> {
    caller.access.require(Permission::RoomView)?;
    let user = caller.access.actor.user().ok_or(Refusal::Forbidden { permission: Permission::RoomView.as_str() })?;
    let page = state.engine().store.saved_views(caller.org, user, query.after_id()?, query.limit()?).await?;
    let next = cursor::next(&page, |last| cursor::of_id(last.id.0));
    Ok(answer::ok(&ViewList { views: page.items.iter().map(View::from).collect(), next }))
}
