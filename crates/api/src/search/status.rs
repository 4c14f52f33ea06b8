//! `GET /v1/search/status`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use switchroom_engine::search;
use utoipa::ToSchema;

use crate::answer;
use crate::extract::Caller;
use crate::problem::Problem;
use crate::state::ApiState;

/// How far the search index is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchStatus {
    /// Everything up to the event with this sequence number is found; 0 while the index is made anew.
    indexed: i64,
    /// The sequence number of the latest event.
    head: i64,
}

/// Ask how far the search index is. Needs `event.read`, or `room.view`.
#[utoipa::path(
    get,
    path = "/v1/search/status",
    tag = "search",
    responses((status = 200, description = "How far it is.", body = SearchStatus)),
)]
pub(super) async fn get_search_status(State(state): State<ApiState>, caller: Caller) -> Result<Response, Problem> {
    caller.access.require_log()?;
    let search::Status { indexed, head } = search::status(state.engine(), caller.org).await?;
    Ok(answer::ok(&SearchStatus { indexed, head }))
}
